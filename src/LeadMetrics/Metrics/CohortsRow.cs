using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What <c>cohorts.sql</c> counts, and the days that <c>cohort_days.sql</c> gives.</summary>
public sealed class CohortTally : Tally
{
    public long Converted { get; init; }

    public long Mature30 { get; init; }

    public long Converted30 { get; init; }

    public long Mature60 { get; init; }

    public long Converted60 { get; init; }

    public long Mature90 { get; init; }

    public long Converted90 { get; init; }

    public long Mature180 { get; init; }

    public long Converted180 { get; init; }

    public long Mature365 { get; init; }

    public long Converted365 { get; init; }

    public EventualLeads Eventual { get; } = new();
}

/// <summary>The leads of one month, or other interval, and what became of them with age.</summary>
public sealed record CohortsRow : GroupedRow
{
    /// <summary>Eligible leads created in the interval.</summary>
    public required long Leads { get; init; }

    /// <summary>Those that had converted by asOf, at whatever age.</summary>
    public required long Converted { get; init; }

    /// <summary>converted ÷ leads: of a young month the least that it can become.</summary>
    [Bounded(Doubt.Conversion)]
    public required Rate Rate { get; init; }

    /// <summary>Within 30 days of their creation.</summary>
    public required CohortAge Within30Days { get; init; }

    /// <summary>Within 60 days of their creation.</summary>
    public required CohortAge Within60Days { get; init; }

    /// <summary>Within 90 days of their creation.</summary>
    public required CohortAge Within90Days { get; init; }

    /// <summary>Within 180 days of their creation.</summary>
    public required CohortAge Within180Days { get; init; }

    /// <summary>Within 365 days of their creation.</summary>
    public required CohortAge Within365Days { get; init; }

    /// <summary>The share that will have converted in the end, as far as the leads so far tell.</summary>
    public required EventualRate Eventual { get; init; }
}

/// <summary>What had become of some leads at an age.</summary>
public sealed record CohortAge : IRowPart
{
    /// <summary>Leads at least that old at asOf.</summary>
    public required long Mature { get; init; }

    /// <summary>Younger leads, left out.</summary>
    public required long Immature { get; init; }

    /// <summary>Mature leads that converted within the age.</summary>
    public required long Converted { get; init; }

    /// <summary>converted ÷ mature.</summary>
    public required Rate Rate { get; init; }

    /// <summary>Whether every lead of the interval, also one of its last moment, is that old at asOf.</summary>
    public required bool Complete { get; init; }

    /// <summary>The local day from which it is complete; null in the totals of all time, which go on.</summary>
    public required DateOnly? CompleteFrom { get; init; }
}
