using LeadMetrics.Access;
using LeadMetrics.Languages;

namespace LeadMetrics.Results;

/// <summary>The answer to a question.</summary>
/// <typeparam name="TRow">The metric's row.</typeparam>
/// <param name="Data">The rows.</param>
/// <param name="Totals">All rows together, worked out from the leads and not from the rows' rates.</param>
/// <param name="Meta">What was asked, and how far the answer can be relied on.</param>
public sealed record MetricResponse<TRow>(IReadOnlyList<TRow> Data, TRow Totals, MetricMeta Meta);

/// <summary>What was asked, and how far the answer can be relied on.</summary>
public sealed record MetricMeta
{
    /// <summary>The metric's name.</summary>
    public required string Metric { get; init; }

    /// <summary>The version of its definition; a changed definition has a new one.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>How the figures are worked out.</summary>
    public required string Definition { get; init; }

    /// <summary>Which leads and which events are set against each other.</summary>
    public required string Basis { get; init; }

    /// <summary>What counts as converted; null where the metric does not depend on it.</summary>
    public required string? Conversion { get; init; }

    public required string OwnerAt { get; init; }

    /// <summary>The period; null for all time.</summary>
    public required PeriodMeta? Period { get; init; }

    /// <summary>The earlier window that each row is set beside; null without compare.</summary>
    public required PeriodMeta? ComparedWith { get; init; }

    /// <summary>Whether the rates set flows against each other: they may pass 100 percent and have no interval.</summary>
    public required bool RatioOfFlows { get; init; }

    /// <summary>The zone whose days count.</summary>
    public required string Tz { get; init; }

    /// <summary>The instant of truth; giving it again gives the same answer from the same data.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>The version of the data that every figure here belongs to.</summary>
    public required long DataVersion { get; init; }

    /// <summary>ISO 4217 code of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>How exact the percentiles of durations are; null where the metric has none.</summary>
    public PercentileMeta? Percentiles { get; init; }

    /// <summary>Every parameter in force, by its name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; init; }

    /// <summary>What the caller may see, where that is not everything; null where it is.</summary>
    public required ScopeMeta? Scope { get; init; }

    /// <summary>What is hidden from a caller who may not see single leads; null where nothing is.</summary>
    public required SuppressionMeta? Suppression { get; init; }

    /// <summary>Leads of the period that are not among the eligible ones, by class; null for a caller who may not see single leads where a class is of few.</summary>
    public required Exclusions? Exclusions { get; init; }

    /// <summary>What a reader should know before relying on the figures.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }
}

/// <summary>How exact percentiles of durations are.</summary>
/// <param name="ExactUpTo">Of so many durations they are exact.</param>
/// <param name="RelativeError">Of more, each duration is known to within this part of itself.</param>
public sealed record PercentileMeta(int ExactUpTo, double RelativeError);

/// <summary>What a limited caller may see: an answer holds nothing else, and its totals are of that alone.</summary>
/// <param name="OwnerIds">The owners, besides those of the teams; null where owners are not named.</param>
/// <param name="Teams">The teams whose owners they are; null where teams are not named.</param>
/// <param name="SourceIds">The sources; null where they do not limit.</param>
/// <param name="Message">A sentence for a reader.</param>
public sealed record ScopeMeta(IReadOnlyList<string>? OwnerIds, IReadOnlyList<string>? Teams, IReadOnlyList<string>? SourceIds, string Message)
{
    /// <summary>What there is to say of a scope; null of one that has no limit.</summary>
    public static ScopeMeta? Of(Scope scope, Texts texts) =>
        scope.IsLimited ? new(scope.OwnerIds, scope.Teams, scope.SourceIds, texts["access.scope"]) : null;
}

/// <summary>What is hidden from a caller who may not see single leads.</summary>
/// <param name="SmallestGroup">Rows of fewer leads have no figures; nor has the next smallest, where they could be worked out from the totals.</param>
/// <param name="Rows">How many rows are hidden, the totals among them.</param>
/// <param name="Message">A sentence for a reader.</param>
public sealed record SuppressionMeta(int SmallestGroup, int Rows, string Message);

/// <summary>Local days, and the UTC range that they are.</summary>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day.</param>
/// <param name="FromUtc">First instant.</param>
/// <param name="ToUtc">First instant after the period.</param>
public sealed record PeriodMeta(DateOnly From, DateOnly To, DateTime FromUtc, DateTime ToUtc);

/// <summary>All leads created in the period, of a limited caller those in the scope: eligible + filtered + deleted + test + merged = total.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Eligible">The ones that figures count.</param>
/// <param name="Filtered">Left out by the filters.</param>
/// <param name="Deleted">Match the filters, but are deleted.</param>
/// <param name="Test">Match the filters, but are tests.</param>
/// <param name="Merged">Match the filters, but are merged into another lead.</param>
public sealed record Exclusions(long Total, long Eligible, long Filtered, long Deleted, long Test, long Merged);

/// <summary>A defect of the data that touches the figures.</summary>
/// <param name="Code">What it is; never changes.</param>
/// <param name="Message">A sentence for a reader.</param>
/// <param name="Count">How many leads it touches, or how many of what the message names; null where it is about all of them.</param>
/// <param name="Percent">Their share, of leads that of the eligible ones, in percent; null where it is about all of them.</param>
/// <param name="Leads">Where they are listed; null where it is about all of them, or not about leads.</param>
/// <param name="Records">Where the same, or what else the message names, is listed with what is wrong with each; null where it is about all of them.</param>
/// <param name="Bounds">
/// How far the main rates could be off by it; null where that cannot be told. Leads of no owner (no source): the rates of each row by owner or team (by source or channel), without an
/// interval, if they all were that row's, without the event or with it. Leads converted by status alone: the totals' rates of conversion, if all of them converted.
/// Responses before the start: the totals' shares within the target, if all of them were in time, or none.
/// </param>
public sealed record Warning(string Code, string Message, long? Count, double? Percent, string? Leads, string? Records, IReadOnlyList<Bounds>? Bounds);

/// <summary>What the figures of a row suggest; nothing that is certain, and no verdict.</summary>
/// <param name="Code">
/// What it is; never changes. Of an owner: OVERLOADED, NEEDS_COACHING, CAN_TAKE_MORE, NEGLECTED_LEADS, SLOW_RESPONSE. Of all owners together:
/// UNEQUAL_PERFORMANCE, CAPACITY_SHORT, UNEVEN_DISTRIBUTION.
/// </param>
/// <param name="Sentence">A sentence for a reader, with what to consider.</param>
/// <param name="Numbers">The numbers that it rests on, by name; percent where the name says so.</param>
public sealed record Insight(string Code, string Sentence, IReadOnlyDictionary<string, double> Numbers);
