using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Import;

/// <summary>A local month (level 0) or year (level 1) that leads are added up by, in milliseconds since 1970-01-01T00:00Z.</summary>
public sealed record RollupSpan
{
    public const int Months = 0;
    public const int Years = 1;

    // Leads of other years are read one by one.
    private const int FirstYear = 1990;
    private const int LastYear = 2099;

    public int Level { get; init; }

    public long StartsAt { get; init; }

    public long EndsAt { get; init; }

    /// <summary>Every month, then every year, of a zone, in order.</summary>
    public static IReadOnlyList<RollupSpan> Of(DateTimeZone zone)
    {
        var years = Enumerable.Range(FirstYear, LastYear - FirstYear + 1).ToList();
        return [
            .. years.SelectMany(year => Enumerable.Range(1, 12).Select(month => new LocalDate(year, month, 1))).Select(day => Span(Months, day, day.PlusMonths(1))),
            .. years.Select(year => new LocalDate(year, 1, 1)).Select(day => Span(Years, day, day.PlusYears(1)))];

        RollupSpan Span(int level, LocalDate first, LocalDate next)
        {
            var days = new ReportPeriod(first, next.PlusDays(-1), zone);
            return new() { Level = level, StartsAt = days.Start.ToUnixTimeMilliseconds(), EndsAt = days.End.ToUnixTimeMilliseconds() };
        }
    }
}
