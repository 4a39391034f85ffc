using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>What happens to a file that is not as it should be.</summary>
public class RejectionTests(string engine) : ServiceTests(engine)
{
    private const string Counts = "kept rowsRead inserted updated unchanged rejected leadsRefreshed dataVersion";

    // Lines 3, 4, 5 and 6 fail, each in another way.
    private const string Mixed = """
        lead_id,created_at,owner_id,status
        L1,2026-01-05T10:00:00Z,A,new
        L2,yesterday,A,new
        L3,,A,new
        L4,2026-01-07T10:00:00Z,A,won
        L5,20260107,A,new
        L6,2026-01-07T10:00:00Z,B,new
        """;

    private const string MixedReasons = """
        3 created_at text of 9 characters is not a time of the years 1900 to 2999, year first, with Z or an offset, such as 2026-01-31T09:30:00+03:00, 2026-01-31 09:30+03:00 or 2026-01-31 06:30Z; without either it needs tz
        4 created_at empty is required: an ISO 8601 time with Z or an offset
        5 status text of 3 characters is not one of new, working, converted, closed
        6 created_at number is not a time of the years 1900 to 2999, year first, with Z or an offset, such as 2026-01-31T09:30:00+03:00, 2026-01-31 09:30+03:00 or 2026-01-31 06:30Z; without either it needs tz
        """;

    [Test]
    public async Task Abort_keeps_nothing_and_says_where_and_why()
    {
        using var response = await World.PostAsync("leads", Mixed);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(
            (string?)problem["detail"],
            Is.EqualTo("4 of 6 rows were rejected, so nothing of the file was kept. Mend them, or send it with onError=skip to keep the others."));
        Assert.That(problem["report"]!.Table(Counts), Is.EqualTo("false 6 0 0 0 4 0 0"));
        Assert.That(problem["report"]!["rejectedRows"]!.Table("line column valueClass reason"), Is.EqualTo(MixedReasons));
        Assert.That(await World.LeadsAsync("/v1/leads?preset=allTime"), Is.Empty);
    }

    [Test]
    public async Task Skip_keeps_the_good_rows()
    {
        using var response = await World.PostAsync("leads?onError=skip", Mixed);

        var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(report.Table(Counts), Is.EqualTo("true 6 2 0 0 4 2 1"));
        Assert.That(report["rejectedRows"]!.Table("line column valueClass reason"), Is.EqualTo(MixedReasons));
        Assert.That(await World.LeadsAsync("/v1/leads?preset=allTime"), Is.EqualTo(["L1", "L6"]));
    }

    [Test]
    public async Task The_first_100_rejected_rows_are_shown_and_all_are_counted()
    {
        var bad = string.Concat(Enumerable.Range(1, 150).Select(i => string.Create(CultureInfo.InvariantCulture, $"L{i},soon\n")));

        using var response = await World.PostAsync("leads", "lead_id,created_at\n" + bad + "L0,2026-01-05T10:00:00Z\n");

        var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["report"]!;
        Assert.That(report.Table("rowsRead rejected"), Is.EqualTo("151 150"));
        Assert.That(report["rejectedRows"]!.AsArray().Select(row => (int)row!["line"]!), Is.EqualTo(Enumerable.Range(2, 100)));
    }

    [Test]
    public async Task Values_are_never_repeated()
    {
        // Somebody's name stands where a time, a status, a flag, a number or an id should be.
        const string name = "Zaynab";
        var files = new (string Dataset, string Csv)[]
        {
            ("leads", $"lead_id,created_at\nL1,{name}\n"),
            ("leads", $"lead_id,created_at,status\nL1,2026-01-05T10:00:00Z,{name}\n"),
            ("leads", $"lead_id,created_at,qualified\nL1,2026-01-05T10:00:00Z,{name}\n"),
            ("leads", $"lead_id,created_at\n({name}),2026-01-05T10:00:00Z\n"),
            ("leads", $"lead_id,created_at\nL1,2026-01-05T10:00:00Z,{name}\n"),
            ("owners", $"owner_id,name,capacity\nA,Amal,{name}\n"),
            ("opportunities", $"opportunity_id,created_at,amount,currency\nO,2026-01-05T10:00:00Z,{name},SAR\n"),
            ("opportunities", $"opportunity_id,created_at,amount,currency\nO,2026-01-05T10:00:00Z,1,{name}\n"),
            ("opportunities", $"opportunity_id,created_at,probability\nO,2026-01-05T10:00:00Z,{name}\n"),
            ("opportunities", $"opportunity_id,created_at,expected_close_on\nO,2026-01-05T10:00:00Z,{name}\n"),
            ("leads", $"lead_id,created_at\n\"{name},2026-01-05T10:00:00Z\n"),
        };
        foreach (var (dataset, csv) in files)
        {
            using var response = await World.PostAsync(dataset, csv);
            var body = await response.Content.ReadAsStringAsync();
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), csv);
            Assert.That(body, Does.Not.Contain(name));
        }

        using var json = await World.PostAsync("leads", $$"""{"lead_id": "L1", "created_at": ["{{name}}"]}""", "application/x-ndjson");
        Assert.That(await json.Content.ReadAsStringAsync(), Does.Contain("neither text").And.Not.Contain(name));
    }

    [TestCase("lead_id,owner_id\nL1,A\n", "The header lacks created_at; dataset leads has ")]
    [TestCase("lead_id,created_at,email\nL1,2026-01-05T10:00:00Z,x\n", "Column 'email' is not one of dataset leads; allowed are ")]
    [TestCase("lead_id,created_at,lead_id\nL1,2026-01-05T10:00:00Z,L2\n", "Column 'lead_id' stands twice in the header.")]
    [TestCase("lead_id,created_at,\nL1,2026-01-05T10:00:00Z,\n", "Column '' is not one of dataset leads; allowed are ")]
    [TestCase("", "The file is empty; its first line must name the columns.")]
    public async Task A_header_that_does_not_fit_refuses_the_file(string csv, string sentence)
    {
        using var response = await World.PostAsync("leads?onError=skip", csv);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)problem["title"], Is.EqualTo("The file cannot be imported"));
        Assert.That((string?)problem["detail"], Does.StartWith(sentence).And.EndWith(" Nothing of it was kept."));
    }

    [TestCase("map=Created%20Date")]
    [TestCase("map=Created%20Date:created")]
    [TestCase("map=:created_at")]
    [TestCase("map=When:created_at&map=When:owner_id")]
    public async Task A_mapping_that_makes_no_sense_is_refused(string query)
    {
        using var response = await World.PostAsync("leads?" + query, "lead_id,created_at\nL1,2026-01-05T10:00:00Z\n");

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)problem["errors"]!["map"]![0], Does.StartWith("Allowed is two names with a colon between them, such as Created Date:created_at"));
    }

    [TestCase("activities", "activity_id,type\n1,call\n", "2 lead_id empty one of lead_id and opportunity_id is needed")]
    [TestCase("opportunities", "opportunity_id,created_at,status\nO,2026-01-05T10:00:00Z,won\n", "2 closed_at empty is needed when status is won or lost")]
    [TestCase("spend", "spend_id,from,to,kind,amount\n1,2026-01-31,2026-01-01,sales,1\n", "2 to value is before from")]
    public async Task Columns_that_contradict_each_other_are_refused(string dataset, string csv, string rejection)
    {
        using var response = await World.PostAsync(dataset, csv);

        var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["report"]!;
        Assert.That(report["rejectedRows"]!.Table("line column valueClass reason"), Is.EqualTo(rejection));
    }
}
