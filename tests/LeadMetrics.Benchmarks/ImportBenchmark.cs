using System.Diagnostics;
using System.Globalization;
using LeadMetrics.Import;
using Microsoft.Data.Sqlite;

namespace LeadMetrics.Benchmarks;

/// <summary>
/// Rows a second of the import, facts and roll-ups included, beside a bare prepared insert of the same columns into a table with the
/// same key; and the most memory that the importing process took.
/// </summary>
public static class ImportBenchmark
{
    public static void Run(GeneratedCrm crm, Aims aims)
    {
        Console.WriteLine("| Import of | rows | rows/s | bare inserts/s | import ÷ bare, in time | peak memory |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        var bare = GeneratedCrm.Datasets.ToDictionary(dataset => dataset, dataset => BareInsert(crm, dataset));

        // The last one leaves the database that the questions are asked of.
        Import(crm, "leads alone", [bare[Datasets.Leads]], "import", "leads", crm.File("leads"));
        if (Import(crm, "a whole CRM at once", [.. bare.Values], "import-folder", crm.Folder) is { } ratio)
        {
            aims.AtMost("import of a whole CRM ÷ bare inserts of the same rows", ratio, 2.5);
        }

        Console.WriteLine();
        SmallImport.Run(crm, aims);
    }

    private static void Row(string name, long rows, double? seconds, double bare, string memory) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {rows:N0} | {(seconds is null ? "too short" : $"{rows / seconds:N0}")} | {rows / bare:N0} | {(seconds is null ? "too short" : $"{seconds / bare:0.00}")} | {memory} |"));

    // Through the program itself, as a user would; its time is the process's own, less its start. Null where it took no longer than that start, whose
    // own time is not the same twice.
    private static double? Import(GeneratedCrm crm, string name, List<(long Rows, double Seconds)> bare, params string[] command)
    {
        // The first one finds its files in no cache.
        Start(crm);
        var startSeconds = Start(crm);
        var watch = Stopwatch.StartNew();
        using var process = ServiceProcess.Start(crm, command);
        var peak = 0L;
        while (!process.WaitForExit(50))
        {
            peak = Math.Max(peak, PeakOf(process));
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The import of {name} failed.");
        }

        double? seconds = watch.Elapsed.TotalSeconds - startSeconds is var importing && importing > startSeconds ? importing : null;
        var inserting = bare.Sum(b => b.Seconds);
        Row(name, bare.Sum(b => b.Rows), seconds, inserting, string.Create(CultureInfo.InvariantCulture, $"{peak / (1 << 20):N0} MB"));
        return seconds / inserting;
    }

    // The seconds that the program takes to start over an empty database, which it makes.
    private static double Start(GeneratedCrm crm)
    {
        foreach (var file in Directory.GetFiles(crm.Folder, "leadmetrics.db*"))
        {
            File.Delete(file);
        }

        var watch = Stopwatch.StartNew();
        using var idle = ServiceProcess.Start(crm, "--migrate");
        idle.WaitForExit();
        return watch.Elapsed.TotalSeconds;
    }

    // 0 where it has just ended.
    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    // One transaction, one prepared statement, the values ready beforehand: what the engine's provider takes at the least.
    private static (long Rows, double Seconds) BareInsert(GeneratedCrm crm, Dataset dataset)
    {
        var path = Path.Combine(crm.Folder, "bare.db");
        File.Delete(path);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        Execute(connection, "pragma journal_mode = wal; pragma cache_size = -65536");
        var columns = dataset.Columns.Select(column => '"' + column.Name + '"').ToList();
        var keys = string.Join(", ", dataset.Columns.Where(column => column.IsKey).Select(column => '"' + column.Name + '"'));
        Execute(connection, $"create table bare (bare_key integer primary key, {string.Join(", ", columns)}, unique ({keys}))");
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = $"insert into bare ({string.Join(", ", columns)}) values ({string.Join(", ", columns.Select((_, i) => "@p" + i))})";
        var parameters = columns.Select((_, i) => command.Parameters.Add(new SqliteParameter("@p" + i, null))).ToList();
        command.Prepare();
        var (rows, seconds) = (0L, 0.0);
        using var stream = File.OpenRead(crm.File(dataset.Name));
        foreach (var batch in RowReader.Read(stream, FileFormat.Csv, dataset, FileReading.Plain, new LimitOptions())
            .Select(row => row.Fields.Select((text, i) => text is null ? DBNull.Value : dataset.Columns[i].Read(text, null)).ToArray()).Chunk(10_000))
        {
            var watch = Stopwatch.StartNew();
            foreach (var row in batch)
            {
                for (var i = 0; i < parameters.Count; i++)
                {
                    parameters[i].Value = row[i];
                }

                command.ExecuteNonQuery();
            }

            seconds += watch.Elapsed.TotalSeconds;
            rows += batch.Length;
        }

        var commit = Stopwatch.StartNew();
        transaction.Commit();
        return (rows, seconds + commit.Elapsed.TotalSeconds);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
