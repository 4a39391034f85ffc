using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Import;

/// <summary>The local months and years of a zone, that leads are added up by.</summary>
public sealed class RollupCalendar
{
    // Leads of other years are read one by one.
    private const int FirstYear = 1990;
    private const int LastYear = 2099;

    private RollupCalendar(IReadOnlyList<RollupSpan> spans)
    {
        Spans = spans;
        Fingerprint = WorkingCalendar.FingerprintOf(spans.SelectMany(span => new[] { span.StartsAt, span.EndsAt }));
    }

    /// <summary>Every month, then every year, in order.</summary>
    public IReadOnlyList<RollupSpan> Spans { get; }

    /// <summary>Equal where the spans are equal.</summary>
    public string Fingerprint { get; }

    public static RollupCalendar Of(DateTimeZone zone)
    {
        var years = Enumerable.Range(FirstYear, LastYear - FirstYear + 1).ToList();
        return new([
            .. years.SelectMany(year => Enumerable.Range(1, 12).Select(month => new LocalDate(year, month, 1))).Select(day => Span(RollupSpan.Months, day, day.PlusMonths(1))),
            .. years.Select(year => new LocalDate(year, 1, 1)).Select(day => Span(RollupSpan.Years, day, day.PlusYears(1)))]);

        RollupSpan Span(int level, LocalDate first, LocalDate next)
        {
            var days = new ReportPeriod(first, next.PlusDays(-1), zone);
            return new() { Level = level, StartsAt = days.Start.ToUnixTimeMilliseconds(), EndsAt = days.End.ToUnixTimeMilliseconds() };
        }
    }
}

/// <summary>A local month (level 0) or year (level 1), in milliseconds since 1970-01-01T00:00Z.</summary>
public sealed record RollupSpan
{
    public const int Months = 0;
    public const int Years = 1;

    public int Level { get; init; }

    public long StartsAt { get; init; }

    public long EndsAt { get; init; }
}
