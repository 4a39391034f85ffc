using System.Text;
using System.Text.Json;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
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
    public static (AnswerFormat Format, CsvHeader Header) Read(QueryReader query, HttpRequest request) =>
        (query.Get(Format) ?? Accepted(request), query.Get(Header));

    /// <summary>Says that the answer depends on <c>Accept</c>.</summary>
    public static void Vary(HttpResponse response) => Vary(response, HeaderNames.Accept);

    /// <summary>Says that the answer depends on a header of the request.</summary>
    public static void Vary(HttpResponse response, string header) =>
        response.Headers.Vary = response.Headers.Vary is { Count: > 0 } others ? $"{others},{header}" : header;

    /// <summary>The header of rows, for the documentation.</summary>
    public static string HeaderOf<TRow>(TRow exemplar, JsonSerializerOptions json)
    {
        var header = CsvAnswer.BytesAsync([], exemplar, path => path, json).GetAwaiter().GetResult();
        return Encoding.UTF8.GetString(header).TrimStart('\uFEFF');
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

    /// <summary>An answer as it was written.</summary>
    /// <param name="format">How.</param>
    /// <param name="name">The name of the file that a browser keeps rows in.</param>
    /// <param name="answer">The answer.</param>
    public static IResult Written(AnswerFormat format, string name, byte[] answer) =>
        format == AnswerFormat.Json ? new WrittenJson(answer) : TypedResults.Bytes(answer, WholeCsv, name + ".csv");

    // The framework's own result asks for ranges and for a log first.
    private sealed class WrittenJson(byte[] answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.ContentType, httpContext.Response.ContentLength) = (WholeJson, answer.Length);
            try
            {
                await httpContext.Response.Body.WriteAsync(answer, httpContext.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                httpContext.Abort();
            }
        }
    }
}
