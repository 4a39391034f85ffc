using System.Diagnostics;
using System.Diagnostics.Metrics;
using LeadMetrics.Engines;
using LeadMetrics.Http;

namespace LeadMetrics.Telemetry;

/// <summary>What is looked at only when somebody looks: how old the data is, how full the queue and the memory for answers are.</summary>
public sealed class Gauges
{
    // A database that does not answer must not hold whoever collects.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private readonly Database _database;
    private Look? _look;

    public Gauges(IMeterFactory meters, Database database, Answers answers, TimeProvider clock)
    {
        _database = database;
        var meter = meters.Create(Instruments.Name);
        meter.CreateObservableGauge("leadmetrics.read.running", () => database.Running, "{read}", "Questions that run now.");
        meter.CreateObservableGauge("leadmetrics.read.waiting", () => database.Waiting, "{read}", "Questions that wait for a place now.");
        meter.CreateObservableGauge("leadmetrics.read.places", () => database.Engine.ReadsAtOnce, "{read}", "How many questions may run at once.");
        meter.CreateObservableGauge("leadmetrics.cache.size", () => answers.CacheBytes, "By", "Memory of the answers that are kept.");
        meter.CreateObservableGauge("leadmetrics.database.up", () => Looked().Answers ? 1 : 0, null, "1 while the database answers, else 0.");
        meter.CreateObservableGauge("leadmetrics.data.version", () => Of(version => version.Version), null, "The version of the data, as meta.dataVersion has it.");
        meter.CreateObservableGauge("leadmetrics.data.age", () => Age(version => version.ChangedAt), "s", "Time since an import last changed the data.");
        meter.CreateObservableGauge("leadmetrics.data.latest_event.age", () => Age(version => version.LatestEventAt), "s", "Time since the latest event that the data know of, but for dates in the future.");

        // Of a database that does not answer, what was known last; of one that holds nothing, no age.
        IEnumerable<Measurement<long>> Of(Func<DataVersion, long> figure) => Looked().Version is { } version ? [new(figure(version))] : [];

        IEnumerable<Measurement<double>> Age(Func<DataVersion, long> at) =>
            Looked().Version is { } version && at(version) > 0 ? [new((clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(at(version))).TotalSeconds)] : [];
    }

    /// <summary>Looks at the database now, so that what is collected next is of now.</summary>
    public async Task LookAsync()
    {
        using var limit = new CancellationTokenSource(s_longest);
        try
        {
            var version = await Task.Run(() => _database.VersionAsync(limit.Token, "telemetry"), limit.Token).WaitAsync(s_longest);
            _look = new(true, version, Stopwatch.GetTimestamp());
        }
        catch (Exception)
        {
            // Whatever it is: those who ask are told, and it is counted as not answering.
            _look = new(false, _look?.Version, Stopwatch.GetTimestamp());
        }
    }

    // Who collects by a timer of its own has a thread to wait on.
    private Look Looked()
    {
        if (_look is not { } look || Stopwatch.GetElapsedTime(look.At) > s_fresh)
        {
            LookAsync().GetAwaiter().GetResult();
        }

        return _look!;
    }

    private sealed record Look(bool Answers, DataVersion? Version, long At);
}
