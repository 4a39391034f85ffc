using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class GoodnessOfFitTests
{
    [Test]
    public void Gives_the_published_values()
    {
        // Mendel's peas, 9 : 3 : 3 : 1, as R's chisq.test prints them: X-squared = 0.47002, df = 3, p-value = 0.9254.
        // Expected 312.75, 104.25, 104.25, 34.75: 2.25² ÷ 312.75 + 3.75² ÷ 104.25 + 3.25² ÷ 104.25 + 2.75² ÷ 34.75.
        var test = GoodnessOfFit.Of([(315, 9), (108, 3), (101, 3), (32, 1)]);

        Assert.That((test.ChiSquared, test.DegreesOfFreedom, test.Missing), Is.EqualTo(((double?)0.47, (int?)3, (NoGoodnessOfFit?)null)));
        Assert.That(test.P, Is.EqualTo(0.925425895103616).Within(1e-10));
    }

    // Of four with equal shares 10 is expected of each, or 12.5: (7.5² + 2.5² + 2.5² + 7.5²) ÷ 12.5 = 10. Of two 20: 2 × 10² ÷ 20 = 10.
    [TestCase(new long[] { 10, 10, 10, 10 }, 0, 1)]
    [TestCase(new long[] { 40, 0, 0, 0 }, 120, 7.716790355634158e-26)]
    [TestCase(new long[] { 5, 10, 15, 20 }, 10, 0.018566135463043233)]
    [TestCase(new long[] { 30, 10 }, 10, 0.0015654022580025488)]
    public void Sets_each_against_an_equal_share(long[] counts, double chiSquared, double p)
    {
        var test = GoodnessOfFit.Of(counts.Select(count => (count, 7L)));

        Assert.That((test.ChiSquared, test.DegreesOfFreedom), Is.EqualTo(((double?)chiSquared, (int?)(counts.Length - 1))));
        Assert.That(test.P, Is.EqualTo(p).Within(1e-6).Percent);
    }

    [Test]
    public void Who_has_what_they_can_work_differs_in_nothing() =>
        Assert.That(GoodnessOfFit.Of([(30, 12), (10, 4)]).Table(), Is.EqualTo("0 1 1 "));

    [Test]
    public void Bears_a_fifth_of_the_expected_counts_below_five_and_none_below_one()
    {
        // Of 100 leads and 100 capacity: expected 4, 24, 24, 24, 24; then 4, 4, 24, 24, 44; then 0.9 and 99.1 of 100.
        Assert.That(GoodnessOfFit.Of([(4, 4), (24, 24), (24, 24), (24, 24), (24, 24)]).Missing, Is.Null);
        Assert.That(GoodnessOfFit.Of([(4, 4), (4, 4), (24, 24), (24, 24), (44, 44)]).Table(), Is.EqualTo("   ExpectedCountsTooSmall"));
        Assert.That(GoodnessOfFit.Of([(1, 9), (99, 991)]).Table(), Is.EqualTo("   ExpectedCountsTooSmall"));
        Assert.That(GoodnessOfFit.Of([(0, 1), (0, 1)]).Table(), Is.EqualTo("   ExpectedCountsTooSmall"), "nobody has anything");
    }

    [Test]
    public void Needs_two_owners()
    {
        Assert.That(GoodnessOfFit.Of([]).Table(), Is.EqualTo("   TooFewOwners"));
        Assert.That(GoodnessOfFit.Of([(40, 10)]).Table(), Is.EqualTo("   TooFewOwners"));
    }

    [TestCase(-1, 4)]
    [TestCase(5, 0)]
    [TestCase(5, -4)]
    public void Refuses_what_cannot_be(long count, long weight) =>
        Assert.That(() => GoodnessOfFit.Of([(count, weight), (20, 40)]), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property]
    public Property Does_not_depend_on_the_order_or_on_the_unit_of_the_weights() => Prop.ForAll(Teams(), team =>
    {
        var test = GoodnessOfFit.Of(team);

        Assert.That(GoodnessOfFit.Of(team.Reverse()), Is.EqualTo(test));
        Assert.That(GoodnessOfFit.Of(team.Select(owner => (owner.Count, owner.Weight * 30))).ChiSquared, Is.EqualTo(test.ChiSquared).Within(0.0001));
        Assert.That(test.P, Is.InRange(0d, 1d));
    });

    [FsCheck.NUnit.Property]
    public Property Of_two_owners_it_is_the_square_of_the_binomial_deviation() => Prop.ForAll(Teams(), team =>
    {
        // k of n leads with probability p: (k − n·p)² ÷ (n·p·(1 − p)).
        var (n, p) = ((double)(team[0].Count + team[1].Count), team[0].Weight / (double)(team[0].Weight + team[1].Weight));

        Assert.That(GoodnessOfFit.Of(team.Take(2)).ChiSquared, Is.EqualTo(Math.Pow(team[0].Count - (n * p), 2) / (n * p * (1 - p))).Within(0.0001));
    });

    // Counts large enough for Cochran's rule at any of these weights.
    private static Arbitrary<(long Count, long Weight)[]> Teams() =>
        (from size in Gen.Choose(2, 8)
         from team in (from count in Gen.Choose(400, 900) from weight in Gen.Choose(1, 20) select ((long)count, (long)weight)).ArrayOf(size)
         select team).ToArbitrary();
}

internal static class GoodnessOfFits
{
    public static string Table(this GoodnessOfFit test) => FormattableString.Invariant($"{test.ChiSquared} {test.DegreesOfFreedom} {test.P} {test.Missing}");
}
