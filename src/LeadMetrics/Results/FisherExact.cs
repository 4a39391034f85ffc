namespace LeadMetrics.Results;

/// <summary>Fisher's exact test: could two groups of leads convert so differently by chance alone?</summary>
public static class FisherExact
{
    // Tables as likely as the observed one count as such although their rounded probabilities differ: R's fisher.test does so.
    private const double SameProbability = 1 + 1e-7;

    /// <summary>
    /// The two-sided p-value, from 0 to 1, of <paramref name="k1"/> in <paramref name="n1"/> against <paramref name="k2"/> in
    /// <paramref name="n2"/>: the probability of all tables with the same margins that are no likelier than this one. It is 1 where
    /// a group has no leads, and where all or none have the event; 0 where it is too small for a double (about 1e-308).
    /// </summary>
    /// <remarks>
    /// R. A. Fisher, Journal of the Royal Statistical Society 98 (1935), 39–82; two-sided as R's fisher.test. The probabilities are
    /// built up from the likeliest table's by the exact quotient of neighbours, so they keep about 12 digits however large the counts
    /// are, where a difference of log-factorials would keep 7. That takes as many steps as some 20 standard deviations are long, 7,000
    /// for two groups of a million, and more only where p is next to nothing.
    /// </remarks>
    public static double TwoSided(long k1, long n1, long k2, long n2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k1);
        ArgumentOutOfRangeException.ThrowIfNegative(k2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k1, n1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k2, n2);

        // With fixed margins a table is its first count x, from lowest to highest; likeliest at the mode of the hypergeometric distribution.
        var k = k1 + k2;
        var (lowest, highest) = (Math.Max(0, k - n2), Math.Min(k, n1));
        var mode = (long)((Int128)(n1 + 1) * (k + 1) / (n1 + n2 + 2));

        var observed = 1.0;
        for (var x = mode; x < k1; x++)
        {
            observed *= Next(x);
        }

        for (var x = mode; x > k1; x--)
        {
            observed /= Next(x - 1);
        }

        var (all, unlikely) = (0.0, 0.0);
        Add(1);
        var weight = 1.0;
        for (var x = mode; x < highest && Add(weight *= Next(x)); x++)
        {
        }

        weight = 1.0;
        for (var x = mode; x > lowest && Add(weight /= Next(x - 1)); x--)
        {
        }

        return unlikely / all;

        // P(x + 1) ÷ P(x)
        double Next(long x) => (double)(n1 - x) * (k - x) / ((double)(x + 1) * (n2 - k + x + 1));

        // False where the table, and so those beyond it, are too rare to change the sums.
        bool Add(double probability)
        {
            all += probability;
            if (probability > observed * SameProbability)
            {
                return true;
            }

            var before = unlikely;
            unlikely += probability;
            return unlikely > before;
        }
    }
}
