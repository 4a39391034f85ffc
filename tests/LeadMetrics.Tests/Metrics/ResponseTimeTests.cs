using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>How fast leads are answered. January 2026, seen from 2026-03-01T00:00Z.</summary>
public class ResponseTimeTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/response-time?from=2026-01-01&to=2026-01-31";

    [SetUp]
    public async Task FillAsync()
    {
        // Answered after 5 minutes, 5 minutes and a second, 1 hour, 24 hours, 72 hours and a second; L6 never, L7 before it came.
        await World.ImportAsync("owners", "owner_id,name,team\nA,Amal,North\nB,Badr,South\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,status
            L1,2026-01-05T09:00:00Z,A,ads,new
            L2,2026-01-05T09:30:00Z,A,ads,new
            L3,2026-01-06T09:00:00Z,A,web,new
            L4,2026-01-06T10:00:00Z,B,web,new
            L5,2026-01-06T21:30:00Z,B,web,new
            L6,2026-01-07T09:00:00Z,B,ads,closed
            L7,2026-01-07T10:00:00Z,B,ads,new
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,occurred_at
            1,L1,call,2026-01-05T09:05:00Z
            2,L2,call,2026-01-05T09:35:01Z
            3,L3,email,2026-01-06T10:00:00Z
            4,L4,call,2026-01-07T10:00:00Z
            5,L5,call,2026-01-09T21:30:01Z
            6,L7,call,2026-01-07T09:59:59Z
            """);
    }

    [Test]
    public async Task Counts_bands_percentiles_and_the_share_within_target()
    {
        var totals = (await World.GetAsync(January))["totals"]!;

        // 5 + 1 never + 1 before its start = 7. Median of 300, 301, 3600, 86400, 259201 s and never: (3600 + 86400) ÷ 2.
        Assert.That(
            totals.Table("leads answered answeredWithin5Minutes answered5MinutesTo1Hour answered1To24Hours answered24To72Hours answeredLater neverAnswered neverAnsweredShare.percent p50Seconds p90Seconds"),
            Is.EqualTo("7 5 1 2 1 0 1 1 16.6667 45000 -"));

        // Within the hour, 3 of 6 (L7's response is left out).
        Assert.That(totals.Table("answeredWithinTarget responseDue withinTarget.percent"), Is.EqualTo("3 6 50"));
        Assert.That((await World.GetAsync(January + "&target=P1D"))["totals"]!.Table("answeredWithinTarget withinTarget.percent"), Is.EqualTo("4 66.6667"));
    }

    [TestCase("owner", "A Amal 3 3 301\nB Badr 4 2 259201")]
    [TestCase("team", "South South 4 2 259201\nNorth North 3 3 301")]
    [TestCase("source", "ads - 4 2 301\nweb - 3 3 86400")]
    [TestCase("hour", "09 - 4 3 1950.5\n10 - 2 1 86400\n21 - 1 1 259201")]
    [TestCase("weekday", "monday Monday 2 2 300.5\ntuesday Tuesday 3 3 86400\nwednesday Wednesday 2 0 -")]
    public async Task Is_told_by_each_dimension(string groupBy, string expected)
    {
        // ads: 300, 301 and never: 301, the middle of three. B: 86400, 259201 and never: 259201. Hour 09: 300, 301, 3600 and never: (301 + 3600) ÷ 2.
        var rows = (await World.GetAsync($"{January}&groupBy={groupBy}"))["data"]!.AsArray();

        var table = rows.Select(row => row!.Table("group groupName leads answered p50Seconds"));
        Assert.That(table, groupBy is "hour" or "weekday" ? Is.EqualTo(expected.Split('\n')) : Is.EquivalentTo(expected.Split('\n')));
    }

    [Test]
    public async Task Hours_and_weekdays_are_local()
    {
        // 09:00Z is 12:00 in Riyadh, and 21:30Z on Tuesday half past midnight on Wednesday.
        var hours = (await World.GetAsync(January + "&groupBy=hour&tz=Asia/Riyadh"))["data"]!;
        Assert.That(hours.Table("group leads"), Is.EqualTo("00 1\n12 4\n13 2"));
        var days = (await World.GetAsync(January + "&groupBy=weekday&tz=Asia/Riyadh"))["data"]!;
        Assert.That(days.Table("group leads"), Is.EqualTo("monday 2\ntuesday 2\nwednesday 3"));
    }

    [Test]
    public async Task The_clock_may_start_at_the_assignment_and_stand_still_outside_working_hours()
    {
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL4,B,2026-01-07T09:50:00Z\n");

        // L4 alone was assigned: answered 600 s later.
        var assigned = (await World.GetAsync(January + "&start=assigned"))["totals"]!;
        Assert.That(assigned.Table("leads answered answered5MinutesTo1Hour p50Seconds"), Is.EqualTo("7 1 1 600"));

        // Working time is Sunday to Thursday, 9 to 17, UTC here. L4: Tuesday 10:00 to Wednesday 10:00, 7 + 1 hours. L5 came on
        // Tuesday at 21:30 and was answered on Friday: Wednesday and Thursday, 16 hours.
        var business = (await World.GetAsync(January + "&clock=business&groupBy=owner"))["data"]!;
        Assert.That(business.Table("group answered1To24Hours answeredLater"), Is.EqualTo("B 2 0\nA 0 0"));
        Assert.That((await World.GetAsync(January + "&clock=business&target=PT8H"))["totals"]!.Table("answeredWithinTarget"), Is.EqualTo("4"));
        Assert.That(await World.LeadsAsync((string)business[0]!["links"]!["answered1To24Hours"]!), Is.EqualTo(new[] { "L4", "L5" }));
    }
}
