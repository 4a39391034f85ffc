using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>When a lead was open, closed and opened again. Seen from 2026-03-01T00:00Z.</summary>
public class LeadStatusHistoryTests(string engine) : ServiceTests(engine)
{
    [SetUp]
    public async Task FillAsync()
    {
        // Closed on the 20th; closed on the 10th, opened again on the 25th; closed, the CRM does not say when.
        await World.ImportAsync("leads", """
            lead_id,created_at,status
            closed,2026-01-05T00:00:00Z,closed
            reopened,2026-01-05T00:00:00Z,working
            undated,2026-01-05T00:00:00Z,closed
            """);
        await World.ImportAsync("lead-statuses", """
            lead_id,status,changed_at
            closed,working,2026-01-08T00:00:00Z
            closed,closed,2026-01-20T00:00:00Z
            reopened,closed,2026-01-10T00:00:00Z
            reopened,working,2026-01-25T00:00:00Z
            """);
    }

    [TestCase("2026-01-06T00:00:00Z", "closed - -\nreopened - -\nundated closed -")]
    [TestCase("2026-01-15T00:00:00Z", "closed working -\nreopened closed 2026-01-10T00:00:00Z\nundated closed -")]
    [TestCase("2026-01-22T00:00:00Z", "closed closed 2026-01-20T00:00:00Z\nreopened closed 2026-01-10T00:00:00Z\nundated closed -")]
    [TestCase("2026-02-01T00:00:00Z", "closed closed 2026-01-20T00:00:00Z\nreopened working -\nundated closed -")]
    public async Task A_lead_has_the_status_of_its_time(string asOf, string expected)
    {
        var page = await World.GetAsync("/v1/leads?asOf=" + asOf);
        Assert.That(page["data"]!.Table("leadId status closedAt"), Is.EqualTo(expected));
    }

    [TestCase("2026-01-06T00:00:00Z", "closed reopened")]
    [TestCase("2026-01-15T00:00:00Z", "closed")]
    [TestCase("2026-01-22T00:00:00Z", "")]
    [TestCase("2026-02-01T00:00:00Z", "reopened")]
    public async Task Open_is_what_was_not_closed_then(string asOf, string expected) =>
        Assert.That(string.Join(' ', await World.LeadsAsync("/v1/leads?figure=openLoad&asOf=" + asOf)), Is.EqualTo(expected));
}
