using System.Security.Claims;
using System.Security.Cryptography;
using LeadMetrics.Access;
using LeadMetrics.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace LeadMetrics.Tests.Access;

/// <summary>A token opens what its roles say where the issuer signed it, for this service, for now; else nothing.</summary>
public class JwtTests : IssuerTests
{
    private const string Leads = "/v1/metrics/leads";

    [Test]
    public async Task A_token_of_the_issuer_opens_what_its_roles_say()
    {
        Assert.That(await AskAsync(Issuer.Token("read")), Is.EqualTo("200"));
        Assert.That(await AskAsync(Issuer.Token("", null, ("roles", "import read"))), Is.EqualTo("200"), "a text with blanks");
        Assert.That(await AskAsync(Issuer.Token("read", token => token.SigningCredentials = new(Issuer.Ec, SecurityAlgorithms.EcdsaSha256))), Is.EqualTo("200"));
        Assert.That(await AskAsync(World.Key("read")), Is.EqualTo("200"), "a key is a key there too");
        Assert.That(await AskAsync(Issuer.Token("admin"), AuditList.Path), Is.EqualTo("200"));
    }

    [TestCase("", "read")]
    [TestCase("Read", "read")]
    [TestCase("import", "read")]
    [TestCase("owner", "read")]
    [TestCase("read import", "admin", AuditList.Path)]
    public async Task A_role_that_lacks_is_named(string roles, string role, string path = Leads) =>
        Assert.That(await AskAsync(Issuer.Token(roles), path), Is.EqualTo($"403 This needs the role {role}, which the caller has not."));

    private static readonly Dictionary<string, Func<Issuer, string>> s_bad = new()
    {
        ["signed by another under the same name"] = issuer => issuer.Token("read", token => token.SigningCredentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "rsa" }, SecurityAlgorithms.RsaSha256)),
        ["signed by an unknown key"] = issuer => issuer.Token("read", token => token.SigningCredentials = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "other" }, SecurityAlgorithms.RsaSha256)),
        ["of another issuer"] = issuer => issuer.Token("read", token => token.Issuer = "https://login.example.com"),
        ["of no issuer"] = issuer => issuer.Token("read", token => token.Issuer = null),
        ["for another service"] = issuer => issuer.Token("read", token => token.Audience = "crm"),
        ["for no service"] = issuer => issuer.Token("read", token => token.Audience = null),
        ["expired"] = issuer => issuer.Token("read", token => token.Expires = new DateTime(2026, 2, 28, 23, 58, 59, DateTimeKind.Utc)),
        ["of no end"] = issuer => issuer.Token("read", token => token.Expires = null),
        ["of the future"] = issuer => issuer.Token("read", token => token.NotBefore = new DateTime(2026, 3, 1, 0, 1, 1, DateTimeKind.Utc)),
        ["of nobody"] = issuer => issuer.Token("read", token => token.Claims.Remove("sub")),
        ["alg none"] = issuer => Issuer.Resigned(issuer.Token("admin"), new { alg = "none", typ = "JWT" }, _ => []),
        ["alg None, as signed"] = issuer => Issuer.Resigned(issuer.Token("admin"), new { alg = "None", kid = "rsa" }, _ => [1, 2, 3]),
        ["HS256 by the public key"] = issuer => Issuer.Resigned(
            issuer.Token("admin"), new { alg = "HS256", typ = "JWT", kid = "rsa" }, text => HMACSHA256.HashData(issuer.Rsa.Rsa.ExportSubjectPublicKeyInfo(), text)),
        ["HS256 by the public key as PEM"] = issuer => Issuer.Resigned(
            issuer.Token("admin"), new { alg = "HS256", kid = "rsa" }, text => HMACSHA256.HashData(System.Text.Encoding.ASCII.GetBytes(issuer.Rsa.Rsa.ExportSubjectPublicKeyInfoPem()), text)),
        ["with a key of its own"] = issuer => Issuer.Resigned(
            issuer.Token("admin"), new { alg = "HS256", jwk = new { kty = "oct", k = "AAAA" } }, text => HMACSHA256.HashData(new byte[3], text)),
        ["with other claims"] = issuer => issuer.Token("read").Split('.') is var parts ? $"{parts[0]}.{issuer.Token("admin").Split('.')[1]}.{parts[2]}" : "",
        ["without its signature"] = issuer => issuer.Token("read")[..issuer.Token("read").LastIndexOf('.')] + ".",
        ["malformed"] = _ => "a.b.c",
        ["no token"] = _ => "e30.e30.",
        ["long"] = _ => new string('e', 9000) + ".e30.e30",
        ["twice"] = issuer => $"{issuer.Token("read")}, Bearer {issuer.Token("read")}",
    };

    private static IEnumerable<string> Bad => s_bad.Keys;

    [TestCaseSource(nameof(Bad))]
    public async Task Any_other_is_refused_as_unknown(string what)
    {
        using var response = await World.SendAsync(Leads, ("", s_bad[what](Issuer)));

        Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"LeadMetrics\", error=\"invalid_token\""));
        Assert.That(await response.SayAsync(), Is.EqualTo("401 " + Refusals.Unknown));
    }

    [Test]
    public async Task A_token_is_no_API_key()
    {
        var token = Issuer.Token("read");

        Assert.That(await (await World.SendAsync(Leads, ("X-Api-Key", token))).SayAsync(), Is.EqualTo("401 " + Refusals.Unknown));
        Assert.That(await (await World.SendAsync($"{Leads}?access_token={token}")).SayAsync(), Is.EqualTo("401 " + Refusals.Unknown));
    }

    [Test]
    public async Task An_import_is_by_the_tokens_subject()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, Issuer.Settings);
        world.SignIn(Issuer.Token("admin"));
        await world.ImportAsync("owners", "owner_id,name\nU-1,A\n");

        Assert.That((await world.GetAsync(AuditList.Path + "?action=import"))["data"]!.Table("actor subject result"), Is.EqualTo("layla owners done"));
    }

    [Test]
    public async Task Without_the_issuer_no_token_can_be_judged_and_keys_still_are()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, Keys.Asked, "--Access:Jwt:Authority=http://127.0.0.1:9", "--Access:Jwt:Audience=leadmetrics");
        for (var i = 0; i < 2; i++)
        {
            using var response = await world.SendAsync(Leads, ("", Issuer.Token("read")));
            Assert.That(response.Headers.RetryAfter!.ToString(), Is.EqualTo("5"));
            Assert.That(await response.SayAsync(), Is.EqualTo("503 Whether the token is good cannot be known now; try again."));
        }

        Assert.That(await (await world.SendAsync(Leads, ("", world.Key("read")))).SayAsync(), Is.EqualTo("200"));
        Assert.That(await (await world.SendAsync(Leads)).SayAsync(), Does.StartWith("401"));
    }

    // roles, then claims; the roles that count, owners, teams, sources, whether records are seen.
    [TestCase("read", "", " | - | - | - | False", "The token has no claim owner or team, which says whose leads its bearer may see; * stands for all.")]
    [TestCase("read", "owner=U-1 owner=U-2 source=*", "read | U-1 U-2 | - | - | False")]
    [TestCase("read", "team=Riyadh source=ads records=true", "read | - | Riyadh | ads | True")]
    [TestCase("read", "team=* owner=U-1 source=* records=True", "read | - | - | - | True")]
    [TestCase("read", "team=Riyadh owner=U-1 source=ads records=yes", "read | U-1 | Riyadh | ads | False")]
    [TestCase("read", "team=Riyadh", " | - | Riyadh | - | False", "The token has no claim source, which says from which sources leads its bearer may see; * stands for all.")]
    [TestCase("read import", "owner=U-1 source=*", "read | U-1 | - | - | False", "Who is limited to owners, teams or sources cannot send data.")]
    [TestCase("read import", "owner=* source=*", "read import | - | - | - | False")]
    [TestCase("admin read", "owner=U-1", "read admin | - | - | - | True")]
    public void Claims_limit_what_a_bearer_sees(string roles, string claims, string expected, string? reservation = null)
    {
        var jwt = new JwtOptions { OwnerIdsClaim = "owner", TeamsClaim = "team", SourceIdsClaim = "source", RecordsClaim = "records" };
        var identity = Jwt.CallerOf(
            new ClaimsPrincipal(new ClaimsIdentity([
                new Claim("sub", "s"), .. roles.Split(' ').Select(role => new Claim("roles", role)),
                .. claims.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(claim => claim.Split('=')).Select(claim => new Claim(claim[0], claim[1]))])),
            jwt)!;
        var caller = identity.Caller;
        var held = string.Join(' ', Roles.All.Where(role => new ClaimsPrincipal(identity).IsInRole(role)));

        Assert.That(identity.Reservation, Is.EqualTo(reservation));
        Assert.That(
            $"{held} | {Say(caller.Scope.OwnerIds)} | {Say(caller.Scope.Teams)} | {Say(caller.Scope.SourceIds)} | {caller.SeesRecords}",
            Is.EqualTo(expected));

        static string Say(IReadOnlyList<string>? ids) => ids is null ? "-" : string.Join(' ', ids);
    }

    [Test]
    public void Without_claims_named_a_token_is_not_limited()
    {
        var caller = Jwt.CallerOf(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "s"), new Claim("roles", "read"), new Claim("owner", "U-1")])), new JwtOptions())!.Caller;

        Assert.That((caller.Id, caller.Scope.IsLimited, caller.SeesRecords), Is.EqualTo(("s", false, true)));
    }

    private async Task<string> AskAsync(string token, string path = Leads) => await (await World.SendAsync(path, ("", token))).SayAsync();
}
