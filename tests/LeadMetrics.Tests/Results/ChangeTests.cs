using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class ChangeTests
{
    // Newcombe, Statistics in Medicine 17 (1998), 873–890, table II, method 10, which has four decimals of a share, here
    // taken to percentage points; the other two decimals were worked out apart from this code.
    [TestCase(56, 70, 48, 80, 20, 5.2431, 33.3873)]
    [TestCase(9, 10, 3, 10, 60, 17.0523, 80.9018)]
    [TestCase(6, 7, 2, 7, 57.1429, 5.8228, 80.6250)]
    [TestCase(5, 56, 0, 29, 8.9286, -3.8137, 19.2560)]
    [TestCase(0, 10, 0, 20, 0, -16.1125, 27.7533)]
    [TestCase(0, 10, 0, 10, 0, -27.7533, 27.7533)]
    [TestCase(10, 10, 0, 20, 100, 67.9086, 100)]
    [TestCase(10, 10, 0, 10, 100, 60.7509, 100)]
    public void Of_rates_is_their_difference_with_its_Newcombe_interval(
        long k1, long n1, long k2, long n2, double difference, double low, double high)
    {
        var change = Change.OfRates(Rate.Of(k1, n1), Rate.Of(k2, n2));

        Assert.That(
            (change.Difference, change.Low, change.High, change.Percent),
            Is.EqualTo(((decimal?)(decimal)difference, (decimal?)(decimal)low, (decimal?)(decimal)high, (decimal?)null)));
    }

    [Test]
    public void Of_rates_is_worked_out_from_what_was_not_rounded()
    {
        // 1/3 − 1/6 = 1/6; of the rounded rates it were 33.3333 − 16.6667 = 16.6666.
        var change = Change.OfRates(Rate.Of(1, 3), Rate.Of(1, 6));

        Assert.That((change.Previous, change.Difference), Is.EqualTo(((decimal?)16.6667m, (decimal?)16.6667m)));
    }

    [TestCase(3, 4, 0, 0, null)]
    [TestCase(0, 0, 3, 4, 75)]
    [TestCase(0, 0, 0, 0, null)]
    public void Of_rates_is_not_known_where_one_has_no_denominator(long k1, long n1, long k2, long n2, int? previous)
    {
        var change = Change.OfRates(Rate.Of(k1, n1), Rate.Of(k2, n2));

        Assert.That(change.Previous, Is.EqualTo((decimal?)previous));
        Assert.That(new[] { change.Difference, change.Percent, change.Low, change.High }, Is.All.Null);
    }

    [TestCase("12", "10", "2", "20", TestName = "A fifth more")]
    [TestCase("0", "8", "-8", "-100", TestName = "All gone")]
    [TestCase("5", "5", "0", "0", TestName = "The same")]
    [TestCase("5", "0", "5", null, TestName = "Growth from nothing has no percentage, not 100")]
    [TestCase("0", "0", "0", null, TestName = "Nothing from nothing has none either")]
    [TestCase("5", null, null, null, TestName = "Nothing to compare with")]
    [TestCase(null, "5", null, null, TestName = "Nothing to compare")]
    [TestCase("10", "-10", "20", "200", TestName = "From a loss upwards is upwards")]
    [TestCase("-30", "-10", "-20", "-200", TestName = "From a loss downwards is downwards")]
    [TestCase("2", "3", "-1", "-33.3333", TestName = "Four decimals")]
    [TestCase("1.00005", "1", "0", "0.005", TestName = "The percentage is worked out from what was not rounded")]
    [TestCase("2.5", "1.5", "1", "66.6667", TestName = "No zeros at the end")]
    public void Of_numbers_is_their_difference_and_its_percentage(string? now, string? previous, string? difference, string? percent)
    {
        var change = JsonSerializer.SerializeToElement(Change.Of(Number(now), Number(previous)), JsonSerializerOptions.Web);

        Assert.That(
            new[] { "previous", "difference", "percent", "low", "high" }.Select(name => change.GetProperty(name).GetRawText()),
            Is.EqualTo(new[] { previous ?? "null", difference ?? "null", percent ?? "null", "null", "null" }));
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Of_rates_lies_inside_its_interval_and_that_inside_100_points() => Prop.ForAll(Rates(), Rates(), (now, previous) =>
    {
        var change = Change.OfRates(now, previous);

        Assert.That(change.Low, Is.InRange(-100m, change.Difference!));
        Assert.That(change.High, Is.InRange(change.Difference!, 100m));
    });

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Of_rates_is_the_mirror_image_of_the_change_back() => Prop.ForAll(Rates(), Rates(), (now, previous) =>
    {
        var (change, back) = (Change.OfRates(now, previous), Change.OfRates(previous, now));

        Assert.That((change.Difference, change.Low, change.High), Is.EqualTo((-back.Difference, -back.High, -back.Low)));
    });

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Of_rates_is_narrower_with_more_leads() => Prop.ForAll(Rates(), Rates(), (now, previous) =>
    {
        var few = Change.OfRates(now, previous);
        var many = Change.OfRates(Rate.Of(now.Numerator * 100, now.Denominator * 100), previous);

        Assert.That(many.Low, Is.GreaterThanOrEqualTo(few.Low!));
        Assert.That(many.High, Is.LessThanOrEqualTo(few.High!));
    });

    private static decimal? Number(string? text) =>
        text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Arbitrary<Rate> Rates() =>
        (from most in Gen.Elements(30, 1_000, 2_000_000_000)
         from denominator in Gen.Choose(1, most)
         from numerator in Gen.Choose(0, denominator)
         select Rate.Of(numerator, denominator)).ToArbitrary();
}
