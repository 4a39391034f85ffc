using System.Globalization;
using LeadMetrics.Benchmarks;

// dotnet run -c Release --project tests/LeadMetrics.Benchmarks -- [leads] [folder] [parts: import questions metrics tenfold traffic memory; all of them unless named]
// Without "import" the database that is there is asked. "tenfold" makes another of ten times the leads, once: half an hour and 15 GB at a million.
var leads = args.Length > 0 ? int.Parse(args[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 100_000;
var folder = args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "leadmetrics-benchmark");
var parts = args.Length > 2 ? args[2..] : ["import", "questions", "metrics", "tenfold", "traffic", "memory"];
var aims = new Aims();
var crm = GeneratedCrm.Of(folder, leads);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{leads:N0} leads, 200 owners, 12 sources, 3 years; SQLite; {Environment.ProcessorCount} cores; medians"));
Console.WriteLine();
if (parts.Contains("import"))
{
    ImportBenchmark.Run(crm, aims);
}

if (parts.Contains("questions"))
{
    await QuestionBenchmark.RunAsync(crm, aims);
}

if (parts.Contains("metrics"))
{
    await QuestionBenchmark.EveryMetricAsync(crm, aims);
}

if (parts.Contains("tenfold"))
{
    await TenfoldBenchmark.RunAsync(crm, GeneratedCrm.Of(folder, leads * 10), aims);
}

if (parts.Contains("traffic"))
{
    await TrafficBenchmark.RunAsync(crm, aims);
}

if (parts.Contains("memory"))
{
    await MemoryBenchmark.RunAsync(crm, aims);
}

aims.Print();
