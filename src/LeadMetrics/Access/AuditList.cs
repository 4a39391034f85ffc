using System.Globalization;
using System.Text.Json;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Access;

/// <summary>What was done, and by whom?</summary>
public static class AuditList
{
    public const string Path = "/v1/audit";

    private static readonly Parameter<string?> s_action = Param.Choice(
        "action", "What was done; without it, everything.", AuditAction.All.ToDictionary(action => action, action => (string?)action), null);

    private static readonly Parameter<int> s_pageSize = Param.Whole("pageSize", "Entries on a page.", 100, 1, 1000);

    private static readonly Parameter<long> s_after = new(
        "after", "The entry after which the page starts, as next of the page before names it.", "what stands in next",
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : throw new FormatException(), long.MaxValue);

    public static readonly IReadOnlyList<Parameter> Parameters = [s_action, s_pageSize, s_after, .. Formats.Parameters];

    /// <summary>An entry for the documentation.</summary>
    public static AuditEntry ExampleEntry { get; } = new(
        41, new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc), "4f1c2a9be07d", AuditAction.Import, "leads", AuditResult.Done,
        new Dictionary<string, JsonElement> { ["rowsRead"] = JsonSerializer.SerializeToElement(3), ["inserted"] = JsonSerializer.SerializeToElement(2) });

    /// <summary>An answer for the documentation.</summary>
    public static AuditPage Example { get; } = new([ExampleEntry], $"{Path}?pageSize=1&after=41");

    /// <summary>The header of the rows, for the documentation.</summary>
    public static string RowsHeader(JsonSerializerOptions json) => Formats.HeaderOf(Flat(ExampleEntry), json);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("audit", AnswerAsync)
        .Produces<AuditPage>(StatusCodes.Status200OK, "application/json", Formats.Csv);

    private static async Task<IResult> AnswerAsync(HttpContext http, Database database, IOptions<JsonOptions> json)
    {
        var query = new QueryReader(http.Request.Query, Parameters);
        var (format, header) = Formats.Read(query, http.Request);
        var (action, size, after) = (query.Get(s_action), query.Get(s_pageSize), query.Get(s_after));
        query.ThrowIfBad();
        var switches = action is null ? new HashSet<string>() : ["action"];
        var rows = await database.ReadLatestAsync(
            data => data.FirstRowsAsync<Row>("access/audit_entries.sql", switches, new { action, beforeEntry = after }, size + 1), http.RequestAborted);
        var entries = rows.Take(size).Select(Entry).ToList();
        var next = rows.Count <= size ? null
            : $"{Path}?{(action is null ? "" : $"{s_action.Name}={action}&")}{s_pageSize.Name}={size}&{s_after.Name}={entries[^1].Id}";

        // It tells who does what, and no version of the data says whether it is still all.
        http.Response.Headers.CacheControl = "no-store";
        Formats.Vary(http.Response);
        var options = json.Value.SerializerOptions;
        return Formats.Written(format, "audit", format == AnswerFormat.Json
            ? JsonSerializer.SerializeToUtf8Bytes(new AuditPage(entries, next), options)
            : await CsvAnswer.BytesAsync(entries.ConvertAll(Flat), Flat(ExampleEntry), header == CsvHeader.Label ? http.Texts().Label : path => path, options));
    }

    private static AuditEntry Entry(Row row) => new(
        row.AuditKey, DateTimeOffset.FromUnixTimeMilliseconds(row.HappenedAt).UtcDateTime, row.Actor, row.Action, row.Subject, row.Result,
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.Details)!);

    // Each action has details of its own: a cell holds them all.
    private static FlatEntry Flat(AuditEntry entry) => new(
        entry.Id, entry.At, entry.Actor, entry.Action, entry.Subject, entry.Result, string.Join("; ", entry.Details.Select(detail => $"{detail.Key}={detail.Value}")));

    private sealed record FlatEntry(long Id, DateTime At, string Actor, string Action, string Subject, string Result, string Details);

    private sealed class Row
    {
        public long AuditKey { get; init; }

        public long HappenedAt { get; init; }

        public string Actor { get; init; } = "";

        public string Action { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Result { get; init; } = "";

        public string Details { get; init; } = "";
    }
}

/// <summary>A page of the audit log.</summary>
/// <param name="Data">The entries, the newest first.</param>
/// <param name="Next">The address of the next page, of older entries; null on the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Data, string? Next);

/// <summary>Something that was done.</summary>
/// <param name="Id">Numbers entries in the order in which they were written; some may be missing.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">The id of a key, the subject of a token, <c>anybody</c> of a service that asks nobody, <c>command line</c>, or <c>start</c> of a service.</param>
/// <param name="Action">import, createKey, revokeKey, setBaseCurrency or changeWorkingCalendar.</param>
/// <param name="Subject">What it was done to: a dataset, the id of a key, a setting.</param>
/// <param name="Result">done; refused, where it was looked at and not taken; failed, where it could not be done. The last two changed nothing.</param>
/// <param name="Details">Counts and settings, by name.</param>
public sealed record AuditEntry(long Id, DateTime At, string Actor, string Action, string Subject, string Result, IReadOnlyDictionary<string, JsonElement> Details);
