using System.Data.Common;
using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Results;
using LeadMetrics.Sql;
using Cell = (int Level, int OwnerKey, long StartsAt, int SourceKey);

namespace LeadMetrics.Import;

/// <summary>
/// Keeps the roll-ups in step with <c>lead_fact</c>, inside the transaction that changes it: what touched leads counted is taken
/// from their cells before their facts go, and added to their cells once the facts are written anew. So the work is that of the
/// leads touched, however many there are.
/// </summary>
public sealed class Rollups
{
    /// <summary>When cells count leads as of: an instant that nothing lies after, so that every answer in them is due.</summary>
    public const long EndOfTime = 253_402_300_799_999;

    // What leads add is held until so many have changed, and rows are made so many at a time, so that memory stays bounded.
    private const int LeadsAtOnce = 100_000;
    private const int RowsAtOnce = 2_000;

    private static readonly HashSet<string> s_switches = HeldFigures.Switches("touched", "excluded");

    // What facts/rollup_figures.sql tells of a lead: its sums stand between what it is and its durations. Of one that is not eligible counts only why.
    private const int FirstSum = 5;
    private static readonly string[] s_kinds = ["leads", "deleted", "test", "merged"];
    private static readonly string[] s_durations = ["response", "lead_to_contact", "contact_to_opportunity", "opportunity_to_customer", "lead_to_customer", "waiting"];
    private const int WaitingSince = 5;

    private static readonly string[] s_cell = ["level", "owner_key", "starts_at", "source_key"];
    private static readonly string[] s_timesColumns = [.. s_cell, "duration_count", .. s_durations];

    private readonly IEngine _engine;
    private readonly DbTransaction _transaction;
    private readonly IReadOnlyList<RollupSpan[]> _levels;
    private readonly Dictionary<Cell, Change> _changes = [];
    private string[] _sums = [];
    private long _leads;

    public Rollups(IEngine engine, DbTransaction transaction)
    {
        _engine = engine;
        _transaction = transaction;

        // None where the cells must be written anew first: until then nothing is asked of them, and nothing kept in them.
        var calendar = transaction.Connection!.QuerySingle<string?>("select rollup_calendar from data_version", transaction: transaction);
        _levels = [.. RollupCalendar.HeldBy(calendar).GroupBy(span => span.Level).Select(level => level.ToArray())];
    }

    /// <summary>Since when there are any of the leads that were read.</summary>
    public long EarliestLeadAt { get; private set; } = long.MaxValue;

    /// <summary>The latest instant at which anything of them is said to have happened, but of the future-dated, which no cell has.</summary>
    public long LatestEventAt { get; private set; }

    private DbConnection Connection => _transaction.Connection!;

    /// <summary>Forgets every cell.</summary>
    public static void Clear(DbTransaction transaction)
    {
        foreach (var table in new[] { "lead_rollup", "lead_rollup_times" })
        {
            transaction.Connection!.Execute($"delete from {table}", transaction: transaction, commandTimeout: 0);
        }
    }

    /// <summary>Takes what the touched leads of some keys count from their cells; before their facts go.</summary>
    public void TakeAway(long firstLead, long lastLead) => Take(firstLead, lastLead, -1);

    /// <summary>Adds what they count to their cells; once their facts are there.</summary>
    public void Add(long firstLead, long lastLead, int leads)
    {
        Take(firstLead, lastLead, 1);
        _leads += leads;
        if (_leads >= LeadsAtOnce)
        {
            Write();
        }
    }

    /// <summary>Writes what has changed.</summary>
    public void Write()
    {
        // In the order of the keys, which is how SQLite writes them fastest, and closest together.
        var changes = _changes.OrderBy(pair => pair.Key).ToList();
        WriteSums(changes.FindAll(pair => pair.Value.ChangesSums));
        WriteTimes(changes.FindAll(pair => pair.Value.ChangesTimes));
        _changes.Clear();
        _leads = 0;
    }

    private void Take(long firstLead, long lastLead, int sign)
    {
        using var reader = Read("facts/rollup_figures.sql", HeldFigures.Parameters(EndOfTime, ("firstLead", firstLead), ("lastLead", lastLead)));
        var firstDuration = reader.FieldCount - s_durations.Length;
        _sums = [.. Enumerable.Range(FirstSum, firstDuration - FirstSum).Select(reader.GetName)];
        var ofAnyLead = Array.ConvertAll(_sums, s_kinds.Contains);
        var (sums, durations) = (new long[_sums.Length], new long?[s_durations.Length]);
        while (reader.Read())
        {
            var (owner, source, createdAt) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2));
            EarliestLeadAt = Math.Min(EarliestLeadAt, createdAt);
            if (reader.GetInt32(4) == 1)
            {
                continue;
            }

            LatestEventAt = Math.Max(LatestEventAt, reader.GetInt64(3));
            var eligible = reader.GetInt64(FirstSum) == 1;
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] = eligible || ofAnyLead[i] ? reader.GetInt64(FirstSum + i) : 0;
            }

            for (var i = 0; i < durations.Length; i++)
            {
                durations[i] = eligible && !reader.IsDBNull(firstDuration + i) ? reader.GetInt64(firstDuration + i) : null;
            }

            foreach (var level in _levels)
            {
                if (SpanOf(level, createdAt) is { } span)
                {
                    ChangeOf((span.Level, owner, span.StartsAt, source)).Take(sums, durations, span.StartsAt, sign);
                }
            }
        }
    }

    private void WriteSums(List<KeyValuePair<Cell, Change>> changes)
    {
        Append("rollup_change", [.. s_cell, .. _sums], changes.Select(pair => pair.Value.SumsRow(pair.Key)));
        Run("facts/add_rollup_changes.sql");
        Run("facts/open_rollup_cells.sql");
        Connection.Execute("delete from lead_rollup where leads = 0 and deleted = 0 and test = 0 and merged = 0", transaction: _transaction, commandTimeout: 0);
        Connection.Execute("delete from rollup_change", transaction: _transaction, commandTimeout: 0);
    }

    private void WriteTimes(List<KeyValuePair<Cell, Change>> changes)
    {
        Append("rollup_change", s_cell, changes.Select(pair => Row(pair.Key)));
        using (var reader = Read("facts/changed_rollup_times.sql"))
        {
            while (reader.Read())
            {
                _changes[(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt32(3))].Held = [.. s_durations.Select((_, i) => reader.BytesOf(4 + i).ToArray())];
            }
        }

        Append("rollup_times_change", s_timesColumns, changes.Select(pair => pair.Value.TimesRow(pair.Key)));
        Run("facts/write_rollup_times.sql");
        Run("facts/open_rollup_times.sql");
        Connection.Execute("delete from lead_rollup_times where duration_count = 0", transaction: _transaction, commandTimeout: 0);
        Connection.Execute("delete from rollup_times_change", transaction: _transaction, commandTimeout: 0);
        Connection.Execute("delete from rollup_change", transaction: _transaction, commandTimeout: 0);
    }

    private void Append(string table, string[] columns, IEnumerable<object?[]> rows)
    {
        foreach (var portion in rows.Chunk(RowsAtOnce))
        {
            _engine.Append(_transaction, table, columns, portion);
        }
    }

    private static object?[] Row(Cell cell) => [(long)cell.Level, (long)cell.OwnerKey, cell.StartsAt, (long)cell.SourceKey];

    private Change ChangeOf(Cell cell)
    {
        if (!_changes.TryGetValue(cell, out var change))
        {
            _changes[cell] = change = new Change(_sums.Length);
        }

        return change;
    }

    private static RollupSpan? SpanOf(RollupSpan[] spans, long at)
    {
        var (low, high) = (0, spans.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = spans[middle].StartsAt <= at ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && at < spans[low - 1].EndsAt ? spans[low - 1] : null;
    }

    private DbDataReader Read(string path, Dictionary<string, object?>? parameters = null) =>
        (DbDataReader)Connection.ExecuteReader(SqlText.Render(path, s_switches), parameters, _transaction, commandTimeout: 0);

    private void Run(string path) => Connection.Execute(SqlText.Render(path), transaction: _transaction, commandTimeout: 0);

    /// <summary>What leads add to a cell and take from it: to its sums, and by the columns of durations.</summary>
    private sealed class Change(int sums)
    {
        private readonly long[] _sums = new long[sums];
        private readonly List<long>?[] _added = new List<long>?[s_durations.Length];
        private readonly List<long>?[] _removed = new List<long>?[s_durations.Length];

        /// <summary>Whether it leaves the sums other than they were.</summary>
        public bool ChangesSums => Array.Exists(_sums, sum => sum != 0);

        /// <summary>Whether it leaves the durations other than they were: most leads that change took as long before.</summary>
        public bool ChangesTimes => Enumerable.Range(0, s_durations.Length).Any(i => !AreSame(_added[i], _removed[i]));

        /// <summary>The durations that the cell holds; nothing where it is new.</summary>
        public byte[][]? Held { get; set; }

        public void Take(long[] sums, long?[] durations, long startsAt, int sign)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                _sums[i] += sign * sums[i];
            }

            for (var i = 0; i < durations.Length; i++)
            {
                if (durations[i] is { } duration)
                {
                    ((sign > 0 ? _added : _removed)[i] ??= []).Add(i == WaitingSince ? duration - startsAt : duration);
                }
            }
        }

        public object?[] SumsRow(Cell cell) => [.. Row(cell), .. _sums];

        public object?[] TimesRow(Cell cell)
        {
            var changed = s_durations.Select((_, i) => PackedTimes.Change(Held?[i] ?? [], _added[i] ?? [], _removed[i] ?? [])).ToList();
            return [.. Row(cell), changed.Sum(times => (long)times.Count), .. changed.Select(times => times.Packed)];
        }

        // Neither is ever empty.
        private static bool AreSame(List<long>? some, List<long>? others) =>
            some?.Count == others?.Count && (some is null || some.Order().SequenceEqual(others!.Order()));
    }
}
