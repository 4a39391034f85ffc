namespace LeadMetrics.Results;

/// <summary>How unevenly something is spread over owners: Gini's coefficient.</summary>
/// <remarks>
/// C. Gini, Variabilità e mutabilità (1912). Corrected for small numbers of owners: G. Deltas, Review of Economics and Statistics 85
/// (2003), 226–234.
/// </remarks>
public sealed record Gini
{
    /// <summary>Mean difference of two owners ÷ twice the mean, with 6 decimals: 0 where all have the same, (n − 1) ÷ n where one of n has all.</summary>
    public required double Raw { get; init; }

    /// <summary>Raw × n ÷ (n − 1), with 6 decimals: 0 where all have the same, 1 where one has all, however many owners there are.</summary>
    public required double Corrected { get; init; }

    /// <summary>The coefficient of what each owner has, in any unit; those with none are 0. Null for fewer than two owners, and where nobody has any.</summary>
    /// <param name="values">Finite and not negative.</param>
    public static Gini? Of(IReadOnlyList<double> values)
    {
        if (values.Any(value => value is not (>= 0 and < double.PositiveInfinity)))
        {
            throw new ArgumentOutOfRangeException(nameof(values), "Every value is a number from 0.");
        }

        double n = values.Count;
        var ascending = values.Order().ToList();
        if (n < 2 || ascending[^1] == 0)
        {
            return null;
        }

        // Σ (2i − n − 1)·x over the ranks i from 1, ÷ (n·Σ x). By the largest, so that no sum is too large.
        var (weighted, sum) = (0.0, 0.0);
        for (var i = 0; i < ascending.Count; i++)
        {
            var share = ascending[i] / ascending[^1];
            weighted += ((2 * (i + 1)) - n - 1) * share;
            sum += share;
        }

        return new Gini { Raw = Rounded(weighted / (n * sum)), Corrected = Rounded(weighted / ((n - 1) * sum)) };
    }

    private static double Rounded(double value) => Math.Round(Math.Clamp(value, 0, 1), 6, MidpointRounding.ToEven);
}
