using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>CAPACITY_SHORT: leads pile up. December beside January, seen from 2026-03-01T00:00Z.</summary>
public class BacklogTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-01-31";
    private const string Numbers = "code numbers.contactRatePercent numbers.earlierContactRatePercent numbers.openAtStart numbers.openAtEnd";

    [Test]
    public async Task Fires_beside_an_earlier_window_alone()
    {
        // December: 20 leads, all contacted and closed within it. January: 20 leads, 5 of them contacted, none closed.
        await FillAsync("2025-12-05", 20, contacted: 20, closedOn: "2025-12-20");
        await FillAsync("2026-01-05", 20, contacted: 5);

        Assert.That(await AskAsync("&compare=previousPeriod"), Is.EqualTo("CAPACITY_SHORT 25 100 0 20"));
        Assert.That(await AskAsync("&compare=previousPeriod&basis=resolved"), Is.EqualTo("CAPACITY_SHORT 25 100 0 20"));
        Assert.That(await AskAsync("&compare=previousPeriod&sourceId=ads"), Is.EqualTo("CAPACITY_SHORT 25 100 0 20"));

        // By a status of now nobody knows what was open then; without an earlier window nothing falls; last January there was nothing.
        Assert.That(await AskAsync("&compare=previousPeriod&status=working"), Is.Empty);
        Assert.That(await AskAsync(""), Is.Empty);
        Assert.That(await AskAsync("&compare=previousYear"), Is.Empty);
    }

    // January's leads lie open. Of December's, 20 more were open when January began.
    [TestCase("2026-01-01", "", Description = "They were closed in January: 20 were open at its start, 20 at its end.")]
    [TestCase("2025-12-31", "CAPACITY_SHORT 25 100 0 20", Description = "They were closed before.")]
    [TestCase("2026-01-31", "", Description = "As before, on the last day.")]
    [TestCase("2026-02-01", "CAPACITY_SHORT 25 100 20 40", Description = "They were open to the end of January.")]
    [TestCase(null, "", Description = "Nobody knows when they were closed: they may have been open when January began.")]
    public async Task The_backlog_is_of_the_periods_first_and_last_instant(string? closedOn, string expected)
    {
        await FillAsync("2025-12-05", 20, contacted: 20, closedOn ?? "");
        await FillAsync("2026-01-05", 20, contacted: 5);

        Assert.That(await AskAsync("&compare=previousPeriod"), Is.EqualTo(expected));
    }

    [Test]
    public async Task An_end_of_unknown_time_in_the_period_may_have_been_early()
    {
        // The 20 of January are closed nobody knows when: for all that is known none was open at its end.
        await FillAsync("2025-12-05", 20, contacted: 20, closedOn: "2025-12-20");
        await FillAsync("2026-01-05", 20, contacted: 5, closedOn: "");

        Assert.That(await AskAsync("&compare=previousPeriod"), Is.Empty);
    }

    [Test]
    public async Task Leads_that_convert_lie_open_until_then()
    {
        // December's 20 converted on the 2nd of January: open at its start. So many came and stayed: 40 at its end.
        await FillAsync("2025-12-05", 20, contacted: 20);
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"O{i},2025-12-05-{i},2026-01-02T00:00:00Z\n")));
        await FillAsync("2026-01-05", 40, contacted: 5);

        Assert.That(await AskAsync("&compare=previousPeriod"), Is.EqualTo("CAPACITY_SHORT 12.5 100 20 40"));
    }

    [Test]
    public async Task The_earlier_window_is_seen_from_as_long_after_its_beginning()
    {
        // On 2026-01-20 the leads of the 15th are 5 days old. Those of 2025-12-15 were contacted after 6 days: on the 20th of December none was.
        World.Clock.Now = new DateTimeOffset(2026, 1, 20, 0, 0, 0, TimeSpan.Zero);
        await FillAsync("2025-12-15", 20, contacted: 20, closedOn: "2025-12-31", contactedOn: "2025-12-21");
        await FillAsync("2026-01-15", 20, contacted: 1);
        Assert.That(await AskAsync("&compare=previousPeriod"), Is.Empty);

        // Leads that came later in December than January has got are not yet there: without the contacted ones of the 5th it would be 20 of 40.
        await FillAsync("2025-12-05", 20, contacted: 20, closedOn: "2025-12-31", contactedOn: "2025-12-06");
        await FillAsync("2025-12-25", 20, contacted: 20, closedOn: "2025-12-31", contactedOn: "2025-12-25");
        Assert.That(await AskAsync("&compare=previousPeriod"), Is.EqualTo("CAPACITY_SHORT 5 50 0 20"));
    }

    [Test]
    public async Task At_the_end_of_a_period_that_is_not_over_the_backlog_is_the_open_load()
    {
        await FillAsync("2025-12-05", 20, contacted: 20, closedOn: "2025-12-20");
        await FillAsync("2026-01-05", 20, contacted: 5);
        await FillAsync("2026-02-05", 20, contacted: 0);

        // As of 2026-01-10 the leads of February are not known; as of 2026-03-01 they came after the period.
        foreach (var (asked, load) in new[] { ("&asOf=2026-01-10T00:00:00Z", "20"), ("", "40") })
        {
            Assert.That(await AskAsync("&compare=previousPeriod" + asked), Is.EqualTo("CAPACITY_SHORT 25 100 0 20"));
            Assert.That((await World.GetAsync(January + asked))["totals"]!.Table("openLoad"), Is.EqualTo(load));
        }
    }

    [Test]
    public async Task An_owner_below_the_others_is_another_matter()
    {
        await FillAsync("2025-12-05", 20, contacted: 20, closedOn: "2025-12-20");
        await FillAsync("2026-01-05", 40, contacted: 5, owner: "B");
        await FillAsync("2026-01-06", 40, contacted: 5, owner: "A");
        Assert.That(await AskAsync("&compare=previousPeriod"), Does.StartWith("CAPACITY_SHORT"));

        // A converts half of the leads, B none.
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"O{i},2026-01-06-{i},2026-02-10T00:00:00Z\n")));
        Assert.That(await AskAsync("&compare=previousPeriod"), Does.Not.Contain("CAPACITY_SHORT"));
    }

    private async Task<string> AskAsync(string asked) =>
        string.Join('\n', (await World.GetAsync(January + asked))["totals"]!["insights"]!.AsArray().Where(one => (string?)one!["code"] == "CAPACITY_SHORT").Select(one => one!.Table(Numbers)));

    // Leads of a day, the first of which are contacted; open, or closed on a day, or (where that is "") nobody knows when.
    private async Task FillAsync(string day, int leads, int contacted, string? closedOn = null, string? contactedOn = null, string owner = "A")
    {
        var ids = Enumerable.Range(1, leads).Select(i => $"{day}-{i}").ToList();
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id,status\n" + string.Concat(ids.Select(id => $"{id},{day}T00:00:00Z,{owner},ads,{(closedOn is null ? "working" : "closed")}\n")));
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n" + string.Concat(ids.Take(contacted).Select(id => $"A{id},{id},call,{contactedOn ?? day}T01:00:00Z\n")));
        await World.ImportAsync("lead-statuses", "lead_id,status,changed_at\n" + string.Concat(ids.Where(_ => closedOn?.Length > 0).Select(id => $"{id},closed,{closedOn}T00:00:00Z\n")));
    }
}
