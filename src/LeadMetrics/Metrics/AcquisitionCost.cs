using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Quality;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>Which spend the cost of a customer is made of.</summary>
public enum CostScope
{
    MarketingAndSales,
    Marketing,
}

/// <summary>What revenue is made of.</summary>
public enum RevenueBasis
{
    Won,
    Orders,
}

/// <summary>What does a lead or a customer cost, and what does it return?</summary>
public sealed class AcquisitionCost : LeadMetric<AcquisitionTally, AcquisitionCostRow>
{
    private static readonly Parameter<GroupBy> s_groupBy = Layout.By(GroupBy.None, GroupBy.Owner, GroupBy.Team, GroupBy.Source, GroupBy.Channel, GroupBy.Campaign);
    private static readonly Parameter<CostScope> s_costScope = Param.Choice("costScope", "What cost is made of, in the cost of a customer and the return: marketing and sales spend, or marketing spend alone.", CostScope.MarketingAndSales);
    private static readonly Parameter<RevenueBasis> s_revenueBasis = Param.Choice("revenueBasis", "What revenue is made of: the opportunities won in the period, or the orders in it.", RevenueBasis.Won);

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "acquisition-cost",
        Version = 1,
        Needs = [Datasets.Leads, Datasets.Spend],
        Uses = [Datasets.Opportunities, Datasets.Orders, Datasets.Sources, Datasets.Campaigns, Datasets.Owners, Datasets.LeadAssignments, Datasets.LeadStatusChanges, Datasets.ExchangeRates],
        Parameters = [.. LeadQuestion.Common, s_groupBy, s_costScope, s_revenueBasis, .. Shape],
    };

    protected override AcquisitionTally ExampleTally
    {
        get
        {
            var tally = new AcquisitionTally
            {
                Leads = 40,
                ConvertedToOpportunity = 11,
                ConvertedToCustomer = 5,
                Decided = 16,
                NewCustomers = 6,
                WonOpportunities = 6,
                WonAmount = 25_000_0000,
                Orders = 7,
                OrderAmount = 18_500_0000,
            };
            tally.Marketing.Add(Amount.Of(3_000_0000));
            tally.Sales.Add(Amount.Of(5_000_0000));
            return tally;
        }
    }

    protected override Slice<AcquisitionTally, AcquisitionCostRow> Ask(QueryReader query)
    {
        var (scope, basis) = (query.Get(s_costScope), query.Get(s_revenueBasis));
        return new Slice<AcquisitionTally, AcquisitionCostRow>(ReadAsync, (place, tally) => Row(place, tally, scope, basis))
        {
            Caveats = (selection, sum) => Caveats(selection, sum, basis),
        };
    }

    private static async Task ReadAsync(Tallies<AcquisitionTally> tallies, Snapshot data)
    {
        await new AcquisitionSpend(tallies).ReadAsync(data);
        await tallies.AddFlowsAsync("metrics/new_customers.sql", data);
        tallies.Add(await RevenueAsync("metrics/won_flows.sql", tallies.Selection, data));
        tallies.Add(await RevenueAsync("metrics/order_flows.sql", tallies.Selection, data));
    }

    /// <summary>
    /// What was won or ordered in the period. Of a short one its events are found by their time, and then the lead of each; of half of what is known, or more,
    /// it is faster to read the leads that ever were customers, and what they bought.
    /// </summary>
    /// <param name="path">The statement.</param>
    /// <param name="selection">Whose, and when.</param>
    /// <param name="data">The data.</param>
    public static Task<IReadOnlyList<AcquisitionTally>> RevenueAsync(string path, LeadSelection selection, Snapshot data)
    {
        var (flows, version) = (selection.OfEvents(), selection.Version);
        var until = Math.Min((long)flows.Parameters["toUtc"]!, version.LatestEventAt);
        var ofCustomers = flows.Question.Period is not { } period || until - period.Start.ToUnixTimeMilliseconds() >= (until - version.EarliestLeadAt) / 2;
        return flows.Leads.RowsAsync<AcquisitionTally>(path, data, ofCustomers ? flows.Switches.Append("ofCustomers").ToHashSet() : flows.Switches);
    }

    private static AcquisitionCostRow Row(Place place, AcquisitionTally t, CostScope scope, RevenueBasis basis)
    {
        // What an owner's leads cost is a share by the number of everybody's: who may not know of those is told none of it.
        var (marketing, sales) = place.Selection.IsLimitedByOwner ? (null, null) : ((Amount?)t.Marketing, (Amount?)t.Sales);
        var cost = scope == CostScope.Marketing ? marketing : marketing?.Plus(sales!);
        var revenue = Amount.Of(basis == RevenueBasis.Won ? t.WonAmount : t.OrderAmount);

        // No return is known of what was spent on nobody knows what; 0 would say that there was none.
        var known = !ReferenceEquals(place.Group, Grouping.Unallocated);
        return new AcquisitionCostRow
        {
            SpendMarketing = marketing?.Rounded,
            SpendSales = sales?.Rounded,
            Cost = cost?.Rounded,
            Leads = t.Leads,
            ConvertedToOpportunity = t.ConvertedToOpportunity,
            NewCustomers = t.NewCustomers,
            ConvertedToCustomer = t.ConvertedToCustomer,
            Decided = t.Decided,
            Maturity = Rate.Of(t.Decided, t.Leads),
            Revenue = revenue.Rounded,
            WonOpportunities = t.WonOpportunities,
            Orders = t.Orders,
            CostPerLead = marketing?.Per(t.Leads),
            CostPerOpportunity = marketing?.Per(t.ConvertedToOpportunity),
            CostPerAcquisition = cost?.Per(t.NewCustomers),
            LaggedCostPerAcquisition = cost?.Per(t.ConvertedToCustomer),
            RoiPercent = known && cost is not null ? revenue.Minus(cost).Over(cost, 100) : null,
            Roas = known && marketing is not null ? revenue.Over(marketing) : null,
        };
    }

    private static IEnumerable<Caveat> Caveats(LeadSelection selection, AcquisitionTally sum, RevenueBasis basis)
    {
        var where = AcquisitionSpend.OfSomeLeads(selection) ? "leftOut" : selection.Layout.GroupBy == GroupBy.None ? "inTotals" : "inRow";
        // Where campaigns are what counts, or leads to share it among, spend is unallocated that has a source all the same.
        var ofSources = !AcquisitionSpend.IsByCampaign(selection) && !AcquisitionSpend.IsShared(selection);
        return (selection.IsLimitedByOwner ? new[] { new Caveat(DataDefects.SpendOutOfScope) } : []).Concat(new Caveat[]
        {
            new(DataDefects.MissingRateOfSpend, sum.SpendWithoutRate, sum.SpendRows),
            new(DataDefects.UnallocatedSpend, sum.UnallocatedSpend, sum.SpendRows, Variant: where),
            basis == RevenueBasis.Won
                ? new(DataDefects.MissingRateOfOpportunities, sum.MissingRates, sum.WonOpportunities)
                : new(DataDefects.MissingRateOfOrders, sum.OrdersWithoutRate, sum.Orders),
        }
        .Where(caveat => caveat.Count > 0)
        .Select(caveat => caveat.Defect == DataDefects.UnallocatedSpend && !ofSources ? caveat : caveat with { Records = DataQuality.AddressOf(caveat.Defect, selection.Question) }));
    }
}
