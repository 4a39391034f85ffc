using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class BoundsTests
{
    // 30 of 40, and of 10 others 4 with the event: 30 ÷ (40 + 6) = 65.2174 %, (30 + 4) ÷ (40 + 4) = 77.2727 %.
    [TestCase(30, 40, 4, 6, 75.0, 65.2174, 77.2727)]
    [TestCase(30, 40, 0, 0, 75.0, 75.0, 75.0)]
    [TestCase(0, 10, 0, 10, 0.0, 0.0, 0.0)]
    [TestCase(10, 10, 0, 10, 100.0, 50.0, 100.0)]
    [TestCase(0, 0, 1, 3, null, 0.0, 100.0)]
    [TestCase(0, 0, 2, 0, null, 100.0, 100.0)]
    [TestCase(0, 0, 0, 2, null, 0.0, 0.0)]
    [TestCase(0, 0, 0, 0, null, null, null)]
    public void Any_of_some_others_may_belong_to_it(long numerator, long denominator, long with, long without, double? percent, double? lowest, double? highest) =>
        Assert.That(
            Bounds.OfOthers("A", "efficiency", Rate.Of(numerator, denominator), with, without), Is.EqualTo(new Bounds("A", "efficiency", percent, lowest, highest)));

    [TestCase(30, 40, 5, 75.0, 87.5)]
    [TestCase(30, 40, 0, 75.0, 75.0)]
    [TestCase(0, 0, 0, null, null)]
    public void Some_of_its_own_may_have_the_event(long numerator, long denominator, long hidden, double? percent, double? highest) =>
        Assert.That(
            Bounds.OfHidden(null, "rate", Rate.Of(numerator, denominator), hidden), Is.EqualTo(new Bounds(null, "rate", percent, percent, highest)));

    [FsCheck.NUnit.Property]
    public Property However_many_of_the_others_belong_to_it_it_stays_inside()
    {
        var small = Gen.Choose(0, 12);
        var worlds = from k in small from more in small from with in small from without in small from a in Gen.Choose(0, with) from b in Gen.Choose(0, without) select (k, more, with, without, a, b);
        return Prop.ForAll(worlds.ToArbitrary(), w =>
        {
            var bounds = Bounds.OfOthers(null, "", Rate.Of(w.k, w.k + w.more), w.with, w.without);
            var truth = Rate.Of(w.k + w.a, w.k + w.more + w.a + w.b).Percent;
            return truth is null || (truth >= bounds.Lowest && truth <= bounds.Highest);
        });
    }
}
