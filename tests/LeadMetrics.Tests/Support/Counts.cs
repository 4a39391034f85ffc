using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;

namespace LeadMetrics.Tests.Support;

/// <summary>The counts of an answer, whatever its metric: they sum to the totals, and each link lists as many leads.</summary>
public static class Counts
{
    /// <summary>The columns that count: whole numbers, but no figures of the moment, which belong to no bucket.</summary>
    public static IReadOnlyList<string> Columns(string metric) =>
        [.. Row(metric).GetProperties()
            .Where(property => property.PropertyType == typeof(long) || property.PropertyType == typeof(long?))
            .Where(property => property.GetCustomAttribute<OfTheMomentAttribute>() is null)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    /// <summary>The type of a metric's rows.</summary>
    public static Type Row(string metric) =>
        MetricList.All.Single(one => one.Definition.Name == metric).Example.GetType().GetGenericArguments()[0];

    /// <summary>The counts of a row, by name.</summary>
    public static IReadOnlyList<string> Of(JsonNode row, string metric) =>
        [.. Columns(metric).Select(column => string.Create(CultureInfo.InvariantCulture, $"{column} {(long?)row[column] ?? 0}"))];

    /// <summary>The sums of all rows, by name.</summary>
    public static IReadOnlyList<string> SumOf(JsonNode answer, string metric) =>
        [.. Columns(metric).Select(column => string.Create(CultureInfo.InvariantCulture, $"{column} {answer["data"]!.AsArray().Sum(row => (long?)row![column] ?? 0)}"))];

    /// <summary>Every link of the rows and the totals, with the count that it stands beside.</summary>
    public static IReadOnlyList<string> Linked(JsonNode answer) =>
        [.. Links(answer).Select(link => $"{link.Address} {At(link.Row, link.Path)}")];

    /// <summary>The same with the number of leads that each lists.</summary>
    public static async Task<IReadOnlyList<string>> ListedAsync(World world, JsonNode answer)
    {
        var totals = new Dictionary<string, string>();
        foreach (var address in Links(answer).Select(link => link.Address).Distinct())
        {
            totals[address] = (await world.GetAsync(address + "&pageSize=1"))["total"]!.ToJsonString();
        }

        return [.. Links(answer).Select(link => $"{link.Address} {totals[link.Address]}")];
    }

    private static IEnumerable<(JsonNode Row, string Path, string Address)> Links(JsonNode answer) =>
        from row in answer["data"]!.AsArray().Append(answer["totals"])
        from link in row["links"]!.AsObject()
        select (row, link.Key, (string)link.Value!);

    // A part of an array is named by its name, or by its number.
    private static string At(JsonNode row, string path) => path.Split('.').Aggregate((JsonNode?)row, (node, part) => node is JsonArray parts
        ? parts.FirstOrDefault(one => (string?)one?["name"] == part) ?? parts[int.Parse(part, CultureInfo.InvariantCulture)] : node?[part])?.ToJsonString() ?? "null";
}
