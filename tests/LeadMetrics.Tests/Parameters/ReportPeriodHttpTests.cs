using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Parameters;

/// <summary>Local days, asked over HTTP. <see cref="ReportPeriodTests"/> has the days themselves.</summary>
public class ReportPeriodHttpTests(string engine) : ServiceTests(engine)
{
    [SetUp]
    public void SeenFromTheEndOfTheYear() => World.Clock.Now = new DateTimeOffset(2026, 12, 31, 12, 0, 0, TimeSpan.Zero);

    [TestCase("tz=Asia/Riyadh&from=2026-01-01&to=2026-01-31", "2026-01-01 2026-01-31 2025-12-31T21:00:00Z 2026-01-31T21:00:00Z")]
    [TestCase("tz=Africa/Cairo&from=2026-04-24&to=2026-04-24", "2026-04-24 2026-04-24 2026-04-23T22:00:00Z 2026-04-24T21:00:00Z")]
    [TestCase("tz=Asia/Beirut&from=2026-03-29&to=2026-03-29", "2026-03-29 2026-03-29 2026-03-28T22:00:00Z 2026-03-29T21:00:00Z")]
    [TestCase("tz=America/New_York&from=2026-11-01&to=2026-11-01", "2026-11-01 2026-11-01 2026-11-01T04:00:00Z 2026-11-02T05:00:00Z")]
    [TestCase("tz=Pacific/Apia&from=2011-12-30&to=2011-12-30", "2011-12-30 2011-12-30 2011-12-30T10:00:00Z 2011-12-30T10:00:00Z")]
    [TestCase("tz=Asia/Riyadh&from=2026-12-30", "2026-12-30 2026-12-31 2026-12-29T21:00:00Z 2026-12-31T21:00:00Z",
        TestName = "Without to it ends today")]
    [TestCase("tz=Pacific/Auckland&from=2026-12-30", "2026-12-30 2027-01-01 2026-12-29T11:00:00Z 2027-01-01T11:00:00Z",
        TestName = "Today is the zone's")]
    [TestCase("from=2027-02-01", "2027-02-01 2027-02-01 2027-02-01T00:00:00Z 2027-02-02T00:00:00Z",
        TestName = "Without to a day to come is a period of its own")]
    [TestCase("preset=thisWeek", "2026-12-27 2027-01-02 2026-12-27T00:00:00Z 2027-01-03T00:00:00Z",
        TestName = "A week starts on Sunday unless the installation says otherwise")]
    [TestCase("preset=thisMonth&asOf=2026-06-30T23:30:00Z&tz=Asia/Riyadh",
        "2026-07-01 2026-07-31 2026-06-30T21:00:00Z 2026-07-31T21:00:00Z", TestName = "A preset is seen from asOf, in the zone")]
    [TestCase("", "2026-12-02 2026-12-31 2026-12-02T00:00:00Z 2027-01-01T00:00:00Z", TestName = "Thirty days unless a period is given")]
    [TestCase("preset=allTime", "- - - -", TestName = "All time is no period")]
    public async Task Is_told_local_and_UTC(string question, string period)
    {
        var answer = await World.GetAsync("/v1/metrics/owner-efficiency?" + question);

        Assert.That(answer["meta"]!.Table("period.from period.to period.fromUtc period.toUtc"), Is.EqualTo(period));
    }

    // 22:30Z on the 23rd is half past midnight of the 24th in Cairo, whose clocks had just been put from 00:00 to 01:00,
    // and so 01:30 there; 22:00Z is the day's first instant, 21:59:59.999Z the 23rd's last, 21:00Z on the 24th the 25th's first.
    [TestCase("2026-04-23", "early")]
    [TestCase("2026-04-24", "first half-past last")]
    [TestCase("2026-04-25", "next")]
    public async Task A_lead_belongs_to_the_local_day_of_its_creation(string day, string leads)
    {
        await World.ImportAsync("leads", """
            lead_id,created_at
            early,2026-04-23T21:59:59.999Z
            first,2026-04-23T22:00:00Z
            half-past,2026-04-23T22:30:00Z
            last,2026-04-24T20:59:59.999Z
            next,2026-04-24T21:00:00Z
            """);

        var answer = await World.GetAsync($"/v1/metrics/owner-efficiency?tz=Africa/Cairo&from={day}&to={day}");
        var listed = await World.LeadsAsync((string)answer["totals"]!["links"]!["leads"]!);

        Assert.That(string.Join(' ', listed), Is.EqualTo(leads));
        Assert.That((int)answer["totals"]!["leads"]!, Is.EqualTo(leads.Split(' ').Length));
        Assert.That((string?)answer["meta"]!["tz"], Is.EqualTo("Africa/Cairo"));
    }
}
