using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>What lies open is held as of the latest event: asked later, leads have become neglected without anything having happened.</summary>
public class OpenLoadTests(string engine) : ServiceTests(engine)
{
    protected override string[] Settings => [StatementLog.Setting];

    // The latest event is the call to L2 on 3 February, 10:00.
    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,campaign_id,status
            L1,2026-02-03T00:00:00Z,A,ads,C1,new
            L2,2026-02-01T00:00:00Z,A,web,C1,new
            L3,2026-02-01T00:00:00Z,B,ads,C1,new
            L4,2026-01-01T00:00:00Z,B,ads,C1,closed
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,direction,occurred_at,due_at,completed
            1,L2,call,outbound,2026-02-03T10:00:00Z,,true
            2,L2,call,outbound,,2026-02-05T00:00:00Z,false
            3,L3,call,outbound,2026-02-01T10:00:00Z,,true
            """);
    }

    // L3 has nothing planned; it was contacted, and becomes idle a week after 1 February 10:00, so that for one reason more it is still one lead.
    // L1 has nothing planned either, and nobody has contacted it a day after 3 February 0:00. L2 is neglected once its call is overdue.
    [TestCase("2026-02-03T10:00:00Z", "A 2 1\nB 1 1", Description = "L1 and L3 have nothing planned")]
    [TestCase("2026-02-05T00:00:00Z", "A 2 1\nB 1 1", Description = "The call of L2 is due, and not overdue yet")]
    [TestCase("2026-02-05T00:01:00Z", "A 2 2\nB 1 1")]
    [TestCase("2026-02-20T00:00:00Z", "A 2 2\nB 1 1")]
    public async Task Leads_become_neglected_as_time_goes_on(string asOf, string expected)
    {
        var log = StatementLog.Of(World);

        var answer = await World.GetAsync($"/v1/metrics/owner-efficiency?preset=allTime&sort=ownerId&order=asc&asOf={asOf}");

        Assert.That(log.Statements, Does.Contain("metrics/rolled_open_load.sql"));
        Assert.That(answer["data"]!.Table("ownerId openLoad neglected"), Is.EqualTo(expected));
    }

    // As before, and each by itself: L1 is uncontacted, L2 overdue and later idle, L3 idle from 8 February 10:00 on.
    [TestCase("2026-02-04T00:00:00Z", "0 0 0 2")]
    [TestCase("2026-02-04T00:01:00Z", "1 0 0 2")]
    [TestCase("2026-02-08T10:01:00Z", "1 1 1 2")]
    [TestCase("2026-02-10T10:01:00Z", "1 2 1 2")]
    public async Task Each_reason_has_its_own_instant(string asOf, string expected)
    {
        var answer = await World.GetAsync($"/v1/metrics/owner-efficiency?preset=allTime&interval=year&minSample=1&asOf={asOf}");
        var whole = await World.GetAsync($"/v1/metrics/owner-efficiency?preset=allTime&minSample=1&asOf={asOf}");

        var insights = whole["data"]!.AsArray().SelectMany(row => row!["insights"]!.AsArray()).Where(i => i!["code"]!.GetValue<string>() == "NEGLECTED_LEADS").ToList();
        var reasons = new[] { "neglectedUncontacted", "neglectedIdle", "neglectedOverdue", "neglectedUnplanned" };
        Assert.That(string.Join(' ', reasons.Select(reason => insights.Sum(i => i!["numbers"]![reason]!.GetValue<int>()))), Is.EqualTo(expected));
        Assert.That(answer["totals"]!["neglected"]!.ToJsonString(), Is.EqualTo(whole["totals"]!["neglected"]!.ToJsonString()), "a time series has it in the totals alone");
    }

    [TestCase("", true)]
    [TestCase("&ownerId=A&sourceId=ads", true)]
    [TestCase("&team=(none)", true)]
    [TestCase("&uncontactedAfter=PT5H", false)]
    [TestCase("&idleAfter=P3D", false)]
    [TestCase("&ownerAt=current", false)]
    [TestCase("&campaignId=C1", false)]
    [TestCase("&status=new", false)]
    [TestCase("&asOf=2026-02-03T09:00:00Z", false, Description = "A call came later")]
    public async Task It_is_read_from_leads_where_the_table_cannot_tell(string question, bool held)
    {
        var log = StatementLog.Of(World);

        await World.GetAsync("/v1/metrics/distribution?preset=allTime" + (question.Contains("After", StringComparison.Ordinal) ? "" : question));
        await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime" + question);

        Assert.That(log.Statements.Count(path => path == "metrics/rolled_open_load.sql"), Is.EqualTo(held ? 2 : question.Contains("After", StringComparison.Ordinal) ? 1 : 0));
    }
}
