using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadMetrics.Engines;

/// <summary>The embedded engine: one file, WAL, one writer and many readers.</summary>
public sealed class SqliteEngine(DatabaseOptions options) : IEngine, IDisposable
{
    // The pooled connections that have been told how to write: they know it still.
    private static readonly ConditionalWeakTable<sqlite3, object> s_told = [];

    // Only Prepare creates the file: a database that has gone away must not come back empty.
    private readonly string _connectionString = ConnectionString(options, SqliteOpenMode.ReadWrite, pooling: true);

    // What they work out for themselves stands in temporary tables; nothing else can be written by them.
    private readonly KeptConnections _reading = new(ConnectionString(options, SqliteOpenMode.ReadOnly, pooling: false), "pragma cache_size = -16384", 2 * PlacesToRead);

    static SqliteEngine() => Batteries_V2.Init();

    public string Name => "sqlite";

    public string SystemName => "sqlite";

    // The provider's asynchronous methods run on the caller's thread.
    public int ReadsAtOnce => PlacesToRead;

    public bool StatementIsSnapshot => true;

    public string TableExistsSql => "select count(*) from sqlite_master where type = 'table' and name = @name";

    public string StageType(StageType type) => type == Engines.StageType.Whole ? "integer" : "text";

    public string Exactly => "";

    public string ImportTable(string name) => "temp." + name;

    public string Place => Path.GetFullPath(options.Path);

    public void MustBeThere()
    {
        if (!File.Exists(Place))
        {
            throw new FileNotFoundException($"There is no database '{Place}'. Database:Path says where it is, from the current directory; name another as --Database:Path=….");
        }
    }

    public void Prepare()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Path))!);
        using var connection = new SqliteConnection(ConnectionString(options, SqliteOpenMode.ReadWriteCreate, pooling: false));
        connection.Open();
        Execute(connection, "pragma journal_mode = wal");
    }

    public Task<DbConnection> OpenForReadingAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult<DbConnection>(_reading.Open());
    }

    // One file has no replica.
    public Task<DbConnection> OpenForReadingLatestAsync(CancellationToken cancel) => OpenForReadingAsync(cancel);

    public DbConnection OpenForWriting() => Open();

    public DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public DbTransaction BeginExclusive(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    // SqliteCommand.Cancel does nothing; the handle's interrupt stops the statement at its next step.
    public CancellationTokenRegistration StopOnCancel(DbConnection connection, CancellationToken cancel)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        return cancel.Register(() => raw.sqlite3_interrupt(handle));
    }

    // Straight to the prepared statement: the provider's command costs more than the insert itself.
    public void Append(DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        var handle = ((SqliteConnection)transaction.Connection!).Handle!;
        var marks = string.Join(", ", Enumerable.Repeat("?", columns.Count));
        Check(raw.sqlite3_prepare_v2(handle, $"insert into {table} ({string.Join(", ", columns)}) values ({marks})", out var statement), handle);
        using (statement)
        {
            foreach (var row in rows)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    Check(
                        row[i] switch
                        {
                            null => raw.sqlite3_bind_null(statement, i + 1),
                            long whole => raw.sqlite3_bind_int64(statement, i + 1, whole),
                            byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                            string text => raw.sqlite3_bind_text(statement, i + 1, text),
                            var other => throw new InvalidOperationException($"A staged value is {other.GetType()}."),
                        },
                        handle);
                }

                Check(raw.sqlite3_step(statement), handle);
                Check(raw.sqlite3_reset(statement), handle);
            }
        }
    }

    public void UpdateStatistics(DbConnection connection) => Execute(connection, "pragma analysis_limit = 1000; pragma optimize = 0x10002");

    public void BackUp(string path)
    {
        if (File.Exists(path))
        {
            throw new IOException($"'{path}' is there already; name a new file.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new IOException($"The folder of '{path}' is not there; make it, or name another.");
        }

        MustBeThere();

        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "vacuum into @path";
        command.Parameters.AddWithValue("@path", path);
        command.ExecuteNonQuery();
    }

    public Fault Classify(Exception exception) => exception is not SqliteException { SqliteErrorCode: var code }
        ? exception is UnauthorizedAccessException or IOException ? Fault.Unavailable : Fault.Unknown
        : code switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Fault.Busy,
            raw.SQLITE_INTERRUPT => Fault.Stopped,
            raw.SQLITE_FULL => Fault.Full,
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Fault.Damaged,
            raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_PERM => Fault.Unavailable,
            _ => Fault.Unknown,
        };

    public void ClearPool()
    {
        _reading.Clear();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    public void Dispose() => _reading.Dispose();

    private static int PlacesToRead => Math.Max(2, Environment.ProcessorCount);

    private static string ConnectionString(DatabaseOptions options, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.GetFullPath(options.Path),
        Mode = mode,
        ForeignKeys = false,
        Pooling = pooling,
        DefaultTimeout = options.CommandTimeoutSeconds,
    }.ToString();

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            if (!s_told.TryGetValue(connection.Handle!, out _))
            {
                Execute(connection, "pragma cache_size = -49152; pragma synchronous = full");
                s_told.Add(connection.Handle!, s_told);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Check(int code, sqlite3 handle)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            throw new SqliteException(
                string.Create(CultureInfo.InvariantCulture, $"SQLite error {code}: {raw.sqlite3_errmsg(handle).utf8_to_string()}"), code);
        }
    }
}
