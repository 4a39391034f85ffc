using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>Which leads stand behind a figure? The same SQL that counted them lists them.</summary>
public static class LeadList
{
    private static readonly Parameter<Figure> s_figure = Param.Choice("figure", "The count whose leads are listed.", Figure.All.ToDictionary(figure => figure.Name), Figure.All[0]) with { DefaultText = Figure.All[0].Name };
    private static readonly Parameter<int> s_pageSize = Param.Whole("pageSize", "Leads on a page.", 100, 1, 1000);
    private static readonly Parameter<string?> s_after = Param.Text("after", "The lead after which the page starts: the last one of the page before.", "the id of a lead");

    /// <summary>What every list of leads takes.</summary>
    public static readonly IReadOnlyList<Parameter> Paging = [s_pageSize, s_after, .. Formats.Parameters];

    public static readonly IReadOnlyList<Parameter> Parameters = [s_figure, .. LeadQuestion.Parameters, .. Paging];

    /// <summary>A lead for the documentation.</summary>
    public static Lead ExampleLead { get; } = new()
    {
        LeadId = "L-1",
        OwnerId = "U-7",
        SourceId = "ads",
        CampaignId = LeadQuestion.Nobody,
        Status = "working",
        Qualified = true,
        CreatedAt = new DateTime(2026, 1, 3, 9, 30, 0, DateTimeKind.Utc),
        FirstAssignedAt = new DateTime(2026, 1, 3, 9, 31, 0, DateTimeKind.Utc),
        FirstAttemptAt = new DateTime(2026, 1, 3, 10, 2, 0, DateTimeKind.Utc),
        FirstContactAt = new DateTime(2026, 1, 3, 10, 2, 0, DateTimeKind.Utc),
        FirstOpportunityAt = null,
        FirstWonAt = null,
        ClosedAt = null,
        LastActivityAt = new DateTime(2026, 1, 25, 11, 0, 0, DateTimeKind.Utc),
        NextDueAt = null,
        WonAmount = 0,
        OrderAmount = 0,
        NeglectedBecause = ["idle", "unplanned"],
    };

    /// <summary>An answer for the documentation.</summary>
    public static LeadPage Example { get; } =
        new([ExampleLead], 1, null, "contacted", Figure.Of("contacted").Description(Texts.English), new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc), 12, null);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("leads", AnswerAsync)
        .Answers<LeadPage>().ListsRecords();

    private static async Task<IResult> AnswerAsync(HttpContext http, MetricContext context)
    {
        var query = new QueryReader(http.Request.Query, Parameters);
        var (shape, texts) = (Formats.Read(query, http.Request), http.Texts());
        var question = LeadQuestion.Read(query, context.Now, context.Options, Preset.AllTime);
        var figure = query.Get(s_figure);
        var page = PageOf(query);
        query.ThrowIfBad();
        return await context.Answers.OfAsync(
            http, query, question, shape, "leads",
            async (question, data) =>
            {
                var selection = await LeadSelection.FindAsync(figure.AskedBy(question), Layout.Plain, data);
                var (rows, total, last) = await PageAsync(selection, figure, page, oldestFirst: false, data);
                var next = last is null ? null : new LeadLinks(selection.Question).ToSame(figure) + Next(page, last);
                return new LeadPage(rows, total, next, figure.Name, figure.Description(texts), question.AsOf.ToDateTimeUtc(), selection.Version.Version, ScopeMeta.Of(question.Sight.Scope, texts));
            },
            answer => answer.Data,
            _ => ExampleLead);
    }

    /// <summary>The page that a request asks for.</summary>
    public static (int Size, string? After) PageOf(QueryReader query) => (query.Get(s_pageSize), query.Get(s_after));

    /// <summary>The end of the address of the next page.</summary>
    public static string Next((int Size, string? After) page, string last) => $"&{s_pageSize.Name}={page.Size}&{s_after.Name}={Uri.EscapeDataString(last)}";

    /// <summary>A page of the leads that a figure counts, their count on all pages, and the last lead where there is a next page.</summary>
    public static async Task<(IReadOnlyList<Lead> Rows, long Total, string? Last)> PageAsync(
        LeadSelection selection, Figure figure, (int Size, string? After) page, bool oldestFirst, Snapshot data)
    {
        var switches = new HashSet<string>(selection.Switches) { "figure." + figure.Name };
        if (oldestFirst)
        {
            switches.Add("oldestFirst");
        }

        var (afterLead, afterTime) = await KeyAsync(selection, page.After, data);
        var parameters = new Dictionary<string, object?>(selection.Parameters) { ["afterLead"] = afterLead, ["afterTime"] = afterTime };
        var total = (await data.RowsAsync<long>("metrics/lead_list_count.sql", switches, parameters))[0];
        var rows = await data.FirstRowsAsync<LeadRow>("metrics/lead_list.sql", switches, parameters, page.Size + 1);
        var leads = rows.Take(page.Size).Select(Listed).ToList();
        return (leads, total, rows.Count > page.Size ? leads[^1].LeadId : null);
    }

    // A lead outside the caller's scope is unknown; the same statements run for one that is not there at all.
    private static async Task<(int Key, long CreatedAt)> KeyAsync(LeadSelection selection, string? leadId, Snapshot data)
    {
        if (leadId is null)
        {
            return (0, long.MinValue);
        }

        var found = await data.RowsAsync<LeadKey>("metrics/lead_keys.sql", new { ids = new[] { leadId } });
        var lead = found.Count == 1 ? found[0] : new LeadKey { ReferenceKey = -1 };
        var known = selection.IsLimited
            ? (await data.RowsAsync<long>("metrics/lead_seen.sql", selection.SwitchesOfScope, new Dictionary<string, object?>(selection.ParametersOfAllTime) { ["leadKey"] = lead.ReferenceKey }))[0] == 1
            : found.Count == 1;
        return known
            ? (lead.ReferenceKey, lead.CreatedAt ?? long.MinValue)
            : throw new BadQuestionException(s_after.Name, $"'{leadId}' is unknown; allowed is {s_after.Allowed}.");
    }

    private static Lead Listed(LeadRow row) => new()
    {
        LeadId = row.LeadId,
        OwnerId = row.OwnerId,
        SourceId = row.SourceId,
        CampaignId = row.CampaignId,
        Status = row.Status is { } code ? Datasets.LeadStatuses[code] : null,
        Qualified = row.Qualified is { } qualified ? qualified != 0 : null,
        CreatedAt = At(row.CreatedAt)!.Value,
        FirstAssignedAt = At(row.FirstAssignedAt),
        FirstAttemptAt = At(row.FirstAttemptAt),
        FirstContactAt = At(row.FirstContactAt),
        FirstOpportunityAt = At(row.FirstOpportunityAt),
        FirstWonAt = At(row.FirstWonAt),
        ClosedAt = At(row.ClosedAt),
        LastActivityAt = At(row.LastActivityAt),
        NextDueAt = At(row.NextDueAt),
        WonAmount = Money.Of(row.WonAmount),
        OrderAmount = Money.Of(row.OrderAmount),
        NeglectedBecause = [.. new (int Is, string Reason)[]
        {
            (row.NeglectedUncontacted, "uncontacted"), (row.NeglectedIdle, "idle"), (row.NeglectedOverdue, "overdue"), (row.NeglectedUnplanned, "unplanned"),
        }.Where(reason => reason.Is == 1).Select(reason => reason.Reason)],
    };

    private static DateTime? At(long? milliseconds) => milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime : null;

    private sealed class LeadKey
    {
        public int ReferenceKey { get; init; }

        public long? CreatedAt { get; init; }
    }

    private sealed class LeadRow
    {
        public string LeadId { get; init; } = "";

        public string OwnerId { get; init; } = "";

        public string SourceId { get; init; } = "";

        public string CampaignId { get; init; } = "";

        public int? Status { get; init; }

        public int? Qualified { get; init; }

        public long? CreatedAt { get; init; }

        public long? FirstAssignedAt { get; init; }

        public long? FirstAttemptAt { get; init; }

        public long? FirstContactAt { get; init; }

        public long? FirstOpportunityAt { get; init; }

        public long? FirstWonAt { get; init; }

        public long? ClosedAt { get; init; }

        public long? LastActivityAt { get; init; }

        public long? NextDueAt { get; init; }

        public long WonAmount { get; init; }

        public long OrderAmount { get; init; }

        public int NeglectedUncontacted { get; init; }

        public int NeglectedIdle { get; init; }

        public int NeglectedOverdue { get; init; }

        public int NeglectedUnplanned { get; init; }
    }
}

/// <summary>A page of the leads behind a figure.</summary>
/// <param name="Data">The leads, in a stable order.</param>
/// <param name="Total">How many leads the figure counts, on all pages.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Description">Which leads it counts.</param>
/// <param name="AsOf">The instant of truth.</param>
/// <param name="DataVersion">The version of the data that the page belongs to.</param>
/// <param name="Scope">What the caller may see, where that is not everything; null where it is.</param>
public sealed record LeadPage(IReadOnlyList<Lead> Data, long Total, string? Next, string Figure, string Description, DateTime AsOf, long DataVersion, ScopeMeta? Scope);

/// <summary>A lead, by the CRM's ids. Instants are UTC; each is null where it has not come by asOf.</summary>
public sealed record Lead
{
    public required string LeadId { get; init; }

    /// <summary>The owner whom the ownership rule credits; <c>(unassigned)</c> for nobody.</summary>
    public required string OwnerId { get; init; }

    /// <summary><c>(unknown)</c> for none.</summary>
    public required string SourceId { get; init; }

    /// <summary><c>(none)</c> for none.</summary>
    public required string CampaignId { get; init; }

    /// <summary>new, working, converted or closed; null where the CRM does not say.</summary>
    public required string? Status { get; init; }

    /// <summary>Null where the CRM does not say.</summary>
    public required bool? Qualified { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime? FirstAssignedAt { get; init; }

    /// <summary>First outbound human attempt.</summary>
    public required DateTime? FirstAttemptAt { get; init; }

    /// <summary>First of them that was completed.</summary>
    public required DateTime? FirstContactAt { get; init; }

    public required DateTime? FirstOpportunityAt { get; init; }

    /// <summary>First won opportunity or first order.</summary>
    public required DateTime? FirstWonAt { get; init; }

    /// <summary>Closed without conversion; null too where the CRM gives no history of statuses.</summary>
    public required DateTime? ClosedAt { get; init; }

    /// <summary>Last human activity.</summary>
    public required DateTime? LastActivityAt { get; init; }

    /// <summary>When the next planned activity is due.</summary>
    public required DateTime? NextDueAt { get; init; }

    /// <summary>Won opportunities, in the base currency.</summary>
    public required decimal WonAmount { get; init; }

    /// <summary>Orders, in the base currency.</summary>
    public required decimal OrderAmount { get; init; }

    /// <summary>Why it is neglected: uncontacted, idle, overdue, unplanned; empty where it is not.</summary>
    public required IReadOnlyList<string> NeglectedBecause { get; init; }
}
