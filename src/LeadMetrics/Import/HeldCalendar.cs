using System.Data.Common;
using Dapper;
using LeadMetrics.Access;
using LeadMetrics.Engines;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Import;

/// <summary>
/// The working calendar that the database holds, by which the facts count working time. All that is asked and imported goes by it,
/// so that instances cannot disagree; it follows the settings of the service that starts.
/// </summary>
public sealed class HeldCalendar(IEngine engine, IOptions<ReportOptions> reports, TimeProvider clock, ILogger<HeldCalendar> log)
{
    private readonly Lazy<WorkingCalendar> _calendar = new(() => WorkingCalendar.Of(reports.Value));

    /// <summary>
    /// Makes the database follow the settings. Where they differ in time that facts lie in, every fact is written anew; a holiday to
    /// come only changes the calendar.
    /// </summary>
    public void Follow()
    {
        using var connection = engine.OpenForWriting();
        var calendar = _calendar.Value;

        // Nothing to do is found without waiting for an import that may run.
        if (Fingerprint(connection, null) == calendar.Fingerprint || !HasFacts(connection, null))
        {
            return;
        }

        using var transaction = engine.BeginExclusive(connection);
        var held = connection.Query<WorkingSpan>("select starts_at, ends_at, worked_before from working_span order by starts_at", transaction: transaction).AsList();
        var latest = connection.QuerySingle<long>("select latest_event_at from data_version", transaction: transaction);
        var counted = Fingerprint(connection, transaction) is not null;
        var since = calendar.DiffersFrom(held);
        Write(transaction, calendar);
        var anew = !counted || since?.ToUnixTimeMilliseconds() <= latest;
        WriteDeed(transaction, AuditLog.Start, anew);
        if (anew)
        {
            log.LogWarning("The facts were not counted by this working calendar; they are written anew");
            var leads = Facts.Rebuild(transaction, clock);
            log.LogInformation("The facts of {Leads} leads were written anew", leads);
        }
        else
        {
            Facts.NextVersion(transaction, clock);
        }

        transaction.Commit();
    }

    /// <summary>Gives the calendar to a database that has no facts yet.</summary>
    public void Begin(DbTransaction transaction)
    {
        if (!HasFacts(transaction.Connection!, transaction))
        {
            Write(transaction, _calendar.Value);
        }
    }

    /// <summary>Writes every fact anew from the tables, by the calendar of the settings.</summary>
    /// <returns>How many leads there are.</returns>
    public long Rebuild()
    {
        using var connection = engine.OpenForWriting();
        using var transaction = engine.BeginExclusive(connection);
        if (Write(transaction, _calendar.Value))
        {
            WriteDeed(transaction, AuditLog.CommandLine, anew: true);
        }

        var leads = Facts.Rebuild(transaction, clock);
        transaction.Commit();
        return leads;
    }

    private void WriteDeed(DbTransaction transaction, string by, bool anew)
    {
        var (calendar, zone) = (reports.Value.WorkingCalendar, reports.Value.TimeZone);
        AuditLog.Write(transaction, clock, new Deed(by, AuditAction.ChangeWorkingCalendar, "Reports:WorkingCalendar", AuditResult.Done, new Dictionary<string, object?>
        {
            ["days"] = string.Join(", ", calendar.Days),
            ["from"] = calendar.From,
            ["to"] = calendar.To,
            ["holidays"] = calendar.Holidays.Count,
            ["timeZone"] = zone,
            ["factsWrittenAnew"] = anew,
        }));
    }

    // Whether it is another one than was there.
    private bool Write(DbTransaction transaction, WorkingCalendar calendar)
    {
        var connection = transaction.Connection!;
        if (Fingerprint(connection, transaction) == calendar.Fingerprint)
        {
            return false;
        }

        connection.Execute("delete from working_span", transaction: transaction);
        engine.Append(
            transaction, "working_span", ["starts_at", "ends_at", "worked_before"],
            [.. calendar.Spans.Select(span => new object?[] { span.StartsAt, span.EndsAt, span.WorkedBefore })]);
        connection.Execute("update data_version set working_calendar = @fingerprint", new { fingerprint = calendar.Fingerprint }, transaction);
        return true;
    }

    private static string? Fingerprint(DbConnection connection, DbTransaction? transaction) =>
        connection.QuerySingle<string?>("select working_calendar from data_version", transaction: transaction);

    private static bool HasFacts(DbConnection connection, DbTransaction? transaction) =>
        connection.QuerySingle<int>("select case when exists (select 1 from lead_fact) then 1 else 0 end", transaction: transaction) == 1;
}
