using System.Globalization;
using LeadMetrics.Benchmarks;

// dotnet run -c Release --project tests/LeadMetrics.Benchmarks -- [leads] [folder] [questions: of the database that is there]
var leads = args.Length > 0 ? int.Parse(args[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 100_000;
var folder = args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "leadmetrics-benchmark");
var crm = GeneratedCrm.At(Path.Combine(folder, leads.ToString(CultureInfo.InvariantCulture)), leads);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{leads:N0} leads, 200 owners, 12 sources, 3 years; SQLite; {Environment.ProcessorCount} cores; medians"));
Console.WriteLine();
if (args is not [_, _, "questions"])
{
    ImportBenchmark.Run(crm);
}

await QuestionBenchmark.RunAsync(crm);
