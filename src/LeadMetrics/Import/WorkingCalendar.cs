using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NodaTime;

namespace LeadMetrics.Import;

/// <summary>
/// The working hours of an installation as spans of UTC. An instant is working time where the wall clock of the zone then shows a
/// time from <c>From</c> to <c>To</c> on a day that is worked: so an hour that the zone skips is nobody's, and one that it
/// repeats counts twice.
/// </summary>
public sealed class WorkingCalendar
{
    // Before the first year and after the last no time is working time.
    private const int FirstYear = 1990;
    private const int LastYear = 2099;

    // Earlier than any time that a CRM may hand over.
    private static readonly long s_beginning = Instant.FromUtc(1, 1, 1, 0, 0).ToUnixTimeMilliseconds();

    private static readonly long s_day = Milliseconds(Duration.FromDays(1));

    private WorkingCalendar(IReadOnlyList<WorkingSpan> spans)
    {
        Spans = spans;
        Fingerprint = FingerprintOf(spans.SelectMany(span => new[] { span.StartsAt, span.EndsAt }));
    }

    /// <summary>In order, apart from each other; the first is empty and begins before all time, so that each instant has a span that began before it.</summary>
    public IReadOnlyList<WorkingSpan> Spans { get; }

    /// <summary>Equal where the spans are equal, however they were set.</summary>
    public string Fingerprint { get; }

    /// <summary>Equal where the bounds of spans are equal.</summary>
    public static string FingerprintOf(IEnumerable<long> bounds) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(bounds.ToArray().AsSpan())));

    /// <summary>The calendar of settings that the validator has passed.</summary>
    public static WorkingCalendar Of(ReportOptions options)
    {
        var settings = options.WorkingCalendar;
        var days = settings.Days.Select(day => WorkingCalendarOptions.DayOf(day)!.Value).ToHashSet();
        var holidays = settings.Holidays.Select(date => WorkingCalendarOptions.DateOf(date)!.Value).ToHashSet();
        var (from, to) = (Milliseconds(WorkingCalendarOptions.TimeOf(settings.From)!.Value), Milliseconds(WorkingCalendarOptions.TimeOf(settings.To)!.Value));
        var spans = new List<WorkingSpan> { new(s_beginning, s_beginning, 0) };
        var (first, end) = (Instant.FromUtc(FirstYear, 1, 1, 0, 0), Instant.FromUtc(LastYear + 1, 1, 1, 0, 0));

        // Between two changes of the zone's offset the wall clock runs like UTC.
        foreach (var steady in DateTimeZoneProviders.Tzdb[options.TimeZone].GetZoneIntervals(first, end))
        {
            var since = (steady.HasStart ? Instant.Max(steady.Start, first) : first).ToUnixTimeMilliseconds();
            var until = (steady.HasEnd ? Instant.Min(steady.End, end) : end).ToUnixTimeMilliseconds();
            var day = Instant.FromUnixTimeMilliseconds(since).WithOffset(steady.WallOffset).Date;
            var midnight = day.AtMidnight().WithOffset(steady.WallOffset).ToInstant().ToUnixTimeMilliseconds();
            for (; midnight < until; midnight += s_day, day = day.PlusDays(1))
            {
                if (days.Contains(day.DayOfWeek) && !holidays.Contains(day))
                {
                    Add(spans, Math.Max(midnight + from, since), Math.Min(midnight + to, until));
                }
            }
        }

        return new WorkingCalendar(spans);
    }

    /// <summary>The first instant from which on spans differ from these; null where they do not.</summary>
    public Instant? DiffersFrom(IReadOnlyList<WorkingSpan> others)
    {
        for (var i = 0; i < Math.Max(Spans.Count, others.Count); i++)
        {
            if (i >= Spans.Count || i >= others.Count)
            {
                return Instant.FromUnixTimeMilliseconds((i < Spans.Count ? Spans : others)[i].StartsAt);
            }

            var (one, other) = (Spans[i], others[i]);
            if (one.StartsAt != other.StartsAt)
            {
                return Instant.FromUnixTimeMilliseconds(Math.Min(one.StartsAt, other.StartsAt));
            }

            if (one.EndsAt != other.EndsAt)
            {
                return Instant.FromUnixTimeMilliseconds(Math.Min(one.EndsAt, other.EndsAt));
            }
        }

        return null;
    }

    private static long Milliseconds(Duration duration) => (long)duration.TotalMilliseconds;

    private static void Add(List<WorkingSpan> spans, long start, long end)
    {
        if (start >= end)
        {
            return;
        }

        var before = spans[^1];
        if (before.EndsAt == start)
        {
            spans[^1] = before with { EndsAt = end };
        }
        else
        {
            spans.Add(new WorkingSpan(start, end, before.WorkedBefore + before.EndsAt - before.StartsAt));
        }
    }
}

/// <summary>Working time from one instant to another, in milliseconds since 1970-01-01T00:00Z, and how much there was before it.</summary>
public readonly record struct WorkingSpan(long StartsAt, long EndsAt, long WorkedBefore);
