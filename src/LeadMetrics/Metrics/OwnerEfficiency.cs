using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>How well does each lead owner work their leads?</summary>
public sealed class OwnerEfficiency : LeadMetric<OwnerTally, OwnerEfficiencyRow>
{
    private static readonly Parameter<Basis> s_basis = LeadQuestion.BasisOneOf(Basis.Cohort, Basis.Resolved);
    private static readonly Parameter<int> s_minSample = Param.Whole("minSample", "An owner with fewer leads than this is not reliable: a rate of so few says little.", 30, 1, 1_000_000);

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "owner-efficiency",
        Version = 1,
        Needs = [Datasets.Leads],
        Uses = [Datasets.Owners, Datasets.Activities, Datasets.Opportunities, Datasets.Orders, Datasets.LeadAssignments, Datasets.LeadStatusChanges, Datasets.ExchangeRates],
        Parameters =
        [
            .. LeadQuestion.Common, s_basis, LeadQuestion.Converted, LeadQuestion.WindowLength, LeadQuestion.Start, LeadQuestion.Clock, LeadQuestion.TargetLength,
            LeadQuestion.UncontactedAfter, LeadQuestion.IdleAfter, s_minSample, .. Shape,
        ],
    };

    protected override GroupBy GroupBy => GroupBy.Owner;

    protected override OwnerTally ExampleTally => OwnerTally.Example;

    protected override Slice<OwnerTally, OwnerEfficiencyRow> Ask(QueryReader query)
    {
        var minSample = query.Get(s_minSample);
        return new Slice<OwnerTally, OwnerEfficiencyRow>((tallies, data) => ReadAsync(tallies, minSample, data), (place, tally) => Row(place, tally, minSample))
        {
            // An owner is a row with or without leads; one who left, and nobody, only with some.
            Always = selection => selection.Owners.Where(owner => owner.Active && owner.OwnerKey != 0).Select(owner => new Group(owner.OwnerId, owner.Name)),
            Explain = Explain,
        };
    }

    private static async Task ReadAsync(Tallies<OwnerTally> tallies, int minSample, Snapshot data)
    {
        var selection = tallies.Selection;
        await tallies.AddAsync("metrics/owner_efficiency.sql", data);
        foreach (var load in await data.RowsAsync<OwnerTally>("metrics/open_load.sql", selection.SwitchesOfAllTime, selection.ParametersOfAllTime))
        {
            tallies.AddStanding(load);
        }

        if (selection.Layout.Interval is null)
        {
            await OwnerComparison.ReadAsync(tallies, minSample, data);
            await OwnerInsights.ReadAsync(tallies, minSample, data);
        }

        await ResponseWaits.ReadAsync(tallies, tally => tally.Waits, data);
    }

    private static OwnerEfficiencyRow Row(Place place, OwnerTally c, int minSample)
    {
        var owner = place.Selection.Owners.FirstOrDefault(o => o.OwnerId == place.Group?.Id);
        var mature = c.Leads - c.Immature;
        return new OwnerEfficiencyRow
        {
            OwnerId = owner?.OwnerId,
            Name = place.Group?.Called(place.Texts),
            Team = owner?.Team,
            Active = owner?.Active,
            Capacity = place.Group is null ? Together(place.Selection.Owners.Where(o => o.Active).Select(o => o.Capacity)) : owner?.Capacity,
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
            LoadPerCapacity = place.Bucket is null ? Money.Ratio(c.OpenLoad, owner?.Capacity) : null,
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

    private static int? Together(IEnumerable<int?> capacities) => capacities.Any(capacity => capacity is not null) ? capacities.Sum() : null;
}
