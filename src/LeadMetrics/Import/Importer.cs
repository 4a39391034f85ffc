using System.Data.Common;
using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Telemetry;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Import;

/// <summary>Takes a file into the database: streamed, set-based, in one transaction.</summary>
public sealed class Importer(
    IEngine engine, TimeProvider clock, IOptions<ReportOptions> reports, IOptions<LimitOptions> limits, HeldCalendar calendar, Instruments instruments, ILogger<Importer> log)
{
    private const int RowsAtOnce = 20_000;
    private const int RejectedRowsShown = 100;
    private const int RowsWorthMeasuring = 1_000;

    /// <summary>Imports a file. A crash at any moment leaves all of it or none of it.</summary>
    /// <param name="dataset">What the rows are.</param>
    /// <param name="stream">UTF-8 text, read once and never held whole.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="reading">How the sender writes things.</param>
    /// <param name="by">Who sends it, for the audit log.</param>
    /// <param name="cancel">Stops it; nothing is kept then.</param>
    /// <exception cref="ImportException">The file as a whole is not what it should be.</exception>
    public ImportReport Import(Dataset dataset, Stream stream, FileFormat format, FileReading reading, string by, CancellationToken cancel = default) =>
        Import([new ImportFile(dataset, () => stream, format)], reading, by, cancel)[0];

    /// <summary>Imports several files in one transaction: all of them or none, and each lead's facts are refreshed once.</summary>
    /// <inheritdoc cref="Import(Dataset, Stream, FileFormat, FileReading, string, CancellationToken)"/>
    public IReadOnlyList<ImportReport> Import(IReadOnlyList<ImportFile> files, FileReading reading, string by, CancellationToken cancel = default)
    {
        var audit = new ImportAudit(engine, clock, log, by, reading);
        try
        {
            return instruments.Import(files, () => TakeAll(files, reading, audit, cancel));
        }
        catch (Exception e)
        {
            var stopped = cancel.IsCancellationRequested;
            audit.WriteFailure(files, e, stopped);
            if (stopped && e is not OperationCanceledException)
            {
                throw new OperationCanceledException("The import was stopped.", e, cancel);
            }

            throw;
        }
    }

    private List<ImportReport> TakeAll(IReadOnlyList<ImportFile> files, FileReading reading, ImportAudit audit, CancellationToken cancel)
    {
        using var connection = engine.OpenForWriting();
        using var transaction = engine.BeginExclusive(connection);
        using var stop = engine.StopOnCancel(connection, cancel);
        if (BaseCurrency.Hold(transaction, reports.Value.BaseCurrency))
        {
            audit.WriteBaseCurrency(transaction, reports.Value.BaseCurrency);
        }

        calendar.Begin(transaction);
        var runs = new List<Run>();
        foreach (var (dataset, open, format) in files)
        {
            using var stream = open();
            var run = new Run(dataset, reading, engine, transaction, reports.Value.BaseCurrency);
            var before = runs.Sum(r => r.Rejected);
            runs.Add(run);
            run.Take(Rows(stream, format, dataset, reading, cancel), keeps: () => reading.OnError == OnError.Skip || before + run.Rejected == 0);
        }

        var kept = reading.OnError == OnError.Skip || runs.TrueForAll(run => run.Rejected == 0);
        var changed = runs.Sum(run => run.Inserted + run.Updated);
        var (leads, version) = (0L, 0L);
        if (kept)
        {
            using (Instruments.Phase("facts"))
            {
                leads = Facts.Refresh(engine, transaction, clock, _ => cancel.ThrowIfCancellationRequested());
            }

            version = changed > 0 ? Facts.NextVersion(transaction, clock) : Version(connection, transaction);
            audit.Write(transaction, runs.Select(run => run.Report(kept, leads, version)));
            using (Instruments.Phase("commit"))
            {
                transaction.Commit();
            }

            if (changed > RowsWorthMeasuring)
            {
                engine.UpdateStatistics(connection);
            }
        }
        else
        {
            transaction.Rollback();
            version = Version(connection, null);
        }

        var result = runs.ConvertAll(run => run.Report(kept, leads, version));
        if (!kept)
        {
            audit.WriteRefused(connection, result);
        }

        foreach (var report in result)
        {
            log.LogInformation(
                "Import of {Dataset}: kept {Kept}, {Read} read, {Inserted} inserted, {Updated} updated, {Unchanged} unchanged, {Rejected} rejected, {Leads} leads refreshed",
                report.Dataset, kept, report.RowsRead, report.Inserted, report.Updated, report.Unchanged, report.Rejected, leads);
        }

        return result;
    }

    private IEnumerable<RawRow> Rows(Stream stream, FileFormat format, Dataset dataset, FileReading reading, CancellationToken cancel)
    {
        var read = 0L;
        foreach (var raw in RowReader.Read(stream, format, dataset, reading, limits.Value))
        {
            cancel.ThrowIfCancellationRequested();
            if (read++ == limits.Value.ImportRows)
            {
                throw new ImportException($"The file has more than {limits.Value.ImportRows} rows (Limits:ImportRows); line {raw.Line} is beyond them. Send it in parts.");
            }

            yield return raw;
        }
    }

    private static long Version(DbConnection connection, DbTransaction? transaction) =>
        connection.QuerySingle<long>("select version from data_version", transaction: transaction);

    /// <summary>One file on its way in.</summary>
    private sealed class Run
    {
        private readonly Dataset _dataset;
        private readonly FileReading _reading;
        private readonly IEngine _engine;
        private readonly DbTransaction _transaction;
        private readonly ImportSql _sql;
        private readonly object _parameters;
        private readonly string _baseCurrency;
        private readonly int[] _keys;
        private readonly string[] _stageColumns;

        // A row sent twice is taken twice, in order: its second sending waits for the next wave.
        private readonly Dictionary<string, int> _sendings = new(StringComparer.Ordinal);
        private readonly List<List<object?[]>> _later = [];
        private readonly List<RejectedRow> _rejectedRows = [];

        public Run(Dataset dataset, FileReading reading, IEngine engine, DbTransaction transaction, string baseCurrency)
        {
            _dataset = dataset;
            _reading = reading;
            _engine = engine;
            _transaction = transaction;
            _sql = new ImportSql(dataset, engine);
            _baseCurrency = baseCurrency;
            _parameters = new { baseCurrency, mostMoney = (long)(Column.MostMoney * 10_000) };
            _keys = [.. dataset.Columns.Select((column, at) => (column, at)).Where(c => c.column.IsKey).Select(c => c.at)];
            _stageColumns = ["line", .. _sql.StageColumns];
        }

        private long RowsRead { get; set; }

        public long Inserted { get; private set; }

        public long Updated { get; private set; }

        private long Unchanged { get; set; }

        public long Rejected { get; private set; }

        /// <summary>Takes the rows of the file in portions: each row is staged as it is read, so that none stays in memory; then the portion is taken over.</summary>
        /// <param name="rows">The rows, read once.</param>
        /// <param name="keeps">Whether a row that is read now may still be kept.</param>
        public void Take(IEnumerable<RawRow> rows, Func<bool> keeps)
        {
            Execute(_sql.Create);
            using var reader = rows.GetEnumerator();
            for (var more = true; more;)
            {
                var left = RowsAtOnce;
                TakeOver(Portion());
                _later.ForEach(TakeOver);
                _later.Clear();
                _sendings.Clear();

                IEnumerable<object?[]> Portion()
                {
                    while (left > 0 && (more = reader.MoveNext()))
                    {
                        if (Parse(reader.Current) is { } row && keeps())
                        {
                            left--;
                            if (IsFirst(row))
                            {
                                yield return row;
                            }
                        }
                    }
                }
            }

            Execute(_sql.Drop);
        }

        public ImportReport Report(bool kept, long leads, long version) => new()
        {
            Dataset = _dataset.Name,
            Kept = kept,
            RowsRead = RowsRead,
            Inserted = kept ? Inserted : 0,
            Updated = kept ? Updated : 0,
            Unchanged = kept ? Unchanged : 0,
            Rejected = Rejected,
            RejectedRows = _rejectedRows,
            LeadsRefreshed = leads,
            DataVersion = version,
        };

        // The row to stage: its line, then a value a column; null where it is rejected.
        private object?[]? Parse(RawRow raw)
        {
            RowsRead++;
            if (raw.Problem is not null)
            {
                return Reject(raw, raw.ProblemColumn, null, raw.Problem);
            }

            var values = new object?[_dataset.Columns.Count];
            for (var i = 0; i < values.Length; i++)
            {
                var column = _dataset.Columns[i];
                var text = raw.Fields[i];
                if (text is null)
                {
                    if (column.Required)
                    {
                        return Reject(raw, column.Name, "empty", "is required: " + column.Kind);
                    }

                    values[i] = column.Default;
                    continue;
                }

                try
                {
                    values[i] = column.Read(_reading.ValueOf.Count == 0 ? text : _reading.ValueOf.GetValueOrDefault((column.Name, text), text), _reading.TimeZone);
                }
                catch (FormatException e)
                {
                    return Reject(raw, column.Name, ClassOf(text), e.Message);
                }
            }

            var row = new Row(_dataset, values);
            if (_dataset.Check?.Invoke(row, _baseCurrency) is var (name, reason))
            {
                return Reject(raw, name, row[name] is null ? "empty" : "value", reason);
            }

            _dataset.Complete?.Invoke(row);
            return [raw.Line, .. values];
        }

        private object?[]? Reject(RawRow raw, string? column, string? value, string reason)
        {
            Rejected++;
            if (_rejectedRows.Count < RejectedRowsShown)
            {
                _rejectedRows.Add(new RejectedRow(raw.Line, column, value, reason));
            }

            return null;
        }

        // Whether the row is the first of its key in the portion.
        private bool IsFirst(object?[] staged)
        {
            var key = _keys.Length == 1 ? (string)staged[_keys[0] + 1]! : string.Join('\u001f', _keys.Select(at => staged[at + 1]));
            var wave = _sendings.GetValueOrDefault(key);
            _sendings[key] = wave + 1;
            if (wave > _later.Count)
            {
                _later.Add([]);
            }

            if (wave > 0)
            {
                _later[wave - 1].Add(staged);
            }

            return wave == 0;
        }

        private void TakeOver(IEnumerable<object?[]> rows)
        {
            using (Instruments.Phase("stage", _dataset))
            {
                _engine.Append(_transaction, _sql.Stage, _stageColumns, rows);
            }

            using var merging = Instruments.Phase("merge", _dataset);
            Execute(_sql.Batch);
            foreach (var (kind, count) in _transaction.Connection!.Query<(int Kind, long Rows)>(_sql.Counts, transaction: _transaction, commandTimeout: 0))
            {
                Inserted += kind is 0 or 3 ? count : 0;
                Updated += kind == 1 ? count : 0;
                Unchanged += kind == 2 ? count : 0;
            }

            Execute(_sql.Clear);
        }

        private void Execute(IReadOnlyList<string> statements)
        {
            foreach (var statement in statements)
            {
                _transaction.Connection!.Execute(statement, _parameters, _transaction, commandTimeout: 0);
            }
        }

        private static string ClassOf(string text) =>
            decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _) ? "number" : $"text of {text.Length} characters";
    }
}

/// <summary>A file to import.</summary>
/// <param name="Dataset">What its rows are.</param>
/// <param name="Open">Opens it; the stream is closed after its last row.</param>
/// <param name="Format">How it is written.</param>
public sealed record ImportFile(Dataset Dataset, Func<Stream> Open, FileFormat Format);
