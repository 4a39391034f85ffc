using System.Text.Json;
using System.Text.Json.Nodes;
using LeadMetrics.Import;
using LeadMetrics.Metrics;
using LeadMetrics.Parameters;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LeadMetrics.Http;

/// <summary>The OpenAPI document: from the routes, the records' comments and the declared parameters.</summary>
public static class OpenApi
{
    private const string Document = "v1";

    /// <summary>Documents the parameters that a route reads.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, IReadOnlyList<Parameter> parameters) =>
        route.WithMetadata(new DeclaredParameters(parameters));

    public static void AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "LeadMetrics",
                Version = "1.0",
                Description = "How well a sales team works its leads: lead-owner efficiency, the leads behind every figure, and the import of a CRM's data. " +
                    "A rate is a numerator, a denominator, a percentage and its 95 % interval; without a denominator it is null, never 0. " +
                    "Errors are RFC 9457 problem details.",
                License = new OpenApiLicense { Name = "Proprietary", Url = new Uri("https://example.com/licence") },
            });
            options.AddServer(new OpenApiServer { Url = "/" });
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "LeadMetrics.xml"));
            options.CustomSchemaIds(SchemaId);
            options.CustomOperationIds(description => description.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().FirstOrDefault()?.EndpointName
                ?? description.RelativePath?.Replace('/', '-'));
            options.OperationFilter<Declared>();
            options.OperationFilter<Examples>();
        });
    }

    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger(options =>
        {
            options.RouteTemplate = "/{documentName}/openapi.{extension:regex(^(json|yaml)$)}";
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        });
        app.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint($"/{Document}/openapi.json", "LeadMetrics");
            options.DocumentTitle = "LeadMetrics";
            options.EnableTryItOutByDefault();
            options.DisplayRequestDuration();
        });
    }

    private static string SchemaId(Type type) =>
        type.IsGenericType ? type.GenericTypeArguments[0].Name.Replace("Row", "", StringComparison.Ordinal) + type.Name[..type.Name.IndexOf('`')].Replace("Metric", "", StringComparison.Ordinal) : type.Name;

    private sealed record DeclaredParameters(IReadOnlyList<Parameter> Parameters);

    private sealed class Declared : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
            operation.Parameters ??= [];
            foreach (var parameter in metadata.OfType<DeclaredParameters>().SelectMany(declared => declared.Parameters))
            {
                var one = new OpenApiSchema
                {
                    Type = parameter.IsWhole ? JsonSchemaType.Integer : JsonSchemaType.String,
                    Format = parameter.Format,
                    Enum = parameter.Values?.Select(value => (JsonNode)JsonValue.Create(value)).ToList(),
                    Default = parameter.DefaultText is not { } text ? null : parameter.IsWhole ? JsonValue.Create(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)) : JsonValue.Create(text),
                };
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = parameter.Name,
                    In = ParameterLocation.Query,
                    Description = $"{parameter.Description} Allowed: {parameter.Allowed}.",
                    Schema = parameter.Repeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one,
                    Explode = parameter.Repeatable,
                });
            }

            if (context.ApiDescription.RelativePath == "v1/imports/{dataset}")
            {
                DescribeImport(operation);
            }
        }

        private static void DescribeImport(OpenApiOperation operation)
        {
            var dataset = (OpenApiParameter)operation.Parameters!.Single(parameter => parameter.In == ParameterLocation.Path);
            dataset.Description = "What the rows are. " + string.Join(" · ", Datasets.All.Select(d => $"{d.Name}: {string.Join(", ", d.Columns.Select(c => c.Name + (c.Required ? "*" : "")))}"));
            dataset.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Datasets.All.Select(d => (JsonNode)JsonValue.Create(d.Name))] };
            var text = new OpenApiSchema { Type = JsonSchemaType.String };
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The rows, UTF-8. A row is the whole record: a column that is not there is empty. Times are ISO 8601 with Z or an offset; money is decimal text.",
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["text/csv"] = new OpenApiMediaType
                    {
                        Schema = text,
                        Example = JsonValue.Create("lead_id,created_at,owner_id,source_id,status\nL-1,2026-01-31T09:30:00+03:00,U-7,ads,working\n"),
                    },
                    ["application/x-ndjson"] = new OpenApiMediaType
                    {
                        Schema = text,
                        Example = JsonValue.Create("{\"lead_id\":\"L-1\",\"created_at\":\"2026-01-31T09:30:00+03:00\",\"owner_id\":\"U-7\",\"source_id\":\"ads\",\"status\":\"working\"}\n"),
                    },
                },
            };
        }
    }

    private sealed class Examples(IOptions<JsonOptions> json) : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            var path = "/" + context.ApiDescription.RelativePath!.TrimEnd('/');
            foreach (var (status, response) in operation.Responses!)
            {
                if (ExampleOf(path, status) is not { } example)
                {
                    continue;
                }

                foreach (var content in response.Content!.Values.OfType<OpenApiMediaType>())
                {
                    content.Example = JsonSerializer.SerializeToNode(example, example.GetType(), json.Value.SerializerOptions);
                }
            }
        }

        private static object? ExampleOf(string path, string status) => status switch
        {
            "200" when path == "/v1/metrics" => Catalogue.Example,
            "200" when path == "/v1/leads" => LeadList.Example,
            "200" when path.StartsWith("/v1/imports", StringComparison.Ordinal) => ImportEndpoint.Example,
            "200" when path.StartsWith("/health", StringComparison.Ordinal) => new HealthReport("Healthy", new Dictionary<string, string?> { ["database"] = "sqlite answers, schema version 1." }),
            "200" => MetricList.All.First(metric => path.EndsWith("/" + metric.Definition.Name, StringComparison.Ordinal)).Example,
            "400" => new
            {
                Type = "https://tools.ietf.org/html/rfc9110#section-15.5.1",
                Title = "One or more parameters are not allowed",
                Status = 400,
                Errors = new Dictionary<string, string[]> { ["from"] = ["Allowed is a date from 1970-01-01 to 2999-12-31, such as 2026-01-31."] },
            },
            "503" when path.StartsWith("/health", StringComparison.Ordinal) => new HealthReport("Unhealthy", new Dictionary<string, string?> { ["database"] = "sqlite does not answer: Unavailable." }),
            "404" => Problem(404, "Not Found", "There is no dataset 'lead'; allowed are owners, sources, leads."),
            "415" => Problem(415, "Unsupported Media Type", "Content-Type is 'text/plain'; allowed are text/csv, application/x-ndjson, application/jsonl."),
            "507" => Problem(507, "The database has no room left", "Nothing was changed."),
            "503" => Problem(503, "The database cannot be reached", "Nothing was changed; try again. /health/ready says more."),
            "500" => Problem(500, "This is a defect of the service", "It was logged under the trace id."),
            _ => null,
        };

        private static object Problem(int status, string title, string detail) => new { Title = title, Status = status, Detail = detail };
    }
}
