using System.Diagnostics;
using System.Globalization;
using LeadMetrics.Metrics;
using Microsoft.Data.Sqlite;

namespace LeadMetrics.Benchmarks;

/// <summary>Questions over HTTP, one connection, nothing cached: everything beside a month, and each beside the same SQL run bare through ADO.NET.</summary>
public static class QuestionBenchmark
{
    /// <summary>A whole month.</summary>
    public const string Month = "from=2025-11-01&to=2025-11-30";

    /// <summary>Everything.</summary>
    public const string Everything = "preset=allTime";

    /// <summary>Until the just-in-time compiler has done what it does: less, and what is asked first seems slow.</summary>
    public static readonly TimeSpan Warming = TimeSpan.FromSeconds(30);

    private const int Runs = 15;

    public static async Task RunAsync(GeneratedCrm crm, Aims aims)
    {
        using var service = await ServiceProcess.StartAsync(crm, "--Answers:CacheMegabytes=0");
        await using var connection = new SqliteConnection("Data Source=" + crm.Database);
        await connection.OpenAsync();
        Execute(connection, "pragma cache_size = -32768; pragma query_only = 1");
        await service.WarmAsync(Warming, $"owner-efficiency?{Month}", $"owner-efficiency?{Everything}", $"funnel?{Month}", $"funnel?{Everything}");
        Console.WriteLine("| Question | HTTP p50 | SQL bare p50 | HTTP ÷ SQL | answer |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var metric in new[] { "owner-efficiency", "funnel" })
        {
            var month = await BesideSqlAsync(crm, service, connection, $"{metric}?{Month}");
            var everything = await BesideSqlAsync(crm, service, connection, $"{metric}?{Everything}");
            aims.AtMost($"{metric}, everything ÷ one month", everything.Http / month.Http, 2);
            aims.AtMost($"{metric}, one month: HTTP ÷ its SQL bare", month.Http / month.Sql, 1.3);
            aims.AtMost($"{metric}, everything: HTTP ÷ its SQL bare", everything.Http / everything.Sql, 1.3);
        }

        Console.WriteLine();
    }

    private static async Task<(double Http, double Sql)> BesideSqlAsync(GeneratedCrm crm, ServiceProcess service, SqliteConnection connection, string question)
    {
        var statements = await StatementsOf.AskedAsync(crm, question);
        for (var warming = Stopwatch.StartNew(); warming.Elapsed < TimeSpan.FromSeconds(4);)
        {
            await ServiceProcess.AskAsync(service.Client, question);
            statements.ForEach(statement => Execute(connection, statement));
        }

        var (http, sql, size) = (new List<double>(), new List<double>(), 0);
        for (var i = 0; i < Runs; i++)
        {
            var (asked, bytes) = await ServiceProcess.AskAsync(service.Client, question);
            var start = Stopwatch.GetTimestamp();
            statements.ForEach(statement => Execute(connection, statement));
            sql.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            http.Add(asked);
            size = bytes;
        }

        var (a, b) = (ServiceProcess.Median(http), ServiceProcess.Median(sql));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {question} | {a:N1} ms | {b:N1} ms | {a / b:0.00} | {size / 1024:N0} KB |"));
        return (a, b);
    }

    // Every metric as it answers by itself, its groups, and its longest series, each beside owner efficiency over everything.
    public static async Task EveryMetricAsync(GeneratedCrm crm, Aims aims)
    {
        using var service = await ServiceProcess.StartAsync(crm, "--Answers:CacheMegabytes=0");
        await service.WarmAsync(Warming, "owner-efficiency?" + Everything);
        Console.WriteLine("| Metric, over HTTP | one month p50 | everything p50 | everything ÷ owner efficiency | by source ÷ | by month ÷ |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        var standard = await service.MedianAsync("owner-efficiency?" + Everything);
        foreach (var definition in MetricList.All.Select(metric => metric.Definition))
        {
            var month = await service.MedianAsync($"{definition.Name}?{Month}");
            var everything = await service.MedianAsync($"{definition.Name}?{Everything}");
            var bySource = definition.Parameters.Any(parameter => parameter.Name == "groupBy" && parameter.Values!.Contains("source"))
                ? await service.MedianAsync($"{definition.Name}?{Everything}&groupBy=source", 5) / standard : (double?)null;
            var byMonth = await service.MedianAsync($"{definition.Name}?{Everything}&interval=month", 5) / standard;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {definition.Name} | {month:N1} ms | {everything:N1} ms | {everything / standard:0.00} | {bySource:0.00} | {byMonth:0.00} |"));
            if (definition.Name != "owner-efficiency")
            {
                aims.AtMost($"{definition.Name} ÷ owner-efficiency, everything", everything / standard, 20);
            }
        }

        Console.WriteLine();
    }

    // Every row and every column is read, as whoever asked would.
    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var row = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(row);
        }
    }
}
