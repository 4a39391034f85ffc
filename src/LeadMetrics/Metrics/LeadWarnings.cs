using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What a reader should know before relying on figures, before it is put into words.</summary>
/// <param name="Code">What it is; never changes.</param>
/// <param name="Count">How much it touches; null where it is about everything.</param>
/// <param name="All">Of how much.</param>
/// <param name="Leads">Where the leads are listed, where it is about leads.</param>
/// <param name="Variant">Which of the code's texts says it; null for the only one.</param>
public sealed record Caveat(string Code, long? Count = null, long All = 0, string? Leads = null, string? Variant = null)
{
    public Warning In(Texts texts)
    {
        var message = texts.Say("warnings." + Code + (Variant is null ? "" : "." + Variant), ("count", Count), ("all", All));
        return new Warning(Code, message, Count, Count is { } count ? Rate.Of(count, All).Percent : null, Leads);
    }
}

/// <summary>What a reader should know before relying on figures about leads.</summary>
public static class LeadWarnings
{
    /// <summary>The warning that is about all leads: nothing is planned anywhere.</summary>
    public static readonly Caveat NothingPlanned = new("NO_PLANNED_ACTIVITIES");

    public static IEnumerable<Caveat> Of(MetricDefinition definition, LeadSelection selection, Tally sum)
    {
        var (caveats, links, question) = (new List<Caveat>(), new LeadLinks(selection.Question), selection.Question);
        if (selection.Layout.Compare is not null && question.Period is { } period && period.End > question.AsOf)
        {
            caveats.Add(new Caveat("PERIOD_NOT_OVER"));
        }

        if (selection.Layout.Compare is not null && question.Basis == Basis.Cohort && question.Window is null && Takes(LeadQuestion.WindowLength))
        {
            caveats.Add(new Caveat("EARLIER_LEADS_ARE_OLDER"));
        }

        Add(sum.MissingOwner, "MISSING_OWNER", "missingOwner");
        Add(sum.UnknownSource, "UNKNOWN_SOURCE", "unknownSource");
        Add(sum.ConversionBeforeCreation, "CONVERSION_BEFORE_CREATION", "conversionBeforeCreation");
        Add(Takes(LeadQuestion.Start) ? sum.ResponseBeforeStart : 0, "RESPONSE_BEFORE_START", "responseBeforeStart");
        Add(sum.ConvertedByStatusAlone, "CONVERTED_BY_STATUS_ALONE", "convertedByStatusAlone");
        Add(definition.Uses.Contains(Datasets.ExchangeRates) ? sum.MissingRate : 0, "MISSING_RATE", "missingRate");
        Add(question.OwnerAt == OwnerAt.Current ? 0 : sum.NoOwnerHistory, "NO_OWNER_HISTORY", "noOwnerHistory");
        Add(question.Window is null ? 0 : sum.Immature, "IMMATURE_COHORT", "immature");
        if (selection.Version.HasPlannedActivities == 0 && Takes(LeadQuestion.IdleAfter))
        {
            caveats.Add(NothingPlanned);
        }

        return caveats;

        // What a metric does not depend on is no warning about it.
        bool Takes(Parameter parameter) => definition.Parameters.Contains(parameter);

        void Add(long count, string code, string figure)
        {
            if (count > 0)
            {
                caveats.Add(new Caveat(code, count, sum.Leads, links.To(figure)));
            }
        }
    }
}
