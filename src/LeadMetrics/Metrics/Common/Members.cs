namespace LeadMetrics.Metrics.Common;

/// <summary>A lead owner.</summary>
public sealed class OwnerRow
{
    public int OwnerKey { get; init; }

    public string OwnerId { get; init; } = "";

    public string? Name { get; init; }

    public string? Team { get; init; }

    public bool Active { get; init; }

    public int? Capacity { get; init; }
}

/// <summary>Where leads come from.</summary>
public sealed class SourceRow
{
    public int SourceKey { get; init; }

    public string SourceId { get; init; } = "";

    public string? Name { get; init; }

    public string? Channel { get; init; }

    /// <summary>Whether it came in the CRM's list of sources; otherwise something refers to it.</summary>
    public bool Known { get; init; }
}

/// <summary>An id and its key.</summary>
public sealed class KeyRow
{
    public string Id { get; init; } = "";

    public int ReferenceKey { get; init; }
}
