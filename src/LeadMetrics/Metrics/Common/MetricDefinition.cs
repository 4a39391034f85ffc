using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Parameters;

namespace LeadMetrics.Metrics.Common;

/// <summary>What a metric means.</summary>
public sealed record MetricDefinition
{
    /// <summary>kebab-case; the last part of its URL, and its key in <c>texts/</c>, which say what it means.</summary>
    public required string Name { get; init; }

    /// <summary>Grows by one with each change of what the figures mean.</summary>
    public required int Version { get; init; }

    /// <summary>The datasets without which it says nothing, and those that it can use.</summary>
    public required IReadOnlyList<Dataset> Needs { get; init; }

    /// <inheritdoc cref="Needs"/>
    public IReadOnlyList<Dataset> Uses { get; init; } = [];

    /// <summary>The period where a request names none.</summary>
    public Preset Period { get; init; } = Preset.Last30Days;

    /// <summary>Its parameters, in the order of the documentation.</summary>
    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>What a reader calls it.</summary>
    public string Title(Texts texts) => texts[$"metrics.{Name}.title"];

    /// <summary>The question that it answers.</summary>
    public string Question(Texts texts) => texts[$"metrics.{Name}.question"];

    /// <summary>How the figures are worked out.</summary>
    public string Formula(Texts texts) => texts[$"metrics.{Name}.formula"];

    /// <summary>The unit of its main figure.</summary>
    public string Unit(Texts texts) => texts[$"metrics.{Name}.unit"];
}
