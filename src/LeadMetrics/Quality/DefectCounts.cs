using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;

namespace LeadMetrics.Quality;

/// <summary>How often each defect is in the data of a selection. Each statement runs once, when its first count is asked for.</summary>
public sealed class DefectCounts(LeadSelection selection, Snapshot data)
{
    private Task<DefectTally>? _leads;
    private Task<LeftOut>? _leftOut;
    private Task<(DefectCount WithoutRate, DefectCount WithoutSource)>? _spend;
    private Task<Dictionary<string, TotalsRow>>? _totals;

    /// <summary>The count of a defect; null of one that is of no data.</summary>
    public Task<DefectCount?> OfAsync(DataDefect defect) => defect switch
    {
        LeadDefect ofLeads => OfLeadsAsync(ofLeads),
        LeftOutDefect leftOut => OfLeftOutAsync(leftOut),
        OwnerDefect ofOwners => Task.FromResult<DefectCount?>(new(selection.ActiveOwners.Count(ofOwners.Has), selection.ActiveOwners.Count())),
        RowDefect ofRows => OfRowsAsync(ofRows),
        _ => Task.FromResult<DefectCount?>(null),
    };

    /// <summary>Rows of spend without a rate, and of no source.</summary>
    public Task<(DefectCount WithoutRate, DefectCount WithoutSource)> SpendAsync() => _spend ??= ReadSpendAsync();

    /// <summary>Opportunities won in the period whose amount has no rate, as acquisition cost counts them.</summary>
    public Task<DefectCount> WinsWithoutRateAsync() => FlowAsync("metrics/won_flows.sql", row => new(row.MissingRates, row.WonOpportunities));

    /// <summary>Orders of the period whose amount has no rate, as acquisition cost counts them.</summary>
    public Task<DefectCount> OrdersWithoutRateAsync() => FlowAsync("metrics/order_flows.sql", row => new(row.OrdersWithoutRate, row.Orders));

    /// <summary>Rows of a dataset that lead to no lead.</summary>
    public async Task<DefectCount> WithoutLeadAsync(Dataset dataset) =>
        (await TotalsAsync()).GetValueOrDefault(dataset.Name) is { } row ? new(row.WithoutLead, row.RowCount) : new(0, 0);

    /// <summary>References to what never arrived.</summary>
    public Task<DefectCount> DanglingAsync() => ByPlaceAsync("data_quality/dangling_references.sql", DataDefects.DanglingReference, (place, row) =>
        place.Dataset.Columns[place.Dataset.PlaceOf(place.Column)].Reference switch
        {
            var to when to == Dimension.Owner => row.OfOwner,
            var to when to == Dimension.Source => row.OfSource,
            var to when to == Dimension.Campaign => row.OfCampaign,
            var to when to == Dimension.Lead => row.OfLead,
            _ => row.OfOpportunity,
        });

    /// <summary>Times after asOf.</summary>
    public Task<DefectCount> FutureAsync() => ByPlaceAsync("data_quality/future_events.sql", DataDefects.FutureEvent, (place, row) =>
        place.Column == "closed_at" ? row.Closed : row.Happened);

    private async Task<DefectCount?> OfLeadsAsync(LeadDefect defect)
    {
        var tally = await (_leads ??= ReadLeadsAsync());
        return new(defect.Possible(selection.Version) ? defect.Count(tally) : 0, defect.Of == LeadDefect.Leads ? tally.Leads : tally.OpenLeads);
    }

    // Of those that the answer counts, and those that it might.
    private async Task<DefectCount?> OfLeftOutAsync(LeftOutDefect defect)
    {
        var count = defect.Count(await (_leftOut ??= LeftOut.ReadAsync(selection, data)));
        return new(count, (await (_leads ??= ReadLeadsAsync())).Leads + count);
    }

    private async Task<DefectCount?> OfRowsAsync(RowDefect defect) => await defect.Count(this);

    private async Task<DefectTally> ReadLeadsAsync() =>
        (await data.RowsAsync<DefectTally>("data_quality/lead_defects.sql", selection.Switches, selection.Parameters)).SingleOrDefault() ?? new();

    private async Task<(DefectCount WithoutRate, DefectCount WithoutSource)> ReadSpendAsync()
    {
        var row = (await data.RowsAsync<SpendRow>("data_quality/spend_defects.sql", selection.Switches, AcquisitionSpend.ParametersOf(selection)))[0];
        return (new(row.WithoutRate, row.SpendRows), new(row.WithoutSource, row.SpendRows));
    }

    private async Task<DefectCount> FlowAsync(string path, Func<AcquisitionTally, DefectCount> count)
    {
        var counts = (await AcquisitionCost.RevenueAsync(path, selection, data)).Select(count).ToList();
        return new(counts.Sum(part => part.Count), counts.Sum(part => part.All));
    }

    private async Task<DefectCount> ByPlaceAsync(string path, RowDefect defect, Func<DefectPlace, TotalsRow, long> all)
    {
        var totals = await TotalsAsync();
        var found = (await data.RowsAsync<PlaceRow>(path, selection.Switches, selection.Parameters)).ToDictionary(row => (row.Dataset, row.ColumnName), row => row.Defects);
        var parts = defect.Places.Select(place => new DefectPart(
            place, found.GetValueOrDefault((place.Dataset.Name, place.Column)), totals.GetValueOrDefault(place.Dataset.Name) is { } row ? all(place, row) : 0)).ToList();
        return new(parts.Sum(part => part.Count), parts.Sum(part => part.All), [.. parts.Where(part => part.Count > 0)]);
    }

    private Task<Dictionary<string, TotalsRow>> TotalsAsync() => _totals ??= ReadTotalsAsync();

    private async Task<Dictionary<string, TotalsRow>> ReadTotalsAsync() =>
        (await data.RowsAsync<TotalsRow>("data_quality/totals.sql", selection.Switches, selection.Parameters)).ToDictionary(row => row.Dataset);

    private sealed class SpendRow
    {
        public long SpendRows { get; init; }

        public long WithoutRate { get; init; }

        public long WithoutSource { get; init; }
    }

    private sealed class PlaceRow
    {
        public string Dataset { get; init; } = "";

        public string ColumnName { get; init; } = "";

        public long Defects { get; init; }
    }

    private sealed class TotalsRow
    {
        public string Dataset { get; init; } = "";

        public long RowCount { get; init; }

        public long OfOwner { get; init; }

        public long OfSource { get; init; }

        public long OfCampaign { get; init; }

        public long OfLead { get; init; }

        public long OfOpportunity { get; init; }

        public long Happened { get; init; }

        public long Closed { get; init; }

        public long WithoutLead { get; init; }
    }
}

/// <summary>What <c>lead_defects.sql</c> counts, besides what every metric does.</summary>
public sealed class DefectTally : Tally
{
    public long OpenLeads { get; init; }

    public long MissingStatus { get; init; }

    public long ClosedWithoutDate { get; init; }
}

/// <summary>How often there is a defect.</summary>
/// <param name="Count">How often.</param>
/// <param name="All">Of how many.</param>
/// <param name="Parts">Where, of one that can be in several columns.</param>
public sealed record DefectCount(long Count, long All, IReadOnlyList<DefectPart> Parts)
{
    public DefectCount(long count, long all)
        : this(count, all, [])
    {
    }
}

/// <inheritdoc cref="DefectCount"/>
public sealed record DefectPart(DefectPlace Place, long Count, long All);
