using System.Text.Json;
using System.Text.Json.Nodes;
using LeadMetrics.Access;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Metrics;
using LeadMetrics.Quality;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LeadMetrics.Http;

/// <summary>What comes back: each response with what it means and an example, the good one first.</summary>
public sealed class OpenApiExamples(IOptions<JsonOptions> json) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var path = "/" + context.ApiDescription.RelativePath!.TrimEnd('/');
        var sorted = new OpenApiResponses();
        foreach (var (status, response) in operation.Responses!.OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            var (meaning, example) = Of(path, status);
            response.Description = meaning;
            foreach (var (type, content) in response.Content!.Select(content => (content.Key, Content: (OpenApiMediaType)content.Value)))
            {
                if (type == Formats.Csv)
                {
                    content.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A header and the rows: a column for each value of the JSON's data, named by its path." };
                    content.Example = JsonValue.Create(CsvHeader(path));
                    continue;
                }

                content.Example = JsonSerializer.SerializeToNode(example, example.GetType(), json.Value.SerializerOptions);
            }

            sorted.Add(status, response);
        }

        operation.Responses = sorted;
    }

    private string CsvHeader(string path) =>
        MetricList.All.FirstOrDefault(metric => path == "/v1/metrics/" + metric.Definition.Name)?.CsvHeader(json.Value.SerializerOptions)
        ?? path switch
        {
            DataQuality.Path => Formats.HeaderOf(DataQuality.ExampleRow, json.Value.SerializerOptions),
            AuditList.Path => AuditList.RowsHeader(json.Value.SerializerOptions),
            DataQuality.Path + "/{code}" => Formats.HeaderOf(DefectRecords.ExampleRecord, json.Value.SerializerOptions),
            _ => Formats.HeaderOf(LeadList.ExampleLead, json.Value.SerializerOptions),
        };

    private static (string Meaning, object Example) Of(string path, string status) => (path, status) switch
    {
        ("/health/live", _) => ("The process runs.", new HealthReport("Healthy", new Dictionary<string, string?>())),
        ("/health/ready", "200") => ("Questions can be answered.", Health("Healthy", "sqlite answers, schema version 1.")),
        ("/health/ready", _) => ("Questions cannot be answered now.", Health("Unhealthy", "sqlite does not answer: Unavailable.")),
        ("/v1/metrics", "200") => ("Every metric.", Catalogue.Example),
        (AuditList.Path, "200") => ("A page of the audit log.", AuditList.Example),
        ("/v1/leads/neglected", "200") => ("A page of neglected leads.", NeglectedLeads.Example),
        ("/v1/leads", "200") => ("A page of leads.", LeadList.Example),
        (DataQuality.Path, "200") => ("Every defect; here three of them.", DataQuality.Example),
        (DataQuality.Path + "/{code}", "200") => ("A page of the records.", DefectRecords.Example),
        (DataQuality.Path + "/{code}", "404") => (
            "There is no such defect, or it has no records.",
            Problem("15.5.5", 404, "Not Found", "There is no defect 'DANGLING' that has records; allowed are MISSING_OWNER, UNKNOWN_SOURCE, DANGLING_REFERENCE.")),
        ("/v1/imports/{dataset}", "200") => ("The file was taken; with onError=skip, all but the rejected rows.", ImportEndpoint.Example),
        ("/v1/imports/{dataset}", "400") => (
            "Nothing was kept: a parameter is not allowed, the file cannot be read, or rows were rejected, which `report` then lists.",
            Problem("15.5.1", 400, Title("rejected"), "1 of 3 rows were rejected, so nothing of the file was kept. Mend them, or send it with onError=skip to keep the others.",
                ("report", ImportEndpoint.Example with { Kept = false, Inserted = 0, Updated = 0, LeadsRefreshed = 0 }))),
        (_, "200") => ("The answer.", MetricList.All.First(metric => path == "/v1/metrics/" + metric.Definition.Name).Example),
        (_, "304") => ("Nothing has changed: the answer whose ETag is in If-None-Match still holds.", ""),
        (_, "400") => (
            "A parameter is unknown or not allowed; `errors` says what is.",
            Problem("15.5.1", 400, Title("badQuestion"), null,
                ("errors", new Dictionary<string, string[]> { ["form"] = ["There is no such parameter here; allowed are from, to, preset."] }))),
        (_, "401") => ("No key or token that is in force was sent.", Problem("15.5.2", 401, Texts.English["problems.401"], Refusals.Unknown)),
        (_, "403") => ("The caller has not the role that this needs.", Problem("15.5.4", 403, Texts.English["problems.403"], Refusals.Lacks(path switch
        {
            "/v1/imports/{dataset}" => Roles.Import,
            AuditList.Path => Roles.Admin,
            _ => Roles.Read,
        }))),
        (_, "404") => ("There is no such dataset.", Problem("15.5.5", 404, "Not Found", "There is no dataset 'lead'; allowed are owners, sources, leads.")),
        (_, "415") => ("The file is neither CSV nor NDJSON.", Problem("15.5.16", 415, "Unsupported Media Type", "Content-Type is 'text/plain'; allowed are text/csv, application/x-ndjson, application/jsonl.")),
        (_, "500") => ("A defect of the service.", Problem("15.6.1", 500, Title("defect"), Detail("defect"))),
        (_, "503") => ("The database is busy or cannot be reached, or the question took too long.", Problem("15.6.4", 503, Title("unreachable"), Detail("unreachable"))),
        (_, "507") => ("The database has no room left.", Problem(null, 507, Title("full"), Detail("full"))),
        _ => throw new InvalidOperationException($"No example is written for status {status} of {path}."),
    };

    private static string Title(string problem) => Texts.English[$"problems.{problem}.title"];

    private static string Detail(string problem) => Texts.English[$"problems.{problem}.detail"];

    private static HealthReport Health(string status, string database) => new(status, new Dictionary<string, string?> { ["database"] = database });

    private static Dictionary<string, object> Problem(string? section, int status, string title, string? detail, params (string Name, object Value)[] more)
    {
        var problem = new Dictionary<string, object> { ["title"] = title, ["status"] = status };
        if (section is not null)
        {
            problem["type"] = "https://tools.ietf.org/html/rfc9110#section-" + section;
        }

        if (detail is not null)
        {
            problem["detail"] = detail;
        }

        foreach (var (name, value) in more)
        {
            problem[name] = value;
        }

        problem["traceId"] = "00-ba37d6887f0b1498a9b22441d30bafdb-4803d7d3d6391a6a-00";
        return problem;
    }
}
