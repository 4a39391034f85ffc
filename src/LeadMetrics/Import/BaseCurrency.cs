using System.Data.Common;
using Dapper;
using LeadMetrics.Engines;

namespace LeadMetrics.Import;

/// <summary>
/// Amounts are kept in the base currency that they were imported under. The first import writes it down; a service that is
/// set to another one would show those amounts under a wrong name, so it does not start, and imports nothing.
/// </summary>
public static class BaseCurrency
{
    /// <exception cref="MigrationException">The database holds amounts in another currency.</exception>
    public static void Check(IEngine engine, string currency)
    {
        using var connection = engine.OpenForWriting();
        Check(connection, null, currency);
    }

    /// <summary>Writes the currency down where none is yet.</summary>
    /// <returns>Whether it was written down now.</returns>
    /// <inheritdoc cref="Check(IEngine, string)"/>
    public static bool Hold(DbTransaction transaction, string currency)
    {
        var connection = transaction.Connection!;
        var set = connection.Execute("update data_version set base_currency = @currency where base_currency is null", new { currency }, transaction);
        Check(connection, transaction, currency);
        return set > 0;
    }

    private static void Check(DbConnection connection, DbTransaction? transaction, string currency)
    {
        var held = connection.QuerySingle<string?>("select base_currency from data_version", transaction: transaction);
        if (held is not null && held != currency)
        {
            throw new MigrationException($"Reports:BaseCurrency is '{currency}', but the database holds amounts in {held}; allowed is {held}, or an empty database.");
        }
    }
}
