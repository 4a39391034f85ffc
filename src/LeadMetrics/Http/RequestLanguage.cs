using LeadMetrics.Languages;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LeadMetrics.Http;

/// <summary>The language that a reader is answered in, by <c>Accept-Language</c> (RFC 9110, 12.5.4; lookup of RFC 4647).</summary>
public static class RequestLanguage
{
    /// <summary>Says of each answer under <c>/v1</c> which language it is in, and that another reader's may differ.</summary>
    public static void UseRequestLanguage(this WebApplication app) => app.Use((http, next) =>
    {
        // The OpenAPI document is the same for everybody.
        if (http.Request.Path.StartsWithSegments("/v1", out var rest) && !rest.Value!.StartsWith("/openapi.", StringComparison.Ordinal))
        {
            http.Response.OnStarting(() =>
            {
                if (http.Response.Headers.ContentLanguage.Count == 0)
                {
                    http.Response.Headers.ContentLanguage = http.Texts().Language;
                }

                Formats.Vary(http.Response, HeaderNames.AcceptLanguage);
                return Task.CompletedTask;
            });
        }

        return next(http);
    });

    /// <summary>The texts in the reader's language: the most wanted of those that there are, else the installation's own.</summary>
    public static Texts Texts(this HttpContext http)
    {
        var otherwise = http.RequestServices.GetRequiredService<IOptions<ReportOptions>>().Value.Language;
        if (http.Request.Headers.AcceptLanguage.Count == 0)
        {
            return Languages.Texts.All.First(texts => texts.Language == otherwise);
        }

        if (http.Features.Get<Texts>() is not { } texts)
        {
            http.Features.Set(texts = Wanted(http, otherwise));
        }

        return texts;
    }

    private static Texts Wanted(HttpContext http, string otherwise)
    {
        var wanted = http.Request.GetTypedHeaders().AcceptLanguage;
        var refused = wanted.Where(range => range.Quality == 0).Select(range => range.Value.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return wanted.Where(range => range.Quality != 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => range.Value == "*"
                ? Languages.Texts.All.OrderBy(texts => texts.Language != otherwise).FirstOrDefault(texts => !refused.Contains(texts.Language))
                : Languages.Texts.All.FirstOrDefault(texts => IsOf(texts.Language, range.Value.ToString())))
            .FirstOrDefault(texts => texts is not null) ?? Languages.Texts.All.First(texts => texts.Language == otherwise);
    }

    // Arabic is Arabic in every country: ar, ar-SA, ar-Arab-EG.
    private static bool IsOf(string language, string range) =>
        range.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (range.Length == language.Length || range[language.Length] == '-');
}
