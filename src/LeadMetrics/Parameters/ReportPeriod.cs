using NodaTime;
using NodaTime.TimeZones;

namespace LeadMetrics.Parameters;

/// <summary>
/// Local days, both inclusive, and the UTC range that they cover: from the first instant of <see cref="From"/> to the
/// first instant of the day after <see cref="To"/>. A day that has no midnight starts at its first valid instant; one that
/// a zone skipped whole, such as Samoa's 2011-12-30, is empty.
/// </summary>
public sealed record ReportPeriod(LocalDate From, LocalDate To, DateTimeZone Zone)
{
    // Not AtStartOfDay, which throws for a day that was skipped whole.
    private static readonly ZoneLocalMappingResolver s_startOfDay =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The first instant.</summary>
    public Instant Start { get; } = StartOf(From, Zone);

    /// <summary>The first instant after it.</summary>
    public Instant End { get; } = StartOf(To.PlusDays(1), Zone);

    /// <summary>How many local days it has.</summary>
    public int Days => Period.DaysBetween(From, To) + 1;

    /// <summary>How many months it has up to a day: each day is its part of its own month, so that a calendar month is 1 and a year is 12.</summary>
    public decimal MonthsUntil(LocalDate day)
    {
        var end = LocalDate.Min(day, To).PlusDays(1);
        return end <= From ? 0 : MonthsAt(end) - MonthsAt(From);
    }

    /// <summary>The day that an instant falls on, as <see cref="Start"/> and <see cref="End"/> draw the line.</summary>
    public static LocalDate DayOf(Instant instant, DateTimeZone zone)
    {
        // A clock that goes back over midnight shows the day before for a second time; it stays the new day.
        var day = instant.InZone(zone).Date;
        return StartOf(day.PlusDays(1), zone) <= instant ? day.PlusDays(1) : day;
    }

    /// <summary>The window that this one is compared with.</summary>
    /// <param name="compare">How far back it lies.</param>
    /// <param name="named">The preset that named this one: a calendar period is compared with the one before it.</param>
    public ReportPeriod Before(Compare compare, Preset? named)
    {
        var (from, to) = (compare, named) switch
        {
            (Compare.PreviousYear, _) => (From.PlusYears(-1), To.PlusYears(-1)),
            (_, Preset.ThisMonth or Preset.LastMonth) => (From.PlusMonths(-1), From.PlusDays(-1)),
            (_, Preset.ThisQuarter or Preset.LastQuarter) => (From.PlusMonths(-3), From.PlusDays(-1)),
            (_, Preset.ThisYear or Preset.LastYear) => (From.PlusYears(-1), From.PlusDays(-1)),
            _ => (From.PlusDays(-Days), From.PlusDays(-1)),
        };
        return new ReportPeriod(from, to, Zone);
    }

    /// <summary>The days of a preset, seen from a day.</summary>
    public static (LocalDate From, LocalDate To) Of(Preset preset, LocalDate today, IsoDayOfWeek firstDayOfWeek)
    {
        var week = today.With(DateAdjusters.PreviousOrSame(firstDayOfWeek));
        var month = new LocalDate(today.Year, today.Month, 1);
        var quarter = new LocalDate(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1);
        var year = new LocalDate(today.Year, 1, 1);
        return preset switch
        {
            Preset.Today => (today, today),
            Preset.Yesterday => (today.PlusDays(-1), today.PlusDays(-1)),
            Preset.Last7Days => (today.PlusDays(-6), today),
            Preset.Last30Days => (today.PlusDays(-29), today),
            Preset.Last90Days => (today.PlusDays(-89), today),
            Preset.ThisWeek => (week, week.PlusDays(6)),
            Preset.LastWeek => (week.PlusDays(-7), week.PlusDays(-1)),
            Preset.ThisMonth => (month, month.PlusMonths(1).PlusDays(-1)),
            Preset.LastMonth => (month.PlusMonths(-1), month.PlusDays(-1)),
            Preset.ThisQuarter => (quarter, quarter.PlusMonths(3).PlusDays(-1)),
            Preset.LastQuarter => (quarter.PlusMonths(-3), quarter.PlusDays(-1)),
            Preset.ThisYear => (year, year.PlusYears(1).PlusDays(-1)),
            Preset.LastYear => (year.PlusYears(-1), year.PlusDays(-1)),
            Preset.AllTime => (new LocalDate(1970, 1, 1), today),
            _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, null),
        };
    }

    // Months from the year 0 to the beginning of a day.
    private static decimal MonthsAt(LocalDate day) => (day.Year * 12) + day.Month + ((day.Day - 1) / (decimal)day.Calendar.GetDaysInMonth(day.Year, day.Month));

    private static Instant StartOf(LocalDate day, DateTimeZone zone) => day.AtMidnight().InZone(zone, s_startOfDay).ToInstant();
}

/// <summary>Periods by name. Days, weeks, months, quarters and years are local; <c>last…Days</c> end today.</summary>
public enum Preset
{
    Today,
    Yesterday,
    Last7Days,
    Last30Days,
    Last90Days,
    ThisWeek,
    LastWeek,
    ThisMonth,
    LastMonth,
    ThisQuarter,
    LastQuarter,
    ThisYear,
    LastYear,
    AllTime,
}
