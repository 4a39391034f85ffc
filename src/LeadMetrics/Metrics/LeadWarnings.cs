using LeadMetrics.Languages;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What a reader should know before relying on figures, before it is put into words.</summary>
/// <param name="Defect">What it is.</param>
/// <param name="Count">How much it touches; null where it is about everything.</param>
/// <param name="All">Of how much.</param>
/// <param name="Leads">Where the leads are listed, where it is about leads.</param>
/// <param name="Variant">Which of the code's texts says it; null for the only one.</param>
public sealed record Caveat(DataDefect Defect, long? Count = null, long All = 0, string? Leads = null, string? Variant = null)
{
    public Warning In(Texts texts)
    {
        var message = texts.Say("warnings." + Defect.Code + (Variant is null ? "" : "." + Variant), ("count", Count), ("all", All));
        return new Warning(Defect.Code, message, Count, Count is { } count ? Rate.Of(count, All).Percent : null, Leads);
    }
}

/// <summary>What a reader should know before relying on figures about leads.</summary>
public static class LeadWarnings
{
    /// <summary>The warning that is about all leads: nothing is planned anywhere.</summary>
    public static readonly Caveat NothingPlanned = new(DataDefects.NoPlannedActivities);

    public static IEnumerable<Caveat> Of(MetricDefinition definition, LeadSelection selection, Tally sum)
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

        foreach (var defect in DataDefects.All.OfType<LeadDefect>().Where(defect => defect.Possible(selection.Version) && defect.Touches(definition, question)))
        {
            if (defect == DataDefects.NoPlannedActivities)
            {
                yield return NothingPlanned;
            }
            else if (defect.Count(sum) is > 0 and var count)
            {
                yield return new Caveat(defect, count, sum.Leads, links.To(defect.Figure));
            }
        }
    }
}
