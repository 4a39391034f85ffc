using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Languages;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>Which open leads does nobody work, and whose are they?</summary>
public static class NeglectedLeads
{
    private const string Path = "leads/neglected";

    private static readonly Figure s_neglected = Figure.Of("neglected");

    public static readonly IReadOnlyList<Parameter> Parameters =
        [.. LeadQuestion.Common, LeadQuestion.UncontactedAfter, LeadQuestion.IdleAfter, .. LeadList.Paging];

    /// <summary>An answer for the documentation.</summary>
    public static NeglectedPage Example { get; } = new(
        [LeadList.ExampleLead],
        1,
        null,
        [
            new NeglectedOfOwner
            {
                OwnerId = "U-7", Name = "سارة العتيبي", Neglected = 1, NeglectedUncontacted = 0, NeglectedIdle = 1, NeglectedOverdue = 0, NeglectedUnplanned = 1,
                OldestCreatedAt = LeadList.ExampleLead.CreatedAt, Leads = "/v1/leads?figure=neglected&ownerId=U-7",
            },
        ],
        new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc),
        12,
        null);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, AnswerAsync)
        .Answers<NeglectedPage>().ListsRecords();

    private static async Task<IResult> AnswerAsync(HttpContext http, MetricContext context)
    {
        var query = new QueryReader(http.Request.Query, Parameters);
        var (shape, texts) = (Formats.Read(query, http.Request), http.Texts());
        var question = LeadQuestion.Read(query, context.Now, context.Options, Preset.AllTime);
        var page = LeadList.PageOf(query);
        query.ThrowIfBad();
        return await context.Answers.OfAsync(
            http, query, question, shape, "neglected-leads",
            async (question, data) =>
            {
                var selection = await LeadSelection.FindAsync(question, Layout.Plain, data);
                var (rows, total, last) = await LeadList.PageAsync(selection, s_neglected, page, oldestFirst: true, data);
                var next = last is null ? null : new LeadLinks(question).Address("/v1/" + Path) + LeadList.Next(page, last);
                return new NeglectedPage(rows, total, next, await OwnersAsync(selection, texts, data), question.AsOf.ToDateTimeUtc(), selection.Version.Version, ScopeMeta.Of(question.Sight.Scope, texts));
            },
            answer => answer.Data,
            _ => LeadList.ExampleLead);
    }

    private static async Task<List<NeglectedOfOwner>> OwnersAsync(LeadSelection selection, Texts texts, Snapshot data)
    {
        var owners = selection.Owners.ToDictionary(owner => owner.OwnerKey);
        var counts = await data.RowsAsync<OwnerCount>("metrics/neglected_by_owner.sql", selection.Switches, selection.Parameters);
        return [.. counts
            .Select(count => (Count: count, Owner: owners[count.OwnerKey]))
            .OrderByDescending(row => row.Count.Neglected).ThenBy(row => row.Owner.OwnerId, StringComparer.Ordinal)
            .Select(row => new NeglectedOfOwner
            {
                OwnerId = row.Owner.OwnerId,
                Name = Grouping.Member(row.Count.OwnerKey, row.Owner.OwnerId, row.Owner.Name).Called(texts),
                Neglected = row.Count.Neglected,
                NeglectedUncontacted = row.Count.NeglectedUncontacted,
                NeglectedIdle = row.Count.NeglectedIdle,
                NeglectedOverdue = row.Count.NeglectedOverdue,
                NeglectedUnplanned = row.Count.NeglectedUnplanned,
                OldestCreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Count.OldestAt).UtcDateTime,
                Leads = new LeadLinks(selection.Question with { OwnerIds = [row.Owner.OwnerId], Teams = [] }).ToSame(s_neglected),
            })];
    }

    private sealed class OwnerCount
    {
        public int OwnerKey { get; init; }

        public long Neglected { get; init; }

        public long NeglectedUncontacted { get; init; }

        public long NeglectedIdle { get; init; }

        public long NeglectedOverdue { get; init; }

        public long NeglectedUnplanned { get; init; }

        public long OldestAt { get; init; }
    }
}

/// <summary>A page of neglected leads, the oldest first, and how many each owner has.</summary>
/// <param name="Data">The leads; <c>neglectedBecause</c> says why.</param>
/// <param name="Total">How many there are, on all pages.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
/// <param name="Owners">The owners who have any, the one with the most first.</param>
/// <param name="AsOf">The instant of truth.</param>
/// <param name="DataVersion">The version of the data that the page belongs to.</param>
/// <param name="Scope">What the caller may see, where that is not everything; null where it is.</param>
public sealed record NeglectedPage(IReadOnlyList<Lead> Data, long Total, string? Next, IReadOnlyList<NeglectedOfOwner> Owners, DateTime AsOf, long DataVersion, ScopeMeta? Scope);

/// <summary>The neglected leads of an owner; a lead may have several reasons.</summary>
public sealed record NeglectedOfOwner
{
    /// <summary><c>(unassigned)</c> for nobody.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Null where it is not known.</summary>
    public required string? Name { get; init; }

    public required long Neglected { get; init; }

    /// <summary>Never contacted, and older than uncontactedAfter.</summary>
    public required long NeglectedUncontacted { get; init; }

    /// <summary>The last human activity is longer ago than idleAfter.</summary>
    public required long NeglectedIdle { get; init; }

    /// <summary>The next activity is overdue.</summary>
    public required long NeglectedOverdue { get; init; }

    /// <summary>There is no next activity, where the CRM plans any at all.</summary>
    public required long NeglectedUnplanned { get; init; }

    /// <summary>When the oldest of them was created.</summary>
    public required DateTime OldestCreatedAt { get; init; }

    /// <summary>Where they are listed.</summary>
    public required string Leads { get; init; }
}
