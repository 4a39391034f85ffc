using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Metrics.Common;

/// <summary>A question with its ids found: what the SQL is given.</summary>
public sealed class LeadSelection
{
    private readonly LeadQuestion _question;
    private readonly Layout _layout;
    private readonly DataVersion _version;
    private readonly Chosen _chosen;
    private Dictionary<string, OwnerRow>? _ownersById;
    private SelectedLeads? _leads;

    private LeadSelection(LeadQuestion question, Layout layout, DataVersion version, Chosen chosen)
    {
        // The SQL would name an event twice, and only SQL Server minds.
        if (question is { Window: not null, Basis: Basis.Period })
        {
            throw new InvalidOperationException("Events of a period have no window.");
        }

        _question = question;
        _layout = layout;
        _version = version;
        _chosen = chosen;
        Switches = SwitchesOf(question.Basis, period: question.Period is not null, filtered: true);
        Parameters = Values();
    }

    public LeadQuestion Question => _question;

    public Layout Layout => _layout;

    public DataVersion Version => _version;

    /// <summary>The spans that there are cells of.</summary>
    public IReadOnlyList<RollupSpan> Spans => _chosen.Calendar.Spans;

    /// <summary>Its leads, to be read.</summary>
    public SelectedLeads Leads => _leads ??= new(this);

    /// <summary>The owners that the question is about.</summary>
    public IReadOnlyList<OwnerRow> Owners => _chosen.Owners;

    /// <summary>Those who work leads: in an answer by owner each is a row, with or without leads. One who left, and nobody, are only with some.</summary>
    public IEnumerable<OwnerRow> ActiveOwners => Owners.Where(owner => owner.Active && owner.OwnerKey != 0);

    /// <summary>Leads a month that they can work together; null where no capacity is known.</summary>
    public long? Capacity => ActiveOwners.Any(owner => owner.Capacity is not null) ? ActiveOwners.Sum(owner => (long?)owner.Capacity) : null;

    /// <summary>The sources that the question is about.</summary>
    public IReadOnlyList<SourceRow> Sources => _chosen.Sources;

    /// <summary>The keys of the campaigns that the question is about; null for all.</summary>
    public IReadOnlyList<int>? CampaignKeys => _chosen.CampaignKeys;

    /// <summary>Whether anything narrows the leads besides the period.</summary>
    public bool IsFiltered => _chosen.OwnerKeys is not null || _chosen.SourceKeys is not null || _chosen.CampaignKeys is not null || _question.Statuses.Count > 0;

    /// <summary>Which lines of the SQL are there.</summary>
    public IReadOnlySet<string> Switches { get; }

    /// <summary>The same, whenever the leads were created or resolved.</summary>
    public IReadOnlySet<string> SwitchesOfAllTime => SwitchesOf(Basis.Cohort, period: false, filtered: true);

    /// <summary>The same without the filters, though with what they ask for.</summary>
    public IReadOnlySet<string> SwitchesUnfiltered => SwitchesOf(_question.Basis, period: _question.Period is not null, filtered: false);

    /// <summary>The same of all time and without the filters: everything that the caller may know of.</summary>
    public IReadOnlySet<string> SwitchesOfScope => SwitchesOf(Basis.Cohort, period: false, filtered: false);

    /// <summary>Whether the caller may know of some leads only.</summary>
    public bool IsLimited => _chosen.Seen.IsLimited;

    /// <summary>Whether the caller may know of some owners only: then of nothing that has no owner, such as spend.</summary>
    public bool IsLimitedByOwner => _chosen.Seen.OwnerKeys is not null;

    /// <summary>Whether a filter, and not the caller's own limit, leaves out the leads of no owner.</summary>
    public bool LeavesOutOwnerless => _chosen.LeavesOutOwnerless;

    /// <summary>Whether a filter, and not the caller's own limit, leaves out the leads of no source.</summary>
    public bool LeavesOutSourceless => _chosen.LeavesOutSourceless;

    /// <summary>The values of the SQL's parameters.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; }

    /// <summary>The same, whenever the leads were created or resolved.</summary>
    public IReadOnlyDictionary<string, object?> ParametersOfAllTime =>
        new Dictionary<string, object?>(Parameters) { ["toUtc"] = _question.AsOf.ToUnixTimeMilliseconds() + 1, ["bornUntil"] = _question.AsOf.ToUnixTimeMilliseconds() + 1 };

    /// <summary>The owner of an id, of those that the question is about.</summary>
    public OwnerRow? OwnerOf(string id) => (_ownersById ??= Owners.ToDictionary(owner => owner.OwnerId)).GetValueOrDefault(id);

    /// <summary>The same ids, asked otherwise: of another period or basis.</summary>
    public LeadSelection With(Func<LeadQuestion, LeadQuestion> change) => new(change(_question), _layout, _version, _chosen);

    /// <summary>The same ids, asked of what happened in the period.</summary>
    public LeadSelection OfEvents() => With(question => question.OfEvents());

    /// <summary>The same ids, asked of the window before, which stands beside no other.</summary>
    public LeadSelection Before(ReportPeriod earlier) =>
        new(_question with { Period = earlier, Named = null }, _layout with { Compare = null }, _version, _chosen);

    /// <summary>Finds the ids of a question. An unknown one is a bad question, not an empty answer.</summary>
    /// <exception cref="BadQuestionException">An id is unknown, or not for this caller.</exception>
    public static async Task<LeadSelection> FindAsync(LeadQuestion question, Layout layout, Snapshot data)
    {
        var version = await data.VersionAsync();
        var seen = await SeenMembers.ReadAsync(question.Sight.Scope, data);
        var calendar = new Calendar(await ClockNowAsync(question, data), RollupCalendar.HeldBy(version.RollupCalendar));
        var all = new LeadSelection(question, layout, version, Chosen.Everything(seen, calendar));
        return new LeadSelection(question, layout, version, await Chosen.FindAsync(all, seen, calendar, data));
    }

    /// <summary>The selection of the documentation's examples: one owner, one source.</summary>
    public static LeadSelection Example(LeadQuestion question, Layout layout) => new(
        question,
        layout,
        new DataVersion { Version = 12, LatestEventAt = 0, HasPlannedActivities = 0 },
        Chosen.Everything(
            new SeenMembers(
                [new OwnerRow { OwnerKey = 1, OwnerId = "U-7", Name = "سارة العتيبي", Team = "Riyadh", Active = true, Capacity = 45 }],
                [new SourceRow { SourceKey = 1, SourceId = "ads", Name = "Google Ads", Channel = "paid" }],
                null, null),
            new Calendar(question.AsOf.ToUnixTimeMilliseconds(), [])));

    // What the clock of the responses shows at asOf.
    private static async Task<long> ClockNowAsync(LeadQuestion question, Snapshot data)
    {
        var asOf = question.AsOf.ToUnixTimeMilliseconds();
        return question.ResponseClock == ResponseClock.Always ? asOf : (await data.RowsAsync<long>("metrics/clock_now.sql", new { asOf })).SingleOrDefault();
    }

    private HashSet<string> SwitchesOf(Basis basis, bool period, bool filtered)
    {
        var asOf = _question.AsOf.ToUnixTimeMilliseconds();

        // The caller's own limit stands in every statement, whatever the filters.
        var switches = new HashSet<string>(_chosen.Seen.Switches)
        {
            "ownerAt." + Param.Camel(_question.OwnerAt),
            "basis." + Param.Camel(basis),
            "conversion." + Param.Camel(_question.Conversion),
            "start." + Param.Camel(_question.ResponseStart),
            "clock." + Param.Camel(_question.ResponseClock),
            "groupBy." + Grouping.Column(_layout.GroupBy),
        };
        foreach (var (name, on) in new[]
        {
            ("period", period),
            ("window", _question.Window is not null),
            ("past", asOf < Math.Max(_version.LatestEventAt, _version.LatestFutureDatedAt)),
            ("futureDatedAlone", asOf >= _version.LatestEventAt),
            ("planned", _version.HasPlannedActivities != 0),
            ("owners", filtered && _chosen.OwnerKeys is not null),
            ("sources", filtered && _chosen.SourceKeys is not null),
            ("campaigns", filtered && _chosen.CampaignKeys is not null),
            ("statuses", filtered && _question.Statuses.Count > 0),
            ("ownersAsked", !filtered && _chosen.OwnerKeys is not null),
            ("sourcesAsked", !filtered && _chosen.SourceKeys is not null),
            ("campaignsAsked", !filtered && _chosen.CampaignKeys is not null),
            ("statusesAsked", !filtered && _question.Statuses.Count > 0),
            ("slots", _layout.IsByTime),
        })
        {
            if (on)
            {
                switches.Add(name);
            }
        }

        return switches;
    }

    private Dictionary<string, object?> Values()
    {
        var asOf = _question.AsOf.ToUnixTimeMilliseconds();
        var end = _question.Period?.End.ToUnixTimeMilliseconds() ?? long.MaxValue;
        var (length, offset1, offset2) = Slots.Of(_question, _layout);
        return new Dictionary<string, object?>(_chosen.Seen.Parameters)
        {
            ["asOf"] = asOf,
            ["fromUtc"] = _question.Period?.Start.ToUnixTimeMilliseconds() ?? long.MinValue,
            ["toUtc"] = Math.Min(end, asOf + 1),
            ["bornUntil"] = _question.Basis == Basis.Cohort ? Math.Min(end, asOf + 1) : asOf + 1,
            ["slotLength"] = length,
            ["offset1"] = offset1,
            ["offset2"] = offset2,
            ["window"] = Milliseconds(_question.Window ?? Duration.Zero),
            ["matureUntil"] = asOf - Milliseconds(_question.Window ?? Duration.Zero),
            ["clockNow"] = _chosen.Calendar.ClockNow,
            ["target"] = Milliseconds(_question.Target),
            ["uncontactedSince"] = asOf - Milliseconds(_question.Uncontacted),
            ["idleSince"] = asOf - Milliseconds(_question.Idle),
            ["ownerKeys"] = _chosen.OwnerKeys,
            ["sourceKeys"] = _chosen.SourceKeys,
            ["campaignKeys"] = _chosen.CampaignKeys,
            ["statuses"] = _question.Statuses,
        };
    }

    private static long Milliseconds(Duration duration) => (long)duration.TotalMilliseconds;
}
