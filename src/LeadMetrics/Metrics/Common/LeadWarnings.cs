using LeadMetrics.Languages;
using LeadMetrics.Parameters;
using LeadMetrics.Quality;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics.Common;

/// <summary>What a reader should know before relying on figures, before it is put into words.</summary>
/// <param name="Defect">What it is.</param>
/// <param name="Count">How much it touches; null where it is about everything.</param>
/// <param name="All">Of how much.</param>
/// <param name="Leads">Where the leads are listed, where it is about leads.</param>
/// <param name="Variant">Which of the code's texts says it; null for the only one.</param>
public sealed record Caveat(DataDefect Defect, long? Count = null, long All = 0, string? Leads = null, string? Variant = null)
{
    /// <summary>Where the records are listed, as many as the count; null where that is not known.</summary>
    public string? Records { get; init; }

    /// <summary>How far rates could be off by it; null where that is not known.</summary>
    public IReadOnlyList<Bounds>? Bounds { get; init; }

    public Warning In(Texts texts)
    {
        var message = texts.Say("warnings." + Defect.Code + (Variant is null ? "" : "." + Variant), ("count", Count), ("all", All));
        return new Warning(Defect.Code, message, Count, Count is { } count ? Rate.Of(count, All).Percent : null, Leads, Records, Bounds);
    }
}

/// <summary>What a reader should know before relying on figures about leads.</summary>
public static class LeadWarnings
{
    /// <summary>The warning that is about all leads: nothing is planned anywhere.</summary>
    public static readonly Caveat NothingPlanned = new(DataDefects.NoPlannedActivities);

    /// <summary>Warnings for the documentation: of three leads of nobody, one with the event.</summary>
    public static IEnumerable<Caveat> Example<TRow>(MetricDefinition definition, Group? group, TRow row)
        where TRow : MetricRow
    {
        var bounds = group is null ? [] : RowColumns<TRow>.Bounded.Select(bounded => Bounds.OfOthers(group.Id, bounded.Name, bounded.Read(row), 1, 2)).ToList();
        if (bounds.Count > 0)
        {
            yield return new Caveat(DataDefects.MissingOwner, 3, 43, new LeadLinks(Envelope.ExampleQuestion).To(DataDefects.MissingOwner.Figure))
            {
                Records = DataQuality.AddressOf(DataDefects.MissingOwner, Envelope.ExampleQuestion),
                Bounds = bounds,
            };
        }

        if (definition.Parameters.Contains(LeadQuestion.IdleAfter))
        {
            yield return NothingPlanned;
        }
    }

    /// <summary>What a reader should know of an answer.</summary>
    /// <param name="definition">The metric that answers.</param>
    /// <param name="selection">The question.</param>
    /// <param name="sum">All that was counted.</param>
    /// <param name="leftOut">What a filter leaves out.</param>
    /// <param name="bounds">How far rates could be off by a defect.</param>
    public static IEnumerable<Caveat> Of(MetricDefinition definition, LeadSelection selection, Tally sum, LeftOut leftOut, Func<DataDefect, IReadOnlyList<Bounds>?> bounds)
    {
        var (links, question) = (new LeadLinks(selection.Question), selection.Question);
        if (selection.Layout.Compare is not null && question.Period is { } period && period.End > question.AsOf)
        {
            yield return new Caveat(DataDefects.PeriodNotOver);
        }

        if (selection.Layout.Compare is not null && question.Basis == Basis.Cohort && question.Window is null && definition.Parameters.Contains(LeadQuestion.WindowLength))
        {
            yield return new Caveat(DataDefects.EarlierLeadsAreOlder);
        }

        foreach (var defect in DataDefects.All)
        {
            switch (defect)
            {
                case LeadDefect ofLeads when !ofLeads.Possible(selection.Version) || !ofLeads.Touches(definition, question):
                    break;
                case LeadDefect when defect == DataDefects.NoPlannedActivities:
                    yield return NothingPlanned;
                    break;
                case LeadDefect ofLeads when ofLeads.Count(sum) is > 0 and var count:
                    yield return new Caveat(defect, count, sum.Leads, links.To(ofLeads.Figure)) { Records = DataQuality.AddressOf(defect, question), Bounds = bounds(defect) };
                    break;
                case LeftOutDefect filtered when filtered.Count(leftOut) is > 0 and var count:
                    yield return new Caveat(defect, count, sum.Leads + count, new LeadLinks(filtered.Ask(selection)!).To(LeadDefect.Leads)) { Records = DataQuality.AddressOf(defect, question) };
                    break;
            }
        }
    }
}
