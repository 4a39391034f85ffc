using Microsoft.Net.Http.Headers;

namespace LeadMetrics.Access;

/// <summary>
/// What a request shows of itself: <c>Authorization: Bearer …</c> or <c>X-Api-Key</c>, in a header alone. A query ends in logs and histories. The same shown
/// twice is one, as Swagger UI does whose boxes are both filled; of two that differ nobody can say which is meant.
/// </summary>
public sealed record Credentials
{
    public const string KeyHeader = "X-Api-Key";

    private const string Bearer = "Bearer";

    private static readonly Credentials s_none = new();

    /// <summary>Whether there is something.</summary>
    public bool AreShown { get; private init; }

    /// <summary>What it is; null where there is nothing, or more than one.</summary>
    public string? Text { get; private init; }

    /// <summary>Whether there are two or more that differ.</summary>
    public bool Differ => AreShown && Text is null;

    /// <summary>Whether that is for an issuer's keys to judge.</summary>
    public bool MayBeToken { get; private init; }

    public static Credentials Of(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0 && !request.Headers.ContainsKey(KeyHeader))
        {
            return s_none;
        }

        // Any other scheme of Authorization is not for this service: a proxy before it may ask for one of its own.
        var bearers = request.Headers[HeaderNames.Authorization].Select(AfterBearer).OfType<string>().ToList();
        var all = bearers.Concat(request.Headers[KeyHeader].Select(text => (text ?? "").Trim())).Distinct(StringComparer.Ordinal).ToList();
        var text = all.Count == 1 ? all[0] : null;
        return new() { AreShown = all.Count > 0, Text = text, MayBeToken = bearers.Count > 0 && text?.StartsWith(KeyText.Start, StringComparison.Ordinal) == false };
    }

    public override string ToString() => AreShown ? "…" : "";

    private static string? AfterBearer(string? header)
    {
        var text = header.AsSpan().Trim();
        return text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && (text.Length == Bearer.Length || text[Bearer.Length] == ' ')
            ? text[Bearer.Length..].Trim().ToString()
            : null;
    }
}
