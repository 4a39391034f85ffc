using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Http;

/// <summary>
/// Twenty thousand requests that nobody should send, made from the OpenAPI document and a seed. None breaks the service, none is told
/// anything of its inside, no text of a client becomes SQL, and the data are what the accepted imports made of them.
/// LEADMETRICS_FUZZ_SEED and LEADMETRICS_FUZZ_REQUESTS try others; LEADMETRICS_FUZZ_ONLY sends the one of a number.
/// </summary>
[NonParallelizable]
public class FuzzTests
{
    private const int Clients = 4;
    private const int MostFaults = 20;

    private static readonly int s_seed = Setting("SEED", 20_260_301);
    private static readonly int s_requests = Setting("REQUESTS", 20_000);
    private static readonly int s_only = Setting("ONLY", -1);

    // A request that takes longer hangs.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly Fuzzer _fuzzer = new(s_seed);
    private readonly ConcurrentQueue<string> _faults = [];
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly List<FuzzedRequest> _accepted = [];

    [Test]
    public async Task Nothing_that_a_client_sends_breaks_the_service()
    {
        var options = TestEngines.Options(TestEngines.Sqlite, Guid.NewGuid().ToString("N"));
        EmptyDatabase.CopyTo(options.Path);
        var engine = new TracedEngine(options.Create());
        await using var world = await World.StartAsync(options, services => services.AddSingleton<IEngine>(engine), "--Logging:LogLevel:Default=None");
        RichWorld.Fill(world);
        var next = s_only < 0 ? 0 : s_only;
        var end = s_only < 0 ? s_requests : s_only + 1;
        using var oneImport = new SemaphoreSlim(1);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(ClientAsync)));
        await TestContext.Out.WriteLineAsync($"Seed {s_seed}: {end - (s_only < 0 ? 0 : s_only)} requests, {_accepted.Count} files taken, {engine.Texts.Count} texts of SQL; " +
            string.Join(", ", _statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}")));

        Assert.That(_faults, Is.Empty, $"LEADMETRICS_FUZZ_SEED={s_seed} LEADMETRICS_FUZZ_ONLY=<number> dotnet test --filter Fuzz sends one of them again.");
        Assert.That(WithMark(), Is.Empty, "no text of a client is in a text of SQL");
        await using (var connection = await engine.OpenForReadingAsync(CancellationToken.None))
        {
            await connection.ExecuteScalarAsync<string>($"select '{Hostile.Mark}'");
            Assert.That(WithMark(), Is.EqualTo([$"select '{Hostile.Mark}'"]), "one would have been heard");
        }

        Assert.That((await world.GetAsync("/health/ready")).Table("status"), Is.EqualTo("Healthy"));
        Assert.That(DigestOf(world), Is.EqualTo(await ReplayAsync()), "the data are what the accepted files made of them, and no other request");

        IEnumerable<string> WithMark() => engine.Texts.Where(text => text.Contains(Hostile.Mark, StringComparison.OrdinalIgnoreCase));

        async Task ClientAsync()
        {
            using var client = new RawClient(world.Client.BaseAddress!);
            while (Interlocked.Increment(ref next) is var number && number <= end && _faults.Count < MostFaults)
            {
                var request = _fuzzer.Make(number - 1);
                var isImport = request.Operation?.Bodies.Count > 0;

                // One import after the other, so that their order is known.
                if (isImport)
                {
                    await oneImport.WaitAsync();
                }

                try
                {
                    await TryAsync(client, request, isImport);
                }
                finally
                {
                    if (isImport)
                    {
                        oneImport.Release();
                    }
                }
            }
        }
    }

    private async Task TryAsync(RawClient client, FuzzedRequest request, bool isImport)
    {
        try
        {
            var response = await SendAsync(client, request);
            _statuses.AddOrUpdate(response.Status, 1, (_, count) => count + 1);
            if (FuzzOracle.Fault(request, response) is { } fault)
            {
                _faults.Enqueue($"{request}\n→ {fault}\n");
            }
            else if (isImport && response.Status == 200)
            {
                _accepted.Add(request);
            }
        }
        catch (Exception e)
        {
            _faults.Enqueue($"{request}\n→ {e}\n");
            client.Close();
        }
    }

    private static async Task<RawResponse> SendAsync(RawClient client, FuzzedRequest request)
    {
        using var limit = new CancellationTokenSource(s_longest);
        await client.SendAsync(request.Bytes(), limit.Token);
        return await client.ReceiveAsync(limit.Token, hasBody: request.Method != "HEAD");
    }

    // What a service has that was sent the accepted files alone.
    private async Task<string> ReplayAsync()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, "--Logging:LogLevel:Default=None");
        RichWorld.Fill(world);
        using var client = new RawClient(world.Client.BaseAddress!);
        foreach (var request in _accepted)
        {
            await SendAsync(client, request);
        }

        return DigestOf(world);
    }

    private static string DigestOf(World world)
    {
        using var connection = world.Engine.OpenForWriting();
        return Digest.Of((SqliteConnection)connection);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("LEADMETRICS_FUZZ_" + name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
