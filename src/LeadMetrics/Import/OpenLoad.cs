using System.Data.Common;
using Dapper;
using LeadMetrics.Parameters;
using LeadMetrics.Sql;

namespace LeadMetrics.Import;

/// <summary>
/// Keeps <c>open_load</c> in step with <c>lead_fact</c>, inside the transaction that changes it: how many leads lie open, and which are
/// neglected, as of the latest event; the future-dated are not in it. Leads become neglected by themselves as time goes on; those few are found by the instants at which they do.
/// </summary>
/// <param name="transaction">The transaction.</param>
/// <param name="heldAt">The latest event before, in milliseconds: what the table is as of.</param>
public sealed class OpenLoad(DbTransaction transaction, long heldAt)
{
    private static readonly HashSet<string> s_touched = HeldFigures.Switches("planned", "notFutureDated", "touched");
    private static readonly HashSet<string> s_changing = HeldFigures.Switches("planned", "notFutureDated", "changing");

    /// <summary>After how long an open lead that nobody contacted is neglected here, in milliseconds.</summary>
    public static readonly long UncontactedAfter = Milliseconds(LeadQuestion.UncontactedAfter);

    /// <summary>After how long without an activity an open lead is neglected here, in milliseconds.</summary>
    public static readonly long IdleAfter = Milliseconds(LeadQuestion.IdleAfter);

    /// <summary>Forgets all of it.</summary>
    public static void Clear(DbTransaction transaction) => transaction.Connection!.Execute("delete from open_load", transaction: transaction);

    /// <summary>Takes away the touched leads of some keys; before their facts go.</summary>
    public void TakeAway(long firstLead, long lastLead) => Change(s_touched, -1, heldAt, firstLead, lastLead);

    /// <summary>Adds them; once their facts are there.</summary>
    public void Add(long firstLead, long lastLead) => Change(s_touched, 1, heldAt, firstLead, lastLead);

    /// <summary>Writes what has changed, as of the latest event there is now.</summary>
    public void Write(long latestEvent)
    {
        if (latestEvent > heldAt)
        {
            Change(s_changing, -1, heldAt, changedUntil: latestEvent);
            Change(s_changing, 1, latestEvent, changedUntil: latestEvent);
        }

        Run("facts/hold_open_load.sql");
        Clear(transaction);
        Run("facts/write_open_load.sql");
        transaction.Connection!.Execute("delete from open_load_change", transaction: transaction);
    }

    private void Change(HashSet<string> leads, int sign, long asOf, long firstLead = 0, long lastLead = 0, long changedUntil = 0) =>
        transaction.Connection!.Execute(
            SqlText.Render("facts/change_open_load.sql", leads),
            HeldFigures.Parameters(
                asOf, ("firstLead", firstLead), ("lastLead", lastLead), ("sign", sign),
                ("changedFrom", heldAt), ("changedUntil", changedUntil), ("uncontactedAfter", UncontactedAfter), ("idleAfter", IdleAfter)),
            transaction,
            commandTimeout: 0);

    private void Run(string path) => transaction.Connection!.Execute(SqlText.Render(path), transaction: transaction, commandTimeout: 0);

    private static long Milliseconds(Parameter<NodaTime.Duration?> length) => (long)length.Default!.Value.TotalMilliseconds;
}
