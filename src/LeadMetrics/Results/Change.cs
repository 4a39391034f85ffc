namespace LeadMetrics.Results;

/// <summary>How a figure differs from the same figure of an earlier window.</summary>
public sealed record Change
{
    /// <summary>The figure of the earlier window; null where it is not known.</summary>
    public decimal? Previous { get; private init; }

    /// <summary>Now − previous, of rates in percentage points; null where either is not known.</summary>
    public decimal? Difference { get; private init; }

    /// <summary>difference ÷ |previous| × 100; null of rates, where either is not known, and where previous is 0.</summary>
    public decimal? Percent { get; private init; }

    /// <summary>Lower bound of the difference's 95 % Newcombe interval, in percentage points; null where it is not of two rates.</summary>
    public decimal? Low { get; private init; }

    /// <summary>Upper bound of the difference's 95 % Newcombe interval, in percentage points; null where it is not of two rates.</summary>
    public decimal? High { get; private init; }

    /// <summary>The change of a number.</summary>
    public static Change Of(decimal? now, decimal? previous)
    {
        var difference = now - previous;
        return new Change
        {
            Previous = previous,
            Difference = Rounded(difference),
            Percent = Rounded(Quotient(difference * 100, previous)),
        };
    }

    /// <summary>The change of a rate; the leads of the two are not the same leads.</summary>
    /// <remarks>R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890, method 10: the hybrid score interval.</remarks>
    public static Change OfRates(Rate now, Rate previous)
    {
        if (now.Denominator == 0 || previous.Denominator == 0)
        {
            return new Change { Previous = (decimal?)previous.Percent };
        }

        // Rates of flows have no interval, and so has their difference.
        if (now.Low is null || previous.Low is null)
        {
            return new Change { Previous = (decimal?)previous.Percent, Difference = (decimal)Math.Round(now.Percent!.Value - previous.Percent!.Value, 4, MidpointRounding.ToEven) };
        }

        var (p1, p2) = (now.Numerator / (double)now.Denominator, previous.Numerator / (double)previous.Denominator);
        var (l1, u1) = Rate.Wilson(now.Numerator, now.Denominator);
        var (l2, u2) = Rate.Wilson(previous.Numerator, previous.Denominator);
        var difference = p1 - p2;
        return new Change
        {
            Previous = (decimal?)previous.Percent,
            Difference = Points(difference),
            Low = Points(Math.Max(-1, difference - Length(p1 - l1, u2 - p2))),
            High = Points(Math.Min(1, difference + Length(u1 - p1, p2 - l2))),
        };
    }

    private static decimal? Quotient(decimal? numerator, decimal? denominator) =>
        denominator is null or 0 ? null : numerator / Math.Abs(denominator.Value);

    private static double Length(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private static decimal Points(double share) => (decimal)Rate.Percentage(share);

    // The division drops the zeros at the end, which a decimal otherwise keeps: 2.5 − 1.5 is 1, not 1.0.
    private static decimal? Rounded(decimal? value) =>
        value is null ? null : Math.Round(value.Value, 4, MidpointRounding.ToEven) / 1.0000000000000000000000000000m;
}
