using LeadMetrics.Import;
using LeadMetrics.Parameters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LeadMetrics.Metrics;

/// <summary>What can be asked, what each figure means, and whether the data for it is there.</summary>
public static class Catalogue
{
    /// <summary>An answer for the documentation.</summary>
    public static MetricCatalogue Example => new([.. MetricList.All.Select(metric => Entry(metric.Definition, Datasets.All.ToDictionary(d => d.Name, _ => true)))]);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("", AnswerAsync);

    private static async Task<Ok<MetricCatalogue>> AnswerAsync(HttpContext http, MetricContext context)
    {
        new QueryReader(http.Request.Query, []).ThrowIfBad();
        return TypedResults.Ok(await context.Database.ReadAsync(
            async data =>
            {
                var present = (await data.RowsAsync<DatasetPresence>("metrics/datasets_present.sql")).ToDictionary(row => row.Dataset, row => row.Present);
                return new MetricCatalogue([.. MetricList.All.Select(metric => Entry(metric.Definition, present))]);
            },
            http.RequestAborted));
    }

    private static CatalogueEntry Entry(MetricDefinition definition, Dictionary<string, bool> present) => new()
    {
        Name = definition.Name,
        Title = definition.Title,
        Question = definition.Question,
        Formula = definition.Formula,
        Unit = definition.Unit,
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

    private sealed class DatasetPresence
    {
        public string Dataset { get; init; } = "";

        public bool Present { get; init; }
    }
}

/// <summary>Every metric there is.</summary>
public sealed record MetricCatalogue(IReadOnlyList<CatalogueEntry> Data);

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
