namespace LeadMetrics.Results;

/// <summary>
/// What a rate's change since an earlier window is made of: the groups' own rates (<see cref="RateEffect"/>), and their shares of
/// all leads (<see cref="Mix"/>).
/// </summary>
/// <remarks>
/// E. M. Kitagawa, Journal of the American Statistical Association 50 (1955), 1168–1194. A group without leads in one of the windows
/// has no rate there; its rate of the other window is taken, so that its coming or going is all mix and the parts still sum to the change.
/// </remarks>
public sealed record MixEffect
{
    /// <summary>Rate now − rate before, in percentage points with 4 decimals.</summary>
    public required decimal Change { get; init; }

    /// <summary>Σ ½(w₁ + w₀)(r₁ − r₀), in percentage points with 4 decimals: what changed because groups convert better or worse.</summary>
    public required decimal RateEffect { get; init; }

    /// <summary>
    /// Σ ½(r₁ + r₀)(w₁ − w₀), in percentage points with 4 decimals: what changed because leads come from other groups. It is change − rate
    /// effect of the rounded two, so that the figures shown add up; it may be 0.0001 from its own rounding.
    /// </summary>
    public required decimal Mix { get; init; }

    /// <summary>The split of groups with <c>K0</c> events in <c>N0</c> leads before and <c>K1</c> in <c>N1</c> now; null where a window has no leads.</summary>
    public static MixEffect? Of(IReadOnlyCollection<(long N0, long K0, long N1, long K1)> groups)
    {
        foreach (var (n0, k0, n1, k1) in groups)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(k0, nameof(groups));
            ArgumentOutOfRangeException.ThrowIfNegative(k1, nameof(groups));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(k0, n0, nameof(groups));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(k1, n1, nameof(groups));
        }

        var (leads0, leads1) = (groups.Sum(group => group.N0), groups.Sum(group => group.N1));
        if (leads0 == 0 || leads1 == 0)
        {
            return null;
        }

        // With a group's rate missing in one window the rates are equal, and the rate effect is none.
        var rateEffect = groups.Where(group => group.N0 > 0 && group.N1 > 0).Sum(group =>
            ((group.N1 / (double)leads1) + (group.N0 / (double)leads0)) / 2 * ((group.K1 / (double)group.N1) - (group.K0 / (double)group.N0)));
        var change = Points((groups.Sum(group => group.K1) / (double)leads1) - (groups.Sum(group => group.K0) / (double)leads0));
        return new MixEffect { Change = change, RateEffect = Points(rateEffect), Mix = change - Points(rateEffect) };
    }

    private static decimal Points(double share) => (decimal)Rate.Percentage(share);
}
