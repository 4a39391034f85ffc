using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Quality;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>Are leads shared out fairly, and so that they do most?</summary>
public sealed class Distribution : LeadMetric<DistributionTally, DistributionRow>
{
    private static readonly Parameter<Load> s_load = Param.Choice("load", "What is set against capacity: open, the leads open at asOf, whenever created; or received, the leads of the period a month.", Load.Open);
    private static readonly Parameter<bool> s_suggest = Param.Flag("suggest", "Whether to say how the leads of the period could be spread by capacity and efficiency, and what that could add.");

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "distribution",
        Version = 1,
        Needs = [Datasets.Leads],
        Uses = [Datasets.Owners, Datasets.Sources, Datasets.Opportunities, Datasets.Orders, Datasets.LeadAssignments, Datasets.LeadStatusChanges],
        Parameters = [.. LeadQuestion.Common, LeadQuestion.Converted, LeadQuestion.WindowLength, s_load, OwnerComparison.MinSample, s_suggest, .. Shape],
    };

    protected override GroupBy GroupBy => GroupBy.Owner;

    protected override DistributionTally ExampleTally
    {
        get
        {
            var tally = new DistributionTally { Leads = 40, OpenLoad = 18 };
            var mixes = SourceMix.Of<int, int>([(1, 1, 30, 9), (1, 2, 10, 3), (2, 1, 20, 8), (2, 2, 40, 8)]);
            tally.Shares.Add(new OwnerShare(new OwnerRow { OwnerId = "U-7", Active = true, Capacity = 45 }, 40, 18, mixes[1]));
            tally.Shares.Add(new OwnerShare(new OwnerRow { OwnerId = "U-8", Active = true, Capacity = 30 }, 60, 27, mixes[2]));
            return tally;
        }
    }

    protected override Slice<DistributionTally, DistributionRow> Ask(QueryReader query)
    {
        var (load, minSample, suggest) = (query.Get(s_load), query.Get(OwnerComparison.MinSample), query.Get(s_suggest));
        if (load == Load.Received && query.Get(LeadQuestion.Preset) == Preset.AllTime)
        {
            query.Fail(s_load.Name, "All time has no number of months to receive leads in; give from and to, or another preset.");
        }

        return new((tallies, data) => ReadAsync(tallies, suggest ? minSample : null, data), (place, tally) => Row(place, tally, load, minSample, suggest))
        {
            Always = Grouping.ActiveOwners,
            Explain = (row, _, earlier) => Explain(row, earlier, load),
            Caveats = (selection, sum) => Caveats(selection, sum, load, suggest),
        };
    }

    private static async Task ReadAsync(Tallies<DistributionTally> tallies, int? minSample, Snapshot data)
    {
        await tallies.AddAsync("metrics/distribution.sql", data);
        await tallies.AddOpenLoadAsync(data);
        if (tallies.Selection.Layout.Interval is null)
        {
            await OwnerShares.ReadAsync(tallies, minSample, data);
        }
    }

    private static DistributionRow Row(Place place, DistributionTally t, Load load, int minSample, bool suggest)
    {
        var own = t.Shares.Of(place.Owner);
        var compared = place is { Group: null, Selection.Layout.Interval: null } ? t.Shares : null;
        var plan = suggest ? compared?.Reallocate(minSample) : null;
        var capacity = place.Group is null ? place.Selection.Capacity : place.Owner is { Active: true } owner ? owner.Capacity : null;
        var open = place.Bucket is null ? t.OpenLoad : (long?)null;
        var loaded = load == Load.Open ? open : t.Leads;
        var months = load == Load.Open ? 1 : place.Question.Months;
        return new DistributionRow
        {
            Leads = t.Leads,
            Immature = t.Immature,
            Share = Rate.Of(t.Leads, place.AllLeads),
            Reliable = t.Leads - t.Immature >= minSample,
            OpenLoad = open,
            Load = Money.Ratio(loaded, months),
            LoadPerCapacity = Money.Ratio(loaded, months * place.Owner?.Capacity),
            ShareOfCapacityPercent = Money.Ratio(capacity * 100m, place.Selection.Capacity),
            QualityPercent = own?.Mix?.QualityPercent,
            LeadsWithoutComparison = compared?.WithoutComparison ?? own?.Mix?.WithoutComparison,
            SuggestedLeads = plan?.Leads?.Sum() ?? own?.Suggested,
            SuggestedChange = plan is { Leads: not null } ? 0 : own?.Suggested - own?.Leads,
            AssumedEfficiency = own?.Rate,
            ExpectedAddedConversions = plan?.Added,
            Fairness = compared is null ? null : LoadFairness.Of(compared, load),
        };
    }

    // What lies open now has no change; how evenly leads are spread has.
    private static void Explain(DistributionRow row, DistributionTally earlier, Load load)
    {
        var change = row.Change!.Where(figure => load == Load.Received || figure.Key is not ("load" or "loadPerCapacity"));
        if (row.Fairness is { } now && LoadFairness.Of(earlier.Shares, load) is var before)
        {
            change = change.Append(new("fairness.qualityGini.corrected", Change.Of((decimal?)now.QualityGini?.Corrected, (decimal?)before.QualityGini?.Corrected)));
            change = load == Load.Open ? change
                : change.Append(new("fairness.loadGini.corrected", Change.Of((decimal?)now.LoadGini?.Corrected, (decimal?)before.LoadGini?.Corrected)));
        }

        row.Change = change.ToDictionary();
    }

    private static IEnumerable<Caveat> Caveats(LeadSelection selection, DistributionTally sum, Load load, bool suggest)
    {
        var (owners, able) = (selection.ActiveOwners.Count(), selection.ActiveOwners.Count(owner => owner.Capacity > 0));
        var suggested = suggest ? sum.Shares.Compared.Select(owner => owner.Share.Rate).OfType<AssumedRate>().ToList() : [];
        if (able < owners)
        {
            yield return able == 0 ? new Caveat(DataDefects.NoCapacity)
                : new Caveat(DataDefects.MissingCapacity, owners - able, owners) { Records = DataQuality.AddressOf(DataDefects.MissingCapacity, selection.Question) };
        }

        if (sum.Shares.All.Where(share => !share.Owner.Active).Sum(share => share.Of(load)) is > 0 and var inactive)
        {
            yield return new Caveat(DataDefects.InactiveOwners, inactive, load == Load.Open ? sum.OpenLoad : sum.Leads);
        }

        if (suggested.Count(rate => rate.RateOf == RateOf.AllOwners) is > 0 and var unknown)
        {
            yield return new Caveat(DataDefects.SuggestionLowSample, unknown, suggested.Count);
        }

        if (suggested.Count > 0)
        {
            yield return new Caveat(DataDefects.SuggestionAssumes);
        }
    }
}
