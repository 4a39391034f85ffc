using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>How old are the open leads, and how long has nobody touched them?</summary>
public sealed class LeadAgeing : LeadMetric<LeadAgeingTally, LeadAgeingRow>
{
    private static readonly Parameter<GroupBy> s_groupBy = Layout.By(GroupBy.None, GroupBy.Owner, GroupBy.Team, GroupBy.Source, GroupBy.Channel, GroupBy.Campaign, GroupBy.Status);

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "lead-ageing",
        Version = 1,
        Period = Preset.AllTime,
        Needs = [Datasets.Leads],
        Uses = [Datasets.Activities, Datasets.LeadStatusChanges, Datasets.Opportunities, Datasets.Orders],
        Parameters = [.. LeadQuestion.Common, s_groupBy, .. Shape],
    };

    protected override LeadAgeingTally ExampleTally
    {
        get
        {
            var tally = new LeadAgeingTally { Leads = 40, OpenLeads = 2, Aged31To60Days = 2, Idle0To7Days = 1, NeverActive = 1 };
            tally.Ages.Happened(45 * Elapsed.Day);
            tally.Ages.Happened(57 * Elapsed.Day);
            tally.Idle.Happened(4 * Elapsed.Day);
            return tally;
        }
    }

    protected override Slice<LeadAgeingTally, LeadAgeingRow> Ask(QueryReader query) => new(ReadAsync, Row);

    private static async Task ReadAsync(Tallies<LeadAgeingTally> tallies, Snapshot data)
    {
        await tallies.AddAsync("metrics/lead_ageing.sql", data);
        await data.ReadAsync("metrics/lead_ages.sql", tallies.Selection.Switches, tallies.Selection.Parameters, row =>
        {
            var tally = tallies.At(row.GetInt32(0), row.GetInt64(1));
            tally.Ages.Happened(row.GetInt64(2));
            if (!row.IsDBNull(3))
            {
                tally.Idle.Happened(row.GetInt64(3));
            }
        });
    }

    private static LeadAgeingRow Row(Place place, LeadAgeingTally t) => new()
    {
        Leads = t.Leads,
        OpenLeads = t.OpenLeads,
        OpenShare = Rate.Of(t.OpenLeads, t.Leads),
        Aged0To7Days = t.Aged0To7Days,
        Aged8To14Days = t.Aged8To14Days,
        Aged15To30Days = t.Aged15To30Days,
        Aged31To60Days = t.Aged31To60Days,
        Aged61To90Days = t.Aged61To90Days,
        Aged91DaysOrMore = t.Aged91DaysOrMore,
        Idle0To7Days = t.Idle0To7Days,
        Idle8To14Days = t.Idle8To14Days,
        Idle15To30Days = t.Idle15To30Days,
        Idle31To60Days = t.Idle31To60Days,
        Idle61To90Days = t.Idle61To90Days,
        Idle91DaysOrMore = t.Idle91DaysOrMore,
        NeverActive = t.NeverActive,
        AgeDaysP50 = Elapsed.Days(t.Ages.Median),
        AgeDaysP90 = Elapsed.Days(t.Ages.Percentile(0.9)),
        IdleDaysP50 = Elapsed.Days(t.Idle.Median),
        IdleDaysP90 = Elapsed.Days(t.Idle.Percentile(0.9)),
    };
}

/// <summary>What <c>lead_ageing.sql</c> counts, and the ages that <c>lead_ages.sql</c> gives.</summary>
public sealed class LeadAgeingTally : Tally
{
    public long OpenLeads { get; init; }

    public long Aged0To7Days { get; init; }

    public long Aged8To14Days { get; init; }

    public long Aged15To30Days { get; init; }

    public long Aged31To60Days { get; init; }

    public long Aged61To90Days { get; init; }

    public long Aged91DaysOrMore { get; init; }

    public long Idle0To7Days { get; init; }

    public long Idle8To14Days { get; init; }

    public long Idle15To30Days { get; init; }

    public long Idle31To60Days { get; init; }

    public long Idle61To90Days { get; init; }

    public long Idle91DaysOrMore { get; init; }

    public long NeverActive { get; init; }

    public WaitingTimes Ages { get; } = new();

    public WaitingTimes Idle { get; } = new();
}

/// <summary>How old some open leads are.</summary>
public sealed record LeadAgeingRow : GroupedRow
{
    /// <summary>Eligible leads, open or not.</summary>
    public required long Leads { get; init; }

    /// <summary>Those that are open at asOf.</summary>
    public required long OpenLeads { get; init; }

    /// <summary>openLeads ÷ leads.</summary>
    public required Rate OpenShare { get; init; }

    /// <summary>Open leads whose age is 0 to 7 whole days.</summary>
    public required long Aged0To7Days { get; init; }

    /// <summary>Open leads whose age is 8 to 14 whole days.</summary>
    public required long Aged8To14Days { get; init; }

    /// <summary>Open leads whose age is 15 to 30 whole days.</summary>
    public required long Aged15To30Days { get; init; }

    /// <summary>Open leads whose age is 31 to 60 whole days.</summary>
    public required long Aged31To60Days { get; init; }

    /// <summary>Open leads whose age is 61 to 90 whole days.</summary>
    public required long Aged61To90Days { get; init; }

    /// <summary>Open leads whose age is 91 whole days or more.</summary>
    public required long Aged91DaysOrMore { get; init; }

    /// <summary>Open leads whose last human activity was 0 to 7 whole days ago.</summary>
    public required long Idle0To7Days { get; init; }

    /// <summary>Open leads whose last human activity was 8 to 14 whole days ago.</summary>
    public required long Idle8To14Days { get; init; }

    /// <summary>Open leads whose last human activity was 15 to 30 whole days ago.</summary>
    public required long Idle15To30Days { get; init; }

    /// <summary>Open leads whose last human activity was 31 to 60 whole days ago.</summary>
    public required long Idle31To60Days { get; init; }

    /// <summary>Open leads whose last human activity was 61 to 90 whole days ago.</summary>
    public required long Idle61To90Days { get; init; }

    /// <summary>Open leads whose last human activity was 91 whole days or more ago.</summary>
    public required long Idle91DaysOrMore { get; init; }

    /// <summary>Open leads without any human activity.</summary>
    public required long NeverActive { get; init; }

    /// <summary>Median age of the open leads in days; null where there is none.</summary>
    public required double? AgeDaysP50 { get; init; }

    /// <summary>Nine of ten open leads are no older than so many days.</summary>
    public required double? AgeDaysP90 { get; init; }

    /// <summary>Median days since the last human activity, of the open leads that had one.</summary>
    public required double? IdleDaysP50 { get; init; }

    /// <summary>Nine of ten of them were touched within so many days.</summary>
    public required double? IdleDaysP90 { get; init; }
}
