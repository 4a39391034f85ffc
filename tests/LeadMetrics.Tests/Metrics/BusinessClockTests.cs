using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Response times in working time: Sunday to Thursday, 9 to 17 in Riyadh (UTC+3), and Sunday 2026-01-18 is a holiday.</summary>
public class BusinessClockTests(string engine) : ServiceTests(engine)
{
    private const string AllTime = "/v1/metrics/owner-efficiency?preset=allTime&sort=name&order=asc";

    protected override string[] Settings => ["--Reports:TimeZone=Asia/Riyadh", "--Reports:WorkingCalendar:Holidays=2026-01-18"];

    [Test]
    public async Task Only_working_time_counts()
    {
        var cases = new (string Created, string Called, int Always, int Business)[]
        {
            ("2026-01-12T10:00", "2026-01-12T10:05", 300, 300),             // Monday, in hours
            ("2026-01-08T16:30", "2026-01-11T09:30", 234_000, 3600),        // Thursday to Sunday: 30 minutes + 30 minutes
            ("2026-01-09T12:00", "2026-01-11T09:10", 162_600, 600),         // Friday to Sunday: 10 minutes of Sunday
            ("2026-01-09T12:00", "2026-01-10T20:00", 115_200, 0),           // answered at the weekend
            ("2026-01-12T16:50", "2026-01-12T23:00", 22_200, 600),          // answered at night: 10 minutes until 17:00
            ("2026-01-12T03:00", "2026-01-12T09:00", 21_600, 0),            // answered as the day begins
            ("2026-01-12T12:00", "2026-01-14T12:00", 172_800, 57_600),      // Monday to Wednesday: 5 h + 8 h + 3 h
            ("2026-01-15T16:00", "2026-01-19T10:00", 324_000, 7200),        // Thursday to Monday over the holiday: 1 h + 0 + 1 h
        };
        await SendAsync([.. cases.Select((c, i) => ($"U{i}", c.Created, c.Called))]);

        Assert.That((await World.GetAsync(AllTime))["data"]!.Table("ownerId responseP50Seconds"), Is.EqualTo(string.Join('\n', cases.Select((c, i) => $"U{i} {c.Always}"))));
        Assert.That((await World.GetAsync(AllTime + "&clock=business"))["data"]!.Table("ownerId responseP50Seconds"), Is.EqualTo(string.Join('\n', cases.Select((c, i) => $"U{i} {c.Business}"))));
    }

    [Test]
    public async Task Percentiles_and_the_share_within_the_target_obey_the_clock()
    {
        // Waits of A: 5 minutes, 1 hour (Thursday to Sunday), 2 hours (over the holiday). B: 0 (at the weekend), 10 minutes (at night).
        await SendAsync(
            ("A", "2026-01-12T10:00", "2026-01-12T10:05"), ("A", "2026-01-08T16:30", "2026-01-11T09:30"), ("A", "2026-01-15T16:00", "2026-01-19T10:00"),
            ("B", "2026-01-09T12:00", "2026-01-10T20:00"), ("B", "2026-01-12T16:50", "2026-01-12T23:00"));

        var answer = await World.GetAsync(AllTime + "&clock=business&target=PT1H");

        // A: p50 3600, p90 at rank 0.9 × 2 = 1.8: 3600 + 0.8 × 3600 = 6480; two of three within the hour.
        // B: p50 300, p90 at rank 0.9: 540; both within it. All: 0, 300, 600, 3600, 7200: p50 600, p90 at 3.6: 3600 + 0.6 × 3600 = 5760.
        const string Columns = "ownerId responseP50Seconds responseP90Seconds answeredWithinTarget responseDue withinTarget.percent";
        Assert.That(answer["data"]!.Table(Columns), Is.EqualTo("A 3600 6480 2 3 66.6667\nB 300 540 2 2 100"));
        Assert.That(answer["totals"]!.Table(Columns), Is.EqualTo("- 600 5760 4 5 80"));
        Assert.That(answer["meta"]!["parameters"]!["clock"]!.AsArray().Single()!.ToString(), Is.EqualTo("business"));
        Assert.That(await World.LeadsAsync((string)answer["totals"]!["links"]!["answeredWithinTarget"]!), Is.EqualTo(["L1", "L2", "L4", "L5"]));
        Assert.That(await World.LeadsAsync("/v1/leads?figure=answeredWithinTarget&clock=business&target=PT50M"), Is.EqualTo(["L1", "L4", "L5"]));
        Assert.That(await World.LeadsAsync("/v1/leads?figure=answeredWithinTarget&target=PT50M"), Is.EqualTo(["L1"]));
    }

    [TestCase("2026-01-11T06:15:00Z", "1 0 0 -", "0 1 0 -")]
    [TestCase("2026-01-11T06:30:00Z", "1 0 0 3600", "0 1 0 234000")]
    [TestCase("2026-01-11T06:31:00Z", "0 1 1 3600", "0 1 0 234000")]
    public async Task A_lead_is_due_when_the_target_has_passed_by_the_clock(string asOf, string business, string always)
    {
        // From Thursday 16:30: at 9:15 on Sunday it has waited 45 minutes of the target's hour, at 9:30 (answered) an hour, at 9:31 more.
        await SendAsync(("A", "2026-01-08T16:30", "2026-01-11T09:30"));

        const string Columns = "responsePending responseDue answeredWithinTarget responseP50Seconds";
        Assert.That((await World.GetAsync($"{AllTime}&clock=business&asOf={asOf}"))["totals"]!.Table(Columns), Is.EqualTo(business));
        Assert.That((await World.GetAsync($"{AllTime}&asOf={asOf}"))["totals"]!.Table(Columns), Is.EqualTo(always));
    }

    [Test]
    public async Task What_came_first_is_judged_by_the_wall()
    {
        // Called on Saturday an hour before the lead was created, and on Sunday evening after it: no working time lies between either.
        await SendAsync(("A", "2026-01-10T15:00", "2026-01-10T14:00"), ("B", "2026-01-11T18:00", "2026-01-11T19:00"));

        var answer = await World.GetAsync(AllTime + "&clock=business");

        Assert.That(answer["data"]!.Table("ownerId responseP50Seconds answeredWithinTarget responseDue"), Is.EqualTo("A - 0 0\nB 0 1 1"));
        Assert.That(answer["meta"]!["warnings"]!.AsArray().Select(w => w!.Table("code count")), Does.Contain("RESPONSE_BEFORE_START 1"));
    }

    [Test]
    public async Task The_start_may_be_the_assignment()
    {
        // Created on Thursday at 10:00, assigned at 16:30, called on Sunday at 9:30: 1 hour since then, 7 and a half since its creation.
        await SendAsync(("A", "2026-01-08T10:00", "2026-01-11T09:30"));
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL1,A,2026-01-08T16:30:00+03:00\n");

        Assert.That((await World.GetAsync(AllTime + "&clock=business&start=assigned"))["totals"]!.Table("responseP50Seconds"), Is.EqualTo("3600"));
        Assert.That((await World.GetAsync(AllTime + "&clock=business"))["totals"]!.Table("responseP50Seconds"), Is.EqualTo("27000"));
    }

    [Test]
    public async Task A_lead_without_an_answer_waits_by_the_clock()
    {
        // Answered after 10 minutes; open since Sunday 16:00, and at 9:30 on Monday for 90 minutes: half were answered, the median lies
        // between that answer and one still to come. Two of three answered: rank 1 is the second answer, of 20 minutes.
        await SendAsync(("A", "2026-01-11T10:00", "2026-01-11T10:10"), ("A", "2026-01-11T16:00", ""), ("B", "2026-01-11T10:00", "2026-01-11T10:20"));

        var answer = await World.GetAsync(AllTime + "&clock=business&asOf=2026-01-12T06:30:00Z&target=PT90M");

        // L2 has not waited more than 90 minutes: it is pending.
        Assert.That(answer["data"]!.Table("ownerId responseP50Seconds responsePending neverAnswered responseDue"), Is.EqualTo("A - 1 1 1\nB 1200 0 0 1"));
        Assert.That(answer["totals"]!.Table("responseP50Seconds"), Is.EqualTo("1200"));
    }

    [Test]
    public async Task An_unknown_clock_is_refused() =>
        Assert.That((await World.ErrorsAsync(AllTime + "&clock=wall"))["clock"]!.AsArray().Single()!.ToString(), Is.EqualTo("Allowed is one of always, business."));

    // Leads L1, L2, …: the owner, and in Riyadh's time when it came and when it was first called.
    private async Task SendAsync(params (string Owner, string Created, string Called)[] leads)
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\n" + string.Concat(leads.Select((lead, i) => $"L{i + 1},{lead.Created}:00+03:00,{lead.Owner}\n")));
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n" + string.Concat(
            leads.Select((lead, i) => lead.Called == "" ? "" : $"{i},L{i + 1},call,{lead.Called}:00+03:00\n")));
    }
}
