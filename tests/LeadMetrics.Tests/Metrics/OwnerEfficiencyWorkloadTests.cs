using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>How fast leads are answered and what is left lying. Seen from 2026-03-01T00:00Z.</summary>
public class OwnerEfficiencyWorkloadTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-01-31&sort=name&order=asc";

    [Test]
    public async Task Response_times_keep_the_unanswered_in()
    {
        // Answered after 10, 20 and 30 minutes; L4 never, and it is closed.
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,status
            L1,2026-01-05T10:00:00Z,A,working
            L2,2026-01-05T10:00:00Z,A,working
            L3,2026-01-05T10:00:00Z,A,working
            L4,2026-01-05T10:00:00Z,A,closed
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,occurred_at,completed
            1,L1,call,2026-01-05T10:10:00Z,true
            2,L2,call,2026-01-05T10:20:00Z,false
            3,L3,email,2026-01-05T10:30:00Z,true
            4,L3,email,2026-01-05T10:40:00Z,true
            """);

        var answer = await World.GetAsync($"{January}&target=PT20M");

        // Ranks 10, 20, 30, ∞ minutes: p50 = 20 + 0.5 × (30 − 20) = 25 minutes = 1500 s; p90 lies between 30 and ∞: null.
        // Two of four within 20 minutes: 50 %.
        Assert.That(
            answer["totals"]!.Table("responseP50Seconds responseP90Seconds answeredWithinTarget responseDue withinTarget.percent responsePending neverAnswered"),
            Is.EqualTo("1500 - 2 4 50 0 1"));
    }

    [Test]
    public async Task A_young_unanswered_lead_is_pending_and_an_answer_before_the_start_is_left_out()
    {
        // At 2026-01-05T11:00Z L1 has waited 30 minutes of the target's hour, L2 two hours; L3 was called before it was created.
        World.Clock.Now = new DateTimeOffset(2026, 1, 5, 11, 0, 0, TimeSpan.Zero);
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-05T10:30:00Z,A\nL2,2026-01-05T09:00:00Z,A\nL3,2026-01-05T09:00:00Z,A\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L3,call,2026-01-05T08:00:00Z\n");

        var answer = await World.GetAsync(January);

        Assert.That(
            answer["totals"]!.Table("answeredWithinTarget responseDue withinTarget.percent responsePending neverAnswered responseP50Seconds"),
            Is.EqualTo("0 1 0 1 2 -"));
        Assert.That(answer["meta"]!["warnings"]!.AsArray().Select(w => w!.Table("code count percent")), Does.Contain("RESPONSE_BEFORE_START 1 33.3333"));
    }

    [Test]
    public async Task Young_leads_count_neither_for_nor_against_the_share_within_the_target()
    {
        // At 11:00 four leads are 5 minutes old, one of them answered: counting it alone would say 100 %. L5, two hours old, was answered in 10 minutes.
        World.Clock.Now = new DateTimeOffset(2026, 1, 5, 11, 0, 0, TimeSpan.Zero);
        await World.ImportAsync("leads", """
            lead_id,created_at
            L1,2026-01-05T10:55:00Z
            L2,2026-01-05T10:55:00Z
            L3,2026-01-05T10:55:00Z
            L4,2026-01-05T10:55:00Z
            L5,2026-01-05T09:00:00Z
            L6,2026-01-05T09:00:00Z
            """);
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-05T10:57:00Z\n2,L5,call,2026-01-05T09:10:00Z\n");

        var answer = await World.GetAsync(January);

        // L5 of L5 and L6: 1 ÷ 2.
        Assert.That(answer["totals"]!.Table("answeredWithinTarget responseDue withinTarget.percent responsePending neverAnswered"), Is.EqualTo("1 2 50 4 4"));
    }

    [Test]
    public async Task The_clock_may_start_at_the_first_assignment()
    {
        // L1 was assigned at 11:00 and called at 11:05: 300 s. L2 was never assigned: its clock never started.
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T10:00:00Z\nL2,2026-01-05T10:00:00Z\n");
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL1,A,2026-01-05T11:00:00Z\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-05T11:05:00Z\n2,L2,call,2026-01-05T12:00:00Z\n");

        var answer = await World.GetAsync($"{January}&start=assigned");

        Assert.That(answer["totals"]!.Table("leads responseP50Seconds responseDue neverAnswered"), Is.EqualTo("2 300 1 0"));
    }

    [Test]
    public async Task Open_load_counts_what_is_open_now_whenever_it_was_created_and_neglect_has_its_reasons()
    {
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Amal,10\nB,Badr,\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,status
            uncontacted,2025-06-01T00:00:00Z,A,new
            idle,2026-01-05T00:00:00Z,A,working
            overdue,2026-01-05T00:00:00Z,A,working
            unplanned,2026-01-05T00:00:00Z,A,working
            cared-for,2026-01-05T00:00:00Z,A,working
            closed,2026-01-05T00:00:00Z,A,closed
            converted,2026-01-05T00:00:00Z,B,working
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,due_at,occurred_at
            1,idle,call,,2026-02-20T00:00:00Z
            2,idle,call,2026-03-05T00:00:00Z,
            3,overdue,call,,2026-02-28T00:00:00Z
            4,overdue,call,2026-02-28T12:00:00Z,
            5,unplanned,call,,2026-02-28T00:00:00Z
            6,cared-for,call,,2026-02-28T00:00:00Z
            7,cared-for,call,2026-03-05T00:00:00Z,
            8,uncontacted,task,2026-03-05T00:00:00Z,
            """);
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\nO1,converted,2026-01-10T00:00:00Z\n");

        var answer = await World.GetAsync(January);

        // A: five open of seven, one of them of last June and so not of the period; 5 ÷ 10 = 0.5. Only cared-for is not neglected.
        Assert.That(
            answer["data"]!.Table("ownerId capacity leads openLoad neglected loadPerCapacity"),
            Is.EqualTo("A 10 5 5 4 0.5\nB - 1 0 0 -"));
        Assert.That(
            await World.LeadsAsync((string)answer["data"]![0]!["links"]!["neglected"]!),
            Is.EqualTo(new[] { "uncontacted", "idle", "overdue", "unplanned" }));
        var page = await World.GetAsync("/v1/leads?figure=openLoad");
        Assert.That(
            page["data"]!.AsArray().Select(lead => $"{lead!["leadId"]}: {string.Join(' ', lead["neglectedBecause"]!.AsArray())}"),
            Is.EqualTo(new[] { "uncontacted: uncontacted", "idle: idle", "overdue: overdue", "unplanned: unplanned", "cared-for: " }));
    }

    [Test]
    public async Task What_is_open_does_not_depend_on_the_basis()
    {
        // Of those resolved in January there is L2; L1 lies open, uncontacted for two months.
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,status\nL1,2026-01-05T00:00:00Z,A,new\nL2,2026-01-05T00:00:00Z,A,closed\n");
        await World.ImportAsync("lead-statuses", "lead_id,status,changed_at\nL2,closed,2026-01-10T00:00:00Z\n");

        var answer = await World.GetAsync($"{January}&basis=resolved");

        Assert.That(answer["data"]!.Table("ownerId leads openLoad neglected"), Is.EqualTo("A 1 1 1"));
        foreach (var figure in new[] { "openLoad", "neglected" })
        {
            Assert.That(await World.LeadsAsync((string)answer["totals"]!["links"]![figure]!), Is.EqualTo(new[] { "L1" }), figure);
        }
    }

    [Test]
    public async Task Capacities_of_the_rows_sum_to_the_total()
    {
        // Celine has left and has no lead: no row, and no capacity.
        await World.ImportAsync("owners", "owner_id,name,active,capacity\nA,Amal,true,10\nB,Badr,true,20\nC,Celine,false,1000\n");
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-05T00:00:00Z,A\n");

        var answer = await World.GetAsync(January);

        Assert.That(answer["data"]!.Table("ownerId capacity"), Is.EqualTo("A 10\nB 20"));
        Assert.That(answer["totals"]!.Table("capacity"), Is.EqualTo("30"));
    }

    [Test]
    public async Task Capacities_may_be_as_large_as_the_import_takes_them()
    {
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Amal,2147483647\nB,Badr,2147483647\n");

        Assert.That((await World.GetAsync(January))["totals"]!.Table("capacity"), Is.EqualTo("4294967294"));
    }

    [Test]
    public async Task Where_nothing_is_ever_planned_the_lack_of_a_plan_is_no_neglect()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,status\nL1,2026-01-05T00:00:00Z,A,working\n");

        // The due time of what is done already plans nothing.
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at,due_at\n1,L1,call,2026-02-28T00:00:00Z,2026-02-28T00:00:00Z\n");

        var answer = await World.GetAsync(January);

        Assert.That(answer["totals"]!.Table("openLoad neglected"), Is.EqualTo("1 0"));
        Assert.That(answer["meta"]!["warnings"]!.AsArray().Select(w => (string)w!["code"]!), Does.Contain("NO_PLANNED_ACTIVITIES"));
    }
}
