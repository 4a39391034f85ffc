using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>How many leads come. January 2026, seen from 2026-03-01T00:00Z.</summary>
public class LeadsTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/leads?from=2026-01-01&to=2026-01-31";

    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("sources", "source_id,name,channel\nads,Search ads,paid\nfair,Trade fair,\nsocial,Social,paid\n");
        await World.ImportAsync("campaigns", "campaign_id,name,source_id\nspring,Spring,ads\n");
        await World.ImportAsync("owners", "owner_id,name,team\nA,Amal,North\nB,Badr,\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,campaign_id,status,qualified
            L1,2026-01-05T00:00:00Z,A,ads,spring,new,true
            L2,2026-01-06T00:00:00Z,A,ads,,working,false
            L3,2026-01-06T00:00:00Z,B,social,,closed,true
            L4,2026-01-31T23:59:59Z,,,,,
            L5,2025-12-31T23:59:59Z,A,fair,,new,true
            """);
    }

    [TestCase("source", "ads Search ads 2 50 1 50 2\n(unknown) Unknown 1 25 0 - 1\nsocial Social 1 25 1 100 0")]
    [TestCase("channel", "paid paid 3 75 2 66.6667 2\n(none) None 1 25 0 - 1")]
    [TestCase("campaign", "(none) None 3 75 1 50 2\nspring Spring 1 25 1 100 1")]
    [TestCase("owner", "A Amal 2 50 1 50 2\nB Badr 1 25 1 100 0\n(unassigned) Unassigned 1 25 0 - 1")]
    [TestCase("team", "North North 2 50 1 50 2\n(none) None 2 50 1 100 1")]
    [TestCase("status", "new New 1 25 1 100 1\nworking Working 1 25 0 0 1\nclosed Closed 1 25 1 100 0\n(none) None 1 25 0 - 1")]
    public async Task Counts_by_each_dimension_with_share_and_qualified_leads(string groupBy, string expected)
    {
        var answer = await World.GetAsync($"{January}&groupBy={groupBy}");

        // The default order is by leads, equal ones by name and last those without one; statuses have their own order.
        var rows = answer["data"]!.AsArray().Select(row => row!.Table("group groupName leads share.percent qualifiedLeads qualifiedRate.percent openLeads"));
        Assert.That(rows, groupBy == "status" ? Is.EqualTo(expected.Split('\n')) : Is.EquivalentTo(expected.Split('\n')));
        Assert.That(answer["totals"]!.Table("group leads share.percent judged qualifiedLeads qualifiedRate.percent"), Is.EqualTo("- 4 100 3 2 66.6667"));
        foreach (var row in answer["data"]!.AsArray())
        {
            Assert.That(await World.LeadsAsync((string)row!["links"]!["leads"]!), Has.Count.EqualTo((int)row["leads"]!));
        }
    }

    [Test]
    public async Task The_trend_is_a_series_whose_empty_days_are_there()
    {
        var rows = (await World.GetAsync("/v1/metrics/leads?from=2026-01-04&to=2026-01-07&groupBy=source&sourceId=ads&interval=day"))["data"]!;

        Assert.That(rows.Table("group from to leads share.percent"), Is.EqualTo("ads 2026-01-04 2026-01-04 0 -\nads 2026-01-05 2026-01-05 1 100\nads 2026-01-06 2026-01-06 1 100\nads 2026-01-07 2026-01-07 0 -"));
    }

    [Test]
    public async Task A_filter_by_channel_or_by_no_status_narrows()
    {
        Assert.That((await World.GetAsync(January + "&channel=paid"))["totals"]!.Table("leads"), Is.EqualTo("3"));
        Assert.That((await World.GetAsync(January + "&channel=(none)"))["totals"]!.Table("leads"), Is.EqualTo("1"));
        Assert.That((await World.GetAsync(January + "&status=(none)&status=new"))["totals"]!.Table("leads"), Is.EqualTo("2"));
        Assert.That((await World.GetAsync(January + "&team=(none)"))["totals"]!.Table("leads"), Is.EqualTo("2"));
        Assert.That((await World.ErrorsAsync(January + "&channel=free"))["channel"]!.ToJsonString(), Does.Contain("unknown"));
    }
}
