namespace LeadMetrics.Results;

/// <summary>Lengths of time as the database keeps them, in milliseconds, in the units that answers show.</summary>
public static class Elapsed
{
    /// <summary>Milliseconds of 24 hours.</summary>
    public const long Day = 86_400_000;

    /// <summary>As seconds, to the millisecond.</summary>
    public static double? Seconds(double? milliseconds) => Of(milliseconds, 1000, 3);

    /// <summary>As days, to 4 decimals.</summary>
    public static double? Days(double? milliseconds) => Of(milliseconds, Day, 4);

    private static double? Of(double? milliseconds, long unit, int decimals) =>
        milliseconds is { } ms ? Math.Round(ms / unit, decimals, MidpointRounding.ToEven) : null;
}
