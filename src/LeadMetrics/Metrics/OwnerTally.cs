using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What <c>owner_efficiency.sql</c> and <c>open_load.sql</c> count of an owner's leads.</summary>
public sealed class OwnerTally : Tally, IResponseTally
{
    public long Contacted { get; init; }

    public long Converted { get; init; }

    public long ConvertedToOpportunity { get; init; }

    public long ConvertedToCustomer { get; init; }

    public long ConvertedToEither { get; init; }

    public long ContactedAndConverted { get; init; }

    public long ConvertedWithoutContact { get; init; }

    public long AnsweredWithinTarget { get; init; }

    public long ResponseDue { get; init; }

    public long ResponsePending { get; init; }

    public long NeverAnswered { get; init; }

    public long WonAmount { get; init; }

    public long OrderAmount { get; init; }

    public long OpenLoad { get; init; }

    public long Neglected { get; init; }

    public long NeglectedUncontacted { get; init; }

    public long NeglectedIdle { get; init; }

    public long NeglectedOverdue { get; init; }

    public long NeglectedUnplanned { get; init; }

    /// <summary>How long the leads waited for their first response.</summary>
    public WaitingTimes Waits { get; } = new();

    /// <summary>Leads and conversions by owner and source; empty in a time series, whose rows are not compared.</summary>
    public OwnerCells Cells { get; } = new();

    /// <summary>Where the owner stands among the others.</summary>
    public OwnerStanding? Standing { get; set; }

    /// <summary>What stands out about the owner.</summary>
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    /// <summary>What stands out about all owners together; it stands in the totals.</summary>
    public TeamFindings TeamFindings { get; } = new();

    protected override long LeadsOfOtherTimes() => OpenLoad;

    /// <summary>A tally for the documentation.</summary>
    public static OwnerTally Example
    {
        get
        {
            var tally = new OwnerTally
            {
                Leads = 40,
                Contacted = 30,
                Converted = 12,
                ConvertedToOpportunity = 11,
                ConvertedToCustomer = 5,
                ConvertedToEither = 12,
                ContactedAndConverted = 11,
                ConvertedWithoutContact = 1,
                AnsweredWithinTarget = 12,
                ResponseDue = 40,
                NeverAnswered = 4,
                WonAmount = 125_000_0000,
                OrderAmount = 98_500_0000,
                OpenLoad = 18,
                Neglected = 3,
                NeglectedUncontacted = 1,
                NeglectedIdle = 2,
            };
            ResponseWaits.FillExample(tally.Waits);
            tally.Findings = [OwnerInsights.Neglected(tally)];
            return tally;
        }
    }
}
