using System.Runtime.InteropServices;

namespace LeadMetrics.Results;

/// <summary>The share of leads that it will have happened to in the end, with how sure one can be of it.</summary>
public sealed record EventualRate
{
    /// <summary>1 − the Kaplan–Meier survival, in percent from 0 to 100; null without leads.</summary>
    public required double? Percent { get; init; }

    /// <summary>Lower bound of the 95 % Greenwood interval, in percent; null without leads.</summary>
    public required double? Low { get; init; }

    /// <summary>Upper bound of the 95 % Greenwood interval, in percent; null without leads.</summary>
    public required double? High { get; init; }

    /// <summary>Leads that it happened to.</summary>
    public required long Happened { get; init; }

    /// <summary>Leads that it may still happen to.</summary>
    public required long StillWaiting { get; init; }

    /// <summary>Leads that it can no longer happen to.</summary>
    public required long Never { get; init; }
}

/// <summary>
/// Leads by the whole days that they waited for something. The share that it happens to in the end is 1 − the
/// Kaplan–Meier survival after the last day on which it happened: a lead that still waits counts until the day it has
/// reached, and on that day after those that it happened to; one that it can no longer happen to counts for ever.
/// </summary>
/// <remarks>
/// E. L. Kaplan, P. Meier, Journal of the American Statistical Association 53 (1958), 457–481. M. Greenwood, Reports on
/// Public Health and Medical Subjects 33 (1926), 1–26.
/// </remarks>
public sealed class EventualLeads
{
    private readonly Dictionary<long, (long Happened, long Waiting)> _days = [];

    /// <summary>It happened to so many after this many days.</summary>
    public void Happened(long days, long count) => Put(days, count, 0);

    /// <summary>So many have waited this many days, and it still may happen to them.</summary>
    public void StillWaiting(long days, long count) => Put(days, 0, count);

    /// <summary>Adds all leads of another.</summary>
    public void Add(EventualLeads other)
    {
        foreach (var (day, (happened, waiting)) in other._days)
        {
            Put(day, happened, waiting);
        }
    }

    /// <summary>The share of so many leads, with these among them: to the others it never happens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more of these.</exception>
    public EventualRate ToRate(long leads)
    {
        var (happened, waiting) = (_days.Values.Sum(day => day.Happened), _days.Values.Sum(day => day.Waiting));
        ArgumentOutOfRangeException.ThrowIfLessThan(leads, happened + waiting);
        return ToRate(leads - happened - waiting, happened, waiting);
    }

    private EventualRate ToRate(long never, long happenedInAll, long waitingInAll)
    {
        var atRisk = happenedInAll + waitingInAll + never;
        var none = atRisk == 0;

        // While no lead stops waiting every event takes an equal part of what is left. Those are counted and not added
        // up, so that without waiting leads the share is exactly happened ÷ all.
        var (share, sum) = (0.0, 0.0);
        var (shareBefore, atRiskBefore, since) = (0.0, atRisk, 0L);
        foreach (var (_, (happened, waiting)) in _days.OrderBy(day => day.Key))
        {
            if (happened > 0)
            {
                since += happened;
                share = shareBefore + ((1 - shareBefore) * (since / (double)atRiskBefore));
                sum += happened / ((double)atRisk * (atRisk - happened));
                atRisk -= happened;
            }

            if (waiting > 0)
            {
                atRisk -= waiting;
                (shareBefore, atRiskBefore, since) = (share, atRisk, 0);
            }
        }

        // Where it happened to the last one at risk the sum is infinite, and nothing survives that could vary.
        var half = double.IsFinite(sum) ? Rate.Z * (1 - share) * Math.Sqrt(sum) : 0;
        return new EventualRate
        {
            Percent = none ? null : Rate.Percentage(share),
            Low = none ? null : Rate.Percentage(Math.Max(0, share - half)),
            High = none ? null : Rate.Percentage(Math.Min(1, share + half)),
            Happened = happenedInAll,
            StillWaiting = waitingInAll,
            Never = never,
        };
    }

    private void Put(long days, long happened, long waiting)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(happened);
        ArgumentOutOfRangeException.ThrowIfNegative(waiting);
        ref var day = ref CollectionsMarshal.GetValueRefOrAddDefault(_days, days, out _);
        day = (day.Happened + happened, day.Waiting + waiting);
    }
}
