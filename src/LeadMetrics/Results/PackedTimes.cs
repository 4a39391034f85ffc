namespace LeadMetrics.Results;

/// <summary>
/// Durations as bytes, so that a cell of the roll-ups holds those of all its leads exactly: in order, each as what it adds to the
/// one before, in as many bytes as that needs (LEB128: seven bits a byte, the lowest first). Durations can be added and taken
/// away again, and equal ones have equal bytes.
/// </summary>
public static class PackedTimes
{
    /// <summary>Packs durations of 0 ms and more; they need not be in order.</summary>
    public static byte[] Pack(List<long> times)
    {
        times.Sort();
        using var bytes = new MemoryStream(times.Count * 4);
        using var writer = new BinaryWriter(bytes);
        var before = 0L;
        foreach (var time in times)
        {
            writer.Write7BitEncodedInt64(time - before);
            before = time;
        }

        return bytes.ToArray();
    }

    /// <summary>Gives each duration, the shortest first.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, Action<long> take)
    {
        var (time, step, shift) = (0L, 0L, 0);
        foreach (var part in packed)
        {
            step |= (part & 0x7FL) << shift;
            shift += 7;
            if (part < 0x80)
            {
                time += step;
                take(time);
                (step, shift) = (0, 0);
            }
        }
    }

    /// <summary>Durations with some more and some less.</summary>
    /// <exception cref="InvalidOperationException">One to take away is not among them.</exception>
    public static (byte[] Packed, int Count) Change(byte[] packed, IReadOnlyCollection<long> added, List<long> removed)
    {
        if (added.Count + removed.Count == 0)
        {
            return (packed, packed.Count(part => part < 0x80));
        }

        removed.Sort();
        var (times, next) = (new List<long>(), 0);
        Unpack(packed, time =>
        {
            if (next < removed.Count && removed[next] == time)
            {
                next++;
            }
            else
            {
                times.Add(time);
            }
        });
        return next < removed.Count
            ? throw new InvalidOperationException("A duration to take away is not in its cell: the roll-ups are not those of the facts. --rebuild-facts writes both anew.")
            : Packed([.. times, .. added]);

        static (byte[], int) Packed(List<long> times) => (Pack(times), times.Count);
    }
}
