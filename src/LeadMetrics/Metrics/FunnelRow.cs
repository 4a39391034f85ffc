using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What <c>funnel.sql</c> or <c>funnel_flows.sql</c> counts, and how long the steps took.</summary>
public sealed class FunnelTally : Tally
{
    public long Judged { get; init; }

    public long ReachedContact { get; init; }

    public long ReachedQualified { get; init; }

    public long ReachedOpportunity { get; init; }

    public long ReachedCustomer { get; init; }

    public long Contacted { get; init; }

    public long QualifiedLeads { get; init; }

    public long ConvertedToOpportunity { get; init; }

    public long ConvertedToCustomer { get; init; }

    public long Opportunities { get; init; }

    public long WonOpportunities { get; init; }

    public WaitingTimes LeadToContact { get; } = new();

    public WaitingTimes ContactToOpportunity { get; } = new();

    public WaitingTimes OpportunityToCustomer { get; } = new();

    public WaitingTimes LeadToCustomer { get; } = new();

    // Of documents it is not known how many leads they are of.
    protected override long LeadsOfOtherTimes() =>
        Math.Max(ReachedContact, Math.Max(ReachedOpportunity, ReachedCustomer)) is > 0 and var leads ? leads : Math.Min(1, Opportunities + WonOpportunities);
}

/// <summary>How far some leads got.</summary>
public sealed record FunnelRow : GroupedRow
{
    /// <summary>Eligible leads of the period; with basis=resolved those won or closed in it.</summary>
    public required long Leads { get; init; }

    /// <summary>Those younger than the window, left out of the rates; 0 without a window.</summary>
    public required long Immature { get; init; }

    /// <summary>Leads that were contacted or got further.</summary>
    public required long ReachedContact { get; init; }

    /// <summary>reachedContact ÷ leads that are not immature.</summary>
    public required Rate ContactStepRate { get; init; }

    /// <summary>The same: it is the first step.</summary>
    public required Rate ContactCumulativeRate { get; init; }

    /// <summary>Leads that were never contacted and got no further; negative only with basis=period.</summary>
    public required long ContactDropOff { get; init; }

    /// <summary>Leads that are qualified or got further; null where the CRM judges none of them, and with basis=period.</summary>
    public required long? ReachedQualified { get; init; }

    /// <summary>reachedQualified ÷ reachedContact.</summary>
    public required Rate? QualifiedStepRate { get; init; }

    /// <summary>reachedQualified ÷ leads that are not immature.</summary>
    public required Rate? QualifiedCumulativeRate { get; init; }

    /// <summary>reachedContact − reachedQualified.</summary>
    public required long? QualifiedDropOff { get; init; }

    /// <summary>Leads with an opportunity, or that became a customer without one.</summary>
    public required long ReachedOpportunity { get; init; }

    /// <summary>reachedOpportunity ÷ reachedQualified, or ÷ reachedContact where there is no stage qualified.</summary>
    public required Rate OpportunityStepRate { get; init; }

    /// <summary>reachedOpportunity ÷ leads that are not immature.</summary>
    public required Rate OpportunityCumulativeRate { get; init; }

    /// <summary>The stage before − reachedOpportunity.</summary>
    public required long OpportunityDropOff { get; init; }

    /// <summary>Leads with a won opportunity or an order.</summary>
    public required long ReachedCustomer { get; init; }

    /// <summary>reachedCustomer ÷ reachedOpportunity.</summary>
    public required Rate CustomerStepRate { get; init; }

    /// <summary>reachedCustomer ÷ leads that are not immature.</summary>
    public required Rate CustomerCumulativeRate { get; init; }

    /// <summary>reachedOpportunity − reachedCustomer.</summary>
    public required long CustomerDropOff { get; init; }

    /// <summary>Leads that were contacted themselves, however far they got.</summary>
    public required long Contacted { get; init; }

    /// <summary>Leads that the CRM calls qualified; null where it judges none of them.</summary>
    public required long? QualifiedLeads { get; init; }

    /// <summary>Leads with an opportunity of their own.</summary>
    public required long ConvertedToOpportunity { get; init; }

    /// <summary>Leads with a won opportunity or an order.</summary>
    public required long ConvertedToCustomer { get; init; }

    /// <summary>convertedToOpportunity ÷ leads that are not immature: leads, each once, so it never passes 100.</summary>
    [Bounded(Doubt.Conversion)]
    public required Rate LeadToOpportunity { get; init; }

    /// <summary>convertedToCustomer ÷ leads that are not immature.</summary>
    [Bounded(Doubt.Conversion)]
    public required Rate LeadToCustomer { get; init; }

    /// <summary>Opportunities of these leads, as documents; with basis=period those created in the period. Takes no window.</summary>
    public required long Opportunities { get; init; }

    /// <summary>Those of them that were won; with basis=period those won in the period. Takes no window.</summary>
    public required long WonOpportunities { get; init; }

    /// <summary>wonOpportunities ÷ opportunities.</summary>
    public required Rate OpportunityToCustomer { get; init; }

    /// <summary>convertedToCustomer ÷ opportunities × 100, as textbooks have it; may pass 100. Null without opportunities.</summary>
    public required decimal? RatioOfCounts { get; init; }

    /// <summary>Median days from creation to the first contact, of the leads contacted; null where there is none.</summary>
    public required double? LeadToContactDaysP50 { get; init; }

    /// <summary>Median days from the first contact to the first opportunity, of the leads with both in that order.</summary>
    public required double? ContactToOpportunityDaysP50 { get; init; }

    /// <summary>Median days from the first opportunity to the customer, of the leads with both in that order.</summary>
    public required double? OpportunityToCustomerDaysP50 { get; init; }

    /// <summary>Median days from creation to the customer: the sales cycle.</summary>
    public required double? LeadToCustomerDaysP50 { get; init; }

    /// <summary>Nine of ten sales cycles were no longer than so many days.</summary>
    public required double? LeadToCustomerDaysP90 { get; init; }
}
