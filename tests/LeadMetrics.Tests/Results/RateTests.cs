using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class RateTests
{
    // The 95 % Wilson score intervals of the definitions, worked out apart from this code.
    [TestCase(0, 10, 0, 0, 27.7533)]
    [TestCase(1, 21, 4.7619, 0.8456, 22.6694)]
    [TestCase(3, 4, 75, 30.0642, 95.4413)]
    [TestCase(30, 40, 75, 59.8060, 85.8129)]
    [TestCase(10, 10, 100, 72.2467, 100)]
    [TestCase(120, 1000, 12, 10.1299, 14.1609)]
    public void Is_the_share_with_its_Wilson_interval(long numerator, long denominator, double percent, double low, double high)
    {
        var rate = Rate.Of(numerator, denominator);

        Assert.That(
            (rate.Numerator, rate.Denominator, rate.Percent, rate.Low, rate.High),
            Is.EqualTo((numerator, denominator, (double?)percent, (double?)low, (double?)high)));
    }

    [Test]
    public void Is_null_and_not_zero_without_a_denominator()
    {
        var rate = Rate.Of(0, 0);

        Assert.That((rate.Numerator, rate.Denominator), Is.EqualTo((0L, 0L)));
        Assert.That(new[] { rate.Percent, rate.Low, rate.High }, Is.All.Null);
    }

    [TestCase(1, 3, 33.3333, TestName = "A third is rounded down")]
    [TestCase(2, 3, 66.6667, TestName = "Two thirds are rounded up")]
    [TestCase(1, 32, 3.125, TestName = "What fits into four decimals is kept")]
    [TestCase(1, 640_000, 0.0002, TestName = "0.00015625 is rounded to the nearest")]
    [TestCase(1, 2_097_152, 0, TestName = "0.0000477 is rounded to nothing")]
    public void Has_four_decimals(long numerator, long denominator, double percent) =>
        Assert.That(Rate.Of(numerator, denominator).Percent, Is.EqualTo(percent));

    [TestCase(-1, 3)]
    [TestCase(4, 3)]
    [TestCase(1, 0)]
    public void Refuses_what_is_no_share(long numerator, long denominator) =>
        Assert.That(() => Rate.Of(numerator, denominator), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Lies_inside_its_interval_and_that_inside_0_to_100() => Prop.ForAll(Shares(), share =>
    {
        var rate = Rate.Of(share.Numerator, share.Denominator);

        Assert.That(rate.Low, Is.InRange(0d, rate.Percent!));
        Assert.That(rate.High, Is.InRange(rate.Percent!, 100d));
    });

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Grows_with_its_numerator() => Prop.ForAll(Shares(), share =>
    {
        var (rate, more) = (Rate.Of(share.Numerator, share.Denominator + 1), Rate.Of(share.Numerator + 1, share.Denominator + 1));

        Assert.That(more.Percent, Is.GreaterThanOrEqualTo(rate.Percent!));
        Assert.That(more.Low, Is.GreaterThanOrEqualTo(rate.Low!));
        Assert.That(more.High, Is.GreaterThanOrEqualTo(rate.High!));
    });

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Is_the_mirror_image_of_the_share_without_the_event() => Prop.ForAll(Shares(), share =>
    {
        var (rate, rest) = (Rate.Of(share.Numerator, share.Denominator), Rate.Of(share.Denominator - share.Numerator, share.Denominator));

        Assert.That(rate.Low, Is.EqualTo(100 - rest.High).Within(1e-9));
        Assert.That(rate.High, Is.EqualTo(100 - rest.Low).Within(1e-9));
    });

    // Small ones as an owner has them, and large ones as an installation has them.
    private static Arbitrary<(long Numerator, long Denominator)> Shares() =>
        (from most in Gen.Elements(30, 1_000, 2_000_000_000)
         from denominator in Gen.Choose(1, most)
         from numerator in Gen.Choose(0, denominator)
         select ((long)numerator, (long)denominator)).ToArbitrary();
}
