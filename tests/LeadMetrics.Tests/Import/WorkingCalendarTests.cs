using System.Globalization;
using Dapper;
using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Sql;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace LeadMetrics.Tests.Import;

/// <summary>Working time is what a clock on the wall would count, minute by minute.</summary>
public class WorkingCalendarTests
{
    // Each with days on which its clocks change, one of them a day that never was.
    private static readonly (string Zone, string Day)[] s_places =
    [
        ("Asia/Riyadh", "2026-01-08"), ("UTC", "2026-12-30"), ("America/New_York", "2026-03-06"), ("America/New_York", "2026-10-30"),
        ("Africa/Cairo", "2026-04-22"), ("Africa/Cairo", "2026-10-28"), ("Asia/Beirut", "2026-03-27"), ("Pacific/Apia", "2011-12-28"), ("Australia/Lord_Howe", "2026-04-03"),
    ];

    private static readonly Gen<ReportOptions> s_calendars =
        from place in Gen.Elements(s_places)
        from days in Gen.SubListOf(Enum.GetNames<IsoDayOfWeek>().Skip(1))
        from start in Gen.Choose(0, 95)
        from end in Gen.Choose(start + 1, 96)
        from holiday in Gen.Choose(0, 4)
        select new ReportOptions
        {
            TimeZone = place.Zone,
            WorkingCalendar = new WorkingCalendarOptions
            {
                Days = [.. days],
                From = Quarter(start),
                To = Quarter(end),
                Holidays = [LocalDatePattern.Iso.Format(LocalDatePattern.Iso.Parse(place.Day).Value.PlusDays(holiday))],
            },
        };

    private IEngine _engine = null!;

    [OneTimeSetUp]
    public void Open()
    {
        var options = TestEngines.Options(TestEngines.Sqlite, Guid.NewGuid().ToString("N"));
        EmptyDatabase.CopyTo(options.Path);
        _engine = options.Create();
    }

    [OneTimeTearDown]
    public void Close() => TestEngines.Drop(_engine);

    [Test]
    public void Working_time_is_what_counting_the_minutes_gives()
    {
        var minutes = from start in Gen.Choose(0, 6 * 1440) from length in Gen.Choose(0, 3 * 1440) select (start, length);
        var cases = from options in s_calendars from spans in minutes.ListOf(5) select (options, spans);
        Prop.ForAll(cases.ToArbitrary(), one => Check(one.options, one.spans)).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20260301, 1));
    }

    [TestCase("Sunday", "09:00", "17:00", "1990-01-07T09:00:00Z 2099-12-27T17:00:00Z 5739")]
    [TestCase("Sunday,Monday,Tuesday,Wednesday,Thursday", "00:00", "24:00", "1990-01-01T00:00:00Z 2100-01-01T00:00:00Z 5740")]
    [TestCase("Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday", "00:00", "24:00", "1990-01-01T00:00:00Z 2100-01-01T00:00:00Z 1")]
    public void Spans_cover_a_hundred_and_ten_years_and_are_one_where_they_meet(string days, string start, string end, string expected)
    {
        // From Sunday 1990-01-07 to Sunday 2099-12-27 there are 40,166 days: 40,166 ÷ 7 + 1 = 5,739 Sundays. 1990 began on a Monday.
        var calendar = new WorkingCalendarOptions { Days = days.Split(','), From = start, To = end };

        var spans = WorkingCalendar.Of(new ReportOptions { WorkingCalendar = calendar }).Spans;

        // The first span is empty, and begins before all time.
        var (first, last) = (Instant.FromUnixTimeMilliseconds(spans[1].StartsAt), Instant.FromUnixTimeMilliseconds(spans[^1].EndsAt));
        Assert.That(string.Create(CultureInfo.InvariantCulture, $"{first} {last} {spans.Count - 1}"), Is.EqualTo(expected));
    }

    [Test]
    public void Nothing_is_worked_before_the_first_span_and_after_the_last()
    {
        Hold(new ReportOptions());

        // 2099 ends on a Thursday, whose eight hours are the last.
        Assert.That(Worked(Instant.FromUtc(1900, 1, 1, 12, 0)), Is.Zero);
        Assert.That(Worked(Instant.FromUtc(2999, 1, 1, 12, 0)), Is.EqualTo(Worked(Instant.FromUtc(2099, 12, 31, 17, 0))));
        Assert.That(Worked(Instant.FromUtc(2099, 12, 31, 17, 0)) - Worked(Instant.FromUtc(2099, 12, 31, 9, 0)), Is.EqualTo(8 * 3_600_000));
    }

    private Property Check(ReportOptions options, IEnumerable<(int Start, int Length)> spans)
    {
        if (options.WorkingCalendar.Days.Count == 0)
        {
            return true.ToProperty();
        }

        Hold(options);
        var zone = DateTimeZoneProviders.Tzdb[options.TimeZone];
        var origin = LocalDatePattern.Iso.Parse(options.WorkingCalendar.Holidays[0]).Value.PlusDays(-4).AtStartOfDayInZone(zone).ToInstant();
        return spans.Select(span =>
        {
            var start = origin + Duration.FromMinutes(span.Start);
            var (until, half) = (start + Duration.FromMinutes(span.Length), start + Duration.FromMinutes(span.Length) / 2);
            var (counted, worked) = (Minutes(options.WorkingCalendar, zone, start, span.Length) * 60_000L, Worked(until) - Worked(start));
            var (before, after) = (Worked(half) - Worked(start), Worked(until) - Worked(half));
            return (worked == counted).Label($"{start} to {until}: {worked} is not {counted}")
                .And((before >= 0 && after >= 0 && before <= (half - start).TotalMilliseconds).Label($"{start} to {half}: {before}, {after}"));
        }).Aggregate((one, other) => one.And(other));
    }

    private void Hold(ReportOptions options) =>
        new HeldCalendar(_engine, Options.Create(options), new FixedClock(), NullLogger<HeldCalendar>.Instance).Rebuild();

    private long Worked(Instant until)
    {
        using var connection = _engine.OpenForWriting();
        return connection.QuerySingle<long>(SqlText.Render("metrics/clock_now.sql"), new { asOf = until.ToUnixTimeMilliseconds() });
    }

    // How many of the minutes from an instant on begin in working time.
    private static int Minutes(WorkingCalendarOptions calendar, DateTimeZone zone, Instant start, int length) => Enumerable.Range(0, length).Count(minute =>
    {
        var wall = (start + Duration.FromMinutes(minute)).InZone(zone);
        var time = wall.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture);
        return calendar.Days.Contains(wall.DayOfWeek.ToString()) && LocalDatePattern.Iso.Format(wall.Date) != calendar.Holidays[0]
            && string.CompareOrdinal(time, calendar.From) >= 0 && string.CompareOrdinal(time, calendar.To) < 0;
    });

    private static string Quarter(int quarters) => string.Create(CultureInfo.InvariantCulture, $"{quarters / 4:00}:{quarters % 4 * 15:00}");
}
