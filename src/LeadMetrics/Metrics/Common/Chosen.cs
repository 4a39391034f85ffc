using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Parameters;

namespace LeadMetrics.Metrics.Common;

/// <summary>What a question chooses of what there is for the caller.</summary>
/// <param name="Seen">What there is.</param>
/// <param name="Owners">The owners that the question is about.</param>
/// <param name="Sources">The sources that it is about.</param>
/// <param name="OwnerKeys">Their keys, where owners are filtered; else null.</param>
/// <param name="SourceKeys">The same of sources.</param>
/// <param name="CampaignKeys">The same of campaigns.</param>
/// <param name="Calendar">What the calendar says.</param>
internal sealed record Chosen(
    SeenMembers Seen, IReadOnlyList<OwnerRow> Owners, IReadOnlyList<SourceRow> Sources,
    IReadOnlyList<int>? OwnerKeys, IReadOnlyList<int>? SourceKeys, IReadOnlyList<int>? CampaignKeys, Calendar Calendar)
{
    // The key of nobody, of no source and of no campaign.
    private const int Nobody = 0;

    public bool LeavesOutOwnerless => OwnerKeys?.Contains(Nobody) == false && Seen.SeesOwnerless;

    public bool LeavesOutSourceless => SourceKeys?.Contains(Nobody) == false && Seen.SeesSourceless;

    /// <summary>All that there is.</summary>
    public static Chosen Everything(SeenMembers seen, Calendar calendar) => new(seen, seen.Owners, seen.Sources, null, null, null, calendar);

    /// <summary>What the filters of a question choose.</summary>
    /// <param name="all">The question, as far as it is known before.</param>
    /// <exception cref="BadQuestionException">An id is unknown; one outside the caller's scope is unknown to them, in the same words.</exception>
    public static async Task<Chosen> FindAsync(LeadSelection all, SeenMembers seen, Calendar calendar, Snapshot data)
    {
        var question = all.Question;
        var errors = new Dictionary<string, string[]>();
        var campaigns = question.CampaignIds.Count == 0 ? null : await data.RowsAsync<KeyRow>("metrics/campaign_keys.sql", new { ids = question.CampaignIds });
        var named = await NamedAsync(all, data);
        campaigns = campaigns?.Where(campaign => named?.Campaigns.Contains(campaign.ReferenceKey) != false).ToList();

        Unknown(LeadQuestion.OwnerId, question.OwnerIds.Except(seen.Owners.Select(owner => owner.OwnerId)));
        Unknown(LeadQuestion.Team, question.Teams.Except(seen.Owners.Select(owner => owner.Team ?? LeadQuestion.Nobody)));
        Unknown(LeadQuestion.SourceId, question.SourceIds.Except(seen.Sources.Where(source => source.Known || seen.SourceKeys is not null || named?.Sources.Contains(source.SourceKey) != false).Select(source => source.SourceId)));
        Unknown(LeadQuestion.Channel, question.Channels.Except(seen.Sources.Select(source => source.Channel ?? LeadQuestion.Nobody)));
        Unknown(LeadQuestion.CampaignId, question.CampaignIds.Except(campaigns?.Select(row => row.Id) ?? []));
        if (errors.Count > 0)
        {
            throw new BadQuestionException(errors);
        }

        var owners = seen.Owners.Where(owner => Is(question.OwnerIds, owner.OwnerId) && Is(question.Teams, owner.Team ?? LeadQuestion.Nobody)).ToList();
        var sources = seen.Sources.Where(source => Is(question.SourceIds, source.SourceId) && Is(question.Channels, source.Channel ?? LeadQuestion.Nobody)).ToList();
        return new Chosen(
            seen, owners, sources,
            question.OwnerIds.Count + question.Teams.Count > 0 ? [.. owners.Select(owner => owner.OwnerKey)] : null,
            question.SourceIds.Count + question.Channels.Count > 0 ? [.. sources.Select(source => source.SourceKey)] : null,
            campaigns?.Select(row => row.ReferenceKey).ToList(),
            calendar);

        static bool Is(IReadOnlyList<string> wanted, string text) => wanted.Count == 0 || wanted.Contains(text);

        void Unknown(Parameter parameter, IEnumerable<string> missing)
        {
            var texts = missing.ToList();
            if (texts.Count > 0)
            {
                errors[parameter.Name] = [.. texts.Select(text => $"'{text}' is unknown; allowed is {parameter.Allowed}.")];
            }
        }
    }

    // A scope names no campaigns: those that a limited caller knows are named by what they see. So are sources that came in no list.
    // Null where all are known. Asked whether an id is there or not, so that the time tells nothing either.
    private static async Task<(HashSet<int> Sources, HashSet<int> Campaigns)?> NamedAsync(LeadSelection all, Snapshot data)
    {
        if (!all.IsLimited || all.Question.SourceIds.Count + all.Question.CampaignIds.Count == 0)
        {
            return null;
        }

        var rows = await data.RowsAsync<NamedRow>("metrics/members_named.sql", all.SwitchesOfScope, all.ParametersOfAllTime);
        return (rows.Select(row => row.SourceKey).Append(Nobody).ToHashSet(), rows.Select(row => row.CampaignKey).Append(Nobody).ToHashSet());
    }

    private sealed class NamedRow
    {
        public int SourceKey { get; init; }

        public int CampaignKey { get; init; }
    }
}

/// <summary>What the calendar says that the database holds.</summary>
/// <param name="ClockNow">What the clock of the responses shows at asOf.</param>
/// <param name="Spans">The months and years that there are cells of.</param>
internal sealed record Calendar(long ClockNow, IReadOnlyList<RollupSpan> Spans);
