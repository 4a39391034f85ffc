using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

/// <summary>Any rows: what is read back from the CSV is the JSON.</summary>
public class CsvAnswerPropertyTests
{
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Holds_the_JSON_cell_by_cell() => Prop.ForAll(Tables(), table =>
    {
        using var stream = new MemoryStream();
        CsvAnswer.WriteAsync(stream, table[1..], table[0], path => path, JsonSerializerOptions.Web, CancellationToken.None).GetAwaiter().GetResult();
        var (header, rows) = Read(stream);

        var places = table.SelectMany(row => Flat("", row)).ToLookup(place => place.Path, place => place.Value);
        Assert.That(header, Is.EquivalentTo(places.Where(IsColumn).Select(place => place.Key)));
        Assert.That(rows, Has.Count.EqualTo(table.Length - 1));
        foreach (var (row, cells) in table[1..].Zip(rows))
        {
            var values = Flat("", row).ToDictionary(place => place.Path, place => place.Value);
            Assert.That(cells, Is.EqualTo(header.Select(path => Cell(values.GetValueOrDefault(path)))));
        }
    });

    // A place is one if a row has a value there, or if it is null wherever it is; one that has parts may have none.
    private static bool IsColumn(IGrouping<string, JsonNode?> place) =>
        place.Any(value => value is JsonValue) || place.All(value => value is null);

    private static IEnumerable<(string Path, JsonNode? Value)> Flat(string path, JsonNode? value)
    {
        var parts = value switch
        {
            JsonObject row => row.Select(property => (Name: property.Key, property.Value)),
            JsonArray list => list.Select((part, i) => (Name: $"{i}", Value: part)),
            _ => [],
        };
        var below = parts.SelectMany(part => Flat(path.Length == 0 ? part.Name : path + "." + part.Name, part.Value));
        return path.Length == 0 ? below : below.Prepend((path, value));
    }

    private static string Cell(JsonNode? value) => value switch
    {
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Safe(text.GetValue<string>()),
        JsonValue other => other.ToJsonString(),
        _ => "",
    };

    private static string Safe(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text;

    private static (List<string> Header, List<List<string>> Rows) Read(MemoryStream stream)
    {
        stream.Position = 0;
        using var csv = CsvReader.Create(stream);
        csv.ReadHeader();
        var rows = new List<List<string>>();
        while (csv.Read())
        {
            rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(i => System.Text.Encoding.UTF8.GetString(csv.GetSpan(i)))]);
        }

        return ([.. csv.Headers!], rows);
    }

    // Rows of few names, so that a place is a value in one, null in another, and has parts in a third; with one value each.
    private static Arbitrary<JsonObject[]> Tables() =>
        (from first in Row() from rows in Row().ListOf() select rows.Prepend(first).ToArray()).ToArbitrary();

    private static Gen<JsonObject> Row() => Object(3).Select(row =>
    {
        row["z"] = 0;
        return row;
    });

    private static Gen<JsonObject> Object(int depth) =>
        from properties in (from name in Gen.Elements("a", "b", "c", "d", "a b", "e,\"")
                            from value in Value(depth - 1)
                            select KeyValuePair.Create(name, value?.DeepClone())).ListOf()
        select new JsonObject(properties.DistinctBy(property => property.Key));

    private static Gen<JsonNode?> Value(int depth) => depth == 0 ? Leaf() : Gen.OneOf(
        Leaf(),
        Leaf(),
        Object(depth).Select(row => (JsonNode?)row),
        Value(depth - 1).ListOf().Select(list => (JsonNode?)new JsonArray([.. list.Take(3).Select(part => part?.DeepClone())])));

    private static Gen<JsonNode?> Leaf() => Gen.OneOf(
        Gen.Constant((JsonNode?)null),
        Gen.Elements(true, false).Select(value => (JsonNode?)value),
        Gen.Choose(-1000, 1000).Select(value => (JsonNode?)value),
        Gen.Choose(-100_000, 100_000).Select(value => (JsonNode?)(value / 1000m)),
        Gen.Choose(-100_000, 100_000).Select(value => (JsonNode?)(value * 1e-9)),
        Gen.Elements("=", "+", "-", "@", "\t", "\r", "\n", "\"", ",", "'", ";", ".", " ", "x", "7", "س", "😀")
            .ListOf().Select(parts => (JsonNode?)string.Concat(parts)));
}
