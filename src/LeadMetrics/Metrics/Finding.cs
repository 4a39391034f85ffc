using LeadMetrics.Languages;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What figures suggest, before it is put into words.</summary>
/// <param name="Code">What it is; never changes.</param>
/// <param name="Variant">Which of the code's texts says it; null for the only one.</param>
/// <param name="Numbers">The numbers that it rests on, by the names that stand in the text.</param>
public sealed record Finding(string Code, string? Variant, params IReadOnlyList<(string Name, double Value)> Numbers)
{
    public Insight In(Texts texts) => new(
        Code,
        texts.Say("insights." + Code + (Variant is null ? "" : "." + Variant), [.. Numbers.Select(number => (number.Name, (object?)number.Value))]),
        Numbers.ToDictionary(number => number.Name, number => number.Value));
}

/// <summary>Findings about a whole team; of several tallies those of each.</summary>
public sealed class TeamFindings
{
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public void Add(Finding finding) => _all.Add(finding);

    /// <summary>Adds all of another.</summary>
    public void Add(TeamFindings other) => _all.AddRange(other._all);
}
