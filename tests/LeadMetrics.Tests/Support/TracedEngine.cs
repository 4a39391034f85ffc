using System.Collections.Concurrent;
using System.Data.Common;
using LeadMetrics.Engines;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadMetrics.Tests.Support;

/// <summary>SQLite, with an ear on every text that it is given to run.</summary>
public sealed class TracedEngine(IEngine engine) : IEngine
{
    private readonly ConcurrentDictionary<string, byte> _texts = new(StringComparer.Ordinal);

    /// <summary>Each text of SQL that ran, once.</summary>
    public ICollection<string> Texts => _texts.Keys;

    public string Name => engine.Name;

    public string SystemName => engine.SystemName;

    public string Exactly => engine.Exactly;

    public string TableExistsSql => engine.TableExistsSql;

    public int ReadsAtOnce => engine.ReadsAtOnce;

    public bool StatementIsSnapshot => engine.StatementIsSnapshot;

    public string StageType(StageType type) => engine.StageType(type);

    public string ImportTable(string name) => engine.ImportTable(name);

    public string Place => engine.Place;

    public void MustBeThere() => engine.MustBeThere();

    public void Prepare() => engine.Prepare();

    public async Task<DbConnection> OpenForReadingAsync(CancellationToken cancel) => Traced(await engine.OpenForReadingAsync(cancel));

    public async Task<DbConnection> OpenForReadingLatestAsync(CancellationToken cancel) => Traced(await engine.OpenForReadingLatestAsync(cancel));

    public DbConnection OpenForWriting() => Traced(engine.OpenForWriting());

    public DbTransaction BeginSnapshot(DbConnection connection) => engine.BeginSnapshot(connection);

    public DbTransaction BeginExclusive(DbConnection connection) => engine.BeginExclusive(connection);

    public CancellationTokenRegistration StopOnCancel(DbConnection connection, CancellationToken cancel) => engine.StopOnCancel(connection, cancel);

    public void Append(DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows) =>
        engine.Append(transaction, table, columns, rows);

    public void UpdateStatistics(DbConnection connection) => engine.UpdateStatistics(connection);

    public Fault Classify(Exception exception) => engine.Classify(exception);

    public void BackUp(string path) => engine.BackUp(path);

    public void ClearPool() => engine.ClearPool();

    private DbConnection Traced(DbConnection connection)
    {
        // The text as it was prepared, without the values that were bound to it.
        raw.sqlite3_profile(((SqliteConnection)connection).Handle!, (_, text, _) => _texts.TryAdd(text, 0), null);
        return connection;
    }
}
