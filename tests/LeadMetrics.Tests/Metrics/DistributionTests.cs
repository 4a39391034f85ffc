using System.Globalization;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Who got which leads, beside what they can work. January 2026, seen from 2026-03-01T00:00Z.</summary>
public class DistributionTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/distribution?from=2026-01-01&to=2026-01-31&sort=ownerId&order=asc";
    private const string Fairness = "fairness.comparedOwners fairness.ownersWithoutLoad fairness.ownersWithoutCapacity fairness.loadGini.raw fairness.loadGini.corrected";
    private const string LoadTest = "fairness.loadTest.chiSquared fairness.loadTest.degreesOfFreedom fairness.loadTest.p fairness.loadTest.missing";

    [Test]
    public async Task Every_owner_has_a_row_with_what_they_got_and_what_they_can_work()
    {
        // Carim works and has nothing. Dina has left, and two leads lie with her; Emad has left and has none: no row. One lead is nobody's.
        await World.ImportAsync("owners", "owner_id,name,team,active,capacity\nA,Amal,North,true,10\nB,Badr,South,true,30\nC,Carim,South,true,40\nD,Dina,North,false,20\nE,Emad,North,false,50\n");
        await World.FillAsync("2026-01-05", ("A", "ads", 6, 1), ("B", "ads", 3, 3), ("D", "ads", 2, 0), ("", "ads", 1, 0));

        // Of last year: no lead of January, but it lies on Badr's desk.
        await World.FillAsync("2025-06-01", ("B", "ads", 1, 0));

        var answer = await World.GetAsync(January);

        // 5 of Amal's 6 are open, 5 ÷ 10; 10 of the 80 that the active ones can work are 12.5 %. Dina can work 20, but is no part of the 80.
        Assert.That(
            answer["data"]!.Table("ownerId name team active capacity leads share.percent openLoad load loadPerCapacity shareOfCapacityPercent reliable"),
            Is.EqualTo(
                "(unassigned) Unassigned - true - 1 8.3333 1 1 - - false\n" +
                "A Amal North true 10 6 50 5 5 0.5 12.5 false\n" +
                "B Badr South true 30 3 25 1 1 0.0333 37.5 false\n" +
                "C Carim South true 40 0 0 0 0 0 50 false\n" +
                "D Dina North false 20 2 16.6667 2 2 0.1 - false"));
        Assert.That(
            answer["totals"]!.Table("ownerId capacity leads share.percent openLoad load loadPerCapacity shareOfCapacityPercent"),
            Is.EqualTo("- 80 12 100 9 9 - 100"));

        // 0.5, 0.033333 and 0: (2 × 0.5 + 0) ÷ (3 × 0.533333) = 0.625, × 3/2. Six open leads by 1 : 3 : 4 are 0.75, too few.
        Assert.That(answer["totals"]!.Table($"{Fairness} {LoadTest}"), Is.EqualTo("3 1 0 0.625 0.9375 - - - expectedCountsTooSmall"));
        Assert.That(Warnings(answer), Is.EqualTo("MISSING_OWNER 1 8.3333\nNO_OWNER_HISTORY 12 100\nINACTIVE_OWNERS 2 22.2222"));
        Assert.That(await World.LeadsAsync((string)answer["data"]![2]!["links"]!["openLoad"]!), Is.EqualTo(new[] { "2025-06-01-B-ads-1" }));
        Assert.That(await World.LeadsAsync((string)answer["data"]![4]!["links"]!["leads"]!), Is.EqualTo(new[] { "2026-01-05-D-ads-1", "2026-01-05-D-ads-2" }));
    }

    // The examples of the definitions, of owners who can work equally many, and beside them what 10 : 10 : 20 : 40 may have.
    [TestCase("10 10 10 10", "10 10 10 10", "4 0 0 0 0 0 3 1 -")]
    [TestCase("40 0 0 0", "10 10 10 10", "4 3 0 0.75 1 120 3 0 -")]
    [TestCase("5 10 15 20", "10 10 10 10", "4 0 0 0.25 0.3333 10 3 0.0186 -")]
    [TestCase("5 5 10 20", "10 10 20 40", "4 0 0 0 0 0 3 1 -")]
    [TestCase("4 4 4 4", "10 10 10 10", "4 0 0 0 0 - - - expectedCountsTooSmall")]
    [TestCase("40", "10", "1 0 0 - - - - - tooFewOwners")]
    [TestCase("0 0", "10 10", "2 2 0 - - - - - expectedCountsTooSmall")]
    [TestCase("9 9 7", "10 10 0", "2 0 1 0 0 0 1 1 -")]
    [TestCase("5 10 15 20", "- - - -", "4 0 4 0.25 0.3333 10 3 0.0186 -")]
    public async Task Gini_and_the_test_say_how_evenly_the_load_is_spread(string loads, string capacities, string expected)
    {
        var owners = loads.Split(' ').Zip(capacities.Split(' '), (load, capacity) => (Load: int.Parse(load, CultureInfo.InvariantCulture), Capacity: capacity.Trim('-'))).ToList();
        await World.ImportAsync("owners", "owner_id,name,capacity\n" + string.Concat(owners.Select((owner, i) => $"U{i},Name {i},{owner.Capacity}\n")));
        await World.FillAsync("2026-01-05", [.. owners.Select((owner, i) => ($"U{i}", "ads", owner.Load, 0))]);

        Assert.That((await World.GetAsync(January))["totals"]!.Table($"{Fairness} {LoadTest}"), Is.EqualTo(expected));

        // In one month as many were received as lie open.
        Assert.That((await World.GetAsync(January + "&load=received"))["totals"]!.Table($"{Fairness} {LoadTest}"), Is.EqualTo(expected));
    }

    [Test]
    public async Task Who_has_no_capacity_is_left_out_and_where_nobody_has_one_all_are_alike()
    {
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Amal,10\nB,Badr,\nC,Carim,0\n");
        await World.FillAsync("2026-01-05", ("A", "ads", 2, 0), ("B", "ads", 2, 0), ("C", "ads", 2, 0));

        var some = await World.GetAsync(January);

        Assert.That(some["data"]!.Table("ownerId capacity loadPerCapacity shareOfCapacityPercent"), Is.EqualTo("A 10 0.2 100\nB - - -\nC 0 - 0"));
        Assert.That(some["totals"]!.Table(Fairness), Is.EqualTo("1 0 2 - -"));
        Assert.That(Warnings(some), Does.EndWith("\nMISSING_CAPACITY 2 66.6667"));

        var none = await World.GetAsync(January + "&ownerId=B&ownerId=C");

        Assert.That(none["totals"]!.Table("capacity loadPerCapacity shareOfCapacityPercent " + Fairness), Is.EqualTo("0 - - 2 0 2 0 0"));
        Assert.That(Warnings(none), Does.EndWith("\nNO_CAPACITY - -"));
    }

    [Test]
    public async Task Quality_is_what_the_others_converted_of_the_same_sources()
    {
        // The example of the definitions. Without A referral is 33 of 120 and ads 39 of 780: 80 × 0.275 + 20 × 0.05 = 23 of 100, and so on.
        // D's fairs are D's alone, and E has no leads: no quality.
        await World.ImportAsync("owners", "owner_id,name\nE,Esam\n");
        await World.FillAsync(
            "2026-01-05", ("A", "referral", 80, 27), ("A", "ads", 20, 1), ("B", "referral", 20, 7), ("B", "ads", 80, 6), ("C", "referral", 100, 26), ("C", "ads", 700, 33), ("D", "fair", 5, 1), ("", "ads", 9, 9));

        var answer = await World.GetAsync(January + "&conversion=opportunity");

        Assert.That(
            answer["data"]!.Table("ownerId leads qualityPercent leadsWithoutComparison"),
            Is.EqualTo("(unassigned) 9 - -\nA 100 23 0\nB 100 9.6667 0\nC 800 10.375 0\nD 5 - 5\nE 0 - -"));

        // 9.6667, 10.375, 23: 2 × (23 − 9.6667) ÷ (3 × 43.0417) = 0.206518, × 3/2.
        Assert.That(answer["totals"]!.Table("qualityPercent leadsWithoutComparison fairness.qualityGini.raw fairness.qualityGini.corrected"), Is.EqualTo("- 5 0.2065 0.3098"));
        Assert.That((await World.GetAsync(January + "&conversion=customer"))["totals"]!.Table("fairness.qualityGini"), Is.EqualTo("-"), "nobody converted");
    }

    [Test]
    public async Task A_load_received_is_one_a_month()
    {
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Amal,10\nB,Badr,4\n");
        await World.FillAsync("2026-01-05", ("A", "ads", 20, 20));
        await World.FillAsync("2026-01-20", ("A", "ads", 6, 0), ("B", "ads", 2, 0));

        // January: 26 and 2 in one month. With February in two.
        Assert.That((await World.GetAsync(January + "&load=received"))["data"]!.Table("ownerId leads load loadPerCapacity"), Is.EqualTo("A 26 26 2.6\nB 2 2 0.5"));
        var two = await World.GetAsync("/v1/metrics/distribution?from=2026-01-01&to=2026-02-28&load=received");
        Assert.That(two["data"]!.Table("ownerId leads load loadPerCapacity"), Is.EqualTo("A 26 13 1.3\nB 2 1 0.25"));
        Assert.That(two["totals"]!.Table("load fairness.loadGini.raw"), Is.EqualTo("14 0.3387"), "(1.3 − 0.25) ÷ (2 × 1.55)");
        Assert.That(two["meta"]!["parameters"]!["load"]!.AsArray().Select(value => (string?)value), Is.EqualTo(new[] { "received" }));

        // 2026-01-16 to 02-14 has 16 ÷ 31 + 14 ÷ 28 = 1.0161 months: 6 ÷ 1.0161. As of 01-20 it has 5 ÷ 31: 6 × 31 ÷ 5 = 37.2.
        const string Half = "/v1/metrics/distribution?from=2026-01-16&to=2026-02-14&load=received&ownerId=A";
        Assert.That((await World.GetAsync(Half))["totals"]!.Table("leads load"), Is.EqualTo("6 5.9048"));
        Assert.That((await World.GetAsync(Half + "&asOf=2026-01-20T12:00:00Z"))["totals"]!.Table("leads load"), Is.EqualTo("6 37.2"));

        Assert.That(
            (await World.ErrorsAsync("/v1/metrics/distribution?preset=allTime&load=received")).ToJsonString(),
            Does.Contain("\"load\"").And.Contain("All time has no number of months to receive leads in; give from and to, or another preset."));
    }

    [Test]
    public async Task A_time_series_has_what_each_got_but_compares_nobody()
    {
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Amal,10\n");
        await World.FillAsync("2026-01-05", ("A", "ads", 5, 0));
        await World.FillAsync("2026-02-05", ("A", "ads", 1, 0));

        const string Months = "/v1/metrics/distribution?from=2026-01-01&to=2026-02-28&interval=month&suggest=true";
        var open = await World.GetAsync(Months);
        Assert.That(open["data"]!.Table("from ownerId leads share.percent openLoad load loadPerCapacity qualityPercent leadsWithoutComparison suggestedLeads"), Is.EqualTo(
            "2026-01-01 A 5 100 - - - - - -\n2026-02-01 A 1 100 - - - - - -"));
        Assert.That(open["totals"]!.Table("leads openLoad load fairness leadsWithoutComparison expectedAddedConversions"), Is.EqualTo("6 6 6 - - -"));

        var received = await World.GetAsync(Months + "&load=received");
        Assert.That(received["data"]!.Table("from load loadPerCapacity"), Is.EqualTo("2026-01-01 5 0.5\n2026-02-01 1 0.1"));
        Assert.That(received["totals"]!.Table("load"), Is.EqualTo("3"), "6 in two months");
    }

    [Test]
    public async Task What_was_received_has_a_change_and_what_lies_open_now_has_none()
    {
        // In the days of January before the 17th: A 3 and B 1; from the 17th on, as of the 24th, when 8 of 31 days are over: A and B 2 each.
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Amal,10\nB,Badr,10\n");
        await World.FillAsync("2026-01-05", ("A", "ads", 3, 0), ("B", "ads", 1, 0));
        await World.FillAsync("2026-01-20", ("A", "ads", 2, 0), ("B", "ads", 2, 0));

        const string Half = "/v1/metrics/distribution?from=2026-01-17&to=2026-01-31&asOf=2026-01-24T12:00:00Z&compare=previousPeriod";
        var received = await World.GetAsync(Half + "&load=received");

        // Now 2 × 31 ÷ 8 = 7.75 a month; before, in the 15 days from the 2nd to the 16th, 3 × 31 ÷ 15 = 6.2.
        Assert.That(
            received["data"]!.Table("ownerId load change.load.previous change.load.difference loadPerCapacity change.loadPerCapacity.previous change.leads.previous"),
            Is.EqualTo("A 7.75 6.2 1.55 0.775 0.62 3\nB 7.75 2.0667 5.6833 0.775 0.2067 1"));
        Assert.That(
            received["totals"]!["change"]!["fairness.loadGini.corrected"]!.Table("previous difference"), Is.EqualTo("0.5 -0.5"), "2 × 3 of 4 leads, then half each");

        var open = await World.GetAsync(Half);
        Assert.That(open["totals"]!["change"]!.AsObject().Select(figure => figure.Key), Is.EqualTo(new[]
        {
            "leads", "immature", "share", "qualityPercent", "leadsWithoutComparison", "fairness.qualityGini.corrected",
        }));
        Assert.That(open["data"]![0]!["change"]!.AsObject().Select(figure => figure.Key), Has.No.Member("load").And.No.Member("fairness.qualityGini.corrected"));
    }

    private static string Warnings(JsonNode answer) => answer["meta"]!["warnings"]!.Table("code count percent");
}
