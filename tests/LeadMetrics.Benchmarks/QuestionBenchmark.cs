using System.Diagnostics;
using System.Globalization;
using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Import;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LeadMetrics.Benchmarks;

/// <summary>A question over HTTP, one connection, nothing cached, beside the same SQL run bare through ADO.NET.</summary>
public static class QuestionBenchmark
{
    private static readonly (string Name, string Query, ReportPeriod? Period)[] s_questions =
    [
        ("one month", "from=2025-11-01&to=2025-11-30", new ReportPeriod(new LocalDate(2025, 11, 1), new LocalDate(2025, 11, 30), DateTimeZone.Utc)),
        ("everything", "preset=allTime", null),
    ];

    public static async Task RunAsync(GeneratedCrm crm)
    {
        await using var app = Service.Build(
            ["--urls=http://127.0.0.1:0", "--environment=Production", "--Database:Path=" + crm.Database, "--Logging:LogLevel:Default=Warning", "--Answers:CacheMegabytes=0", "--Access:Mode=open"],
            services => services.AddSingleton<TimeProvider>(new EndOfData()));
        app.Services.GetRequiredService<Migrator>().Migrate();
        app.Services.GetRequiredService<HeldCalendar>().Follow();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        Console.WriteLine("| Question | HTTP p50 | SQL bare p50 | HTTP ÷ SQL | answer |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var (name, query, period) in s_questions)
        {
            await RunAsync(crm, app, client, name, query, period);
        }

        await EveryMetricAsync(client);
        await app.StopAsync();
    }

    private static async Task RunAsync(GeneratedCrm crm, WebApplication app, HttpClient client, string name, string query, ReportPeriod? period)
    {
        var statements = await StatementsAsync(app, period);
        await using var connection = new SqliteConnection("Data Source=" + crm.Database);
        await connection.OpenAsync();
        await connection.ExecuteAsync("pragma cache_size = -32768;");
        var (http, bare, bytes) = (new List<double>(), new List<double>(), 0L);
        const int Runs = 15;

        // Warm: the just-in-time compiler has seen both ways often enough.
        for (var warming = Stopwatch.StartNew(); warming.Elapsed < TimeSpan.FromSeconds(5);)
        {
            await client.GetByteArrayAsync(new Uri("/v1/metrics/owner-efficiency?" + query, UriKind.Relative));
            Bare(connection, statements);
        }

        for (var i = 0; i <= Runs; i++)
        {
            var watch = Stopwatch.StartNew();
            var body = await client.GetByteArrayAsync(new Uri("/v1/metrics/owner-efficiency?" + query, UriKind.Relative));
            var asked = watch.Elapsed.TotalMilliseconds;
            watch.Restart();
            Bare(connection, statements);
            var read = watch.Elapsed.TotalMilliseconds;
            if (i > 0)
            {
                http.Add(asked);
                bare.Add(read);
            }

            bytes = body.Length;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| owner-efficiency, {name} | {Median(http):N1} ms | {Median(bare):N1} ms | {http.Zip(bare, (a, b) => a / b).Order().ElementAt(Runs / 2):0.00} | {bytes / 1024:N0} KB |"));
    }

    // Every metric as it answers by itself, its groups, and its longest series, each beside owner efficiency over everything.
    private static async Task EveryMetricAsync(HttpClient client)
    {
        Console.WriteLine();
        Console.WriteLine("| Metric, over HTTP | one month p50 | everything p50 | everything ÷ owner efficiency | by source ÷ | by month ÷ |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        var standard = await TimeAsync(client, "owner-efficiency?preset=allTime");
        foreach (var definition in MetricList.All.Select(metric => metric.Definition))
        {
            var month = await TimeAsync(client, definition.Name + "?from=2025-11-01&to=2025-11-30");
            var everything = await TimeAsync(client, definition.Name + "?preset=allTime");
            var bySource = definition.Parameters.Any(parameter => parameter.Name == "groupBy" && parameter.Values!.Contains("source"))
                ? await TimeAsync(client, definition.Name + "?preset=allTime&groupBy=source") / standard : (double?)null;
            var byMonth = await TimeAsync(client, definition.Name + "?preset=allTime&interval=month") / standard;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {definition.Name} | {month:N1} ms | {everything:N1} ms | {everything / standard:0.00} | {bySource:0.00} | {byMonth:0.00} |"));
        }
    }

    private static async Task<double> TimeAsync(HttpClient client, string question)
    {
        var times = new List<double>();
        for (var i = 0; i <= 5; i++)
        {
            var watch = Stopwatch.StartNew();
            await client.GetByteArrayAsync(new Uri("/v1/metrics/" + question, UriKind.Relative));
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return Median(times[1..]);
    }

    private static async Task<List<(string Sql, IReadOnlyDictionary<string, object?> Parameters)>> StatementsAsync(WebApplication app, ReportPeriod? period)
    {
        var question = Envelope.ExampleQuestion with { Period = period, AsOf = NodaTime.Instant.FromDateTimeOffset(GeneratedCrm.End) };
        var selection = await app.Services.GetRequiredService<Database>().ReadAsync(data => LeadSelection.FindAsync(question, Layout.Plain with { GroupBy = GroupBy.Owner }, data), CancellationToken.None);
        return
        [
            (SqlText.Render("metrics/data_version.sql"), new Dictionary<string, object?>()),
            (SqlText.Render("metrics/owners.sql"), new Dictionary<string, object?>()),
            (SqlText.Render("metrics/owner_efficiency.sql", selection.Switches), selection.Parameters),
            (SqlText.Render("metrics/open_load.sql", selection.SwitchesOfAllTime), selection.ParametersOfAllTime),
            (SqlText.Render("metrics/response_times.sql", selection.Switches), selection.Parameters),
            (SqlText.Render("metrics/exclusions.sql", selection.Switches), selection.Parameters),
        ];
    }

    private static void Bare(SqliteConnection connection, List<(string Sql, IReadOnlyDictionary<string, object?> Parameters)> statements)
    {
        foreach (var (sql, parameters) in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters.Where(p => p.Value is long && sql.Contains('@' + p.Key, StringComparison.Ordinal)))
            {
                command.Parameters.AddWithValue('@' + name, value);
            }

            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                // The first column is a key everywhere, the others of owners.sql text.
                for (var i = 0; i < (sql.Contains("owner_id", StringComparison.Ordinal) ? 1 : reader.FieldCount); i++)
                {
                    if (!reader.IsDBNull(i))
                    {
                        reader.GetInt64(i);
                    }
                }
            }
        }
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private sealed class EndOfData : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => GeneratedCrm.End;
    }
}
