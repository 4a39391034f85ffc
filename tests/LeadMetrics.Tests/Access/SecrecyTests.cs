using System.Collections.Concurrent;
using System.Net;
using LeadMetrics.Http;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LeadMetrics.Tests.Access;

/// <summary>What a caller shows is told to nobody, and no failure opens anything.</summary>
[NonParallelizable]
public class SecrecyTests
{
    private const string Leads = "/v1/metrics/leads";

    [Test]
    public async Task No_log_of_any_level_holds_a_key_or_a_token()
    {
        await using var issuer = await Issuer.StartAsync();
        await using var world = await World.StartAsync(TestEngines.Sqlite, [.. issuer.Settings, "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace"]);
        using var log = new Everything();
        world.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var (key, token) = (world.Key("read"), issuer.Token("read"));
        foreach (var shown in new[] { key, token, key[..^1], token[..^5], issuer.Token("read", expired => expired.Expires = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc)) })
        {
            (await world.SendAsync(Leads, ("", shown))).Dispose();
            (await world.SendAsync(Leads, ("X-Api-Key", shown))).Dispose();
        }

        // A token's last part is its signature, without which it opens nothing.
        var secrets = new[] { key[16..40], token.Split('.')[2][..20] };
        Assert.That(log.Lines, Has.Count.GreaterThan(50).And.Some.Contains(Leads));
        Assert.That(log.Lines.Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal))), Is.Empty);
    }

    [Test]
    public async Task Without_its_database_it_knows_nobody_and_still_says_that_it_runs()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, Keys.Asked);
        var key = world.Key("read");
        world.Engine.ClearPool();
        var path = TestEngines.PathOf(world.Engine);
        File.Move(path, path + ".away");

        Assert.That((await (await world.SendAsync(Leads, ("", key))).SayAsync())[..3], Is.EqualTo("503"));
        Assert.That((await (await world.SendAsync(Leads)).SayAsync())[..3], Is.EqualTo("401"));
        Assert.That(await (await world.SendAsync("/health/live", ("", key))).SayAsync(), Is.EqualTo("200"));
        using var ready = await world.SendAsync("/health/ready", ("", key));
        Assert.That((ready.StatusCode, await ready.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, """{"status":"Unhealthy","checks":{}}""")));

        world.Engine.ClearPool();
        File.Move(path + ".away", path);
        Assert.That(await (await world.SendAsync(Leads, ("", key))).SayAsync(), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_tag_opens_nothing()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, Keys.Asked);
        using var known = await world.SendAsync(Leads, ("", world.Key("read")));
        var tag = known.Headers.ETag!.ToString();

        foreach (var match in new[] { tag, "*" })
        {
            Assert.That((await (await world.SendAsync(Leads, ("If-None-Match", match))).SayAsync())[..3], Is.EqualTo("401"));
            Assert.That((await (await world.SendAsync(Leads, ("If-None-Match", match), ("", world.Key("import")))).SayAsync())[..3], Is.EqualTo("403"));
        }
    }

    [Test]
    public async Task The_probe_needs_no_key()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, Keys.Asked);

        Assert.That(await HealthProbe.AskAsync(["--urls=" + world.Client.BaseAddress], default), Is.Zero);
    }

    /// <summary>Every line of every log, with all that a line is made of.</summary>
    private sealed class Everything : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception + (state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => value.Value)) : ""));

        public void Dispose()
        {
        }
    }
}
