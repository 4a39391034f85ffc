using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using LeadMetrics.Telemetry;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace LeadMetrics.Http;

/// <summary>
/// Answers questions about the data, each once: what an answer depends on (the version of the data, the question as it was
/// resolved, what the caller may see, the language, the format) is its <c>ETag</c>. Who has it is told <c>304</c>; who asks what was asked before is
/// given the same bytes; who asks what is being asked waits for it. Only the version is read from the database each time.
/// </summary>
public sealed class Answers(
    Database database, Instruments instruments, TimeProvider clock, IOptions<ReportOptions> reports, IOptions<AnswerOptions> options, IOptions<JsonOptions> json) : IDisposable
{
    private const int MostKnown = 2_000;
    private const int LongestKnown = 2_000;

    // Where a request keeps the version that was read for it.
    private static readonly object s_version = new();

    // A new program may answer the same question otherwise.
    private readonly string _program = Digest(typeof(Answers).Assembly.ManifestModule.ModuleVersionId + JsonSerializer.Serialize(reports.Value));
    private readonly SharedAnswers _shared = new(options.Value.CacheMegabytes * 1_000_000L);

    // Requests by their words, so that who polls with the same ones need not be understood again.
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MostKnown });

    public void Dispose()
    {
        _shared.Dispose();
        _known.Dispose();
    }

    /// <summary>Memory of the answers that are kept.</summary>
    public long CacheBytes => _shared.Bytes;

    /// <summary>The answer to a request that was answered before in the same words, while nothing has changed; else null, and it is to be understood.</summary>
    public async Task<IResult?> KnownAsync(HttpContext http)
    {
        if (!_known.TryGetValue(WordsOf(http), out Known? known) || (known!.Minute is { } minute && minute != Minute()))
        {
            return null;
        }

        var asker = RequestTelemetry.NameOf(http);
        using var span = Instruments.Source.StartActivity("answer");
        var version = await database.VersionAsync(http.RequestAborted, asker);
        if ((version.Version, version.ChangedAt) != known.Of)
        {
            http.Items[s_version] = version;
            return null;
        }

        return Ready(http, span, asker, known);
    }

    /// <summary>The answer to a question.</summary>
    /// <param name="http">The request.</param>
    /// <param name="query">Its parameters, all read.</param>
    /// <param name="asked">The question.</param>
    /// <param name="shape">How the answer is written.</param>
    /// <param name="name">The name of the file that a browser keeps its rows in.</param>
    /// <param name="work">Works the answer out, in one snapshot.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="exemplar">A row that has every column.</param>
    public async Task<IResult> OfAsync<TAnswer, TRow>(
        HttpContext http, QueryReader query, LeadQuestion asked, (AnswerFormat Format, CsvHeader Header) shape, string name,
        Func<LeadQuestion, Snapshot, Task<TAnswer>> work, Func<TAnswer, IReadOnlyList<TRow>> rows, Func<TAnswer, TRow> exemplar)
    {
        // What the answer is worked out from must outlive this request, which may leave it to others that wait for it.
        var (path, texts, sight, asker) = (http.Request.Path.Value!, http.Texts(), http.Sight(), RequestTelemetry.NameOf(http));
        using var span = Instruments.Source.StartActivity("answer");
        var version = http.Items[s_version] as DataVersion ?? await database.VersionAsync(http.RequestAborted, asker);
        var tag = Tag(version, Settled(version));
        var known = new Known(tag, shape.Format, name, (version.Version, version.ChangedAt), asked.IsOfNow ? Minute() : null);
        Remember(http, version, known);
        if (Ready(http, span, asker, known) is { } ready)
        {
            return ready;
        }

        var answer = await _shared.OfAsync(
            tag, stop => database.ReadAsync(WorkAsync, stop, asker, KindOf(asker, asked)), http.RequestAborted, way => instruments.Answered(span, asker, way));
        return Headed(http, answer.Tag, Formats.Written(shape.Format, name, answer.Bytes));

        LeadQuestion Settled(DataVersion version) => asked.Settled(version.LatestEventAt) with { Sight = sight };

        string Tag(DataVersion version, LeadQuestion question) => TagOf(path, texts.Language, query, question, shape, version);

        // An import may have ended since the version was read: the answer is of what the snapshot holds, and so is its tag.
        async Task<TaggedAnswer> WorkAsync(Snapshot data)
        {
            var version = await data.VersionAsync();
            var question = Settled(version);
            return new(Tag(version, question), await WriteAsync(await work(question, data)));
        }

        Task<byte[]> WriteAsync(TAnswer answer) => shape.Format == AnswerFormat.Json
            ? Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(answer, json.Value.SerializerOptions))
            : CsvAnswer.BytesAsync(rows(answer), exemplar(answer), shape.Header == CsvHeader.Label ? texts.Label : path => path, json.Value.SerializerOptions);
    }

    // That the caller has it, or what is kept of it; null where it is to be worked out.
    private IResult? Ready(HttpContext http, Activity? span, string asker, Known known)
    {
        if (IsGiven(http, known.Tag))
        {
            instruments.Answered(span, asker, AnswerWay.NotModified);
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Headed(http, known.Tag, TypedResults.Empty);
        }

        if (_shared.Kept(known.Tag) is not { } answer)
        {
            return null;
        }

        instruments.Answered(span, asker, AnswerWay.Cached);
        return Headed(http, answer.Tag, Formats.Written(known.Format, known.Name, answer.Bytes));
    }

    // Above an answer alone: a failure has no tag.
    private static IResult Headed(HttpContext http, string tag, IResult answer)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.ETag = tag;
        Formats.Vary(http.Response);
        return answer;
    }

    // Who polls sends back the one that it was given, as it is.
    private static bool IsGiven(HttpContext http, string tag) => http.Request.Headers.IfNoneMatch is { Count: > 0 } given
        && (given == tag || http.Request.GetTypedHeaders().IfNoneMatch.Any(known =>
            known.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any)));

    // Everything of a request that its answer depends on, as it was written.
    private static string WordsOf(HttpContext http) => string.Concat(
        [http.Request.Path.Value, http.Request.QueryString.Value, "\n", http.Request.Headers.Accept.ToString(), "\n", http.Texts().Language, "\n", http.Sight().Key()]);

    // "Now" is the beginning of a minute, unless there are events in it or after it: then it may go on within the minute.
    private void Remember(HttpContext http, DataVersion version, Known known)
    {
        if ((known.Minute is not { } minute || version.LatestEventAt <= minute * 60_000) && WordsOf(http) is { Length: <= LongestKnown } words)
        {
            _known.Set(words, known, new MemoryCacheEntryOptions { Size = 1 });
        }
    }

    private long Minute() => clock.GetUtcNow().ToUnixTimeMilliseconds() / 60_000;

    // Questions of a metric over about as many months read about as much.
    private static string KindOf(string asker, LeadQuestion question) => question.Period is { } period
        ? string.Create(CultureInfo.InvariantCulture, $"{asker} {Math.Min(120, Period.DaysBetween(period.From, period.To) / 31)}") : asker;

    // A restored database counts its versions on from an older one: the instant of the change tells two of a number apart.
    // Weak: what is compressed on the way is the same answer.
    private string TagOf(string path, string language, QueryReader query, LeadQuestion question, (AnswerFormat, CsvHeader) shape, DataVersion version)
    {
        var text = new StringBuilder(_program).Append('\n').Append(path).Append('\n').Append(language).Append(shape).Append('\n').Append(version.Version).Append('@').Append(version.ChangedAt).Append('\n').Append(question.Sight.Key());
        foreach (var (name, values) in query.InForce(question.ToQuery()))
        {
            text.Append('\n').Append(name).Append('=').AppendJoin('\0', values);
        }

        return $"W/\"{Digest(text.ToString())}\"";
    }

    private static string Digest(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 18);

    /// <summary>What a request came to.</summary>
    /// <param name="Tag">The tag of its answer.</param>
    /// <param name="Format">How that is written.</param>
    /// <param name="Name">The name of the file that a browser keeps its rows in.</param>
    /// <param name="Of">The version of the data that it is of, and since when there is it.</param>
    /// <param name="Minute">The minute that it is as of; null where the request says an instant.</param>
    private sealed record Known(string Tag, AnswerFormat Format, string Name, (long Version, long ChangedAt) Of, long? Minute);
}

/// <summary>What a route that answers questions can say.</summary>
public static class AnswerMetadata
{
    public static RouteHandlerBuilder Answers<TAnswer>(this RouteHandlerBuilder route) =>
        route.Produces<TAnswer>(StatusCodes.Status200OK, "application/json", Formats.Csv).Produces(StatusCodes.Status304NotModified)
            .AddEndpointFilter(async (context, next) => await context.HttpContext.RequestServices.GetRequiredService<Answers>().KnownAsync(context.HttpContext) ?? await next(context));
}
