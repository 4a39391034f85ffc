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
    // The part of a step that is taken for a rounding error.
    private const double NearlyNothing = 1e-6;

    private readonly List<long> _happened = [];
    private readonly List<long> _waiting = [];
    private long _never;
    private bool _sorted = true;

    /// <summary>How many times there are, ended or not.</summary>
    public long Count => _happened.Count + _waiting.Count + _never;

    /// <summary>It happened after this long.</summary>
    public void Happened(long after)
    {
        _happened.Add(after);
        _sorted = false;
    }

    /// <summary>It had not happened after this long, and still may.</summary>
    public void StillWaiting(long soFar)
    {
        _waiting.Add(soFar);
        _sorted = false;
    }

    /// <summary>It never happens any more.</summary>
    public void Never() => _never++;

    /// <summary>Adds all times of another.</summary>
    public void Add(WaitingTimes other)
    {
        _happened.AddRange(other._happened);
        _waiting.AddRange(other._waiting);
        _never += other._never;
        _sorted = false;
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

        Sort();

        // Each time that happened carries the probability by which the survival falls there. A rank is where that
        // probability has added up to p × (n − 1) ÷ n, so that equal probabilities 1 ÷ n give PERCENTILE_CONT's ranks.
        // Between two leads that stopped waiting it falls by equal steps, which are counted and not added up: among
        // millions of leads the rounded sum would miss a rank that is exactly there.
        double n = Count;
        var rank = p * (n - 1) / n;
        var (survival, step, since, left) = (1.0, 1 / n, 0, 0);
        for (var i = 0; i < _happened.Count; i++)
        {
            var time = _happened[i];
            var before = left;
            while (left < _waiting.Count && _waiting[left] < time)
            {
                left++;
            }

            if (left > before)
            {
                survival -= (i - since) * step;
                step = survival / (n - i - left);
                since = i;
            }

            var into = (rank - (1 - survival + ((i - since) * step))) / step;
            if (into <= NearlyNothing)
            {
                return time;
            }

            if (into < 1 - NearlyNothing)
            {
                return i + 1 == _happened.Count ? null : time + ((_happened[i + 1] - time) * into);
            }
        }

        return null;
    }

    private void Sort()
    {
        if (!_sorted)
        {
            _happened.Sort();
            _waiting.Sort();
            _sorted = true;
        }
    }
}
