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
            var tally = new LeadAgeingTally { Leads = 40 };
            tally.Add(45 * Elapsed.Day, 3, null, 0);
            tally.Add(57 * Elapsed.Day, 3, 4 * Elapsed.Day, 0);
            return tally;
        }
    }

    protected override Slice<LeadAgeingTally, LeadAgeingRow> Ask(QueryReader query) => new(ReadAsync, Row);

    private static async Task ReadAsync(Tallies<LeadAgeingTally> tallies, Snapshot data)
    {
        await tallies.AddAsync("metrics/lead_ageing.sql", data);
        var places = new PlacesInTime<LeadAgeingTally>(tallies);
        await tallies.Selection.Leads.ReadAsync("metrics/lead_ages.sql", data, row =>
        {
            var tally = places.At(row.GetInt32(0), row.GetInt64(1));
            tally.Add(row.GetInt64(2), row.GetInt32(4), row.IsDBNull(3) ? null : row.GetInt64(3), row.GetInt32(5));
        });
    }

    private static LeadAgeingRow Row(Place place, LeadAgeingTally t) => new()
    {
        Leads = t.Leads,
        OpenLeads = t.OpenLeads,
        OpenShare = Rate.Of(t.OpenLeads, t.Leads),
        Aged0To7Days = t.Aged[0],
        Aged8To14Days = t.Aged[1],
        Aged15To30Days = t.Aged[2],
        Aged31To60Days = t.Aged[3],
        Aged61To90Days = t.Aged[4],
        Aged91DaysOrMore = t.Aged[5],
        Idle0To7Days = t.IdleFor[0],
        Idle8To14Days = t.IdleFor[1],
        Idle15To30Days = t.IdleFor[2],
        Idle31To60Days = t.IdleFor[3],
        Idle61To90Days = t.IdleFor[4],
        Idle91DaysOrMore = t.IdleFor[5],
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
    public long OpenLeads { get; private set; }

    public long NeverActive { get; private set; }

    public AgeBands Aged { get; } = new();

    public AgeBands IdleFor { get; } = new();

    public WaitingTimes Ages { get; } = new();

    public WaitingTimes Idle { get; } = new();

    /// <summary>Adds an open lead.</summary>
    public void Add(long age, int ageBand, long? idle, int idleBand)
    {
        OpenLeads++;
        Aged.Add(ageBand);
        Ages.Happened(age);
        if (idle is { } time)
        {
            IdleFor.Add(idleBand);
            Idle.Happened(time);
        }
        else
        {
            NeverActive++;
        }
    }
}

/// <summary>How many leads are in each band of age: from 0 to 7 days to 91 or more.</summary>
public sealed class AgeBands
{
    private readonly long[] _leads = new long[6];

    /// <summary>Those of a band.</summary>
    public long this[int band] => _leads[band];

    /// <summary>Adds a lead.</summary>
    public void Add(int band) => _leads[band]++;

    /// <summary>Adds all leads of another.</summary>
    public void Add(AgeBands other)
    {
        for (var band = 0; band < _leads.Length; band++)
        {
            _leads[band] += other._leads[band];
        }
    }
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
