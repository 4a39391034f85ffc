using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LeadMetrics.Tests.Support;

/// <summary>An OpenID Connect issuer: it publishes two keys, and signs what a test says.</summary>
public sealed class Issuer : IAsyncDisposable
{
    public const string Audience = "leadmetrics";

    private readonly WebApplication _app;

    private Issuer(WebApplication app) => _app = app;

    public RsaSecurityKey Rsa { get; } = new(RSA.Create(2048)) { KeyId = "rsa" };

    public ECDsaSecurityKey Ec { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "ec" };

    public string Address => _app.Urls.Single();

    /// <summary>The settings of a service that takes its tokens.</summary>
    public string[] Settings => [Keys.Asked, "--Access:Jwt:Authority=" + Address, "--Access:Jwt:Audience=" + Audience];

    public static async Task<Issuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new Issuer(builder.Build());
        issuer._app.MapGet("/.well-known/openid-configuration", () => TypedResults.Json(new { issuer = issuer.Address, jwks_uri = issuer.Address + "/jwks" }));
        issuer._app.MapGet("/jwks", () => TypedResults.Json(new { keys = new[] { issuer.PublicRsa(), issuer.PublicEc() } }));
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>A token of the service's own audience, in force for the whole of 2026, unless told otherwise.</summary>
    public string Token(string roles, Action<SecurityTokenDescriptor>? otherwise = null, params (string Claim, object Value)[] claims)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = Audience,
            NotBefore = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Expires = new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            SigningCredentials = new SigningCredentials(Rsa, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object> { ["sub"] = "layla", ["roles"] = roles.Split(' ') },
        };
        foreach (var (claim, value) in claims)
        {
            token.Claims[claim] = value;
        }

        otherwise?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    /// <summary>The same claims under another header and signature.</summary>
    public static string Resigned(string token, object header, Func<byte[], byte[]> sign)
    {
        var signed = Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(header)) + "." + token.Split('.')[1];
        return signed + "." + Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Rsa.Rsa.Dispose();
        Ec.ECDsa.Dispose();
    }

    private object PublicRsa()
    {
        var key = Rsa.Rsa.ExportParameters(false);
        return new { kty = "RSA", use = "sig", kid = Rsa.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) };
    }

    private object PublicEc()
    {
        var key = Ec.ECDsa.ExportParameters(false);
        return new { kty = "EC", use = "sig", kid = Ec.KeyId, crv = "P-256", x = Base64UrlEncoder.Encode(key.Q.X), y = Base64UrlEncoder.Encode(key.Q.Y) };
    }
}
