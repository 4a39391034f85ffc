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

    // Room for times of up to 24 days.
    private int[] _counts = new int[BucketOf(int.MaxValue) + 1];

    public long Count { get; private set; }

    /// <summary>Counts a time of 0 ms or more.</summary>
    public void Add(long time)
    {
        var bucket = BucketOf(time);
        MakeRoom(bucket + 1);
        _counts[bucket]++;
        Count++;
    }

    /// <summary>Counts all that another has counted.</summary>
    public void Add(TimeBuckets other)
    {
        MakeRoom(other._counts.Length);
        for (var i = 0; i < other._counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The middles of the buckets that hold any, the shortest first, and how many times they hold.</summary>
    public IReadOnlyList<(double Time, long Times)> InOrder()
    {
        var inOrder = new List<(double, long)>(_counts.Length - _counts.AsSpan().Count(0));
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                inOrder.Add((MiddleOf(i), _counts[i]));
            }
        }

        return inOrder;
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

    private void MakeRoom(int buckets)
    {
        if (buckets > _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(buckets, _counts.Length + AnOctave));
        }
    }
}
