using System.Text;

namespace LeadMetrics.Tests.Support;

/// <summary>A request that nobody in their right mind would send, and what is certain of its answer.</summary>
public sealed record FuzzedRequest(int Number, string Method, string Target, IReadOnlyList<string> Headers, byte[] Body)
{
    /// <summary>The operation of the contract that it is of; null where it is of none.</summary>
    public Operation? Operation { get; init; }

    /// <summary>The names of parameters that an answer may be about.</summary>
    public IReadOnlyCollection<string> Given { get; init; } = [];

    /// <summary>The names of parameters that are certainly not allowed as they are given.</summary>
    public IReadOnlyCollection<string> Wrong { get; init; } = [];

    /// <summary>Whether the server may hang up on it before the service has seen it: it is no HTTP.</summary>
    public bool MayBeNoHttp { get; init; }

    /// <summary>The bytes on the wire.</summary>
    public byte[] Bytes() => Headers.Contains("Transfer-Encoding: chunked")
        ? [.. RawClient.Head(Method, Target, [.. Headers]), .. Encoding.ASCII.GetBytes($"{Body.Length:x}\r\n"), .. Body, .. Body.Length == 0 ? "\r\n"u8 : "\r\n0\r\n\r\n"u8]
        : [.. RawClient.Head(Method, Target, Body.Length > 0 || Method == "POST" ? [.. Headers, $"Content-Length: {Body.Length}"] : [.. Headers]), .. Body];

    public override string ToString() => $"Request {Number}: {Method} {Target}\n{string.Join('\n', Headers)}\n\n{Encoding.UTF8.GetString(Body)}";
}
