using LeadMetrics.Access;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Access;

/// <summary>Keys are made where the database is, and shown once.</summary>
[NonParallelizable]
public class KeysCommandTests(string engine) : ServiceTests(engine)
{
    protected override string[] Settings => [Keys.Asked];

    private string Of => $"database {World.Engine.Place}";

    [Test]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        await using (var open = await World.BesideAsync())
        {
            await open.ImportAsync("owners", "owner_id,name,team\nU-1,A,Riyadh\nU-2,B,\n");
            await open.ImportAsync("sources", "source_id,name\nads,Ads\n");
        }

        var (code, said, key) = await RunAsync(
            "create", "--name", "bi", "--role", "read", "--team", "Riyadh", "--owner-id", "U-1", "--owner-id", "U-2", "--source-id", "ads", "--no-records", "--expires", "2099-01-01");
        var id = key.Split('_')[1];

        const string Rights = "read; owners U-1, U-2; teams Riyadh; sources ads; no records";
        Assert.That((code, said), Is.EqualTo((0, $"Key {id} ({Rights}; expires 2099-01-01T00:00:00Z) of the {Of}.\nKeep it now, it is shown this once:")));
        Assert.That(key, Does.Match("^lm_[0-9a-f]{12}_[0-9a-f]{64}$"));
        Assert.That((await World.SendAsync("/v1/metrics/funnel", ("", key))).IsSuccessStatusCode);
        Assert.That(await RunAsync("list"), Is.EqualTo((0, $"Keys of the {Of}:", $"{id}  bi  ({Rights}; expires 2099-01-01T00:00:00Z)")));

        var revoked = await RunAsync("revoke", id);
        Assert.That((revoked.Code, revoked.Said), Is.EqualTo((0, $"In the {Of}:")));
        Assert.That(revoked.Shown, Does.Match($"^{id}  bi  \\({Rights}; revoked 20[0-9T:-]+Z\\)$"));
        Assert.That((int)(await World.SendAsync("/v1/metrics/funnel", ("", key))).StatusCode, Is.EqualTo(401));
        Assert.That(await RunAsync("revoke", id), Is.EqualTo(revoked), "once revoked is for ever");
    }

    [TestCase("--name is required", "create", "--role", "read")]
    [TestCase("A key needs a name of 1 to 200 characters that says what it is for.", "create", "--name", " ", "--role", "read")]
    [TestCase("--expires is 'soon'; allowed is an ISO 8601 duration of weeks, days, hours, minutes or seconds up to 11000 days, such as P30D or PT1H, or a date from 1899-01-01 to 2999-12-31, such as 2026-01-31.", "create", "--name", "x", "--role", "read", "--expires", "soon")]
    [TestCase("The key would have expired already; give a time to come.", "create", "--name", "x", "--role", "read", "--expires", "2020-01-01")]
    [TestCase("A key that is limited to owners, teams or sources can only have the role read: imports and the audit log are of everything.", "create", "--name", "x", "--role", "import", "--team", "Riyadh")]
    [TestCase("A key that is limited to owners, teams or sources can only have the role read: imports and the audit log are of everything.", "create", "--name", "x", "--role", "read", "--role", "admin", "--source-id", "ads")]
    [TestCase("A key of the role admin sees everything; leave out --no-records, or the role.", "create", "--name", "x", "--role", "admin", "--no-records")]
    [TestCase("A limit is the id of an owner or a source, or the name of a team, of 1 to 200 characters.", "create", "--name", "x", "--role", "read", "--owner-id", "")]
    public async Task What_cannot_be_is_refused_in_a_sentence(string sentence, params string[] command)
    {
        var (code, said, shown) = await RunAsync(command);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(said, sentence.EndsWith('.') ? Is.EqualTo(sentence) : Does.Contain("--name"));
        Assert.That(shown, Does.Not.Contain("lm_"));
        Assert.That(World.Services.GetRequiredService<ApiKeys>().All(), Is.Empty);
    }

    [Test]
    public async Task A_key_may_be_named_whole_and_no_secret_is_said()
    {
        var key = World.Key("read");
        var secret = key[16..];

        foreach (var (name, sentence) in new[]
        {
            ("0", "There is no key '0' in"), ("lm_0", "There is no key '0' in"), ("lm_000000000000_" + secret, "There is no key '000000000000' in"),
            (secret, "There is no such key in"), ("lm_" + secret, "There is no such key in"),
        })
        {
            Assert.That(await RunAsync("revoke", name), Is.EqualTo((1, $"{sentence} the {Of}; keys list shows the ids.", "")));
        }

        var revoked = await RunAsync("revoke", key);
        Assert.That((revoked.Code, revoked.Said, revoked.Shown[..19]), Is.EqualTo((0, $"In the {Of}:", key.Split('_')[1] + "  test ")));
        Assert.That((int)(await World.SendAsync("/v1/metrics/funnel", ("", key))).StatusCode, Is.EqualTo(401));
    }

    [Test]
    public async Task A_limit_that_no_data_names_is_pointed_out()
    {
        await using (var open = await World.BesideAsync())
        {
            await open.ImportAsync("owners", "owner_id,name,team\nU-1,A,Riyadh\n");
        }

        var (code, said, key) = await RunAsync(
            "create", "--name", "x", "--role", "read", "--team", "Riyadh", "--team", "Nowhere", "--team", "riyadh", "--owner-id", "U-1", "--owner-id", "U-9", "--owner-id", "(unassigned)", "--source-id", "ads");

        Assert.That((code, said.Split('\n')[1..^1], key[..3]), Is.EqualTo((0, new[]
        {
            "The data names no owner 'U-9' yet: until it does, the key sees nothing of it.",
            "The data names no team 'Nowhere' yet: until it does, the key sees nothing of it.",
            "The data names no team 'riyadh' yet: until it does, the key sees nothing of it.",
            "The data names no source 'ads' yet: until it does, the key sees nothing of it.",
        }, "lm_")));
    }

    [Test]
    public void No_two_keys_are_alike_and_their_hash_is_of_the_whole()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => KeyText.New()).ToList();

        Assert.That(keys.Select(key => key.Reveal()), Is.Unique);
        Assert.That(keys.Select(key => key.Reveal()[16..]), Is.Unique);
        Assert.That(keys[0].Is(keys[0].Hash()));
        Assert.That(keys[0].Is(KeyText.Read($"lm_{keys[1].Id}_{keys[0].Reveal()[16..]}")!.Hash()), Is.False);
    }

    private async Task<(int Code, string Said, string Shown)> RunAsync(params string[] command)
    {
        var (output, shown) = (Console.Out, new StringWriter());
        Console.SetOut(shown);
        try
        {
            var (code, said) = await TheProgram.RunAsync(["keys", .. command, .. World.DatabaseSettings]);
            return (code, said.Trim(), shown.ToString().Trim());
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
