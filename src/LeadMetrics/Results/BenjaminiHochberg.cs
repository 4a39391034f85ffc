namespace LeadMetrics.Results;

/// <summary>
/// The Benjamini–Hochberg procedure: of many tests at once, which to believe, so that on average at most a share q of those
/// believed are wrong. A test that was not made is null, and counts for nothing.
/// </summary>
/// <remarks>Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995), 289–300.</remarks>
public static class BenjaminiHochberg
{
    /// <summary>Each test's adjusted p-value, from its p-value to 1, in the same order; null where there was no test.</summary>
    /// <param name="p">p-values, from 0 to 1; null where there was no test.</param>
    public static IReadOnlyList<double?> Adjust(IReadOnlyList<double?> p)
    {
        var adjusted = new double?[p.Count];
        var descending = Enumerable.Range(0, p.Count).Where(i => p[i] is not null).OrderByDescending(i => p[i]).ToList();
        var (tests, least) = (descending.Count, 1.0);
        for (var i = 0; i < tests; i++)
        {
            var one = p[descending[i]]!.Value;
            if (one is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(p), one, "A p-value lies from 0 to 1.");
            }

            // The least of p × tests ÷ rank over this rank and all above it.
            least = Math.Min(least, one * (tests / (double)(tests - i)));
            adjusted[descending[i]] = least;
        }

        return adjusted;
    }

    /// <summary>Whether each test is to be believed: its adjusted p-value is at most <paramref name="q"/>; false where there was no test.</summary>
    public static IReadOnlyList<bool> Significant(IReadOnlyList<double?> p, double q) => [.. Adjust(p).Select(adjusted => adjusted <= q)];
}
