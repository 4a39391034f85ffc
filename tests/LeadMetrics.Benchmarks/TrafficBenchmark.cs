using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using LeadMetrics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LeadMetrics.Benchmarks;

/// <summary>Many requests: how many a second of what costs nothing to work out, and how long somebody waits beside many others.</summary>
public static class TrafficBenchmark
{
    private const string Asked = "funnel?" + QuestionBenchmark.Everything;
    private const string Heavy = "cohorts?" + QuestionBenchmark.Everything;
    private const int Connections = 32;

    private static readonly string[] s_conversions = ["any", "opportunity", "customer"];

    /// <summary>Every metric, of four months: 32 different questions, as a dashboard asks them.</summary>
    public static readonly IReadOnlyList<string> Questions =
        [.. from metric in MetricList.All
            from period in new[] { QuestionBenchmark.Month, "from=2025-06-01&to=2025-06-30", "from=2024-10-01&to=2024-10-31", "from=2023-05-01&to=2023-05-31" }
            select $"{metric.Definition.Name}?{period}"];


    public static async Task RunAsync(GeneratedCrm crm, Aims aims)
    {
        await PollingAsync(crm, aims);
        await ManyAsync(crm, aims);
    }

    private static async Task PollingAsync(GeneratedCrm crm, Aims aims)
    {
        using var service = await ServiceProcess.StartAsync(crm);
        using var empty = await EmptyAsync();
        using var first = await service.Client.GetAsync(ServiceProcess.Question(Asked));
        var rates = new Dictionary<string, List<double>> { ["an empty endpoint"] = [], ["the service's own: /health/live"] = [], ["304"] = [], ["cached"] = [] };
        for (var round = 0; round < 7; round++)
        {
            var counted = new[]
            {
                ("an empty endpoint", await RateAsync(empty.Address, "/", null)),
                ("the service's own: /health/live", await RateAsync(service.Address, "/health/live", null)),
                ("304", await RateAsync(service.Address, ServiceProcess.Question(Asked).OriginalString, first.Headers.ETag)),
                ("cached", await RateAsync(service.Address, ServiceProcess.Question(Asked).OriginalString, null)),
            };
            if (round > 0)
            {
                counted.ToList().ForEach(rate => rates[rate.Item1].Add(rate.Item2));
            }
        }

        Console.WriteLine("| Eight connections | requests a second |");
        Console.WriteLine("|---|---:|");
        foreach (var (name, counted) in rates)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {ServiceProcess.Median(counted):N0} |"));
        }

        Console.WriteLine();
        var standard = rates["an empty endpoint"];
        aims.AtLeast("304 ÷ an empty endpoint, requests a second", ServiceProcess.Median(rates["304"].Zip(standard, (a, b) => a / b)), 0.6);
        aims.AtLeast("the same answer from the cache ÷ an empty endpoint", ServiceProcess.Median(rates["cached"].Zip(standard, (a, b) => a / b)), 0.4);
    }

    // The least that the framework does: a route that says 200.
    private static async Task<EmptyService> EmptyAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => TypedResults.Ok());
        await app.StartAsync();
        return new EmptyService(app);
    }

    private static async Task<double> RateAsync(Uri address, string path, EntityTagHeaderValue? known)
    {
        var (start, end) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp() + (2 * Stopwatch.Frequency));
        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = address };
            var count = 0;
            for (; Stopwatch.GetTimestamp() < end; count++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                if (known is not null)
                {
                    request.Headers.IfNoneMatch.Add(known);
                }

                using var response = await client.SendAsync(request);
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task ManyAsync(GeneratedCrm crm, Aims aims)
    {
        using var service = await ServiceProcess.StartAsync(crm, "--Answers:CacheMegabytes=0");
        var alone = new List<double>();
        foreach (var question in Questions.Concat(Questions))
        {
            alone.Add((await ServiceProcess.AskAsync(service.Client, question)).Milliseconds);
        }

        alone.RemoveRange(0, Questions.Count);
        var together = (await Task.WhenAll(Enumerable.Range(0, Connections).Select(at => AskAllAsync(service, at)))).SelectMany(times => times).Order().ToList();
        var (median, p99) = (ServiceProcess.Median(alone), together[together.Count * 99 / 100]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Questions.Count} different questions: alone median {median:N1} ms, longest {alone.Max():N1} ms; {Connections} connections asking each {Questions.Count}: median {ServiceProcess.Median(together):N1} ms, p99 {p99:N1} ms"));
        Console.WriteLine();
        aims.AtMost($"p99 of {Connections} connections ÷ the median of one alone", p99 / median, 40);

        // The heaviest question asked without a pause on three connections, and a light one beside it.
        var single = await service.MedianAsync($"leads?{QuestionBenchmark.Month}", 50);
        using var end = new CancellationTokenSource();
        var heavy = s_conversions.Select(conversion => AskHeavyAsync(service, conversion, end.Token)).ToList();
        await Task.Delay(TimeSpan.FromSeconds(5));
        var beside = await service.MedianAsync($"leads?{QuestionBenchmark.Month}", 50);
        await end.CancelAsync();
        await Task.WhenAll(heavy);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A light question ({single:N1} ms alone) beside three connections that ask {Heavy} without a pause: median {beside:N1} ms"));
        Console.WriteLine();
    }

    // Another question each, so that none waits for the answer of another.
    private static async Task AskHeavyAsync(ServiceProcess service, string conversion, CancellationToken end)
    {
        using var client = service.NewClient();
        while (!end.IsCancellationRequested)
        {
            await ServiceProcess.AskAsync(client, $"{Heavy}&conversion={conversion}");
        }
    }

    // Each begins elsewhere, so that they ask different questions.
    private static async Task<List<double>> AskAllAsync(ServiceProcess service, int first)
    {
        using var client = service.NewClient();
        var times = new List<double>();
        for (var i = 0; i < Questions.Count; i++)
        {
            times.Add((await ServiceProcess.AskAsync(client, Questions[(first + i) % Questions.Count])).Milliseconds);
        }

        return times;
    }

    private sealed class EmptyService(WebApplication app) : IDisposable
    {
        public Uri Address { get; } = new(app.Urls.Single());

        public void Dispose() => app.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
