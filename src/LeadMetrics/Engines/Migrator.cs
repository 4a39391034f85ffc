using System.Data.Common;
using System.Globalization;
using Dapper;
using LeadMetrics.Sql;

namespace LeadMetrics.Engines;

/// <summary>Numbered migrations, applied once each, in order, in one transaction that a second instance waits for.</summary>
public sealed class Migrator(IEngine engine, TimeProvider clock, ILogger<Migrator> log)
{
    /// <summary>Brings the database to this program's version.</summary>
    /// <exception cref="MigrationException">The database is newer than this program.</exception>
    public void Migrate()
    {
        engine.Prepare();
        using var connection = engine.OpenForWriting();
        if (IsUpToDate(connection))
        {
            return;
        }

        using var transaction = engine.BeginExclusive(connection);
        if (connection.QuerySingle<int>(engine.TableExistsSql, new { name = "schema_migration" }, transaction) == 0)
        {
            connection.Execute(
                "create table schema_migration (version int not null primary key, name varchar(200) not null, applied_at bigint not null)",
                transaction: transaction);
        }

        var applied = connection.Query<int>("select version from schema_migration", transaction: transaction).ToHashSet();
        var files = Files();
        if (applied.Count > 0 && applied.Max() > files[^1].Version)
        {
            throw new MigrationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database is at version {applied.Max()}, this program knows versions up to {files[^1].Version}. Start a newer program, or restore a backup of the older database."));
        }

        foreach (var (version, path) in files.Where(file => !applied.Contains(file.Version)))
        {
            connection.Execute(SqlText.Render(path), transaction: transaction, commandTimeout: 0);
            connection.Execute(
                "insert into schema_migration (version, name, applied_at) values (@version, @path, @at)",
                new { version, path, at = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction);
            log.LogInformation("Applied migration {Path}", path);
        }

        transaction.Commit();
    }

    /// <summary>Refuses a database that is not of this program's version, and makes none: for commands beside the service.</summary>
    /// <exception cref="MigrationException">It is of another.</exception>
    public void MustBeUpToDate()
    {
        engine.MustBeThere();
        using var connection = engine.OpenForWriting();
        if (!IsUpToDate(connection))
        {
            throw new MigrationException($"The database {engine.Place} is not of this program's version. --migrate brings an older one to it; of a newer one use the newer program.");
        }
    }

    // Nothing to do is found without waiting for an import that may run.
    private bool IsUpToDate(DbConnection connection) =>
        connection.QuerySingle<int>(engine.TableExistsSql, new { name = "schema_migration" }) == 1
        && connection.QuerySingle<int?>("select max(version) from schema_migration") == Latest;

    /// <summary>The version that this program needs.</summary>
    public int Latest => Files()[^1].Version;

    private List<(int Version, string Path)> Files() =>
        [.. SqlText.Under($"schema/{engine.Name}").Select(path => (int.Parse(Path.GetFileName(path).AsSpan(0, 3), CultureInfo.InvariantCulture), path))];
}

/// <summary>The database cannot be brought to this program's version; the message says what to do.</summary>
public sealed class MigrationException(string message) : Exception(message);
