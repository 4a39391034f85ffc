using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;

namespace LeadMetrics.Engines;

/// <summary>SQL Server 2019 or newer, and Azure SQL.</summary>
public sealed class SqlServerEngine : IEngine
{
    // Connection, throttling and failover errors that Microsoft documents as transient, and deadlock (1205).
    private static readonly HashSet<int> s_transient =
        [1204, 1205, 1222, 4060, 4221, 10053, 10054, 10060, 10928, 10929, 40143, 40197, 40501, 40540, 40613, 42108, 42109, 49918, 49919, 49920];

    private readonly string _read;
    private readonly string _write;
    private readonly SqlRetryLogicBaseProvider _retry = SqlConfigurableRetryFactory.CreateExponentialRetryProvider(new SqlRetryLogicOption
    {
        NumberOfTries = 4,
        DeltaTime = TimeSpan.FromMilliseconds(200),
        MaxTimeInterval = TimeSpan.FromSeconds(5),
        TransientErrors = s_transient.Except([4060]),
    });

    public SqlServerEngine(DatabaseOptions options)
    {
        var text = new SqlConnectionStringBuilder(options.ConnectionString) { CommandTimeout = options.CommandTimeoutSeconds };
        if (!text.ShouldSerialize("Application Name"))
        {
            text.ApplicationName = "LeadMetrics";
        }

        _write = text.ConnectionString;
        text.ApplicationIntent = options.ReadOnlyIntent ? ApplicationIntent.ReadOnly : text.ApplicationIntent;
        _read = text.ConnectionString;
    }

    public string Name => "sqlserver";

    public string SystemName => "microsoft.sql_server";

    // The default size of the connection pool.
    public int ReadsAtOnce => 100;

    public string TableExistsSql => "select count(*) from information_schema.tables where table_name = @name";

    public string StageType(StageType type) =>
        type == Engines.StageType.Whole ? "bigint" : "nvarchar(1000)" + Exactly;

    public string Exactly => " collate Latin1_General_BIN2";

    // Not a # table: bulk copy asks tempdb for its collations, which the grant of a plain login may not cover.
    public string ImportTable(string name) => "import_" + name;

    public string Place => new SqlConnectionStringBuilder(_write) is var text ? $"{text.InitialCatalog} on {text.DataSource}" : "";

    // The server says so of itself, with the name.
    public void MustBeThere()
    {
    }

    public void Prepare()
    {
        using var connection = Connect(_write);
        try
        {
            connection.Open();
        }
        catch (SqlException) when (TryCreateDatabase())
        {
            SqlConnection.ClearPool(connection);
            connection.Open();
        }

        // Readers see one version of the data and never wait for an import. No transaction can hold this statement.
        var state = connection.QuerySingleOrDefault<int?>(
            "select cast(snapshot_isolation_state as int) from sys.databases where name = db_name()");
        if (state == 0)
        {
            try
            {
                connection.Execute("alter database current set allow_snapshot_isolation on");
            }
            catch (SqlException)
            {
                // Where it may not be set, a read in a snapshot says whether it is needed.
                using var snapshot = connection.BeginTransaction(IsolationLevel.Snapshot);
                connection.ExecuteScalar("select count(*) from information_schema.tables", transaction: snapshot);
            }
        }
    }

    public Task<DbConnection> OpenForReadingAsync(CancellationToken cancel) => OpenAsync(_read, cancel);

    public Task<DbConnection> OpenForReadingLatestAsync(CancellationToken cancel) => OpenAsync(_write, cancel);

    private async Task<DbConnection> OpenAsync(string text, CancellationToken cancel)
    {
        var connection = Connect(text);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public DbConnection OpenForWriting()
    {
        var connection = Connect(_write);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Outside of a snapshot it would wait for rows that an import has written.
    public bool StatementIsSnapshot => false;

    public DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.Snapshot);

    public DbTransaction BeginExclusive(DbConnection connection)
    {
        var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            var parameters = new DynamicParameters(new { Resource = "LeadMetrics.write", LockMode = "Exclusive", LockOwner = "Transaction", LockTimeout = 300_000 });
            parameters.Add("result", dbType: DbType.Int32, direction: ParameterDirection.ReturnValue);
            connection.Execute("sp_getapplock", parameters, transaction, commandTimeout: 310, commandType: CommandType.StoredProcedure);
            if (parameters.Get<int>("result") < 0)
            {
                throw new TimeoutException("Another import has held the database for five minutes.");
            }

            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    // Commands are given the token itself, and SqlClient turns it into SqlCommand.Cancel.
    public CancellationTokenRegistration StopOnCancel(DbConnection connection, CancellationToken cancel) => default;

    public void Append(DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        using var data = new DataTable();
        using var bulk = new SqlBulkCopy((SqlConnection)transaction.Connection!, SqlBulkCopyOptions.TableLock, (SqlTransaction)transaction)
        {
            DestinationTableName = table,
            BulkCopyTimeout = 0,
        };
        for (var i = 0; i < columns.Count; i++)
        {
            data.Columns.Add(columns[i], all.Select(row => row[i]).FirstOrDefault(value => value is not null)?.GetType() ?? typeof(long));
            bulk.ColumnMappings.Add(columns[i], columns[i]);
        }

        foreach (var row in all)
        {
            data.Rows.Add(row);
        }

        bulk.WriteToServer(data);
    }

    // SQL Server keeps its own statistics.
    public void UpdateStatistics(DbConnection connection)
    {
    }

    public void BackUp(string path) => throw new NotSupportedException("SQL Server is backed up by itself: BACKUP DATABASE, or the service that runs it. docs/operations.md has the statements.");

    public Fault Classify(Exception exception) => exception switch
    {
        TimeoutException => Fault.Busy,
        SqlException { Number: -2 } => Fault.Stopped,
        SqlException { Number: 0 } e when e.Message.Contains("cancelled", StringComparison.OrdinalIgnoreCase) => Fault.Stopped,
        SqlException { Number: 1105 or 9002 } => Fault.Full,
        SqlException { Number: 823 or 824 or 825 } => Fault.Damaged,
        SqlException { Number: 4060 or 18456 or 18452 } => Fault.Unavailable,
        SqlException e when s_transient.Contains(e.Number) => Fault.Transient,
        // A negative or small number, or severity 20 and above, is the network's or the end of the connection.
        SqlException { Class: >= 20 } => Fault.Transient,
        InvalidOperationException e when e.Source == "Microsoft.Data.SqlClient" && e.Message.Contains("closed", StringComparison.Ordinal) => Fault.Transient,
        _ => Fault.Unknown,
    };

    public void ClearPool()
    {
        using var read = new SqlConnection(_read);
        using var write = new SqlConnection(_write);
        SqlConnection.ClearPool(read);
        SqlConnection.ClearPool(write);
    }

    private SqlConnection Connect(string text) => new(text) { RetryLogicProvider = _retry };

    // Whether the database is there now; another instance may have made it since. Whatever else is wrong is the next failure's to tell.
    private bool TryCreateDatabase()
    {
        var text = new SqlConnectionStringBuilder(_write);
        var name = text.InitialCatalog;
        text.InitialCatalog = "master";
        try
        {
            using var master = Connect(text.ConnectionString);
            master.Open();
            if (Exists())
            {
                return true;
            }

            try
            {
                master.Execute($"create database [{name.Replace("]", "]]", StringComparison.Ordinal)}]");
                return true;
            }
            catch (SqlException)
            {
                // Another instance may have been first.
                return Exists();
            }

            bool Exists() => master.QuerySingle<int>("select count(*) from sys.databases where name = @name", new { name }) == 1;
        }
        catch (SqlException)
        {
            return false;
        }
    }
}
