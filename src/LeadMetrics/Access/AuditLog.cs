using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace LeadMetrics.Access;

/// <summary>
/// What was done, by whom, and how it ended. An entry is written in the transaction of what it tells of, so that neither is there
/// without the other. Entries are only ever added.
/// </summary>
public static class AuditLog
{
    /// <summary>Who acts where no caller does.</summary>
    public const string CommandLine = "command line", Start = "start";

    private const string Insert =
        "insert into audit_entry (happened_at, actor, action, subject, result, details) values (@at, @actor, @action, @subject, @result, @details)";

    /// <summary>Adds an entry.</summary>
    /// <param name="transaction">Of what it tells of.</param>
    /// <param name="clock">Says when.</param>
    /// <param name="deed">What was done.</param>
    public static void Write(DbTransaction transaction, TimeProvider clock, Deed deed) => transaction.Connection!.Execute(Insert, Parameters(clock, deed), transaction);

    /// <summary>Adds an entry of what left nothing behind, for which somebody may have to wait so long.</summary>
    public static void Write(DbConnection connection, TimeProvider clock, Deed deed, int mostSeconds) =>
        connection.Execute(Insert, Parameters(clock, deed), commandTimeout: mostSeconds);

    private static object Parameters(TimeProvider clock, Deed deed) => new
    {
        at = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        actor = deed.Actor,
        action = deed.Action,
        subject = deed.Subject,
        result = deed.Result,
        details = JsonSerializer.Serialize(deed.Details, JsonSerializerOptions.Web),
    };
}

/// <summary>Something that was done.</summary>
/// <param name="Actor">The id of a key, the subject of a token, or what acted by itself.</param>
/// <param name="Action">One of <see cref="AuditAction"/>.</param>
/// <param name="Subject">What it was done to: a dataset, a key, a setting.</param>
/// <param name="Result">One of <see cref="AuditResult"/>.</param>
/// <param name="Details">Counts and settings; nothing of a person, and nothing of a file's content.</param>
public sealed record Deed(string Actor, string Action, string Subject, string Result, IReadOnlyDictionary<string, object?> Details);

/// <summary>What the audit log knows of.</summary>
public static class AuditAction
{
    public const string Import = "import", CreateKey = "createKey", RevokeKey = "revokeKey", SetBaseCurrency = "setBaseCurrency", ChangeWorkingCalendar = "changeWorkingCalendar";

    public static readonly IReadOnlyList<string> All = [Import, CreateKey, RevokeKey, SetBaseCurrency, ChangeWorkingCalendar];
}

/// <summary>How it can end.</summary>
public static class AuditResult
{
    /// <summary>It was done.</summary>
    public const string Done = "done";

    /// <summary>It was looked at and not taken; nothing was changed.</summary>
    public const string Refused = "refused";

    /// <summary>It could not be done; nothing was changed.</summary>
    public const string Failed = "failed";

    public static readonly IReadOnlyList<string> All = [Done, Refused, Failed];
}
