using System.Diagnostics;
using System.Diagnostics.Metrics;
using LeadMetrics.Import;

namespace LeadMetrics.Telemetry;

/// <summary>How a question came by its answer.</summary>
public enum AnswerWay
{
    /// <summary>It was worked out.</summary>
    Computed,

    /// <summary>Somebody else had just asked it: it waited for that answer.</summary>
    Joined,

    /// <summary>It was given before.</summary>
    Cached,

    /// <summary>Whoever asks has it.</summary>
    NotModified,
}

/// <summary>
/// What the service measures of itself. Labels are names of ours (routes, statements, datasets), never what a client sent, so
/// that there are only so many. Nothing is worked out while nobody listens.
/// </summary>
public sealed class Instruments
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "LeadMetrics";

    /// <summary>Spans: an answer, a statement by its file, a phase of an import. They hold names and counts, no SQL and no values.</summary>
    public static readonly ActivitySource Source = new(Name);

    private const string Several = "several";

    private static readonly string[] s_ends = ["kept", "refused", "failed"];
    private static readonly string[] s_fates = ["inserted", "updated", "unchanged", "rejected"];
    private static readonly InstrumentAdvice<double> s_question = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };
    private static readonly InstrumentAdvice<double> s_import = new() { HistogramBucketBoundaries = [0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600] };

    private readonly Histogram<double> _query;
    private readonly Histogram<double> _wait;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _imports;
    private readonly Histogram<double> _import;

    public Instruments(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _query = meter.CreateHistogram("leadmetrics.query.duration", "s", "Time of a statement, by its file under sql/ and who asked; where rows are read one by one, until the first.", null, s_question);
        _wait = meter.CreateHistogram("leadmetrics.read.wait", "s", "Time that a question waited for a place among those that run.", null, s_question);
        _answers = meter.CreateCounter<long>("leadmetrics.answers", "{answer}", "Answers by metric and by how they came about.");
        _rows = meter.CreateCounter<long>("leadmetrics.import.rows", "{row}", "Rows of imported files, by dataset and what became of them; of a file that was not kept only the rejected ones.");
        _imports = meter.CreateCounter<long>("leadmetrics.imports", "{import}", "Imports, by dataset and end: kept, refused for its rows, or failed.");
        _import = meter.CreateHistogram("leadmetrics.import.duration", "s", "Time of an import, from the wait for the one writing transaction to its end.", null, s_import);
    }

    /// <summary>Begins the counts of imports at zero: one that begins with its first failure never rises by it.</summary>
    public void Begin()
    {
        foreach (var dataset in Datasets.All.Select(dataset => dataset.Name))
        {
            Array.ForEach(s_fates, fate => Count(_rows, dataset, fate, 0));
            Array.ForEach(s_ends, end => Count(_imports, dataset, end, 0));
        }

        Array.ForEach(s_ends, end => Count(_imports, Several, end, 0));
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="path">Its file under <c>sql/</c>.</param>
    /// <param name="asker">The name of the route that asks.</param>
    /// <param name="system">The database, as OpenTelemetry calls it.</param>
    /// <param name="run">Runs it.</param>
    public async Task<T> StatementAsync<T>(string path, string asker, string system, Func<Task<T>> run)
    {
        using var span = Source.StartActivity(path, ActivityKind.Client);
        span?.SetTag("db.system.name", system).SetTag("db.query.summary", path).SetTag("leadmetrics.metric", asker);
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await run();
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", e.GetType().FullName);
            throw;
        }
        finally
        {
            _query.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new("statement", path), new("metric", asker));
        }
    }

    /// <summary>A question has a place, after so long.</summary>
    public void Waited(long start) => _wait.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);

    /// <summary>A question was answered.</summary>
    public void Answered(Activity? span, string asker, AnswerWay way)
    {
        var name = way switch { AnswerWay.NotModified => "not_modified", AnswerWay.Cached => "cached", AnswerWay.Joined => "joined", _ => "computed" };
        span?.SetTag("leadmetrics.metric", asker).SetTag("leadmetrics.answer", name);
        _answers.Add(1, new("metric", asker), new("way", name));
    }

    /// <summary>A phase of an import.</summary>
    public static Activity? Phase(string name, Dataset? dataset = null) =>
        Source.StartActivity("import." + name)?.SetTag("leadmetrics.dataset", dataset?.Name);

    /// <summary>Runs an import, whose files may be several.</summary>
    public IReadOnlyList<ImportReport> Import(IReadOnlyList<ImportFile> files, Func<IReadOnlyList<ImportReport>> run)
    {
        var (start, outcome) = (Stopwatch.GetTimestamp(), "failed");
        var dataset = files.Count == 1 ? files[0].Dataset.Name : Several;
        using var span = Source.StartActivity("import")?.SetTag("leadmetrics.dataset", dataset);
        try
        {
            var reports = run();
            outcome = reports[0].Kept ? "kept" : "refused";
            foreach (var report in reports)
            {
                foreach (var (fate, rows) in s_fates.Zip([report.Inserted, report.Updated, report.Unchanged, report.Rejected]))
                {
                    Count(_rows, report.Dataset, fate, rows);
                }
            }

            return reports;
        }
        finally
        {
            span?.SetTag("leadmetrics.outcome", outcome).SetStatus(outcome == "failed" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            Count(_imports, dataset, outcome, 1);
            _import.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new("dataset", dataset), new("outcome", outcome));
        }
    }

    private static void Count(Counter<long> counter, string dataset, string outcome, long count) => counter.Add(count, new("dataset", dataset), new("outcome", outcome));
}
