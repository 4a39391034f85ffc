using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>How well an owner works their leads.</summary>
public sealed record OwnerEfficiencyRow : OwnerMetricRow, ISampled
{
    /// <summary>Eligible leads of the period.</summary>
    public required long Leads { get; init; }

    /// <summary>Those younger than the window, left out of the rates; 0 without a window.</summary>
    public required long Immature { get; init; }

    /// <summary>Whether there are at least minSample leads that are not immature.</summary>
    public required bool Reliable { get; init; }

    /// <summary>Leads with at least one completed, outbound, not automated call, e-mail, meeting or message.</summary>
    public required long Contacted { get; init; }

    /// <summary>contacted ÷ leads.</summary>
    public required Rate ContactRate { get; init; }

    /// <summary>Leads that converted, as conversion says.</summary>
    public required long Converted { get; init; }

    /// <summary>converted ÷ leads.</summary>
    [Bounded(Doubt.Conversion)]
    public required Rate Efficiency { get; init; }

    /// <summary>Leads with an opportunity.</summary>
    public required long ConvertedToOpportunity { get; init; }

    /// <summary>convertedToOpportunity ÷ leads.</summary>
    public required Rate LeadToOpportunity { get; init; }

    /// <summary>Leads with a won opportunity or an order.</summary>
    public required long ConvertedToCustomer { get; init; }

    /// <summary>convertedToCustomer ÷ leads.</summary>
    public required Rate LeadToCustomer { get; init; }

    /// <summary>Leads with an opportunity, a won opportunity or an order.</summary>
    public required long ConvertedToEither { get; init; }

    /// <summary>convertedToEither ÷ leads.</summary>
    public required Rate LeadToEither { get; init; }

    /// <summary>Contacted leads that converted.</summary>
    public required long ContactedAndConverted { get; init; }

    /// <summary>contactedAndConverted ÷ contacted. Where nobody converts uncontacted, efficiency is contactRate × this.</summary>
    public required Rate ConversionGivenContact { get; init; }

    /// <summary>Converted leads that nobody contacted.</summary>
    public required long ConvertedWithoutContact { get; init; }

    /// <summary>Seconds until half of the leads had their first outbound human attempt, the unanswered kept in; null where no more than half had one.</summary>
    public required double? ResponseP50Seconds { get; init; }

    /// <summary>Seconds until nine tenths of the leads had it, the unanswered kept in; null where that is not known or never came.</summary>
    public required double? ResponseP90Seconds { get; init; }

    /// <summary>Leads older than the target that were answered within it.</summary>
    public required long AnsweredWithinTarget { get; init; }

    /// <summary>Leads older than the target: answered in time, late or not at all.</summary>
    public required long ResponseDue { get; init; }

    /// <summary>answeredWithinTarget ÷ responseDue.</summary>
    [Bounded(Doubt.Response)]
    public required Rate WithinTarget { get; init; }

    /// <summary>Leads younger than the target, answered or not: too young for withinTarget.</summary>
    public required long ResponsePending { get; init; }

    /// <summary>Leads without an outbound human attempt by asOf, the young ones among them.</summary>
    public required long NeverAnswered { get; init; }

    /// <summary>Open leads that were never contacted, are idle, or whose next activity is overdue or absent; whenever created.</summary>
    [OfTheMoment]
    public required long? Neglected { get; init; }

    /// <summary>Leads open at asOf, whenever created.</summary>
    [OfTheMoment]
    public required long? OpenLoad { get; init; }

    /// <summary>openLoad ÷ capacity; null where the capacity is not known or 0, and in totals.</summary>
    [OfTheMoment]
    public required decimal? LoadPerCapacity { get; init; }

    /// <summary>Won opportunities of these leads, in the base currency.</summary>
    public required decimal WonAmount { get; init; }

    /// <summary>Where the owner's efficiency stands among the others', by test and not by sorting; null in totals, in a time series, and of (unassigned).</summary>
    public required RankGroup? RankGroup { get; init; }

    /// <summary>
    /// Two-sided p-value of Fisher's exact test of the owner against all other owners together, adjusted for the number of owners
    /// (Benjamini–Hochberg), from 0 to 1; above or below where it is at most 0.05. Null where the owner is not tested.
    /// </summary>
    public required double? AdjustedP { get; init; }

    /// <summary>Conversions that the owner's leads had given at all owners' rates by source; null where rankGroup is.</summary>
    public required double? ExpectedConversions { get; init; }

    /// <summary>converted ÷ expectedConversions: above 1 is better than all owners with the same sources; null where nothing is expected.</summary>
    public required double? ObservedOverExpected { get; init; }

    /// <summary>observedOverExpected × the rate of all owners, in percent: the efficiency as with everybody's sources. May pass 100.</summary>
    public required double? AdjustedEfficiencyPercent { get; init; }

    /// <summary>Of all owners: whether their efficiency differs by more than chance; null but in totals.</summary>
    [OfTheMoment]
    public required SpreadTest? Spread { get; init; }

    /// <summary>
    /// What the figures suggest, of an owner or in totals of all owners together; empty where nothing stands out, null in a time series.
    /// CAPACITY_SHORT is looked at only with compare, and without status.
    /// </summary>
    public required IReadOnlyList<Insight>? Insights { get; init; }

    /// <summary>Why the efficiency changed since the window compared with, by where the leads come from; null without compare.</summary>
    public MixEffect? ChangeBySource { get; internal set; }

    /// <summary>The same by whose leads they are; in totals only.</summary>
    public MixEffect? ChangeByOwner { get; internal set; }

    /// <summary>Orders of these leads, in the base currency.</summary>
    public required decimal OrderAmount { get; init; }

    // What is left lying is told by the owner's own numbers.
    internal override MetricRow WithoutOthers() => this with { Spread = null, ChangeByOwner = null, Insights = Insights is null ? null : [.. Insights.Where(insight => insight.Code == OwnerInsights.NeglectedLeads)] };
}
