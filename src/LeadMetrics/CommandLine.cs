using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using LeadMetrics.Access;
using LeadMetrics.Demo;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Import;
using LeadMetrics.Parameters;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Spectre.Console;

namespace LeadMetrics;

/// <summary>The commands of the program: serve (the default), <c>import</c>, <c>import-folder</c>, <c>health</c>, <c>keys</c> and <c>backup</c>.</summary>
public static class CommandLine
{
    private static readonly string[] s_endings = [".csv", ".ndjson", ".jsonl"];
    private static readonly string[] s_hostSettings = ["--urls", "--environment", "--http_ports", "--https_ports"];
    private static readonly string[] s_sections =
        [DatabaseOptions.Section, ReportOptions.Section, AnswerOptions.Section, AccessOptions.Section, LimitOptions.Section, TelemetryOptions.Section, "Logging", "Kestrel"];

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
            ImportFolderCommand(),
            HealthCommand(),
            KeysCommand.Make(),
            BackupCommand.Make(),
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

            BaseCurrency.Check(app.Services.GetRequiredService<IEngine>(), app.Services.GetRequiredService<IOptions<ReportOptions>>().Value.BaseCurrency);
            if (parsed.GetValue(rebuild))
            {
                var leads = app.Services.GetRequiredService<HeldCalendar>().Rebuild();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The facts of {leads} leads were written anew."));
                return 0;
            }

            var access = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value;
            app.Services.GetRequiredService<ApiKeys>().CheckThatSomebodyCanCall(access);
            if (access.Mode == AccessOptions.Open && !app.Environment.IsDevelopment())
            {
                app.Logger.LogWarning("Everybody who reaches this service may do everything: Access:Mode is open");
            }

            app.Services.GetRequiredService<HeldCalendar>().Follow();
            if (parsed.GetValue(demo))
            {
                DemoData.Fill(app.Services);
            }

            if (app.Environment.IsDevelopment())
            {
                app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Try it at {app.Urls.First()}/swagger"));
            }

            var address = app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "the ports that the settings name";
            try
            {
                await app.RunAsync(cancel);
            }
            catch (SocketException e)
            {
                // A port that is taken has a sentence of the framework's own.
                throw new IOException($"Cannot listen at {address}: {e.Message}.", e);
            }

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
        command.SetAction((parsed, cancel) => GuardAsync(() => HealthProbe.AskAsync(Settings(parsed), cancel)));
        return command;
    }

    private static Command ImportCommand()
    {
        var dataset = new Argument<string>("dataset") { Description = "One of " + string.Join(", ", Datasets.All.Select(d => d.Name)) + "." };
        var file = new Argument<FileInfo>("file") { Description = "A .csv file with a header, or .ndjson / .jsonl." };
        dataset.AcceptOnlyFromAmong([.. Datasets.All.Select(d => d.Name)]);
        file.AcceptExistingOnly();
        var command = new Command("import", "Take a dataset from a file into the database.") { dataset, file };
        var options = Options(command, FileReading.Parameters);
        command.SetAction((parsed, cancel) => GuardAsync(() =>
        {
            var found = Datasets.Find(parsed.GetRequiredValue(dataset))!;
            return ImportAsync(parsed, [(found, parsed.GetRequiredValue(file))], Reading(parsed, options, found), cancel);
        }));
        return command;
    }

    private static Command ImportFolderCommand()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Holds files named as the datasets: leads.csv, owners.ndjson, …" };
        folder.AcceptExistingOnly();
        var command = new Command("import-folder", "Take a whole CRM's files into the database at once: all of them or none.") { folder };
        var options = Options(command, [FileReading.Failing, FileReading.Unknown, FileReading.Zone]);
        command.SetAction((parsed, cancel) => GuardAsync(() =>
        {
            var files = Datasets.All
                .SelectMany(d => s_endings.Select(ending => (Dataset: d, File: new FileInfo(Path.Combine(parsed.GetRequiredValue(folder).FullName, d.Name + ending)))))
                .Where(f => f.File.Exists)
                .ToList();
            return files.Count == 0
                ? throw new ImportException($"No file in the folder is named as a dataset; expected are {string.Join(", ", Datasets.All.Select(d => d.Name + s_endings[0]))}.")
                : ImportAsync(parsed, files, Reading(parsed, options, Datasets.Leads), cancel);
        }));
        return command;
    }

    // The parameters of the endpoint, each an option: --on-error, --map, --map-value, --unknown-columns, --tz.
    private static Dictionary<string, Option<string[]>> Options(Command command, IReadOnlyList<Parameter> parameters)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        var options = parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => new Option<string[]>("--" + JsonNamingPolicy.KebabCaseLower.ConvertName(parameter.Name)) { Description = $"{parameter.Description} Allowed: {parameter.Allowed}." });
        foreach (var option in options.Values)
        {
            command.Add(option);
        }

        return options;
    }

    private static FileReading Reading(ParseResult parsed, Dictionary<string, Option<string[]>> options, Dataset dataset)
    {
        var given = options.Where(option => parsed.GetValue(option.Value) is { Length: > 0 })
            .ToDictionary(option => option.Key, option => new StringValues(parsed.GetValue(option.Value)));
        var query = new QueryReader(new QueryCollection(given), FileReading.Parameters);
        var reading = FileReading.Read(query, dataset);
        query.ThrowIfBad();
        return reading;
    }

    private static async Task<int> ImportAsync(ParseResult parsed, IReadOnlyList<(Dataset Dataset, FileInfo File)> files, FileReading reading, CancellationToken cancel)
    {
        await using var app = Service.Build([.. Settings(parsed), "--Logging:LogLevel:Default=Warning"]);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.Services.GetRequiredService<Migrator>().Migrate();
        var importer = app.Services.GetRequiredService<Importer>();
        FileStream? open = null;
        var before = 0L;
        var sources = files.Select(f => new ImportFile(f.Dataset, () => Open(f.File), FormatOf(f.File))).ToList();
        var reports = await Task.Run(() => WithProgress(files.Sum(f => f.File.Length), () => before + Position(open), () => importer.Import(sources, reading, AuditLog.CommandLine, cancel)), cancel);
        foreach (var report in reports)
        {
            Show(report);
        }

        if (reports[0].Kept)
        {
            return 0;
        }

        Console.WriteLine("Nothing was kept. Mend the rows above, or give --on-error skip to keep the others.");
        return 1;

        FileStream Open(FileInfo file)
        {
            before += Position(open);
            return open = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
    }

    private static FileFormat FormatOf(FileInfo file) => file.Extension.ToLowerInvariant() switch
    {
        ".csv" => FileFormat.Csv,
        ".ndjson" or ".jsonl" => FileFormat.NdJson,
        _ => throw new ImportException($"'{file.Name}' is of no format that is known; allowed are {string.Join(", ", s_endings)}."),
    };

    // A bar on a terminal, silence elsewhere.
    private static T WithProgress<T>(long bytes, Func<long> read, Func<T> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            return work();
        }

        return AnsiConsole.Progress().HideCompleted(true).Start(progress =>
        {
            var task = progress.AddTask("import", maxValue: Math.Max(1, bytes));
            using var timer = new Timer(_ => task.Value = read(), null, 0, 200);
            return work();
        });
    }

    // How far a file has been read; a closed one to its end.
    private static long Position(FileStream? stream)
    {
        try
        {
            return stream?.Position ?? 0;
        }
        catch (ObjectDisposedException)
        {
            return new FileInfo(stream!.Name).Length;
        }
    }

    private static void Show(ImportReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Dataset}: {report.RowsRead} rows read, {report.Inserted} inserted, {report.Updated} updated, {report.Unchanged} unchanged, {report.Rejected} rejected; {report.LeadsRefreshed} leads refreshed."));
        foreach (var row in report.RejectedRows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  line {row.Line}, {row.Column ?? "the row"} ({row.ValueClass ?? "unreadable"}) {row.Reason}"));
        }
    }

    // Whatever is no command and no option must be a setting: a misspelt one is none of them.
    internal static string[] Settings(ParseResult parsed)
    {
        var tokens = parsed.UnmatchedTokens;
        for (var i = 0; i < tokens.Count; i++)
        {
            var name = tokens[i].Split('=')[0];
            if (!s_hostSettings.Contains(name) && !s_sections.Any(section => name.StartsWith($"--{section}:", StringComparison.OrdinalIgnoreCase)))
            {
                throw new OptionsValidationException(
                    name, typeof(CommandLine), [$"'{name}' is no command, option or setting; --help lists the first two. A setting is given as --Section:Name=value."]);
            }

            // --Section:Name value
            i += tokens[i].Contains('=') ? 0 : 1;
        }

        return [.. tokens];
    }

    // What a user can mend ends in a sentence, not in a stack trace.
    internal static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OptionsValidationException e)
        {
            return Fail(string.Join(Environment.NewLine, e.Failures));
        }
        catch (Exception e) when (e is MigrationException or ImportException or AccessException)
        {
            return Fail(e.Message);
        }
        catch (BadQuestionException e)
        {
            return Fail(string.Join(Environment.NewLine, e.Errors.Select(error => $"{error.Key}: {string.Join(" ", error.Value)}")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or NotSupportedException)
        {
            return Fail(e.Message);
        }
        catch (OperationCanceledException)
        {
            return Fail("Stopped; nothing was kept.");
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
