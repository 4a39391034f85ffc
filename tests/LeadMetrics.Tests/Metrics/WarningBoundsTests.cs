using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>How far rates could be off by what the data do not say. Seen from 2026-03-01T00:00Z.</summary>
public class WarningBoundsTests(string engine) : ServiceTests(engine)
{
    private const string Period = "from=2026-01-01&to=2026-01-31";
    private const string Columns = "group rate percent lowest highest";

    // Of owner A and source ads: L1 to L4, of which L1 and L2 have an opportunity, L1 a won one. Of B and web: L5, with an opportunity.
    // Of nobody and nothing: L6 with an opportunity, L7 and L8 without.
    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("owners", "owner_id,name,team\nA,A,Riyadh\nB,B,\nC,C,Riyadh\n");
        await World.ImportAsync("sources", "source_id,name,channel\nads,Ads,paid\nweb,Web,\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,status,qualified
            L1,2026-01-01T00:00:00Z,A,ads,converted,true
            L2,2026-01-02T00:00:00Z,A,ads,converted,false
            L3,2026-01-03T00:00:00Z,A,ads,working,
            L4,2026-01-04T00:00:00Z,A,ads,working,
            L5,2026-01-05T00:00:00Z,B,web,converted,true
            L6,2026-01-06T00:00:00Z,,,converted,true
            L7,2026-01-07T00:00:00Z,,,working,false
            L8,2026-01-08T00:00:00Z,,,working,
            """);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at
            O1,L1,2026-01-10T00:00:00Z,won,2026-01-20T00:00:00Z
            O2,L2,2026-01-10T00:00:00Z,open,
            O5,L5,2026-01-10T00:00:00Z,open,
            O6,L6,2026-01-10T00:00:00Z,open,
            """);
    }

    [Test]
    public async Task By_owner_the_leads_of_nobody_may_be_anyones()
    {
        // A: 2 of 4, with two failures more 2 ÷ 6, with one success more 3 ÷ 5. B: 1 of 1, 1 ÷ 3, 2 ÷ 2. C has none: 0 ÷ 2, 1 ÷ 1.
        Assert.That(await BoundsAsync($"owner-efficiency?{Period}&sort=leads", "MISSING_OWNER"), Is.EqualTo("""
            A efficiency 50 33.3333 60
            A withinTarget 0 0 0
            B efficiency 100 33.3333 100
            B withinTarget 0 0 0
            C efficiency - 0 100
            C withinTarget - 0 0
            """));

        // Of customers alone nobody has one: A 1 of 4, 1 ÷ 7 = 14.2857; B 0 ÷ 4, and as it is.
        Assert.That(await BoundsAsync($"owner-efficiency?{Period}&conversion=customer&ownerAt=current", "MISSING_OWNER"), Does.StartWith("A efficiency 25 14.2857 25\n").And.Contain("\nB efficiency 0 0 0\n"));
    }

    [Test]
    public async Task By_team_they_are_not_those_of_owners_without_a_team()
    {
        // The row (none) holds B's lead and those of nobody, but only nobody's may be Riyadh's.
        Assert.That(await BoundsAsync($"funnel?{Period}&groupBy=team", "MISSING_OWNER"), Is.EqualTo("Riyadh leadToOpportunity 50 33.3333 60\nRiyadh leadToCustomer 25 14.2857 25"));
        Assert.That(await BoundsAsync($"funnel?{Period}&groupBy=channel", "UNKNOWN_SOURCE"), Is.EqualTo("paid leadToOpportunity 50 33.3333 60\npaid leadToCustomer 25 14.2857 25"));
    }

    [Test]
    public async Task By_source_the_leads_of_no_source_may_be_of_any()
    {
        Assert.That(await BoundsAsync($"funnel?{Period}&groupBy=source", "UNKNOWN_SOURCE"), Is.EqualTo("""
            ads leadToOpportunity 50 33.3333 60
            ads leadToCustomer 25 14.2857 25
            web leadToOpportunity 100 33.3333 100
            web leadToCustomer 0 0 0
            """));

        // Judged are L1 and L2 of ads, L5 of web, L6 and L7 of none: ads 1 of 2, 1 ÷ 3, 2 ÷ 3.
        Assert.That(await BoundsAsync($"leads?{Period}", "UNKNOWN_SOURCE"), Is.EqualTo("ads qualifiedRate 50 33.3333 66.6667\nweb qualifiedRate 100 50 100"));
    }

    [TestCase("funnel?groupBy=none", "UNKNOWN_SOURCE")]
    [TestCase("funnel?groupBy=owner", "UNKNOWN_SOURCE")]
    [TestCase("funnel?groupBy=source", "MISSING_OWNER")]
    [TestCase("funnel?groupBy=source&interval=month", "UNKNOWN_SOURCE")]
    [TestCase("funnel?groupBy=source", "NO_OWNER_HISTORY")]
    [TestCase("acquisition-cost?groupBy=source", "UNKNOWN_SOURCE")]
    public async Task Elsewhere_there_are_none(string question, string code)
    {
        var warning = await WarningAsync($"{question}&{Period}", code);

        Assert.That(warning!["bounds"], Is.Null);
    }

    [Test]
    public async Task Leads_converted_by_status_alone_may_all_have_converted()
    {
        // L9 and L10 say converted; L10 is younger than 30 days. 4 of 9 mature leads have an opportunity, or 5 of 9; 1 or 2 are customers.
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id,status\nL9,2026-01-09T00:00:00Z,A,ads,converted\nL10,2026-02-20T00:00:00Z,A,ads,converted\n");

        Assert.That(
            await BoundsAsync("funnel?preset=allTime&window=P30D", "CONVERTED_BY_STATUS_ALONE"),
            Is.EqualTo("- leadToOpportunity 44.4444 44.4444 55.5556\n- leadToCustomer 11.1111 11.1111 22.2222"));
        Assert.That(await BoundsAsync("owner-efficiency?preset=allTime", "CONVERTED_BY_STATUS_ALONE"), Is.EqualTo("- efficiency 40 40 60"), "4 of 10, or 6");
        Assert.That(await BoundsAsync("cohorts?preset=allTime", "CONVERTED_BY_STATUS_ALONE"), Is.EqualTo("- rate 40 40 60"));
        Assert.That((await WarningAsync("funnel?from=2026-02-20&to=2026-02-20&window=P30D", "CONVERTED_BY_STATUS_ALONE"))!["bounds"], Is.Null, "no mature lead");
    }

    [Test]
    public async Task A_response_before_the_start_may_have_been_in_time_or_not_at_all()
    {
        // L1 was called before its creation, L2 in time. 1 of 7, or with L1 1 or 2 of 8; L9, too young for the target, is in neither.
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id\nL9,2026-02-28T23:30:00Z,A,ads\n");
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,occurred_at
            1,L1,call,2025-12-31T23:00:00Z
            2,L2,call,2026-01-02T00:10:00Z
            3,L9,call,2026-02-28T23:00:00Z
            """);

        foreach (var metric in new[] { "response-time", "owner-efficiency" })
        {
            Assert.That(await BoundsAsync(metric + "?preset=allTime", "RESPONSE_BEFORE_START"), Is.EqualTo("- withinTarget 14.2857 12.5 25"), metric);
        }
    }

    [Test]
    public async Task What_a_filter_leaves_out_though_it_may_belong_is_counted()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id,is_test\nL9,2026-01-09T00:00:00Z,,ads,\nL10,2026-01-09T00:00:00Z,A,,\nT,2026-01-09T00:00:00Z,,,true\nL11,2025-01-09T00:00:00Z,,,\n");

        // Of A: five leads; without an owner are L6 to L9, and of them L9 alone is of ads. Of ads: L1 to L4 and L9; without a source L6 to L8 and L10.
        Assert.That(await LeftOutAsync("&ownerId=A"), Is.EqualTo("MISSING_OWNER_LEFT_OUT 4 44.4444"), "4 ÷ (5 + 4)");
        Assert.That(await LeftOutAsync("&team=Riyadh"), Is.EqualTo("MISSING_OWNER_LEFT_OUT 4 44.4444"));
        Assert.That(await LeftOutAsync("&sourceId=ads"), Is.EqualTo("UNKNOWN_SOURCE_LEFT_OUT 4 44.4444"));
        Assert.That(await LeftOutAsync("&channel=paid&status=converted"), Is.EqualTo("UNKNOWN_SOURCE_LEFT_OUT 1 33.3333"), "L6, beside L1 and L2");
        Assert.That(await LeftOutAsync("&ownerId=A&sourceId=ads"), Is.EqualTo("MISSING_OWNER_LEFT_OUT 1 20\nUNKNOWN_SOURCE_LEFT_OUT 1 20"), "L9 and L10, each beside L1 to L4");
        Assert.That(await LeftOutAsync("&ownerId=A&basis=period"), Is.EqualTo("MISSING_OWNER_LEFT_OUT 4 44.4444"), "of those created in it");

        // Nobody is among those asked for: then they are in, and a warning of its own says so.
        Assert.That(await LeftOutAsync("&ownerId=A&ownerId=(unassigned)"), Is.Empty);
        Assert.That(await LeftOutAsync("&team=(none)"), Is.Empty);
        Assert.That(await LeftOutAsync("&channel=(none)"), Is.Empty);
        Assert.That(await LeftOutAsync("&status=working"), Is.Empty);

        async Task<string> LeftOutAsync(string filter)
        {
            var warnings = (await World.GetAsync($"/v1/metrics/funnel?{Period}{filter}"))["meta"]!["warnings"]!.AsArray().Where(warning => ((string)warning!["code"]!).EndsWith("_LEFT_OUT", StringComparison.Ordinal)).ToList();
            foreach (var warning in warnings)
            {
                Assert.That(await World.LeadsAsync((string)warning!["leads"]!), Has.Count.EqualTo((int)warning["count"]!), filter);
                Assert.That((await World.GetAsync((string)warning["records"]!))["data"]!.AsArray(), Has.Count.EqualTo((int)warning["count"]!), filter);
            }

            return new JsonArray([.. warnings.Select(warning => warning!.DeepClone())]).Table("code count percent");
        }
    }

    private async Task<string> BoundsAsync(string question, string code) => (await WarningAsync(question, code))!["bounds"]!.Table(Columns);

    private async Task<JsonNode?> WarningAsync(string question, string code) =>
        (await World.GetAsync("/v1/metrics/" + question))["meta"]!["warnings"]!.AsArray().Single(warning => (string)warning!["code"]! == code);
}
