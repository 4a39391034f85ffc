using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Parameters;

namespace LeadMetrics.Metrics.Common;

/// <summary>
/// The owners and sources that there are for a caller: the one place where a scope becomes keys. Others do not exist for them, and the
/// keys stand in every statement about leads (<c>sql/shared/figures.sql</c>), spend (<c>spent.sql</c>) and records (<c>seen.sql</c>).
/// </summary>
/// <param name="Owners">The owners.</param>
/// <param name="Sources">The sources.</param>
/// <param name="OwnerKeys">The keys that leads are limited to; null for no limit.</param>
/// <param name="SourceKeys">The same of sources.</param>
public sealed record SeenMembers(IReadOnlyList<OwnerRow> Owners, IReadOnlyList<SourceRow> Sources, IReadOnlyList<int>? OwnerKeys, IReadOnlyList<int>? SourceKeys)
{
    // The key of nobody, and of no source.
    private const int Nobody = 0;

    /// <summary>The lines of the SQL that keep to it.</summary>
    public IReadOnlySet<string> Switches => new[] { ("seen", IsLimited), ("seenOwners", OwnerKeys is not null), ("seenSources", SourceKeys is not null) }
        .Where(line => line.Item2).Select(line => line.Item1).ToHashSet();

    /// <summary>The keys, as the SQL has them.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => new Dictionary<string, object?> { ["seenOwnerKeys"] = OwnerKeys, ["seenSourceKeys"] = SourceKeys };

    public bool IsLimited => OwnerKeys is not null || SourceKeys is not null;

    /// <summary>Whether leads of no owner are among them.</summary>
    public bool SeesOwnerless => OwnerKeys?.Contains(Nobody) != false;

    /// <summary>Whether leads of no source are among them.</summary>
    public bool SeesSourceless => SourceKeys?.Contains(Nobody) != false;

    public static async Task<SeenMembers> ReadAsync(Scope scope, Snapshot data)
    {
        var owners = (await data.RowsAsync<OwnerRow>("metrics/owners.sql")).Where(owner => Sees(scope, owner)).ToList();
        var sources = (await data.RowsAsync<SourceRow>("metrics/sources.sql")).Where(source => scope.SourceIds?.Contains(source.SourceId) != false).ToList();
        return new(
            owners, sources,
            scope.OwnerIds is null && scope.Teams is null ? null : [.. owners.Select(owner => owner.OwnerKey)],
            scope.SourceIds is null ? null : [.. sources.Select(source => source.SourceKey)]);
    }

    // Nobody is in no team, and yet no member of a scope unless it names them.
    private static bool Sees(Scope scope, OwnerRow owner) =>
        (scope.OwnerIds is null && scope.Teams is null)
        || scope.OwnerIds?.Contains(owner.OwnerId) == true
        || (owner.OwnerKey != Nobody && scope.Teams?.Contains(owner.Team ?? LeadQuestion.Nobody) == true);
}
