namespace LeadMetrics.Results;

/// <summary>Amounts as the database keeps them: ten-thousandths of the base currency.</summary>
public static class Money
{
    /// <summary>The amount in units of the base currency, exact, with at most 4 decimals.</summary>
    public static decimal Of(long tenThousandths) => tenThousandths / 10_000m;

    /// <summary>A quotient, rounded half-even to 4 decimals, once; null where there is nothing to divide, or to divide by.</summary>
    public static decimal? Ratio(decimal? numerator, decimal? denominator) =>
        numerator is null || denominator is null or 0 ? null : Math.Round(numerator.Value / denominator.Value, 4, MidpointRounding.ToEven);
}
