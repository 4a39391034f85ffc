using LeadMetrics.Demo;
using LeadMetrics.Import;

namespace LeadMetrics.Benchmarks;

/// <summary>A made-up CRM of any size as CSV files: written once, then used again.</summary>
public sealed record GeneratedCrm(string Folder, int Leads)
{
    /// <summary>The instant that the data ends at; the questions are asked as of then.</summary>
    public static readonly DateTimeOffset End = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The one of so many leads, in a folder of its own.</summary>
    public static GeneratedCrm Of(string folder, int leads) => At(Path.Combine(folder, leads.ToString(System.Globalization.CultureInfo.InvariantCulture)), leads);

    public static GeneratedCrm At(string folder, int leads)
    {
        var crm = new GeneratedCrm(folder, leads);
        var done = Path.Combine(folder, "generated");
        if (!System.IO.File.Exists(done))
        {
            Directory.CreateDirectory(folder);
            new DemoCrm(new DemoSize(leads, 200, 12, 1096), End).Write(dataset => new StreamWriter(crm.File(dataset), false, new System.Text.UTF8Encoding(false), 1 << 16));
            System.IO.File.WriteAllText(done, "");
        }

        return crm;
    }

    public string Database => Path.Combine(Folder, "leadmetrics.db");

    public string File(string dataset) => Path.Combine(Folder, dataset + ".csv");

    /// <summary>What is imported, in that order.</summary>
    public static IEnumerable<Dataset> Datasets => LeadMetrics.Import.Datasets.All;
}
