using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;

namespace LeadMetrics.Quality;

/// <summary>Something that a reader should know before relying on figures. <see cref="DataDefects"/> has all of them.</summary>
/// <param name="Code">What it is; never changes.</param>
/// <param name="Of">What its count is a share of; null where it has none.</param>
public abstract record DataDefect(string Code, string? Of)
{
    /// <summary>What its records are chosen by; of anything else they do not depend.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>A part of what is said about it: <c>title</c>, <c>meaning</c>, <c>remedy</c>.</summary>
    public string Say(string part, Texts texts) => texts[$"dataQuality.{Code}.{part}"];
}

/// <summary>What depends on how a metric is asked, so that only its own answer counts it.</summary>
/// <inheritdoc cref="DataDefect"/>
public sealed record QuestionDefect(string Code) : DataDefect(Code, null);

/// <summary>A defect of leads. It is a figure, so that its count is as long as its list, here and in every metric's warning.</summary>
/// <inheritdoc cref="DataDefect"/>
/// <param name="Figure">The figure that counts the leads.</param>
/// <param name="Count">The same count in a tally.</param>
/// <param name="Flaw">What is wrong with a lead that has it, by the question that it was listed for.</param>
/// <param name="Of">The figure that its count is a share of.</param>
public sealed record LeadDefect(string Code, Figure Figure, Func<Tally, long> Count, Func<Lead, LeadQuestion, Flaw> Flaw, string Of = LeadDefect.Leads) : DataDefect(Code, Of)
{
    /// <summary>The figure that most are a share of.</summary>
    public const string Leads = "leads";

    /// <summary>Whether the data can have it; where they cannot, nothing is wrong with the leads of its figure.</summary>
    public Func<DataVersion, bool> Possible { get; init; } = _ => true;

    /// <summary>Whether a metric's answer to a question depends on it: only then it warns.</summary>
    public Func<MetricDefinition, LeadQuestion, bool> Touches { get; init; } = (_, _) => true;
}

/// <summary>Leads of nobody that a filter leaves out, though they may belong to whom it asks for.</summary>
/// <inheritdoc cref="DataDefect"/>
/// <param name="Column">The column that is empty.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Ask">The question that they are the leads of; null where no filter leaves them out.</param>
public sealed record LeftOutDefect(string Code, string Column, Func<LeftOut, long> Count, Func<LeadSelection, LeadQuestion?> Ask) : DataDefect(Code, LeadDefect.Leads)
{
    /// <summary>The selection of these leads; null where no filter leaves them out.</summary>
    public async Task<LeadSelection?> LeadsAsync(LeadSelection selection, Snapshot data) => Ask(selection) is { } question ? await LeadSelection.FindAsync(question, Layout.Plain, data) : null;
}

/// <summary>A defect of the owners who work leads.</summary>
/// <inheritdoc cref="DataDefect"/>
/// <param name="Column">The column that is empty or wrong.</param>
/// <param name="Has">Whether an owner has it.</param>
public sealed record OwnerDefect(string Code, string Column, Func<OwnerRow, bool> Has) : DataDefect(Code, "activeOwners");

/// <summary>A defect of rows other than leads and owners.</summary>
/// <inheritdoc cref="DataDefect"/>
/// <param name="Path">The statement that lists them, each place by itself, in the order of their keys.</param>
/// <param name="Places">Where they can be.</param>
/// <param name="Count">Counts them.</param>
public sealed record RowDefect(string Code, string Of, string Path, IReadOnlyList<DefectPlace> Places, Func<DefectCounts, Task<DefectCount>> Count) : DataDefect(Code, Of)
{
    /// <summary>The switch of the statement's lines that are about this defect alone.</summary>
    public string? Switch { get; init; }

    /// <summary>The selection as the statement takes it, and the values of its parameters.</summary>
    public Func<LeadSelection, (LeadSelection Selection, IReadOnlyDictionary<string, object?> Parameters)> Ask { get; init; } = selection => (selection, selection.Parameters);
}

/// <summary>A column of a dataset that can have a defect.</summary>
public sealed record DefectPlace(Dataset Dataset, string Column);

/// <summary>What is wrong with a record.</summary>
/// <param name="Column">The column that is empty or wrong; null where it is no column of the dataset.</param>
/// <param name="Value">What stands there; null where nothing does.</param>
/// <param name="Against">What that does not agree with; null where it is nothing else.</param>
public sealed record Flaw(string? Column, string? Value = null, string? Against = null);
