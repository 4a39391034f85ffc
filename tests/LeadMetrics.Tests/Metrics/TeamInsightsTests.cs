using System.Globalization;
using LeadMetrics.Languages;
using LeadMetrics.Metrics;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Metrics;

/// <summary>The rules about all owners together, at their boundaries.</summary>
public class TeamInsightsTests
{
    private static readonly Backlog s_short = new() { Leads = 100, Contacted = 50, EarlierLeads = 100, EarlierContacted = 80, OpenAtStart = 10, OpenAtEnd = 11 };

    // Two owners of 100 leads, of p = 0.35: (70 − 2k)² ÷ 2 ÷ (100 × 0.35 × 0.65) is χ² with one degree of freedom: 28 and 42 give 4.3077, 29 and 41 give 3.1648; 3.8415 is significant.
    [TestCase(28, 42, "UNEQUAL_PERFORMANCE")]
    [TestCase(29, 41, "")]
    [TestCase(0, 0, "")]
    public void Rates_differ_by_test(int one, int other, string code) =>
        Assert.That(Codes([Owner(converted: one), Owner(converted: other)]), Is.EqualTo(code));

    // Gini of 10 and x is (10 − x) ÷ (10 + x), corrected: of 5 it is 1 ÷ 3, of 6 it is 0.25; of 35 and 65 it is 0.3 to the digit.
    [TestCase("10 5", "load")]
    [TestCase("10 6", "")]
    [TestCase("65 35", "")]
    [TestCase("66 34", "load")]
    [TestCase("10/10 10/10", "")]
    [TestCase("10/20 10/10", "loadPerCapacity", Description = "0.5 and 1: 1 ÷ 3.")]
    [TestCase("10/20 5/10 900", "", Description = "Both half full; the third owner's capacity is not known.")]
    [TestCase("10/20 10/10 7/0", "loadPerCapacity", Description = "No capacity has no load for it.")]
    [TestCase("10/0 5/0", "load", Description = "Nobody has a capacity that anything can be measured by.")]
    [TestCase("10/20 900", "", Description = "One alone is not uneven.")]
    [TestCase("10", "")]
    [TestCase("0 0", "")]
    public void Load_is_uneven_above_03(string loads, string variant)
    {
        var owners = loads.Split(' ').Select(load => load.Split('/').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .Select(load => Owner(load: load[0], capacity: load.Length > 1 ? load[1] : null));

        Assert.That(Found([.. owners]).Select(finding => finding.Variant), Is.EqualTo(variant.Length == 0 ? [] : new[] { variant }));
    }

    [Test]
    public void Who_has_left_carries_no_load() => Assert.That(Codes([Owner(load: 10), Owner(load: 10), Owner(load: 0, active: false)]), Is.Empty);

    [TestCase(11, 50, 80, RankGroup.Within, "CAPACITY_SHORT")]
    [TestCase(10, 50, 80, RankGroup.Within, "", TestName = "The backlog stays")]
    [TestCase(11, 67, 80, RankGroup.Within, "CAPACITY_SHORT", TestName = "The interval of the change is below 0")]
    [TestCase(11, 68, 80, RankGroup.Within, "", TestName = "The contact rate may be as it was")]
    [TestCase(11, 90, 80, RankGroup.Within, "", TestName = "The contact rate rises")]
    [TestCase(11, 50, 80, RankGroup.Below, "", TestName = "An owner is below")]
    [TestCase(11, 50, 80, RankGroup.LowSample, "CAPACITY_SHORT", TestName = "Nobody has enough leads to be below")]
    public void Capacity_is_short_where_contacts_fall_leads_pile_up_and_nobody_is_below(int openAtEnd, int contacted, int earlierContacted, RankGroup group, string code)
    {
        var backlog = new Backlog { Leads = 100, Contacted = contacted, EarlierLeads = 100, EarlierContacted = earlierContacted, OpenAtStart = 10, OpenAtEnd = openAtEnd };

        Assert.That(Codes([Owner(), Owner(group: group)], backlog), Is.EqualTo(code));
    }

    [Test]
    public void Where_nothing_came_no_rate_falls()
    {
        Assert.That(Codes([Owner()], new Backlog { Leads = 0, EarlierLeads = 100, EarlierContacted = 100, OpenAtEnd = 1 }), Is.Empty);
        Assert.That(Codes([Owner()], new Backlog { Leads = 100, EarlierLeads = 0, OpenAtEnd = 1 }), Is.Empty);
        Assert.That(Codes([]), Is.Empty);
    }

    [Test]
    public void Each_has_the_numbers_that_fired_it()
    {
        // χ² = 2 × 7² ÷ 22.75.
        Assert.That(
            Numbers([Owner(converted: 28, group: RankGroup.Below), Owner(converted: 42, group: RankGroup.Above)]),
            Is.EqualTo("p 0.0379, significance 0.05, chiSquared 4.3077, degreesOfFreedom 1, ownersAbove 1, ownersBelow 1"));
        Assert.That(Numbers([Owner(load: 10, capacity: 20), Owner(load: 10, capacity: 10), Owner()]), Is.EqualTo("giniOfLoadPerCapacity 0.3333, unevenAbove 0.3, comparedOwners 2, ownersWithoutCapacity 1"));
        Assert.That(Numbers([Owner(load: 10), Owner(load: 5)]), Is.EqualTo("giniOfLoad 0.3333, unevenAbove 0.3, comparedOwners 2, ownersWithoutCapacity 2"));

        // 50 % after 80 %: −30. Wilson 40.3832…59.6168 and 71.1171…86.6633: −30 − √(9.6168² + 6.6633²) and −30 + √(9.6168² + 8.8829²).
        Assert.That(
            Numbers([Owner()], s_short),
            Is.EqualTo("contactRatePercent 50, earlierContactRatePercent 80, changePoints -30, changeLowPoints -41.6997, changeHighPoints -16.9084, openAtStart 10, openAtEnd 11"));
    }

    private static string Codes(OwnerFigures[] owners, Backlog? backlog = null) => string.Join(' ', Found(owners, backlog).Select(finding => finding.Code));

    private static string Numbers(OwnerFigures[] owners, Backlog? backlog = null) =>
        string.Join(", ", Found(owners, backlog).Single().Numbers.Select(number => FormattableString.Invariant($"{number.Name} {number.Value:0.####}")));

    // Whatever is found can be said in every language.
    private static List<Finding> Found(OwnerFigures[] owners, Backlog? backlog = null)
    {
        var found = TeamInsights.Of(owners, backlog).ToList();
        Assert.That(found.SelectMany(finding => Texts.All.Select(texts => finding.In(texts).Sentence)), Is.All.Not.Empty);
        return found;
    }

    private static OwnerFigures Owner(long converted = 30, long load = 5, int? capacity = null, bool active = true, RankGroup group = RankGroup.Within) => new(
        new OwnerRow { OwnerKey = 1, OwnerId = "A", Active = active, Capacity = capacity },
        new OwnerTally
        {
            Leads = 100,
            Converted = converted,
            OpenLoad = load,
            Standing = new OwnerStanding(
                new Ranking { Group = group, P = null, AdjustedP = null },
                SourceMix.Of<int, int>([(1, 1, 100, converted)])[1],
                null),
        });
}
