using LeadMetrics.Engines;
using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Metrics;

/// <summary>A question with its ids found: what the SQL is given.</summary>
public sealed class LeadSelection
{
    private readonly LeadQuestion _question;
    private readonly DataVersion _version;
    private readonly IReadOnlyList<int>? _ownerKeys;
    private readonly IReadOnlyList<int>? _sourceKeys;
    private readonly IReadOnlyList<int>? _campaignKeys;
    private readonly long _clockNow;

    private LeadSelection(
        LeadQuestion question, DataVersion version, IReadOnlyList<OwnerRow> owners,
        IReadOnlyList<int>? ownerKeys, IReadOnlyList<int>? sourceKeys, IReadOnlyList<int>? campaignKeys, long clockNow)
    {
        _question = question;
        _version = version;
        Owners = owners;
        _ownerKeys = ownerKeys;
        _sourceKeys = sourceKeys;
        _campaignKeys = campaignKeys;
        _clockNow = clockNow;
        Switches = SwitchesOf(period: question.Period is not null, filtered: true);
        Parameters = Values();
    }

    public LeadQuestion Question => _question;

    public DataVersion Version => _version;

    /// <summary>The owners that the question is about.</summary>
    public IReadOnlyList<OwnerRow> Owners { get; }

    /// <summary>Whether anything narrows the leads besides the period.</summary>
    public bool IsFiltered => _ownerKeys is not null || _sourceKeys is not null || _campaignKeys is not null || _question.Statuses.Count > 0;

    /// <summary>Which lines of the SQL are there.</summary>
    public IReadOnlySet<string> Switches { get; }

    /// <summary>The same, whenever the leads were created.</summary>
    public IReadOnlySet<string> SwitchesOfAllTime => SwitchesOf(period: false, filtered: true);

    /// <summary>The same without the filters.</summary>
    public IReadOnlySet<string> SwitchesUnfiltered => SwitchesOf(period: _question.Period is not null, filtered: false);

    /// <summary>The values of the SQL's parameters.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; }

    /// <summary>The same, whenever the leads were created.</summary>
    public IReadOnlyDictionary<string, object?> ParametersOfAllTime =>
        new Dictionary<string, object?>(Parameters) { ["toUtc"] = _question.AsOf.ToUnixTimeMilliseconds() + 1 };

    /// <summary>Finds the ids of a question. An unknown one is a bad question, not an empty answer.</summary>
    /// <exception cref="BadQuestionException">An id is unknown.</exception>
    public static async Task<LeadSelection> FindAsync(LeadQuestion question, Snapshot data)
    {
        var version = (await data.RowsAsync<DataVersion>("metrics/data_version.sql"))[0];
        var owners = await data.RowsAsync<OwnerRow>("metrics/owners.sql");
        var chosen = owners.Where(owner => question.OwnerIds.Count == 0 || question.OwnerIds.Contains(owner.OwnerId))
            .Where(owner => question.Teams.Count == 0 || (owner.Team is not null && question.Teams.Contains(owner.Team)))
            .ToList();
        var errors = new Dictionary<string, string[]>();
        Unknown(LeadQuestion.OwnerId, question.OwnerIds.Except(owners.Select(owner => owner.OwnerId)));
        Unknown(LeadQuestion.Team, question.Teams.Except(owners.Select(owner => owner.Team!)));
        var sources = await KeysAsync("metrics/source_keys.sql", LeadQuestion.SourceId, question.SourceIds);
        var campaigns = await KeysAsync("metrics/campaign_keys.sql", LeadQuestion.CampaignId, question.CampaignIds);
        var clockNow = await ClockNowAsync(question, data);
        return errors.Count > 0
            ? throw new BadQuestionException(errors)
            : new LeadSelection(
                question, version, chosen,
                question.OwnerIds.Count + question.Teams.Count > 0 ? [.. chosen.Select(owner => owner.OwnerKey)] : null, sources, campaigns, clockNow);

        void Unknown(Parameter parameter, IEnumerable<string> missing)
        {
            var texts = missing.ToList();
            if (texts.Count > 0)
            {
                errors[parameter.Name] = [.. texts.Select(text => $"'{text}' is unknown; allowed is {parameter.Allowed}.")];
            }
        }

        async Task<IReadOnlyList<int>?> KeysAsync(string path, Parameter parameter, IReadOnlyList<string> ids)
        {
            if (ids.Count == 0)
            {
                return null;
            }

            var found = await data.RowsAsync<KeyRow>(path, new { ids });
            Unknown(parameter, ids.Except(found.Select(row => row.Id)));
            return [.. found.Select(row => row.ReferenceKey)];
        }
    }

    // What the clock of the responses shows at asOf.
    private static async Task<long> ClockNowAsync(LeadQuestion question, Snapshot data)
    {
        var asOf = question.AsOf.ToUnixTimeMilliseconds();
        return question.ResponseClock == ResponseClock.Always ? asOf : (await data.RowsAsync<long>("metrics/clock_now.sql", new { asOf })).SingleOrDefault();
    }

    private HashSet<string> SwitchesOf(bool period, bool filtered)
    {
        var switches = new HashSet<string>
        {
            "ownerAt." + Param.Camel(_question.OwnerAt),
            "conversion." + Param.Camel(_question.Conversion),
            "start." + Param.Camel(_question.ResponseStart),
            "clock." + Param.Camel(_question.ResponseClock),
        };
        foreach (var (name, on) in new[]
        {
            ("period", period),
            ("window", _question.Window is not null),
            ("past", _question.AsOf.ToUnixTimeMilliseconds() < _version.LatestEventAt),
            ("planned", _version.HasPlannedActivities != 0),
            ("owners", filtered && _ownerKeys is not null),
            ("sources", filtered && _sourceKeys is not null),
            ("campaigns", filtered && _campaignKeys is not null),
            ("statuses", filtered && _question.Statuses.Count > 0),
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
        return new Dictionary<string, object?>
        {
            ["asOf"] = asOf,
            ["fromUtc"] = _question.Period?.Start.ToUnixTimeMilliseconds() ?? 0,
            ["toUtc"] = Math.Min(end, asOf + 1),
            ["window"] = Milliseconds(_question.Window ?? Duration.Zero),
            ["matureUntil"] = asOf - Milliseconds(_question.Window ?? Duration.Zero),
            ["clockNow"] = _clockNow,
            ["target"] = Milliseconds(_question.Target),
            ["uncontactedSince"] = asOf - Milliseconds(_question.Uncontacted),
            ["idleSince"] = asOf - Milliseconds(_question.Idle),
            ["ownerKeys"] = _ownerKeys,
            ["sourceKeys"] = _sourceKeys,
            ["campaignKeys"] = _campaignKeys,
            ["statuses"] = _question.Statuses,
        };
    }

    private static long Milliseconds(Duration duration) => (long)duration.TotalMilliseconds;
}

/// <summary>Which version of the data a snapshot holds.</summary>
public sealed class DataVersion
{
    public long Version { get; init; }

    public long LatestEventAt { get; init; }

    public long HasPlannedActivities { get; init; }
}

/// <summary>A lead owner.</summary>
public sealed class OwnerRow
{
    public int OwnerKey { get; init; }

    public string OwnerId { get; init; } = "";

    public string? Name { get; init; }

    public string? Team { get; init; }

    public bool Active { get; init; }

    public int? Capacity { get; init; }
}

/// <summary>An id and its key.</summary>
public sealed class KeyRow
{
    public string Id { get; init; } = "";

    public int ReferenceKey { get; init; }
}
