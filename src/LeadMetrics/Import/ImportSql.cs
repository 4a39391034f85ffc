using System.Globalization;
using System.Text;
using LeadMetrics.Engines;

namespace LeadMetrics.Import;

/// <summary>
/// The statements of a dataset's import, composed from its declaration: the same on every engine. Rows are staged as
/// text and numbers; <c>incoming</c> holds them resolved, in the shape of the table, each with what it will be:
/// <c>change</c> 0 new, 1 changed, 2 unchanged, 3 referred to before and arriving now.
/// </summary>
public sealed class ImportSql
{
    private readonly Dataset _dataset;
    private readonly string _exactly;
    private readonly string _incoming;
    private readonly List<(string Target, StageType Type, string Sql)> _values;
    private readonly IReadOnlyList<Column> _keys;

    public ImportSql(Dataset dataset, IEngine engine)
    {
        _dataset = dataset;
        var name = dataset.Table;
        _exactly = engine.Exactly;
        Stage = engine.ImportTable("stage_" + name);
        _incoming = engine.ImportTable("incoming_" + name);
        _keys = [.. dataset.Columns.Where(column => column.IsKey)];
        var derived = dataset.Derived.Select(d => d.Target).ToHashSet();
        _values =
        [
            .. dataset.Columns.Where(column => !derived.Contains(column.Target)).Select(column => (column.Target, TypeOf(column), ValueOf(column))),
            .. dataset.Derived.Select(d => (d.Target, StageType.Whole, Composed(d.Sql))),
        ];
        StageColumns = [.. dataset.Columns.Select(column => column.Staged)];

        var stageColumns = dataset.Columns.Select(column => $"{column.Staged} {engine.StageType(column.Type)} null");
        var incomingColumns = _values.Select(value => $"{value.Target} {engine.StageType(value.Type)} null");

        // A temporary table of an import that was given up may still be there on a pooled connection.
        Create =
        [
            $"drop table if exists {Stage}",
            $"drop table if exists {_incoming}",
            $"create table {Stage} (line {engine.StageType(StageType.Whole)} null, {string.Join(", ", stageColumns)})",
            $"create table {_incoming} (line {engine.StageType(StageType.Whole)} null, change int not null, target_key int null, {string.Join(", ", incomingColumns)})",
        ];
        Drop = [$"drop table {Stage}", $"drop table {_incoming}"];
        Batch = [.. BatchStatements()];
        Counts = $"select change, count(*) as rows_of from {_incoming} group by change";
        Clear = [$"delete from {Stage}", $"delete from {_incoming}"];
    }

    public string Stage { get; }

    public IReadOnlyList<string> StageColumns { get; }

    public IReadOnlyList<string> Create { get; }

    public IReadOnlyList<string> Drop { get; }

    /// <summary>Takes a staged batch into the table, in order.</summary>
    public IReadOnlyList<string> Batch { get; }

    /// <summary>How many rows of the batch there were of each change.</summary>
    public string Counts { get; }

    public IReadOnlyList<string> Clear { get; }

    private IEnumerable<string> BatchStatements()
    {
        foreach (var column in _dataset.Columns.Where(column => column.Reference is not null))
        {
            var to = column.Reference!;
            yield return $"""
                insert into {to.Table} ({to.IdColumn})
                select distinct s.{column.Name} from {Stage} as s
                where s.{column.Name} is not null
                  and not exists (select 1 from {to.Table} as r where r.{to.IdColumn} = s.{column.Name})
                """;
        }

        yield return Resolve();
        // A row may leave its lead, unless the lead is in its key.
        if (_dataset.LeadColumn is { } lead && lead != _dataset.KeyColumn && !_keys.Any(key => key.Target == lead))
        {
            yield return Touch($"select t.{lead} as lead_key from {_incoming} as i join {_dataset.Table} as t on {Same("t")} where i.change in (1, 3)");
        }

        var changing = _values.Where(value => !_keys.Any(key => key.Target == value.Target)).Select(value => $"{value.Target} = i.{value.Target}").ToList();
        if (_dataset.Referred)
        {
            changing.Add("known = 1");
        }

        if (changing.Count > 0)
        {
            yield return $"""
                update {_dataset.Table} set {string.Join(", ", changing)}
                from {_incoming} as i
                where {Same(_dataset.Table)} and i.change in (1, 3)
                """;
        }

        var targets = string.Join(", ", _values.Select(value => value.Target));
        var known = _dataset.Referred ? ("known, ", "1, ") : ("", "");
        yield return $"""
            insert into {_dataset.Table} ({known.Item1}{targets})
            select {known.Item2}{targets} from {_incoming} where change = 0 order by line
            """;
        foreach (var follower in _dataset.Followers)
        {
            yield return Composed(follower);
        }

        if (_dataset.LeadColumn is { } belongs)
        {
            yield return Touch(belongs == _dataset.KeyColumn
                ? $"select t.{belongs} as lead_key from {_incoming} as i join {_dataset.Table} as t on t.{_keys[0].Target} = i.{_keys[0].Target} where i.change in (0, 1, 3)"
                : $"select i.{belongs} as lead_key from {_incoming} as i where i.change in (0, 1, 3)");
        }
    }

    private string Resolve()
    {
        var sql = new StringBuilder();
        var targets = _values.Select(value => value.Target).ToList();
        var comparable = _values.Where(value => !_keys.Any(key => key.Target == value.Target)).ToList();

        // SQL Server does not compare texts of two collations unless one is named.
        var same = comparable.Count == 0
            ? "2"
            : $"case when exists (select {string.Join(", ", comparable.Select(v => $"t.{v.Target}{(v.Type == StageType.Text ? _exactly : "")}"))} "
                + $"intersect select {string.Join(", ", comparable.Select(v => "r." + v.Target))}) then 2 else 1 end";
        var arriving = _dataset.Referred ? "when t.known = 0 then 3 " : "";
        sql.Append(
            CultureInfo.InvariantCulture,
            $"""
            insert into {_incoming} (line, change, target_key, {string.Join(", ", targets)})
            select r.line, case when t.{_keys[0].Target} is null then 0 {arriving}else {same} end, {(_dataset.KeyColumn is { } key ? "t." + key : "null")}, {string.Join(", ", targets.Select(t => "r." + t))}
            from (
              select s.line, {string.Join(", ", _values.Select(value => $"{value.Sql} as {value.Target}"))}
              from {Stage} as s

            """);
        foreach (var column in _dataset.Columns.Where(column => column.Reference is not null))
        {
            sql.Append("  left join ").Append(column.Reference!.Table).Append(" as r_").Append(column.Name)
                .Append(" on r_").Append(column.Name).Append('.').Append(column.Reference.IdColumn)
                .Append(" = s.").Append(column.Name).Append('\n');
        }

        return sql.Append(") as r\nleft join ").Append(_dataset.Table).Append(" as t on ")
            .AppendJoin(" and ", _keys.Select(key => $"t.{key.Target} = r.{key.Target}")).ToString();
    }

    // A row of the table, by an alias, and the incoming row i that is there already.
    private string Same(string row) => _dataset.KeyColumn is { } key
        ? $"{row}.{key} = i.target_key"
        : string.Join(" and ", _keys.Select(k => $"{row}.{k.Target} = i.{k.Target}"));

    private string Composed(string sql) =>
        sql.Replace("{incoming}", _incoming, StringComparison.Ordinal).Replace("{exactly}", _exactly, StringComparison.Ordinal);

    /// <summary>Notes leads as touched by the import.</summary>
    /// <param name="leads">Selects their keys as <c>lead_key</c>.</param>
    public static string Touch(string leads) => $"""
        insert into touched_lead (lead_key)
        select distinct u.lead_key from ({leads}) as u
        where u.lead_key is not null
          and not exists (select 1 from touched_lead as x where x.lead_key = u.lead_key)
        """;

    private static StageType TypeOf(Column column) => column.Reference is null ? column.Type : StageType.Whole;

    private static string ValueOf(Column column) => column.Reference switch
    {
        null => "s." + column.Staged,
        { None: { } none } reference => $"coalesce(r_{column.Name}.{reference.KeyColumn}, {none})",
        var reference => $"r_{column.Name}.{reference.KeyColumn}",
    };
}
