using LeadMetrics.Engines;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Import;

/// <summary>How many files may be on their way in at once: each takes room in the temporary folder.</summary>
public sealed class ImportPlaces(IOptions<LimitOptions> limits) : IDisposable
{
    private readonly SemaphoreSlim _places = new(limits.Value.ImportsAtOnce);

    /// <summary>Places that are not taken now.</summary>
    public int Free => _places.CurrentCount;

    public void Dispose() => _places.Dispose();

    /// <summary>A place, until it is disposed.</summary>
    /// <exception cref="NoPlaceException">All are taken.</exception>
    public IDisposable Take() => _places.Wait(0) ? new Place(_places) : throw new NoPlaceException("importsFull");

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                places.Release();
            }
        }
    }
}
