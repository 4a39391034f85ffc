using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>How old open leads are, seen from 2026-03-01T00:00Z.</summary>
public class LeadAgeingTests(string engine) : ServiceTests(engine)
{
    [SetUp]
    public async Task FillAsync()
    {
        // Ages: L1 0 days, L2 7.99…, L3 8 exactly, L4 30.5, L5 59, L6 90, L7 91, of which L7 is closed and L6 converted.
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,status
            L1,2026-03-01T00:00:00Z,A,new
            L2,2026-02-21T00:00:01Z,A,new
            L3,2026-02-21T00:00:00Z,A,working
            L4,2026-01-29T12:00:00Z,B,working
            L5,2026-01-01T00:00:00Z,B,
            L6,2025-12-01T00:00:00Z,B,new
            L7,2025-11-30T00:00:00Z,B,closed
            L8,2025-11-30T00:00:00Z,,new
            """);
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\nR1,K1,L6,2026-01-01T00:00:00Z,10\n");

        // Idle: L3 2 days, L4 20 days (an automated mail is not human), L5 59 days; the others were never touched.
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,occurred_at,automated
            1,L3,call,2026-02-27T00:00:00Z,false
            2,L4,call,2026-02-09T00:00:00Z,false
            3,L4,email,2026-02-28T00:00:00Z,true
            4,L5,note,2026-01-01T00:00:00Z,false
            """);
    }

    [Test]
    public async Task Counts_open_leads_by_age_and_by_idleness()
    {
        var totals = (await World.GetAsync("/v1/metrics/lead-ageing"))["totals"]!;

        Assert.That(totals.Table("leads openLeads openShare.percent"), Is.EqualTo("8 6 75"));
        Assert.That(totals.Table("aged0To7Days aged8To14Days aged15To30Days aged31To60Days aged61To90Days aged91DaysOrMore"), Is.EqualTo("2 1 1 1 0 1"));
        Assert.That(totals.Table("idle0To7Days idle8To14Days idle15To30Days idle31To60Days idle61To90Days idle91DaysOrMore neverActive"), Is.EqualTo("1 0 1 1 0 0 3"));

        // Of L3, L4 and L5: 2, 20, 59 days idle. Ages 0, 8 less a second, 8, 30.5, 59, 91: (8 + 30.5) ÷ 2.
        Assert.That(totals.Table("idleDaysP50 idleDaysP90 ageDaysP50 ageDaysP90"), Is.EqualTo("20 51.2 19.25 75"));
    }

    [Test]
    public async Task Each_owner_has_theirs_and_every_band_its_leads()
    {
        var rows = (await World.GetAsync("/v1/metrics/lead-ageing?groupBy=owner"))["data"]!;

        Assert.That(rows.Table("group leads openLeads aged0To7Days aged91DaysOrMore neverActive"), Is.EqualTo("B 4 2 0 0 0\nA 3 3 2 0 2\n(unassigned) 1 1 0 1 1"));
        Assert.That(await World.LeadsAsync((string)rows[1]!["links"]!["aged0To7Days"]!), Is.EqualTo(new[] { "L1", "L2" }));
        Assert.That(await World.LeadsAsync((string)rows[0]!["links"]!["idle15To30Days"]!), Is.EqualTo(new[] { "L4" }));
    }
}
