using System.Text;
using System.Text.Json;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LeadMetrics.Http;

/// <summary>How an answer is written.</summary>
public enum AnswerFormat
{
    Json,
    Csv,
}

/// <summary>What stands in the header of CSV.</summary>
public enum CsvHeader
{
    Code,
    Label,
}

/// <summary>JSON, or the same rows as CSV.</summary>
public static class Formats
{
    public const string Csv = "text/csv";

    private const string WholeCsv = Csv + "; charset=utf-8; header=present";
    private const string WholeJson = "application/json; charset=utf-8";

    public static readonly Parameter<AnswerFormat?> Format = Param.OptionalChoice<AnswerFormat>("format", "How the answer is written, whatever Accept says: json, or the rows as csv with a column for each value of the JSON, named by its path.");

    public static readonly Parameter<CsvHeader> Header = Param.Choice("header", "What stands in the header of csv: code, each column's path, which never changes; label, what a reader calls it, in the language of Accept-Language.", CsvHeader.Code);

    /// <summary>What every route takes that answers with rows.</summary>
    public static readonly IReadOnlyList<Parameter> Parameters = [Format, Header];

    /// <summary>What the request asks for: by parameter, else by <c>Accept</c>, else JSON.</summary>
    public static (AnswerFormat Format, CsvHeader Header) Read(QueryReader query, HttpRequest request)
    {
        request.HttpContext.Response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Accept);
        return (query.Get(Format) ?? Accepted(request), query.Get(Header));
    }

    /// <summary>The header of rows, for the documentation.</summary>
    public static string HeaderOf<TRow>(TRow exemplar, JsonSerializerOptions json)
    {
        using var header = new MemoryStream();
        CsvAnswer.WriteAsync(header, [], exemplar, path => path, json, CancellationToken.None).GetAwaiter().GetResult();
        return Encoding.UTF8.GetString(header.ToArray()).TrimStart('\uFEFF');
    }

    private static AnswerFormat Accepted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Quality(WholeCsv) > Quality(WholeJson) ? AnswerFormat.Csv : AnswerFormat.Json;

        // What is named outright goes before what a wildcard takes in.
        double Quality(string mediaType) => accepted.Where(range => MediaTypeHeaderValue.Parse(mediaType).IsSubsetOf(range))
            .OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes)
            .Select(range => range.Quality ?? 1).FirstOrDefault();
    }

    /// <summary>The answer, or its rows.</summary>
    /// <param name="shape">Which.</param>
    /// <param name="name">The name of the file that a browser keeps the rows in.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="exemplar">A row that has every column.</param>
    public static IResult Answer<TAnswer, TRow>((AnswerFormat Format, CsvHeader Header) shape, string name, TAnswer answer, IReadOnlyList<TRow> rows, TRow exemplar) =>
        shape.Format == AnswerFormat.Json ? TypedResults.Ok(answer) : new CsvRows<TRow>(name, shape.Header, rows, exemplar);

    private sealed class CsvRows<TRow>(string name, CsvHeader header, IReadOnlyList<TRow> rows, TRow exemplar) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = WholeCsv;
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
            var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            return CsvAnswer.WriteAsync(response.Body, rows, exemplar, header == CsvHeader.Label ? httpContext.Texts().Label : path => path, json, httpContext.RequestAborted);
        }
    }
}
