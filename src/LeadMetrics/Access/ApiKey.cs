using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LeadMetrics.Access;

/// <summary>A key as it is kept: all but its secret.</summary>
public sealed record ApiKey
{
    /// <summary>Its public part, by which it is found, named in the audit log and revoked.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required Scope Scope { get; init; }

    public required bool SeesRecords { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on it is no key; null where it never ends by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null where it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether it opens anything at an instant.</summary>
    public bool IsGoodAt(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}

/// <summary>
/// A key as its holder sends it: <c>lm_{id}_{secret}</c>. Its 256 random bits cannot be guessed or tried out, however fast the
/// hash: so SHA-256 is enough to keep it by, and a slow hash, made for passwords that people think of, would only slow each request.
/// </summary>
public sealed partial class KeyText
{
    /// <summary>How every key begins.</summary>
    public const string Start = "lm_";

    private const int IdBytes = 6;
    private const int SecretBytes = 32;

    private readonly string _text;

    private KeyText(string id, string text) => (Id, _text) = (id, text);

    public string Id { get; }

    /// <summary>A new one.</summary>
    public static KeyText New()
    {
        var id = RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true);
        return new(id, $"{Start}{id}_{RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true)}");
    }

    /// <summary>Reads what a client sent; null where it cannot be a key.</summary>
    public static KeyText? Read(string? text) => text is not null && Format().Match(text) is { Success: true } match ? new(match.Groups["id"].Value, text) : null;

    /// <summary>The id in what an operator names a key by: its id, or the whole.</summary>
    public static string IdOf(string text) => text.StartsWith(Start, StringComparison.Ordinal) ? text[Start.Length..].Split('_')[0] : text;

    /// <summary>Whether it may be said: what is longer than an id may be a secret.</summary>
    public static bool MayBeId(string text) => text.Length <= 2 * IdBytes;

    /// <summary>What is kept of it: of the whole text, so that a hash belongs to its id alone.</summary>
    public string Hash() => Convert.ToHexStringLower(HashOf(_text));

    /// <summary>Whether a kept hash is this key's, in a time that does not tell how much of it is.</summary>
    public bool Is(string hash) => CryptographicOperations.FixedTimeEquals(HashOf(_text), Convert.FromHexString(hash));

    /// <summary>The whole key, for the one time that it is shown. Not <c>ToString</c>, which ends in logs.</summary>
    public string Reveal() => _text;

    public override string ToString() => $"{Start}{Id}_…";

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"^lm_(?<id>[0-9a-f]{12})_[0-9a-f]{64}\z")]
    private static partial Regex Format();
}
