using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Metrics.Common;

/// <summary>
/// The tallies of an answer, to add leads to that are read one by one. Leads come by their owners, and of an owner by time: so long as they are of one
/// bucket no calendar is asked.
/// </summary>
/// <param name="tallies">The tallies; of an answer that is not grouped by the hour or the weekday.</param>
public sealed class PlacesInTime<T>(Tallies<T> tallies)
    where T : Tally, new()
{
    private readonly Dictionary<LocalDate, Dictionary<int, T>> _byBucket = [];
    private Dictionary<int, T> _here = [];
    private long _from = long.MaxValue;
    private long _until = long.MinValue;

    /// <summary>The tally of a place.</summary>
    /// <param name="key">The member of the dimension.</param>
    /// <param name="at">An instant, in milliseconds.</param>
    public T At(int key, long at)
    {
        if (at < _from || at >= _until)
        {
            Enter(tallies.BucketOf(at));
        }

        if (!_here.TryGetValue(key, out var tally))
        {
            _here[key] = tally = tallies.At(key, at);
        }

        return tally;
    }

    private void Enter(LocalDate? bucket)
    {
        if (bucket is not { } start)
        {
            (_from, _until) = (long.MinValue, long.MaxValue);
            return;
        }

        var (layout, zone) = (tallies.Selection.Layout, tallies.Selection.Question.TimeZone);
        var days = new ReportPeriod(start, layout.Buckets(start, LocalDate.MaxIsoValue).First().To, zone);
        (_from, _until) = (days.Start.ToUnixTimeMilliseconds(), days.End.ToUnixTimeMilliseconds());
        if (!_byBucket.TryGetValue(start, out _here!))
        {
            _byBucket[start] = _here = [];
        }
    }
}
