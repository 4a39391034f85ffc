using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Languages;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using NodaTime;

namespace LeadMetrics.Metrics.Common;

/// <summary>Closes an answer: what was asked, what was left out, and where the leads are.</summary>
public static class Envelope
{
    /// <summary>The leads of the period that are not eligible, by class; with the eligible ones they are all leads. And which of the filtered ones may belong to those asked for.</summary>
    public static async Task<(Exclusions Exclusions, LeftOut LeftOut)> ExclusionsAsync(LeadSelection selection, long eligible, Snapshot data)
    {
        var excluded = await selection.Leads.RowsAsync<Excluded>("metrics/exclusions.sql", data);
        var (deleted, test, merged) = (excluded.Sum(row => row.Deleted), excluded.Sum(row => row.Test), excluded.Sum(row => row.Merged));
        var matching = eligible + deleted + test + merged;
        var leftOut = await LeftOut.ReadAsync(selection, data);
        var total = selection.IsFiltered ? leftOut.Leads : matching;
        return (new Exclusions(total, eligible, total - matching, deleted, test, merged), leftOut);
    }

    /// <summary>What was asked.</summary>
    public static MetricMeta Meta(
        MetricDefinition definition, LeadSelection selection, ReportPeriod? earlier, QueryReader query, ReportOptions options, Exclusions exclusions, IEnumerable<Caveat> caveats, Texts texts)
    {
        var question = selection.Question;
        return new MetricMeta
        {
            Metric = definition.Name,
            DefinitionVersion = definition.Version,
            Definition = definition.Formula(texts),
            Basis = Param.Camel(question.Basis),
            Conversion = definition.Parameters.Contains(LeadQuestion.Converted) ? Param.Camel(question.Conversion) : null,
            OwnerAt = Param.Camel(question.OwnerAt),
            Period = Days(question.Period),
            ComparedWith = Days(earlier),
            RatioOfFlows = question.Basis == Basis.Period,
            Tz = question.TimeZone.Id,
            AsOf = question.AsOf.ToDateTimeUtc(),
            DataVersion = selection.Version.Version,
            Currency = options.BaseCurrency,
            Parameters = InForce(query, question),
            Scope = ScopeMeta.Of(question.Sight.Scope, texts),
            Suppression = null,
            Exclusions = exclusions,
            Warnings = [.. caveats.Select(caveat => caveat.In(texts))],
        };
    }

    /// <summary>The same as far as the caller is shown small groups: where a row is hidden nothing is counted that could be set against the others.</summary>
    public static MetricMeta Suppressed(MetricMeta meta, Sight sight, IReadOnlyList<MetricRow> rowsAndTotals, Texts texts)
    {
        if (sight.Records)
        {
            return meta;
        }

        var hidden = rowsAndTotals.Count(row => row.Suppressed);
        return meta with
        {
            Suppression = sight.SmallestGroup == 0 ? null : new SuppressionMeta(sight.SmallestGroup, hidden, texts.Say("access.suppressed", ("least", sight.SmallestGroup))),
            Exclusions = meta.Exclusions is { } all && !new[] { all.Total, all.Eligible, all.Filtered, all.Deleted, all.Test, all.Merged }.Any(sight.Hides) ? all : null,
            Warnings = [.. meta.Warnings.Select(warning => warning.Count is { } count && (hidden > 0 || sight.Hides(count))
                ? new Warning(warning.Code, texts[$"dataQuality.{warning.Code}.title"], null, null, null, null, null)
                : warning with { Leads = null, Records = null })],
        };
    }

    /// <summary>Every parameter in force, by its name, so that it can be asked again as it stands.</summary>
    /// <remarks>A preset says more than its days: what lies before a month is a month. With asOf it names the same days again.</remarks>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> InForce(QueryReader query, LeadQuestion question) =>
        query.InForce(question.ToQuery().Where(pair => !query.Has(LeadQuestion.Preset) || (pair.Key != LeadQuestion.From.Name && pair.Key != LeadQuestion.To.Name)));

    /// <summary>A period as answers show it.</summary>
    public static PeriodMeta? Days(ReportPeriod? period) => period is null ? null
        : new PeriodMeta(period.From.ToDateOnly(), period.To.ToDateOnly(), period.Start.ToDateTimeUtc(), period.End.ToDateTimeUtc());

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
    public static MetricMeta ExampleMeta(MetricDefinition definition, LeadSelection selection, IEnumerable<Caveat> caveats) =>
        Meta(definition, selection, null, new QueryReader(QueryCollection.Empty, definition.Parameters), new ReportOptions(), new Exclusions(46, 40, 0, 3, 2, 1), caveats, Texts.English);

    private sealed class Excluded
    {
        public long Deleted { get; init; }

        public long Test { get; init; }

        public long Merged { get; init; }
    }
}

/// <summary>The leads of the period whatever the filters, and those of nobody that a filter leaves out though they may belong to whom it asks for.</summary>
public sealed class LeftOut
{
    /// <summary>All leads of the period; 0 without a filter, where they are not counted.</summary>
    public long Leads { get; init; }

    /// <summary>Eligible leads of no owner that match all but the filter of owners; 0 where that takes them in.</summary>
    public long WithoutOwner { get; init; }

    /// <summary>Eligible leads of no source that match all but the filter of sources; 0 where that takes them in.</summary>
    public long WithoutSource { get; init; }

    public static async Task<LeftOut> ReadAsync(LeadSelection selection, Snapshot data)
    {
        if (!selection.IsFiltered)
        {
            return new();
        }

        var counted = await selection.Leads.RowsAsync<LeftOut>("metrics/leads_of_period.sql", data, selection.SwitchesUnfiltered);
        return new()
        {
            Leads = counted.Sum(row => row.Leads),
            WithoutOwner = selection.LeavesOutOwnerless ? counted.Sum(row => row.WithoutOwner) : 0,
            WithoutSource = selection.LeavesOutSourceless ? counted.Sum(row => row.WithoutSource) : 0,
        };
    }
}
