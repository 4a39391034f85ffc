using System.Security.Cryptography;
using LeadMetrics.Access;
using LeadMetrics.Telemetry;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace LeadMetrics.Tests.Access;

/// <summary>Why a key or a token was not taken is told to the operator, in one line, and not to who sent it.</summary>
[NonParallelizable]
public class RefusalLogTests : IssuerTests
{
    private const string Leads = "/v1/metrics/leads";

    // As the service comes: what the framework says of it is left out.
    protected override string[] Settings => ["--Logging:LogLevel:Default=Information", "--Logging:LogLevel:Microsoft.AspNetCore=Warning"];

    [Test]
    public async Task A_token_is_refused_for_a_reason()
    {
        Assert.That(await WhyAsync(Issuer.Token("read", token => token.Expires = At(2026, 2, 1))), Is.EqualTo("the token has expired"));
        Assert.That(await WhyAsync(Issuer.Token("read", token => token.NotBefore = At(2026, 3, 2))), Is.EqualTo("the token is not in force yet (nbf)"));
        Assert.That(await WhyAsync(Issuer.Token("read", token => token.Expires = null)), Is.EqualTo("the token has no end (exp)"));
        Assert.That(await WhyAsync(Issuer.Token("read", token => token.Audience = "crm")), Is.EqualTo("the token is not made for 'leadmetrics' (aud)"));
        Assert.That(await WhyAsync(Issuer.Token("read", token => token.Audience = null)), Is.EqualTo("the token is not made for 'leadmetrics' (aud)"));
        Assert.That(await WhyAsync(Issuer.Token("read", token => token.Issuer += "/")), Is.EqualTo($"the token is not of the issuer '{Issuer.Address}', letter by letter (iss)"));
        Assert.That(await WhyAsync(Issuer.Token("read", token => token.Issuer = null)), Is.EqualTo($"the token is not of the issuer '{Issuer.Address}', letter by letter (iss)"));
        Assert.That(await WhyAsync(Issuer.Token("read", token => token.Claims.Remove("sub"))), Is.EqualTo("the token does not say whose it is (sub)"));
        Assert.That(await WhyAsync(Issuer.Resigned(Issuer.Token("read"), new { alg = "none", typ = "JWT" }, _ => [])), Is.EqualTo("the token is not signed"));
        Assert.That(await WhyAsync(Signed("rsa")), Is.EqualTo("the token's signature is not right, or not of an algorithm that is taken"));
        Assert.That(await WhyAsync(Signed("other")), Is.EqualTo("the token is signed by no key that the issuer publishes"));
        Assert.That(await WhyAsync("a.b.c"), Is.EqualTo("what was sent is neither a key nor a token"));
        Assert.That(await WhyAsync("nonsense"), Is.EqualTo("what was sent is neither a key nor a token"));
        Assert.That(await WhyAsync(""), Is.EqualTo("what was sent is empty"));

        string Signed(string by) => Issuer.Token("read", token => token.SigningCredentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = by }, SecurityAlgorithms.RsaSha256));
    }

    [Test]
    public async Task A_key_is_refused_for_a_reason()
    {
        var (revoked, expired) = (World.Key("read"), World.Key(new NewKey { Name = "short", Roles = ["read"], ExpiresAt = World.Clock.Now.AddSeconds(1) }));
        World.Services.GetRequiredService<ApiKeys>().Revoke(Id(revoked), "test");
        World.Clock.Now = World.Clock.Now.AddSeconds(1);

        Assert.That(await WhyAsync(revoked), Is.EqualTo($"the key {Id(revoked)} was revoked"));
        Assert.That(await WhyAsync(expired), Is.EqualTo($"the key {Id(expired)} has expired"));
        Assert.That(await WhyAsync(revoked[..16] + expired[16..]), Is.EqualTo($"the secret that was sent is not that of the key {Id(revoked)}"));
        Assert.That(await WhyAsync(KeyText.New().Reveal()), Is.EqualTo("there is no key of the id that was sent"));
        Assert.That(await WhyAsync("lm_1"), Is.EqualTo("what was sent has not the form of a key; a token is taken from Authorization: Bearer, and not from X-Api-Key"));
        Assert.That(await WhyAsync(revoked, ("X-Api-Key", expired)), Is.EqualTo("several keys or tokens were sent that differ"));

        static string Id(string key) => key.Split('_')[1];
    }

    [Test]
    public async Task Where_no_tokens_are_taken_it_says_so()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, Keys.Asked, "--Logging:LogLevel:Default=Information", "--Logging:LogLevel:Microsoft.AspNetCore=Warning");

        Assert.That(await WhyAsync(world, Issuer.Token("read")), Is.EqualTo("what was sent has not the form of a key, and tokens are not taken while Access:Jwt:Authority is not set"));
    }

    [Test]
    public async Task Nothing_shown_is_no_line_but_the_requests_own()
    {
        using var log = JsonLog.Of(World);
        (await World.SendAsync(Leads)).Dispose();
        await FinishedAsync(log);

        Assert.That(log.Lines, Has.Count.EqualTo(1));
        Assert.That((string?)log.Of(RequestTelemetry.Category)[0]["message"], Does.Match("^GET /v1/metrics/leads 401 in [0-9.]+ ms for nobody known$"));
    }

    private Task<string?> WhyAsync(string shown, params (string, string?)[] beside) => WhyAsync(World, shown, beside);

    // One line says it, and one of the request itself; neither holds what was sent.
    private static async Task<string?> WhyAsync(World world, string shown, params (string, string?)[] beside)
    {
        using var log = JsonLog.Of(world);
        using var response = await world.SendAsync(Leads, [("", shown), .. beside]);
        await FinishedAsync(log);

        Assert.That((int)response.StatusCode, Is.EqualTo(401));
        Assert.That(log.Lines, Has.Count.EqualTo(2), string.Join('\n', log.Lines));
        var why = log.Of(typeof(Refusals).FullName!).Single();
        Assert.That(((string?)why["level"], (string?)why["message"]), Is.EqualTo(("Information", $"GET {Leads} was refused: {why["values"]!["reason"]}")));
        Assert.That((string?)log.Of(RequestTelemetry.Category).Single()["values"]!["caller"], Is.EqualTo("nobody known"));
        Assert.That(shown.Split('.', '_').Where(part => part.Length > 12 && log.Lines.Any(line => line.Contains(part, StringComparison.Ordinal))), Is.Empty);
        return (string?)why["values"]!["reason"];
    }

    // The request's own line is written after its answer.
    private static async Task FinishedAsync(JsonLog log)
    {
        while (log.Of(RequestTelemetry.Category).Count == 0)
        {
            await Task.Yield();
        }
    }

    private static DateTime At(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);
}
