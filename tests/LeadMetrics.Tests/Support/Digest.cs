using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace LeadMetrics.Tests.Support;

/// <summary>All that a SQLite database holds, in a line a table: how many rows it has, and a hash of them.</summary>
public static class Digest
{
    /// <summary>Reads a file; when its rows were written does not count.</summary>
    public static string Of(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        return Of(connection);
    }

    /// <inheritdoc cref="Of(string)"/>
    public static string Of(SqliteConnection connection)
    {
        using var snapshot = connection.BeginTransaction(deferred: true);
        var digest = new StringBuilder();
        foreach (var table in Texts(snapshot, "select name from sqlite_master where type = 'table' and name not like 'sqlite|_%' escape '|' order by name"))
        {
            var columns = Texts(snapshot, $"select name from pragma_table_info('{table}') where name not in ('changed_at', 'applied_at', 'happened_at', 'audit_key') or '{table}' not in ('data_version', 'schema_migration', 'audit_entry') order by cid").ToList();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var rows = 0;

            // Of the audit log what was done; what was tried in vain is of no consequence.
            var where = table == "audit_entry" ? "where result = 'done'" : "";
            foreach (var row in Rows(snapshot, $"select {string.Join(", ", columns)} from {table} {where} order by {string.Join(", ", columns)}"))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(row));
                rows++;
            }

            digest.Append(CultureInfo.InvariantCulture, $"{table} {rows} {Convert.ToHexString(hash.GetCurrentHash(), 0, 8)}\n");
        }

        return digest.Append(CultureInfo.InvariantCulture, $"version {Texts(snapshot, "select version from data_version").Single()}").ToString();
    }

    /// <summary>What SQLite itself finds wrong with a file: <c>ok</c> where it is nothing.</summary>
    public static string Integrity(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma integrity_check";
        return (string)command.ExecuteScalar()!;
    }

    private static IEnumerable<string> Texts(DbTransaction snapshot, string sql) => Rows(snapshot, sql).Select(row => row[..^1]);

    private static IEnumerable<string> Rows(DbTransaction snapshot, string sql)
    {
        using var command = snapshot.Connection!.CreateCommand();
        command.CommandText = sql;
        command.Transaction = snapshot;
        using var reader = command.ExecuteReader();
        var row = new StringBuilder();
        while (reader.Read())
        {
            row.Clear();
            for (var i = 0; i < reader.FieldCount; i++)
            {
                row.Append(reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.IsDBNull(i) ? "-" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)).Append('\x1f');
            }

            yield return row.ToString();
        }
    }
}
