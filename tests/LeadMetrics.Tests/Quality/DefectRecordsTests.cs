using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Quality;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Quality;

/// <summary>The records behind a defect: which, and what is wrong with each. Seen from 2026-03-01T00:00Z.</summary>
public class DefectRecordsTests(string engine) : ServiceTests(engine)
{
    private const string Columns = "dataset id column value against";

    [Test]
    public async Task A_lead_is_listed_with_what_is_wrong_with_it()
    {
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,status
            L1,2026-01-01T00:00:00Z,A,ads,converted
            L2,2026-01-02T00:00:00Z,,,
            L3,2026-01-03T00:00:00Z,A,ads,closed
            """);
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL3,A,2026-01-03T02:00:00Z\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2025-12-31T23:00:00Z\n2,L3,call,2026-01-03T01:00:00Z\n");

        var expected = new Dictionary<string, string>
        {
            ["MISSING_OWNER"] = "leads L2 owner_id - -",
            ["UNKNOWN_SOURCE"] = "leads L2 source_id - -",
            ["MISSING_STATUS"] = "leads L2 status - -",
            ["CONVERSION_BEFORE_CREATION"] = "",
            ["RESPONSE_BEFORE_START"] = "leads L1 created_at 2026-01-01T00:00:00Z 2025-12-31T23:00:00Z",
            ["RESPONSE_BEFORE_START?start=assigned"] = "leads L3 - 2026-01-03T02:00:00Z 2026-01-03T01:00:00Z",
            ["CONVERTED_BY_STATUS_ALONE"] = "leads L1 status converted -",
            ["CLOSED_WITHOUT_DATE"] = "leads L3 status closed -",
            ["MISSING_RATE"] = "",
            ["NO_OWNER_HISTORY"] = "leads L1 owner_id A -\nleads L2 owner_id (unassigned) -",
            ["IMMATURE_COHORT"] = "",
            ["IMMATURE_COHORT?window=P58D"] = "leads L3 created_at 2026-01-03T00:00:00Z -",
            ["NO_PLANNED_ACTIVITIES"] = "leads L2 - - -",
        };
        foreach (var (question, records) in expected)
        {
            Assert.That((await World.GetAsync("/v1/data-quality/" + question))["data"]!.Table(Columns), Is.EqualTo(records), question);
        }

        // What became of L1 came before it: the order first, and the opportunity after it. The order has an amount that no rate is known for.
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\nO1,L1,2025-12-30T00:00:00Z\n");
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount,currency\nR1,K,L1,2025-12-29T00:00:00Z,1,EUR\n");
        Assert.That((await World.GetAsync("/v1/data-quality/CONVERSION_BEFORE_CREATION"))["data"]!.Table(Columns), Is.EqualTo("leads L1 created_at 2026-01-01T00:00:00Z 2025-12-29T00:00:00Z"));
        Assert.That((await World.GetAsync("/v1/data-quality/MISSING_RATE"))["data"]!.Table(Columns), Is.EqualTo("leads L1 - - -"));

        await World.ImportAsync("activities", "activity_id,lead_id,type,due_at\n3,L1,call,2026-03-02T00:00:00Z\n");
        Assert.That((await World.GetAsync("/v1/data-quality/NO_PLANNED_ACTIVITIES")).Table("total data"), Is.EqualTo("0 []"));
    }

    [Test]
    public async Task An_opportunity_order_or_row_of_spend_is_listed_with_what_is_wrong_with_it()
    {
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-01T00:00:00Z\n");
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at,amount,currency
            O1,L1,2026-01-05T00:00:00Z,won,2026-01-12T00:00:00Z,1000,EUR
            O2,,2026-01-05T00:00:00Z,won,2026-01-12T00:00:00Z,1000,EUR
            O3,L1,2026-01-05T00:00:00Z,won,2026-01-12T00:00:00Z,1000,
            """);
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,opportunity_id,ordered_at,amount,currency\nR1,K,L1,,2026-01-12T00:00:00Z,5,SAR\nR2,K,,O2,2026-01-12T00:00:00Z,5,SAR\n");
        await World.ImportAsync("spend", "spend_id,from,to,kind,source_id,amount,currency\nS1,2026-01-01,2026-01-31,sales,ads,1,EUR\nS2,2026-01-01,2026-01-31,sales,,1,\n");

        Assert.That(await TableAsync("MISSING_RATE_OF_OPPORTUNITIES"), Is.EqualTo("opportunities O1 currency EUR -"));
        Assert.That(await TableAsync("MISSING_RATE_OF_ORDERS"), Is.EqualTo("orders R1 currency SAR -"));
        Assert.That(await TableAsync("OPPORTUNITY_WITHOUT_LEAD"), Is.EqualTo("opportunities O2 lead_id - -"));
        Assert.That(await TableAsync("ORDER_WITHOUT_LEAD"), Is.EqualTo("orders R2 lead_id - -"));
        Assert.That(await TableAsync("MISSING_RATE_OF_SPEND"), Is.EqualTo("spend S1 currency EUR -"));
        Assert.That(await TableAsync("UNALLOCATED_SPEND"), Is.EqualTo("spend S2 source_id - -"));
        Assert.That(await TableAsync("MISSING_RATE_OF_OPPORTUNITIES?from=2026-01-13&to=2026-01-31"), Is.Empty);
        Assert.That(await TableAsync("UNALLOCATED_SPEND?from=2026-02-01&to=2026-02-28"), Is.Empty);

        var page = await World.GetAsync("/v1/data-quality/UNALLOCATED_SPEND");
        Assert.That(
            page.Table("total next code title remedy asOf dataVersion"),
            Is.EqualTo("1 - UNALLOCATED_SPEND Spend outside any source Send source_id with the spend, or with its campaign. 2026-03-01T00:00:00Z 4"));

        async Task<string> TableAsync(string question) => (await World.GetAsync("/v1/data-quality/" + question))["data"]!.Table(Columns);
    }

    [Test]
    public async Task An_owner_without_a_capacity_is_listed()
    {
        await World.ImportAsync("owners", "owner_id,name,team,active,capacity\nA,A,x,true,\nB,B,x,true,5\nC,C,y,true,0\nD,D,y,false,\n");

        Assert.That((await World.GetAsync("/v1/data-quality"))["data"]!.AsArray().Single(row => (string)row!["code"]! == "MISSING_CAPACITY")!.Table("count population"), Is.EqualTo("2 3"), "D has left");
        Assert.That(await AllAsync("/v1/data-quality/MISSING_CAPACITY", 1), Is.EqualTo("owners A capacity - -\nowners C capacity 0 -"));
        Assert.That(await AllAsync("/v1/data-quality/MISSING_CAPACITY?team=y", 9), Is.EqualTo("owners C capacity 0 -"));
    }

    [Test]
    public async Task What_is_dated_after_asOf_is_listed_with_its_time()
    {
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-01T00:00:00Z\nL2,2026-03-01T00:00:00.001Z\nL3,2026-03-01T00:00:00Z\n");
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL1,A,2027-01-02T00:00:00Z\nL1,B,2027-01-02T00:00:00Z\n");
        await World.ImportAsync("lead-statuses", "lead_id,status,changed_at\nL1,closed,2027-01-03T00:00:00Z\n");
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at,status,closed_at\nO1,L1,2027-01-04T00:00:00Z,won,2027-01-05T00:00:00Z\n");
        await World.ImportAsync("opportunity-stages", "opportunity_id,stage,entered_at\nO1,b,2027-01-06T00:00:00Z\nO1,a,2027-01-06T00:00:00Z\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at,due_at\n1,L1,call,2027-01-07T00:00:00Z,\n2,L1,call,,2027-01-08T00:00:00Z\n");
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\nR1,K,L1,2027-01-09T00:00:00Z,1\n");

        const string Records = """
            leads L2 created_at 2026-03-01T00:00:00.001Z -
            lead-assignments L1 assigned_at 2027-01-02T00:00:00Z -
            lead-assignments L1 assigned_at 2027-01-02T00:00:00Z -
            lead-statuses L1 changed_at 2027-01-03T00:00:00Z -
            opportunities O1 created_at 2027-01-04T00:00:00Z -
            opportunities O1 closed_at 2027-01-05T00:00:00Z -
            opportunity-stages O1 entered_at 2027-01-06T00:00:00Z -
            opportunity-stages O1 entered_at 2027-01-06T00:00:00Z -
            activities 1 occurred_at 2027-01-07T00:00:00Z -
            orders R1 ordered_at 2027-01-09T00:00:00Z -
            """;

        // Twelve times are known: three creations, two assignments, a status, two of the opportunity, two stages, a call, an order.
        var row = (await World.GetAsync("/v1/data-quality"))["data"]!.AsArray().Single(row => (string)row!["code"]! == "FUTURE_EVENT")!;
        Assert.That(row.Table("count of population sharePercent"), Is.EqualTo("10 events 12 83.3333"));
        Assert.That(await AllAsync((string)row["records"]!, 100), Is.EqualTo(Records));
        for (var size = 1; size <= 3; size++)
        {
            Assert.That(await AllAsync((string)row["records"]!, size), Is.EqualTo(Records), $"pages of {size}");
        }

        Assert.That((await World.GetAsync("/v1/data-quality/FUTURE_EVENT?asOf=2026-02-01T00:00:00Z"))["total"]!.ToString(), Is.EqualTo("11"), "L3 as well");
    }

    [Test]
    public async Task Pages_follow_each_other_without_gap_or_overlap()
    {
        var ids = Enumerable.Range(1, 7).Select(i => $"L{i}").ToList();
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\n" + string.Concat(ids.Select(id => $"{id},2026-01-01T00:00:00Z,U{id}\n")));
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\n" + string.Concat(ids.Select(id => $"{id},V,2026-01-02T00:00:00Z\n{id},W,2026-01-02T00:00:00Z\n")));
        await World.ImportAsync("spend", "spend_id,from,to,kind,amount\n" + string.Concat(ids.Select(id => $"{id},2026-01-01,2026-01-01,sales,1\n")));

        foreach (var (question, records) in new[] { ("UNKNOWN_SOURCE?from=2026-01-01", 7), ("UNALLOCATED_SPEND?to=2026-01-31&from=2026-01-01", 7), ("DANGLING_REFERENCE", 21) })
        {
            var whole = await AllAsync("/v1/data-quality/" + question, 1000);
            Assert.That(whole.Split('\n'), Has.Length.EqualTo(records));
            for (var size = 1; size <= 8; size++)
            {
                Assert.That(await AllAsync("/v1/data-quality/" + question, size), Is.EqualTo(whole), $"{question}: pages of {size}");
            }
        }

        var next = (string)(await World.GetAsync("/v1/data-quality/UNALLOCATED_SPEND?from=2026-01-01&to=2026-01-31&pageSize=2"))["next"]!;
        Assert.That(next, Does.StartWith("/v1/data-quality/UNALLOCATED_SPEND?from=2026-01-01&to=2026-01-31&tz=UTC&asOf=2026-03-01T00%3A00%3A00Z&pageSize=2&after="));
    }

    [Test]
    public async Task What_cannot_be_asked_is_refused_with_what_can()
    {
        foreach (var code in new[] { "missing_owner", "NOTHING", "PERIOD_NOT_OVER", "MISSING_OWNER%20" })
        {
            using var response = await World.Client.GetAsync(new Uri("/v1/data-quality/" + code, UriKind.Relative));
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), code);
            Assert.That((string)problem["detail"]!, Does.Contain("allowed are MISSING_OWNER, MISSING_OWNER_LEFT_OUT, UNKNOWN_SOURCE, ").And.EndWith("DANGLING_REFERENCE, FUTURE_EVENT."), code);
        }

        Assert.That((await World.ErrorsAsync("/v1/data-quality?conversion=any"))["conversion"]!.ToJsonString(), Does.Contain("There is no such parameter here; allowed are from, "));
        Assert.That((await World.ErrorsAsync("/v1/data-quality?basis=period"))["basis"]!.ToJsonString(), Does.Contain("one of cohort, resolved"));
        Assert.That((await World.ErrorsAsync("/v1/data-quality/DANGLING_REFERENCE?ownerId=A"))["ownerId"]!.ToJsonString(), Does.Contain("The records of DANGLING_REFERENCE do not depend on it; allowed are pageSize, after, format, header."));
        Assert.That((await World.ErrorsAsync("/v1/data-quality/UNALLOCATED_SPEND?team=A"))["team"]!.ToJsonString(), Does.Contain("allowed are from, to, preset, tz, sourceId, channel, campaignId, asOf, pageSize"));
        Assert.That((await World.ErrorsAsync("/v1/data-quality/MISSING_OWNER?after=L9"))["after"]!.ToJsonString(), Does.Contain("unknown"));
        foreach (var after in new[] { "1", "x.0.0.0", "99.0.0.0", "-1.0.0.0", "0.0.0.0.0", "0.0.0.99999999999999999999" })
        {
            Assert.That((await World.ErrorsAsync("/v1/data-quality/DANGLING_REFERENCE?after=" + after))["after"]!.ToJsonString(), Does.Contain("what stands in next"), after);
        }
    }

    [Test]
    public async Task Both_are_CSV_too()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id,status\nL1,2026-01-01T00:00:00Z,U,ads,new\n");

        var list = (await World.Client.GetStringAsync(new Uri("/v1/data-quality?format=csv&from=2026-01-01&to=2026-01-31", UriKind.Relative))).Split("\r\n");
        var records = await World.Client.GetStringAsync(new Uri("/v1/data-quality/DANGLING_REFERENCE?format=csv", UriKind.Relative));

        Assert.That(list[0].TrimStart('\uFEFF'), Is.EqualTo("code,title,meaning,remedy,count,of,population,sharePercent,suppressed,records"));
        Assert.That(list[1], Does.StartWith("MISSING_OWNER,Leads without an owner,").And.EndsWith(",0,leads,1,0,false,/v1/data-quality/MISSING_OWNER?from=2026-01-01&to=2026-01-31&tz=UTC&asOf=2026-03-01T00%3A00%3A00Z"));
        Assert.That(list[21], Does.StartWith("DANGLING_REFERENCE,").And.EndsWith(",2,references,2,100,false,/v1/data-quality/DANGLING_REFERENCE"));
        Assert.That(list, Has.Length.EqualTo(DataDefects.All.Count + 2));
        Assert.That(records.TrimStart('\uFEFF'), Is.EqualTo("dataset,id,column,value,against\r\nleads,L1,owner_id,U,\r\nleads,L1,source_id,ads,\r\n"));
    }

    private async Task<string> AllAsync(string address, int pageSize)
    {
        var (lines, count) = (new List<string>(), 0);
        for (var next = $"{address}{(address.Contains('?', StringComparison.Ordinal) ? "&" : "?")}pageSize={pageSize}"; next is not null; count++)
        {
            var page = await World.GetAsync(next);
            lines.Add(page["data"]!.Table(Columns));
            Assert.That(page["data"]!.AsArray(), Has.Count.LessThanOrEqualTo(pageSize));
            next = (string?)page["next"];
        }

        var whole = string.Join('\n', lines);
        Assert.That(count, Is.EqualTo((whole.Split('\n').Length + pageSize - 1) / pageSize), "no page is empty or half full");
        return whole;
    }
}
