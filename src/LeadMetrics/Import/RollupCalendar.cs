using System.Collections.Concurrent;
using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Import;

/// <summary>The local months and years of a zone, that leads are added up by.</summary>
public sealed class RollupCalendar
{
    // Leads of other years are read one by one.
    private const int FirstYear = 1990;
    private const int LastYear = 2099;

    private static readonly ConcurrentDictionary<string, RollupCalendar> s_ofZones = new();

    private RollupCalendar(DateTimeZone zone, IReadOnlyList<RollupSpan> spans)
    {
        Spans = spans;
        Fingerprint = zone.Id + ' ' + WorkingCalendar.FingerprintOf(spans.SelectMany(span => new[] { span.StartsAt, span.EndsAt }))[..16];
    }

    /// <summary>Every month, then every year, in order.</summary>
    public IReadOnlyList<RollupSpan> Spans { get; }

    /// <summary>Equal where the zone and its spans are equal: another version of the time zones may cut them otherwise.</summary>
    public string Fingerprint { get; }

    public static RollupCalendar Of(DateTimeZone zone) => s_ofZones.GetOrAdd(zone.Id, _ => Make(zone));

    /// <summary>The spans that a database holds cells of, in order; none where they must be written anew first.</summary>
    /// <param name="fingerprint">What it says that they are of.</param>
    public static IReadOnlyList<RollupSpan> HeldBy(string? fingerprint) =>
        fingerprint?.Split(' ')[0] is { } id && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone && Of(zone) is var calendar && calendar.Fingerprint == fingerprint ? calendar.Spans : [];

    private static RollupCalendar Make(DateTimeZone zone)
    {
        var years = Enumerable.Range(FirstYear, LastYear - FirstYear + 1).ToList();
        return new(zone, [
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
