using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What <c>cohorts.sql</c> counts, and what <c>cohort_leads.sql</c> tells of leads.</summary>
public sealed class CohortTally : Tally
{
    public long Converted { get; init; }

    public CohortAges ByAge { get; } = new();

    /// <summary>Without those who never convert: they are the others of the leads.</summary>
    public EventualLeads Eventual { get; } = new();
}

/// <summary>How many leads are younger than each age, and how many of the others had converted by then.</summary>
public sealed class CohortAges
{
    private static readonly int[] s_days = [30, 60, 90, 180, 365];

    private readonly long[] _immature = new long[s_days.Length];
    private readonly long[] _converted = new long[s_days.Length];

    /// <summary>The ages in days, the youngest first.</summary>
    public static IReadOnlyList<int> Days => s_days;

    /// <summary>Adds a lead.</summary>
    /// <param name="age">How old it is, in milliseconds.</param>
    /// <param name="took">How old it was when it converted; null where it has not.</param>
    public void Add(long age, long? took)
    {
        for (var i = 0; i < s_days.Length; i++)
        {
            var days = s_days[i] * Elapsed.Day;
            if (age < days)
            {
                _immature[i]++;
            }
            else if (took <= days)
            {
                _converted[i]++;
            }
        }
    }

    /// <summary>Adds the leads of another.</summary>
    public void Add(CohortAges other)
    {
        for (var i = 0; i < s_days.Length; i++)
        {
            _immature[i] += other._immature[i];
            _converted[i] += other._converted[i];
        }
    }

    /// <summary>Those younger than an age, and of the others those that converted within it.</summary>
    public (long Immature, long Converted) Of(int days)
    {
        var at = Array.IndexOf(s_days, days);
        return (_immature[at], _converted[at]);
    }
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
