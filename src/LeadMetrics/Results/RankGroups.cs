namespace LeadMetrics.Results;

/// <summary>Where an owner stands among the others, as far as the figures can tell.</summary>
public enum RankGroup
{
    /// <summary>Better than the other owners by more than chance.</summary>
    Above,

    /// <summary>Not to be told apart from the other owners.</summary>
    Within,

    /// <summary>Worse than the other owners by more than chance.</summary>
    Below,

    /// <summary>Too few leads to say.</summary>
    LowSample,
}

/// <summary>An owner's group, and the test that it comes from.</summary>
public sealed record Ranking
{
    /// <summary>The group.</summary>
    public required RankGroup Group { get; init; }

    /// <summary>The two-sided p-value of the owner against all other owners together, from 0 to 1, not rounded; null of <see cref="RankGroup.LowSample"/>.</summary>
    public required double? P { get; init; }

    /// <summary>That p-value adjusted for as many tests as owners were tested; null of <see cref="RankGroup.LowSample"/>.</summary>
    public required double? AdjustedP { get; init; }
}

/// <summary>
/// Tells owners apart by test and not by sorting: each against all others together by <see cref="FisherExact"/>, and marked where
/// <see cref="BenjaminiHochberg"/> believes the test at <see cref="Q"/>. Among owners who are all alike any is marked in about 5 of 100 teams, or fewer.
/// The comparison is with the others as they are: where one owner is far below, another may be above them for that alone.
/// </summary>
public static class RankGroups
{
    /// <summary>On average at most this share of the owners who are marked are marked wrongly.</summary>
    public const double Q = 0.05;

    /// <summary>The owners' groups in the order given, from <c>K</c> events in <c>N</c> leads each.</summary>
    /// <param name="owners">The owners to compare; leads that nobody owns are not among them.</param>
    /// <param name="minSample">An owner with fewer leads, or none, is not tested but stays among the others of the rest.</param>
    public static IReadOnlyList<Ranking> Of(IReadOnlyList<(long K, long N)> owners, long minSample)
    {
        var (events, leads) = (owners.Sum(owner => owner.K), owners.Sum(owner => owner.N));
        var p = owners.Select(owner => owner.N == 0 || owner.N < minSample
            ? (double?)null
            : FisherExact.TwoSided(owner.K, owner.N, events - owner.K, leads - owner.N)).ToList();
        var adjusted = BenjaminiHochberg.Adjust(p);
        return [.. owners.Select((owner, i) => new Ranking { Group = GroupOf(owner, adjusted[i]), P = p[i], AdjustedP = adjusted[i] })];

        // Better than the others is better than all: k ÷ n > K ÷ N, in whole numbers.
        RankGroup GroupOf((long K, long N) owner, double? adjustedP) =>
            adjustedP is null ? RankGroup.LowSample
            : adjustedP > Q ? RankGroup.Within
            : (Int128)owner.K * leads > (Int128)events * owner.N ? RankGroup.Above
            : RankGroup.Below;
    }

    /// <summary>
    /// Whether an owner is above the others for more than that some of them are bad: still <see cref="RankGroup.Above"/> when those are left
    /// out who are <see cref="RankGroup.Below"/> among the others. Of two owners nobody can be left out.
    /// </summary>
    /// <param name="owners">The owners to compare, from <c>K</c> events in <c>N</c> leads each.</param>
    /// <param name="owner">The place of the owner among them.</param>
    /// <param name="minSample">As of <see cref="Of"/>.</param>
    public static bool IsAboveTheOrdinary(IReadOnlyList<(long K, long N)> owners, int owner, long minSample)
    {
        var others = owners.Where((_, i) => i != owner).ToList();
        var ordinary = others.Zip(Of(others, minSample)).Where(other => other.Second.Group != RankGroup.Below).Select(other => other.First);
        return Of([owners[owner], .. ordinary], minSample)[0].Group == RankGroup.Above;
    }
}
