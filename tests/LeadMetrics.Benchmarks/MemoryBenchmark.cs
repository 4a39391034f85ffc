using System.Diagnostics;
using System.Globalization;

namespace LeadMetrics.Benchmarks;

/// <summary>What the service holds of memory under ten minutes of load, as many questions as an hour brings at one every few seconds.</summary>
public static class MemoryBenchmark
{
    private static readonly TimeSpan s_load = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(GeneratedCrm crm, Aims aims)
    {
        using var service = await ServiceProcess.StartAsync(crm);
        using var end = new CancellationTokenSource(s_load);
        var asking = Enumerable.Range(0, 4).Select(at => AskAsync(service, at, end.Token)).ToList();
        var (watch, held) = (Stopwatch.StartNew(), new List<(TimeSpan At, double Megabytes)>());
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            held.Add((watch.Elapsed, service.WorkingSet / (double)(1 << 20)));
        }

        var questions = (await Task.WhenAll(asking)).Sum();
        var (early, late) = (Mean(0.2, 0.5), Mean(0.7, 1));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Working set over {s_load.TotalMinutes:0} minutes and {questions:N0} questions: mean {early:N0} MB from the third minute to the fifth, {late:N0} MB in the last three, most {held.Max(h => h.Megabytes):N0} MB"));
        Console.WriteLine();
        aims.AtMost("working set: the last three minutes ÷ the third to the fifth", late / early, 1.1);
        aims.AtMost("working set at most ÷ 400 MB", held.Max(h => h.Megabytes) / 400, 1);

        double Mean(double from, double to) => held.Where(h => h.At >= s_load * from && h.At <= s_load * to).Average(h => h.Megabytes);
    }

    // A new instant each time, so that no answer is given twice and the cache fills.
    private static async Task<int> AskAsync(ServiceProcess service, int first, CancellationToken end)
    {
        using var client = service.NewClient();
        for (var asked = 0; ; asked++)
        {
            if (end.IsCancellationRequested)
            {
                return asked;
            }

            var question = TrafficBenchmark.Questions[(first * 8 + asked) % TrafficBenchmark.Questions.Count];
            var asOf = GeneratedCrm.End.AddSeconds((asked * 4) + first);
            await client.GetByteArrayAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/v1/metrics/{question}&asOf={asOf:yyyy-MM-ddTHH:mm:ssZ}"), UriKind.Relative), CancellationToken.None);
        }
    }
}
