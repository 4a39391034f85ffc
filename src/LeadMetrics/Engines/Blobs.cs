using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadMetrics.Engines;

/// <summary>Bytes of a row.</summary>
public static class Blobs
{
    /// <summary>The bytes of a column, until the next row is read; none where it has null. SQLite's own are neither asked for twice nor copied.</summary>
    public static ReadOnlySpan<byte> BytesOf(this DbDataReader row, int column) => row is SqliteDataReader { Handle: { } statement }
        ? raw.sqlite3_column_blob(statement, column)
        : row.IsDBNull(column) ? [] : row.GetFieldValue<byte[]>(column);
}
