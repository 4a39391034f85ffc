using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What was spent at a place, and what <c>acquisition_cost.sql</c> and the flows count there.</summary>
public sealed class AcquisitionTally : Tally
{
    /// <summary>The source or campaign whose spend the leads share.</summary>
    public int UnitKey { get; init; }

    public long ConvertedToOpportunity { get; init; }

    public long ConvertedToCustomer { get; init; }

    public long Decided { get; init; }

    public long NewCustomers { get; init; }

    public long WonOpportunities { get; init; }

    public long WonAmount { get; init; }

    /// <summary>Won opportunities whose amount has no rate.</summary>
    public long MissingRates { get; init; }

    public long Orders { get; init; }

    public long OrderAmount { get; init; }

    public long OrdersWithoutRate { get; init; }

    public Amount Marketing { get; } = new();

    public Amount Sales { get; } = new();

    /// <summary>Rows of spend with a day in the period.</summary>
    public long SpendRows { get; set; }

    public long SpendWithoutRate { get; set; }

    public long UnallocatedSpend { get; set; }

    // Of documents it is not known how many leads they are of.
    protected override long LeadsOfOtherTimes() => NewCustomers > 0 ? NewCustomers : Math.Min(1, WonOpportunities + Orders);
}

/// <summary>What some leads and customers cost, and what came back. Each amount is rounded by itself, to 4 decimals.</summary>
public sealed record AcquisitionCostRow : GroupedRow
{
    /// <summary>Marketing spend on the days of the period, as far as they have come by asOf; null, as all that follows from spend, for a caller who may see some owners only.</summary>
    public required decimal? SpendMarketing { get; init; }

    /// <summary>Sales spend on these days.</summary>
    public required decimal? SpendSales { get; init; }

    /// <summary>spendMarketing + spendSales; with costScope=marketing spendMarketing alone.</summary>
    public required decimal? Cost { get; init; }

    /// <summary>Eligible leads created in the period.</summary>
    public required long Leads { get; init; }

    /// <summary>Those of them with an opportunity by asOf.</summary>
    public required long ConvertedToOpportunity { get; init; }

    /// <summary>Leads whose first won opportunity or first order fell in the period, whenever they were created.</summary>
    public required long NewCustomers { get; init; }

    /// <summary>Leads created in the period that became customers by asOf.</summary>
    public required long ConvertedToCustomer { get; init; }

    /// <summary>Leads created in the period that became customers or are closed by asOf.</summary>
    public required long Decided { get; init; }

    /// <summary>decided ÷ leads: how far laggedCostPerAcquisition can still change.</summary>
    public required Rate Maturity { get; init; }

    /// <summary>Amounts of the opportunities won in the period, or of the orders in it, as revenueBasis says.</summary>
    public required decimal Revenue { get; init; }

    /// <summary>Opportunities won in the period, whenever their lead was created.</summary>
    public required long WonOpportunities { get; init; }

    /// <summary>Orders in the period, whenever their lead was created.</summary>
    public required long Orders { get; init; }

    /// <summary>spendMarketing ÷ leads; null without leads.</summary>
    public required decimal? CostPerLead { get; init; }

    /// <summary>spendMarketing ÷ convertedToOpportunity; null without any.</summary>
    public required decimal? CostPerOpportunity { get; init; }

    /// <summary>cost ÷ newCustomers; null without any.</summary>
    public required decimal? CostPerAcquisition { get; init; }

    /// <summary>cost ÷ convertedToCustomer: of the same leads that the money was spent on; null without any.</summary>
    public required decimal? LaggedCostPerAcquisition { get; init; }

    /// <summary>(revenue − cost) ÷ cost × 100; null where cost is not above 0, and of (unallocated) spend.</summary>
    public required decimal? RoiPercent { get; init; }

    /// <summary>revenue ÷ spendMarketing; null where that is not above 0, and of (unallocated) spend.</summary>
    public required decimal? Roas { get; init; }
}
