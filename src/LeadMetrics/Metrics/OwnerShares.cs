using LeadMetrics.Engines;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What is set against capacity.</summary>
public enum Load
{
    Open,
    Received,
}

/// <summary>An owner's part of the leads.</summary>
/// <param name="Owner">Who.</param>
/// <param name="Leads">Leads of the period.</param>
/// <param name="OpenLoad">Leads open at asOf, whenever created.</param>
/// <param name="Mix">What could be expected of the leads of the period; null without any.</param>
public sealed record OwnerShare(OwnerRow Owner, long Leads, long OpenLoad, SourceMix? Mix)
{
    /// <summary>The rate that a reallocation takes the owner to have; null where none is asked for, and of those who get no leads by it.</summary>
    public AssumedRate? Rate { get; init; }

    /// <summary>The leads that the owner would get by it.</summary>
    public long? Suggested { get; init; }

    /// <summary>The leads that are set against the owner's capacity.</summary>
    public long Of(Load load) => load == Load.Open ? OpenLoad : Leads;
}

/// <summary>Every owner's part, of an answer by owner; it adds up like any other column of a tally.</summary>
public sealed class OwnerShares
{
    private readonly List<OwnerShare> _all = [];

    /// <summary>Everybody who is active or has leads, in the order of their ids.</summary>
    public IEnumerable<OwnerShare> All => _all.OrderBy(share => share.Owner.OwnerId, StringComparer.Ordinal);

    /// <summary>Those who work leads: who left can be given none.</summary>
    public IEnumerable<OwnerShare> Active => All.Where(share => share.Owner.Active);

    /// <summary>Those of them who can work some a month, with how many; everybody alike where no capacity is known.</summary>
    public IReadOnlyList<(OwnerShare Share, long Capacity)> Compared =>
        Active.Any(share => share.Owner.Capacity > 0)
            ? [.. Active.Where(share => share.Owner.Capacity > 0).Select(share => (share, (long)share.Owner.Capacity!))]
            : [.. Active.Select(share => (share, 1L))];

    /// <summary>Leads of the period of sources that no other owner has.</summary>
    public long WithoutComparison => _all.Sum(share => share.Mix?.WithoutComparison ?? 0);

    /// <summary>An owner's part; null of nobody, and where nothing was noted down.</summary>
    public OwnerShare? Of(OwnerRow? owner) => _all.Find(share => share.Owner.OwnerId == owner?.OwnerId);

    public void Add(OwnerShare share) => _all.Add(share);

    /// <summary>Adds all of another.</summary>
    public void Add(OwnerShares other) => _all.AddRange(other._all);

    /// <summary>Spreads the leads of those compared over them anew.</summary>
    public Reallocation Reallocate(int minSample) =>
        Reallocation.Of([.. Compared.Select(owner => (owner.Share.Leads, owner.Capacity, RateOf(owner.Share, minSample)))]);

    /// <summary>The rate that an owner is taken to have.</summary>
    private AssumedRate RateOf(OwnerShare share, int minSample)
    {
        var all = Rate.Of(_all.Sum(one => one.Mix?.Conversions ?? 0), _all.Sum(one => one.Mix?.Leads ?? 0));
        return AssumedRate.For(share.Mix, minSample, all.Percent ?? 0);
    }

    /// <summary>Notes down the part of every owner, by what was counted of their leads; with a least sample also what each would get by a reallocation.</summary>
    public static async Task ReadAsync(Tallies<DistributionTally> tallies, int? minSample, Snapshot data)
    {
        var mixes = SourceMix.Of((await OwnerCells.ReadAsync(tallies, data)).OfOwners);
        var shares = new OwnerShares();
        foreach (var owner in tallies.Selection.Owners.Where(owner => owner.OwnerKey != 0))
        {
            var tally = tallies.Of(tallies.GroupOf(owner.OwnerKey), null);
            if (owner.Active || tally.Leads + tally.OpenLoad > 0)
            {
                shares.Add(new OwnerShare(owner, tally.Leads, tally.OpenLoad, mixes.GetValueOrDefault(owner.OwnerKey)));
            }
        }

        foreach (var share in minSample is { } least ? shares.With(least) : shares.All)
        {
            tallies.At(share.Owner.OwnerKey, null).Shares.Add(share);
        }
    }

    private IEnumerable<OwnerShare> With(int minSample)
    {
        var compared = Compared.Select((owner, i) => (owner.Share, At: i)).ToDictionary(owner => owner.Share, owner => owner.At);
        var suggested = Reallocate(minSample).Leads;
        return All.Select(share => compared.TryGetValue(share, out var at) ? share with { Rate = RateOf(share, minSample), Suggested = suggested?[at] } : share);
    }
}

/// <summary>How evenly the load is spread over the owners who are compared, against what they can work.</summary>
public sealed record LoadFairness
{
    /// <summary>Active owners who are compared: those with a capacity above 0, or all of them where nobody has one. Those without a lead are among them.</summary>
    public required int ComparedOwners { get; init; }

    /// <summary>Those of them whose load is 0.</summary>
    public required int OwnersWithoutLoad { get; init; }

    /// <summary>Active owners whose capacity is 0 or not known.</summary>
    public required int OwnersWithoutCapacity { get; init; }

    /// <summary>Gini's coefficient of load ÷ capacity; null for fewer than two owners, and where nobody has any load.</summary>
    public required Gini? LoadGini { get; init; }

    /// <summary>Whether the loads differ from the shares of capacity by more than chance.</summary>
    public required GoodnessOfFit LoadTest { get; init; }

    /// <summary>Gini's coefficient of the active owners' qualityPercent; null for fewer than two who have one, and where all have 0.</summary>
    public required Gini? QualityGini { get; init; }

    public static LoadFairness Of(OwnerShares shares, Load load)
    {
        var compared = shares.Compared;
        return new LoadFairness
        {
            ComparedOwners = compared.Count,
            OwnersWithoutLoad = compared.Count(owner => owner.Share.Of(load) == 0),
            OwnersWithoutCapacity = shares.Active.Count(share => share.Owner.Capacity is null or 0),
            LoadGini = Gini.Of([.. compared.Select(owner => owner.Share.Of(load) / (double)owner.Capacity)]),
            LoadTest = GoodnessOfFit.Of(compared.Select(owner => (owner.Share.Of(load), owner.Capacity))),
            QualityGini = Gini.Of([.. shares.Active.Select(share => share.Mix?.QualityPercent).OfType<double>()]),
        };
    }
}
