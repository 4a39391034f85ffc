using System.Data.Common;
using System.Globalization;
using LeadMetrics.Engines;

namespace LeadMetrics.Tests.Support;

/// <summary>The facts as they stand in the database, by the CRM's ids: keys differ with the order of arrival.</summary>
public static class FactTable
{
    private const string Sql = """
        select
          l.lead_id, credited.owner_id as credited, recent.owner_id as recent, creator.owner_id as creator, initial.owner_id as initial,
          s.source_id, c.campaign_id, f.*
        from lead_fact as f
        join lead as l on l.lead_key = f.lead_key
        join owner as credited on credited.owner_key = f.credited_owner_key
        join owner as recent on recent.owner_key = f.current_owner_key
        join owner as creator on creator.owner_key = f.created_owner_key
        join owner as initial on initial.owner_key = f.first_owner_key
        join source as s on s.source_key = f.source_key
        join campaign as c on c.campaign_key = f.campaign_key
        order by l.lead_id
        """;

    private const string Amounts = """
        select 1 as what, p.opportunity_id as id, p.base_amount, null as base_cost from opportunity as p where p.known = 1
        union all select 2, r.order_id, r.base_amount, r.base_cost from customer_order as r
        union all select 3, s.spend_id, s.base_amount, null from spend as s
        order by what, id
        """;

    private const string Rollups = """
        select r.level as span_level, o.owner_id, r.starts_at, s.source_id, r.*
        from lead_rollup as r
        join owner as o on o.owner_key = r.owner_key
        join source as s on s.source_key = r.source_key
        order by r.level, o.owner_id, r.starts_at, s.source_id
        """;

    private const string RollupTimes = """
        select t.level as span_level, o.owner_id, t.starts_at, s.source_id, t.*
        from lead_rollup_times as t
        join owner as o on o.owner_key = t.owner_key
        join source as s on s.source_key = t.source_key
        order by t.level, o.owner_id, t.starts_at, s.source_id
        """;

    private const string OpenLoad = """
        select o.owner_id, s.source_id, l.*
        from open_load as l
        join owner as o on o.owner_key = l.owner_key
        join source as s on s.source_key = l.source_key
        order by o.owner_id, s.source_id
        """;

    /// <summary>A line a cell of the roll-ups, then a line a cell of their durations, then one an owner and source with open leads.</summary>
    public static IReadOnlyList<string> ReadRollups(IEngine engine) => [.. Read(engine, Rollups), .. Read(engine, RollupTimes), .. Read(engine, OpenLoad)];

    /// <summary>A line a fact, each column with its name.</summary>
    public static IReadOnlyList<string> Read(IEngine engine) => Read(engine, Sql);

    /// <summary>A line an amount in the base currency: of opportunities, orders and spend, in that order.</summary>
    public static IReadOnlyList<string> ReadAmounts(IEngine engine) => Read(engine, Amounts);

    private static List<string> Read(IEngine engine, string sql)
    {
        using var connection = engine.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount)
                .Where(i => !reader.GetName(i).EndsWith("_key", StringComparison.Ordinal))
                .Select(i => $"{reader.GetName(i)}={Text(reader, i)}")));
        }

        return lines;
    }

    private static string Text(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? "-" : reader.GetValue(column) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!;
}
