namespace LeadMetrics.Results;

/// <summary>Why there is no test of the fit.</summary>
public enum NoGoodnessOfFit
{
    /// <summary>Fewer than two owners are compared.</summary>
    TooFewOwners,

    /// <summary>Cochran's rule: an expected count is below 1, or more than a fifth of them are below 5.</summary>
    ExpectedCountsTooSmall,
}

/// <summary>Does what the owners have differ from their shares by more than chance? The χ² test of goodness of fit.</summary>
/// <remarks>K. Pearson, Philosophical Magazine 50 (1900), 157–175.</remarks>
public sealed record GoodnessOfFit
{
    /// <summary>Σ (observed − expected)² ÷ expected over the owners, expected by their shares, with 4 decimals; null where there is no test.</summary>
    public double? ChiSquared { get; private init; }

    /// <summary>Owners − 1; null where there is no test.</summary>
    public int? DegreesOfFreedom { get; private init; }

    /// <summary>The probability, from 0 to 1 and not rounded, of at least this difference if each lead went to an owner by chance, in these shares; null where there is no test.</summary>
    public double? P { get; private init; }

    /// <summary>Why there is no test; null where there is one.</summary>
    public NoGoodnessOfFit? Missing { get; private init; }

    /// <summary>The test of owners with <c>Count</c> each, of whom each should have a part of all in proportion to its <c>Weight</c>.</summary>
    /// <param name="owners">Those with none are owners like any other; every weight is above 0.</param>
    public static GoodnessOfFit Of(IEnumerable<(long Count, long Weight)> owners)
    {
        // In one order whatever the order given, so that the sums are the same to the last digit.
        var all = owners.Order().ToList();
        foreach (var (count, weight) in all)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(owners));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight, nameof(owners));
        }

        if (all.Count < 2)
        {
            return new GoodnessOfFit { Missing = NoGoodnessOfFit.TooFewOwners };
        }

        var (counts, weights) = (all.Sum(owner => owner.Count), all.Sum(owner => owner.Weight));
        var expected = all.Select(owner => counts * (double)owner.Weight / weights).ToList();
        if (!ChiSquaredTest.IsTrusted(expected))
        {
            return new GoodnessOfFit { Missing = NoGoodnessOfFit.ExpectedCountsTooSmall };
        }

        var chiSquared = all.Zip(expected, (owner, e) => (owner.Count - e) * (owner.Count - e) / e).Sum();
        return new GoodnessOfFit
        {
            ChiSquared = Math.Round(chiSquared, 4, MidpointRounding.ToEven),
            DegreesOfFreedom = all.Count - 1,
            P = ChiSquaredTest.P(chiSquared, all.Count - 1),
        };
    }
}
