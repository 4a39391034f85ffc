namespace LeadMetrics.Results;

/// <summary>
/// Times that leads waited for something that some of them still wait for. Percentiles keep the waiting ones in: by the
/// Kaplan–Meier estimate, which takes a lead that still waits as one that waits at least so long, and one for which it
/// can no longer happen as one that waits for ever. Where nobody still waits they are PERCENTILE_CONT's: linear between
/// the closest ranks.
/// </summary>
/// <remarks>E. L. Kaplan, P. Meier, Journal of the American Statistical Association 53 (1958), 457–481.</remarks>
public sealed class WaitingTimes
{
    /// <summary>So many times are kept as they are; of more each is known to within <see cref="RelativeError"/>, so that nothing is sorted.</summary>
    public const int ExactUpTo = 1_000;

    /// <summary>How far a time may be from itself, of itself, where there are many: half a bucket.</summary>
    public const double RelativeError = TimeBuckets.RelativeError;

    // The part of a step that is taken for a rounding error.
    private const double NearlyNothing = 1e-6;

    private readonly TimesOf _happened = new();
    private readonly TimesOf _waiting = new();
    private long _never;

    /// <summary>How many times there are, ended or not.</summary>
    public long Count => _happened.Count + _waiting.Count + _never;

    /// <summary>To how many it has not happened, and still may.</summary>
    public long StillWaitingCount => _waiting.Count;

    /// <summary>It happened after this long.</summary>
    public void Happened(long after) => _happened.Add(after);

    /// <summary>It had not happened after this long, and still may.</summary>
    public void StillWaiting(long soFar) => _waiting.Add(soFar);

    /// <summary>It happened after each of these, as <see cref="PackedTimes"/> writes them.</summary>
    public void Happened(ReadOnlySpan<byte> packed) => PackedTimes.Unpack(packed, _happened.Add);

    /// <summary>To so many it never happens any more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than none.</exception>
    public void Never(long leads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leads);
        _never += leads;
    }

    /// <summary>Adds all times of another.</summary>
    public void Add(WaitingTimes other)
    {
        _happened.Add(other._happened);
        _waiting.Add(other._waiting);
        _never += other._never;
    }

    /// <summary>The median; null also where fewer than half have happened.</summary>
    public double? Median => _happened.Count * 2 >= Count ? Percentile(0.5) : null;

    /// <summary>The time within which a share p has happened; null where that cannot be known yet, or never comes.</summary>
    public double? Percentile(double p)
    {
        if (Count == 0)
        {
            return null;
        }

        // Each time that happened carries the probability by which the survival falls there. A rank is where that
        // probability has added up to p × (n − 1) ÷ n, so that equal probabilities 1 ÷ n give PERCENTILE_CONT's ranks.
        // Between two leads that stopped waiting it falls by equal steps, which are counted and not added up: among
        // millions of leads the rounded sum would miss a rank that is exactly there.
        double n = Count;
        var rank = p * (n - 1) / n;
        var (survival, step, since, left, passed) = (1.0, 1 / n, 0L, 0L, 0L);
        var (happened, waiting, next) = (_happened.InOrder(), _waiting.InOrder(), 0);
        for (var i = 0; i < happened.Count; i++)
        {
            var (time, times) = happened[i];
            var before = left;
            while (next < waiting.Count && waiting[next].Time < time)
            {
                left += waiting[next++].Times;
            }

            if (left > before)
            {
                survival -= (passed - since) * step;
                step = survival / (n - passed - left);
                since = passed;
            }

            // Times of one length: the rank may lie among them, or between the last of them and the next one.
            var into = (rank - (1 - survival + ((passed - since) * step))) / step;
            if (into <= times - 1 + NearlyNothing)
            {
                return time;
            }

            if (into < times - NearlyNothing)
            {
                return i + 1 == happened.Count ? null : time + ((happened[i + 1].Time - time) * (into - times + 1));
            }

            passed += times;
        }

        return null;
    }

    /// <summary>Times as they are, or, where there are many, how many there are of about each length.</summary>
    private sealed class TimesOf
    {
        private readonly List<long> _exact = [];
        private TimeBuckets? _many;
        private IReadOnlyList<(double Time, long Times)>? _inOrder;

        public long Count => _many?.Count ?? _exact.Count;

        public void Add(long time)
        {
            _inOrder = null;
            if (_many is not null)
            {
                _many.Add(time);
                return;
            }

            _exact.Add(time);
            if (_exact.Count > ExactUpTo)
            {
                BeMany();
            }
        }

        public void Add(TimesOf other)
        {
            _inOrder = null;
            if (other._many is not null)
            {
                BeMany();
                _many!.Add(other._many);
            }
            else
            {
                other._exact.ForEach(Add);
            }
        }

        /// <summary>The different times, the shortest first, and how many there are of each.</summary>
        public IReadOnlyList<(double Time, long Times)> InOrder() => _inOrder ??= _many?.InOrder() ?? ExactInOrder();

        private List<(double, long)> ExactInOrder()
        {
            _exact.Sort();
            var inOrder = new List<(double, long)>(_exact.Count);
            for (int i = 0, next; i < _exact.Count; i = next)
            {
                for (next = i + 1; next < _exact.Count && _exact[next] == _exact[i]; next++)
                {
                }

                inOrder.Add((_exact[i], next - i));
            }

            return inOrder;
        }

        private void BeMany()
        {
            if (_many is null)
            {
                _many = new TimeBuckets();
                _exact.ForEach(_many.Add);
                _exact.Clear();
            }
        }
    }
}
