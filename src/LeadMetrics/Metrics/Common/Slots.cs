using System.Numerics;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using NodaTime;

namespace LeadMetrics.Metrics.Common;

/// <summary>
/// How the SQL cuts time, in <c>sql/shared/placed.sql</c>: fine enough that every bucket of the zone is made of whole
/// slots, and so coarse that a year has some hundreds of them.
/// </summary>
public static class Slots
{
    private const long Hour = 3_600_000;

    // What is older has slots of its own, an instant each: nobody sums up years of it.
    private static readonly Instant s_earliest = Instant.FromUtc(1970, 1, 1, 0, 0);

    /// <summary>The length of a slot, and the offsets from UTC in which slots are counted, in milliseconds.</summary>
    public static (long Length, long Offset1, long Offset2) Of(LeadQuestion question, Layout layout)
    {
        var start = Instant.Max(s_earliest, question.Period?.Start ?? s_earliest);
        var end = Instant.Max(start.Plus(Duration.Epsilon), question.Period?.End ?? question.AsOf);
        var intervals = question.TimeZone.GetZoneIntervals(start, end).ToList();
        var offsets = intervals.Select(interval => (long)interval.WallOffset.Milliseconds).Distinct().ToList();

        // A clock that was moved at a minute past midnight cut an hour in two; a day starts by one of the offsets.
        var length = layout.GroupBy is GroupBy.Hour or GroupBy.Weekday
            ? intervals.SkipLast(1).Aggregate(Hour, (common, interval) => Common(common, interval.End.ToUnixTimeMilliseconds() + interval.WallOffset.Milliseconds))
            : Elapsed.Day;
        return offsets.Count > 2 ? (offsets.Aggregate(length, Common), 0, 0) : (length, offsets[0], offsets[^1]);
    }

    private static long Common(long a, long b) => (long)BigInteger.GreatestCommonDivisor(a, b);
}
