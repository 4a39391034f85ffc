using System.Globalization;
using System.Text.Json.Nodes;
using LeadMetrics.Access;
using LeadMetrics.Import;
using LeadMetrics.Parameters;
using LeadMetrics.Quality;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LeadMetrics.Http;

/// <summary>The OpenAPI document: from the routes, the records' comments and the declared parameters.</summary>
public static class OpenApi
{
    private const string Document = "v1";

    private static readonly string[] s_documents = [$"/{Document}/openapi.yaml", $"/{Document}/openapi.json"];

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
                    "Errors are RFC 9457 problem details. " +
                    $"Send an API key as `Authorization: Bearer lm_…` or `{Credentials.KeyHeader}: lm_…`, or a token of the service's issuer as the former; who runs the service makes keys, " +
                    "with its command `keys create`. A service in the mode `open` asks for neither.",
            });
            options.AddServer(new OpenApiServer { Url = "/" });
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "LeadMetrics.xml"));
            options.CustomSchemaIds(SchemaId);
            options.CustomOperationIds(description => description.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().FirstOrDefault()?.EndpointName
                ?? description.RelativePath?.Replace('/', '-'));
            options.MapType<decimal>(() => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "decimal" });
            options.MapType<decimal?>(() => new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null, Format = "decimal" });
            options.SchemaFilter<OpenApiSchemas>();
            options.OperationFilter<Declared>();
            options.OperationFilter<OpenApiExamples>();
            options.AddAccess();
            options.DocumentFilter<Tags>();
        });
    }

    // Both look at every address that comes their way.
    public static void UseOpenApiDocument(this WebApplication app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/swagger") || http.Request.Path.Value!.Contains("/openapi.", StringComparison.OrdinalIgnoreCase), UseDocument);

    /// <summary>What the document and its page are called in the log, since they are no endpoints; null for everything else.</summary>
    public static string? RouteOf(PathString path) =>
        path.StartsWithSegments("/swagger") ? "/swagger/{file}" : s_documents.FirstOrDefault(document => path.Equals(document, StringComparison.OrdinalIgnoreCase));

    private static void UseDocument(IApplicationBuilder app)
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
            options.EnableDeepLinking();
            options.EnableTryItOutByDefault();
            options.DefaultModelsExpandDepth(0);
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
                    Type = parameter.Range is null ? JsonSchemaType.String : JsonSchemaType.Integer,
                    Format = parameter.Format,
                    Minimum = parameter.Range?.Least.ToString(CultureInfo.InvariantCulture),
                    Maximum = parameter.Range?.Most.ToString(CultureInfo.InvariantCulture),
                    Enum = parameter.Values?.Select(value => (JsonNode)JsonValue.Create(value)).ToList(),
                    Default = parameter.DefaultText is not { } text ? null
                        : parameter.Range is null ? JsonValue.Create(text) : JsonValue.Create(int.Parse(text, CultureInfo.InvariantCulture)),
                };
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = parameter.Name,
                    In = ParameterLocation.Query,
                    // The words of an enumeration stand in its schema.
                    Description = parameter.Values is null ? $"{parameter.Description} Allowed: {parameter.Allowed}." : parameter.Description,
                    Schema = parameter.Repeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one,
                });
            }

            if (operation.Responses!.ContainsKey("304"))
            {
                DescribeAnswer(operation);
            }

            if (context.ApiDescription.RelativePath == "v1/imports/{dataset}")
            {
                DescribeImport(operation);
            }
            else if (context.ApiDescription.RelativePath == "v1/data-quality/{code}")
            {
                DescribePath(operation, "What is wrong with the records.", DefectRecords.Defects.Select(defect => defect.Code), DataDefects.DanglingReference.Code);
            }
        }

        private static void DescribePath(OpenApiOperation operation, string description, IEnumerable<string> values, string example)
        {
            var parameter = (OpenApiParameter)operation.Parameters!.Single(parameter => parameter.In == ParameterLocation.Path);
            parameter.Description = description;
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. values.Select(value => (JsonNode)JsonValue.Create(value))] };
            parameter.Example = JsonValue.Create(example);
        }

        // How a reader says what language they read, and what answer they have.
        private static void DescribeAnswer(OpenApiOperation operation)
        {
            operation.Parameters!.Add(Header("Accept-Language", "The language of what is meant for reading: en or ar. Codes, keys and figures are the same in both."));
            operation.Parameters.Add(Header("If-None-Match", "The ETag of an answer: 304 while it still holds."));
            var answer = (OpenApiResponse)operation.Responses!["200"];
            answer.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["ETag"] = new OpenApiHeader { Description = "What the answer is known by: the data, the question, the language and the format.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                ["Content-Language"] = new OpenApiHeader { Description = "The language of the answer.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            };
        }

        private static OpenApiParameter Header(string name, string description) =>
            new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

        private static void DescribeImport(OpenApiOperation operation)
        {
            operation.Description = "The columns of each dataset, in any order; those with * are required.\n\n" + string.Join('\n', Datasets.All.Select(dataset =>
                $"- **{dataset.Name}**: {string.Join(", ", dataset.Columns.Select(column => $"`{column.Name}`{(column.Required ? "*" : "")} ({column.Kind})"))}"));
            DescribePath(operation, "What the rows are.", Datasets.All.Select(dataset => dataset.Name), Datasets.Leads.Name);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The rows, UTF-8. A row is the whole record: a column that is not there is empty. Times are ISO 8601 with Z or an offset; money is decimal text.",
                Content = ImportEndpoint.MediaTypes.ToDictionary(type => type.Key, type => (IOpenApiMediaType)new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = type.Value == FileFormat.Csv
                        ? "lead_id,created_at,owner_id,source_id,status\nL-90001,2026-01-31T09:30:00+03:00,U-7,ads,working\n"
                        : "{\"lead_id\":\"L-90001\",\"created_at\":\"2026-01-31T09:30:00+03:00\",\"owner_id\":\"U-7\",\"source_id\":\"ads\",\"status\":\"working\"}\n",
                }),
            };
        }
    }

    private sealed class Tags : IDocumentFilter
    {
        // In the order of the page.
        public void Apply(OpenApiDocument document, DocumentFilterContext context) => document.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Metrics", Description = "What can be asked, and the answers." },
            new() { Name = "Leads", Description = "The leads behind a figure." },
            new() { Name = "Data quality", Description = "What is wrong with the data." },
            new() { Name = "Imports", Description = "How a CRM's data comes in." },
            new() { Name = "Audit", Description = "Who did what." },
            new() { Name = "Health", Description = "For probes." },
        };
    }
}
