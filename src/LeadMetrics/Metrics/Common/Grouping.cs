using System.Globalization;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Metrics.Common;

/// <summary>What a row of an answer is about, besides time.</summary>
/// <param name="Id">The CRM's id of an owner, source or campaign; the name of a team, channel or status; an hour or weekday.</param>
/// <param name="Name">Its name in the CRM; null where it has none there.</param>
/// <param name="Place">Its place in an order of its own, as hours have one; 0 where there is none.</param>
/// <param name="Text">The text that says what it is, of one that is the same in every CRM; null for the CRM's own.</param>
public sealed record Group(string Id, string? Name, int Place = 0, string? Text = null)
{
    private const string Members = "members.";

    /// <summary>Whether it is nobody or nothing: what has no owner, no source, no team.</summary>
    public bool IsNobody => Text?.StartsWith(Members, StringComparison.Ordinal) == true;

    /// <summary>The group of what belongs to none.</summary>
    public static Group Nobody(string id, int place = 0) => new(id, null, place, Members + id);

    /// <summary>What a reader calls it; null where that is not known.</summary>
    public string? Called(Texts texts) => Text is null ? Name : texts[Text];
}

/// <summary>Which group a key of the SQL belongs to.</summary>
public sealed class Grouping
{
    /// <summary>What was spent on no source (or campaign, or lead) that is known; in their own order it comes last.</summary>
    public static readonly Group Unallocated = Group.Nobody("(unallocated)", 1);

    private readonly Func<int, long?, Group?> _of;
    private readonly Func<LeadQuestion, Group, LeadQuestion>? _narrow;

    private Grouping(Func<int, long?, Group?> of, Func<LeadQuestion, Group, LeadQuestion>? narrow)
    {
        _of = of;
        _narrow = narrow;
    }

    /// <summary>The grouping of the documentation's examples, by owner.</summary>
    public static Grouping Example { get; } = new((_, _) => null, (question, group) => question with { OwnerIds = [group.Id] });

    /// <summary>The groups that stand in every answer by owner.</summary>
    public static IEnumerable<Group> ActiveOwners(LeadSelection selection) => selection.ActiveOwners.Select(owner => new Group(owner.OwnerId, owner.Name));

    /// <summary>The column of the SQL that a dimension is made of.</summary>
    public static string Column(GroupBy by) => by switch
    {
        GroupBy.Team => Param.Camel(GroupBy.Owner),
        GroupBy.Channel => Param.Camel(GroupBy.Source),
        GroupBy.Hour or GroupBy.Weekday => Param.Camel(GroupBy.None),
        _ => Param.Camel(by),
    };

    public static async Task<Grouping> FindAsync(LeadSelection selection, Snapshot data)
    {
        switch (selection.Layout.GroupBy)
        {
            case GroupBy.Owner:
                return ByKey(selection.Owners.ToDictionary(o => o.OwnerKey, o => Member(o.OwnerKey, o.OwnerId, o.Name)), (q, g) => q with { OwnerIds = [g.Id], Teams = [] });
            case GroupBy.Team:
                return ByKey(selection.Owners.ToDictionary(o => o.OwnerKey, o => Named(o.Team)), (q, g) => q with { Teams = [g.Id] });
            case GroupBy.Source:
                return ByKey(selection.Sources.ToDictionary(s => s.SourceKey, s => Member(s.SourceKey, s.SourceId, s.Name)), (q, g) => q with { SourceIds = [g.Id], Channels = [] });
            case GroupBy.Channel:
                return ByKey(selection.Sources.ToDictionary(s => s.SourceKey, s => Named(s.Channel)), (q, g) => q with { Channels = [g.Id] });
            case GroupBy.Campaign:
                var campaigns = await data.RowsAsync<CampaignRow>("metrics/campaigns.sql");
                return ByKey(campaigns.ToDictionary(c => c.CampaignKey, c => Member(c.CampaignKey, c.CampaignId, c.Name)), (q, g) => q with { CampaignIds = [g.Id] });
            case GroupBy.Status:
                var statuses = Datasets.LeadStatuses.Select((name, code) => (name, code)).ToDictionary(s => s.code, s => new Group(s.name, null, s.code, "statuses." + s.name));
                statuses[LeadQuestion.NoStatus] = Group.Nobody(LeadQuestion.Nobody, statuses.Count);
                return ByKey(statuses, (q, g) => q with { Statuses = [Array.IndexOf(Datasets.LeadStatuses, g.Id)] });
            case GroupBy.Hour:
                return new Grouping((_, at) => At(at) is var time ? new Group(time.Hour.ToString("00", CultureInfo.InvariantCulture), null, time.Hour) : null, null);
            case GroupBy.Weekday:
                return new Grouping(
                    (_, at) => Weekday(At(at).DayOfWeek, selection.Layout.FirstDayOfWeek), null);
            default:
                return new Grouping((_, _) => null, (q, _) => q);
        }

        LocalDateTime At(long? at) => Instant.FromUnixTimeMilliseconds(at!.Value).InZone(selection.Question.TimeZone).LocalDateTime;
    }

    /// <summary>The group of a key and an instant; null where the answer is not grouped.</summary>
    public Group? Of(int key, long? at) => _of(key, at);

    /// <summary>The question of a group's leads; null where no filter says it.</summary>
    public LeadQuestion? Narrow(LeadQuestion question, Group? group) => group is null ? question : ReferenceEquals(group, Unallocated) ? null : _narrow?.Invoke(question, group);

    private static Grouping ByKey(Dictionary<int, Group> groups, Func<LeadQuestion, Group, LeadQuestion> narrow) =>
        new((key, _) => groups[key], narrow);

    // A filter cannot tell no name from one that is spelt like that, so they are one.
    private static Group Named(string? name) => name is null or LeadQuestion.Nobody ? Group.Nobody(LeadQuestion.Nobody) : new Group(name, name);

    /// <summary>The group of a member of a dimension; key 0 is nobody.</summary>
    public static Group Member(int key, string id, string? name) => key == 0 ? Group.Nobody(id) : new Group(id, name);

    private static Group Weekday(IsoDayOfWeek day, IsoDayOfWeek first) => new(Param.Camel(day), null, (day - first + 7) % 7, "weekdays." + Param.Camel(day));

    private sealed class CampaignRow
    {
        public int CampaignKey { get; init; }

        public string CampaignId { get; init; } = "";

        public string? Name { get; init; }
    }
}
