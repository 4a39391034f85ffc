using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class SpreadTestTests
{
    [Test]
    public void Gives_the_published_values()
    {
        // Smokers among lung cancer patients of four studies: Fleiss, Statistical Methods for Rates and Proportions (1981), p. 139, as R's
        // prop.test prints it: X-squared = 12.6, df = 3, p-value = 0.005585.
        var test = SpreadTest.Of([(83, 86), (90, 93), (129, 136), (70, 82)]);

        Assert.That((test.ChiSquared, test.DegreesOfFreedom, test.Missing), Is.EqualTo(((double?)12.6004, (int?)3, (NoSpreadTest?)null)));
        Assert.That(test.P, Is.EqualTo(0.005585476661627043).Within(1e-10));
    }

    [Test]
    public void Keeps_a_very_small_probability()
    {
        // p = 600/3000 = 0.2; (100² + 100² + 0²) ÷ (1000 × 0.2 × 0.8) = 125; with 2 degrees P = e^(−125/2).
        var test = SpreadTest.Of([(100, 1000), (300, 1000), (200, 1000)]);

        Assert.That((test.ChiSquared, test.DegreesOfFreedom), Is.EqualTo(((double?)125, (int?)2)));
        Assert.That(test.P, Is.EqualTo(Math.Exp(-62.5)).Within(1e-8).Percent);
    }

    [Test]
    public void Is_sure_of_nothing_where_all_are_alike()
    {
        // Expected 5 and 5 of each: just enough for Cochran's rule.
        var test = SpreadTest.Of([(5, 10), (5, 10)]);

        Assert.That((test.ChiSquared, test.DegreesOfFreedom, test.P), Is.EqualTo(((double?)0, (int?)1, (double?)1)));
    }

    [Test]
    public void Bears_a_fifth_of_the_expected_counts_below_five()
    {
        // p = 96/320 = 0.3. Expected 3, 3, 30, 30, 30 and 7, 7, 70, 70, 70: 2 of 10 below 5.
        // (0² + 0² + 0² + 10² + 10²) ÷ (100 × 0.3 × 0.7) = 200/21 = 9.5238.
        var test = SpreadTest.Of([(3, 10), (3, 10), (30, 100), (20, 100), (40, 100)]);

        Assert.That((test.ChiSquared, test.DegreesOfFreedom, test.Missing), Is.EqualTo(((double?)9.5238, (int?)4, (NoSpreadTest?)null)));
        Assert.That(test.P, Is.EqualTo(0.04926030700200058).Within(1e-10));
    }

    [Test]
    public void Does_not_bear_more_than_a_fifth_below_five()
    {
        // p = 69/230 = 0.3. Expected 3, 3, 3, 30, 30 and 7, 7, 7, 70, 70: 3 of 10 below 5.
        Missing([(3, 10), (3, 10), (3, 10), (30, 100), (30, 100)], NoSpreadTest.ExpectedCountsTooSmall);

        // The failures count as well: the same owners the other way round.
        Missing([(7, 10), (7, 10), (7, 10), (70, 100), (70, 100)], NoSpreadTest.ExpectedCountsTooSmall);
    }

    [Test]
    public void Does_not_bear_an_expected_count_below_one()
    {
        // p = 0.3; the last owner's expected count is 0.9, the only one of 12 below 5 with its 2.1.
        Missing([(30, 100), (30, 100), (30, 100), (30, 100), (30, 100), (0, 3)], NoSpreadTest.ExpectedCountsTooSmall);
    }

    [Test]
    public void Needs_two_owners_with_leads_who_are_neither_all_nor_none()
    {
        Missing([], NoSpreadTest.TooFewOwners);
        Missing([(20, 40)], NoSpreadTest.TooFewOwners);
        Missing([(20, 40), (0, 0)], NoSpreadTest.TooFewOwners);
        Missing([(0, 40), (0, 50)], NoSpreadTest.AllOrNone);
        Missing([(40, 40), (50, 50)], NoSpreadTest.AllOrNone);
    }

    [Test]
    public void Leaves_out_who_has_no_leads() =>
        Assert.That(SpreadTest.Of([(20, 40), (0, 0), (30, 40)]), Is.EqualTo(SpreadTest.Of([(20, 40), (30, 40)])));

    [TestCase(-1, 4)]
    [TestCase(5, 4)]
    [TestCase(0, -4)]
    public void Refuses_counts_that_cannot_be(long k, long n) =>
        Assert.That(() => SpreadTest.Of([(k, n), (20, 40)]), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property]
    public Property Equals_the_sum_over_cells_and_the_tail_in_closed_form() => Prop.ForAll(Teams(), team =>
    {
        // Pearson's Σ (observed − expected)² ÷ expected over both cells of each owner is the same sum.
        var (events, leads) = (team.Sum(owner => owner.K), team.Sum(owner => owner.N));
        var p = events / (double)leads;
        var chiSquared = team.Sum(owner => Term(owner.K, owner.N * p) + Term(owner.N - owner.K, owner.N * (1 - p)));
        var test = SpreadTest.Of(team);
        Assert.That(test.ChiSquared, Is.EqualTo(chiSquared).Within(0.0001));
        Assert.That(test.P, Is.InRange(0d, 1d));

        // With 2m degrees of freedom the tail is Poisson's: e^(−χ²/2) × Σ (χ²/2)^j ÷ j! for j < m.
        var (term, tail) = (1.0, 0.0);
        for (var j = 0; j < (team.Length - 1) / 2; j++)
        {
            tail += term;
            term *= chiSquared / 2 / (j + 1);
        }

        Assert.That(test.P, Is.EqualTo(Math.Exp(-chiSquared / 2) * tail).Within(1e-6).Percent);
    });

    [FsCheck.NUnit.Property]
    public Property Does_not_depend_on_the_order_or_on_which_outcome_is_counted() => Prop.ForAll(Teams(), team =>
    {
        var test = SpreadTest.Of(team);

        Assert.That(SpreadTest.Of(team.Reverse()), Is.EqualTo(test));
        Assert.That(SpreadTest.Of(team.Select(owner => (owner.N - owner.K, owner.N))).P, Is.EqualTo(test.P).Within(1e-6).Percent);
    });

    private static void Missing((long K, long N)[] owners, NoSpreadTest why)
    {
        var test = SpreadTest.Of(owners);
        Assert.That(
            (test.ChiSquared, test.DegreesOfFreedom, test.P, test.Missing),
            Is.EqualTo(((double?)null, (int?)null, (double?)null, (NoSpreadTest?)why)));
    }

    private static double Term(double observed, double expected) => (observed - expected) * (observed - expected) / expected;

    // An odd number of owners, so that the degrees of freedom are even, and enough leads and both outcomes for Cochran's rule.
    private static Arbitrary<(long K, long N)[]> Teams() =>
        (from size in Gen.Elements(3, 5, 9)
         from team in (from n in Gen.Choose(100, 2000) from k in Gen.Choose(n / 4, n / 2) select ((long)k, (long)n)).ArrayOf(size)
         select team).ToArbitrary();
}
