using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Metrics;

/// <summary>
/// How the SQL cuts time, in <c>sql/shared/placed.sql</c>: fine enough that every bucket of the zone is made of whole
/// slots, and so coarse that a year has some hundreds of them.
/// </summary>
public static class Slots
{
    private const long Day = 86_400_000;
    private const long Hour = 3_600_000;
    private const long QuarterOfAnHour = 900_000;

    // Where no period says when the leads begin. Older ones land in whole slots of the offsets since then.
    private static readonly Instant s_earliest = Instant.FromUtc(1970, 1, 1, 0, 0);

    /// <summary>The length of a slot, and the offsets from UTC in which slots are counted, in milliseconds.</summary>
    public static (long Length, long Offset1, long Offset2) Of(LeadQuestion question, Layout layout)
    {
        var length = layout.GroupBy is GroupBy.Hour or GroupBy.Weekday ? Hour : Day;
        var start = question.Period?.Start ?? s_earliest;
        var end = Instant.Max(start.Plus(Duration.Epsilon), question.Period?.End ?? question.AsOf);
        var offsets = question.TimeZone.GetZoneIntervals(start, end).Select(interval => (long)interval.WallOffset.Milliseconds).Distinct().Take(3).ToList();

        // Every zone's offsets since 1972 are whole quarters of an hour: so do without where there are more than two.
        return offsets.Count > 2 ? (QuarterOfAnHour, 0, 0) : (length, offsets[0], offsets[^1]);
    }
}
