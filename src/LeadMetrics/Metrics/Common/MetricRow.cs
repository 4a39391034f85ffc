using System.Text.Json.Serialization;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics.Common;

/// <summary>What the rows of every metric have.</summary>
public abstract record MetricRow
{
    /// <summary>First local day of the row's bucket, inside the period; null without interval, and in totals.</summary>
    [JsonPropertyOrder(-2)]
    public DateOnly? From { get; internal set; }

    /// <summary>Last local day of the row's bucket, inside the period; null without interval, and in totals.</summary>
    [JsonPropertyOrder(-2)]
    public DateOnly? To { get; internal set; }

    /// <summary>
    /// Whether the row's figures are hidden, all null then: it is of fewer leads than a caller who may not see single leads is shown, or
    /// could be told from one that is.
    /// </summary>
    [JsonPropertyOrder(1)]
    public bool Suppressed { get; private set; }

    /// <summary>The change of each figure since the window compared with, by the figure's name; null without compare, and where either row is hidden.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyDictionary<string, Change>? Change { get; internal set; }

    /// <summary>Where the leads behind each count are listed, by the count's name.</summary>
    [JsonPropertyOrder(2)]
    public IReadOnlyDictionary<string, string> Links { get; internal set; } = new Dictionary<string, string>();

    /// <summary>Hides the figures: those are what the metric's own row adds, and they are written as null.</summary>
    internal void Suppress()
    {
        (Suppressed, Change, Links) = (true, null, new Dictionary<string, string>());
    }

    /// <summary>The same row as it is shown to who may see it, for what columns it has.</summary>
    internal MetricRow Shown() => this with { Suppressed = false };

    /// <summary>The same row without what is worked out by setting all rows beside each other, of which some are hidden.</summary>
    internal virtual MetricRow WithoutOthers() => this;
}

/// <summary>A row of a metric that can be grouped in several ways.</summary>
public abstract record GroupedRow : MetricRow
{
    /// <summary>
    /// What the row is about, by groupBy: the CRM's id of an owner, source or campaign, the name of a team, channel or
    /// status, an hour from 00 to 23, or a weekday. Null in totals, and without groupBy.
    /// </summary>
    [JsonPropertyOrder(-1)]
    public string? Group { get; internal set; }

    /// <summary>Its name; null where it is not known.</summary>
    [JsonPropertyOrder(-1)]
    public string? GroupName { get; internal set; }
}

/// <summary>A row about a lead owner.</summary>
public abstract record OwnerMetricRow : MetricRow
{
    /// <summary>The owner's id in the CRM; <c>(unassigned)</c> for nobody; null in totals.</summary>
    [JsonPropertyOrder(-1)]
    public string? OwnerId { get; internal set; }

    /// <summary>The owner's name; null where it is not known, and in totals.</summary>
    [JsonPropertyOrder(-1)]
    public string? Name { get; internal set; }

    /// <summary>The owner's team; null where it is not known.</summary>
    [JsonPropertyOrder(-1)]
    public string? Team { get; internal set; }

    /// <summary>Whether the owner still works leads; null in totals.</summary>
    [JsonPropertyOrder(-1)]
    public bool? Active { get; internal set; }

    /// <summary>Leads a month that the owner can work, in totals those of the active owners together; null where it is not known.</summary>
    [JsonPropertyOrder(-1)]
    [OfTheMoment]
    public long? Capacity { get; internal set; }

    /// <summary>Notes down whom the row is about.</summary>
    internal void IsAbout(Place place)
    {
        var owner = place.Owner;
        (OwnerId, Name, Team, Active) = (owner?.OwnerId, place.Group?.Called(place.Texts), owner?.Team, owner?.Active);
        Capacity = place.Group is null ? place.Selection.Capacity : owner?.Capacity;
    }
}

/// <summary>Marks a figure of this moment, which belongs to no period: it has no change since an earlier one, and no bucket.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OfTheMomentAttribute : Attribute;

/// <summary>Marks a part of a row: its figures are the row's, by their path.</summary>
public interface IRowPart;

/// <summary>A row whose rates may be of too few leads to be ranked by.</summary>
public interface ISampled
{
    /// <summary>Whether they are of enough.</summary>
    bool Reliable { get; }
}
