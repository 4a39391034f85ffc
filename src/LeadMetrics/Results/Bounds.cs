namespace LeadMetrics.Results;

/// <summary>How far a rate could be off by what the data do not say. No interval of chance: that is the rate's own.</summary>
/// <param name="Group">The row, by its owner or group; null for the totals.</param>
/// <param name="Rate">The rate, by its name in the row.</param>
/// <param name="Percent">The rate as it stands; null where the row has no leads of its own.</param>
/// <param name="Lowest">The least that it could be, in percent.</param>
/// <param name="Highest">The most that it could be, in percent.</param>
public sealed record Bounds(string? Group, string Rate, double? Percent, double? Lowest, double? Highest)
{
    /// <summary>Of a rate to which any of some other leads may belong: all without the event, or all with it.</summary>
    /// <param name="group">The row.</param>
    /// <param name="name">The rate's name.</param>
    /// <param name="rate">The rate without them.</param>
    /// <param name="with">How many of them have the event.</param>
    /// <param name="without">How many do not.</param>
    public static Bounds OfOthers(string? group, string name, Rate rate, long with, long without)
    {
        var (lowest, highest) = (Share(rate.Numerator, rate.Denominator + without), Share(rate.Numerator + with, rate.Denominator + with));
        return new(group, name, rate.Percent, lowest ?? highest, highest ?? lowest);
    }

    /// <summary>Of a rate some of whose leads may have the event, though they count as without it.</summary>
    /// <param name="group">The row.</param>
    /// <param name="name">The rate's name.</param>
    /// <param name="rate">The rate as they count.</param>
    /// <param name="hidden">How many may have it.</param>
    public static Bounds OfHidden(string? group, string name, Rate rate, long hidden) =>
        new(group, name, rate.Percent, rate.Percent, Share(rate.Numerator + hidden, rate.Denominator));

    private static double? Share(long numerator, long denominator) => denominator == 0 ? null : Results.Rate.Percentage(numerator / (double)denominator);
}
