using LeadMetrics.Http;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Quality;

/// <summary>How far can the data be relied on? Every defect that an answer warns of, and others that can be counted.</summary>
public static class DataQuality
{
    public const string Path = "/v1/data-quality";

    public static readonly IReadOnlyList<Parameter> Parameters = [.. DataDefects.MissingOwner.Parameters, .. Formats.Parameters];

    /// <summary>An answer for the documentation.</summary>
    public static DataQualityReport Example { get; } = new(
        [
            Row(DataDefects.MissingOwner, new(3, 40), Envelope.ExampleQuestion, Texts.English),
            Row(DataDefects.DanglingReference, new(2, 310, [new(new(Datasets.Leads, "owner_id"), 2, 37)]), Envelope.ExampleQuestion, Texts.English),
            Row(DataDefects.PeriodNotOver, null, Envelope.ExampleQuestion, Texts.English),
        ],
        Envelope.Days(Envelope.ExampleQuestion.Period),
        Envelope.ExampleQuestion.AsOf.ToDateTimeUtc(),
        12,
        Envelope.InForce(new QueryReader(QueryCollection.Empty, Parameters), Envelope.ExampleQuestion),
        null);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/data-quality", AnswerAsync)
        .Answers<DataQualityReport>();

    private static async Task<IResult> AnswerAsync(HttpContext http, MetricContext context)
    {
        var query = new QueryReader(http.Request.Query, Parameters);
        var (shape, texts) = (Formats.Read(query, http.Request), http.Texts());
        var question = LeadQuestion.Read(query, context.Now, context.Options, Preset.AllTime);
        query.ThrowIfBad();
        return await context.Answers.OfAsync(
            http, query, question, shape, "data-quality",
            async (question, data) =>
            {
                var selection = await LeadSelection.FindAsync(question, Layout.Plain, data);
                var (counts, rows) = (new DefectCounts(selection, data), new List<DataQualityRow>());
                foreach (var defect in DataDefects.All)
                {
                    rows.Add(Row(defect, await counts.OfAsync(defect), question, texts));
                }

                return new DataQualityReport(rows, Envelope.Days(question.Period), question.AsOf.ToDateTimeUtc(), selection.Version.Version, Envelope.InForce(query, question), ScopeMeta.Of(question.Sight.Scope, texts));
            },
            // What is in several places has a row of CSV all the same.
            answer => [.. answer.Data.Select(row => row with { Places = [] })],
            _ => ExampleRow);
    }

    /// <summary>A row of CSV for the documentation.</summary>
    public static DataQualityRow ExampleRow => Example.Data[0];

    /// <summary>The address of the records of a defect, by as much of a question as they depend on.</summary>
    public static string AddressOf(DataDefect defect, LeadQuestion question, params IEnumerable<KeyValuePair<string, string>> more)
    {
        // Events of the period are set against the leads created in it: those of the cohort.
        var cohort = question.Basis == Basis.Period ? question with { Basis = Basis.Cohort } : question;
        var asked = cohort.ToQuery().Where(pair => defect.Parameters.Any(parameter => parameter.Name == pair.Key)).Concat(more);
        return $"{Path}/{defect.Code}{QueryString.Create(asked.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))}";
    }

    private static DataQualityRow Row(DataDefect defect, DefectCount? counted, LeadQuestion question, Texts texts)
    {
        // Of few, it tells what each of them is like.
        var hidden = counted is not null && (question.Sight.Hides(counted.Count) || question.Sight.Hides(counted.All));
        var count = hidden ? null : counted;
        return new()
        {
            Code = defect.Code,
            Title = defect.Say("title", texts),
            Meaning = defect.Say("meaning", texts),
            Remedy = defect.Say("remedy", texts),
            Count = count?.Count,
            Of = defect.Of,
            Population = count?.All,
            SharePercent = count is null ? null : Rate.Of(count.Count, count.All).Percent,
            Suppressed = hidden,
            Records = count is null || !question.Sight.Records ? null : AddressOf(defect, question),
            Places = [.. (count is null || count.Parts.Any(part => question.Sight.Hides(part.Count) || question.Sight.Hides(part.All)) ? [] : count.Parts).Select(part => new DataQualityPlace(part.Place.Dataset.Name, part.Place.Column, part.Count, part.All, Rate.Of(part.Count, part.All).Percent))],
        };
    }
}

/// <summary>Every defect, found or not.</summary>
/// <param name="Data">A row a defect.</param>
/// <param name="Period">The period; null for all time.</param>
/// <param name="AsOf">The instant of truth.</param>
/// <param name="DataVersion">The version of the data that the counts belong to.</param>
/// <param name="Parameters">Every parameter in force, by its name.</param>
/// <param name="Scope">What the caller may see, where that is not everything; null where it is.</param>
public sealed record DataQualityReport(
    IReadOnlyList<DataQualityRow> Data, PeriodMeta? Period, DateTime AsOf, long DataVersion, IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters, ScopeMeta? Scope);

/// <summary>A defect: what it is, what to do about it, and how often it is there.</summary>
public sealed record DataQualityRow
{
    /// <summary>What it is, as in a metric's warnings; never changes.</summary>
    public required string Code { get; init; }

    public required string Title { get; init; }

    /// <summary>What it does to the figures.</summary>
    public required string Meaning { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>How often it is there; null where it depends on how a metric is asked, whose own answer says so.</summary>
    public required long? Count { get; init; }

    /// <summary>
    /// What the count is a share of: leads (the eligible ones of the question), openLeads, activeOwners, spend (rows with a day in the period),
    /// wonOpportunities and orders (of the period), opportunities, references and events (all that have arrived); null where there is no count.
    /// </summary>
    public required string? Of { get; init; }

    /// <summary>How many of these there are.</summary>
    public required long? Population { get; init; }

    /// <summary>count ÷ population × 100; null where there are none.</summary>
    public required double? SharePercent { get; init; }

    /// <summary>Whether the count is hidden: it is of too few for a caller who may not see single leads.</summary>
    public required bool Suppressed { get; init; }

    /// <summary>Where the records are listed, by as much of the question as they depend on; null for a caller who may not see them.</summary>
    public required string? Records { get; init; }

    /// <summary>Where it was found, of one that can be in several columns; not in CSV.</summary>
    public required IReadOnlyList<DataQualityPlace> Places { get; init; }
}

/// <summary>A column where a defect was found.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Column">Its column.</param>
/// <param name="Count">How often it is there.</param>
/// <param name="Population">How many there are of what it is a share of.</param>
/// <param name="SharePercent">count ÷ population × 100.</param>
public sealed record DataQualityPlace(string Dataset, string Column, long Count, long Population, double? SharePercent);
