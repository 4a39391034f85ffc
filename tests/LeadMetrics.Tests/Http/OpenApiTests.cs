using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LeadMetrics.Tests.Http;

/// <summary>The document that the service serves is the one in the repository, and says enough to use the service by.</summary>
public class OpenApiTests
{
    private const string AcceptSwitch = "LEADMETRICS_ACCEPT_OPENAPI";

    private World _world = null!;
    private string _yaml = null!;
    private JsonNode _document = null!;

    [OneTimeSetUp]
    public async Task ReadAsync()
    {
        _world = await World.StartAsync(TestEngines.Sqlite);
        _yaml = await _world.Client.GetStringAsync(new Uri("/v1/openapi.yaml", UriKind.Relative));
        _document = await _world.GetAsync("/v1/openapi.json");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public void The_served_document_is_the_committed_one()
    {
        var path = Path.Combine(Repository.Root, "openapi.yaml");
        if (Environment.GetEnvironmentVariable(AcceptSwitch) == "1")
        {
            File.WriteAllText(path, _yaml);
        }

        Assert.That(
            File.Exists(path) ? File.ReadAllText(path) : "", Is.EqualTo(_yaml),
            $"openapi.yaml is not what the service serves. If the change is meant, run {AcceptSwitch}=1 dotnet test --filter OpenApi and commit the file.");
    }

    [Test]
    public void JSON_and_YAML_are_one_document()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(_yaml));
        Assert.That(JsonNode.DeepEquals(Json(yaml.Documents[0].RootNode), _document));
    }

    [Test]
    public void Every_operation_has_a_summary_an_id_of_its_own_and_a_described_tag()
    {
        var tags = _document["tags"]!.AsArray().Where(tag => tag!["description"] is not null).Select(tag => (string)tag!["name"]!).ToList();
        var faults = Operations()
            .Where(o => o.Operation["summary"] is null || o.Operation["operationId"] is null || o.Operation["tags"]?.AsArray().Count != 1 || !tags.Contains((string)o.Operation["tags"]![0]!))
            .Select(o => o.Name);
        Assert.That(faults, Is.Empty);
        Assert.That(Operations().Select(o => (string)o.Operation["operationId"]!), Is.Unique);
    }

    [Test]
    public void No_path_ends_with_a_slash_and_every_question_can_be_refused()
    {
        Assert.That(Operations().Select(o => o.Path).Where(path => path.EndsWith('/')), Is.Empty);
        Assert.That(Operations().Where(o => o.Path.StartsWith("/v1/", StringComparison.Ordinal) && o.Operation["responses"]!["400"] is null).Select(o => o.Name), Is.Empty);
    }

    [Test]
    public void Every_response_and_every_body_has_an_example_of_its_schemas_shape()
    {
        var faults = new List<string>();
        foreach (var (name, _, operation) in Operations())
        {
            // 304 has no body by definition (RFC 9110, 15.4.5).
            var bodies = operation["responses"]!.AsObject().Where(response => response.Key != "304").Select(response => (Where: $"{name} {response.Key}", response.Value!["content"]));
            if (operation["requestBody"] is { } request)
            {
                bodies = bodies.Append((name + " request", request["content"]));
            }

            foreach (var (where, content) in bodies)
            {
                faults.AddRange(content?.AsObject().SelectMany(type => Faults($"{where} {type.Key}", type.Value!["schema"]!, type.Value["example"])) ?? [where + " has no content"]);
            }
        }

        Assert.That(faults, Is.Empty);
    }

    [Test]
    public async Task What_is_served_over_an_empty_database_has_its_schemas_shape()
    {
        foreach (var (name, path, operation) in Operations().Where(o => o.Name.StartsWith("get", StringComparison.Ordinal)))
        {
            Assert.That(Faults(name, operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]!, await _world.GetAsync(Filled(path, operation))), Is.Empty);
        }
    }

    [Test]
    public void What_may_be_null_is_said_to_be()
    {
        var rate = Schema("Rate");
        Assert.That(rate["properties"]!["percent"]!["type"]!.ToJsonString(), Is.EqualTo("""["null","number"]"""));
        Assert.That((string)rate["properties"]!["percent"]!["description"]!, Does.Contain("null where there is no denominator"));
        Assert.That(rate["properties"]!["numerator"]!.Table("type format"), Is.EqualTo("integer int64"));
        Assert.That(Schema("MetricMeta")["properties"]!["period"]!["oneOf"]![0]!.Table("type"), Is.EqualTo("null"));
        Assert.That(Schema("PeriodMeta")["properties"]!["from"]!.Table("type format"), Is.EqualTo("string date"));
    }

    [Test]
    public void A_parameter_of_few_words_lists_them()
    {
        var parameters = _document["paths"]!["/v1/metrics/owner-efficiency"]!["get"]!["parameters"]!.AsArray();
        var words = parameters.Single(parameter => (string)parameter!["name"]! == "conversion")!["schema"]!;
        Assert.That(words.ToJsonString(), Is.EqualTo("""{"enum":["any","opportunity","customer"],"type":"string","default":"any"}"""));
        var datasets = _document["paths"]!["/v1/imports/{dataset}"]!["post"]!["parameters"]![0]!["schema"]!["enum"]!;
        Assert.That(datasets.AsArray().Select(name => (string)name!), Is.EqualTo(LeadMetrics.Import.Datasets.All.Select(dataset => dataset.Name)));
    }

    [Test]
    public async Task Swagger_UI_is_served()
    {
        using var response = await _world.Client.GetAsync(new Uri("/swagger/index.html", UriKind.Relative));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
    }

    private IEnumerable<(string Name, string Path, JsonNode Operation)> Operations() =>
        from path in _document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key} {path.Key}", path.Key, operation.Value);

    // The path with its parameters' examples.
    private static string Filled(string path, JsonNode operation) => (operation["parameters"]?.AsArray() ?? []).Where(parameter => (string)parameter!["in"]! == "path")
        .Aggregate(path, (filled, parameter) => filled.Replace($"{{{parameter!["name"]}}}", (string)parameter["example"]!, StringComparison.Ordinal));

    private JsonNode Schema(string name) => _document["components"]!["schemas"]![name]!;

    // Where an example is not what its schema says.
    private IEnumerable<string> Faults(string at, JsonNode schema, JsonNode? example)
    {
        if (schema["$ref"] is { } reference)
        {
            return Faults(at, Schema(((string)reference!).Split('/')[^1]), example);
        }

        if (schema["oneOf"] is JsonArray choices)
        {
            return choices.Any(choice => !Faults(at, choice!, example).Any()) ? [] : [at + " is none of its schemas"];
        }

        var types = schema["type"] switch { null => [], JsonArray several => several.Select(type => (string)type!).ToList(), var one => [(string)one!] };
        var type = example?.GetValueKind() switch
        {
            null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => types.Contains("number") ? "number" : "integer",
            _ => "boolean",
        };
        return example switch
        {
            _ when types.Count == 0 => [],
            _ when !types.Contains(type) => [$"{at} is {type}, not {string.Join(" or ", types)}"],
            JsonArray items => items.SelectMany((item, i) => Faults($"{at}[{i}]", schema["items"]!, item)),
            JsonObject o => Properties(at, schema, o),
            _ => [],
        };
    }

    private IEnumerable<string> Properties(string at, JsonNode schema, JsonObject example)
    {
        var declared = schema["properties"]?.AsObject() ?? [];
        var more = schema["additionalProperties"] as JsonObject;
        var missing = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).Where(name => !example.ContainsKey(name));
        return missing.Select(name => $"{at}.{name} is missing").Concat(example.SelectMany(property =>
            (declared[property.Key] ?? more) is { } found ? Faults($"{at}.{property.Key}", found, property.Value) : [$"{at}.{property.Key} is not in the schema"]));
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "null" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } plain when decimal.TryParse(plain.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        var text => JsonValue.Create(((YamlScalarNode)text).Value),
    };
}
