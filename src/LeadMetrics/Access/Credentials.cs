using Microsoft.Net.Http.Headers;

namespace LeadMetrics.Access;

/// <summary>What a request shows of itself: <c>Authorization: Bearer …</c> or <c>X-Api-Key</c>, in a header alone. A query ends in logs and histories.</summary>
public static class Credentials
{
    public const string KeyHeader = "X-Api-Key";

    private const string Bearer = "Bearer";

    /// <summary>Whether there is something, and what; several at once are something that nobody can take.</summary>
    public static (bool Shown, string? Text) Of(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0 && !request.Headers.ContainsKey(KeyHeader))
        {
            return (false, null);
        }

        // Any other scheme of Authorization is not for this service: a proxy before it may ask for one of its own.
        var bearers = request.Headers[HeaderNames.Authorization].Select(AfterBearer).OfType<string>().ToList();
        var all = bearers.Concat(request.Headers[KeyHeader].Select(text => (text ?? "").Trim())).ToList();
        return (all.Count > 0, all.Count == 1 ? all[0] : null);
    }

    /// <summary>Whether that is for an issuer's keys to judge.</summary>
    public static bool MayBeToken(HttpRequest request, string? text) =>
        text is not null && !request.Headers.ContainsKey(KeyHeader) && request.Headers[HeaderNames.Authorization].Count == 1
            && !text.StartsWith(KeyText.Start, StringComparison.Ordinal);

    private static string? AfterBearer(string? header)
    {
        var text = header.AsSpan().Trim();
        return text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && (text.Length == Bearer.Length || text[Bearer.Length] == ' ')
            ? text[Bearer.Length..].Trim().ToString()
            : null;
    }
}
