using Dapper;
using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Tests.Support;
using NodaTime;
using NodaTime.Text;

namespace LeadMetrics.Tests.Metrics;

/// <summary>
/// Any question to any CRM: read from cells, as far as it can be, and read from leads alone, it has the same answer. A failure
/// names the seed that plays it again, and the smallest CRM that was found.
/// </summary>
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
public class RollupPropertyTests(string engine)
{
    private static readonly Gen<LocalDate> s_days =
        from month in Gen.Choose(0, 13)
        from day in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 27)))
        select new LocalDate(2025, 12, 1).PlusMonths(month).PlusDays(day);

    private static readonly Gen<string> s_periods = Gen.Frequency(
        (1, Gen.Constant("preset=allTime")),
        (1, Gen.Constant("preset=lastYear")),
        (4, s_days.Two().Select(days => $"from={Text(LocalDate.Min(days.Item1, days.Item2))}&to={Text(LocalDate.Max(days.Item1, days.Item2).PlusMonths(1).PlusDays(-1))}")));

    private static readonly Gen<string> s_metrics = Gen.OneOf(
        from target in Gen.Elements("", "&target=PT5M", "&target=P1D", "&target=PT2H") from conversion in Gen.Elements("", "&conversion=customer", "&conversion=opportunity") select $"owner-efficiency?minSample=1{target}{conversion}",
        Gen.Elements("owner", "source", "channel", "team").Select(by => "response-time?groupBy=" + by),
        Gen.Elements("none", "source", "owner", "campaign", "status").Select(by => "funnel?groupBy=" + by),
        Gen.Elements("source", "owner", "status", "team").Select(by => "leads?groupBy=" + by),
        Gen.Elements("owner", "source", "campaign").Select(by => "acquisition-cost?groupBy=" + by),
        Gen.Elements("distribution?", "cohorts?", "lead-ageing?"));

    private static readonly Gen<string> s_questions =
        from metric in s_metrics
        from period in s_periods
        from zone in Gen.Elements("", "", "&tz=Asia/Riyadh", "&tz=America/New_York")
        from filter in Gen.Elements("", "", "&ownerId=A", "&ownerId=A&ownerId=(unassigned)", "&sourceId=ads", "&team=(none)&sourceId=(unknown)", "&status=new")
        from layout in Gen.Elements("", "", "&interval=month", "&interval=quarter", "&interval=year", "&interval=week", "&compare=previousPeriod", "&compare=previousYear")
        select $"/v1/metrics/{metric}&{period}{zone}{filter}{layout}";

    // Asked how long after the latest event: leads of that time may be younger than the target.
    // Imported when all of it had happened, or when the rest was said to lie in the future.
    private static readonly Arbitrary<(Crm Crm, LocalDate Imported, string Zone, TimeSpan After, string[] Questions)> s_asked = Arb.From(
        from crm in CrmGenerator.Crms.Generator
        from imported in Gen.Elements(new LocalDate(2027, 2, 1), new LocalDate(2026, 3, 1), new LocalDate(2026, 1, 10))
        from zone in Gen.Elements("UTC", "Asia/Riyadh", "America/New_York")
        from after in Gen.Elements(TimeSpan.Zero, TimeSpan.FromMinutes(20), TimeSpan.FromHours(5), TimeSpan.FromDays(3), TimeSpan.FromDays(330))
        from questions in s_questions.ArrayOf(20)
        select (crm, imported, zone, after, questions),
        asked => CrmGenerator.Crms.Shrinker(asked.crm).Select(crm => (crm, asked.imported, asked.zone, asked.after, asked.questions)));

    private readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(engine == TestEngines.Sqlite ? 15 : 2).WithReplay(20260302, 1);

    [Test]
    public void Cells_and_leads_give_the_same_answer()
    {
        TestEngines.SkipWithout(engine);
        Prop.ForAll(s_asked, asked => CheckAsync(asked.Crm, asked.Imported, asked.Zone, asked.After, asked.Questions).GetAwaiter().GetResult()).Check(_config);
    }

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private async Task<Property> CheckAsync(Crm crm, LocalDate imported, string zone, TimeSpan after, string[] questions)
    {
        await using var world = await World.StartAsync(engine, "--Reports:TimeZone=" + zone, "--Answers:CacheMegabytes=0");
        world.Clock.Now = new DateTimeOffset(imported.ToDateTimeUnspecified(), TimeSpan.Zero);
        await crm.SendAsync(world);
        await using var connection = world.Engine.OpenForWriting();
        world.Clock.Now = DateTimeOffset.FromUnixTimeMilliseconds(await connection.QuerySingleAsync<long>("select latest_event_at from data_version")) + after;
        var fromCells = await AskAsync();

        // Leads alone, and the future-dated among them not told apart.
        await connection.ExecuteAsync("update data_version set rollup_calendar = null, latest_event_at = case when latest_future_dated_at > 0 then latest_future_dated_at else latest_event_at end, latest_future_dated_at = 0");

        return Lines.Same(fromCells, await AskAsync());

        async Task<List<string>> AskAsync()
        {
            var answers = new List<string>();
            foreach (var question in questions)
            {
                using var response = await world.Client.GetAsync(new Uri(question, UriKind.Relative));
                var body = await response.Content.ReadAsStringAsync();
                Assert.That((int)response.StatusCode, Is.LessThan(500), body);

                // A refusal names the request.
                answers.Add($"{question}\n{(response.IsSuccessStatusCode ? body : response.StatusCode)}");
            }

            return answers;
        }
    }
}
