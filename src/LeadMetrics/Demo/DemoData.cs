using System.Text;
using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Demo;

/// <summary>Fills an empty database with the small made-up CRM, through the import that everybody uses.</summary>
public static class DemoData
{
    /// <summary>Does nothing where the database holds anything already.</summary>
    /// <returns>What became of each dataset; none where nothing was done.</returns>
    public static IReadOnlyList<ImportReport> Fill(IServiceProvider services)
    {
        var log = services.GetRequiredService<ILogger<Importer>>();
        using (var connection = services.GetRequiredService<IEngine>().OpenForWriting())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select version from data_version";
            if (Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) > 0)
            {
                log.LogInformation("The database holds data already; no demo data was added");
                return [];
            }
        }

        // It ends with yesterday, so that there is something to do today; the counts are the same every day.
        var end = new DateTimeOffset(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var files = new Dictionary<string, StringWriter>();
        var baseCurrency = services.GetRequiredService<IOptions<ReportOptions>>().Value.BaseCurrency;
        new DemoCrm(DemoSize.Small, end, baseCurrency).Write(dataset => files[dataset] = new StringWriter());
        return services.GetRequiredService<Importer>().Import(
            [.. Datasets.All.Select(dataset => new ImportFile(dataset, () => new MemoryStream(Encoding.UTF8.GetBytes(files[dataset.Name].ToString())), FileFormat.Csv))],
            FileReading.Plain,
            AuditLog.CommandLine);
    }
}
