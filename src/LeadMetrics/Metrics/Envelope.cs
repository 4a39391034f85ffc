using LeadMetrics.Engines;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using NodaTime;

namespace LeadMetrics.Metrics;

/// <summary>Closes an answer: what was asked, what was left out, and where the leads are.</summary>
public static class Envelope
{
    /// <summary>The leads of the period that are not eligible, by class; with the eligible ones they are all leads.</summary>
    public static async Task<Exclusions> ExclusionsAsync(LeadSelection selection, long eligible, Snapshot data)
    {
        var excluded = (await data.RowsAsync<EligibilityCount>("metrics/exclusions.sql", selection.Switches, selection.Parameters))
            .ToDictionary(row => row.Eligibility, row => row.Leads);
        var matching = eligible + excluded.Values.Sum();
        var total = selection.IsFiltered
            ? (await data.RowsAsync<long>("metrics/leads_of_period.sql", selection.SwitchesUnfiltered, selection.Parameters))[0]
            : matching;
        return new Exclusions(
            total, eligible, total - matching, excluded.GetValueOrDefault(1), excluded.GetValueOrDefault(2), excluded.GetValueOrDefault(3));
    }

    public static MetricMeta Meta(
        MetricDefinition definition, LeadQuestion question, long dataVersion, QueryReader query, ReportOptions options, Exclusions exclusions, IReadOnlyList<Warning> warnings) =>
        new()
        {
            Metric = definition.Name,
            DefinitionVersion = definition.Version,
            Definition = definition.Formula,
            Basis = "cohort",
            Conversion = Param.Camel(question.Conversion),
            OwnerAt = Param.Camel(question.OwnerAt),
            Period = question.Period is { } period
                ? new PeriodMeta(period.From.ToDateOnly(), period.To.ToDateOnly(), period.Start.ToDateTimeUtc(), period.End.ToDateTimeUtc())
                : null,
            Tz = question.TimeZone.Id,
            AsOf = question.AsOf.ToDateTimeUtc(),
            DataVersion = dataVersion,
            Currency = options.BaseCurrency,
            Parameters = query.InForce(question.ToQuery()),
            Exclusions = exclusions,
            Warnings = warnings,
        };

    /// <summary>The question of the documentation's examples.</summary>
    public static LeadQuestion ExampleQuestion { get; } = new()
    {
        Period = new ReportPeriod(new LocalDate(2026, 1, 1), new LocalDate(2026, 1, 31), DateTimeZone.Utc),
        TimeZone = DateTimeZone.Utc,
        AsOf = Instant.FromUtc(2026, 3, 1, 9, 0),
        Target = Duration.FromHours(1),
        Uncontacted = Duration.FromDays(1),
        Idle = Duration.FromDays(7),
    };

    /// <summary>The envelope of the documentation's examples.</summary>
    public static MetricMeta ExampleMeta(MetricDefinition definition, IReadOnlyList<Warning> warnings)
    {
        var query = new QueryReader(QueryCollection.Empty, definition.Parameters);
        return Meta(definition, ExampleQuestion, 12, query, new ReportOptions(), new Exclusions(46, 40, 0, 3, 2, 1), warnings);
    }

    private sealed class EligibilityCount
    {
        public int Eligibility { get; init; }

        public long Leads { get; init; }
    }
}
