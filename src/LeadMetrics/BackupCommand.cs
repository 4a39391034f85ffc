using System.CommandLine;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using Microsoft.Extensions.Options;

namespace LeadMetrics;

/// <summary><c>backup</c>: for where no other tool is at hand, as in the container.</summary>
public static class BackupCommand
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "A file that is not there yet." };
        var command = new Command("backup", "Copy the SQLite database, whole and as of now, into a new file; the service may run meanwhile.") { file };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancel) => CommandLine.GuardAsync(async () =>
        {
            await using var app = Service.Build([.. CommandLine.Settings(parsed), "--Logging:LogLevel:Default=Warning"]);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            var copy = parsed.GetRequiredValue(file);
            var engine = app.Services.GetRequiredService<IEngine>();
            engine.BackUp(copy.FullName);
            copy.Refresh();
            Console.WriteLine($"{copy.FullName}: {copy.Length} bytes, a copy of {engine.Place}.");
            return 0;
        }));
        return command;
    }
}
