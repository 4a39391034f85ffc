using System.Data.Common;

namespace LeadMetrics.Engines;

/// <summary>
/// All that differs between databases. A metric's SQL does not: it is the same text on each.
/// </summary>
public interface IEngine
{
    /// <summary>The name used in configuration and in <c>sql/schema/</c>.</summary>
    string Name { get; }

    /// <summary>The name that OpenTelemetry has for it (<c>db.system.name</c>).</summary>
    string SystemName { get; }

    /// <summary>How a column of the staging tables is declared, whose text compares as ids do.</summary>
    string StageType(StageType type);

    /// <summary>
    /// What follows a text in SQL so that it compares by code point, whatever its column says; nothing where text always does.
    /// </summary>
    string Exactly { get; }

    /// <summary>The name of a table that lives inside an import's transaction, and only there.</summary>
    string ImportTable(string name);

    /// <summary>Which database it is, in words for an operator: no secrets.</summary>
    string Place { get; }

    /// <summary>For what must not make a database.</summary>
    /// <exception cref="IOException">There is none; the message says where it was looked for.</exception>
    void MustBeThere();

    /// <summary>Creates the database where it is missing, and what no transaction can hold.</summary>
    void Prepare();

    /// <summary>Counts the tables of a name: 0 or 1.</summary>
    string TableExistsSql { get; }

    /// <summary>How many reads may run at once.</summary>
    int ReadsAtOnce { get; }

    /// <summary>Opens a connection to read by; a replica may answer it where one is configured.</summary>
    Task<DbConnection> OpenForReadingAsync(CancellationToken cancel);

    /// <summary>Opens a connection to read what must not lag: no replica answers it.</summary>
    Task<DbConnection> OpenForReadingLatestAsync(CancellationToken cancel);

    /// <summary>Opens a connection to write by.</summary>
    DbConnection OpenForWriting();

    /// <summary>Whether one statement alone reads one version of the data, and waits for nobody who writes: without <see cref="BeginSnapshot"/>.</summary>
    bool StatementIsSnapshot { get; }

    /// <summary>One consistent snapshot: what is read in it belongs to one version of the data.</summary>
    DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>The one writing transaction: a second one waits here until the first has ended.</summary>
    DbTransaction BeginExclusive(DbConnection connection);

    /// <summary>Stops the statements that run on a connection when the token is cancelled, inside the engine.</summary>
    CancellationTokenRegistration StopOnCancel(DbConnection connection, CancellationToken cancel);

    /// <summary>Appends rows to a staging table as fast as the engine can.</summary>
    void Append(DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows);

    /// <summary>Lets the engine measure its tables anew after much has changed.</summary>
    void UpdateStatistics(DbConnection connection);

    /// <summary>Copies the whole database, as of now, into a new file; others go on meanwhile.</summary>
    /// <exception cref="NotSupportedException">Its server does that.</exception>
    void BackUp(string path);

    /// <summary>What a failure means to a caller.</summary>
    Fault Classify(Exception exception);

    /// <summary>Empties the pool, so that files can be moved and servers stopped.</summary>
    void ClearPool();
}

/// <summary>The types that rows have on their way in.</summary>
public enum StageType
{
    /// <summary>A signed 64-bit integer: keys, instants, money, flags and codes.</summary>
    Whole,

    /// <summary>Unicode text, compared by code point.</summary>
    Text,
}

/// <summary>What a database failure means to a caller.</summary>
public enum Fault
{
    /// <summary>A defect of this service.</summary>
    Unknown,

    /// <summary>May go away by itself: trying again is right.</summary>
    Transient,

    /// <summary>Somebody else writes; nothing was changed.</summary>
    Busy,

    /// <summary>The database cannot be reached or opened.</summary>
    Unavailable,

    /// <summary>The statement was stopped: abandoned by the caller, or too slow.</summary>
    Stopped,

    /// <summary>There is no room left to write in.</summary>
    Full,

    /// <summary>The file is no database, or a damaged one.</summary>
    Damaged,
}
