using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What the figures of all owners together suggest: rules over figures, each with the numbers that fired it.</summary>
public static class TeamInsights
{
    // Gini's coefficient of the loads, corrected: uneven above this.
    private const double UnevenLoad = 0.3;

    /// <summary>What stands out about them.</summary>
    /// <param name="owners">Every owner of the question, with leads or without, but nobody.</param>
    /// <param name="backlog">Whether leads pile up; null where that is not known.</param>
    public static IEnumerable<Finding> Of(IReadOnlyList<OwnerFigures> owners, Backlog? backlog) =>
        new[] { Unequal(owners), CapacityShort(owners, backlog), Uneven(owners) }.OfType<Finding>();

    private static Finding? Unequal(IReadOnlyList<OwnerFigures> owners) => SpreadTest.Of(owners.Select(one => one.Efficiency)) is { P: <= RankGroups.Q } spread
        ? new Finding("UNEQUAL_PERFORMANCE", null,
            ("p", spread.P.Value), ("significance", RankGroups.Q), ("chiSquared", spread.ChiSquared!.Value), ("degreesOfFreedom", spread.DegreesOfFreedom!.Value),
            ("ownersAbove", owners.Count(one => one.Group == RankGroup.Above)), ("ownersBelow", owners.Count(one => one.Group == RankGroup.Below)))
        : null;

    /// <summary>Whether a backlog would be taken for too small a team: not where some of the owners work less well than the others.</summary>
    public static bool MayBeShort(IEnumerable<OwnerFigures> owners) => !owners.Any(one => one.Group == RankGroup.Below);

    private static Finding? CapacityShort(IReadOnlyList<OwnerFigures> owners, Backlog? backlog)
    {
        if (backlog is null || backlog.OpenAtEnd <= backlog.OpenAtStart || !MayBeShort(owners))
        {
            return null;
        }

        var (now, earlier) = (Rate.Of(backlog.Contacted, backlog.Leads), Rate.Of(backlog.EarlierContacted, backlog.EarlierLeads));
        return Change.OfRates(now, earlier) is { High: < 0 } change
            ? new Finding("CAPACITY_SHORT", null,
                ("contactRatePercent", now.Percent!.Value), ("earlierContactRatePercent", earlier.Percent!.Value), ("changePoints", (double)change.Difference!),
                ("changeLowPoints", (double)change.Low!), ("changeHighPoints", (double)change.High), ("openAtStart", backlog.OpenAtStart), ("openAtEnd", backlog.OpenAtEnd))
            : null;
    }

    // As the distribution of leads has it: of load ÷ capacity, over those whose capacity is known; where nobody's is, of the load.
    private static Finding? Uneven(IReadOnlyList<OwnerFigures> owners)
    {
        var shares = new OwnerShares();
        foreach (var one in owners)
        {
            shares.Add(new OwnerShare(one.Owner, one.Tally.Leads, one.Load, null));
        }

        var fairness = LoadFairness.Of(shares, Load.Open);
        var variant = shares.Active.Any(share => share.Owner.Capacity > 0) ? "loadPerCapacity" : "load";
        return fairness.LoadGini?.Corrected > UnevenLoad
            ? new Finding("UNEVEN_DISTRIBUTION", variant,
                (variant == "load" ? "giniOfLoad" : "giniOfLoadPerCapacity", fairness.LoadGini.Corrected), ("unevenAbove", UnevenLoad),
                ("comparedOwners", fairness.ComparedOwners), ("ownersWithoutCapacity", fairness.OwnersWithoutCapacity))
            : null;
    }
}
