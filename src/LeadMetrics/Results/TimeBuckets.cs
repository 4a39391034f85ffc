using System.Numerics;

namespace LeadMetrics.Results;

/// <summary>
/// How many times there are of about each length, in milliseconds: buckets that grow with the time, 128 an octave; below 256 ms each
/// has its own. Whole numbers alone, so that a time falls into the same bucket everywhere.
/// </summary>
/// <remarks>HdrHistogram's layout. Its .NET package (2.5.0) gives wrong times beyond 2^38 ms, which is nine years.</remarks>
public sealed class TimeBuckets
{
    /// <summary>How far the middle of a bucket is from the times in it, at most, as a part of them.</summary>
    public const double RelativeError = 1d / (2 * AnOctave);

    private const int AnOctave = 1 << Bits;
    private const int Bits = 7;

    private int[] _counts = [];

    public long Count { get; private set; }

    /// <summary>Counts a time of 0 ms or more.</summary>
    public void Add(long time) => Add(BucketOf(time), 1);

    /// <summary>Counts all that another has counted.</summary>
    public void Add(TimeBuckets other)
    {
        for (var i = other._counts.Length - 1; i >= 0; i--)
        {
            if (other._counts[i] > 0)
            {
                Add(i, other._counts[i]);
            }
        }
    }

    /// <summary>The middles of the buckets that hold any, the shortest first, and how many times they hold.</summary>
    public IEnumerable<(double Time, long Times)> InOrder()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                yield return (MiddleOf(i), _counts[i]);
            }
        }
    }

    // The first 2 × 128 are a millisecond each; from there each octave has 128, twice as long as those of the one before.
    private static int BucketOf(long time)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)time) - Bits);
        return (shift << Bits) + (int)(time >> shift);
    }

    private static double MiddleOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> Bits) - 1);
        return (((long)(bucket - (shift << Bits))) << shift) + (((1L << shift) - 1) / 2d);
    }

    private void Add(int bucket, int times)
    {
        if (bucket >= _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(bucket + 1 + (AnOctave / 2), 2 * _counts.Length));
        }

        _counts[bucket] += times;
        Count += times;
    }
}
