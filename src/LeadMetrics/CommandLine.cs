using System.CommandLine;
using System.Globalization;
using LeadMetrics.Demo;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Import;
using LeadMetrics.Parameters;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Spectre.Console;

namespace LeadMetrics;

/// <summary>The commands of the program: serve (the default), <c>import</c> and <c>health</c>.</summary>
public static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var demo = new Option<bool>("--demo") { Description = "Fill an empty database with a small, made-up CRM before serving." };
        var migrate = new Option<bool>("--migrate") { Description = "Only bring the database to this program's version, then end." };
        var rebuild = new Option<bool>("--rebuild-facts") { Description = "Only write every lead's facts anew from the tables, then end." };
        var root = new RootCommand("LeadMetrics: how well are a sales team's leads worked? Without a command it serves the API. Any setting can be given as --Section:Name=value.")
        {
            demo,
            migrate,
            rebuild,
            ImportCommand(),
            HealthCommand(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, cancel) => GuardAsync(async () =>
        {
            await using var app = Service.Build(Settings(parsed));
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            app.Services.GetRequiredService<Migrator>().Migrate();
            if (parsed.GetValue(migrate))
            {
                return 0;
            }

            if (parsed.GetValue(rebuild))
            {
                var leads = Facts.Rebuild(app.Services.GetRequiredService<IEngine>(), app.Services.GetRequiredService<TimeProvider>());
                AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The facts of {leads} leads were written anew."));
                return 0;
            }

            if (parsed.GetValue(demo))
            {
                DemoData.Fill(app.Services);
            }

            await app.RunAsync(cancel);
            return 0;
        }));

        // Longer than the host gives the requests in flight at its end: 30 s.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(35) });
    }

    private static Command HealthCommand()
    {
        var command = new Command("health", "Ask the service that runs here with the same settings whether it can answer; ends with 0 or 1. For container probes.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, cancel) => HealthProbe.AskAsync(Settings(parsed), cancel));
        return command;
    }

    private static Command ImportCommand()
    {
        var dataset = new Argument<string>("dataset") { Description = "One of " + string.Join(", ", Datasets.All.Select(d => d.Name)) + "." };
        var file = new Argument<FileInfo>("file") { Description = "A .csv file with a header, or .ndjson / .jsonl." };
        var command = new Command("import", "Take a dataset from a file into the database.") { dataset, file };

        // The parameters of the endpoint, each an option: --on-error, --map, --map-value, --unknown-columns, --tz.
        var options = FileReading.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => new Option<string[]>("--" + System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(parameter.Name)) { Description = $"{parameter.Description} Allowed: {parameter.Allowed}." });
        foreach (var option in options.Values)
        {
            command.Add(option);
        }

        dataset.AcceptOnlyFromAmong([.. Datasets.All.Select(d => d.Name)]);
        file.AcceptExistingOnly();
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancel) => GuardAsync(async () =>
        {
            await using var app = Service.Build([.. Settings(parsed), "--Logging:LogLevel:Default=Warning"]);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            app.Services.GetRequiredService<Migrator>().Migrate();
            var found = Datasets.Find(parsed.GetRequiredValue(dataset))!;
            var given = options.Where(option => parsed.GetValue(option.Value) is { Length: > 0 })
                .ToDictionary(option => option.Key, option => new StringValues(parsed.GetValue(option.Value)));
            var query = new QueryReader(new QueryCollection(given), FileReading.Parameters);
            var reading = FileReading.Read(query, found);
            query.ThrowIfBad();
            var report = await Task.Run(
                () => Import(app.Services.GetRequiredService<Importer>(), found, parsed.GetRequiredValue(file), reading, cancel), cancel);
            Show(report);
            return report.Kept ? 0 : 1;
        }));
        return command;
    }

    // A bar on a terminal, silence elsewhere.
    private static ImportReport Import(
        Importer importer, Dataset dataset, FileInfo file, FileReading reading, CancellationToken cancel)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var format = file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase) ? FileFormat.Csv : FileFormat.NdJson;
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            return importer.Import(dataset, stream, format, reading, cancel);
        }

        return AnsiConsole.Progress().HideCompleted(true).Start(progress =>
        {
            var task = progress.AddTask(dataset.Name, maxValue: Math.Max(1, file.Length));
            using var timer = new Timer(_ => task.Value = SafePosition(stream), null, 0, 200);
            return importer.Import(dataset, stream, format, reading, cancel);
        });
    }

    private static long SafePosition(FileStream stream)
    {
        try
        {
            return stream.Position;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    private static void Show(ImportReport report)
    {
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Dataset}: {report.RowsRead} rows read, {report.Inserted} inserted, {report.Updated} updated, {report.Unchanged} unchanged, {report.Rejected} rejected; {report.LeadsRefreshed} leads refreshed."));
        foreach (var row in report.RejectedRows)
        {
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  line {row.Line}, {row.Column ?? "the row"} ({row.ValueClass ?? "unreadable"}) {row.Reason}"));
        }

        if (!report.Kept)
        {
            AnsiConsole.WriteLine("Nothing of the file was kept. Mend the rows above, or give --on-error skip to keep the others.");
        }
    }

    private static string[] Settings(ParseResult parsed) => [.. parsed.UnmatchedTokens];

    // What a user can mend ends in a sentence, not in a stack trace.
    private static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OptionsValidationException e)
        {
            return Fail(string.Join(Environment.NewLine, e.Failures));
        }
        catch (Exception e) when (e is MigrationException or ImportException)
        {
            return Fail(e.Message);
        }
        catch (BadQuestionException e)
        {
            return Fail(string.Join(Environment.NewLine, e.Errors.Select(error => $"{error.Key}: {string.Join(" ", error.Value)}")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return Fail(e.Message);
        }
        catch (System.Data.Common.DbException e)
        {
            return Fail("The database does not answer: " + e.Message);
        }
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
