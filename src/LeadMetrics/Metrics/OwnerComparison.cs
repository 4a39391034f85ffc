using LeadMetrics.Engines;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>Leads and conversions by owner and source: what owners are compared by.</summary>
public sealed class OwnerCells
{
    private readonly Dictionary<(int Owner, int Source), (long N, long K)> _cells = [];

    /// <summary>By owner and source.</summary>
    public IEnumerable<(int Owner, int Source, long N, long K)> All => _cells.Select(cell => (cell.Key.Owner, cell.Key.Source, cell.Value.N, cell.Value.K));

    /// <summary>The same without the leads of nobody: nobody is compared with nobody.</summary>
    public IEnumerable<(int Owner, int Source, long N, long K)> OfOwners => All.Where(cell => cell.Owner != 0);

    /// <summary>Those of a question's leads.</summary>
    public static async Task<OwnerCells> ReadAsync<T>(Tallies<T> tallies, Snapshot data)
        where T : Tally, new()
    {
        var cells = new OwnerCells();
        await tallies.Selection.Leads.ReadAsync("metrics/owner_sources.sql", data, row => cells.Add(row.GetInt32(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3)));
        return cells;
    }

    public void Add(int owner, int source, long leads, long converted)
    {
        var (n, k) = _cells.GetValueOrDefault((owner, source));
        _cells[(owner, source)] = (n + leads, k + converted);
    }

    /// <summary>Adds all of another.</summary>
    public void Add(OwnerCells other)
    {
        foreach (var ((owner, source), (n, k)) in other._cells)
        {
            Add(owner, source, n, k);
        }
    }

    /// <summary>Each owner's leads and conversions.</summary>
    public IReadOnlyDictionary<int, (long K, long N)> ByOwner()
    {
        var owners = new Dictionary<int, (long K, long N)>();
        foreach (var (owner, _, n, k) in OfOwners)
        {
            var (beforeK, beforeN) = owners.GetValueOrDefault(owner);
            owners[owner] = (beforeK + k, beforeN + n);
        }

        return owners;
    }

    /// <summary>How far each owner stands above the others with the same sources (<see cref="MantelHaenszel"/>).</summary>
    public IReadOnlyDictionary<int, double?> Deviations()
    {
        // One source after the other, so that the sums are the same to the last digit whatever the order of the cells.
        var owners = new Dictionary<int, List<(long K, long N, long OthersK, long OthersN)>>();
        foreach (var source in OfOwners.GroupBy(cell => cell.Source).OrderBy(source => source.Key))
        {
            var (n, k) = (source.Sum(cell => cell.N), source.Sum(cell => cell.K));
            foreach (var cell in source)
            {
                if (!owners.TryGetValue(cell.Owner, out var strata))
                {
                    owners.Add(cell.Owner, strata = []);
                }

                strata.Add((cell.K, cell.N, k - cell.K, n - cell.N));
            }
        }

        return owners.ToDictionary(owner => owner.Key, owner => MantelHaenszel.Deviation(owner.Value));
    }

    /// <summary>Why the rate changed since an earlier window, by what sets leads apart: their source, or their owner.</summary>
    public MixEffect? ChangeSince(OwnerCells earlier, Func<(int Owner, int Source), int> by)
    {
        var (now, before) = (Grouped(_cells, by), Grouped(earlier._cells, by));
        return MixEffect.Of([.. now.Keys.Union(before.Keys).Select(key => (before.GetValueOrDefault(key), now.GetValueOrDefault(key)))
            .Select(pair => (pair.Item1.N, pair.Item1.K, pair.Item2.N, pair.Item2.K))]);
    }

    private static Dictionary<int, (long N, long K)> Grouped(Dictionary<(int Owner, int Source), (long N, long K)> cells, Func<(int Owner, int Source), int> by) =>
        cells.GroupBy(cell => by(cell.Key)).ToDictionary(group => group.Key, group => (group.Sum(cell => cell.Value.N), group.Sum(cell => cell.Value.K)));
}

/// <summary>Where an owner stands among the owners of an answer.</summary>
/// <param name="Ranking">By all leads.</param>
/// <param name="Mix">By what their sources let expect.</param>
/// <param name="Deviation">From the others with the same sources, in standard deviations; null where they share none.</param>
public sealed record OwnerStanding(Ranking Ranking, SourceMix Mix, double? Deviation);

/// <summary>Compares the owners of an answer with each other.</summary>
public static class OwnerComparison
{
    public static readonly Parameter<int> MinSample = Param.Whole("minSample", "An owner with fewer leads than this is not reliable: a rate of so few says little.", 30, 1, 1_000_000);

    /// <summary>Reads what they are compared by, and notes down each owner's standing.</summary>
    public static async Task ReadAsync(Tallies<OwnerTally> tallies, int minSample, Snapshot data)
    {
        var cells = await OwnerCells.ReadAsync(tallies, data);
        foreach (var (owner, source, leads, converted) in cells.All)
        {
            tallies.At(owner, null).Cells.Add(owner, source, leads, converted);
        }

        var owners = cells.ByOwner();
        var rankings = owners.Keys.Zip(RankGroups.Of([.. owners.Values], minSample)).ToDictionary();
        var deviations = cells.Deviations();
        foreach (var (owner, mix) in SourceMix.Of(cells.OfOwners))
        {
            tallies.At(owner, null).Standing = new OwnerStanding(rankings[owner], mix, deviations[owner]);
        }
    }
}
