using Dapper;
using LeadMetrics.Import;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Cells in place of leads: when they are read, and that they follow the leads.</summary>
public class RollupTests(string engine) : ServiceTests(engine)
{
    private const string January = "from=2026-01-01&to=2026-01-31";

    protected override string[] Settings => [StatementLog.Setting];

    [SetUp]
    public async Task FillAsync()
    {
        // Every lead of February is older than an hour.
        World.Clock.Now = new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.Zero);
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,campaign_id,status
            L1,2026-01-05T00:00:00Z,A,ads,C1,new
            L2,2026-01-10T00:00:00Z,A,ads,C1,new
            L3,2026-01-20T00:00:00Z,B,web,C1,new
            L4,2026-02-03T00:00:00Z,B,web,C1,new
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,direction,occurred_at,completed
            1,L1,call,outbound,2026-01-05T01:00:00Z,true
            2,L4,call,outbound,2026-02-04T00:00:00Z,true
            """);
    }

    [TestCase(January, true)]
    [TestCase("preset=allTime", true)]
    [TestCase("preset=lastMonth", true)]
    [TestCase("from=2026-01-15", true, Description = "The rest of January by leads, February by its cells")]
    [TestCase(January + "&interval=month", true)]
    [TestCase(January + "&interval=quarter&ownerId=A&sourceId=ads&conversion=customer&target=P1D&compare=previousPeriod", true)]
    [TestCase("from=2026-01-02&to=2026-01-31", false, Description = "No whole month")]
    [TestCase(January + "&tz=Asia/Riyadh", false, Description = "No month of the installation's zone")]
    [TestCase(January + "&interval=week", false)]
    [TestCase(January + "&asOf=2026-02-01T00:00:00Z", false, Description = "An activity came later")]
    [TestCase("preset=lastMonth&target=PT2H", false, Description = "No band of response times ends there")]
    [TestCase(January + "&target=PT72H&asOf=2026-02-28T00:00:00Z", true)]
    [TestCase("preset=lastMonth&target=PT72H", true, Description = "Leads of the last days of February are not due yet")]
    [TestCase("preset=thisMonth&asOf=2026-02-10T00:00:00Z", true, Description = "All that there is of February lies in its cell")]
    [TestCase("from=2026-02-01&to=2026-02-04", true, Description = "Nothing is known to have happened after it")]
    [TestCase("from=2026-02-01&to=2026-02-03", false, Description = "An activity came on the fourth")]
    [TestCase(January + "&window=P7D", false)]
    [TestCase(January + "&basis=resolved", false)]
    [TestCase(January + "&ownerAt=current", false)]
    [TestCase(January + "&status=new", false)]
    [TestCase(January + "&campaignId=C1", false)]
    [TestCase(January + "&start=assigned", false)]
    [TestCase(January + "&clock=business", false)]
    public async Task Whole_months_are_read_from_cells_where_those_can_tell(string question, bool cells)
    {
        var log = StatementLog.Of(World);

        await World.GetAsync("/v1/metrics/owner-efficiency?" + question);

        Assert.That(log.Statements.Contains("metrics/rolled_response_times.sql"), Is.EqualTo(cells));
    }

    // C's leads of January, in a cell: called after 10 and after 30 minutes, and one that was closed uncalled. Those of February until the 14th, read one by one
    // as L4 and others came later: called after 20 minutes, and one that waits. Half of the five were answered within 30 minutes; within what time
    // nine tenths are is not known yet.
    [Test]
    public async Task Percentiles_hold_who_waits_and_who_never_gets_an_answer_of_cells_and_of_leads()
    {
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,status
            C1,2026-01-05T00:00:00Z,C,new
            C2,2026-01-06T00:00:00Z,C,new
            C3,2026-01-07T00:00:00Z,C,closed
            C4,2026-02-05T00:00:00Z,C,new
            C5,2026-02-06T00:00:00Z,C,new
            C6,2026-02-20T00:00:00Z,C,new
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,direction,occurred_at,completed
            C1,C1,call,outbound,2026-01-05T00:10:00Z,true
            C2,C2,call,outbound,2026-01-06T00:30:00Z,true
            C4,C4,call,outbound,2026-02-05T00:20:00Z,true
            """);
        var log = StatementLog.Of(World);

        var answer = await World.GetAsync("/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-02-14&ownerId=C");

        Assert.That(log.Statements, Does.Contain("metrics/rolled_response_times.sql").And.Contain("metrics/response_times.sql"));
        Assert.That(answer["data"]!.Table("ownerId leads neverAnswered responseP50Seconds responseP90Seconds"), Is.EqualTo("C 5 2 1800 -"));
    }

    // L5 comes on 5 February at midnight and is called ten minutes later. At 00:30, and at 01:00 still, it is pending, and of the three leads of B are
    // two due: L3, never answered, and L4, answered too late. A minute later all three are, and L5 was answered within the hour.
    [TestCase("00:30", 2, 0, 1)]
    [TestCase("01:00", 2, 0, 1)]
    [TestCase("01:01", 3, 1, 0)]
    public async Task Of_a_month_that_goes_on_the_youngest_leads_are_pending(string at, int due, int answered, int pending)
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL5,2026-02-05T00:00:00Z,B\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,direction,occurred_at,completed\n3,L5,call,outbound,2026-02-05T00:10:00Z,true\n");
        var log = StatementLog.Of(World);

        var answer = await World.GetAsync($"/v1/metrics/owner-efficiency?preset=allTime&ownerId=B&asOf=2026-02-05T{at}:00Z");

        Assert.That(log.Statements, Does.Contain("metrics/rolled_response_times.sql"));
        Assert.That(answer["data"]!.Table("ownerId leads responseDue answeredWithinTarget responsePending neverAnswered"), Is.EqualTo($"B 3 {due} {answered} {pending} 1"));
    }

    // A new hour of L1 is taken from the cell of its month before it is added to that of another.
    [Test]
    public async Task Reassigned_deleted_merged_and_moved_leads_leave_no_trace()
    {
        Assert.That(await CellsAsync(), Is.EqualTo(new[] { "A ads 2026-01: 2, 1 contacted", "B web 2026-01: 1, 0 contacted", "B web 2026-02: 1, 1 contacted" }));

        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,is_deleted,merged_into
            L1,2026-02-05T00:00:00Z,B,ads,,
            L2,2026-01-10T00:00:00Z,A,ads,true,
            L3,2026-01-20T00:00:00Z,B,web,,L4
            """);

        Assert.That(await CellsAsync(), Is.EqualTo(new[] { "A ads 2026-01: 0 and 1 deleted, 0 contacted", "B ads 2026-02: 1, 1 contacted", "B web 2026-01: 0 and 1 merged, 0 contacted", "B web 2026-02: 1, 1 contacted" }));
        var answer = await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime");
        Assert.That(answer["data"]!.Table("ownerId leads contacted"), Is.EqualTo("B 2 2\nA 0 0"));
        Assert.That(answer["meta"]!["exclusions"]!.ToJsonString(), Is.EqualTo("""{"total":4,"eligible":2,"filtered":0,"deleted":1,"test":0,"merged":1}"""));
    }

    // L3 gets a call on the first of April by a typing error. The cells answer for the others, and it is read by itself: not contacted. On 2 April it was,
    // if nothing is imported since; L4's second call has it counted in its cell.
    [Test]
    public async Task A_future_dated_lead_is_read_by_itself_until_its_time_has_come()
    {
        await World.ImportAsync("activities", "activity_id,lead_id,type,direction,occurred_at,completed\n3,L3,call,outbound,2026-04-01T00:00:00Z,true\n");
        var log = StatementLog.Of(World);

        var before = await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime");
        Assert.That(log.Statements, Does.Contain("metrics/rolled_response_times.sql").And.Contain("metrics/rolled_open_load.sql"));
        Assert.That(before["data"]!.Table("ownerId leads contacted openLoad neglected"), Is.EqualTo("A 2 1 2 2\nB 2 1 2 2"));
        Assert.That(await CellsAsync(), Is.EqualTo(new[] { "A ads 2026-01: 2, 1 contacted", "B web 2026-02: 1, 1 contacted" }));

        World.Clock.Now = new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero);
        var then = await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime");
        await World.ImportAsync("activities", "activity_id,lead_id,type,direction,occurred_at,completed\n4,L4,call,outbound,2026-02-05T00:00:00Z,true\n");
        var after = await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime");

        Assert.That(then["data"]!.Table("ownerId leads contacted openLoad neglected"), Is.EqualTo("A 2 1 2 2\nB 2 2 2 1"));
        Assert.That(after["data"]!.Table("ownerId leads contacted openLoad neglected"), Is.EqualTo("A 2 1 2 2\nB 2 2 2 1"));
        Assert.That(await CellsAsync(), Is.EqualTo(new[] { "A ads 2026-01: 2, 1 contacted", "B web 2026-01: 1, 1 contacted", "B web 2026-02: 1, 1 contacted" }));
    }

    // Of D's leads of January one is deleted, two are tests, three were merged into the fourth, which is left: by their cell, and from the second day on lead by
    // lead. The filter leaves out the three of A and B.
    [TestCase(January, true)]
    [TestCase("from=2026-01-02&to=2026-01-31", false)]
    public async Task Each_reason_for_leaving_a_lead_out_is_counted_by_itself(string period, bool cells)
    {
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,is_deleted,is_test,merged_into
            D1,2026-01-05T00:00:00Z,D,true,,
            D2,2026-01-06T00:00:00Z,D,,true,
            D3,2026-01-07T00:00:00Z,D,,true,
            D4,2026-01-08T00:00:00Z,D,,,
            D5,2026-01-09T00:00:00Z,D,,,D4
            D6,2026-01-10T00:00:00Z,D,,,D4
            D7,2026-01-11T00:00:00Z,D,,,D4
            """);
        var log = StatementLog.Of(World);

        var answer = await World.GetAsync($"/v1/metrics/owner-efficiency?{period}&ownerId=D");

        Assert.That(log.Statements.Contains("metrics/rolled_response_times.sql"), Is.EqualTo(cells));
        Assert.That(answer["data"]!.Table("ownerId leads neverAnswered"), Is.EqualTo("D 1 1"));
        Assert.That(answer["meta"]!["exclusions"]!.ToJsonString(), Is.EqualTo("""{"total":10,"eligible":1,"filtered":3,"deleted":1,"test":2,"merged":3}"""));
    }

    // As a program that holds more in a cell finds those of the one before, with a file taken before the service is started.
    [Test]
    public async Task Cells_that_must_be_written_anew_are_let_be_until_the_start()
    {
        using (var connection = World.Engine.OpenForWriting())
        {
            await connection.ExecuteAsync("update data_version set rollup_calendar = null");
            await connection.ExecuteAsync("update lead_rollup_times set waiting = null");
        }

        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id,campaign_id,status\nL3,2026-01-20T00:00:00Z,A,web,C1,new\n");
        var before = await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime");
        World.Services.GetRequiredService<HeldCalendar>().Follow();
        var after = await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime");

        Assert.That(before["data"]!.Table("ownerId leads contacted"), Is.EqualTo("A 3 1\nB 1 1"));
        Assert.That(after["data"]!.ToJsonString(), Is.EqualTo(before["data"]!.ToJsonString()));
        Assert.That(await CellsAsync(), Is.EqualTo(new[] { "A ads 2026-01: 2, 1 contacted", "A web 2026-01: 1, 0 contacted", "B web 2026-02: 1, 1 contacted" }));
    }

    [Test]
    public async Task A_refused_file_leaves_them_as_they_were()
    {
        var before = FactTable.ReadRollups(World.Engine);

        using var response = await World.PostAsync("leads", "lead_id,created_at,owner_id\nL1,2026-02-05T00:00:00Z,B\nL9,yesterday,B\n");

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That(FactTable.ReadRollups(World.Engine), Is.EqualTo(before));
    }

    // Over 1,000 leads a minute apart, each answered a minute later than the one before: half of 1,001 within 501 minutes.
    [Test]
    public async Task Percentiles_of_many_are_within_the_error_that_meta_states()
    {
        var day = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc);
        var leads = Enumerable.Range(1, 1001).ToList();
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\n" + string.Concat(leads.Select(i => $"M{i},{day.AddMinutes(i):o},M\n")));
        await World.ImportAsync("activities", "activity_id,lead_id,type,direction,occurred_at,completed\n" + string.Concat(leads.Select(i => $"M{i},M{i},call,outbound,{day.AddMinutes(2 * i):o},true\n")));

        var answer = await World.GetAsync($"/v1/metrics/owner-efficiency?{January}&ownerId=M");

        Assert.That(answer["meta"]!["percentiles"]!.ToJsonString(), Is.EqualTo("""{"exactUpTo":1000,"relativeError":0.00390625}"""));
        Assert.That(answer["data"]![0]!["responseP50Seconds"]!.GetValue<double>(), Is.EqualTo(501 * 60).Within(0.390625).Percent);
    }

    private async Task<IReadOnlyList<string>> CellsAsync()
    {
        await using var connection = World.Engine.OpenForWriting();
        return [.. (await connection.QueryAsync<(string Owner, string Source, long At, long Leads, long Deleted, long Merged, long Contacted)>(
            "select o.owner_id, s.source_id, r.starts_at, r.leads, r.deleted, r.merged, r.contacted from lead_rollup as r " +
            "join owner as o on o.owner_key = r.owner_key join source as s on s.source_key = r.source_key where r.level = 0 order by o.owner_id, s.source_id, r.starts_at"))
            .Select(cell => $"{cell.Owner} {cell.Source} {DateTimeOffset.FromUnixTimeMilliseconds(cell.At):yyyy-MM}: {cell.Leads}{(cell.Deleted > 0 ? $" and {cell.Deleted} deleted" : "")}{(cell.Merged > 0 ? $" and {cell.Merged} merged" : "")}, {cell.Contacted} contacted")];
    }
}
