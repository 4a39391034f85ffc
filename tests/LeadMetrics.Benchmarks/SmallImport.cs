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
/// lie, each called twice of late; into a copy of the database of the benchmark and into one of 10,000 leads, by turns.
/// </summary>
public static class SmallImport
{
    private const int Rows = 1_000;
    private const int FewLeads = 10_000;
    private const int Runs = 11;

    public static void Run(GeneratedCrm crm, Aims aims)
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
                var (one, other) = (Seconds(beside, few, run), Seconds(into, crm, run));
                if (run > 0)
                {
                    inSmall.Add(one);
                    inLarge.Add(other);
                }
            }

            var (few50, many50) = (inSmall.Order().ElementAt(Runs / 2), inLarge.Order().ElementAt(Runs / 2));
            Console.WriteLine($"| Import of {Rows:N0} leads and {2 * Rows:N0} activities | into {FewLeads:N0} leads | into {crm.Leads:N0} leads | ratio |");
            Console.WriteLine("|---|---:|---:|---:|");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| every other one new, the others changed | {few50 * 1000:N0} ms | {many50 * 1000:N0} ms | {many50 / few50:0.00} |"));
            aims.AtMost(string.Create(CultureInfo.InvariantCulture, $"import of {Rows:N0} leads into {crm.Leads:N0} ÷ into {FewLeads:N0}"), many50 / few50, 2);
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

    private static double Seconds(WebApplication app, GeneratedCrm crm, int run)
    {
        var (leads, activities) = Contents(crm, run);
        var watch = Stopwatch.StartNew();
        var reports = Import(app, [Of(Datasets.Leads, leads), Of(Datasets.Activities, activities)]);
        var seconds = watch.Elapsed.TotalSeconds;
        return reports[0] is { Inserted: Rows / 2, Updated: Rows / 2 } && reports[1].Inserted == 2 * Rows ? seconds : throw new InvalidOperationException("Not the import that was meant.");
    }

    // The leads that change are spread over all that are stored, and are others in each run. They have been judged anew, and were called twice of late.
    private static (string Leads, string Activities) Contents(GeneratedCrm crm, int run)
    {
        var random = new Random(run);
        var apart = crm.Leads / (Rows / 2);
        var changed = File.ReadLines(crm.File("leads")).Where((_, line) => line > 0 && (line - 1) % apart == run * 7 % apart).Take(Rows / 2).Select(line => line.Split(',')).ToList();
        var leads = new StringBuilder("lead_id,created_at,owner_id,source_id,campaign_id,status,qualified,has_name,has_email,has_phone,is_test,is_deleted,merged_into\n");
        var activities = new StringBuilder("activity_id,lead_id,owner_id,type,direction,occurred_at\n");
        for (var i = 0; i < Rows / 2; i++)
        {
            var created = GeneratedCrm.End.AddDays(-1).AddSeconds(random.Next(80_000));
            string[] added = [$"N-{run}-{i}", created.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), $"U-{random.Next(200) + 1}", $"S-{random.Next(12) + 1}", "", "new", "", "true", "true", "true", "false", "false", ""];
            changed[i][6] = changed[i][6] == "true" ? "false" : "true";
            foreach (var lead in new[] { added, changed[i] })
            {
                leads.Append(string.Join(',', lead)).Append('\n');
                for (var nth = 1; nth <= 2; nth++)
                {
                    activities.Append(CultureInfo.InvariantCulture, $"{lead[0]}-{run}-{nth},{lead[0]},{lead[2]},call,outbound,{created.AddMinutes(nth * 30):yyyy-MM-ddTHH:mm:ssZ}\n");
                }
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
