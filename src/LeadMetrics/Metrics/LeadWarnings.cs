using System.Globalization;
using LeadMetrics.Import;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What a reader should know before relying on figures about leads.</summary>
public static class LeadWarnings
{
    /// <summary>The warning that is about all leads: nothing is planned anywhere.</summary>
    public static readonly Warning NothingPlanned = new(
        "NO_PLANNED_ACTIVITIES", "No activity has a due time, so the lack of a next activity does not make a lead neglected.", null, null, null);

    public static List<Warning> Of(MetricDefinition definition, LeadSelection selection, Tally sum)
    {
        var (warnings, links, question) = (new List<Warning>(), new LeadLinks(selection.Question), selection.Question);
        if (selection.Layout.Compare is not null && question.Period is { } period && period.End > question.AsOf)
        {
            warnings.Add(new Warning("PERIOD_NOT_OVER", "The period ends after asOf; what is still to come is missing from it.", null, null, null));
        }

        if (selection.Layout.Compare is not null && question.Basis == Basis.Cohort && question.Window is null && Takes(LeadQuestion.WindowLength))
        {
            warnings.Add(new Warning("EARLIER_LEADS_ARE_OLDER", "Leads of the earlier window have had longer to convert; with a window both have equally long.", null, null, null));
        }

        Add(sum.MissingOwner, "MISSING_OWNER", "missingOwner", "have no owner; they stand in the row (unassigned).");
        Add(sum.UnknownSource, "UNKNOWN_SOURCE", "unknownSource", "have no source.");
        Add(sum.ConversionBeforeCreation, "CONVERSION_BEFORE_CREATION", "conversionBeforeCreation", "have a conversion dated before their creation; they count as converted.");
        Add(Takes(LeadQuestion.Start) ? sum.ResponseBeforeStart : 0, "RESPONSE_BEFORE_START", "responseBeforeStart", "have a first attempt dated before the clock's start; their response time is left out.");
        Add(sum.ConvertedByStatusAlone, "CONVERTED_BY_STATUS_ALONE", "convertedByStatusAlone", "have the status converted, but no opportunity and no order; they do not count as converted. Import opportunities or orders.");
        Add(definition.Uses.Contains(Datasets.ExchangeRates) ? sum.MissingRate : 0, "MISSING_RATE", "missingRate", "have an amount in a currency that no rate is known for; that amount is left out.");
        if (selection.Question.OwnerAt != OwnerAt.Current)
        {
            Add(sum.NoOwnerHistory, "NO_OWNER_HISTORY", "noOwnerHistory", "have no recorded assignment; they are credited to their current owner.");
        }

        if (selection.Question.Window is not null)
        {
            Add(sum.Immature, "IMMATURE_COHORT", "immature", "are younger than the window; they are left out of the rates.");
        }

        if (selection.Version.HasPlannedActivities == 0 && Takes(LeadQuestion.IdleAfter))
        {
            warnings.Add(NothingPlanned);
        }

        return warnings;

        // What a metric does not depend on is no warning about it.
        bool Takes(Parameter parameter) => definition.Parameters.Contains(parameter);

        void Add(long count, string code, string figure, string sentence)
        {
            if (count > 0)
            {
                var message = string.Create(CultureInfo.InvariantCulture, $"{count} of {sum.Leads} leads {sentence}");
                warnings.Add(new Warning(code, message, count, Rate.Of(count, sum.Leads).Percent, links.To(figure)));
            }
        }
    }
}
