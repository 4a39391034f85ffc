using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Filters, exclusions, rows and their order.</summary>
public class OwnerEfficiencyEnvelopeTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-01-31";

    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("owners", "owner_id,name,team,active\nA,Amal,North,true\nB,Badr,South,true\nC,Celine,South,true\nD,Dana,North,false\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,campaign_id,status,is_test,is_deleted,merged_into
            L1,2026-01-05T00:00:00Z,A,ads,spring,new,,,
            L2,2026-01-06T00:00:00Z,A,web,,working,,,
            L3,2026-01-07T00:00:00Z,B,,spring,new,,,
            L4,2026-01-08T00:00:00Z,,web,,new,,,
            L5,2026-01-09T00:00:00Z,A,ads,,new,true,,
            L6,2026-01-10T00:00:00Z,B,ads,,new,,true,
            L7,2026-01-11T00:00:00Z,A,ads,,new,true,true,L1
            L8,2026-01-12T00:00:00Z,B,web,,new,,,L3
            """);
    }

    // All eight leads of January; L5 a test, L6 and L7 deleted (L7 a test too: a lead is in one class), L8 merged.
    [TestCase("", "8 4 0 2 1 1")]
    [TestCase("&ownerId=A", "8 2 4 1 1 0")]
    [TestCase("&ownerId=A&ownerId=B", "8 3 1 2 1 1")]
    [TestCase("&ownerId=(unassigned)", "8 1 7 0 0 0")]
    [TestCase("&team=South", "8 1 5 1 0 1")]
    [TestCase("&team=South&ownerId=A", "8 0 8 0 0 0")]
    [TestCase("&sourceId=web", "8 2 5 0 0 1")]
    [TestCase("&sourceId=(unknown)", "8 1 7 0 0 0")]
    [TestCase("&campaignId=spring", "8 2 6 0 0 0")]
    [TestCase("&status=working", "8 1 7 0 0 0")]
    [TestCase("&status=working&status=new&sourceId=ads&ownerId=A", "8 1 5 1 1 0")]
    public async Task Eligible_and_excluded_leads_are_all_leads(string filter, string expected)
    {
        var answer = await World.GetAsync(January + filter);

        Assert.That(answer["meta"]!["exclusions"]!.Table("total eligible filtered deleted test merged"), Is.EqualTo(expected));
        Assert.That(answer["totals"]!.Table("leads"), Is.EqualTo(expected.Split(' ')[1]));
    }

    [Test]
    public async Task An_owner_is_a_row_with_or_without_leads_and_nobody_only_with_some()
    {
        // Dana has left and has no lead: no row.
        var answer = await World.GetAsync(January);
        Assert.That(answer["data"]!.Table("ownerId leads"), Is.EqualTo("A 2\nB 1\n(unassigned) 1\nC 0"));

        var ofNorth = await World.GetAsync(January + "&team=North");
        Assert.That(ofNorth["data"]!.Table("ownerId leads"), Is.EqualTo("A 2"));
    }

    [TestCase("sort=name&order=asc", "A B C (unassigned)")]
    [TestCase("sort=name", "C B A (unassigned)")]
    [TestCase("sort=leads&order=asc", "C B (unassigned) A")]
    [TestCase("sort=contactRate", "A B (unassigned) C")]
    public async Task Rows_are_sorted_and_those_without_a_value_come_last(string sort, string expected)
    {
        // Nobody contacted anybody: three rates of 0 in the order of the names (nobody has none), and C, without leads, has no rate.
        var answer = await World.GetAsync($"{January}&{sort}");
        Assert.That(string.Join(' ', answer["data"]!.AsArray().Select(row => (string?)row!["ownerId"])), Is.EqualTo(expected));
    }

    [Test]
    public async Task An_owner_of_few_leads_is_not_reliable()
    {
        var answer = await World.GetAsync(January + "&minSample=2&sort=name&order=asc");
        Assert.That(answer["data"]!.Table("ownerId reliable"), Is.EqualTo("A true\nB false\nC false\n(unassigned) false"));
        Assert.That((await World.GetAsync(January))["data"]!.Table("reliable"), Is.EqualTo("false\nfalse\nfalse\nfalse"));
    }

    [Test]
    public async Task The_envelope_says_what_was_asked()
    {
        var answer = await World.GetAsync(January + "&tz=Africa/Cairo&ownerId=A&conversion=customer&window=P1D");
        Assert.That(
            answer["meta"]!.Table("metric definitionVersion basis conversion ownerAt tz asOf currency period.from period.to period.fromUtc period.toUtc"),
            Is.EqualTo("owner-efficiency 1 cohort customer conversionOrCurrent Africa/Cairo 2026-03-01T00:00:00Z USD 2026-01-01 2026-01-31 2025-12-31T22:00:00Z 2026-01-31T22:00:00Z"));
        Assert.That(
            answer["meta"]!["parameters"]!.AsObject().Select(p => $"{p.Key}={string.Join(',', p.Value!.AsArray().Select(v => (string?)v))}"),
            Is.SupersetOf(new[] { "from=2026-01-01", "ownerId=A", "window=P1D", "target=PT1H", "minSample=30", "basis=cohort" }));
    }

    [Test]
    public async Task Warnings_count_the_leads_they_are_about()
    {
        var warnings = (await World.GetAsync(January))["meta"]!["warnings"]!.AsArray();

        // L4 has no owner, L3 no source; none of the four has a recorded assignment. 1 ÷ 4 = 25 %.
        Assert.That(
            warnings.Select(w => w!.Table("code count percent")),
            Is.EqualTo(new[] { "MISSING_OWNER 1 25", "UNKNOWN_SOURCE 1 25", "NO_OWNER_HISTORY 4 100", "NO_PLANNED_ACTIVITIES - -" }));
        foreach (var warning in warnings.Where(w => w!["leads"] is not null))
        {
            Assert.That(await World.LeadsAsync((string)warning!["leads"]!), Has.Count.EqualTo((int)warning["count"]!));
        }
    }

    [Test]
    public async Task A_status_alone_is_no_conversion_and_that_is_said()
    {
        await World.ImportAsync("leads", "lead_id,created_at,status\nL9,2026-01-20T00:00:00Z,converted\n");
        var answer = await World.GetAsync(January + "&status=converted");
        Assert.That(answer["totals"]!.Table("leads converted"), Is.EqualTo("1 0"));
        Assert.That(answer["meta"]!["warnings"]!.AsArray().Select(w => w!.Table("code count")), Does.Contain("CONVERTED_BY_STATUS_ALONE 1"));
    }

    [Test]
    public async Task Neighbouring_periods_add_up()
    {
        // [5th, 8th] = [5th, 6th] + [7th, 8th]: 4 = 2 + 2.
        var whole = await World.GetAsync("/v1/metrics/owner-efficiency?from=2026-01-05&to=2026-01-08");
        var first = await World.GetAsync("/v1/metrics/owner-efficiency?from=2026-01-05&to=2026-01-06");
        var second = await World.GetAsync("/v1/metrics/owner-efficiency?from=2026-01-07&to=2026-01-08");
        Assert.That(new[] { whole, first, second }.Select(a => (int)a["totals"]!["leads"]!), Is.EqualTo(new[] { 4, 2, 2 }));
    }
}
