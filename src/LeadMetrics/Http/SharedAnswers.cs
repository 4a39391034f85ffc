using System.Collections.Concurrent;
using LeadMetrics.Telemetry;
using Microsoft.Extensions.Caching.Memory;

namespace LeadMetrics.Http;

/// <summary>An answer, and what it is the answer to.</summary>
public sealed record TaggedAnswer(string Tag, byte[] Bytes);

/// <summary>
/// Answers by what they are to: one that was given is kept while there is room, and one that is being worked out is
/// waited for, so that equal questions at once run once.
/// </summary>
/// <param name="mostBytes">How much is kept; an answer of more than an eighth of it is not.</param>
public sealed class SharedAnswers(long mostBytes) : IDisposable
{
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = mostBytes, TrackStatistics = true });
    private readonly ConcurrentDictionary<string, Work> _underWay = new();

    public void Dispose() => _kept.Dispose();

    /// <summary>How much is kept.</summary>
    public long Bytes => _kept.GetCurrentStatistics()!.CurrentEstimatedSize ?? 0;

    /// <summary>The answer of a tag, where it was given and is kept still.</summary>
    public TaggedAnswer? Kept(string tag) => _kept.Get<TaggedAnswer>(tag);

    /// <summary>The answer of a tag, worked out where nobody has.</summary>
    /// <param name="tag">What it is the answer to; equal tags have equal answers.</param>
    /// <param name="work">Works it out, and says its tag: that of a later version, if there is one by now. Stopped once nobody waits for it any more.</param>
    /// <param name="cancel">Ends the waiting of this caller alone.</param>
    /// <param name="told">Told how the answer came about, once it is there.</param>
    public async Task<TaggedAnswer> OfAsync(string tag, Func<CancellationToken, Task<TaggedAnswer>> work, CancellationToken cancel, Action<AnswerWay>? told = null)
    {
        while (true)
        {
            if (_kept.TryGetValue(tag, out TaggedAnswer? answer))
            {
                told?.Invoke(AnswerWay.Cached);
                return answer!;
            }

            var underWay = _underWay.GetOrAdd(tag, _ => new Work());
            if (!underWay.Join())
            {
                // It has just ended, or everybody else has left it.
                _underWay.TryRemove(KeyValuePair.Create(tag, underWay));
                continue;
            }

            try
            {
                var way = AnswerWay.Joined;
                answer = await underWay.Start(stop => WorkAsync(tag, underWay, work, stop), () => way = AnswerWay.Computed).WaitAsync(cancel);
                told?.Invoke(way);
                return answer;
            }
            finally
            {
                underWay.Leave();
            }
        }
    }

    private async Task<TaggedAnswer> WorkAsync(string tag, Work underWay, Func<CancellationToken, Task<TaggedAnswer>> work, CancellationToken stop)
    {
        try
        {
            var answer = await work(stop);
            if (answer.Bytes.Length <= mostBytes / 8)
            {
                _kept.Set(answer.Tag, answer, new MemoryCacheEntryOptions { Size = answer.Bytes.Length });
            }

            return answer;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(tag, underWay));
            underWay.Dispose();
        }
    }

    /// <summary>An answer under way, and how many wait for it.</summary>
    private sealed class Work : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly CancellationTokenSource _stop = new();
        private Task<TaggedAnswer>? _task;
        private int _waiting;
        private bool _over;

        /// <summary>Waits for it too; false where it is over.</summary>
        public bool Join()
        {
            lock (_lock)
            {
                _waiting += _over ? 0 : 1;
                return !_over;
            }
        }

        public Task<TaggedAnswer> Start(Func<CancellationToken, Task<TaggedAnswer>> run, Action first)
        {
            lock (_lock)
            {
                if (_task is null)
                {
                    first();
                    _task = Task.Run(() => run(_stop.Token));
                }

                return _task;
            }
        }

        /// <summary>Waits no longer; the last one to leave stops it.</summary>
        public void Leave()
        {
            lock (_lock)
            {
                if (--_waiting == 0 && !_over)
                {
                    _over = true;
                    _ = _stop.CancelAsync();
                }
            }
        }

        public void Dispose()
        {
            lock (_lock)
            {
                _over = true;
                _stop.Dispose();
            }
        }
    }
}
