using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Access;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Access;

/// <summary>A key opens what its roles say, as long as it is in force; all else is refused in the same words.</summary>
public class ApiKeyTests(string engine) : ServiceTests(engine)
{
    private const string Leads = "/v1/metrics/leads";
    private const string Unknown = "401 Send an API key or a token that is in force, as Authorization: Bearer … or X-Api-Key: ….";

    protected override string[] Settings => [Keys.Asked];

    [TestCase("")]
    [TestCase("X-Api-Key")]
    public async Task Is_taken_from_either_header(string header)
    {
        var key = World.Key("read");

        Assert.That(await (await World.SendAsync(Leads, (header, key))).SayAsync(), Is.EqualTo("200"));
        Assert.That(await (await World.SendAsync(Leads, ("authorization", "bEARER   " + key + " "))).SayAsync(), Is.EqualTo("200"));
    }

    [Test]
    public async Task Is_refused_in_the_same_words_whatever_is_wrong_with_it()
    {
        var key = World.Key("read");
        var expired = World.Key(new NewKey { Name = "short", Roles = ["read"], ExpiresAt = World.Clock.Now.AddDays(1) });
        var revoked = World.Key("read");
        World.Services.GetRequiredService<ApiKeys>().Revoke(revoked.Split('_')[1], "test");
        World.Clock.Now = World.Clock.Now.AddDays(1);

        string[] wrong =
        [
            expired, revoked, "", "lm", "lm_", key[..^1], key + "0", key.ToUpperInvariant(), key[..16] + new string('0', 64), "lm_000000000000_" + key[16..],
            revoked[..16] + key[16..], "nonsense", "a.b.c", new string('x', 8000), "'; drop table api_key; --",
        ];
        var answers = new List<(int, string, string)>();
        foreach (var text in wrong)
        {
            using var response = await World.SendAsync(Leads, ("", text));
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
            Assert.That(problem.Select(property => property.Key), Is.EquivalentTo(new[] { "type", "title", "status", "detail", "traceId" }));
            answers.Add(((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString(), problem.Table("title status detail")));
        }

        Assert.That(answers.Distinct(), Is.EqualTo(new[] { (401, "Bearer realm=\"LeadMetrics\", error=\"invalid_token\"", "Unauthorized " + Unknown) }));
        Assert.That(await (await World.SendAsync(Leads, ("", key))).SayAsync(), Is.EqualTo("200"));
    }

    [Test]
    public async Task Nothing_shown_is_nothing_known()
    {
        var key = World.Key("read");
        using var nothing = await World.SendAsync(Leads);
        Assert.That(nothing.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"LeadMetrics\""));
        Assert.That(nothing.Headers.CacheControl!.NoStore);

        // A key in an address ends in logs and histories, so that it is none there.
        foreach (var (path, headers) in new (string, (string, string?)[])[]
        {
            ($"{Leads}?api_key={key}", []),
            ($"{Leads}?access_token={key}", []),
            (Leads, [("Cookie", "X-Api-Key=" + key)]),
            (Leads, [("Authorization", key)]),
            (Leads, [("Authorization", "Basic " + key)]),
            (Leads, [("Authorization", "Bearer" + key)]),
        })
        {
            Assert.That(await (await World.SendAsync(path, headers)).SayAsync(), Is.EqualTo(Unknown), $"{path} {string.Join(' ', headers)}");
        }
    }

    [TestCase("read", "200", "403 import", "403 admin")]
    [TestCase("import", "403 read", "200", "403 admin")]
    [TestCase("read import", "200", "200", "403 admin")]
    [TestCase("admin", "200", "200", "200")]
    public async Task Opens_what_its_roles_say(string roles, string read, string import, string admin)
    {
        World.SignIn(World.Key(roles.Split(' ')));

        Assert.That(await AskAsync(World.Client.GetAsync(new Uri(Leads, UriKind.Relative))), Is.EqualTo(read));
        Assert.That(await AskAsync(World.PostAsync("owners", "owner_id,name\nU-1,A\n")), Is.EqualTo(import));
        Assert.That(await AskAsync(World.Client.GetAsync(new Uri("/v1/audit", UriKind.Relative))), Is.EqualTo(admin));

        // A refusal names the role that is missing, in a sentence and for machines.
        static async Task<string> AskAsync(Task<HttpResponseMessage> asked)
        {
            using var response = await asked;
            var said = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.Forbidden)
            {
                return $"{(int)response.StatusCode}";
            }

            var role = response.Headers.WwwAuthenticate.ToString().Split("scope=\"")[1].TrimEnd('"');
            Assert.That((string?)JsonNode.Parse(said)!["detail"], Is.EqualTo($"This needs the role {role}, which the caller has not."));
            return $"403 {role}";
        }
    }

    [TestCase("/v1/leads?preset=allTime")]
    [TestCase("/v1/leads/neglected")]
    [TestCase("/v1/data-quality/MISSING_OWNER")]
    public async Task Who_sees_no_single_leads_is_refused_as_who_lacks_a_role_is(string path)
    {
        using var refused = await World.SendAsync(path, ("", World.Key(new NewKey { Name = "figures", Roles = ["read"], SeesRecords = false })));

        // RFC 6750, section 3.1. No role would help, so none is named.
        Assert.That(refused.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer realm=\"LeadMetrics\", error=\"insufficient_scope\""));
        Assert.That(await refused.SayAsync(), Is.EqualTo("403 This lists single leads or records, which the caller may not see; /v1/metrics and /v1/data-quality count them."));
    }

    [Test]
    public async Task A_revoked_key_opens_nothing_from_then_on_on_any_instance()
    {
        await using var other = await World.BesideAsync(Keys.Asked);
        var key = World.Key("read");
        using var before = await World.SendAsync(Leads, ("", key));
        var tag = before.Headers.ETag!.ToString();
        Assert.That(await (await other.SendAsync(Leads, ("", key), ("If-None-Match", tag))).SayAsync(), Is.EqualTo("304"));

        World.Services.GetRequiredService<ApiKeys>().Revoke(key.Split('_')[1], "test");

        foreach (var world in new[] { World, other })
        {
            Assert.That(await (await world.SendAsync(Leads, ("", key))).SayAsync(), Is.EqualTo(Unknown), "an answer that was given");
            Assert.That(await (await world.SendAsync(Leads, ("", key), ("If-None-Match", tag))).SayAsync(), Is.EqualTo(Unknown), "an answer that the client has");
        }
    }

    [Test]
    public async Task Its_secret_is_kept_nowhere()
    {
        var key = World.Key("admin");
        World.SignIn(key);
        using var connection = World.Engine.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = "select secret_hash from api_key";
        var hash = (string)command.ExecuteScalar()!;

        Assert.That(hash, Does.Match("^[0-9a-f]{64}$").And.Not.EqualTo(key[16..]));
        Assert.That((await World.GetAsync("/v1/audit")).ToJsonString(), Does.Contain(key.Split('_')[1]).And.Not.Contain(key[16..]).And.Not.Contain(hash));
        Assert.That(KeyText.Read(key)!.ToString(), Is.EqualTo(key[..16] + "…"));
    }
}
