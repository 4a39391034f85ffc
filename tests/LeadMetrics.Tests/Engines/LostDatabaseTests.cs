using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Engines;

/// <summary>A SQLite file that goes away and comes back, or is not what it was: every request says so, none hangs, and what was there is there again.</summary>
[NonParallelizable]
public class LostDatabaseTests
{
    private World? _world;
    private string _path = "";

    private World World => _world!;

    [SetUp]
    public async Task StartAsync()
    {
        _world = await World.StartAsync(TestEngines.Sqlite, "--Logging:LogLevel:Default=None");
        await World.FillAsync("2026-01-05", ("A", "ads", 300, 100));
        _path = TestEngines.PathOf(World.Engine);
    }

    [TearDown]
    public async Task StopAsync() => await World.DisposeAsync();

    [Test]
    public async Task A_file_that_goes_away_and_comes_back()
    {
        var before = Digest.Of(_path);
        File.Move(_path, _path + ".away");

        await RefusedAsync("The database cannot be reached");
        Assert.That(File.Exists(_path), Is.False, "it does not come back empty");
        File.Move(_path + ".away", _path);

        await AnsweredAsync(before);
    }

    [Test]
    public async Task A_file_that_is_no_database()
    {
        var (before, whole) = (Digest.Of(_path), await File.ReadAllBytesAsync(_path));
        await WriteAsync(new string('x', whole.Length).Select(c => (byte)c).ToArray());

        await RefusedAsync("The database is damaged");
        await WriteAsync(whole);

        await AnsweredAsync(before);
    }

    [Test]
    public async Task A_file_that_is_cut_off()
    {
        var (before, whole) = (Digest.Of(_path), await File.ReadAllBytesAsync(_path));
        await WriteAsync(whole[..(whole.Length / 3 / 4096 * 4096)]);

        await RefusedAsync("The database is damaged");
        await WriteAsync(whole);

        await AnsweredAsync(before);
    }

    [Test]
    public async Task Pages_that_are_overwritten_are_never_a_wrong_answer_nor_a_defect_of_the_service()
    {
        // All but the first, which names the tables and the version.
        var whole = await File.ReadAllBytesAsync(_path);
        var damaged = whole.Select((octet, at) => at % 4096 < 8 && at >= 4096 ? (byte)0xA5 : octet).ToArray();
        await WriteAsync(damaged);

        foreach (var response in await AllAsync())
        {
            using (response)
            {
                Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), await response.Content.ReadAsStringAsync());
            }
        }
    }

    private async Task RefusedAsync(string title)
    {
        foreach (var response in await AllAsync())
        {
            using (response)
            {
                var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
                Assert.That((response.StatusCode, (string?)problem["title"]), Is.EqualTo((HttpStatusCode.ServiceUnavailable, title)), response.RequestMessage!.RequestUri!.ToString());
                Assert.That(response.Headers.RetryAfter?.ToString(), Is.EqualTo("5"));
            }
        }

        using var health = await World.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    private async Task<IReadOnlyList<HttpResponseMessage>> AllAsync() =>
    [
        await World.Client.GetAsync(new Uri("/v1/leads?preset=allTime", UriKind.Relative)),
        await World.Client.GetAsync(new Uri("/v1/metrics/owner-efficiency?preset=allTime", UriKind.Relative)),
        await World.PostAsync("leads", "lead_id,created_at\nL1,2026-01-06T00:00:00Z\n"),
    ];

    private async Task AnsweredAsync(string before)
    {
        Assert.That((await World.GetAsync("/v1/leads?preset=allTime&pageSize=1")).Table("total"), Is.EqualTo("300"));
        Assert.That((await World.GetAsync("/health/ready")).Table("status"), Is.EqualTo("Healthy"));
        World.Engine.ClearPool();
        Assert.That(Digest.Of(_path), Is.EqualTo(before));
        Assert.That((await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-06T00:00:00Z\n")).Table("inserted"), Is.EqualTo("1"));
    }

    private async Task WriteAsync(byte[] file)
    {
        World.Engine.ClearPool();
        await File.WriteAllBytesAsync(_path, file);
    }
}
