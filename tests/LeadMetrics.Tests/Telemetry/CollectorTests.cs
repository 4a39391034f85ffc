using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LeadMetrics.Telemetry;
using LeadMetrics.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace LeadMetrics.Tests.Telemetry;

/// <summary>What goes out over OTLP: to a collector that is named, and never at the cost of a request. (The same on every engine.)</summary>
[NonParallelizable]
public class CollectorTests
{
    private const string Leads = "/v1/metrics/leads?preset=allTime&ownerId=Sara";

    private static readonly string[] s_quick = ["--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_EXPORTER_OTLP_TIMEOUT=500"];

    [Test]
    public async Task A_collector_that_is_named_is_sent_spans_and_measures()
    {
        await using var collector = await Collector.StartAsync();
        await AskAsync([$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_SERVICE_NAME=leads-of-riyadh", .. s_quick]);

        var (traces, measures) = (collector.Sent["/v1/traces"], collector.Sent["/v1/metrics"]);
        foreach (var name in new[] { "GET /v1/metrics/leads", "answer", "metrics/leads.sql", "import.commit", "leads-of-riyadh" })
        {
            Assert.That(traces, Does.Contain(name));
        }

        foreach (var name in new[] { "leadmetrics.query.duration", "leadmetrics.data.version", "http.server.request.duration", "leads-of-riyadh" })
        {
            Assert.That(measures, Does.Contain(name));
        }

        Assert.That(traces + measures, Does.Not.Contain("Sara").And.Not.Contain("select"));
        Assert.That(traces, Does.Not.Contain("/health/live"), "probes");
    }

    [Test]
    public async Task Traces_are_sampled_as_the_settings_say()
    {
        await using var collector = await Collector.StartAsync();
        await AskAsync([$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_TRACES_SAMPLER=parentbased_traceidratio", "--OTEL_TRACES_SAMPLER_ARG=0", .. s_quick]);

        Assert.That(collector.Sent.Keys, Is.EqualTo(["/v1/metrics"]));
    }

    [Test]
    public async Task Nothing_is_listened_to_or_sent_unless_a_collector_is_named()
    {
        foreach (var settings in new string[][] { [], ["--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318", "--OTEL_SDK_DISABLED=true"] })
        {
            await using var world = await World.StartAsync(TestEngines.Sqlite, settings);

            Assert.That(Instruments.Source.HasListeners(), Is.False);
        }
    }

    [TestCase(false, TestName = "A collector that is away costs no request anything")]
    [TestCase(true, TestName = "A collector that takes everything and never answers costs no request anything")]
    public async Task A_collector_that_is_away_costs_no_request_anything(bool accepts)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";
        if (!accepts)
        {
            listener.Stop();
        }

        var start = Stopwatch.GetTimestamp();
        await AskAsync([$"--OTEL_EXPORTER_OTLP_ENDPOINT={address}", "--OTEL_BSP_SCHEDULE_DELAY=1", "--OTEL_BSP_MAX_QUEUE_SIZE=16", "--OTEL_BSP_MAX_EXPORT_BATCH_SIZE=4", "--OTEL_METRIC_EXPORT_INTERVAL=10", .. s_quick]);

        // Each span that waited for the collector would have cost half a second.
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    // Imports, asks a hundred times, and ends the service, which sends what is left.
    private static async Task AskAsync(string[] settings)
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, settings);
        await world.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-05T00:00:00Z,Sara\n");
        await world.GetAsync("/health/live");
        for (var i = 0; i < 100; i++)
        {
            await world.GetAsync(Leads);
        }
    }

    /// <summary>Takes what it is sent.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, string> _sent = [];

        public string Address => app.Urls.Single();

        /// <summary>All that came, by path; the texts in it are readable.</summary>
        public IReadOnlyDictionary<string, string> Sent => _sent;

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var collector = new Collector(app);
            app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                var text = Encoding.Latin1.GetString(body.ToArray());
                collector._sent.AddOrUpdate(http.Request.Path, text, (_, before) => before + text);
                http.Response.ContentType = "application/x-protobuf";
            });
            await app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
