using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Parameters;
using NodaTime;
using NodaTime.Text;

namespace LeadMetrics.Tests.Parameters;

public class ReportPeriodTests
{
    // Days as the wall clocks of these places showed them; the tz database says when they were moved.
    [TestCase("Asia/Riyadh", "2026-01-01", "2026-01-31", "2025-12-31T21:00:00Z", "2026-01-31T21:00:00Z", 31 * 24,
        TestName = "Riyadh is three hours ahead")]
    [TestCase("Asia/Riyadh", "2026-01-31", "2026-01-31", "2026-01-30T21:00:00Z", "2026-01-31T21:00:00Z", 24, TestName = "A single day")]
    [TestCase("UTC", "2024-02-01", "2024-02-29", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z", 29 * 24, TestName = "A leap month")]
    [TestCase("Africa/Cairo", "2026-04-24", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z", 23,
        TestName = "Cairo's day without a midnight")]
    [TestCase("Africa/Cairo", "2026-04-23", "2026-04-23", "2026-04-22T22:00:00Z", "2026-04-23T22:00:00Z", 24,
        TestName = "Cairo's day before it")]
    [TestCase("Asia/Beirut", "2026-03-29", "2026-03-29", "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z", 23,
        TestName = "Beirut's day without a midnight")]
    [TestCase("America/New_York", "2026-11-01", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 25,
        TestName = "New York's day of 25 hours")]
    [TestCase("America/Havana", "2024-11-03", "2024-11-03", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z", 25,
        TestName = "Havana's day with two midnights starts at the first")]
    [TestCase("Pacific/Apia", "2011-12-29", "2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", 24,
        TestName = "Samoa's day before the one that it skipped")]
    [TestCase("Pacific/Apia", "2011-12-30", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z", 24,
        TestName = "Samoa's skipped day and the one after it")]
    [TestCase("Pacific/Apia", "2011-12-30", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", 0,
        TestName = "Samoa's skipped day is empty")]
    public void Is_the_range_from_the_first_instant_of_from_to_that_of_the_day_after_to(
        string zone, string from, string to, string start, string end, int hours)
    {
        var period = new ReportPeriod(Day(from), Day(to), DateTimeZoneProviders.Tzdb[zone]);

        Assert.That((period.Start.ToString(), period.End.ToString()), Is.EqualTo((start, end)));
        Assert.That((period.End - period.Start).TotalHours, Is.EqualTo(hours));
    }

    // A day of January is 1/31 of a month, one of February 2026 1/28.
    [TestCase("2026-01-01", "2026-01-31", "2026-03-01", 1)]
    [TestCase("2026-02-01", "2026-02-28", "2026-03-01", 1)]
    [TestCase("2025-03-01", "2026-02-28", "2026-03-01", 12)]
    [TestCase("2026-01-16", "2026-02-14", "2026-03-01", 16 / 31d + 14 / 28d)]
    [TestCase("2026-02-14", "2026-02-14", "2026-02-14", 1 / 28d)]
    [TestCase("2026-02-01", "2026-02-28", "2026-02-14", 0.5, TestName = "Only up to the day")]
    [TestCase("2026-02-01", "2026-02-28", "2026-01-31", 0, TestName = "Nothing before it begins")]
    public void Has_so_many_months(string from, string to, string until, double months) =>
        Assert.That((double)new ReportPeriod(Day(from), Day(to), DateTimeZone.Utc).MonthsUntil(Day(until)), Is.EqualTo(months).Within(1e-12));

    // 2026-05-14 is a Thursday, in the second quarter.
    [TestCase(Preset.Today, "2026-05-14", "2026-05-14")]
    [TestCase(Preset.Yesterday, "2026-05-13", "2026-05-13")]
    [TestCase(Preset.Last7Days, "2026-05-08", "2026-05-14")]
    [TestCase(Preset.Last30Days, "2026-04-15", "2026-05-14")]
    [TestCase(Preset.Last90Days, "2026-02-14", "2026-05-14")]
    [TestCase(Preset.ThisWeek, "2026-05-10", "2026-05-16")]
    [TestCase(Preset.LastWeek, "2026-05-03", "2026-05-09")]
    [TestCase(Preset.ThisMonth, "2026-05-01", "2026-05-31")]
    [TestCase(Preset.LastMonth, "2026-04-01", "2026-04-30")]
    [TestCase(Preset.ThisQuarter, "2026-04-01", "2026-06-30")]
    [TestCase(Preset.LastQuarter, "2026-01-01", "2026-03-31")]
    [TestCase(Preset.ThisYear, "2026-01-01", "2026-12-31")]
    [TestCase(Preset.LastYear, "2025-01-01", "2025-12-31")]
    [TestCase(Preset.AllTime, "1970-01-01", "2026-05-14")]
    public void Has_a_name(Preset preset, string from, string to) => Check(preset, "2026-05-14", IsoDayOfWeek.Sunday, from, to);

    [TestCase(Preset.ThisWeek, "2026-05-14", IsoDayOfWeek.Monday, "2026-05-11", "2026-05-17")]
    [TestCase(Preset.LastWeek, "2026-05-14", IsoDayOfWeek.Monday, "2026-05-04", "2026-05-10")]
    [TestCase(Preset.ThisWeek, "2026-05-10", IsoDayOfWeek.Sunday, "2026-05-10", "2026-05-16",
        TestName = "A week starts on its first weekday")]
    [TestCase(Preset.ThisWeek, "2026-05-10", IsoDayOfWeek.Monday, "2026-05-04", "2026-05-10",
        TestName = "A week ends on the day before its first weekday")]
    [TestCase(Preset.ThisWeek, "2026-05-14", IsoDayOfWeek.Saturday, "2026-05-09", "2026-05-15",
        TestName = "A week that starts on Saturday")]
    [TestCase(Preset.LastMonth, "2026-03-31", IsoDayOfWeek.Sunday, "2026-02-01", "2026-02-28", TestName = "The month before a longer one")]
    [TestCase(Preset.LastMonth, "2024-03-31", IsoDayOfWeek.Sunday, "2024-02-01", "2024-02-29",
        TestName = "The month before, in a leap year")]
    [TestCase(Preset.LastMonth, "2026-01-01", IsoDayOfWeek.Sunday, "2025-12-01", "2025-12-31", TestName = "The month before January")]
    [TestCase(Preset.LastQuarter, "2026-03-31", IsoDayOfWeek.Sunday, "2025-10-01", "2025-12-31", TestName = "The quarter before the first")]
    [TestCase(Preset.ThisQuarter, "2026-12-31", IsoDayOfWeek.Sunday, "2026-10-01", "2026-12-31", TestName = "The last quarter")]
    [TestCase(Preset.ThisYear, "2024-02-29", IsoDayOfWeek.Sunday, "2024-01-01", "2024-12-31", TestName = "A leap year")]
    public void Is_seen_from_today(Preset preset, string today, IsoDayOfWeek firstDayOfWeek, string from, string to) =>
        Check(preset, today, firstDayOfWeek, from, to);

    [Test]
    public void Every_name_is_tested_above()
    {
        var tested = GetType().GetMethod(nameof(Has_a_name))!.GetCustomAttributes(typeof(TestCaseAttribute), false)
            .Select(test => (Preset)((TestCaseAttribute)test).Arguments[0]!);

        Assert.That(tested, Is.EquivalentTo(Enum.GetValues<Preset>()));
    }

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property Two_adjoining_periods_are_one_without_gap_or_overlap() => Prop.ForAll(Splits(), split =>
    {
        var (zone, a, b, c) = split;
        var (whole, first, second) = (new ReportPeriod(a, c, zone), new ReportPeriod(a, b, zone), new ReportPeriod(b.PlusDays(1), c, zone));

        Assert.That((first.Start, second.Start, second.End), Is.EqualTo((whole.Start, first.End, whole.End)));
    });

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property Every_instant_inside_is_on_a_day_of_the_period() => Prop.ForAll(Splits(), split =>
    {
        var period = new ReportPeriod(split.A, split.C, split.Zone);
        var last = period.End - Duration.FromMilliseconds(1);

        Assert.That(period.End, Is.GreaterThan(period.Start));
        Assert.That(period.Start.InZone(split.Zone).Date, Is.EqualTo(split.A));
        Assert.That(last.InZone(split.Zone).Date, Is.LessThanOrEqualTo(split.C));
    });

    // Any zone; half of the days are beside a change of its clocks.
    private static Arbitrary<(DateTimeZone Zone, LocalDate A, LocalDate B, LocalDate C)> Splits() =>
        (from id in Gen.Elements(DateTimeZoneProviders.Tzdb.Ids.ToArray())
         let zone = DateTimeZoneProviders.Tzdb[id]
         from day in Gen.Choose(0, 30_000)
         from beside in Gen.Elements(true, false)
         let date = new LocalDate(1970, 1, 1).PlusDays(day)
         let b = beside ? DayOfChange(zone, date) : date
         from before in Gen.Choose(0, 40)
         from after in Gen.Choose(1, 40)
         let a = b.PlusDays(-before)
         let c = b.PlusDays(after)
         where IsThere(a, zone) && IsThere(c, zone)
         select (zone, a, b, c)).ToArbitrary();

    private static LocalDate DayOfChange(DateTimeZone zone, LocalDate date)
    {
        var interval = zone.GetZoneInterval(zone.AtLeniently(date.AtMidnight()).ToInstant());
        return interval.HasEnd ? interval.End.InZone(zone).Date : date;
    }

    // A few zones that moved across the date line skipped a day.
    private static bool IsThere(LocalDate day, DateTimeZone zone) => zone.AtLeniently(day.At(new LocalTime(12, 0))).Date == day;

    private static void Check(Preset preset, string today, IsoDayOfWeek firstDayOfWeek, string from, string to) =>
        Assert.That(ReportPeriod.Of(preset, Day(today), firstDayOfWeek), Is.EqualTo((Day(from), Day(to))));

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
