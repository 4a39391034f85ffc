using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace LeadMetrics.Tests.Support;

/// <summary>What the OpenAPI document in the repository says can be asked: every route with its parameters.</summary>
public static class Contract
{
    /// <summary>Every operation of the document.</summary>
    public static IReadOnlyList<Operation> Operations { get; } = Read();

    private static List<Operation> Read()
    {
        var yaml = new YamlStream();
        using (var file = File.OpenText(Path.Combine(Repository.Root, "openapi.yaml")))
        {
            yaml.Load(file);
        }

        return
        [
            .. from path in Pairs(yaml.Documents[0].RootNode["paths"])
               from operation in Pairs(path.Value)
               select new Operation(
                   operation.Key.ToUpperInvariant(),
                   path.Key,
                   [.. Items(Find(operation.Value, "parameters")).Select(Parameter)],
                   [.. Pairs(Find(Find(operation.Value, "requestBody"), "content")).Select(content => content.Key)],
                   Pairs(operation.Value["responses"]).Select(response => int.Parse(response.Key, CultureInfo.InvariantCulture)).ToHashSet()),
        ];
    }

    private static OperationParameter Parameter(YamlNode node)
    {
        var schema = node["schema"];
        var repeatable = Text(Find(schema, "type")) == "array";
        var one = repeatable ? schema["items"] : schema;
        return new OperationParameter(Text(node["name"])!, Text(node["in"])!)
        {
            Values = Find(one, "enum") is { } values ? [.. Items(values).Select(value => Text(value)!)] : null,
            Format = Text(Find(one, "format")),
            Range = Text(Find(one, "type")) == "integer" ? (Whole(one["minimum"]), Whole(one["maximum"])) : null,
            Repeatable = repeatable,
        };
    }

    private static YamlNode? Find(YamlNode? node, string name) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var found) ? found : null;

    private static List<YamlNode> Items(YamlNode? node) => node is YamlSequenceNode list ? [.. list] : [];

    private static IEnumerable<(string Key, YamlNode Value)> Pairs(YamlNode? node) =>
        node is YamlMappingNode map ? map.Children.Select(pair => (((YamlScalarNode)pair.Key).Value!, pair.Value)) : [];

    private static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;

    private static int Whole(YamlNode node) => int.Parse(Text(node)!, CultureInfo.InvariantCulture);
}

/// <summary>A method and a path.</summary>
/// <param name="Method">GET, POST, …</param>
/// <param name="Path">The path, with its parameters in braces.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Bodies">The media types that its body may have.</param>
/// <param name="Statuses">The statuses that it may answer with.</param>
public sealed record Operation(
    string Method, string Path, IReadOnlyList<OperationParameter> Parameters, IReadOnlyList<string> Bodies, IReadOnlySet<int> Statuses)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">path, query or header.</param>
public sealed record OperationParameter(string Name, string In)
{
    public IReadOnlyList<string>? Values { get; init; }

    public string? Format { get; init; }

    public (int Least, int Most)? Range { get; init; }

    public bool Repeatable { get; init; }

    /// <summary>Whether a value is certainly not allowed, by what the document says.</summary>
    public bool Refuses(string value) =>
        Values is not null ? !Values.Contains(value)
        : Range is { } range ? !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) || whole < range.Least || whole > range.Most
        : Format switch
        {
            "date" => value.Length != 10 || !value.All(c => c == '-' || char.IsAsciiDigit(c)),
            "date-time" => value.Length < 10 || !char.IsAsciiDigit(value[0]),
            "duration" => !value.StartsWith('P'),
            _ => value.Length == 0,
        };
}
