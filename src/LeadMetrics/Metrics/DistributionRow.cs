using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What <c>distribution.sql</c> and <c>open_load.sql</c> count of an owner's leads.</summary>
public sealed class DistributionTally : Tally
{
    public long OpenLoad { get; init; }

    /// <summary>The owners' parts; empty in a time series, whose rows are not compared.</summary>
    public OwnerShares Shares { get; } = new();

    protected override long LeadsOfOtherTimes() => OpenLoad;
}

/// <summary>What an owner got, and what they can work.</summary>
public sealed record DistributionRow : OwnerMetricRow
{
    /// <summary>Eligible leads of the period.</summary>
    public required long Leads { get; init; }

    /// <summary>Those younger than the window, left out of the rates; 0 without a window.</summary>
    public required long Immature { get; init; }

    /// <summary>leads ÷ leads of all rows of the same time.</summary>
    public required Rate Share { get; init; }

    /// <summary>Whether there are at least minSample leads that are not immature.</summary>
    public required bool Reliable { get; init; }

    /// <summary>Leads open at asOf, whenever created; null in a time series.</summary>
    [OfTheMoment]
    public required long? OpenLoad { get; init; }

    /// <summary>What is set against capacity: openLoad, or with load=received the leads of the period a month. With load=open null in a time series, and without a change.</summary>
    public required decimal? Load { get; init; }

    /// <summary>load ÷ capacity; null where the capacity is not known or 0, and in totals.</summary>
    public required decimal? LoadPerCapacity { get; init; }

    /// <summary>capacity ÷ that of the active owners together, in percent; null where the owner's is not known, and of those who are not active.</summary>
    [OfTheMoment]
    public required decimal? ShareOfCapacityPercent { get; init; }

    /// <summary>
    /// The quality of the leads received: what share the other owners converted of leads from the same sources, in percent. Null where nothing
    /// can be compared, of (unassigned), in a time series, and in totals.
    /// </summary>
    public required double? QualityPercent { get; init; }

    /// <summary>Leads of sources that no other owner has, left out of qualityPercent; null of (unassigned), and in a time series.</summary>
    public required long? LeadsWithoutComparison { get; init; }

    /// <summary>With suggest: the leads of the period that the owner would get by capacity × assumed efficiency; null without, and where it cannot be said.</summary>
    [OfTheMoment]
    public required long? SuggestedLeads { get; init; }

    /// <summary>suggestedLeads − leads; in totals 0.</summary>
    [OfTheMoment]
    public required long? SuggestedChange { get; init; }

    /// <summary>With suggest: the rate that the owner is taken to have at any load; null without, in totals, and of those who get no leads by it.</summary>
    public required AssumedRate? AssumedEfficiency { get; init; }

    /// <summary>With suggest: the conversions that the suggestion could be expected to add; null without, in a time series, and but in totals.</summary>
    public required AddedConversions? ExpectedAddedConversions { get; init; }

    /// <summary>How evenly the load is spread; null in a time series, and but in totals.</summary>
    public required LoadFairness? Fairness { get; init; }

    internal override MetricRow WithoutOthers() => this with { Fairness = null, ExpectedAddedConversions = null };
}
