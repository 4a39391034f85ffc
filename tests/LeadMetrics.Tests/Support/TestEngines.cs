using LeadMetrics.Engines;
using Microsoft.Data.SqlClient;

namespace LeadMetrics.Tests.Support;

/// <summary>
/// The engines that every test of the service runs on: SQLite always, SQL Server where
/// <c>LEADMETRICS_TEST_SQLSERVER</c> holds a connection string, else visibly skipped.
/// </summary>
public static class TestEngines
{
    public const string Sqlite = "sqlite";
    public const string SqlServer = "sqlserver";

    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable("LEADMETRICS_TEST_SQLSERVER") is { Length: > 0 } text ? text : null;

    /// <summary>The SQL Server database that the tests fill and empty.</summary>
    public static string Database { get; } = Environment.GetEnvironmentVariable("LEADMETRICS_TEST_DATABASE") is { Length: > 0 } name ? name : "leadmetrics_tests";

    public static IReadOnlyList<string> All { get; } = [Sqlite, SqlServer];

    /// <summary>The file of a SQLite database.</summary>
    public static string PathOf(IEngine engine)
    {
        using var connection = engine.OpenForWriting();
        var path = connection.DataSource;
        connection.Close();
        engine.ClearPool();
        return path;
    }

    /// <summary>Skips the running test where its engine is not there.</summary>
    public static void SkipWithout(string engine)
    {
        if (engine == SqlServer && ConnectionString is null)
        {
            Assert.Ignore("LEADMETRICS_TEST_SQLSERVER holds no connection string.");
        }
    }

    /// <summary>Settings of an empty database of a name; its SQL Server database is made where it is missing.</summary>
    public static DatabaseOptions Options(string engine, string name) => engine == Sqlite
        ? new DatabaseOptions { Engine = engine, Path = Path.Combine(Path.GetTempPath(), $"leadmetrics-tests-{Environment.ProcessId}", name + ".db") }
        : new DatabaseOptions
        {
            Engine = engine,
            ConnectionString = new SqlConnectionStringBuilder(ConnectionString) { InitialCatalog = name, MaxPoolSize = 20 }.ConnectionString,
        };

    /// <summary>Removes the database of a test that made its own.</summary>
    public static void Drop(IEngine engine)
    {
        var file = "";
        using (var connection = engine.OpenForWriting())
        {
            if (connection is SqlConnection server)
            {
                var name = server.Database;
                server.ChangeDatabase("master");
                engine.ClearPool();
                using var command = server.CreateCommand();
                command.CommandText = $"drop database [{name}]";
                DropWhenUnused(command);
            }
            else
            {
                file = connection.DataSource;
            }
        }

        engine.ClearPool();
        DeleteFile(file);
    }

    // The server takes its time to see that the other connections are gone.
    private static void DropWhenUnused(SqlCommand drop)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                drop.ExecuteNonQuery();
                return;
            }
            catch (SqlException) when (tries < 50)
            {
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>Deletes a SQLite database, with what stands beside it.</summary>
    public static void DeleteFile(string file)
    {
        if (file.Length > 0)
        {
            foreach (var path in new[] { file, file + "-wal", file + "-shm" })
            {
                File.Delete(path);
            }
        }
    }
}
