using System.Globalization;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

/// <summary>Parts of amounts add up exactly, and are rounded half-even where they are shown.</summary>
public class AmountTests
{
    [Test]
    public void Three_thirds_are_the_whole_though_each_is_rounded()
    {
        var (third, whole) = (Part(1000, 1, 3), new Amount());
        foreach (var part in new[] { third, third, third })
        {
            whole.Add(part);
        }

        Assert.That(third.Rounded, Is.EqualTo(333.3333m));
        Assert.That(whole.Rounded, Is.EqualTo(1000m));
    }

    // 0.0001 is the smallest amount. Half of 0.0001 lies between 0 and 0.0001: the even one is 0; of 0.0003 it is 0.0002.
    [TestCase("0.0001", 1, 2, "0")]
    [TestCase("0.0003", 1, 2, "0.0002")]
    [TestCase("0.0005", 1, 2, "0.0002")]
    [TestCase("-0.0003", 1, 2, "-0.0002")]
    [TestCase("0.0001", 2, 3, "0.0001")]
    [TestCase("-0.0001", 2, 3, "-0.0001")]
    [TestCase("0.0001", 1, 3, "0")]
    [TestCase("10", 30, 30, "10")]
    [TestCase("400000000000", 365, 366, "398907103825.1366")]
    public void It_is_rounded_half_even(string amount, long part, long whole, string rounded) =>
        Assert.That(Part(decimal.Parse(amount, CultureInfo.InvariantCulture), part, whole).Rounded.ToString(CultureInfo.InvariantCulture), Is.EqualTo(rounded));

    [Test]
    public void A_quotient_is_of_what_is_exact_and_not_of_what_is_shown()
    {
        // 1000 ÷ 3 is 333.33333…; ÷ 7 it is 47.619047…; 333.3333 ÷ 0.0001 would be 3,333,333.
        var third = Part(1000, 1, 3);
        Assert.That(third.Per(7), Is.EqualTo(47.6190m));
        Assert.That(third.Over(Part(0.0001m, 1, 1)), Is.EqualTo(3_333_333.3333m));
        Assert.That(third.Minus(Part(1000, 1, 1)).Over(third, 100), Is.EqualTo(-200m));
        Assert.That(third.Plus(Part(1000, 1, 6)).Rounded, Is.EqualTo(500m));
    }

    [Test]
    public void Without_a_denominator_there_is_no_quotient()
    {
        Assert.That(Part(10, 1, 1).Per(0), Is.Null);
        Assert.That(Part(10, 1, 1).Over(new Amount()), Is.Null);
        Assert.That(Part(10, 1, 1).Over(Part(-10, 1, 1)), Is.Null, "nobody gains on a cost below 0");
        Assert.That(() => Part(10, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void The_order_of_the_parts_does_not_matter()
    {
        var parts = Enumerable.Range(1, 366).Select(days => Part(days * 17, 1, days + 1)).ToList();
        var (forwards, backwards) = (new Amount(), new Amount());
        parts.ForEach(forwards.Add);
        parts.AsEnumerable().Reverse().ToList().ForEach(backwards.Add);

        Assert.That(forwards.Minus(backwards).Rounded, Is.Zero);
        Assert.That(forwards.Over(backwards, 1), Is.EqualTo(1m));
    }

    private static Amount Part(decimal amount, long part, long whole)
    {
        var sum = new Amount();
        sum.AddPart(Amount.Of((long)(amount * 10_000)), part, whole);
        return sum;
    }
}
