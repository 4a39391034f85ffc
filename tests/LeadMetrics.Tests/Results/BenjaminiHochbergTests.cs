using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class BenjaminiHochbergTests
{
    // Thrombolysis after a heart attack, 15 tests: the example of Benjamini and Hochberg 1995.
    private static readonly double?[] s_published =
        [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.000];

    [Test]
    public void Believes_the_four_of_the_published_example()
    {
        // The fourth is the largest that holds: .0095 ≤ 4/15 × .05 = .0133, but .0201 > 5/15 × .05 = .0167.
        Assert.That(BenjaminiHochberg.Significant(s_published, 0.05), Is.EqualTo(Enumerable.Range(0, 15).Select(i => i < 4)));

        // p × 15 ÷ rank; .0278 × 15/6 = .0695 is more than .0298 × 15/7 = .063857, the next one's, and takes that.
        Assert.That(
            BenjaminiHochberg.Adjust(s_published).Select(p => Math.Round(p!.Value, 6)),
            Is.EqualTo(new[]
            {
                0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765, 0.486, 0.581182, 0.714875, 0.753231, 0.813214, 1,
            }));
    }

    [Test]
    public void Believes_more_than_those_that_hold_for_themselves()
    {
        // .04 > 1/2 × .05, but .05 ≤ 2/2 × .05: both.
        Assert.That(BenjaminiHochberg.Significant([0.04, 0.05], 0.05), Is.EqualTo(new[] { true, true }));
        Assert.That(BenjaminiHochberg.Adjust([0.04, 0.05]), Is.EqualTo(new double?[] { 0.05, 0.05 }));
    }

    [Test]
    public void A_test_that_was_not_made_stays_null_and_does_not_count()
    {
        // Two tests, not four: .02 × 2/1 and .5 × 2/2.
        Assert.That(BenjaminiHochberg.Adjust([null, 0.5, null, 0.02]), Is.EqualTo(new double?[] { null, 0.5, null, 0.04 }));
        Assert.That(BenjaminiHochberg.Significant([null, 0.5, null, 0.02], 0.05), Is.EqualTo(new[] { false, false, false, true }));
        Assert.That(BenjaminiHochberg.Adjust([null]), Is.EqualTo(new double?[] { null }));
        Assert.That(BenjaminiHochberg.Adjust([]), Is.Empty);
    }

    [TestCase(-0.01)]
    [TestCase(1.01)]
    [TestCase(double.NaN)]
    public void Refuses_what_is_no_probability(double p) =>
        Assert.That(() => BenjaminiHochberg.Adjust([0.5, p]), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property]
    public Property Rejects_as_the_step_up_rule_says() => Prop.ForAll(Lists(), p =>
    {
        // The rule as it is published: the largest i with p(i) ≤ i/m × q; all up to it are rejected.
        const double q = 0.1;
        var ordered = p.Where(one => one is not null).Select(one => one!.Value).Order().ToList();
        var last = Enumerable.Range(1, ordered.Count).LastOrDefault(i => ordered[i - 1] <= i * q / ordered.Count);

        Assert.That(
            BenjaminiHochberg.Significant(p, q), Is.EqualTo(p.Select(one => last > 0 && one <= ordered[last - 1])));
    });

    [FsCheck.NUnit.Property]
    public Property Adjusts_upwards_to_one_at_most_and_keeps_the_order() => Prop.ForAll(Lists(), p =>
    {
        var tests = p.Zip(BenjaminiHochberg.Adjust(p)).Where(test => test.First is not null).OrderBy(test => test.First).ToList();

        Assert.That(tests.Select(test => test.Second), Is.Ordered);
        Assert.That(tests.All(test => test.Second >= test.First && test.Second <= 1));
    });

    // Primes below, so that no p × tests ÷ rank lies exactly on q; some not tested, and many small.
    private static Arbitrary<double?[]> Lists() =>
        (from tested in Gen.Choose(0, 4)
         from most in Gen.Elements(997, 99_991)
         from p in Gen.Choose(0, 997)
         select tested == 0 ? (double?)null : p / (double)most).ArrayOf().ToArbitrary();
}
