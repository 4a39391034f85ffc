namespace LeadMetrics.Results;

/// <summary>Whose leads an assumed rate is of.</summary>
public enum RateOf
{
    /// <summary>The owner's own: the rate as with all owners' sources.</summary>
    Owner,

    /// <summary>All owners': of this one too little is known.</summary>
    AllOwners,
}

/// <summary>What share of their leads an owner is taken to convert, however many they get.</summary>
public sealed record AssumedRate
{
    /// <summary>The rate in percent, from 0 to 100.</summary>
    public required double Percent { get; init; }

    /// <summary>Lower bound of its 95 % interval, in percent; null of the rate of all owners, which is taken as known.</summary>
    public required double? Low { get; init; }

    /// <summary>Upper bound of its 95 % interval, in percent; null of the rate of all owners, which is taken as known.</summary>
    public required double? High { get; init; }

    /// <summary>Whose rate it is.</summary>
    public required RateOf RateOf { get; init; }

    /// <summary>
    /// The owner's source-mix adjusted rate, at most 100 percent; that of all owners where the owner has fewer leads than <paramref name="minSample"/>,
    /// or where no conversion was to be expected of them, so that nothing can be compared.
    /// </summary>
    /// <param name="mix">Null of an owner without leads.</param>
    /// <param name="minSample">At least 1.</param>
    /// <param name="allOwnersPercent">The rate of all owners.</param>
    public static AssumedRate For(SourceMix? mix, long minSample, double allOwnersPercent) => mix is { AdjustedPercent: { } adjusted } && mix.Leads >= minSample
        ? new AssumedRate { Percent = Math.Min(adjusted, 100), Low = Math.Min(mix.AdjustedLow!.Value, 100), High = Math.Min(mix.AdjustedHigh!.Value, 100), RateOf = RateOf.Owner }
        : new AssumedRate { Percent = allOwnersPercent, Low = null, High = null, RateOf = RateOf.AllOwners };
}

/// <summary>Why something cannot be said of a reallocation.</summary>
public enum NoReallocation
{
    /// <summary>Fewer than two owners could get leads.</summary>
    TooFewOwners,

    /// <summary>No owner who could get leads has a rate above 0, so that there is nothing to go by.</summary>
    NoConversions,

    /// <summary>Every owner has fewer leads than minSample: the leads are spread by capacity, and what that adds is not known.</summary>
    NoReliableOwner,
}

/// <summary>Conversions that a reallocation could be expected to add.</summary>
public sealed record AddedConversions
{
    /// <summary>Σ change × assumed rate, with 4 decimals; may be negative. Null where it cannot be said.</summary>
    public double? Value { get; internal init; }

    /// <summary>Lower bound of its 95 % interval, with 4 decimals; the value itself where nothing changes. Null where the value is.</summary>
    public double? Low { get; internal init; }

    /// <summary>Upper bound of its 95 % interval, with 4 decimals; the value itself where nothing changes. Null where the value is.</summary>
    public double? High { get; internal init; }

    /// <summary>Why the value, or the whole reallocation, is missing; null where it is not.</summary>
    public NoReallocation? Missing { get; internal init; }
}

/// <summary>
/// The leads that owners got, spread over the same owners by what they can work and how well they convert: capacity × assumed rate. It rests on what is
/// not known: that an owner converts the same share at any load, and leads of any source. The rates are estimates from the very leads that are spread, so that
/// the best look better than they are, and the gain is likely to be smaller than it seems. So it is a start for a conversation, no forecast.
/// </summary>
/// <remarks>
/// Whole leads by largest remainder (Hamilton's method): M. L. Balinski, H. P. Young, Fair Representation (1982). The interval: G. Y. Zou, W. Huang,
/// X. Zhang, Computational Statistics and Data Analysis 53 (2009), 1080–1085, of a linear function of proportions by their Wilson intervals; of two
/// owners with the same sources it is Newcombe's interval of their difference. A delta method by the variance of O would be sure of an owner who
/// converted none of their leads, or all.
/// </remarks>
public sealed record Reallocation
{
    /// <summary>How many leads each owner would get, in the order given; together as many as they have. Null where that cannot be said.</summary>
    public required IReadOnlyList<long>? Leads { get; init; }

    /// <summary>What it could be expected to add.</summary>
    public required AddedConversions Added { get; init; }

    /// <summary>Of owners with their leads, a capacity above 0 in any unit, and a rate. Where two have the same claim to the last lead, the first gets it.</summary>
    public static Reallocation Of(IReadOnlyList<(long Leads, long Capacity, AssumedRate Rate)> owners)
    {
        foreach (var (leads, capacity, _) in owners)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(leads, nameof(owners));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity, nameof(owners));
        }

        // In whole numbers, as rates have 4 decimals: equal claims are equal, and what is shown gives the same again.
        var weights = owners.Select(owner => (Int128)owner.Capacity * (long)Math.Round(owner.Rate.Percent * 10_000)).ToList();
        return owners.Count < 2 ? None(NoReallocation.TooFewOwners)
            : weights.All(weight => weight == 0) ? None(NoReallocation.NoConversions)
            : Spread(owners, LargestRemainder(owners.Sum(owner => owner.Leads), weights));
    }

    private static Reallocation None(NoReallocation why) => new() { Leads = null, Added = new AddedConversions { Missing = why } };

    private static Reallocation Spread(IReadOnlyList<(long Leads, long Capacity, AssumedRate Rate)> owners, long[] leads) => new()
    {
        Leads = leads,
        Added = owners.All(owner => owner.Rate.RateOf == RateOf.AllOwners)
            ? new AddedConversions { Missing = NoReallocation.NoReliableOwner }
            : Sum([.. owners.Select((owner, i) => (leads[i] - owner.Leads, owner.Rate))]),
    };

    private static long[] LargestRemainder(long seats, List<Int128> weights)
    {
        var all = weights.Aggregate((sum, weight) => sum + weight);
        var parts = weights.Select(weight => (long)(seats * weight / all)).ToArray();
        var left = (int)(seats - parts.Sum());
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => seats * weights[i] % all).Take(left))
        {
            parts[i]++;
        }

        return parts;
    }

    // Each bound moves away by the distances of the rates' own bounds, those of who loses leads the other way round.
    private static AddedConversions Sum(IReadOnlyCollection<(long Change, AssumedRate Rate)> changes)
    {
        var (value, below, above) = (0.0, 0.0, 0.0);
        foreach (var (change, rate) in changes)
        {
            var (down, up) = (change * ((rate.Low ?? rate.Percent) - rate.Percent) / 100, change * ((rate.High ?? rate.Percent) - rate.Percent) / 100);
            value += change * rate.Percent / 100;
            below += Math.Pow(Math.Min(down, up), 2);
            above += Math.Pow(Math.Max(down, up), 2);
        }

        return new AddedConversions { Value = Rounded(value), Low = Rounded(value - Math.Sqrt(below)), High = Rounded(value + Math.Sqrt(above)) };
    }

    // No −0, which JSON would show.
    private static double Rounded(double x) => Math.Round(x, 4, MidpointRounding.ToEven) + 0.0;
}
