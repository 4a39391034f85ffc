using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class FisherExactTests
{
    // Published: the lady tasting tea (Fisher, The Design of Experiments, 1935, chapter 2) two-sided, and the criminals convicted of
    // like-sex twins (Fisher, Statistical Methods for Research Workers, 1970), as R's fisher.test prints both.
    [TestCase(3, 4, 1, 4, 0.4857, 0.00005)]
    [TestCase(2, 17, 10, 13, 0.0005367, 0.00000005)]
    public void Gives_the_published_values(long k1, long n1, long k2, long n2, double p, double within) =>
        Assert.That(FisherExact.TwoSided(k1, n1, k2, n2), Is.EqualTo(p).Within(within));

    // Worked out apart from this code, in whole numbers (binomial coefficients) up to 10,000 leads and beyond it with 60 digits.
    [TestCase(4, 4, 0, 4, 0.02857142857142857, TestName = "2 of 70 tables: 2/70")]
    [TestCase(1, 20, 9, 20, 0.00836173416818578)]
    [TestCase(0, 30, 3, 10, 0.012145748987854251)]
    [TestCase(1, 10, 11, 14, 0.0027594561852200836)]
    [TestCase(12, 40, 300, 1500, 0.15972766435293853)]
    [TestCase(30, 300, 280, 1400, 2.3609510352210688e-05)]
    [TestCase(300, 1000, 700, 1000, 3.5207855214947933e-73)]
    [TestCase(1900, 10_000, 2000, 10_000, 0.07724094179721097)]
    [TestCase(20, 1_000_000, 45, 1_000_000, 0.0026259620313789098)]
    [TestCase(200_000, 1_000_000, 201_000, 1_000_000, 0.07767344673603164)]
    [TestCase(201_500, 1_000_000, 200_000, 1_000_000, 0.0081408679859256149)]
    [TestCase(499_500, 1_000_000, 500_000, 1_000_000, 0.48037929832309965)]
    [TestCase(500_000, 1_000_000, 520_000, 1_000_000, 4.6585525811691783e-176)]
    public void Is_exact_however_large_the_counts_are(long k1, long n1, long k2, long n2, double p) =>
        Assert.That(FisherExact.TwoSided(k1, n1, k2, n2), Is.EqualTo(p).Within(1e-8).Percent);

    [TestCase(7, 12, 7, 12, TestName = "Equal rates")]
    [TestCase(2, 3, 8, 12, TestName = "Equal rates of different numbers")]
    [TestCase(0, 5, 0, 9, TestName = "None")]
    [TestCase(5, 5, 9, 9, TestName = "All")]
    [TestCase(3, 5, 0, 0, TestName = "Nobody to compare with")]
    [TestCase(0, 0, 0, 0, TestName = "Nobody")]
    public void Is_one_where_nothing_differs(long k1, long n1, long k2, long n2) =>
        Assert.That(FisherExact.TwoSided(k1, n1, k2, n2), Is.EqualTo(1));

    [Test]
    public void Is_zero_where_no_double_is_so_small() =>
        Assert.That(FisherExact.TwoSided(0, 1_000_000, 1_000_000, 1_000_000), Is.EqualTo(0));

    [TestCase(-1, 4, 1, 4)]
    [TestCase(1, 4, -1, 4)]
    [TestCase(5, 4, 1, 4)]
    [TestCase(1, 4, 5, 4)]
    public void Refuses_counts_that_cannot_be(long k1, long n1, long k2, long n2) =>
        Assert.That(() => FisherExact.TwoSided(k1, n1, k2, n2), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property]
    public Property Equals_the_sum_over_all_tables_in_whole_numbers() => Prop.ForAll(Tables(60), table =>
    {
        var (k1, n1, k2, n2) = table;
        var tables = Enumerable.Range(0, (int)n1 + 1).Select(x => Choose(n1, x) * Choose(n2, k1 + k2 - x)).ToList();
        var unlikely = tables.Where(ways => ways <= tables[(int)k1]).Aggregate(BigInteger.Add);

        var p = Math.Exp(BigInteger.Log(unlikely) - BigInteger.Log(tables.Aggregate(BigInteger.Add)));
        Assert.That(FisherExact.TwoSided(k1, n1, k2, n2), Is.EqualTo(p).Within(1e-9).Percent);
    });

    [FsCheck.NUnit.Property]
    public Property Is_a_probability_and_the_same_from_either_side_and_of_either_outcome() => Prop.ForAll(Tables(100_000), table =>
    {
        var (k1, n1, k2, n2) = table;
        var p = FisherExact.TwoSided(k1, n1, k2, n2);

        Assert.That(p, Is.InRange(0d, 1d));
        Assert.That(FisherExact.TwoSided(k2, n2, k1, n1), Is.EqualTo(p).Within(1e-8).Percent);
        Assert.That(FisherExact.TwoSided(n1 - k1, n1, n2 - k2, n2), Is.EqualTo(p).Within(1e-8).Percent);
    });

    private static BigInteger Choose(long n, long k)
    {
        var ways = BigInteger.One;
        for (var i = 0L; i < k; i++)
        {
            ways = ways * (n - i) / (i + 1);
        }

        return k < 0 ? 0 : ways;
    }

    private static Arbitrary<(long K1, long N1, long K2, long N2)> Tables(int most) =>
        (from n1 in Gen.Choose(0, most)
         from k1 in Gen.Choose(0, n1)
         from n2 in Gen.Choose(0, most)
         from k2 in Gen.Choose(0, n2)
         select ((long)k1, (long)n1, (long)k2, (long)n2)).ToArbitrary();
}
