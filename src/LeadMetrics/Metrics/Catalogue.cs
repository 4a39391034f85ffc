using LeadMetrics.Access;
using LeadMetrics.Http;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using LeadMetrics.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LeadMetrics.Metrics;

/// <summary>What can be asked, what each figure means, and whether the data for it is there.</summary>
public static class Catalogue
{
    private const string AllLanguages = "all";

    private static readonly Parameter<string?> s_lang = Param.Choice<string?>(
        "lang", "The language of the texts, whatever Accept-Language says; all adds each text in every language, under translations.",
        Texts.All.Select(texts => texts.Language).Append(AllLanguages).ToDictionary(language => language, language => (string?)language), null);

    public static readonly IReadOnlyList<Parameter> Parameters = [s_lang];

    /// <summary>An answer for the documentation.</summary>
    public static MetricCatalogue Example => new([.. MetricList.All.Select(metric => Entry(metric, Datasets.All.ToDictionary(d => d.Name, _ => true), Texts.English, null))], null);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", AnswerAsync);

    private static async Task<Ok<MetricCatalogue>> AnswerAsync(HttpContext http, MetricContext context)
    {
        var query = new QueryReader(http.Request.Query, Parameters);
        var lang = query.Get(s_lang);
        query.ThrowIfBad();
        var texts = Texts.All.FirstOrDefault(texts => texts.Language == lang) ?? http.Texts();
        http.Response.Headers.ContentLanguage = lang == AllLanguages ? string.Join(", ", Texts.All.Select(each => each.Language)) : texts.Language;
        return TypedResults.Ok(await context.Database.ReadAsync(
            async data =>
            {
                var seen = await SeenMembers.ReadAsync(http.Caller().Scope, data);
                var present = (await data.RowsAsync<DatasetPresence>("metrics/datasets_present.sql", seen.Switches, seen.Parameters)).ToDictionary(row => row.Dataset, row => row.Present);
                return new MetricCatalogue([.. MetricList.All.Select(metric => Entry(metric, present, texts, lang == AllLanguages ? Texts.All : null))], ScopeMeta.Of(http.Caller().Scope, texts));
            },
            http.RequestAborted,
            RequestTelemetry.NameOf(http)));
    }

    private static CatalogueEntry Entry(IMetric metric, Dictionary<string, bool> present, Texts texts, IReadOnlyList<Texts>? translations)
    {
        var definition = metric.Definition;
        var said = InWords(metric, texts);
        return new()
        {
            Name = definition.Name,
            Title = said.Title,
            Question = said.Question,
            Formula = said.Formula,
            Unit = said.Unit,
            Columns = said.Columns,
            Translations = translations?.ToDictionary(each => each.Language, each => InWords(metric, each)),
            DefinitionVersion = definition.Version,
            Href = "/v1/metrics/" + definition.Name,
            Parameters = [.. definition.Parameters.Select(p => new CatalogueParameter(p.Name, p.Description, p.Allowed, p.DefaultText, p.Repeatable, p.Values))],
            Data =
            [
                .. definition.Needs.Select(dataset => new DataNeed(dataset.Name, true, present[dataset.Name])),
                .. definition.Uses.Select(dataset => new DataNeed(dataset.Name, false, present[dataset.Name])),
            ],
            Available = definition.Needs.All(dataset => present[dataset.Name]),
        };
    }

    private static MetricTexts InWords(IMetric metric, Texts texts) => new(
        metric.Definition.Title(texts), metric.Definition.Question(texts), metric.Definition.Formula(texts), metric.Definition.Unit(texts),
        metric.Columns.ToDictionary(column => column, texts.Label));

    private sealed class DatasetPresence
    {
        public string Dataset { get; init; } = "";

        public bool Present { get; init; }
    }
}

/// <summary>Every metric there is.</summary>
/// <param name="Data">The metrics.</param>
/// <param name="Scope">What the caller may see, where that is not everything; null where it is. What is present is that, too.</param>
public sealed record MetricCatalogue(IReadOnlyList<CatalogueEntry> Data, ScopeMeta? Scope);

/// <summary>A metric: what it answers, how, from what.</summary>
public sealed record CatalogueEntry
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>The question that it answers.</summary>
    public required string Question { get; init; }

    /// <summary>How the figures are worked out.</summary>
    public required string Formula { get; init; }

    /// <summary>The unit of its main figure.</summary>
    public required string Unit { get; init; }

    /// <summary>What a reader calls each column of its rows, by the column's name.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>The texts above in every language, by its tag; null unless lang=all.</summary>
    public required IReadOnlyDictionary<string, MetricTexts>? Translations { get; init; }

    /// <summary>Grows by one with each change of what the figures mean.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>Its address.</summary>
    public required string Href { get; init; }

    public required IReadOnlyList<CatalogueParameter> Parameters { get; init; }

    /// <summary>The datasets that it reads.</summary>
    public required IReadOnlyList<DataNeed> Data { get; init; }

    /// <summary>Whether every required dataset has rows.</summary>
    public required bool Available { get; init; }
}

/// <summary>What a metric means, in one language.</summary>
/// <param name="Title">What a reader calls it.</param>
/// <param name="Question">The question that it answers.</param>
/// <param name="Formula">How the figures are worked out.</param>
/// <param name="Unit">The unit of its main figure.</param>
/// <param name="Columns">What a reader calls each column of its rows, by the column's name.</param>
public sealed record MetricTexts(string Title, string Question, string Formula, string Unit, IReadOnlyDictionary<string, string> Columns);

/// <summary>A parameter of a metric.</summary>
/// <param name="Name">Its name in the query.</param>
/// <param name="Description">What it does.</param>
/// <param name="Allowed">What is allowed.</param>
/// <param name="Default">The value when it is not given; null where there is none.</param>
/// <param name="Repeatable">Whether it may be given several times.</param>
/// <param name="Values">The only values allowed, where they are few.</param>
public sealed record CatalogueParameter(string Name, string Description, string Allowed, string? Default, bool Repeatable, IReadOnlyList<string>? Values);

/// <summary>A dataset that a metric reads.</summary>
/// <param name="Dataset">Its name in <c>/v1/imports/{dataset}</c>.</param>
/// <param name="Required">Whether the metric says nothing without it.</param>
/// <param name="Present">Whether it has rows.</param>
public sealed record DataNeed(string Dataset, bool Required, bool Present);
