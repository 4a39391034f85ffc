using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using LeadMetrics.Telemetry;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Engines;

/// <summary>Reads in one consistent snapshot, for so long at the most, and tries again where a failure may go away by itself.</summary>
public sealed class Database(IEngine engine, IOptions<DatabaseOptions> options, Instruments instruments, ILogger<Database> log) : IDisposable
{
    private const int Tries = 3;

    private static readonly TimeSpan s_long = TimeSpan.FromMilliseconds(250);

    // A read may hold its thread from beginning to end: beyond so many at once the others wait without one.
    private readonly SemaphoreSlim _places = new(engine.ReadsAtOnce);

    // Kinds of reads that took long of late leave one of these places to the others.
    private readonly SemaphoreSlim _placesOfLong = new(engine.ReadsAtOnce - 1);
    private readonly ConcurrentDictionary<string, bool> _long = new();

    private int _waiting;

    public IEngine Engine => engine;

    /// <summary>Reads that run now.</summary>
    public int Running => engine.ReadsAtOnce - _places.CurrentCount;

    /// <summary>Reads that wait for a place now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Dispose()
    {
        _places.Dispose();
        _placesOfLong.Dispose();
    }

    /// <summary>Runs a read inside one snapshot; everything it returns belongs to one version of the data.</summary>
    /// <param name="read">Reads it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="asker">The name of the route that asks, for telemetry.</param>
    /// <param name="kind">What reads about as much: where the last one took long, this one may wait while shorter ones pass.</param>
    /// <exception cref="TooSlowException">It took longer than the settings allow; its statement was stopped.</exception>
    /// <exception cref="NoPlaceException">As many wait as may.</exception>
    public async Task<T> ReadAsync<T>(Func<Snapshot, Task<T>> read, CancellationToken cancel, string asker = "other", string? kind = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.CommandTimeoutSeconds));
        using var places = await TakeAsync(kind is not null && _long.ContainsKey(kind), limit, cancel);
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await ReadAsync(engine.OpenForReadingAsync, read, asker, limit, cancel);
        }
        finally
        {
            if (kind is not null && Stopwatch.GetElapsedTime(start) > s_long)
            {
                _long[kind] = true;
            }
            else if (kind is not null)
            {
                _long.TryRemove(kind, out _);
            }
        }
    }

    /// <summary>Which version of the data there is now; beside the queue of the reads, as it takes no time.</summary>
    public async Task<DataVersion> VersionAsync(CancellationToken cancel, string asker = "other")
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.CommandTimeoutSeconds));
        return await ReadAsync(engine.OpenForReadingAsync, data => data.VersionAsync(), asker, limit, cancel, isOneStatement: true);
    }

    /// <summary>Reads a row that must not lag behind what was written, whichever instance wrote it; beside the queue of the reads, as it takes no time.</summary>
    public async Task<T> ReadLatestAsync<T>(Func<Snapshot, Task<T>> read, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.CommandTimeoutSeconds));
        return await ReadAsync(engine.OpenForReadingLatestAsync, read, "access", limit, cancel);
    }

    private async Task<Places> TakeAsync(bool isLong, CancellationTokenSource limit, CancellationToken cancel)
    {
        var (came, taken) = (Stopwatch.GetTimestamp(), new Places());
        try
        {
            foreach (var places in isLong ? [_placesOfLong, _places] : new[] { _places })
            {
                await WaitAsync(places, limit, cancel);
                taken.Add(places);
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
        finally
        {
            instruments.Waited(came);
        }
    }

    // For a place; whoever comes when too many wait already is told so at once, while there still is time to ask elsewhere.
    private async Task WaitAsync(SemaphoreSlim places, CancellationTokenSource limit, CancellationToken cancel)
    {
        if (places.Wait(0, CancellationToken.None))
        {
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > options.Value.MostWaiting)
            {
                throw new NoPlaceException("queueFull");
            }

            await places.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new TooSlowException(e);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<T> ReadAsync<T>(
        Func<CancellationToken, Task<DbConnection>> open, Func<Snapshot, Task<T>> read, string asker, CancellationTokenSource limit, CancellationToken cancel, bool isOneStatement = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await open(limit.Token);
                await using var stop = engine.StopOnCancel(connection, limit.Token);
                await using var transaction = isOneStatement && engine.StatementIsSnapshot ? null : engine.BeginSnapshot(connection);
                return await read(new Snapshot(engine.Name, connection, transaction, new(instruments, asker, engine.SystemName, log), limit.Token));
            }
            catch (Exception) when (cancel.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancel);
            }
            catch (Exception e) when (limit.IsCancellationRequested)
            {
                throw new TooSlowException(e);
            }
            catch (Exception e) when (attempt < Tries && engine.Classify(e) == Fault.Transient)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt * attempt), limit.Token);
            }
        }
    }

    /// <summary>The places that a read has taken.</summary>
    private sealed class Places : IDisposable
    {
        private readonly List<SemaphoreSlim> _taken = [];

        public void Add(SemaphoreSlim places) => _taken.Add(places);

        public void Dispose() => _taken.ForEach(places => places.Release());
    }
}

/// <summary>A question took longer than the settings allow, and was stopped.</summary>
public sealed class TooSlowException(Exception inner) : Exception("The question took too long.", inner);

/// <summary>There is no place for more at once; nothing was begun.</summary>
/// <param name="problem">The name of the problem that says so, among the texts.</param>
public sealed class NoPlaceException(string problem) : Exception("There is no place for more at once.")
{
    public string Problem => problem;
}
