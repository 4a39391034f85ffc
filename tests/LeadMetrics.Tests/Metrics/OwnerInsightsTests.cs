using LeadMetrics.Languages;
using LeadMetrics.Metrics;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Metrics;

/// <summary>The rules about one owner at their boundaries. X is looked at, beside three others of 100 leads each.</summary>
public class OwnerInsightsTests
{
    private const int MinSample = 30;

    // The others contact 60 of 100, convert 30 (all of them contacted: 30 of 60), and have 8 open leads: so the median load is 8.
    private static readonly OwnerFigures[] s_others = [Owner("A"), Owner("B"), Owner("C")];

    // High is above 1.25 × 8 = 10.
    [TestCase(11, null, 59, "OVERLOADED", TestName = "Load is high")]
    [TestCase(10, null, 59, "", TestName = "Load is not above 1.25 times the median")]
    [TestCase(9, 8, 59, "OVERLOADED", TestName = "Load is above the capacity")]
    [TestCase(8, 8, 59, "", TestName = "Load is the capacity")]
    [TestCase(1, 0, 59, "OVERLOADED", TestName = "Load is above a capacity of none")]
    [TestCase(0, 0, 59, "", TestName = "Neither load nor capacity")]
    [TestCase(11, null, 60, "NEEDS_COACHING", TestName = "Load is high, but as many are contacted")]
    [TestCase(100, 1, 61, "NEEDS_COACHING", TestName = "Load is very high, but more are contacted")]
    public void Who_is_below_may_have_too_much_or_need_help(int load, int? capacity, int contacted, string code) =>
        Assert.That(Codes(Owner("X", RankGroup.Below, load, capacity, contacted, converted: 10)), Is.EqualTo(code));

    // The others convert 30 of 60 contacted leads: half.
    [TestCase(60, 29, "NEEDS_COACHING")]
    [TestCase(60, 30, "")]
    [TestCase(80, 39, "NEEDS_COACHING")]
    [TestCase(80, 40, "")]
    public void Coaching_is_for_who_converts_fewer_of_those_contacted(int contacted, int converted, string code) =>
        Assert.That(Codes(Owner("X", RankGroup.Below, contacted: contacted, converted: converted)), Is.EqualTo(code));

    // Low is up to 0.75 × 8 = 6. The others convert 90 of 300: p of 60 of 100 beside them is next to nothing.
    [TestCase(6, null, 1.96, "CAN_TAKE_MORE", TestName = "Load is low")]
    [TestCase(7, null, 1.96, "", TestName = "Load is above 0.75 times the median")]
    [TestCase(6, 7, 1.96, "CAN_TAKE_MORE", TestName = "There is room for one")]
    [TestCase(6, 6, 1.96, "", TestName = "There is no room")]
    [TestCase(6, null, 1.95, "", TestName = "Good sources, and chance")]
    [TestCase(6, null, null, "", TestName = "Nobody else has these sources")]
    public void Who_is_above_may_take_more(int load, int? capacity, double? deviation, string code) =>
        Assert.That(Codes(Owner("X", RankGroup.Above, load, capacity, converted: 60, deviation: deviation)), Is.EqualTo(code));

    [Test]
    public void Nobody_can_take_more_for_that_another_is_bad()
    {
        // 400 leads each: X 120, A 120 and B 20. X's 120 of 400 are above the others' 140 of 800, but beside A alone they are nothing.
        var (a, b) = (Owner("A", n: 400, converted: 120), Owner("B", RankGroup.Below, n: 400, converted: 20));
        var x = Owner("X", RankGroup.Above, load: 1, n: 400, converted: 120);
        Assert.That(Codes(x, a, b), Is.Empty);

        // With 200 X is above A too.
        Assert.That(Codes(Owner("X", RankGroup.Above, load: 1, n: 400, converted: 200), a, b), Is.EqualTo("CAN_TAKE_MORE"));
    }

    // The others answer 150 of 300 within the target. Beside them 35 of 100 have p = 0.010744, for four owners × 4 = 0.042976; 36 have 0.015453, so 0.061813.
    [TestCase(100, 35, "SLOW_RESPONSE")]
    [TestCase(100, 36, "")]
    [TestCase(100, 90, "")]
    [TestCase(30, 0, "SLOW_RESPONSE")]
    [TestCase(29, 0, "", Description = "29 leads are fewer than minSample.")]
    public void Answers_are_slow_by_test(int due, int within, string code) =>
        Assert.That(Codes(Owner("X", within: within, due: due)), Is.EqualTo(code));

    [TestCase(0, "")]
    [TestCase(1, "NEGLECTED_LEADS")]
    public void Neglect_is_any(int neglected, string code)
    {
        Assert.That(Codes(Owner("X", neglected: neglected)), Is.EqualTo(code));

        // Also where the owner has left, and where it is nobody.
        Assert.That(Codes(Owner("X", neglected: neglected, active: false)), Is.EqualTo(code));
        Assert.That(Codes(Owner("X", neglected: neglected, key: 0)), Is.EqualTo(code));
    }

    [Test]
    public void Who_has_left_is_advised_no_more_but_still_compared_with()
    {
        Assert.That(Codes(Owner("X", RankGroup.Below, load: 99, contacted: 10, converted: 1, within: 0, active: false)), Is.Empty);

        // Y's contact rate, 49 of 100, is below that of A, B and C, but not below all others' with X, who has left: 180 + 10 of 400.
        var left = Owner("L", contacted: 10, converted: 5, active: false, load: 1000);
        Assert.That(Codes(Owner("Y", RankGroup.Below, load: 99, contacted: 49, converted: 10), [.. s_others, left]), Is.EqualTo("NEEDS_COACHING"));

        // The load of who has left is no part of the median: that stays 8.
        Assert.That(Codes(Owner("Y", RankGroup.Above, load: 6, converted: 60), [.. s_others, left]), Is.EqualTo("CAN_TAKE_MORE"));
        Assert.That(Codes(Owner("Y", RankGroup.Above, load: 7, converted: 60), [.. s_others, left]), Is.Empty);
    }

    [TestCase(RankGroup.Within)]
    [TestCase(RankGroup.LowSample)]
    [TestCase(null)]
    public void Without_a_test_that_says_so_there_is_nothing(RankGroup? group) =>
        Assert.That(Codes(Owner("X", group, load: 99, contacted: 10, converted: 1)) + Codes(Owner("X", group, load: 0, converted: 60)), Is.Empty);

    [Test]
    public void Several_may_hold_at_once() => Assert.That(
        Codes(Owner("X", RankGroup.Below, load: 11, contacted: 40, converted: 10, within: 5, neglected: 3)),
        Is.EqualTo("OVERLOADED SLOW_RESPONSE NEGLECTED_LEADS"));

    [Test]
    public void Each_has_the_numbers_that_fired_it()
    {
        // 10 ÷ 100 beside 90 ÷ 300; contacted 40 ÷ 100 beside 180 ÷ 300.
        Assert.That(
            Numbers(Owner("X", RankGroup.Below, load: 11, capacity: 20, contacted: 40, converted: 10)),
            Is.EqualTo("openLoad 11, medianLoad 8, capacity 20, highLoad 10, contactRatePercent 40, othersContactRatePercent 60, efficiencyPercent 10, othersEfficiencyPercent 30, adjustedP 0.01, significance 0.05"));

        // 10 ÷ 80 beside 90 ÷ 180.
        Assert.That(
            Numbers(Owner("X", RankGroup.Below, contacted: 80, converted: 10)),
            Is.EqualTo("contactRatePercent 80, othersContactRatePercent 60, conversionGivenContactPercent 12.5, othersConversionGivenContactPercent 50, " +
                "efficiencyPercent 10, othersEfficiencyPercent 30, adjustedP 0.01, significance 0.05, converted 10, expectedConversions 30"));
        Assert.That(
            Numbers(Owner("X", RankGroup.Above, load: 6, converted: 60)),
            Is.EqualTo("efficiencyPercent 60, othersEfficiencyPercent 30, adjustedP 0.01, significance 0.05, observedOverExpected 2, sourceDeviation 3, openLoad 6, medianLoad 8, lowLoad 6"));
        Assert.That(Numbers(Owner("X", neglected: 3)), Is.EqualTo("neglected 3, neglectedUncontacted 1, neglectedIdle 2, neglectedOverdue 0, neglectedUnplanned 0"));
        Assert.That(Numbers(Owner("X", within: 0, due: 100)), Is.EqualTo("withinTargetPercent 0, othersWithinTargetPercent 50, adjustedP 0, significance 0.05"));
    }

    private static string Codes(OwnerFigures one, params OwnerFigures[] others) => string.Join(' ', Found(one, others).Select(finding => finding.Code));

    private static string Numbers(OwnerFigures one) => string.Join(", ", Found(one, []).Single().Numbers.Select(number => FormattableString.Invariant($"{number.Name} {number.Value}")));

    // Whatever is found can be said in every language.
    private static List<Finding> Found(OwnerFigures one, OwnerFigures[] others)
    {
        var all = (others.Length == 0 ? s_others : others).Append(one).ToList();
        var found = new OwnerInsights(all.Where(other => other.Owner.OwnerKey != 0), MinSample).Of(one).ToList();
        Assert.That(found.SelectMany(finding => Texts.All.Select(texts => finding.In(texts).Sentence)), Is.All.Not.Empty);
        return found;
    }

    private static OwnerFigures Owner(
        string id, RankGroup? group = RankGroup.Within, long load = 8, int? capacity = null, long contacted = 60, long converted = 30, double? deviation = 3, long n = 100,
        long within = 50, long due = 100, long neglected = 0, bool active = true, int key = 1) => new(
        new OwnerRow { OwnerKey = key, OwnerId = id, Active = active, Capacity = capacity },
        new OwnerTally
        {
            Leads = n,
            Contacted = contacted,
            Converted = converted,
            ContactedAndConverted = converted,
            AnsweredWithinTarget = within,
            ResponseDue = due,
            OpenLoad = load,
            Neglected = neglected,
            NeglectedUncontacted = Math.Min(neglected, 1),
            NeglectedIdle = Math.Max(0, neglected - 1),
            Standing = group is null ? null : new OwnerStanding(
                new Ranking { Group = group.Value, P = group == RankGroup.LowSample ? null : 0.005, AdjustedP = group == RankGroup.LowSample ? null : 0.01 },
                // Beside another owner of three times the leads, so that 30 of 100 can be expected.
                SourceMix.Of<int, int>([(1, 1, n, converted), (2, 1, 3 * n, (n * 6 / 5) - converted)])[1],
                deviation),
        });
}
