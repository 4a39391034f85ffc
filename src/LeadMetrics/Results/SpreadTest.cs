namespace LeadMetrics.Results;

/// <summary>Why there is no test of the spread.</summary>
public enum NoSpreadTest
{
    /// <summary>Fewer than two owners have leads.</summary>
    TooFewOwners,

    /// <summary>All leads have the event, or none: there is nothing to differ in.</summary>
    AllOrNone,

    /// <summary>Cochran's rule: an expected count is below 1, or more than a fifth of them are below 5.</summary>
    ExpectedCountsTooSmall,
}

/// <summary>Do the owners' rates differ by more than chance? The χ² test of their homogeneity.</summary>
/// <remarks>K. Pearson, Philosophical Magazine 50 (1900), 157–175.</remarks>
public sealed record SpreadTest
{
    /// <summary>Σ (k − n·p)² ÷ (n·p·(1 − p)) over the owners, p the rate of all together, with 4 decimals; null where there is no test.</summary>
    public double? ChiSquared { get; private init; }

    /// <summary>Owners with leads − 1; null where there is no test.</summary>
    public int? DegreesOfFreedom { get; private init; }

    /// <summary>The probability, from 0 to 1 and not rounded, of at least this spread among owners who are all alike; null where there is no test.</summary>
    public double? P { get; private init; }

    /// <summary>Why there is no test; null where there is one.</summary>
    public NoSpreadTest? Missing { get; private init; }

    /// <summary>The test of owners with <c>K</c> events in <c>N</c> leads each. An owner without leads says nothing and is left out.</summary>
    public static SpreadTest Of(IEnumerable<(long K, long N)> owners)
    {
        // In one order whatever the order given, so that the sums are the same to the last digit.
        var some = owners.Where(owner => owner.N != 0).Order().ToList();
        foreach (var (k, n) in some)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(k, nameof(owners));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n, nameof(owners));
        }

        var (events, leads) = (some.Sum(owner => owner.K), some.Sum(owner => owner.N));
        if (some.Count < 2)
        {
            return new SpreadTest { Missing = NoSpreadTest.TooFewOwners };
        }

        if (events == 0 || events == leads)
        {
            return new SpreadTest { Missing = NoSpreadTest.AllOrNone };
        }

        // Each owner has two cells, the leads with the event and those without. Products before the quotient: 5 stays 5.
        var expected = some.SelectMany(owner => new[] { owner.N * (double)events / leads, owner.N * (double)(leads - events) / leads }).ToList();
        if (!ChiSquaredTest.IsTrusted(expected))
        {
            return new SpreadTest { Missing = NoSpreadTest.ExpectedCountsTooSmall };
        }

        var p = events / (double)leads;
        var chiSquared = some.Sum(owner => Square(owner.K - (owner.N * p)) / (owner.N * p * (1 - p)));
        return new SpreadTest
        {
            ChiSquared = Math.Round(chiSquared, 4, MidpointRounding.ToEven),
            DegreesOfFreedom = some.Count - 1,
            P = ChiSquaredTest.P(chiSquared, some.Count - 1),
        };
    }

    private static double Square(double x) => x * x;
}
