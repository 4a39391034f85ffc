namespace LeadMetrics.Results;

/// <summary>Do the leads of one group convert otherwise than those of another from the same sources? The Cochran–Mantel–Haenszel test.</summary>
/// <remarks>
/// W. G. Cochran, Biometrics 10 (1954), 417–451; N. Mantel, W. Haenszel, Journal of the National Cancer Institute 22 (1959), 719–748; without a
/// correction for continuity.
/// </remarks>
public static class MantelHaenszel
{
    /// <summary>
    /// How far the events of the first group lie above those to be expected of it if both were alike in every stratum, in standard deviations;
    /// by more than chance where it is at least 1.96 or at most −1.96. Null where no stratum can tell: one that holds only one group, or has
    /// the event always or never.
    /// </summary>
    /// <param name="strata">Events and leads of the first group and of the other, by stratum.</param>
    public static double? Deviation(IEnumerable<(long K, long N, long OthersK, long OthersN)> strata)
    {
        var (beyond, variance) = (0.0, 0.0);
        foreach (var (k, n, othersK, othersN) in strata)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n, nameof(strata));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(othersK, othersN, nameof(strata));
            double all = n + othersN;
            if (all > 1)
            {
                var share = (k + othersK) / all;
                beyond += k - (n * share);
                variance += n * (othersN / all) * share * (1 - share) * all / (all - 1);
            }
        }

        return variance == 0 ? null : beyond / Math.Sqrt(variance);
    }
}
