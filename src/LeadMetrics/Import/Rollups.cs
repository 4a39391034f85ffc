using System.Data.Common;
using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Results;
using LeadMetrics.Sql;

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

    // What leads add is held until so many have changed, so that memory stays bounded.
    private const int LeadsAtOnce = 100_000;

    private static readonly HashSet<string> s_switches =
        ["ownerAt.conversionOrCurrent", "basis.cohort", "conversion.any", "start.created", "clock.always", "touched"];

    private static readonly string[] s_durations = ["response", "lead_to_contact", "contact_to_opportunity", "opportunity_to_customer", "lead_to_customer", "waiting"];
    private static readonly string[] s_timesColumns = ["level", "owner_key", "starts_at", "source_key", "duration_count", .. s_durations];

    private readonly IEngine _engine;
    private readonly DbTransaction _transaction;
    private readonly IReadOnlyList<RollupSpan[]> _levels;
    private readonly Dictionary<Cell, Change> _changes = [];
    private long _leads;

    public Rollups(IEngine engine, DbTransaction transaction)
    {
        _engine = engine;
        _transaction = transaction;
        _levels = [.. transaction.Connection!.Query<RollupSpan>(SqlText.Render("facts/rollup_spans.sql"), transaction: transaction).GroupBy(span => span.Level).Select(level => level.ToArray())];
    }

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
        Run("facts/change_rollup_years.sql");
        Run("facts/open_rollup_cells.sql");
        Run("facts/add_rollup_changes.sql");
        WriteTimes();
        Connection.Execute("delete from lead_rollup where leads = 0", transaction: _transaction, commandTimeout: 0);
        Connection.Execute("delete from rollup_change", transaction: _transaction, commandTimeout: 0);
        _changes.Clear();
        _leads = 0;
    }

    private void Take(long firstLead, long lastLead, int sign)
    {
        var parameters = new
        {
            firstLead,
            lastLead,
            sign,
            asOf = EndOfTime,
            bornUntil = EndOfTime,
            clockNow = EndOfTime,
            fromUtc = long.MinValue,
            toUtc = EndOfTime,
            uncontactedSince = EndOfTime,
            idleSince = EndOfTime,
            target = 0L,
        };
        Run("facts/change_rollup.sql", parameters);
        Run("facts/change_rollup_excluded.sql", parameters);
        using var reader = Connection.ExecuteReader(SqlText.Render("facts/rollup_times.sql", s_switches), parameters, _transaction, commandTimeout: 0);
        var parse = reader.GetRowParser<LeadRow>();
        while (reader.Read())
        {
            var lead = parse(reader);
            foreach (var level in _levels)
            {
                if (SpanOf(level, lead.CreatedAt) is { } span)
                {
                    ChangeOf(new Cell(span.Level, lead.OwnerKey, span.StartsAt, lead.SourceKey)).Take(lead, span.StartsAt, sign);
                }
            }
        }
    }

    private void WriteTimes()
    {
        foreach (var row in Connection.Query<CellRow>(SqlText.Render("facts/changed_rollup_times.sql"), transaction: _transaction, buffered: false, commandTimeout: 0))
        {
            if (_changes.TryGetValue(new Cell(row.Level, row.OwnerKey, row.StartsAt, row.SourceKey), out var change))
            {
                change.Held = row.Durations;
            }
        }

        foreach (var portion in _changes.Chunk(10_000))
        {
            _engine.Append(_transaction, "rollup_times_change", s_timesColumns, [.. portion.Select(pair => pair.Value.Row(pair.Key))]);
        }

        Run("facts/open_rollup_times.sql");
        Run("facts/write_rollup_times.sql");
        Connection.Execute("delete from lead_rollup_times where duration_count = 0", transaction: _transaction, commandTimeout: 0);
        Connection.Execute("delete from rollup_times_change", transaction: _transaction, commandTimeout: 0);
    }

    private Change ChangeOf(Cell cell)
    {
        if (!_changes.TryGetValue(cell, out var change))
        {
            _changes[cell] = change = new Change();
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

    private void Run(string path, object? parameters = null) =>
        Connection.Execute(SqlText.Render(path, s_switches), parameters, _transaction, commandTimeout: 0);

    private readonly record struct Cell(int Level, int OwnerKey, long StartsAt, int SourceKey);

    /// <summary>What leads add to a cell and take from it, by the columns of durations.</summary>
    private sealed class Change
    {
        private readonly (List<long> Added, List<long> Removed)[] _times = [.. Enumerable.Range(0, s_durations.Length).Select(_ => (new List<long>(), new List<long>()))];

        /// <summary>What the cell holds; nothing where it is new.</summary>
        public byte[][] Held { get; set; } = [.. Enumerable.Repeat(Array.Empty<byte>(), s_durations.Length)];

        public void Take(LeadRow lead, long startsAt, int sign)
        {
            for (var i = 0; i < s_durations.Length; i++)
            {
                if (lead.Duration(i, startsAt) is { } duration)
                {
                    (sign > 0 ? _times[i].Added : _times[i].Removed).Add(duration);
                }
            }
        }

        public object?[] Row(Cell cell)
        {
            var changed = _times.Select((times, i) => PackedTimes.Change(Held[i], times.Added, times.Removed)).ToList();
            return [(long)cell.Level, (long)cell.OwnerKey, cell.StartsAt, (long)cell.SourceKey, changed.Sum(times => (long)times.Count), .. changed.Select(times => times.Packed)];
        }
    }

    /// <summary>How long a lead took.</summary>
    private sealed class LeadRow
    {
        public int OwnerKey { get; init; }

        public int SourceKey { get; init; }

        public long CreatedAt { get; init; }

        public long? Response { get; init; }

        public long? LeadToContact { get; init; }

        public long? ContactToOpportunity { get; init; }

        public long? OpportunityToCustomer { get; init; }

        public long? LeadToCustomer { get; init; }

        public long? WaitingSince { get; init; }

        public long? Duration(int at, long startsAt) => at switch
        {
            0 => Response,
            1 => LeadToContact,
            2 => ContactToOpportunity,
            3 => OpportunityToCustomer,
            4 => LeadToCustomer,
            _ => WaitingSince - startsAt,
        };
    }

    /// <summary>How long the leads of a cell took, packed.</summary>
    private sealed class CellRow
    {
        public int Level { get; init; }

        public int OwnerKey { get; init; }

        public long StartsAt { get; init; }

        public int SourceKey { get; init; }

        public byte[] Response { get; init; } = [];

        public byte[] LeadToContact { get; init; } = [];

        public byte[] ContactToOpportunity { get; init; } = [];

        public byte[] OpportunityToCustomer { get; init; } = [];

        public byte[] LeadToCustomer { get; init; } = [];

        public byte[] Waiting { get; init; } = [];

        public byte[][] Durations => [Response, LeadToContact, ContactToOpportunity, OpportunityToCustomer, LeadToCustomer, Waiting];
    }
}
