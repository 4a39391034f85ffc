using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class MantelHaenszelTests
{
    [Test]
    public void One_stratum_is_a_comparison_of_two_rates()
    {
        // 30 of 100 and 20 of 100: 30 − 25 = 5; the variance is 100 × 100 × 50 × 150 ÷ (200² × 199) = 9.422111, its root 3.069546.
        Assert.That(Deviation((30, 100, 20, 100)), Is.EqualTo(1.6289));
        Assert.That(Deviation((20, 100, 30, 100)), Is.EqualTo(-1.6289));
    }

    [Test]
    public void A_better_mix_is_no_better_rate()
    {
        // All referrals convert half and all ads a tenth: 46 of 100 beside 14 of 100 is what the sources are.
        Assert.That(Deviation((45, 90, 5, 10), (1, 10, 9, 90)), Is.EqualTo(0));

        // The example of the definitions, B beside A and C: 7 of 20 and 53 of 180, 6 of 80 and 34 of 720. 13 − (6 + 4) = 3; the variances are
        // 20 × 180 × 60 × 140 ÷ (200² × 199) = 3.798995 and 80 × 720 × 40 × 760 ÷ (800² × 799) = 3.424280; 3 ÷ √7.223275.
        Assert.That(Deviation((7, 20, 53, 180), (6, 80, 34, 720)), Is.EqualTo(1.1162));
    }

    [Test]
    public void What_only_one_has_or_all_or_none_convert_says_nothing()
    {
        Assert.That(Deviation((30, 100, 20, 100), (50, 50, 0, 0), (0, 0, 1, 50), (5, 5, 7, 7), (0, 5, 0, 7), (1, 1, 0, 0), (0, 0, 0, 0)), Is.EqualTo(1.6289));
        Assert.That(Deviation((50, 50, 0, 0), (5, 5, 7, 7)), Is.Null);
        Assert.That(Deviation(), Is.Null);
    }

    [Test]
    public void More_than_all_cannot_have_it()
    {
        Assert.That(() => Deviation((2, 1, 0, 0)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Deviation((0, 0, 2, 1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [FsCheck.NUnit.Property]
    public Property The_others_lie_as_far_on_the_other_side() => Prop.ForAll(Strata(), strata =>
    {
        var (one, other) = (Deviation(strata), Deviation([.. strata.Select(s => (s.OthersK, s.OthersN, s.K, s.N))]));
        Assert.That(other, one is null ? Is.Null : Is.EqualTo(-one).Within(1e-3));
    });

    private static double? Deviation(params (long K, long N, long OthersK, long OthersN)[] strata) =>
        MantelHaenszel.Deviation(strata) is { } deviation ? Math.Round(deviation, 4) : null;

    private static Arbitrary<(long K, long N, long OthersK, long OthersN)[]> Strata() =>
        (from n in Gen.Choose(0, 100)
         from k in Gen.Choose(0, n)
         from m in Gen.Choose(0, 100)
         from j in Gen.Choose(0, m)
         select ((long)k, (long)n, (long)j, (long)m)).ArrayOf().ToArbitrary();
}
