using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>How the leads could be spread to convert more. January 2026, seen from 2026-03-01T00:00Z.</summary>
public class DistributionSuggestionTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/distribution?from=2026-01-01&to=2026-01-31&sort=ownerId&order=asc";
    private const string Suggestion = "ownerId leads suggestedLeads suggestedChange assumedEfficiency.percent assumedEfficiency.low assumedEfficiency.high assumedEfficiency.rateOf";
    private const string Added = "suggestedLeads suggestedChange expectedAddedConversions.value expectedAddedConversions.low expectedAddedConversions.high expectedAddedConversions.missing";

    [Test]
    public async Task Leads_go_by_capacity_and_the_efficiency_as_with_everybodys_sources()
    {
        // The example of the definitions: 11.2, 13 and 9.0769 %. Dina has left, and nobody's leads are nobody's: theirs stay where they are.
        await World.ImportAsync("owners", "owner_id,name,active,capacity\nA,Amal,true,10\nB,Badr,true,10\nC,Carim,true,50\nD,Dina,false,10\n");
        await World.FillAsync(
            "2026-01-05", ("A", "referral", 80, 27), ("A", "ads", 20, 1), ("B", "referral", 20, 7), ("B", "ads", 80, 6), ("C", "referral", 100, 26), ("C", "ads", 700, 33), ("", "ads", 9, 9));

        var answer = await World.GetAsync(January + "&suggest=true");

        // Claims 112 : 130 : 453.845 of 1000 leads: 160.9554, 186.8232, 652.2214; two are left for the largest remainders.
        Assert.That(
            answer["data"]!.Table(Suggestion),
            Is.EqualTo(
                "(unassigned) 9 - - - - - -\n" +
                "A 100 161 61 11.2 8.0559 14.9952 owner\n" +
                "B 100 187 87 13 7.7572 20.9804 owner\n" +
                "C 800 652 -148 9.0769 7.0898 11.5655 owner"));

        // 61 × 0.112 + 87 × 0.13 − 148 × 0.090769; its interval as in ReallocationTests.
        Assert.That(answer["totals"]!.Table("leads " + Added), Is.EqualTo("1009 1000 0 4.7082 -1.4602 12.5957 -"));
        Assert.That(answer["totals"]!["assumedEfficiency"], Is.Null);
        Assert.That(Codes(answer), Does.Contain("SUGGESTION_ASSUMES").And.Not.Contain("SUGGESTION_LOW_SAMPLE"));

        var unasked = await World.GetAsync(January);
        Assert.That(unasked["data"]![1]!.Table("suggestedLeads suggestedChange assumedEfficiency"), Is.EqualTo("- - -"));
        Assert.That(unasked["totals"]!.Table("suggestedLeads suggestedChange expectedAddedConversions"), Is.EqualTo("- - -"));
        Assert.That(Codes(unasked), Does.Not.Contain("SUGGESTION_ASSUMES"));
    }

    [Test]
    public async Task Who_has_left_gets_none_and_who_has_no_capacity_keeps_theirs()
    {
        // Amal 10 of 40 and Badr 30 of 40 share 80 leads by 1 : 3. Carim's and Dina's count in the rate of all: 60 of 160, so that E is 15 of 40 each.
        await World.ImportAsync("owners", "owner_id,name,active,capacity\nA,Amal,true,5\nB,Badr,true,5\nC,Carim,true,\nD,Dina,false,5\n");
        await World.FillAsync("2026-01-05", ("A", "ads", 40, 10), ("B", "ads", 40, 30), ("C", "ads", 40, 10), ("D", "ads", 40, 10));

        var answer = await World.GetAsync(January + "&suggest=true");

        Assert.That(
            answer["data"]!.Table("ownerId leads suggestedLeads suggestedChange assumedEfficiency.percent"),
            Is.EqualTo("A 40 20 -20 25\nB 40 60 20 75\nC 40 - - -\nD 40 - - -"));

        // 20 × (0.75 − 0.25); Newcombe's interval of that difference is 28.5125…65.2918 percentage points.
        Assert.That(answer["totals"]!.Table(Added), Is.EqualTo("80 0 10 5.7025 13.0583 -"));
    }

    [Test]
    public async Task An_owner_of_few_leads_counts_with_the_rate_of_all_and_is_said_to()
    {
        // A 25 %, B 75 %, N's 3 of 3 say little: 43 of 83 = 51.8072 %. Of 83 leads 13.6687, 41.0060 and 28.3254.
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Amal,5\nB,Badr,5\nN,Nura,5\n");
        await World.FillAsync("2026-01-05", ("A", "ads", 40, 10), ("B", "ads", 40, 30), ("N", "ads", 3, 3));

        var answer = await World.GetAsync(January + "&suggest=true");

        Assert.That(
            answer["data"]!.Table(Suggestion + " reliable"),
            Is.EqualTo(
                "A 40 14 -26 25 14.1871 40.194 owner true\n" +
                "B 40 41 1 75 59.806 85.8129 owner true\n" +
                "N 3 28 25 51.8072 - - allOwners false"));

        // −26 × 0.25 + 1 × 0.75 + 25 × 0.518072.
        Assert.That(answer["totals"]!.Table(Added), Is.EqualTo("83 0 7.2018 3.2484 10.0152 -"));
        Assert.That(answer["meta"]!["warnings"]!.Table("code count percent message"), Does.Contain(
            "SUGGESTION_LOW_SAMPLE 1 33.3333 Too little is known of 1 of 3 owners; the suggestion takes the rate of all owners for that one."));

        // With a lower bar N counts with its own 100 %: 25 : 75 : 100 of 83 leads.
        var three = await World.GetAsync(January + "&suggest=true&minSample=3");
        Assert.That(three["data"]!.Table("ownerId suggestedLeads assumedEfficiency.rateOf"), Is.EqualTo("A 10 owner\nB 31 owner\nN 42 owner"));
    }

    [Test]
    public async Task Where_nothing_is_known_it_says_why()
    {
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Amal,5\nB,Badr,15\n");

        // Nobody has any lead, so nobody has converted one.
        Assert.That((await World.GetAsync(January + "&suggest=true"))["totals"]!.Table(Added), Is.EqualTo("- - - - - noConversions"));

        // Four leads each, and one and three conversions: by capacity alone, 1 : 3 of 8, and what that adds is anybody's guess.
        await World.FillAsync("2026-01-05", ("A", "ads", 4, 1), ("B", "ads", 4, 3));
        var few = await World.GetAsync(January + "&suggest=true");
        Assert.That(few["data"]!.Table("ownerId suggestedLeads suggestedChange assumedEfficiency.percent"), Is.EqualTo("A 2 -2 50\nB 6 2 50"));
        Assert.That(few["totals"]!.Table(Added), Is.EqualTo("8 0 - - - noReliableOwner"));

        Assert.That((await World.GetAsync(January + "&suggest=true&ownerId=A"))["totals"]!.Table(Added), Is.EqualTo("- - - - - tooFewOwners"));
        Assert.That((await World.GetAsync(January + "&suggest=true&conversion=customer"))["totals"]!.Table(Added), Is.EqualTo("- - - - - noConversions"));
    }

    [Test]
    public async Task A_source_that_nobody_converts_says_nothing_of_an_owner()
    {
        // Of A's 40 cold leads nothing was to be expected (E = 0): the rate of all, 20 of 80. B's 20 of 40 are as expected: × 25 % is 25 % too.
        await World.FillAsync("2026-01-05", ("A", "cold", 40, 0), ("B", "ads", 40, 20));

        var answer = await World.GetAsync(January + "&suggest=true");

        Assert.That(answer["data"]!.Table(Suggestion), Is.EqualTo("A 40 40 0 25 - - allOwners\nB 40 40 0 25 17.5998 32.4002 owner"));
        Assert.That(answer["totals"]!.Table(Added), Is.EqualTo("80 0 0 0 0 -"), "nothing changes");
    }

    [Test]
    public async Task With_a_window_rates_are_of_the_leads_that_are_old_enough()
    {
        // As of 2026-03-01 with P40D the leads of the 5th are old enough, those of the 25th (35 days) are not: A has 30 of the former, 10 converted.
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Amal,5\nB,Badr,5\n");
        await World.FillAsync("2026-01-05", ("A", "ads", 30, 10), ("B", "ads", 30, 20));
        await World.FillAsync("2026-01-25", ("A", "ads", 6, 6), ("B", "ads", 24, 0));

        var answer = await World.GetAsync(January + "&suggest=true&window=P40D");

        // 33.3333 and 66.6667 %: a third and two thirds of all 90 leads.
        Assert.That(
            answer["data"]!.Table("ownerId leads immature reliable suggestedLeads assumedEfficiency.percent"),
            Is.EqualTo("A 36 6 true 30 33.3333\nB 54 24 true 60 66.6667"));
    }

    [Test]
    public async Task Equal_claims_are_settled_by_the_ids_in_whatever_order_the_data_came()
    {
        // 100 leads for three with the same claim: 34, 33 and 33.
        await World.ImportAsync("owners", "owner_id,name,capacity\nC,Carim,5\nA,Amal,5\nB,Badr,5\n");
        await World.FillAsync("2026-01-05", ("C", "web", 34, 17), ("B", "ads", 30, 15), ("A", "ads", 36, 18));

        Assert.That((await World.GetAsync(January + "&suggest=true"))["data"]!.Table("ownerId suggestedLeads"), Is.EqualTo("A 34\nB 33\nC 33"));
    }

    private static IEnumerable<string> Codes(JsonNode answer) => answer["meta"]!["warnings"]!.AsArray().Select(warning => (string)warning!["code"]!);
}
