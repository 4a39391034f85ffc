using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Import;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>What a file does to the database, and what its sender is told.</summary>
public class ImportTests(string engine) : ServiceTests(engine)
{
    private const string Counts = "kept rowsRead inserted updated unchanged rejected leadsRefreshed dataVersion";

    private const string Leads = """
        lead_id,created_at,owner_id,status
        L1,2026-01-05T10:00:00Z,A,new
        L2,2026-01-06T10:00:00Z,A,new
        L3,2026-01-07T10:00:00Z,B,working
        """;

    // The least that each dataset asks for.
    private static readonly Dictionary<string, string> s_smallest = new()
    {
        ["owners"] = "owner_id,name\nA,Amal",
        ["sources"] = "source_id,name\nads,Ads",
        ["campaigns"] = "campaign_id,name\nc,Spring",
        ["exchange-rates"] = "currency,on,rate\nSAR,2026-01-05,3.75",
        ["leads"] = "lead_id,created_at\nL1,2026-01-05T10:00:00Z",
        ["lead-assignments"] = "lead_id,owner_id,assigned_at\nL1,A,2026-01-05T10:00:00Z",
        ["lead-statuses"] = "lead_id,status,changed_at\nL1,new,2026-01-05T10:00:00Z",
        ["opportunities"] = "opportunity_id,created_at\nO1,2026-01-05T10:00:00Z",
        ["opportunity-stages"] = "opportunity_id,stage,entered_at\nO1,offer,2026-01-05T10:00:00Z",
        ["activities"] = "activity_id,opportunity_id\n1,O1",
        ["orders"] = "order_id,customer_id,ordered_at,amount\n1,C,2026-01-05T10:00:00Z,10",
        ["spend"] = "spend_id,from,to,kind,amount\n1,2026-01-01,2026-01-31,marketing,10",
    };

    public static IEnumerable<string> DatasetNames => Datasets.All.Select(dataset => dataset.Name);

    [Test]
    public async Task A_file_is_inserted_then_unchanged_then_updated()
    {
        var first = await World.ImportAsync("leads", Leads);
        var again = await World.ImportAsync("leads", Leads);
        var changed = await World.ImportAsync("leads", Leads.Replace("B,working", "B,closed"));

        // Nothing that is the same to the letter touches a lead, or the data's version.
        Assert.That(
            new JsonArray(first, again, changed).Table(Counts),
            Is.EqualTo(
                "true 3 3 0 0 0 3 1\n" +
                "true 3 0 0 3 0 0 1\n" +
                "true 3 0 1 2 0 1 2"));
    }

    [Test]
    public async Task A_row_with_fewer_columns_empties_the_others()
    {
        await World.ImportAsync("leads", Leads);

        var report = await World.ImportAsync("leads", "lead_id,created_at\nL3,2026-01-07T10:00:00Z");

        // A row is taken whole: L3 has neither owner nor status now.
        var data = await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime&sort=name&order=asc");
        Assert.That(report.Table(Counts), Is.EqualTo("true 1 0 1 0 0 1 2"));
        Assert.That(data["totals"]!.Table("leads"), Is.EqualTo("3"));
        Assert.That((await World.GetAsync("/v1/leads?preset=allTime"))["data"]!.Table("leadId ownerId status"), Is.EqualTo("L1 A new\nL2 A new\nL3 (unassigned) -"));
    }

    [Test]
    public async Task A_row_sent_twice_in_a_file_counts_as_if_it_had_been_sent_one_after_the_other()
    {
        var report = await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,status
            L1,2026-01-05T10:00:00Z,A,new
            L2,2026-01-06T10:00:00Z,A,new
            L1,2026-01-05T10:00:00Z,B,working
            L1,2026-01-05T10:00:00Z,B,working
            """);

        // L1 new, L2 new, L1 changed, L1 the same: the last sending stands.
        Assert.That(report.Table(Counts), Is.EqualTo("true 4 2 1 1 0 2 1"));
        Assert.That((await World.GetAsync("/v1/leads?preset=allTime"))["data"]!.Table("leadId ownerId status"), Is.EqualTo("L1 B working\nL2 A new"));
    }

    [Test]
    public async Task A_row_that_was_only_referred_to_is_inserted_when_it_arrives()
    {
        var before = await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-05T11:00:00Z");
        var arrival = await World.ImportAsync("leads", Leads);

        Assert.That(before.Table("inserted updated unchanged"), Is.EqualTo("1 0 0"));
        Assert.That(arrival.Table("inserted updated unchanged"), Is.EqualTo("3 0 0"));
    }

    [Test]
    public async Task Ids_differ_by_case_and_are_trimmed()
    {
        var report = await World.ImportAsync("owners", "owner_id,name\na,Amal\nA,Badr\n a ,Amal\n");

        // a and A are two; ' a ' is a again.
        Assert.That(report.Table("inserted updated unchanged"), Is.EqualTo("2 0 1"));
    }

    [Test]
    public async Task A_name_that_differs_by_case_alone_is_changed()
    {
        await World.ImportAsync("owners", "owner_id,name\nA,amal\n");
        var report = await World.ImportAsync("owners", "owner_id,name\nA,Amal\n");

        Assert.That(report.Table("inserted updated unchanged"), Is.EqualTo("0 1 0"));
    }

    [Test]
    public async Task Columns_may_bear_the_senders_own_names()
    {
        using var response = await World.PostAsync(
            "leads?map=Created%20Date:created_at&map=Id%3A18:lead_id", "Id:18,Created Date\nL1,2026-01-05T10:00:00Z\n");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await World.GetAsync("/v1/leads?preset=allTime"))["data"]!.Table("leadId createdAt"), Is.EqualTo("L1 2026-01-05T10:00:00Z"));
    }

    [TestCaseSource(nameof(DatasetNames))]
    public async Task Every_dataset_takes_its_smallest_row(string dataset)
    {
        Assert.That(s_smallest.Keys, Does.Contain(dataset), "Say above what the smallest row of a new dataset is.");

        var first = await World.ImportAsync(dataset, s_smallest[dataset]);
        var again = await World.ImportAsync(dataset, s_smallest[dataset]);

        Assert.That(first.Table("rowsRead inserted updated unchanged rejected"), Is.EqualTo("1 1 0 0 0"));
        Assert.That(again.Table("rowsRead inserted updated unchanged rejected"), Is.EqualTo("1 0 0 1 0"));
    }

    [Test]
    public async Task An_unknown_dataset_is_not_found_and_the_known_ones_are_named()
    {
        using var response = await World.PostAsync("deals", "deal_id\n1\n");

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((string?)problem["detail"], Is.EqualTo($"There is no dataset 'deals'; allowed are {string.Join(", ", DatasetNames)}."));
    }

    [Test]
    public async Task Another_media_type_is_refused_with_those_that_are_allowed()
    {
        using var response = await World.PostAsync("leads", "[]", "application/json");

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That((string?)problem["detail"], Is.EqualTo("Content-Type is 'application/json'; allowed are text/csv, application/x-ndjson, application/jsonl."));
    }
}
