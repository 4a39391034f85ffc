using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Access;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Access;

/// <summary>Who may not see single leads is shown no row of few: neither as it stands, nor by what is left of the totals.</summary>
public class SuppressionTests(string engine) : ServiceTests(engine)
{
    private const string January = "from=2026-01-01&to=2026-01-31";

    private World Counting => World.As(Scope.Everything, seesRecords: false);

    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("owners", "owner_id,name\nA,Amal\nB,Badr\nC,Dana\nD,Eman\n");
        await World.FillAsync("2026-01-05", ("A", "ads", 6, 2), ("B", "ads", 3, 1), ("C", "web", 8, 3));
    }

    // B has 3 of 17. Hidden alone it would be 17 − 6 − 8: so the next smallest is hidden, too. D has none, which hides nothing.
    [Test]
    public async Task A_row_of_few_leads_is_hidden_and_so_is_the_next_smallest()
    {
        var answer = await Counting.GetAsync($"/v1/metrics/leads?{January}&groupBy=owner");

        Assert.That(answer["data"]!.Table("group groupName suppressed leads share.percent openLeads"), Is.EqualTo("C Dana false 8 47.0588 5\nA Amal true - - -\nB Badr true - - -"));
        Assert.That(answer["totals"]!.Table("suppressed leads openLeads"), Is.EqualTo("false 17 11"));
        Assert.That(answer["data"]![1]!.ToJsonString(), Is.EqualTo(
            """{"from":null,"to":null,"group":"A","groupName":"Amal","leads":null,"share":null,"openLeads":null,"judged":null,"qualifiedLeads":null,"qualifiedRate":null,"suppressed":true,"change":null,"links":{}}"""));
        Assert.That(answer["meta"]!["suppression"]!.ToJsonString(), Is.EqualTo(
            """{"smallestGroup":5,"rows":2,"message":"Rows of fewer than 5 leads have no figures for this caller; nor has the next smallest one, where they could be worked out from it."}"""));
        Assert.That(answer["meta"]!["warnings"]!.Table("code count percent leads records message"), Is.EqualTo("NO_OWNER_HISTORY - - - - Leads without an owner history"));
    }

    [Test]
    public async Task Owners_without_leads_are_shown_and_what_sets_owners_beside_each_other_is_not()
    {
        var answer = await Counting.GetAsync($"/v1/metrics/owner-efficiency?{January}&minSample=1&sort=efficiency");

        Assert.That(answer["data"]!.Table("ownerId suppressed leads efficiency.percent openLoad reliable"), Is.EqualTo("C false 8 37.5 5 true\nD false 0 - 0 false\nA true - - - -\nB true - - - -"));
        Assert.That(answer["totals"]!.Table("leads efficiency.percent spread"), Is.EqualTo("17 35.2941 -"));
        Assert.That(answer["totals"]!["insights"]!.ToJsonString(), Is.EqualTo("[]"));
    }

    // 9 leads of ads, 8 of web: none is of few.
    [Test]
    public async Task What_is_of_enough_is_shown_without_links()
    {
        var answer = await Counting.GetAsync($"/v1/metrics/leads?{January}");

        Assert.That(answer["data"]!.Table("group leads suppressed links"), Is.EqualTo("ads 9 false {}\nweb 8 false {}"));
        Assert.That(answer["meta"]!["suppression"]!["rows"]!.ToJsonString(), Is.EqualTo("0"));
        Assert.That(answer["meta"]!["exclusions"]!["eligible"]!.ToJsonString(), Is.EqualTo("17"));
        Assert.That(answer.ToJsonString(), Does.Not.Contain("/v1/"));
    }

    [TestCase("&ownerId=B", "3 leads are asked for")]
    [TestCase("&ownerId=A&ownerId=C&ownerId=D", "3 leads are left out, which all without a filter less these would give")]
    public async Task Where_a_filter_leaves_few_or_leaves_few_out_everything_is_hidden(string filter, string why)
    {
        var answer = await Counting.GetAsync($"/v1/metrics/leads?{January}{filter}");

        Assert.That(answer["data"]!.AsArray().Append(answer["totals"]).Select(row => row!.Table("suppressed leads openLeads")), Is.All.EqualTo("true - -"), why);
        Assert.That(answer["meta"]!["exclusions"], Is.Null, why);
    }

    // In December A had 6 and C 2, in January 6 and 8: a change would tell of December's 2, and by the totals' of the other.
    [Test]
    public async Task What_was_few_before_has_no_change()
    {
        await World.FillAsync("2025-12-05", ("A", "ads", 6, 2), ("C", "web", 2, 1));
        var answer = await World.As(new Scope { OwnerIds = ["A", "C"] }, seesRecords: false).GetAsync($"/v1/metrics/leads?{January}&groupBy=owner&compare=previousPeriod");

        Assert.That(answer["data"]!.Table("group leads suppressed change"), Is.EqualTo("C 8 false -\nA 6 false -"));
        Assert.That(answer["totals"]!.Table("leads change.leads.previous"), Is.EqualTo("14 8"));
    }

    // Of January's weeks only one has leads, enough of them; in February there are 2 in one and 4 in another.
    [Test]
    public async Task Buckets_of_time_are_rows_too()
    {
        await World.FillAsync("2026-02-02", ("A", "ads", 2, 1));
        await World.FillAsync("2026-02-10", ("A", "ads", 4, 1));

        var answer = await Counting.GetAsync("/v1/metrics/funnel?from=2026-01-04&to=2026-02-14&interval=week");

        Assert.That(answer["data"]!.Table("from leads suppressed"), Is.EqualTo(
            "2026-01-04 17 false\n2026-01-11 0 false\n2026-01-18 0 false\n2026-01-25 0 false\n2026-02-01 - true\n2026-02-08 - true"));
        Assert.That(answer["totals"]!.Table("leads"), Is.EqualTo("23"));
    }

    // Three customers of earlier leads in a period without leads: they are few, though no lead is of the period.
    [TestCase("acquisition-cost", "newCustomers")]
    [TestCase("funnel?basis=period", "reachedCustomer")]
    public async Task Events_of_earlier_leads_are_few_too(string metric, string figure)
    {
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\n" + string.Concat(Enumerable.Range(1, 3).Select(i => $"R{i},K{i},2026-01-05-C-web-{i},2026-02-10T00:00:00Z,10\n")));
        var answer = await Counting.GetAsync($"/v1/metrics/{metric}{(metric.Contains('?', StringComparison.Ordinal) ? '&' : '?')}from=2026-02-01&to=2026-02-28");

        Assert.That(answer["totals"]!.Table($"suppressed leads {figure}"), Is.EqualTo("true - -"));
    }

    [Test]
    public async Task CSV_has_empty_cells()
    {
        var csv = await Counting.Client.GetStringAsync(new Uri($"/v1/metrics/leads?{January}&groupBy=owner&format=csv", UriKind.Relative));

        Assert.That(csv.Split("\r\n")[2], Is.EqualTo(",,A,Amal,,,,,,,,,,,,,,,true,"));
        Assert.That(csv.Split("\r\n")[2].Split(',').Where(cell => cell != ""), Is.EqualTo(new[] { "A", "Amal", "true" }));
    }

    [TestCase("/v1/leads")]
    [TestCase("/v1/leads/neglected")]
    [TestCase("/v1/data-quality/MISSING_OWNER")]
    [TestCase("/v1/data-quality/NOTHING")]
    [TestCase("/v1/leads?colour=red")]
    public async Task Lists_are_refused_whatever_is_asked(string path)
    {
        using var response = await Counting.Client.GetAsync(new Uri(path, UriKind.Relative));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((string?)problem["detail"], Is.EqualTo("This lists single leads or records, which the caller may not see; /v1/metrics and /v1/data-quality count them."));
    }

    // 2 of 19 leads have no owner; 17 of 19 have no history; none is converted by status alone.
    [Test]
    public async Task Defects_of_few_are_not_counted()
    {
        await World.ImportAsync("leads", "lead_id,created_at\nX1,2026-01-05T00:00:00Z\nX2,2026-01-05T00:00:00Z\n");
        var report = (await Counting.GetAsync("/v1/data-quality"))["data"]!.AsArray().ToDictionary(row => (string)row!["code"]!, row => row!);

        Assert.That(report["MISSING_OWNER"].Table("suppressed count population sharePercent records"), Is.EqualTo("true - - - -"));
        Assert.That(report["UNKNOWN_SOURCE"].Table("suppressed count population"), Is.EqualTo("true - -"));
        Assert.That(report["MISSING_STATUS"].Table("suppressed count population sharePercent records"), Is.EqualTo("false 19 19 100 -"));
        Assert.That(report["CONVERTED_BY_STATUS_ALONE"].Table("suppressed count population"), Is.EqualTo("false 0 19"));
    }

    [Test]
    public async Task It_can_be_set_or_turned_off()
    {
        await using var lower = await World.BesideAsync("--Access:SmallestGroup=2");
        await using var off = await World.BesideAsync("--Access:SmallestGroup=0");
        var answers = new List<string>();
        foreach (var world in new[] { lower, off })
        {
            var answer = await world.As(Scope.Everything, seesRecords: false).GetAsync($"/v1/metrics/leads?{January}&groupBy=owner");
            answers.Add(answer["data"]!.Table("group leads links").Replace("\n", "; ", StringComparison.Ordinal) + " " + answer["meta"]!.Table("suppression.smallestGroup"));
        }

        Assert.That(answers, Is.EqualTo(new[] { "C 8 {}; A 6 {}; B 3 {} 2", "C 8 {}; A 6 {}; B 3 {} -" }));
    }
}
