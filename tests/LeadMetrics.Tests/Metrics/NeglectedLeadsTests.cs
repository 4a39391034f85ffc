using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>What is left lying, seen from 2026-03-01T00:00Z.</summary>
public class NeglectedLeadsTests(string engine) : ServiceTests(engine)
{
    [SetUp]
    public async Task FillAsync()
    {
        // L1 and L2: never contacted for weeks, L2 the older and L4 of the same instant. L3: contacted, idle for ten days,
        // its next call overdue. L5 is well: contacted yesterday, a call planned. L6 is new. L7 is closed.
        await World.ImportAsync("owners", "owner_id,name\nA,Amal\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,status
            L1,2026-02-10T00:00:00Z,A,new
            L2,2026-01-10T00:00:00Z,B,new
            L3,2026-02-01T00:00:00Z,A,working
            L4,2026-01-10T00:00:00Z,A,new
            L5,2026-01-01T00:00:00Z,A,working
            L6,2026-02-28T12:00:00Z,A,new
            L7,2026-01-01T00:00:00Z,A,closed
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,occurred_at,due_at
            1,L3,call,2026-02-19T00:00:00Z,
            2,L3,call,,2026-02-25T00:00:00Z
            3,L5,call,2026-02-28T00:00:00Z,
            4,L5,call,,2026-03-05T00:00:00Z
            5,L6,call,,2026-03-02T00:00:00Z
            """);
    }

    [Test]
    public async Task Lists_the_oldest_first_with_every_reason_and_counts_by_owner()
    {
        var page = await World.GetAsync("/v1/leads/neglected");

        Assert.That(page["data"]!.AsArray().Select(lead => $"{lead!["leadId"]} {string.Join('+', lead["neglectedBecause"]!.AsArray())}"), Is.EqualTo(new[]
        {
            "L2 uncontacted+unplanned", "L4 uncontacted+unplanned", "L3 idle+overdue", "L1 uncontacted+unplanned",
        }));
        Assert.That(page.Table("total next asOf"), Is.EqualTo("4 - 2026-03-01T00:00:00Z"));
        Assert.That(
            page["owners"]!.Table("ownerId name neglected neglectedUncontacted neglectedIdle neglectedOverdue neglectedUnplanned oldestCreatedAt"),
            Is.EqualTo("A Amal 3 2 1 1 2 2026-01-10T00:00:00Z\nB - 1 1 0 0 1 2026-01-10T00:00:00Z"));
        Assert.That(await World.LeadsAsync((string)page["owners"]![0]!["leads"]!), Is.EqualTo(new[] { "L1", "L3", "L4" }));
    }

    [Test]
    public async Task Pages_follow_each_other_also_between_leads_of_one_instant() =>
        Assert.That(await World.LeadsAsync("/v1/leads/neglected?pageSize=1"), Is.EqualTo(new[] { "L2", "L4", "L3", "L1" }));

    [Test]
    public async Task The_limits_and_filters_are_the_callers()
    {
        Assert.That(await World.LeadsAsync("/v1/leads/neglected?ownerId=B"), Is.EqualTo(new[] { "L2" }));
        Assert.That(await World.LeadsAsync("/v1/leads/neglected?from=2026-02-01"), Is.EqualTo(new[] { "L3", "L1" }));

        // Idle for more than twelve hours takes in L5, untouched for a day; L6 has a plan and is as old as the limit, not older.
        Assert.That(await World.LeadsAsync("/v1/leads/neglected?idleAfter=PT12H&uncontactedAfter=PT12H"), Is.EqualTo(new[] { "L5", "L2", "L4", "L3", "L1" }));
        Assert.That(await World.ErrorsAsync("/v1/leads/neglected?figure=leads"), Does.ContainKey("figure"));
    }

    [Test]
    public async Task It_agrees_with_owner_efficiency()
    {
        var rows = (await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime"))["data"]!;
        Assert.That(rows.Table("ownerId neglected"), Is.EqualTo("A 3\nB 1"));
    }
}
