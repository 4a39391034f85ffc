using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Days, weeks and months are those of the zone's wall clocks, whatever the clocks did.</summary>
public class IntervalZoneTests(string engine) : ServiceTests(engine)
{
    // The zone; the interval and the period; leads by when they were created; the rows that hold any.
    [TestCase("Asia/Riyadh", "day&from=2026-01-09&to=2026-01-11", "2026-01-10T20:59:59.999Z 2026-01-10T21:00:00Z", "2026-01-10 1\n2026-01-11 1",
        TestName = "Riyadh is three hours ahead")]
    [TestCase("Africa/Cairo", "day&from=2026-04-22&to=2026-04-26", "2026-04-23T21:59:59.999Z 2026-04-23T22:00:00Z 2026-04-24T20:59:59.999Z 2026-04-24T21:00:00Z",
        "2026-04-23 1\n2026-04-24 2\n2026-04-25 1", TestName = "Cairo's 2026-04-24 has 23 hours and no midnight")]
    [TestCase("Africa/Cairo", "month&from=2026-03-01&to=2026-10-31", "2026-04-30T20:59:59.999Z 2026-04-30T21:00:00Z 2026-09-30T20:59:59.999Z 2026-09-30T21:00:00Z",
        "2026-04-01 1\n2026-05-01 1\n2026-09-01 1\n2026-10-01 1", TestName = "Cairo's summer months start three hours ahead")]
    [TestCase("Asia/Beirut", "day&from=2026-03-28&to=2026-03-30", "2026-03-28T21:59:59.999Z 2026-03-28T22:00:00Z 2026-03-29T20:59:59.999Z 2026-03-29T21:00:00Z",
        "2026-03-28 1\n2026-03-29 2\n2026-03-30 1", TestName = "Beirut's 2026-03-29 has 23 hours and no midnight")]
    [TestCase("America/New_York", "day&from=2026-10-31&to=2026-11-02",
        "2026-11-01T03:59:59.999Z 2026-11-01T04:00:00Z 2026-11-01T05:30:00Z 2026-11-01T06:30:00Z 2026-11-02T04:59:59.999Z 2026-11-02T05:00:00Z",
        "2026-10-31 1\n2026-11-01 4\n2026-11-02 1", TestName = "New York's 2026-11-01 has 25 hours, and half past one twice")]
    [TestCase("America/Havana", "day&from=2026-10-31&to=2026-11-02", "2026-11-01T03:59:59.999Z 2026-11-01T04:00:00Z 2026-11-01T05:00:00Z 2026-11-02T05:00:00Z",
        "2026-10-31 1\n2026-11-01 2\n2026-11-02 1", TestName = "Havana's 2026-11-01 has two midnights and starts at the first")]
    [TestCase("America/Nuuk", "day&from=2022-01-01&to=2024-12-31",
        "2022-01-02T02:59:59.999Z 2022-01-02T03:00:00Z 2024-03-31T00:59:59.999Z 2024-03-31T01:00:00Z 2024-12-01T01:59:59.999Z 2024-12-01T02:00:00Z",
        "2022-01-01 1\n2022-01-02 1\n2024-03-30 1\n2024-03-31 1\n2024-11-30 1\n2024-12-01 1", TestName = "Nuuk went by three offsets in three years")]
    [TestCase("Asia/Kathmandu", "week&from=2026-01-04&to=2026-01-17", "2026-01-10T18:14:59.999Z 2026-01-10T18:15:00Z", "2026-01-04 1\n2026-01-11 1",
        TestName = "Kathmandu is five hours and three quarters ahead")]
    [TestCase("America/St_Johns", "day&from=2026-10-31&to=2026-11-02", "2026-11-01T02:29:59.999Z 2026-11-01T02:30:00Z 2026-11-02T03:29:59.999Z 2026-11-02T03:30:00Z",
        "2026-10-31 1\n2026-11-01 2\n2026-11-02 1", TestName = "St John's is two hours and a half behind, then three and a half")]
    [TestCase("America/St_Johns", "day&from=2010-11-06&to=2010-11-08", "2010-11-07T02:29:59.999Z 2010-11-07T02:30:00Z 2010-11-07T02:31:00Z 2010-11-08T03:29:59.999Z 2010-11-08T03:30:00Z",
        "2010-11-06 1\n2010-11-07 3\n2010-11-08 1", TestName = "St John's fell back into the day before at a minute past midnight")]
    [TestCase("Pacific/Apia", "day&from=2011-12-28&to=2012-01-01", "2011-12-30T09:59:59.999Z 2011-12-30T10:00:00Z", "2011-12-29 1\n2011-12-31 1",
        TestName = "Samoa skipped a day, which is empty")]
    public async Task A_lead_is_of_the_local_day_that_it_was_created_on(string zone, string interval, string created, string expected)
    {
        World.Clock.Now = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await World.ImportAsync("leads", "lead_id,created_at\n" + string.Concat(created.Split(' ').Select((at, i) => $"L{i},{at}\n")));

        var answer = await World.GetAsync($"/v1/metrics/funnel?tz={zone}&interval={interval}");

        Assert.That(
            answer["data"]!.AsArray().Where(row => (long)row!["leads"]! > 0).Select(row => row!.Table("from leads")),
            Is.EqualTo(expected.Split('\n')));
        Assert.That(Counts.SumOf(answer, "funnel"), Is.EqualTo(Counts.Of(answer["totals"]!, "funnel")));

        // All are open: read one by one they stand in the same rows.
        var ages = await World.GetAsync($"/v1/metrics/lead-ageing?tz={zone}&interval={interval}");
        Assert.That(
            ages["data"]!.AsArray().Where(row => (long)row!["openLeads"]! > 0).Select(row => row!.Table("from openLeads")),
            Is.EqualTo(expected.Split('\n')));

        // Only of the rows with leads: a link each would be a thousand questions.
        foreach (var row in answer["data"]!.AsArray().Where(row => (long)row!["leads"]! > 0))
        {
            Assert.That(await World.LeadsAsync((string)row!["links"]!["leads"]!), Has.Count.EqualTo((int)row["leads"]!), row.Table("from"));
        }
    }

    [Test]
    public async Task An_hour_and_a_weekday_are_those_of_the_wall_clock()
    {
        // Half past one twice on New York's Sunday, 2026-11-01; in Kathmandu 11:15 and 12:15, in St John's, whose clocks have moved by then, 02:00 and 03:00.
        World.Clock.Now = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-11-01T05:30:00Z\nL2,2026-11-01T06:30:00Z\nL3,2026-11-02T04:59:59.999Z\n");

        foreach (var (zone, hours, weekdays) in new[]
        {
            ("America/New_York", "01 2\n23 1", "sunday 3"), ("Asia/Kathmandu", "10 1\n11 1\n12 1", "sunday 2\nmonday 1"),
            ("America/St_Johns", "01 1\n02 1\n03 1", "sunday 2\nmonday 1"),
        })
        {
            var asked = $"/v1/metrics/response-time?tz={zone}&from=2026-10-01&to=2026-11-30&groupBy=";
            Assert.That((await World.GetAsync(asked + "hour"))["data"]!.Table("group leads"), Is.EqualTo(hours), zone);
            Assert.That((await World.GetAsync(asked + "weekday"))["data"]!.Table("group leads"), Is.EqualTo(weekdays), zone);
        }
    }

    [Test]
    public async Task Times_of_day_do_not_matter_to_a_series_of_other_offsets_than_the_questions_own()
    {
        // Resolved in summer, created in winter: the slots are those of the resolution.
        World.Clock.Now = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-01T00:00:00Z\nL2,2026-01-01T00:00:00Z\n");
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\nR1,K1,L1,2026-07-01T20:59:59Z,10\nR2,K2,L2,2026-07-01T21:00:00Z,10\n");

        foreach (var basis in new[] { "resolved", "period" })
        {
            var answer = await World.GetAsync($"/v1/metrics/funnel?tz=Africa/Cairo&interval=day&from=2026-07-01&to=2026-07-02&basis={basis}");

            Assert.That(answer["data"]!.Table("from convertedToCustomer leadToCustomerDaysP50"), Is.EqualTo("2026-07-01 1 181.875\n2026-07-02 1 181.875"), basis);
        }
    }
}
