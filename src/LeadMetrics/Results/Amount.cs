using System.Numerics;

namespace LeadMetrics.Results;

/// <summary>
/// A sum of parts of amounts, such as a third of 1,000: exact, however often it is divided, and rounded only where it is
/// shown. So parts add up to the whole, and no figure depends on the order in which they were added.
/// </summary>
public sealed class Amount
{
    // Ten-thousandths of the base currency, as a fraction whose denominator is above 0.
    private BigInteger _numerator;
    private BigInteger _denominator = BigInteger.One;

    /// <summary>The amount in units of the base currency, rounded half-even to 4 decimals.</summary>
    public decimal Rounded => Round(_numerator, _denominator);

    /// <summary>A whole amount, in ten-thousandths.</summary>
    public static Amount Of(long tenThousandths) => new() { _numerator = tenThousandths };

    public void Add(Amount other) => AddPart(other, 1, 1);

    /// <summary>Adds <paramref name="part"/> ÷ <paramref name="whole"/> of another amount.</summary>
    public void AddPart(Amount other, long part, long whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(whole);
        var (numerator, denominator) = (other._numerator * part, other._denominator * whole);
        var shared = BigInteger.GreatestCommonDivisor(numerator, denominator);
        (numerator, denominator) = (numerator / shared, denominator / shared);
        if (denominator != _denominator)
        {
            var both = _denominator / BigInteger.GreatestCommonDivisor(_denominator, denominator) * denominator;
            (_numerator, numerator, _denominator) = (_numerator * (both / _denominator), numerator * (both / denominator), both);
        }

        _numerator += numerator;
    }

    /// <summary>This and another together.</summary>
    public Amount Plus(Amount other) => Sum(this, 1, other);

    /// <summary>This less another.</summary>
    public Amount Minus(Amount other) => Sum(this, -1, other);

    /// <summary>The amount for each of so many, rounded half-even to 4 decimals; null where there are none.</summary>
    public decimal? Per(long count) => count == 0 ? null : Round(_numerator, _denominator * count);

    /// <summary>How many times it is another amount, times a factor, rounded half-even to 4 decimals; null where the other is not above 0.</summary>
    public decimal? Over(Amount other, int factor = 1) =>
        other._numerator.Sign <= 0 ? null : Round(_numerator * other._denominator * factor * 10_000, _denominator * other._numerator);

    private static Amount Sum(Amount one, int sign, Amount other)
    {
        var sum = new Amount();
        sum.Add(one);
        sum.AddPart(other, sign, 1);
        return sum;
    }

    private static decimal Round(BigInteger numerator, BigInteger denominator)
    {
        var whole = BigInteger.DivRem(numerator, denominator, out var rest);
        var half = (BigInteger.Abs(rest) * 2).CompareTo(denominator);
        var rounded = half > 0 || (half == 0 && !whole.IsEven) ? whole + numerator.Sign : whole;
        return (decimal)rounded / 10_000m;
    }
}
