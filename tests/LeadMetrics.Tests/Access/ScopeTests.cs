using System.Net;
using LeadMetrics.Access;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Access;

/// <summary>A caller who may see some owners or sources only: what there is for them, in small.</summary>
public class ScopeTests(string engine) : ServiceTests(engine)
{
    private const string January = "from=2026-01-01&to=2026-01-31";

    private static readonly Scope s_a = new() { OwnerIds = ["A"] };

    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("owners", "owner_id,name,team,capacity\nA,Amal,Riyadh,10\nB,Badr,Cairo,\nC,Dana,,\n");
        await World.ImportAsync("sources", "source_id,name,channel\nads,Ads,paid\nweb,Web,organic\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,campaign_id,status,is_deleted,merged_into
            L1,2026-01-01T00:00:00Z,A,ads,spring,new,,
            L2,2026-01-02T00:00:00Z,A,web,,closed,,
            L3,2026-01-03T00:00:00Z,B,ads,autumn,new,,
            L4,2026-01-04T00:00:00Z,B,web,,new,,
            L5,2026-01-05T00:00:00Z,,ads,,new,,
            L6,2026-01-06T00:00:00Z,A,,,new,,
            L7,2026-01-07T00:00:00Z,C,web,,new,,
            D1,2026-01-08T00:00:00Z,B,web,,new,true,
            M1,2026-01-09T00:00:00Z,A,web,,new,,L4

            """);
    }

    // A has L1, L2 and L6; M1 is merged into a lead of B's, which is not told.
    [Test]
    public async Task Rows_totals_and_exclusions_are_of_their_leads_alone()
    {
        var answer = await World.As(s_a).GetAsync($"/v1/metrics/leads?{January}");

        Assert.That(answer["data"]!.Table("group groupName leads share.percent openLeads"), Is.EqualTo("ads Ads 1 33.3333 1\nweb Web 1 33.3333 0\n(unknown) Unknown 1 33.3333 1"));
        Assert.That(answer["totals"]!.Table("leads openLeads share.denominator"), Is.EqualTo("3 2 3"));
        Assert.That(answer["meta"]!["exclusions"]!.ToJsonString(), Is.EqualTo("""{"total":4,"eligible":3,"filtered":0,"deleted":0,"test":0,"merged":1}"""));
        Assert.That(answer["meta"]!["scope"]!.ToJsonString(), Is.EqualTo(
            """{"ownerIds":["A"],"teams":null,"sourceIds":null,"message":"This answer holds only what its caller may see; totals are of that alone."}"""));
        Assert.That((await World.GetAsync($"/v1/metrics/leads?{January}"))["meta"]!["scope"], Is.Null);
    }

    // The caller's own filter leaves L1 of the four; the others are filtered, and nobody else's are counted.
    [Test]
    public async Task A_filter_narrows_further_and_leaves_the_limit_in_force()
    {
        var answer = await World.As(s_a).GetAsync($"/v1/metrics/funnel?{January}&sourceId=ads&groupBy=owner");

        Assert.That(answer["data"]!.Table("group leads"), Is.EqualTo("A 1"));
        Assert.That(answer["meta"]!["exclusions"]!.ToJsonString(), Is.EqualTo("""{"total":4,"eligible":1,"filtered":3,"deleted":0,"test":0,"merged":0}"""));
        Assert.That(answer["meta"]!["warnings"]!.Table("code count"), Is.EqualTo("UNKNOWN_SOURCE_LEFT_OUT 1\nNO_OWNER_HISTORY 1"));
    }

    // Riyadh is A; (none) is C, in no team; nobody (L5) is in no team, too, but is named by none of these.
    [TestCase("", "Riyadh", "", "A 3")]
    [TestCase("", "(none)", "", "C 1")]
    [TestCase("(unassigned)", "Riyadh", "", "(unassigned) 1\nA 3")]
    [TestCase("B", "Riyadh", "web", "A 1\nB 1")]
    [TestCase("", "", "ads,(unknown)", "(unassigned) 1\nA 2\nB 1\nC 0")]
    [TestCase("Z", "", "", "")]
    public async Task A_scope_is_owners_and_teams_together_and_sources_of_these(string owners, string teams, string sources, string expected)
    {
        var scope = new Scope { OwnerIds = List(owners), Teams = List(teams), SourceIds = List(sources) };

        var answer = await World.As(scope).GetAsync($"/v1/metrics/owner-efficiency?{January}&sort=name&order=asc");

        Assert.That(string.Join('\n', answer["data"]!.Table("ownerId leads").Split('\n').Order(StringComparer.Ordinal)), Is.EqualTo(expected));
    }

    // L3 was A's when it came and is B's now. The question's own rule says whose it is, so that the totals are those of the rows.
    [Test]
    public async Task Whose_lead_it_is_is_said_by_the_question()
    {
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL3,A,2026-01-03T00:00:00Z\nL3,B,2026-01-20T00:00:00Z\n");
        var (a, b) = (World.As(s_a), World.As(new Scope { OwnerIds = ["B"] }));

        Assert.That(await a.LeadsAsync("/v1/leads?ownerAt=current"), Is.EqualTo(new[] { "L1", "L2", "L6" }));
        Assert.That(await a.LeadsAsync("/v1/leads?ownerAt=created"), Is.EqualTo(new[] { "L1", "L2", "L3", "L6" }));
        Assert.That(await a.LeadsAsync("/v1/leads?ownerAt=current&asOf=2026-01-10T00:00:00Z"), Is.EqualTo(new[] { "L1", "L2", "L3", "L6" }));
        Assert.That(await b.LeadsAsync("/v1/leads?ownerAt=created"), Is.EqualTo(new[] { "L4" }));

        // Listed as the rule has it: by the owner whom it credits, not by the one of today.
        Assert.That((await a.GetAsync("/v1/leads?ownerAt=created"))["data"]!.Table("leadId ownerId"), Is.EqualTo("L1 A\nL2 A\nL3 A\nL6 A"));
    }

    // B's L3 is open and has lain for long; A's page and count know nothing of it.
    [Test]
    public async Task Neglected_leads_are_theirs()
    {
        var answer = await World.As(s_a).GetAsync("/v1/leads/neglected");

        Assert.That(answer["data"]!.Table("leadId"), Is.EqualTo("L1\nL6"));
        Assert.That(answer["total"]!.ToJsonString() + " " + answer["owners"]!.Table("ownerId neglected"), Is.EqualTo("2 A 2"));
    }

    [Test]
    public async Task Nothing_can_be_asked_by_a_lead_that_is_not_theirs()
    {
        var a = World.As(s_a);

        Assert.That(await a.LeadsAsync("/v1/leads?after=L1"), Is.EqualTo(new[] { "L2", "L6" }));
        Assert.That((await a.ErrorsAsync("/v1/leads?after=L3")).ToJsonString(), Is.EqualTo((await a.ErrorsAsync("/v1/leads?after=L0")).ToJsonString().Replace("L0", "L3", StringComparison.Ordinal)));
        Assert.That(await World.As(new Scope { SourceIds = ["web"] }).LeadsAsync("/v1/leads"), Is.EquivalentTo(new[] { "L2", "L4", "L7" }));
    }

    [Test]
    public async Task Who_leads_belong_to_is_not_told_by_what_a_filter_leaves_out()
    {
        // L5 is nobody's, and outside; a filter of owners does not make it theirs to ask for.
        var a = World.As(s_a);
        var report = await a.GetAsync("/v1/data-quality?ownerId=A");

        Assert.That(report["data"]!.AsArray().Single(row => (string?)row!["code"] == "MISSING_OWNER_LEFT_OUT")!.Table("count population"), Is.EqualTo("0 3"));
        Assert.That((await a.GetAsync("/v1/data-quality/MISSING_OWNER_LEFT_OUT?ownerId=A"))["total"]!.ToJsonString(), Is.EqualTo("0"));
        Assert.That((await World.GetAsync("/v1/data-quality/MISSING_OWNER_LEFT_OUT?ownerId=A"))["total"]!.ToJsonString(), Is.EqualTo("1"));
    }

    [Test]
    public async Task The_catalogue_says_what_is_there_for_them()
    {
        await World.ImportAsync("activities", "activity_id,lead_id,occurred_at\n1,L3,2026-01-04T00:00:00Z\n");
        var present = new List<bool>();
        foreach (var world in new[] { World, World.As(s_a), World.As(new Scope { SourceIds = ["ads"] }), World.As(new Scope { Teams = ["Jeddah"] }) })
        {
            var response = (await world.GetAsync("/v1/metrics"))["data"]!.AsArray().Single(metric => (string?)metric!["name"] == "response-time")!;
            present.Add((bool)response["data"]!.AsArray().Single(need => (string?)need!["dataset"] == "activities")!["present"]!);
        }

        Assert.That(present, Is.EqualTo(new[] { true, false, true, false }));
    }

    [Test]
    public async Task Answers_are_shared_by_equal_scopes_and_by_no_others()
    {
        var tags = new List<string>();
        foreach (var world in new[]
        {
            World.As(s_a), World.As(new Scope { OwnerIds = ["A", "A"] }), World, World.As(Scope.Everything), World.As(new Scope { Teams = ["A"] }), World.As(new Scope { OwnerIds = ["A"], SourceIds = ["Z"] }), World.As(s_a, seesRecords: false),
        })
        {
            using var response = await world.Client.GetAsync(new Uri($"/v1/metrics/leads?{January}", UriKind.Relative));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            tags.Add(response.Headers.ETag!.ToString());
        }

        Assert.That(tags[1], Is.EqualTo(tags[0]));
        Assert.That(tags[3], Is.EqualTo(tags[2]));
        Assert.That(tags.Distinct().Count(), Is.EqualTo(5));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/metrics/leads?{January}");
        request.Headers.TryAddWithoutValidation("If-None-Match", tags[2]);
        using var answer = await World.As(s_a).Client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the tag of an answer that shows more");
    }

    private static string[]? List(string text) => text == "" ? null : text.Split(',');
}
