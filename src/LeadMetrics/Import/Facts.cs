using System.Data.Common;
using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Sql;

namespace LeadMetrics.Import;

/// <summary>Keeps <c>lead_fact</c>, and the roll-ups of it, in step with the tables, inside the transaction that changes them.</summary>
public static class Facts
{
    // The facts of an import are refreshed in portions, so that memory stays bounded.
    private const int LeadsAtOnce = 20_000;

    /// <summary>Refreshes exactly the facts of <c>touched_lead</c>, and empties it.</summary>
    /// <returns>How many leads were touched.</returns>
    public static long Refresh(IEngine engine, DbTransaction transaction, TimeProvider clock, Action<long>? progress = null)
    {
        var connection = transaction.Connection!;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        connection.Execute(SqlText.Render("facts/touch_future_dated.sql"), new { now }, transaction);
        var done = 0L;
        var (earliest, latest) = connection.QuerySingle<(long, long)>("select earliest_lead_at, latest_event_at from data_version", transaction: transaction);
        var held = connection.QuerySingle<long>("select coalesce(max(lead_key), 0) from lead_fact", transaction: transaction, commandTimeout: 0);
        var (rollups, openLoad) = (new Rollups(engine, transaction), new OpenLoad(transaction, latest));
        foreach (var (first, last, count) in Portions(transaction))
        {
            var portion = new { firstLead = first, lastLead = last, asOf = long.MaxValue, now };
            if (first <= held)
            {
                rollups.TakeAway(first, last);
                openLoad.TakeAway(first, last);
                connection.Execute(SqlText.Render("facts/delete_lead_fact.sql"), portion, transaction, commandTimeout: 0);
                connection.Execute(SqlText.Render("facts/delete_future_dated.sql"), portion, transaction, commandTimeout: 0);
            }

            connection.Execute(SqlText.Render("facts/refresh_lead_fact.sql"), portion, transaction, commandTimeout: 0);
            connection.Execute(SqlText.Render("facts/find_future_dated.sql"), portion, transaction, commandTimeout: 0);
            rollups.Add(first, last, count);
            openLoad.Add(first, last);
            done += count;
            progress?.Invoke(done);
        }

        if (done > 0)
        {
            rollups.Write();
            (earliest, latest) = (Math.Min(earliest, rollups.EarliestLeadAt), Math.Max(latest, rollups.LatestEventAt));
            openLoad.Write(latest);
            connection.Execute("delete from touched_lead", transaction: transaction, commandTimeout: 0);
            connection.Execute(SqlText.Render("facts/bound_events.sql"), new { earliest, latest }, transaction);
        }

        return done;
    }

    /// <summary>Writes every fact anew from the tables.</summary>
    /// <returns>How many leads there are.</returns>
    public static long Rebuild(IEngine engine, DbTransaction transaction, TimeProvider clock)
    {
        var connection = transaction.Connection!;
        connection.Execute("delete from lead_fact", transaction: transaction, commandTimeout: 0);
        Rollups.Clear(transaction);
        OpenLoad.Clear(transaction);
        connection.Execute("delete from future_dated_lead", transaction: transaction, commandTimeout: 0);
        connection.Execute("delete from touched_lead", transaction: transaction, commandTimeout: 0);
        connection.Execute("update data_version set earliest_lead_at = @never, latest_event_at = 0", new { never = long.MaxValue }, transaction);
        connection.Execute("insert into touched_lead (lead_key) select lead_key from lead where known = 1", transaction: transaction, commandTimeout: 0);
        var leads = Refresh(engine, transaction, clock);
        NextVersion(transaction, clock);
        return leads;
    }

    /// <summary>Marks the data as changed, so that every instance answers anew.</summary>
    public static long NextVersion(DbTransaction transaction, TimeProvider clock)
    {
        var connection = transaction.Connection!;
        connection.Execute(
            "update data_version set version = version + 1, changed_at = @now",
            new { now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction);
        return connection.QuerySingle<long>("select version from data_version", transaction: transaction);
    }

    private static List<(long First, long Last, int Count)> Portions(DbTransaction transaction)
    {
        var portions = new List<(long, long, int)>();
        var (first, last, count) = (0L, 0L, 0);
        foreach (var lead in transaction.Connection!.Query<long>(
            "select lead_key from touched_lead order by lead_key", transaction: transaction, buffered: false, commandTimeout: 0))
        {
            if (count == LeadsAtOnce)
            {
                portions.Add((first, last, count));
                count = 0;
            }

            first = count == 0 ? lead : first;
            last = lead;
            count++;
        }

        if (count > 0)
        {
            portions.Add((first, last, count));
        }

        return portions;
    }
}
