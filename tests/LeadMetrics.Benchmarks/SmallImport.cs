using System.Diagnostics;
using System.Globalization;
using System.Text;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Import;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Benchmarks;

/// <summary>
/// What a small import takes beside what is stored: 1,000 leads, every other one new and the others changed, wherever in time they
/// lie, each with two activities; into a copy of the database of the benchmark and into one of 10,000 leads, by turns.
/// </summary>
public static class SmallImport
{
    private const int Rows = 1_000;
    private const int FewLeads = 10_000;
    private const int Runs = 11;

    public static void Run(GeneratedCrm crm)
    {
        var few = GeneratedCrm.At(Path.Combine(crm.Folder, FewLeads.ToString(CultureInfo.InvariantCulture)), FewLeads);
        var (small, large) = (Path.Combine(crm.Folder, "small.db"), Path.Combine(crm.Folder, "large.db"));
        Remove(small, large);
        File.Copy(crm.Database, large);
        using (var into = Open(large))
        using (var beside = Open(small))
        {
            Import(beside, [.. GeneratedCrm.Datasets.Select(dataset => new ImportFile(dataset, () => File.OpenRead(few.File(dataset.Name)), FileFormat.Csv))]);
            var (inLarge, inSmall) = (new List<double>(), new List<double>());
            for (var run = 0; run <= Runs; run++)
            {
                var (one, other) = (Seconds(beside, FewLeads, run), Seconds(into, crm.Leads, run));
                if (run > 0)
                {
                    inSmall.Add(one);
                    inLarge.Add(other);
                }
            }

            var (few50, many50) = (inSmall.Order().ElementAt(Runs / 2), inLarge.Order().ElementAt(Runs / 2));
            Console.WriteLine($"| Import of {Rows:N0} leads and {2 * Rows:N0} activities | into {FewLeads:N0} leads | into {crm.Leads:N0} leads | ratio | aim |");
            Console.WriteLine("|---|---:|---:|---:|---:|");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| half new, half changed | {few50 * 1000:N0} ms | {many50 * 1000:N0} ms | {many50 / few50:0.00} | ≤ 2 |"));
            Console.WriteLine();
        }

        Remove(small, large);
    }

    private static WebApplication Open(string database)
    {
        var app = Service.Build(["--Database:Path=" + database, "--Logging:LogLevel:Default=Warning", "--Access:Mode=open"]);
        app.Services.GetRequiredService<Migrator>().Migrate();
        return app;
    }

    private static double Seconds(WebApplication app, int stored, int run)
    {
        var (leads, activities) = Contents(stored, run);
        var watch = Stopwatch.StartNew();
        var reports = Import(app, [Of(Datasets.Leads, leads), Of(Datasets.Activities, activities)]);
        var seconds = watch.Elapsed.TotalSeconds;
        return reports[0] is { Inserted: Rows / 2, Updated: Rows / 2 } && reports[1].Inserted == 2 * Rows ? seconds : throw new InvalidOperationException("Not the import that was meant.");
    }

    // The same seed for both databases; the leads that change are spread over all that are stored, and are others in each run.
    private static (string Leads, string Activities) Contents(int stored, int run)
    {
        var random = new Random(run);
        var leads = new StringBuilder("lead_id,created_at,owner_id,source_id,status,qualified\n");
        var activities = new StringBuilder("activity_id,lead_id,owner_id,type,direction,occurred_at\n");
        for (var i = 0; i < Rows; i++)
        {
            var isNew = i % 2 == 0;
            var id = isNew ? $"N-{run}-{i}" : $"L-{((long)i * stored / Rows) + random.Next(stored / Rows) + 1}";
            var created = GeneratedCrm.End.AddDays(isNew ? -1 : -1 - random.Next(1000)).AddSeconds(random.Next(80_000) + run);
            var owner = $"U-{random.Next(200) + 1}";
            leads.Append(CultureInfo.InvariantCulture, $"{id},{created:yyyy-MM-ddTHH:mm:ssZ},{owner},S-{random.Next(12) + 1},working,true\n");
            for (var nth = 1; nth <= 2; nth++)
            {
                activities.Append(CultureInfo.InvariantCulture, $"A-{run}-{i}-{nth},{id},{owner},call,outbound,{created.AddHours(nth):yyyy-MM-ddTHH:mm:ssZ}\n");
            }
        }

        return (leads.ToString(), activities.ToString());
    }

    private static ImportFile Of(Dataset dataset, string text) => new(dataset, () => new MemoryStream(Encoding.UTF8.GetBytes(text)), FileFormat.Csv);

    private static IReadOnlyList<ImportReport> Import(WebApplication app, IReadOnlyList<ImportFile> files) =>
        app.Services.GetRequiredService<Importer>().Import(files, FileReading.Plain, "benchmark");

    private static void Remove(params IEnumerable<string> databases)
    {
        foreach (var file in databases.SelectMany(path => new[] { path, path + "-wal", path + "-shm" }))
        {
            File.Delete(file);
        }
    }
}
