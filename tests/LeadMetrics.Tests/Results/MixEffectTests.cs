using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class MixEffectTests
{
    [Test]
    public void Splits_the_change_into_the_groups_rates_and_their_shares()
    {
        // Before: Referral 60/200, Ads 40/800: 10 %, shares 0.2 and 0.8, rates 0.30 and 0.05.
        // Now: Referral 140/400, Ads 24/600: 16.4 %, shares 0.4 and 0.6, rates 0.35 and 0.04.
        // Rate ½(0.4 + 0.2)(0.05) + ½(0.6 + 0.8)(−0.01) = 0.015 − 0.007 = 0.008.
        // Mix ½(0.35 + 0.30)(0.2) + ½(0.04 + 0.05)(−0.2) = 0.065 − 0.009 = 0.056.
        Assert.That(MixEffect.Of([(200, 60, 400, 140), (800, 40, 600, 24)]), Is.EqualTo(Expected(6.4m, 0.8m, 5.6m)));
    }

    [Test]
    public void Shows_that_all_convert_better_while_the_whole_falls()
    {
        // Before: 60/200 and 10/200: 17.5 %. Now: 32/100 and 18/300: 12.5 %, although 30 → 32 % and 5 → 6 %.
        // Rate ½(¼ + ½)(0.02) + ½(¾ + ½)(0.01) = 0.0075 + 0.00625 = 0.01375.
        // Mix ½(0.62)(−¼) + ½(0.11)(¼) = −0.0775 + 0.01375 = −0.06375.
        Assert.That(MixEffect.Of([(200, 60, 100, 32), (200, 10, 300, 18)]), Is.EqualTo(Expected(-5m, 1.375m, -6.375m)));
    }

    [Test]
    public void Takes_a_group_that_comes_or_goes_as_mix_alone()
    {
        // Before: 30/100 and 10/100 (gone now): 20 %. Now: 30/100 and 50/100 (new): 40 %. No rate changed: all 20 points are mix:
        // 0.3 × (½ − ½) + 0.1 × (0 − ½) + 0.5 × (½ − 0).
        Assert.That(MixEffect.Of([(100, 30, 100, 30), (100, 10, 0, 0), (0, 0, 100, 50)]), Is.EqualTo(Expected(20, 0, 20)));
    }

    [Test]
    public void Adds_up_as_it_is_shown()
    {
        // 2/7 → 5/7: 42.8571. Rate ½(3/7)(½) + ½(6/7)(¼) + ½(5/7)(¾) = 27/56 = 48.2143, mix ½(½)(1/7) + ½(5/4)(2/7) − ½(5/4)(3/7) =
        // −3/56 = −5.3571: each rounded by itself they were 42.8572 together.
        Assert.That(MixEffect.Of([(1, 0, 2, 1), (2, 1, 4, 3), (4, 1, 1, 1)]), Is.EqualTo(Expected(42.8571m, 48.2143m, -5.3572m)));
    }

    [Test]
    public void Is_null_without_leads_in_a_window()
    {
        Assert.That(MixEffect.Of([]), Is.Null);
        Assert.That(MixEffect.Of([(0, 0, 10, 5)]), Is.Null);
        Assert.That(MixEffect.Of([(10, 5, 0, 0)]), Is.Null);
    }

    [TestCase(4, 5, 4, 1)]
    [TestCase(4, 1, 4, 5)]
    [TestCase(4, -1, 4, 1)]
    [TestCase(4, 1, 4, -1)]
    public void Refuses_counts_that_cannot_be(long n0, long k0, long n1, long k1) =>
        Assert.That(() => MixEffect.Of([(n0, k0, n1, k1)]), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Sums_exactly_to_the_change_of_the_rate() => Prop.ForAll(Lists(), groups =>
    {
        var (n0, n1) = (groups.Sum(group => group.N0), groups.Sum(group => group.N1));
        if (MixEffect.Of(groups) is not { } effect)
        {
            Assert.That(n0 * n1, Is.EqualTo(0));
            return;
        }

        // The mix by its own formula, a missing rate being that of the other window.
        double Share(long k, long n, long otherK, long otherN) => n > 0 ? k / (double)n : otherN > 0 ? otherK / (double)otherN : 0;
        var mix = groups.Sum(group =>
            (Share(group.K1, group.N1, group.K0, group.N0) + Share(group.K0, group.N0, group.K1, group.N1)) / 2
            * ((group.N1 / (double)n1) - (group.N0 / (double)n0)));

        var change = Change.OfRates(Rate.Of(groups.Sum(group => group.K1), n1), Rate.Of(groups.Sum(group => group.K0), n0));
        Assert.That(effect.Change, Is.EqualTo(change.Difference).Within(0.0001m));
        Assert.That(effect.RateEffect + effect.Mix, Is.EqualTo(effect.Change));
        Assert.That((double)effect.Mix, Is.EqualTo(mix * 100).Within(0.000101));
    });

    [FsCheck.NUnit.Property]
    public Property Of_one_group_is_all_rate() => Prop.ForAll(Lists(), groups =>
    {
        if (groups.Length == 1 && MixEffect.Of(groups) is { } effect)
        {
            Assert.That(effect.Mix, Is.EqualTo(0));
        }
    });

    private static MixEffect Expected(decimal change, decimal rate, decimal mix) => new() { Change = change, RateEffect = rate, Mix = mix };

    private static Arbitrary<(long N0, long K0, long N1, long K1)[]> Lists() =>
        (from n0 in Gen.Choose(0, 30)
         from k0 in Gen.Choose(0, n0)
         from n1 in Gen.Choose(0, 30)
         from k1 in Gen.Choose(0, n1)
         select ((long)n0, (long)k0, (long)n1, (long)k1)).ArrayOf().ToArbitrary();
}
