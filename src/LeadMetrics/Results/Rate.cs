using MathNet.Numerics.Distributions;

namespace LeadMetrics.Results;

/// <summary>A share of leads, with how sure one can be of it.</summary>
public sealed record Rate
{
    // Two-sided 95 %: 1.959963984540054.
    private static readonly double s_z = Normal.InvCDF(0, 1, 0.975);

    /// <summary>numerator ÷ denominator × 100, from 0 to 100; null where there is no denominator.</summary>
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
    /// <remarks>E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209–212.</remarks>
    public static Rate Of(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
        if (denominator == 0)
        {
            return new Rate();
        }

        double n = denominator;
        var p = numerator / n;
        var z2 = s_z * s_z;
        var middle = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = s_z / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));
        return new Rate
        {
            Percent = Percentage(p),
            Numerator = numerator,
            Denominator = denominator,
            Low = numerator == 0 ? 0 : Percentage(middle - half),
            High = numerator == denominator ? 100 : Percentage(middle + half),
        };
    }

    private static double Percentage(double share) => Math.Round(share * 100, 4, MidpointRounding.ToEven);
}
