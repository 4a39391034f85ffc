using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Conversion by month and age, seen from 2026-03-01T00:00Z.</summary>
public class CohortsTests(string engine) : ServiceTests(engine)
{
    [SetUp]
    public async Task FillAsync()
    {
        // December: L1 converts after 10 days, L2 after 40, L3 is closed, L4 is open (since 2025-12-31: 60 days).
        // January: L5 (created on the 20th, 40 days old) converts after 5 days; L6 (the 31st, 29 days old) after 1.
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,status
            L1,2025-12-01T00:00:00Z,A,converted
            L2,2025-12-02T00:00:00Z,A,converted
            L3,2025-12-03T00:00:00Z,A,closed
            L4,2025-12-31T00:00:00Z,B,new
            L5,2026-01-20T00:00:00Z,B,converted
            L6,2026-01-31T00:00:00Z,B,converted
            """);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at
            O1,L1,2025-12-11T00:00:00Z
            O2,L2,2026-01-11T00:00:00Z
            O5,L5,2026-01-25T00:00:00Z
            O6,L6,2026-02-01T00:00:00Z
            """);
    }

    [Test]
    public async Task Counts_by_month_and_age_and_says_which_cells_are_complete()
    {
        var answer = await World.GetAsync("/v1/metrics/cohorts?from=2025-12-01&to=2026-02-28");

        // Within 30 days: December 1 (L1) of 4; January 1 (L5) of 1 that is old enough; February nobody.
        // December is complete at 30 days on 2026-01-31 (its last moment, 2026-01-01, and 30 days), January on 2026-03-03.
        Assert.That(
            answer["data"]!.Table("from to leads converted within30Days.converted within30Days.mature within30Days.immature within30Days.rate.percent within30Days.complete within30Days.completeFrom"),
            Is.EqualTo(
                "2025-12-01 2025-12-31 4 2 1 4 0 25 true 2026-01-31\n" +
                "2026-01-01 2026-01-31 2 2 1 1 1 100 false 2026-03-03\n" +
                "2026-02-01 2026-02-28 0 0 0 0 0 - false 2026-03-31"));

        // Within 60 days of December, L4 is just old enough: 2 of 4, complete on 2026-03-02. L1 alone is 90 days old, to the day.
        Assert.That(
            answer["data"]![0]!.Table("within60Days.converted within60Days.mature within60Days.complete within60Days.completeFrom within90Days.mature within90Days.rate.percent"),
            Is.EqualTo("2 4 false 2026-03-02 1 100"));
    }

    [Test]
    public async Task The_eventual_rate_keeps_the_closed_as_failures_and_censors_the_open()
    {
        var rows = (await World.GetAsync("/v1/metrics/cohorts?from=2025-12-01&to=2025-12-31"))["data"]!;

        // At 10 days 1 of 4 converts: 3/4 are left. At 40 days 1 of 3 (L3 stays, L4 is open with 60 days): 3/4 × 2/3 = 1/2.
        // Greenwood: 1/4 × (1/(4×3) + 1/(3×2)) = 1/16, a standard error of 0.25: 50 ± 48.9991.
        Assert.That(rows.Table("rate.percent eventual.percent eventual.low eventual.high eventual.happened eventual.stillWaiting eventual.never"), Is.EqualTo("50 50 1.0009 98.9991 2 1 1"));
    }

    [Test]
    public async Task A_conversion_dated_before_its_lead_counts_as_of_the_first_day()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,status\nL7,2026-02-10T00:00:00Z,C,working\nL8,2026-02-10T00:00:00Z,C,closed\n");
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\nO7,L7,2025-12-01T00:00:00Z\n");

        // 19 days old: too young for every age. On the first day 1 of 2 converts, and L8 never does.
        var rows = (await World.GetAsync("/v1/metrics/cohorts?from=2026-02-01&to=2026-02-28"))["data"]!;
        Assert.That(
            rows.Table("leads converted within30Days.converted within30Days.immature within365Days.immature eventual.percent eventual.happened eventual.stillWaiting eventual.never"),
            Is.EqualTo("2 1 0 2 2 50 1 0 1"));

        // A month later they are 30 days old, and converted within -71.
        World.Clock.Now = new DateTimeOffset(2026, 3, 12, 0, 0, 0, TimeSpan.Zero);
        rows = (await World.GetAsync("/v1/metrics/cohorts?from=2026-02-01&to=2026-02-28"))["data"]!;
        Assert.That(rows.Table("within30Days.converted within30Days.mature within60Days.converted within60Days.immature"), Is.EqualTo("1 2 0 2"));
    }

    [Test]
    public async Task Conversion_to_a_customer_leaves_a_lead_with_an_opportunity_waiting()
    {
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\nR1,K1,L1,2025-12-21T00:00:00Z,10\n");

        var rows = (await World.GetAsync("/v1/metrics/cohorts?from=2025-12-01&to=2025-12-31&conversion=customer"))["data"]!;

        Assert.That(rows.Table("converted within30Days.converted eventual.happened eventual.stillWaiting eventual.never"), Is.EqualTo("1 1 1 2 1"));
    }

    [Test]
    public async Task A_cell_leads_to_its_leads()
    {
        var row = (await World.GetAsync("/v1/metrics/cohorts?from=2025-12-01&to=2026-01-31&groupBy=owner&interval=quarter"))["data"]!.AsArray();
        var january = row.Single(r => r!.Table("group from") == "B 2026-01-01")!;

        Assert.That(await World.LeadsAsync((string)january["links"]!["within30Days.converted"]!), Is.EqualTo(new[] { "L5" }));
        Assert.That(await World.LeadsAsync((string)january["links"]!["within30Days.immature"]!), Is.EqualTo(new[] { "L6" }));
        Assert.That(await World.LeadsAsync((string)january["links"]!["converted"]!), Is.EqualTo(new[] { "L5", "L6" }));
    }

    [Test]
    public async Task Of_all_time_it_begins_with_the_first_month_that_has_a_lead()
    {
        var answer = await World.GetAsync("/v1/metrics/cohorts");

        Assert.That(answer["data"]!.Table("from to leads"), Is.EqualTo("2025-12-01 2025-12-31 4\n2026-01-01 2026-01-31 2\n2026-02-01 2026-02-28 0\n2026-03-01 2026-03-01 0"));
        Assert.That(answer["totals"]!.Table("leads converted within30Days.converted within30Days.mature within30Days.complete within30Days.completeFrom"), Is.EqualTo("6 4 2 5 false -"));
    }
}
