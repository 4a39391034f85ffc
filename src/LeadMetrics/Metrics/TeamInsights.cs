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

    private static Finding? CapacityShort(IReadOnlyList<OwnerFigures> owners, Backlog? backlog)
    {
        if (backlog is null || backlog.OpenAtEnd <= backlog.OpenAtStart || owners.Any(one => one.Group == RankGroup.Below))
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

    // Of load ÷ capacity, over those whose capacity is known; where nobody's is, of the load.
    private static Finding? Uneven(IReadOnlyList<OwnerFigures> owners)
    {
        var active = owners.Where(one => one.Owner.Active).ToList();
        var ofLoad = active.TrueForAll(one => one.Owner.Capacity is null);
        var known = ofLoad ? active : active.FindAll(one => one.Owner.Capacity > 0);
        var gini = Gini.Of([.. known.Select(one => ofLoad ? one.Load : one.Load / (double)one.Owner.Capacity!)]);
        return gini?.Corrected > UnevenLoad
            ? new Finding("UNEVEN_DISTRIBUTION", ofLoad ? "load" : "loadPerCapacity",
                (ofLoad ? "giniOfLoad" : "giniOfLoadPerCapacity", gini.Corrected), ("unevenAbove", UnevenLoad), ("owners", known.Count), ("ownersLeftOut", active.Count - known.Count))
            : null;
    }
}
