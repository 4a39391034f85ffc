namespace LeadMetrics.Results;

/// <summary>What an owner's leads could be expected to give, as they come from better or worse sources: indirect standardisation.</summary>
/// <remarks>N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research II (IARC, 1987), chapter 2.</remarks>
public sealed record SourceMix
{
    /// <summary>The owner's leads n.</summary>
    public required long Leads { get; init; }

    /// <summary>The owner's conversions O.</summary>
    public required long Conversions { get; init; }

    /// <summary>
    /// Conversions E that the owner's leads had given at the team's rates: Σ over sources of n·r, with 4 decimals. Over all owners it sums
    /// to the conversions of the team.
    /// </summary>
    public required double Expected { get; init; }

    /// <summary>O ÷ E, with 4 decimals: above 1 is better than the team with the same sources; null where E is 0.</summary>
    public required double? Index { get; init; }

    /// <summary>
    /// O ÷ E × the team's rate, in percent with 4 decimals: the owner's rate as with the team's sources; null where E is 0. It passes 100
    /// where an owner converts most leads of sources that convert few.
    /// </summary>
    public required double? AdjustedPercent { get; init; }

    /// <summary>
    /// Lower bound of the 95 % interval of <see cref="AdjustedPercent"/>: Wilson's of O in n leads, standardised like O itself. E and the team's
    /// rate are taken as known, as is usual for a standardised ratio. Null where E is 0.
    /// </summary>
    public required double? AdjustedLow { get; init; }

    /// <summary>Upper bound of the same.</summary>
    public required double? AdjustedHigh { get; init; }

    /// <summary>
    /// The quality of the leads received: what share the <em>other</em> owners had converted of leads from the same sources, in percent with
    /// 4 decimals. Leads of a source that no other owner has are left out of it, as there is nothing known to compare them with; null where no
    /// leads are left.
    /// </summary>
    public required double? QualityPercent { get; init; }

    /// <summary>Leads of sources that no other owner has: left out of <see cref="QualityPercent"/>.</summary>
    public required long WithoutComparison { get; init; }

    /// <summary>
    /// Each owner of a team, from <c>K</c> conversions in <c>N</c> leads by owner and source. An owner and source may come more than
    /// once; unknown is a source like any other. The team is all that is given.
    /// </summary>
    public static IReadOnlyDictionary<TOwner, SourceMix> Of<TOwner, TSource>(IEnumerable<(TOwner Owner, TSource Source, long N, long K)> cells)
        where TOwner : notnull
        where TSource : notnull
    {
        var owners = new Dictionary<TOwner, Dictionary<TSource, (long N, long K)>>();
        var team = new Dictionary<TSource, (long N, long K)>();
        foreach (var (owner, source, n, k) in cells)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(k, nameof(cells));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n, nameof(cells));
            owners.TryAdd(owner, []);
            Add(owners[owner], source, n, k);
            Add(team, source, n, k);
        }

        var teamRate = team.Values.Sum(cell => cell.K) / (double)team.Values.Sum(cell => cell.N);
        return owners.ToDictionary(owner => owner.Key, owner => Of(owner.Value, team, teamRate));
    }

    private static SourceMix Of<TSource>(Dictionary<TSource, (long N, long K)> own, Dictionary<TSource, (long N, long K)> team, double teamRate)
        where TSource : notnull
    {
        var conversions = own.Values.Sum(cell => cell.K);
        var (expected, expectedOfOthers, compared, withoutComparison) = (0.0, 0.0, 0L, 0L);
        foreach (var (source, (n, k)) in own.Where(cell => cell.Value.N > 0))
        {
            var (allN, allK) = team[source];
            expected += n * (double)allK / allN;
            if (allN == n)
            {
                withoutComparison += n;
            }
            else
            {
                compared += n;
                expectedOfOthers += n * (double)(allK - k) / (allN - n);
            }
        }

        var leads = own.Values.Sum(cell => cell.N);
        var (low, high) = expected == 0 ? (0, 0) : Rate.Wilson(conversions, leads);
        return new SourceMix
        {
            Leads = leads,
            Conversions = conversions,
            Expected = Rounded(expected),
            Index = expected == 0 ? null : Rounded(conversions / expected),
            AdjustedPercent = expected == 0 ? null : Rate.Percentage(conversions / expected * teamRate),
            AdjustedLow = expected == 0 ? null : Rate.Percentage(low * leads / expected * teamRate),
            AdjustedHigh = expected == 0 ? null : Rate.Percentage(high * leads / expected * teamRate),
            QualityPercent = compared == 0 ? null : Rate.Percentage(expectedOfOthers / compared),
            WithoutComparison = withoutComparison,
        };
    }

    private static void Add<TSource>(Dictionary<TSource, (long N, long K)> sources, TSource source, long n, long k)
        where TSource : notnull
    {
        var (before, beforeK) = sources.GetValueOrDefault(source);
        sources[source] = (before + n, beforeK + k);
    }

    private static double Rounded(double value) => Math.Round(value, 4, MidpointRounding.ToEven);
}
