using System.Data.Common;
using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Parameters;

namespace LeadMetrics.Import;

/// <summary>Tells the audit log of an import: counts and its rules, nothing of what is in the files.</summary>
public sealed class ImportAudit(IEngine engine, TimeProvider clock, ILogger log, string by, FileReading reading)
{
    // Whoever is told of a failure should not wait long for its entry too.
    private const int MostSeconds = 5;

    /// <summary>That files were taken: in the transaction that takes them.</summary>
    public void Write(DbTransaction transaction, IEnumerable<ImportReport> reports)
    {
        foreach (var report in reports)
        {
            AuditLog.Write(transaction, clock, Of(report, AuditResult.Done));
        }
    }

    /// <summary>That files were read and not taken, because of their rows.</summary>
    public void WriteRefused(DbConnection connection, IEnumerable<ImportReport> reports) => Try(() =>
    {
        foreach (var report in reports)
        {
            AuditLog.Write(connection, clock, Of(report, AuditResult.Refused), MostSeconds);
        }
    });

    /// <summary>That files could not be taken. Where that cannot be written either, the log alone knows.</summary>
    public void WriteFailure(IReadOnlyList<ImportFile> files, Exception failure, bool stopped)
    {
        var reason = stopped ? "stopped" : failure switch
        {
            ImportException => "badFile",
            MigrationException => "otherBaseCurrency",
            IOException => "unreadable",
            _ => Param.Camel(engine.Classify(failure)),
        };
        Try(() =>
        {
            using var connection = engine.OpenForWriting();
            foreach (var file in files)
            {
                var result = failure is ImportException or MigrationException ? AuditResult.Refused : AuditResult.Failed;
                AuditLog.Write(connection, clock, Deed(file.Dataset.Name, result, new() { ["reason"] = reason }), MostSeconds);
            }
        });
    }

    /// <summary>That the first import has set the currency of all amounts.</summary>
    public void WriteBaseCurrency(DbTransaction transaction, string currency) => AuditLog.Write(transaction, clock, new Deed(
        by, AuditAction.SetBaseCurrency, "Reports:BaseCurrency", AuditResult.Done, new Dictionary<string, object?> { ["currency"] = currency }));

    private Deed Of(ImportReport report, string result) => Deed(report.Dataset, result, new()
    {
        ["onError"] = Param.Camel(reading.OnError),
        ["rowsRead"] = report.RowsRead,
        ["inserted"] = report.Inserted,
        ["updated"] = report.Updated,
        ["unchanged"] = report.Unchanged,
        ["rejected"] = report.Rejected,
        ["leadsRefreshed"] = report.LeadsRefreshed,
        ["dataVersion"] = report.DataVersion,
    });

    private Deed Deed(string dataset, string result, Dictionary<string, object?> details) => new(by, AuditAction.Import, dataset, result, details);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException or IOException)
        {
            log.LogError(e, "The audit log could not be told of an import by {Actor}", by);
        }
    }
}
