using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Working time on days on which the clocks change: an hour that the zone skips is not worked, one that it repeats is worked twice.</summary>
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
public class BusinessClockZoneTests(string engine)
{
    // New York, Sunday 2026-03-08: 01:59 EST is followed by 03:00 EDT, so that 0 to 6 lasts 5 hours; on 2026-11-01 it lasts 7.
    [TestCase("America/New_York", "Sunday", "00:00", "06:00", "2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z", "18000")]
    [TestCase("America/New_York", "Sunday", "00:00", "06:00", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "25200")]

    // From half past two, which is skipped: 3 hours until 6.
    [TestCase("America/New_York", "Sunday", "02:30", "06:00", "2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z", "10800")]

    // Cairo, Friday 2026-04-24 has no midnight: it begins at 01:00, and 0 to 6 lasts 5 hours. Thursday 2026-10-29 has 25, the 23rd twice.
    [TestCase("Africa/Cairo", "Friday", "00:00", "06:00", "2026-04-23T12:00:00Z", "2026-04-24T12:00:00Z", "18000")]
    [TestCase("Africa/Cairo", "Thursday", "00:00", "24:00", "2026-10-28T12:00:00Z", "2026-10-30T12:00:00Z", "90000")]
    public async Task Working_time_is_what_the_wall_clock_shows(string zone, string day, string from, string to, string created, string called, string seconds)
    {
        await using var world = await World.StartAsync(
            engine, $"--Reports:TimeZone={zone}", $"--Reports:WorkingCalendar:Days={day}", $"--Reports:WorkingCalendar:From={from}", $"--Reports:WorkingCalendar:To={to}");
        world.Clock.Now = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        await world.ImportAsync("leads", $"lead_id,created_at\nL1,{created}\n");
        await world.ImportAsync("activities", $"activity_id,lead_id,type,occurred_at\n1,L1,call,{called}\n");

        Assert.That((await world.GetAsync("/v1/metrics/owner-efficiency?preset=allTime&clock=business"))["totals"]!.Table("responseP50Seconds"), Is.EqualTo(seconds));
    }
}
