using LeadMetrics.Access;
using LeadMetrics.Http;
using LeadMetrics.Parameters;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LeadMetrics.Import;

/// <summary>Takes a dataset over HTTP.</summary>
public static class ImportEndpoint
{
    /// <summary>The media types that a file may have.</summary>
    public static readonly IReadOnlyDictionary<string, FileFormat> MediaTypes = new Dictionary<string, FileFormat>(StringComparer.OrdinalIgnoreCase)
    {
        ["text/csv"] = FileFormat.Csv,
        ["application/x-ndjson"] = FileFormat.NdJson,
        ["application/jsonl"] = FileFormat.NdJson,
    };

    // UTF-16 is known by its byte order mark.
    private static readonly HashSet<string> s_charsets = new(StringComparer.OrdinalIgnoreCase) { "utf-8", "us-ascii", "utf-16" };

    /// <summary>An answer for the documentation.</summary>
    public static ImportReport Example { get; } = new()
    {
        Dataset = "leads",
        Kept = true,
        RowsRead = 3,
        Inserted = 1,
        Updated = 1,
        Unchanged = 0,
        Rejected = 1,
        RejectedRows = [new RejectedRow(4, "created_at", "text of 10 characters", Column.NoInstant)],
        LeadsRefreshed = 2,
        DataVersion = 12,
    };

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("{dataset}", AnswerAsync);

    private static async Task<Results<Ok<ImportReport>, NotFound, ProblemHttpResult>> AnswerAsync(string dataset, HttpContext http, Importer importer, ImportPlaces places, IOptions<LimitOptions> limits)
    {
        var query = new QueryReader(http.Request.Query, FileReading.Parameters);
        if (Datasets.Find(dataset) is not { } found)
        {
            return TypedResults.Problem(
                $"There is no dataset '{dataset}'; allowed are {string.Join(", ", Datasets.All.Select(d => d.Name))}.", statusCode: StatusCodes.Status404NotFound);
        }

        var reading = FileReading.Read(query, found);
        query.ThrowIfBad();
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || type.MediaType.Value is null || !MediaTypes.TryGetValue(type.MediaType.Value, out var format))
        {
            return TypedResults.Problem(
                $"Content-Type is '{http.Request.ContentType}'; allowed are {string.Join(", ", MediaTypes.Keys)}.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (type.Charset.HasValue && !s_charsets.Contains(HeaderUtilities.RemoveQuotes(type.Charset).Value!))
        {
            return TypedResults.Problem(
                $"The charset is '{type.Charset}'; allowed is {s_charsets.First()}. Without one UTF-8 is read.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        // What is small on the way may be endless when it is expanded.
        if (http.Request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.AcceptEncoding = "identity";
            return TypedResults.Problem($"Content-Encoding is '{encoding}'; allowed is identity: send the file uncompressed.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = limits.Value.ImportMegabytes * 1_000_000L;
        }

        // The body goes to disk first: a slow sender must not hold the one writing transaction.
        using var place = places.Take();
        await using var body = Spool();
        try
        {
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TypedResults.Problem(
                $"The file is larger than {limits.Value.ImportMegabytes} MB (Limits:ImportMegabytes). Send it in parts.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        body.Position = 0;
        var by = http.Caller().Id;
        var report = await Task.Run(() => importer.Import(found, body, format, reading, by, http.RequestAborted), http.RequestAborted);
        return report.Kept
            ? TypedResults.Ok(report)
            : TypedResults.Problem(
                $"{report.Rejected} of {report.RowsRead} rows were rejected, so nothing of the file was kept. Mend them, or send it with onError=skip to keep the others.",
                statusCode: StatusCodes.Status400BadRequest,
                title: http.Texts()["problems.rejected.title"],
                extensions: [new("report", report)]);
    }

    // Only this user may read what is on its way.
    private static FileStream Spool()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"leadmetrics-{Guid.NewGuid():N}.import"), options);
        if (!OperatingSystem.IsWindows())
        {
            // It lives as long as it is open: not even a crash leaves it behind. Windows sees to that itself.
            File.Delete(file.Name);
        }

        return file;
    }
}
