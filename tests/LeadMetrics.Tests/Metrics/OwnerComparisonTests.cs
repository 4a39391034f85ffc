using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Owners set against each other. January 2026, seen from 2026-03-01T00:00Z.</summary>
public class OwnerComparisonTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-01-31";

    [Test]
    public async Task The_source_mix_can_turn_the_raw_rates_around()
    {
        // The team: Referral 60 of 200, Ads 40 of 800. C has what A and B have not.
        await World.FillAsync("2026-01-05", ("A", "referral", 80, 27), ("A", "ads", 20, 1), ("B", "referral", 20, 7), ("B", "ads", 80, 6), ("C", "referral", 100, 26), ("C", "ads", 700, 33));

        var answer = await World.GetAsync(January + "&sort=efficiency");

        // A: E = 80 × 0.3 + 20 × 0.05 = 25, 28 ÷ 25 = 1.12, × 10 %. B: 20 × 0.3 + 80 × 0.05 = 10, 13 ÷ 10 = 1.3: the better one.
        // C: 30 + 35 = 65, 59 ÷ 65. By test A is above the others and C below; B's 13 of 100 against 87 of 900 may be chance.
        Assert.That(
            answer["data"]!.Table("ownerId efficiency.percent expectedConversions observedOverExpected adjustedEfficiencyPercent rankGroup"),
            Is.EqualTo("A 28 25 1.12 11.2 above\nB 13 10 1.3 13 within\nC 7.375 65 0.9077 9.0769 below"));

        // χ² = 18² ÷ 9 + 3² ÷ 9 + 21² ÷ 72 = 36 + 1 + 6.125.
        Assert.That(answer["totals"]!.Table("spread.chiSquared spread.degreesOfFreedom spread.missing rankGroup"), Is.EqualTo("43.125 2 - -"));
    }

    [Test]
    public async Task An_owner_of_few_leads_is_not_ranked_and_never_tops_a_rate()
    {
        // N converts 3 of 3, which says little; the leads of nobody are compared with no one.
        await World.FillAsync("2026-01-05", ("A", "ads", 40, 10), ("B", "ads", 40, 12), ("N", "ads", 3, 3), ("", "ads", 5, 5));

        var answer = await World.GetAsync(January + "&sort=efficiency");

        Assert.That(
            answer["data"]!.Table("ownerId efficiency.percent reliable rankGroup adjustedP"),
            Is.EqualTo("B 30 true within 1\nA 25 true within 0.6996\n(unassigned) 100 false - -\nN 100 false lowSample -"));

        // 10 of 40 against 15 of 43: p = 0.3498, twice that for two tests. E of the owners' 25 conversions in 83 leads: 40 × 25 ÷ 83 = 12.0482.
        Assert.That(answer["data"]![0]!.Table("expectedConversions observedOverExpected"), Is.EqualTo("12.0482 0.996"));
        Assert.That((await World.GetAsync(January + "&sort=efficiency&minSample=3"))["data"]!.Table("ownerId rankGroup"), Does.StartWith("(unassigned) -\nN within"));
    }

    [Test]
    public async Task A_change_is_split_into_better_rates_and_other_leads()
    {
        // December: referral 10 of 20, ads 10 of 80: 20 %. January: referral 20 of 50, ads 5 of 50: 25 %.
        await World.FillAsync("2025-12-10", ("A", "referral", 20, 10), ("A", "ads", 80, 10));
        await World.FillAsync("2026-01-10", ("A", "referral", 50, 20), ("A", "ads", 50, 5));

        var totals = (await World.GetAsync("/v1/metrics/owner-efficiency?preset=lastMonth&asOf=2026-02-15T00:00:00Z&compare=previousPeriod"))["totals"]!;

        // Rate: ½(0.5 + 0.2)(0.4 − 0.5) + ½(0.5 + 0.8)(0.1 − 0.125) = −0.035 − 0.01625. Mix: ½(0.4 + 0.5)(0.3) + ½(0.1 + 0.125)(−0.3).
        Assert.That(totals.Table("change.efficiency.previous change.efficiency.difference"), Is.EqualTo("20 5"));
        Assert.That(totals.Table("changeBySource.change changeBySource.rateEffect changeBySource.mix"), Is.EqualTo("5 -5.125 10.125"));

        // One owner alone has no mix of owners.
        Assert.That(totals.Table("changeByOwner.change changeByOwner.rateEffect changeByOwner.mix"), Is.EqualTo("5 5 0"));
    }
}
