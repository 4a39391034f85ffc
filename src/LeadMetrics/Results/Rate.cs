using MathNet.Numerics.Distributions;

namespace LeadMetrics.Results;

/// <summary>A share of leads, with how sure one can be of it.</summary>
public sealed record Rate
{
    /// <summary>The deviation of a two-sided 95 % interval: 1.959963984540054.</summary>
    internal static readonly double Z = Normal.InvCDF(0, 1, 0.975);

    /// <summary>numerator ÷ denominator × 100, from 0 to 100, beyond only where flows are set against each other; null where there is no denominator.</summary>
    public double? Percent { get; private init; }

    /// <summary>Leads with the event.</summary>
    public long Numerator { get; private init; }

    /// <summary>Leads that could have had it.</summary>
    public long Denominator { get; private init; }

    /// <summary>Lower bound of the 95 % Wilson score interval, in percent; null where there is no denominator.</summary>
    public double? Low { get; private init; }

    /// <summary>Upper bound of the 95 % Wilson score interval, in percent; null where there is no denominator.</summary>
    public double? High { get; private init; }

    /// <summary>The share of <paramref name="numerator"/> in <paramref name="denominator"/>.</summary>
    public static Rate Of(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
        if (denominator == 0)
        {
            return new Rate();
        }

        var (low, high) = Wilson(numerator, denominator);
        return new Rate
        {
            Percent = Percentage(numerator / (double)denominator),
            Numerator = numerator,
            Denominator = denominator,
            Low = Percentage(low),
            High = Percentage(high),
        };
    }

    /// <summary>Events of a period set against other events of it: no share, so it may pass 100 percent and has no interval.</summary>
    public static Rate OfFlows(long numerator, long denominator) => new()
    {
        Percent = denominator == 0 ? null : Percentage(numerator / (double)denominator),
        Numerator = numerator,
        Denominator = denominator,
    };

    /// <summary>The 95 % score interval of a share, from 0 to 1, not rounded; of one that has a denominator.</summary>
    /// <remarks>E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209–212.</remarks>
    internal static (double Low, double High) Wilson(long numerator, long denominator)
    {
        double n = denominator;
        var p = numerator / n;
        var z2 = Z * Z;
        var middle = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));
        return (numerator == 0 ? 0 : middle - half, numerator == denominator ? 1 : middle + half);
    }

    /// <summary>A share, or a difference of shares, in percent or percentage points as figures show it: half-even, 4 decimals.</summary>
    internal static double Percentage(double share) => Math.Round(share * 100, 4, MidpointRounding.ToEven);
}
