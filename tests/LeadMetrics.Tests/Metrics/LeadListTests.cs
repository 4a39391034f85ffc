using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>A figure equals its leads.</summary>
public class LeadListTests(string engine) : ServiceTests(engine)
{
    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,status
            L1,2026-01-05T00:00:00Z,A,ads,converted
            L2,2026-01-06T00:00:00Z,A,,working
            L3,2026-01-07T00:00:00Z,A,ads,closed
            L4,2026-02-28T23:30:00Z,B,ads,new
            L5,2026-01-09T00:00:00Z,,ads,new
            L6,2025-01-09T00:00:00Z,B,ads,new
            L7,2026-01-30T00:00:00Z,B,ads,working
            """);
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL1,B,2026-01-05T00:00:00Z\nL1,A,2026-01-30T00:00:00Z\n");
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,occurred_at,due_at
            1,L1,call,2026-01-05T00:30:00Z,
            2,L2,call,2026-01-07T00:00:00Z,
            3,L7,call,2026-01-29T00:00:00Z,
            4,L2,task,,2026-03-09T00:00:00Z
            """);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,amount,closed_at,currency
            O1,L1,2026-01-20T00:00:00Z,won,10,2026-01-25T00:00:00Z,EUR
            O2,L5,2026-01-08T00:00:00Z,open,10,,
            """);
    }

    [TestCase("from=2026-01-01&to=2026-02-28")]
    [TestCase("preset=allTime&ownerAt=current&conversion=customer")]
    [TestCase("preset=allTime&ownerAt=created&sourceId=ads&window=P20D")]
    [TestCase("from=2026-01-01&to=2026-02-28&asOf=2026-01-21T00:00:00Z&start=assigned&ownerAt=firstAssigned")]
    [TestCase("preset=allTime&clock=business&target=PT4H")]
    [TestCase("from=2026-01-06&to=2026-01-07&ownerId=A&status=working&status=closed&target=P2D&idleAfter=P60D&uncontactedAfter=P90D")]
    public async Task Every_count_is_as_long_as_its_list(string question)
    {
        var answer = await World.GetAsync("/v1/metrics/owner-efficiency?" + question);

        var counts = 0;
        foreach (var row in answer["data"]!.AsArray().Append(answer["totals"]!.DeepClone()))
        {
            foreach (var (name, link) in row!["links"]!.AsObject())
            {
                var page = await World.GetAsync((string)link!);
                Assert.That((long)page["total"]!, Is.EqualTo((long)row[name]!), $"{name} of {row["ownerId"] ?? "all"}");
                Assert.That(page["data"]!.AsArray(), Has.Count.EqualTo((int)row[name]!), (string)link!);
                counts++;
            }
        }

        // Fifteen counts a row, and each whole number of a row but the capacity has a link.
        Assert.That(counts, Is.EqualTo(15 * (answer["data"]!.AsArray().Count + 1)));
        var unlinked = answer["totals"]!.AsObject().Where(p => p.Value is JsonValue v && v.TryGetValue<long>(out _)).Select(p => p.Key)
            .Except(answer["totals"]!["links"]!.AsObject().Select(p => p.Key));
        Assert.That(unlinked, Is.SubsetOf(new[] { "capacity", "wonAmount", "orderAmount", "responseP50Seconds", "responseP90Seconds" }));
    }

    [Test]
    public async Task A_lead_is_listed_with_its_milestones()
    {
        var page = await World.GetAsync("/v1/leads?figure=convertedToCustomer");
        Assert.That(
            page["data"]!.Table("leadId ownerId sourceId campaignId status createdAt firstAssignedAt firstAttemptAt firstContactAt firstOpportunityAt firstWonAt lastActivityAt wonAmount"),
            Is.EqualTo("L1 B ads (none) converted 2026-01-05T00:00:00Z 2026-01-05T00:00:00Z 2026-01-05T00:30:00Z 2026-01-05T00:30:00Z 2026-01-20T00:00:00Z 2026-01-25T00:00:00Z 2026-01-05T00:30:00Z 0"));
        Assert.That(page.Table("total next figure asOf"), Is.EqualTo("1 - convertedToCustomer 2026-03-01T00:00:00Z"));
    }

    [Test]
    public async Task Pages_follow_each_other_without_gap_or_overlap()
    {
        var first = await World.GetAsync("/v1/leads?pageSize=3");
        Assert.That(first["data"]!.Table("leadId"), Is.EqualTo("L1\nL2\nL3"));
        Assert.That(await World.LeadsAsync("/v1/leads?pageSize=3"), Is.EqualTo(new[] { "L1", "L2", "L3", "L4", "L5", "L6", "L7" }));

        // An imported lead does not move the pages that were already asked for: their address holds the instant.
        World.Clock.Now = World.Clock.Now.AddDays(1);
        await World.ImportAsync("leads", "lead_id,created_at\nL0,2026-03-01T12:00:00Z\n");
        Assert.That(await World.LeadsAsync((string)first["next"]!), Is.EqualTo(new[] { "L4", "L5", "L6", "L7" }));
    }

    [Test]
    public async Task A_period_stays_on_every_page_also_of_a_figure_that_has_none()
    {
        // Open and created in January: L2, L7 (L3 is closed, L5 converted, L1 too; L4 and L6 are of other months).
        Assert.That(
            await World.LeadsAsync("/v1/leads?figure=openLoad&from=2026-01-01&to=2026-01-31&pageSize=1"), Is.EqualTo(new[] { "L2", "L7" }));
    }

    [Test]
    public async Task An_unknown_lead_or_figure_is_refused()
    {
        Assert.That((await World.ErrorsAsync("/v1/leads?after=L99"))["after"]!.ToJsonString(), Does.Contain("unknown"));
        Assert.That((await World.ErrorsAsync("/v1/leads?figure=won"))["figure"]!.ToJsonString(), Does.Contain("neglected"));
    }
}
