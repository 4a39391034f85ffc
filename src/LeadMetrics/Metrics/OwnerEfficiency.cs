using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>How well does each lead owner work their leads?</summary>
public sealed class OwnerEfficiency : LeadMetric<OwnerTally, OwnerEfficiencyRow>
{
    private static readonly Parameter<Basis> s_basis = LeadQuestion.BasisOneOf(Basis.Cohort, Basis.Resolved);

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "owner-efficiency",
        Version = 1,
        Needs = [Datasets.Leads],
        Uses = [Datasets.Owners, Datasets.Activities, Datasets.Opportunities, Datasets.Orders, Datasets.LeadAssignments, Datasets.LeadStatusChanges, Datasets.ExchangeRates],
        Parameters =
        [
            .. LeadQuestion.Common, s_basis, LeadQuestion.Converted, LeadQuestion.WindowLength, LeadQuestion.Start, LeadQuestion.Clock, LeadQuestion.TargetLength,
            LeadQuestion.UncontactedAfter, LeadQuestion.IdleAfter, OwnerComparison.MinSample, .. Shape,
        ],
    };

    protected override GroupBy GroupBy => GroupBy.Owner;

    protected override OwnerTally ExampleTally => OwnerTally.Example;

    protected override Slice<OwnerTally, OwnerEfficiencyRow> Ask(QueryReader query)
    {
        var minSample = query.Get(OwnerComparison.MinSample);
        return new Slice<OwnerTally, OwnerEfficiencyRow>((tallies, data) => ReadAsync(tallies, minSample, data), (place, tally) => Row(place, tally, minSample))
        {
            Always = Grouping.ActiveOwners,
            Explain = Explain,
        };
    }

    private static async Task ReadAsync(Tallies<OwnerTally> tallies, int minSample, Snapshot data)
    {
        await tallies.AddAsync("metrics/owner_efficiency.sql", data);
        await tallies.AddOpenLoadAsync(data);
        if (tallies.Selection.Layout.Interval is null)
        {
            await OwnerComparison.ReadAsync(tallies, minSample, data);
            await OwnerInsights.ReadAsync(tallies, minSample, data);
        }

        await ResponseWaits.ReadAsync(tallies, data);
    }

    private static OwnerEfficiencyRow Row(Place place, OwnerTally c, int minSample)
    {
        var mature = c.Leads - c.Immature;
        return new OwnerEfficiencyRow
        {
            Leads = c.Leads,
            Immature = c.Immature,
            Reliable = mature >= minSample,
            Contacted = c.Contacted,
            ContactRate = Rate.Of(c.Contacted, mature),
            Converted = c.Converted,
            Efficiency = Rate.Of(c.Converted, mature),
            ConvertedToOpportunity = c.ConvertedToOpportunity,
            LeadToOpportunity = Rate.Of(c.ConvertedToOpportunity, mature),
            ConvertedToCustomer = c.ConvertedToCustomer,
            LeadToCustomer = Rate.Of(c.ConvertedToCustomer, mature),
            ConvertedToEither = c.ConvertedToEither,
            LeadToEither = Rate.Of(c.ConvertedToEither, mature),
            ContactedAndConverted = c.ContactedAndConverted,
            ConversionGivenContact = Rate.Of(c.ContactedAndConverted, c.Contacted),
            ConvertedWithoutContact = c.ConvertedWithoutContact,
            ResponseP50Seconds = Elapsed.Seconds(c.Waits.Median),
            ResponseP90Seconds = Elapsed.Seconds(c.Waits.Percentile(0.9)),
            AnsweredWithinTarget = c.AnsweredWithinTarget,
            ResponseDue = c.ResponseDue,
            WithinTarget = Rate.Of(c.AnsweredWithinTarget, c.ResponseDue),
            ResponsePending = c.ResponsePending,
            NeverAnswered = c.NeverAnswered,
            Neglected = place.Bucket is null ? c.Neglected : null,
            OpenLoad = place.Bucket is null ? c.OpenLoad : null,
            LoadPerCapacity = place.Bucket is null ? Money.Ratio(c.OpenLoad, place.Owner?.Capacity) : null,
            RankGroup = c.Standing?.Ranking.Group,
            AdjustedP = c.Standing?.Ranking.AdjustedP is { } p ? Math.Round(p, 6) : null,
            ExpectedConversions = c.Standing?.Mix.Expected,
            ObservedOverExpected = c.Standing?.Mix.Index,
            AdjustedEfficiencyPercent = c.Standing?.Mix.AdjustedPercent,
            Spread = place.Group is null && place.Selection.Layout.Interval is null ? SpreadTest.Of(c.Cells.ByOwner().Values) : null,
            Insights = place.Selection.Layout.Interval is null ? [.. (place.Group is null ? c.TeamFindings.All : c.Findings).Select(finding => finding.In(place.Texts))] : null,
            WonAmount = Money.Of(c.WonAmount),
            OrderAmount = Money.Of(c.OrderAmount),
        };
    }

    // The rate itself changed, or only who gets which leads?
    private static void Explain(OwnerEfficiencyRow row, OwnerTally now, OwnerTally earlier)
    {
        row.ChangeBySource = now.Cells.ChangeSince(earlier.Cells, cell => cell.Source);
        row.ChangeByOwner = row.OwnerId is null ? now.Cells.ChangeSince(earlier.Cells, cell => cell.Owner) : null;
    }
}
