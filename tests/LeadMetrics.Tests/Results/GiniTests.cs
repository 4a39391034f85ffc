using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class GiniTests
{
    // The examples of the definitions. Of 5, 10, 15, 20: (−3×5 − 1×10 + 1×15 + 3×20) ÷ (4 × 50) = 50/200, × 4/3.
    [TestCase(new double[] { 10, 10, 10, 10 }, 0, 0)]
    [TestCase(new double[] { 40, 0, 0, 0 }, 0.75, 1)]
    [TestCase(new double[] { 5, 10, 15, 20 }, 0.25, 0.333333)]
    [TestCase(new double[] { 20, 5, 15, 10 }, 0.25, 0.333333)]
    [TestCase(new double[] { 1, 3 }, 0.25, 0.5)]
    [TestCase(new double[] { 0, 7 }, 0.5, 1)]
    public void Is_the_published_coefficient(double[] values, double raw, double corrected) =>
        Assert.That(Gini.Of(values), Is.EqualTo(new Gini { Raw = raw, Corrected = corrected }));

    [TestCase(new double[0])]
    [TestCase(new double[] { 40 })]
    [TestCase(new double[] { 0, 0, 0 })]
    public void Is_null_where_nothing_can_be_spread(double[] values) => Assert.That(Gini.Of(values), Is.Null);

    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Refuses_what_nobody_can_have(double value) =>
        Assert.That(() => Gini.Of([1, value]), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Bears_values_whose_sum_is_too_large() =>
        Assert.That(Gini.Of([double.MaxValue, double.MaxValue, 0, 0]), Is.EqualTo(Gini.Of([1, 1, 0, 0])));

    [FsCheck.NUnit.Property]
    public Property Is_the_mean_difference_of_pairs_over_twice_the_mean() => Prop.ForAll(Lists(), values =>
    {
        // Corrected takes the mean over pairs of different owners, raw over all pairs, each with itself too.
        double n = values.Length;
        var differences = values.Sum(one => values.Sum(other => Math.Abs(one - other)));
        var gini = Gini.Of(values)!;

        Assert.That(gini.Raw, Is.EqualTo(differences / (n * n) / (2 * values.Average())).Within(0.000001));
        Assert.That(gini.Corrected, Is.EqualTo(differences / (n * (n - 1)) / (2 * values.Average())).Within(0.000001));
        Assert.That((gini.Raw, gini.Corrected), Is.EqualTo((Math.Clamp(gini.Raw, 0, 1), Math.Clamp(gini.Corrected, gini.Raw, 1))));
    });

    [FsCheck.NUnit.Property]
    public Property Does_not_depend_on_the_unit_or_the_order() => Prop.ForAll(Lists(), values =>
    {
        var (gini, other) = (Gini.Of(values)!, Gini.Of([.. values.Reverse().Select(value => value * 0.37)])!);

        Assert.That(other.Raw, Is.EqualTo(gini.Raw).Within(0.0000011));
        Assert.That(other.Corrected, Is.EqualTo(gini.Corrected).Within(0.0000011));
    });

    // Two or more, not all 0.
    private static Arbitrary<double[]> Lists() =>
        (from values in Gen.Choose(0, 50).Select(value => (double)value).NonEmptyListOf() select values.Append(3).ToArray()).ToArbitrary();
}
