#if SQLSERVER_TESTS
using Dapper;
using Microsoft.Data.SqlClient;
using Respawn;
using Respawn.Graph;
#endif

namespace LeadMetrics.Tests.Support;

/// <summary>Empties the SQL Server database between tests.</summary>
public static class SqlServerReset
{
#if SQLSERVER_TESTS
    private static Respawner? s_respawner;

    public static async Task EmptyAsync(string connectionString)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        s_respawner ??= await Respawner.CreateAsync(connection, new RespawnerOptions
        {
            DbAdapter = DbAdapter.SqlServer,
            TablesToIgnore = [new Table("schema_migration"), new Table("data_version"), new Table("working_span"), new Table("owner"), new Table("source"), new Table("campaign")],
        });
        await s_respawner.ResetAsync(connection);

        // These keep their member "none".
        await connection.ExecuteAsync(
            """
            delete from owner where owner_key <> 0;
            delete from source where source_key <> 0;
            delete from campaign where campaign_key <> 0;
            update data_version set version = 0, changed_at = 0, earliest_lead_at = 9223372036854775807, latest_event_at = 0, latest_future_dated_at = 0, has_planned_activities = 0, base_currency = null, rollup_calendar = null;
            """);
    }
#else
    public static Task EmptyAsync(string connectionString) =>
        throw new InvalidOperationException("The tests were built without LEADMETRICS_TEST_SQLSERVER; set it before dotnet test.");
#endif
}
