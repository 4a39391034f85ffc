using System.Globalization;

namespace LeadMetrics.Benchmarks;

/// <summary>The same whole month of ten times the leads.</summary>
public static class TenfoldBenchmark
{
    public static async Task RunAsync(GeneratedCrm crm, GeneratedCrm tenfold, Aims aims)
    {
        if (!File.Exists(tenfold.Database))
        {
            using var import = ServiceProcess.Start(tenfold, "import-folder", tenfold.Folder, "--Limits:ImportRows=1000000000");
            await import.WaitForExitAsync();
            if (import.ExitCode != 0)
            {
                throw new InvalidOperationException("The import failed.");
            }
        }

        Console.WriteLine("| One month over HTTP | p50 | of ten times the leads | ÷ |");
        Console.WriteLine("|---|---:|---:|---:|");
        using var small = await ServiceProcess.StartAsync(crm, "--Answers:CacheMegabytes=0");
        using var large = await ServiceProcess.StartAsync(tenfold, "--Answers:CacheMegabytes=0");
        string[] questions = ["owner-efficiency?" + QuestionBenchmark.Month, "funnel?" + QuestionBenchmark.Month];
        await small.WarmAsync(QuestionBenchmark.Warming, questions);
        await large.WarmAsync(QuestionBenchmark.Warming, questions);
        foreach (var metric in new[] { "owner-efficiency", "funnel" })
        {
            var question = $"{metric}?{QuestionBenchmark.Month}";
            var (few, many) = (await small.MedianAsync(question, 15), await large.MedianAsync(question, 15));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {metric} | {few:N1} ms | {many:N1} ms | {many / few:0.00} |"));
            aims.AtMost(string.Create(CultureInfo.InvariantCulture, $"{metric}, one month: {tenfold.Leads:N0} leads ÷ {crm.Leads:N0}"), many / few, 1.5);
        }

        Console.WriteLine();
    }
}
