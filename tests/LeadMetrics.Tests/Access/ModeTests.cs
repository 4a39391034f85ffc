using LeadMetrics.Access;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Access;

/// <summary>A service lets everybody in only where it is told so, or under a developer's hands; and does not start where nobody could call it.</summary>
[NonParallelizable]
public class ModeTests
{
    private const string Nobody =
        "Nobody could call this service: it holds no key that is in force, and takes no tokens. Make a key with the command keys create --name bi --role read, " +
        "or name an issuer of tokens with Access:Jwt:Authority and Access:Jwt:Audience, or let everybody who reaches it do everything with Access:Mode=open.";

    [TestCase("Production", null, "401")]
    [TestCase("Staging", null, "401")]
    [TestCase("development-like", null, "401")]
    [TestCase("Development", null, "200")]
    [TestCase("Development", "authenticated", "401")]
    [TestCase("Production", "open", "200")]
    public async Task Is_as_told_or_by_its_environment(string environment, string? mode, string status)
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, ["--environment=" + environment, "--Access:Mode=" + mode]);

        Assert.That((await (await world.SendAsync("/v1/metrics/leads")).SayAsync())[..3], Is.EqualTo(status));
    }

    [Test]
    public async Task An_open_service_takes_a_key_for_what_it_is()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite);

        Assert.That(await (await world.SendAsync("/v1/audit", ("", world.Key("admin")))).SayAsync(), Is.EqualTo("200"));
        Assert.That(await (await world.SendAsync("/v1/audit", ("", world.Key("read")))).SayAsync(), Is.EqualTo("403 " + Refusals.Lacks("admin")));
        Assert.That(await (await world.SendAsync("/v1/audit", ("", "lm_nonsense"))).SayAsync(), Is.EqualTo("401 " + Refusals.Unknown));
        Assert.That(await (await world.SendAsync("/v1/audit", ("Authorization", "Basic eDp5"))).SayAsync(), Is.EqualTo("200"), "a proxy's own");
    }

    [Test]
    public async Task A_service_that_nobody_could_call_does_not_start()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite);
        var keys = world.Services.GetRequiredService<ApiKeys>();
        var asked = new AccessOptions { Mode = AccessOptions.Authenticated };
        Refused();
        var key = world.Key(new NewKey { Name = "short", Roles = ["import"], ExpiresAt = world.Clock.Now.AddDays(1) });
        keys.CheckThatSomebodyCanCall(asked);
        world.Clock.Now = world.Clock.Now.AddDays(1);
        Refused();
        key = world.Key("read");
        keys.CheckThatSomebodyCanCall(asked);
        keys.Revoke(key.Split('_')[1], "test");
        Refused();
        keys.CheckThatSomebodyCanCall(new AccessOptions { Mode = AccessOptions.Open });
        keys.CheckThatSomebodyCanCall(new AccessOptions { Mode = AccessOptions.Authenticated, Jwt = new() { Authority = "https://login.example.com", Audience = "leadmetrics" } });

        void Refused() => Assert.That(() => keys.CheckThatSomebodyCanCall(asked), Throws.InstanceOf<AccessException>().With.Message.EqualTo(Nobody));
    }

    [Test]
    public async Task The_program_says_so_and_ends()
    {
        var path = Path.Combine(Path.GetTempPath(), $"leadmetrics-tests-{Environment.ProcessId}", Guid.NewGuid().ToString("N") + ".db");
        var (code, said) = await TheProgram.RunAsync("--urls=http://127.0.0.1:0", "--environment=Production", "--Database:Path=" + path);
        TestEngines.DeleteFile(path);

        Assert.That((code, said.Trim()), Is.EqualTo((1, Nobody)));
    }

    [TestCase("--Access:Mode=Open", "Access:Mode is 'Open'; allowed are open and authenticated.")]
    [TestCase("--Access:Mod=open", "Access:Mod is no setting; allowed are Access:Mode, Access:SmallestGroup, Access:Jwt, Access:Cors.")]
    [TestCase("--Access:Jwt:Authority=https://login.example.com", "Access:Jwt:Audience is empty; name the audience that a token must be made for, such as leadmetrics: one made for another service must not open this one.")]
    [TestCase("--Access:Jwt:Audience=leadmetrics", "Access:Jwt:Audience is set without Access:Jwt:Authority; name the issuer whose tokens are taken.")]
    [TestCase("--Access:Cors:Origins=https://crm.example.com/", "Access:Cors:Origins has 'https://crm.example.com/'; allowed is scheme, host and port as a browser sends them, such as https://crm.example.com, or * alone.")]
    [TestCase("--Access:Cors:Origins=*,https://crm.example.com", "Access:Cors:Origins has * beside others; it takes in all of them.")]
    [TestCase("--Access:Cors:Credentials=perhaps", "Access:Cors:Credentials is 'perhaps'; allowed are true and false.")]
    [TestCase("--Answers:CacheMegabytes=-1", "Answers:CacheMegabytes is -1; allowed is 0 to 65536.")]
    public async Task A_bad_setting_is_named(string setting, string sentence)
    {
        var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Path=unused.db", setting);

        Assert.That((code, said.Trim()), Is.EqualTo((1, sentence)));
    }

    [TestCase("http://login.example.com")]
    [TestCase("login.example.com")]
    [TestCase("ftp://127.0.0.1")]
    public async Task Keys_are_not_read_where_anybody_could_change_them(string authority)
    {
        var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Path=unused.db", "--Access:Jwt:Audience=leadmetrics", "--Access:Jwt:Authority=" + authority);

        Assert.That((code, said.Trim()), Is.EqualTo((
            1, $"Access:Jwt:Authority is '{authority}'; allowed is the https address of an OpenID Connect issuer, such as https://login.example.com/realms/sales; http is allowed for one on this machine alone, such as http://127.0.0.1:8080/realms/sales.")));
    }

    [Test]
    public async Task Every_site_and_cookies_do_not_go_together()
    {
        var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Path=unused.db", "--Access:Cors:Origins=*", "--Access:Cors:Credentials=true");

        Assert.That((code, said.Trim()), Is.EqualTo((
            1, "Access:Cors:Credentials is true while Access:Cors:Origins is *: every page on the web could then ask as whoever looks at it. Name the origins.")));
    }
}
