using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadMetrics.Engines;

/// <summary>Bytes of a row.</summary>
public static class Blobs
{
    /// <summary>The bytes of a column, until the next row is read; none where it has null. SQLite's own are neither asked for twice nor copied.</summary>
    public static ReadOnlySpan<byte> BytesOf(this DbDataReader row, int column)
    {
        // Dapper gives its own reader around the provider's.
        var ofProvider = row is IWrappedDataReader wrapped ? wrapped.Reader : row;
        return ofProvider is SqliteDataReader { Handle: { } statement } ? raw.sqlite3_column_blob(statement, column)
            : row.IsDBNull(column) ? [] : row.GetFieldValue<byte[]>(column);
    }
}
