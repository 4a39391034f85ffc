using System.Data.Common;
using Dapper;
using LeadMetrics.Access;
using LeadMetrics.Engines;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LeadMetrics.Import;

/// <summary>
/// The calendar that the database holds: the working hours by which the facts count time, and the months by which they are added
/// up. All that is asked and imported goes by it, so that instances cannot disagree; it follows the settings of the service that starts.
/// </summary>
public sealed class HeldCalendar(IEngine engine, IOptions<ReportOptions> reports, TimeProvider clock, ILogger<HeldCalendar> log)
{
    private readonly Lazy<WorkingCalendar> _calendar = new(() => WorkingCalendar.Of(reports.Value));
    private readonly Lazy<RollupCalendar> _months = new(() => RollupCalendar.Of(DateTimeZoneProviders.Tzdb[reports.Value.TimeZone]));

    // What the settings ask the database to hold.
    private (string? Hours, string? Months) Asked => (_calendar.Value.Fingerprint, _months.Value.Fingerprint);

    /// <summary>
    /// Makes the database follow the settings. Where they differ in time that facts lie in, every fact is written anew; a holiday to
    /// come only changes the calendar.
    /// </summary>
    public void Follow()
    {
        using var connection = engine.OpenForWriting();

        // Nothing to do is found without waiting for an import that may run.
        if (Held(connection, null) == Asked || !HasFacts(connection, null))
        {
            return;
        }

        using var transaction = engine.BeginExclusive(connection);
        var held = connection.Query<WorkingSpan>("select starts_at, ends_at, worked_before from working_span order by starts_at", transaction: transaction).AsList();
        var (latest, future) = connection.QuerySingle<(long, long)>("select latest_event_at, latest_future_dated_at from data_version", transaction: transaction);
        var (hours, months) = Held(connection, transaction);
        var counted = hours is not null && months == Asked.Months;
        var since = _calendar.Value.DiffersFrom(held);
        Write(transaction);
        var anew = !counted || since?.ToUnixTimeMilliseconds() <= Math.Max(latest, future);
        WriteDeed(transaction, AuditLog.Start, anew);
        if (anew)
        {
            log.LogWarning("The facts were not counted by this calendar; they are written anew");
            var leads = Facts.Rebuild(engine, transaction, clock);
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
            Write(transaction);
        }
    }

    /// <summary>Writes every fact anew from the tables, by the calendar of the settings.</summary>
    /// <returns>How many leads there are.</returns>
    public long Rebuild()
    {
        using var connection = engine.OpenForWriting();
        using var transaction = engine.BeginExclusive(connection);
        if (Write(transaction))
        {
            WriteDeed(transaction, AuditLog.CommandLine, anew: true);
        }

        var leads = Facts.Rebuild(engine, transaction, clock);
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
    private bool Write(DbTransaction transaction)
    {
        var connection = transaction.Connection!;
        var held = Held(connection, transaction);
        if (held.Hours != Asked.Hours)
        {
            connection.Execute("delete from working_span", transaction: transaction);
            engine.Append(
                transaction, "working_span", ["starts_at", "ends_at", "worked_before"],
                _calendar.Value.Spans.Select(span => new object?[] { span.StartsAt, span.EndsAt, span.WorkedBefore }));
        }

        connection.Execute("update data_version set working_calendar = @Hours, rollup_calendar = @Months", new { Asked.Hours, Asked.Months }, transaction);
        return held != Asked;
    }

    // Which calendars those are that it holds; the months follow from theirs (RollupCalendar.HeldBy).
    private static (string? Hours, string? Months) Held(DbConnection connection, DbTransaction? transaction) =>
        connection.QuerySingle<(string?, string?)>("select working_calendar, rollup_calendar from data_version", transaction: transaction);

    private static bool HasFacts(DbConnection connection, DbTransaction? transaction) =>
        connection.QuerySingle<int>("select case when exists (select 1 from lead_fact) then 1 else 0 end", transaction: transaction) == 1;
}
