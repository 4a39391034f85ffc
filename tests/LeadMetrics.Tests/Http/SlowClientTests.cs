using System.Text;
using System.Text.Json.Nodes;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Http;

/// <summary>A client that sends or reads so slowly that it never ends is let go, and holds nothing meanwhile that others need.</summary>
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public class SlowClientTests
{
    private static readonly CancellationTokenSource s_limit = new(TimeSpan.FromMinutes(5));

    // The shortest that the server takes; it looks once a second.
    private static readonly string[] s_settings =
        ["--Limits:GraceSeconds=2", "--Limits:LeastBytesPerSecond=1000000", "--Limits:HeaderSeconds=1", "--Limits:KeepAliveSeconds=1", "--Limits:ImportsAtOnce=1"];

    [Test]
    public async Task Who_never_ends_the_headers()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, s_settings);
        using var client = new RawClient(world.Client.BaseAddress!);
        await client.SendAsync(Encoding.ASCII.GetBytes("GET /v1/leads HTTP/1.1\r\nHost: localhost\r\nX-Slow: "), s_limit.Token);

        await client.ClosedAsync(s_limit.Token);
    }

    [Test]
    public async Task Who_asks_nothing_more()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, s_settings);
        using var client = new RawClient(world.Client.BaseAddress!);
        await client.SendAsync(RawClient.Head("GET", "/v1/leads"), s_limit.Token);
        Assert.That((await client.ReceiveAsync(s_limit.Token)).Status, Is.EqualTo(200));

        await client.ClosedAsync(s_limit.Token);
    }

    [Test]
    public async Task Who_never_ends_a_file()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, s_settings);
        using var client = new RawClient(world.Client.BaseAddress!);
        await client.SendAsync(RawClient.Head("POST", "/v1/imports/leads", "Content-Type: text/csv", "Content-Length: 100000"), s_limit.Token);
        await client.SendAsync("lead_id,created_at\nL1,2026-01-05T00:00:00Z\n"u8.ToArray(), s_limit.Token);

        // It has the one place, until it is let go.
        var places = world.Services.GetRequiredService<ImportPlaces>();
        while (places.Free > 0)
        {
            await Task.Delay(5, s_limit.Token);
        }

        Assert.That((await world.GetAsync("/v1/leads?preset=allTime")).Table("total"), Is.EqualTo("0"), "questions are answered meanwhile");
        var answer = await client.ReceiveAsync(s_limit.Token);
        Assert.That((answer.Status, answer.MediaType, (string?)answer.Json["title"]), Is.EqualTo((408, "application/problem+json", "Request Timeout")));

        // And gives it back.
        await world.ImportAsync("leads", "lead_id,created_at\nL2,2026-01-05T00:00:00Z\n");
        Assert.That(await world.LeadsAsync("/v1/leads?preset=allTime"), Is.EqualTo(["L2"]));
    }

    [Test]
    public async Task Who_comes_while_all_places_are_taken()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, "--Limits:ImportsAtOnce=1");
        using (world.Services.GetRequiredService<ImportPlaces>().Take())
        {
            using var refused = await world.PostAsync("owners", "owner_id,name\nA,Amal\n");

            Assert.That(refused.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.ServiceUnavailable));
            Assert.That(JsonNode.Parse(await refused.Content.ReadAsStringAsync())!.Table("title status"), Is.EqualTo("Too many imports at once 503"));
            Assert.That(refused.Headers.RetryAfter?.ToString(), Is.EqualTo("5"));
        }

        Assert.That((await world.ImportAsync("owners", "owner_id,name\nA,Amal\n")).Table("inserted"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Who_never_reads_the_answers()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, s_settings);
        await world.FillAsync("2026-01-05", ("A", "ads", 1000, 0));
        using var client = new RawClient(world.Client.BaseAddress!, receiveBuffer: 4096);

        // Half a megabyte each, more than the system keeps for a connection.
        var question = RawClient.Head("GET", "/v1/leads?preset=allTime&pageSize=1000");
        await client.SendAsync(Enumerable.Repeat(question, 100).SelectMany(bytes => bytes).ToArray(), s_limit.Token);

        // The answer waits for its reader; no place, no connection of the database, no transaction does.
        await world.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-06T00:00:00Z\n");
        Assert.That((await world.GetAsync("/v1/leads?preset=allTime&pageSize=1")).Table("total"), Is.EqualTo("1001"));
        var database = world.Services.GetRequiredService<Database>();
        while (database.Running > 0)
        {
            await Task.Delay(5, s_limit.Token);
        }

        using var connection = world.Engine.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma wal_checkpoint(truncate)";

        // A reader's transaction would keep the log from being emptied.
        while (command.ExecuteScalar() is not 0L)
        {
            await Task.Delay(5, s_limit.Token);
        }

        await Task.Run(() => HungUpAsync(client));
    }

    // Without reading, its end is seen by sending.
    private static async Task HungUpAsync(RawClient client)
    {
        try
        {
            while (true)
            {
                await client.SendAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), s_limit.Token);
                await Task.Delay(50, s_limit.Token);
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Reset.
        }
    }
}
