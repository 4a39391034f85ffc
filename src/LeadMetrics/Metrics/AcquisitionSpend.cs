using LeadMetrics.Engines;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using NodaTime;

namespace LeadMetrics.Metrics;

/// <summary>
/// What was spent, at its places in the answer: each row evenly over its days. Spend has a source and a campaign, but no
/// owner and no status. Where those are asked about, it is shared: each source's spend of a time equally among its leads
/// created at that time, so that a place has the shares of its leads.
/// </summary>
public sealed class AcquisitionSpend(Tallies<AcquisitionTally> tallies)
{
    // The key of no source, and of no campaign.
    private const int None = 0;

    private static readonly LocalDate s_epoch = new(1970, 1, 1);

    private readonly LeadSelection _selection = tallies.Selection;
    private readonly GroupBy _by = tallies.Selection.Layout.GroupBy;
    private readonly Dictionary<(Group? Group, LocalDate? Bucket, int Unit), long> _leads = [];
    private readonly Dictionary<(int Unit, LocalDate? Bucket), long> _allLeads = [];
    private readonly Dictionary<(int Unit, LocalDate? Bucket), Part> _parts = [];

    /// <summary>Whether only some leads of a source are asked about.</summary>
    public static bool OfSomeLeads(LeadSelection selection) => selection.Switches.Overlaps(["owners", "statuses"]);

    /// <summary>Whether spend is shared among leads.</summary>
    public static bool IsShared(LeadSelection selection) => OfSomeLeads(selection) || selection.Layout.GroupBy is GroupBy.Owner or GroupBy.Team;

    /// <summary>Whether campaigns are what spend and leads have in common; else sources are.</summary>
    public static bool IsByCampaign(LeadSelection selection) => selection.Layout.GroupBy == GroupBy.Campaign
        || (IsShared(selection) && selection.CampaignKeys is not null && selection.Layout.GroupBy is not (GroupBy.Source or GroupBy.Channel));

    /// <summary>The first and the last day whose spend counts, as the SQL has them; days after that of asOf have not come yet, and a period of such days has none.</summary>
    public static Dictionary<string, object?> ParametersOf(LeadSelection selection)
    {
        var (first, last) = DaysOf(selection);
        return new Dictionary<string, object?>(selection.Parameters) { ["firstDay"] = DayNumber(first), ["lastDay"] = last < first ? int.MinValue : DayNumber(last) };
    }

    /// <summary>Adds the leads of the period, and the spend.</summary>
    public async Task ReadAsync(Snapshot data)
    {
        var unit = !IsShared(_selection) ? "unit.none" : IsByCampaign(_selection) ? "unit.campaign" : "unit.source";
        foreach (var row in await LeadsAsync(_selection.Switches.Append(unit)))
        {
            tallies.Add(row);
            AddTo(_leads, (tallies.GroupOf(row.GroupKey), tallies.BucketOf(row.SlotAt), row.UnitKey), row.Leads);
            AddTo(_allLeads, (row.UnitKey, tallies.BucketOf(row.SlotAt)), row.Leads);
        }

        if (OfSomeLeads(_selection))
        {
            _allLeads.Clear();
            foreach (var row in await LeadsAsync(_selection.Switches.Where(name => name is not ("owners" or "statuses") && !name.StartsWith("groupBy.", StringComparison.Ordinal)).Append("groupBy.none").Append(unit)))
            {
                AddTo(_allLeads, (row.UnitKey, tallies.BucketOf(row.SlotAt)), row.Leads);
            }
        }

        await CutAsync(data);
        Place();

        // No cell is of a campaign.
        Task<IReadOnlyList<AcquisitionTally>> LeadsAsync(IEnumerable<string> switches) => IsByCampaign(_selection)
            ? data.RowsAsync<AcquisitionTally>("metrics/acquisition_cost.sql", switches.ToHashSet(), _selection.Parameters)
            : _selection.Leads.RowsAsync<AcquisitionTally>("metrics/acquisition_cost.sql", data, switches.ToHashSet());

        static void AddTo<TKey>(Dictionary<TKey, long> counts, TKey key, long more)
            where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + more;
    }

    private async Task CutAsync(Snapshot data)
    {
        var (layout, (firstDay, lastDay)) = (_selection.Layout, DaysOf(_selection));
        foreach (var row in await data.RowsAsync<SpendRow>("metrics/spend.sql", _selection.Switches, ParametersOf(_selection)))
        {
            tallies.Overall.SpendRows += row.SpendRows;
            tallies.Overall.SpendWithoutRate += row.WithoutRate;
            var from = LocalDate.Max(s_epoch.PlusDays(row.FromOn), firstDay);
            var to = LocalDate.Min(s_epoch.PlusDays(row.ToOn), lastDay);

            // More buckets than an answer may have rows need no parts: it is refused.
            foreach (var bucket in layout.Interval is null ? [new Bucket(from, from, to)] : layout.Buckets(from, to).Take(Layout.MostRows + 1))
            {
                var key = (IsByCampaign(_selection) ? row.CampaignKey : row.SourceKey, layout.Interval is null ? (LocalDate?)null : bucket.Start);
                if (!_parts.TryGetValue(key, out var part))
                {
                    _parts[key] = part = new Part();
                }

                part.Rows.Add(row);
                (row.Kind == 0 ? part.Marketing : part.Sales).AddPart(Amount.Of(row.Amount), DayNumber(bucket.To) - DayNumber(bucket.From) + 1, row.ToOn - row.FromOn + 1);
            }
        }
    }

    private void Place()
    {
        var (shared, unallocated) = (IsShared(_selection), new HashSet<SpendRow>());
        foreach (var ((unit, bucket), part) in _parts)
        {
            if (unit == None || (shared && !_allLeads.ContainsKey((unit, bucket))))
            {
                unallocated.UnionWith(part.Rows);
                if (!OfSomeLeads(_selection))
                {
                    Add(_by == GroupBy.None ? null : Grouping.Unallocated, bucket, part, 1, 1);
                }
            }
            else if (!shared)
            {
                Add(tallies.GroupOf(unit), bucket, part, 1, 1);
            }
        }

        foreach (var ((group, bucket, unit), leads) in shared ? _leads : [])
        {
            if (unit != None && _parts.TryGetValue((unit, bucket), out var part))
            {
                Add(group, bucket, part, leads, _allLeads[(unit, bucket)]);
            }
        }

        tallies.Overall.UnallocatedSpend += unallocated.Sum(row => row.SpendRows);

        void Add(Group? group, LocalDate? bucket, Part part, long share, long whole)
        {
            var tally = tallies.At(group, bucket);
            tally.Marketing.AddPart(part.Marketing, share, whole);
            tally.Sales.AddPart(part.Sales, share, whole);
        }
    }

    private static (LocalDate First, LocalDate Last) DaysOf(LeadSelection selection)
    {
        var (period, today) = (selection.Question.Period, ReportPeriod.DayOf(selection.Question.AsOf, selection.Question.TimeZone));
        return (period?.From ?? LocalDate.MinIsoValue, LocalDate.Min(period?.To ?? today, today));
    }

    private static int DayNumber(LocalDate day) => Period.DaysBetween(s_epoch, day);

    /// <summary>What was spent on a source or campaign at a time, and the rows that it is of.</summary>
    private sealed class Part
    {
        public Amount Marketing { get; } = new();

        public Amount Sales { get; } = new();

        public HashSet<SpendRow> Rows { get; } = [];
    }

    private sealed class SpendRow
    {
        public int SourceKey { get; init; }

        public int CampaignKey { get; init; }

        public int Kind { get; init; }

        public int FromOn { get; init; }

        public int ToOn { get; init; }

        public long SpendRows { get; init; }

        public long Amount { get; init; }

        public long WithoutRate { get; init; }
    }
}
