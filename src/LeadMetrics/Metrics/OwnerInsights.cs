using LeadMetrics.Engines;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>
/// What the figures of each owner suggest: rules over figures, each with the numbers that fired it. Nobody is no owner, and one who has left
/// is among the others but is advised no more; the leads that lie there are told of both.
/// </summary>
public sealed class OwnerInsights
{
    // Of the median load of the active owners: high is above the one, low up to the other.
    private const double HighLoad = 1.25;
    private const double LowLoad = 0.75;

    /// <summary>The insight that rests on nothing but the owner's own leads.</summary>
    internal const string NeglectedLeads = "NEGLECTED_LEADS";

    private readonly List<OwnerFigures> _owners;
    private readonly int _minSample;
    private readonly IReadOnlyList<Ranking> _speeds;
    private readonly double _medianLoad;

    /// <param name="owners">Every owner of the question, with leads or without, but nobody.</param>
    /// <param name="minSample">One with fewer leads is not tested.</param>
    public OwnerInsights(IEnumerable<OwnerFigures> owners, int minSample)
    {
        _owners = [.. owners];
        _minSample = minSample;
        _speeds = RankGroups.Of([.. _owners.Select(one => one.WithinTarget)], minSample);
        _medianLoad = Median([.. _owners.Where(one => one.Owner.Active).Select(one => one.Load).Order()]);
    }

    /// <summary>Looks at the owners of an answer, and notes down what is found of each and of all together.</summary>
    public static async Task ReadAsync(Tallies<OwnerTally> tallies, int minSample, Snapshot data)
    {
        var (selection, question) = (tallies.Selection, tallies.Selection.Question);
        var all = selection.Owners.Select(owner => new OwnerFigures(owner, tallies.Of(tallies.GroupOf(owner.OwnerKey), null))).ToList();
        var owners = all.Where(one => one.Owner.OwnerKey != 0).ToList();
        var insights = new OwnerInsights(owners, minSample);
        foreach (var one in all)
        {
            one.Tally.Findings = [.. insights.Of(one)];
        }

        // Which leads had a status at an earlier instant is not known, so the backlog of then cannot be told by it. Every lead is read for it.
        var backlog = selection.Layout.Compare is { } compare && question.Period is { } period && question.Statuses.Count == 0 && TeamInsights.MayBeShort(owners)
            ? await Backlog.ReadAsync(selection, period, period.Before(compare, question.Named), data) : null;
        foreach (var finding in TeamInsights.Of(owners, backlog))
        {
            tallies.Overall.TeamFindings.Add(finding);
        }
    }

    /// <summary>What stands out about one of the owners, or about nobody.</summary>
    public IEnumerable<Finding> Of(OwnerFigures one)
    {
        var place = _owners.IndexOf(one);
        if (place >= 0 && one.Owner.Active)
        {
            if (one.Group == RankGroup.Below && (IsBelow(one, of => of.ContactRate) ? Overloaded(one) : NeedsCoaching(one)) is { } why)
            {
                yield return why;
            }

            if (one.Group == RankGroup.Above && CanTakeMore(one, place))
            {
                yield return new Finding("CAN_TAKE_MORE", null,
                    [.. Efficiency(one), ("observedOverExpected", one.Tally.Standing!.Mix.Index!.Value), ("sourceDeviation", Math.Round(one.Tally.Standing.Deviation!.Value, 4)), .. Load(one), ("lowLoad", LowLoad * _medianLoad)]);
            }

            if (_speeds[place] is { Group: RankGroup.Below } speed)
            {
                yield return new Finding("SLOW_RESPONSE", null, [.. Beside(one, "withinTarget", of => of.WithinTarget), .. Test(speed)]);
            }
        }

        if (one.Tally.Neglected > 0)
        {
            yield return Neglected(one.Tally);
        }
    }

    /// <summary>Open leads that are left lying, and why; one may have several reasons.</summary>
    internal static Finding Neglected(OwnerTally tally) => new(NeglectedLeads, null,
        ("neglected", tally.Neglected), ("neglectedUncontacted", tally.NeglectedUncontacted), ("neglectedIdle", tally.NeglectedIdle),
        ("neglectedOverdue", tally.NeglectedOverdue), ("neglectedUnplanned", tally.NeglectedUnplanned));

    private Finding? Overloaded(OwnerFigures one)
    {
        var variant = one.Load > HighLoad * _medianLoad ? "highLoad" : one.Load > one.Owner.Capacity ? "overCapacity" : null;
        return variant is null ? null : new Finding("OVERLOADED", variant,
            [.. Load(one), ("highLoad", HighLoad * _medianLoad), .. Beside(one, "contactRate", of => of.ContactRate), .. Efficiency(one)]);
    }

    private Finding? NeedsCoaching(OwnerFigures one) => !IsBelow(one, of => of.ConversionGivenContact) ? null : new Finding("NEEDS_COACHING", null,
    [
        .. Beside(one, "contactRate", of => of.ContactRate), .. Beside(one, "conversionGivenContact", of => of.ConversionGivenContact), .. Efficiency(one),
        ("converted", one.Tally.Converted), ("expectedConversions", one.Tally.Standing!.Mix.Expected),
    ]);

    // One bad owner puts others above the rest, and good sources put anybody there: neither is a reason to give them more. Who is full has no room for it.
    private bool CanTakeMore(OwnerFigures one, int place) =>
        one.Load <= LowLoad * _medianLoad
        && (one.Owner.Capacity is null || one.Load < one.Owner.Capacity)
        && one.Tally.Standing!.Deviation >= Rate.Z
        && RankGroups.IsAboveTheOrdinary([.. _owners.Select(other => other.Efficiency)], place, _minSample);

    private IEnumerable<(string Name, double Value)> Efficiency(OwnerFigures one) =>
        [.. Beside(one, "efficiency", of => of.Efficiency), .. Test(one.Tally.Standing!.Ranking)];

    private IEnumerable<(string Name, double Value)> Load(OwnerFigures one) =>
        [("openLoad", one.Load), ("medianLoad", _medianLoad), .. one.Owner.Capacity is { } capacity ? new[] { ("capacity", (double)capacity) } : []];

    private static IEnumerable<(string Name, double Value)> Test(Ranking ranking) =>
        [("adjustedP", Math.Round(ranking.AdjustedP!.Value, 6)), ("significance", RankGroups.Q)];

    // An owner's rate, and that of all others together.
    private IEnumerable<(string Name, double Value)> Beside(OwnerFigures one, string name, Func<OwnerFigures, (long K, long N)> rate)
    {
        var (own, others) = (rate(one), OthersOf(one, rate));
        return [(name + "Percent", Rate.Of(own.K, own.N).Percent!.Value), ($"others{char.ToUpperInvariant(name[0])}{name[1..]}Percent", Rate.Of(others.K, others.N).Percent!.Value)];
    }

    // Below the others is below all: k ÷ n < K ÷ N, in whole numbers.
    private bool IsBelow(OwnerFigures one, Func<OwnerFigures, (long K, long N)> rate)
    {
        var (own, others) = (rate(one), OthersOf(one, rate));
        return (Int128)own.K * others.N < (Int128)others.K * own.N;
    }

    private (long K, long N) OthersOf(OwnerFigures one, Func<OwnerFigures, (long K, long N)> rate) =>
        (_owners.Sum(other => rate(other).K) - rate(one).K, _owners.Sum(other => rate(other).N) - rate(one).N);

    private static double Median(List<long> ascending) =>
        ascending.Count == 0 ? 0 : (ascending[(ascending.Count - 1) / 2] + ascending[ascending.Count / 2]) / 2.0;
}
