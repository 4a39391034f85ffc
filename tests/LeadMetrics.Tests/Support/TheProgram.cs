using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LeadMetrics.Tests.Support;

/// <summary>The program as an operator starts it.</summary>
public static partial class TheProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code, and what it said on the error stream.</returns>
    public static async Task<(int Code, string Said)> RunAsync(params string[] args)
    {
        var error = Console.Error;
        using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            return (await CommandLine.RunAsync(args), said.ToString());
        }
        finally
        {
            Console.SetError(error);
        }
    }

    /// <summary>Starts the service as a process of its own, on a port of its own; returns once it listens.</summary>
    /// <param name="temporary">Its temporary folder.</param>
    /// <param name="settings">Settings, as on the command line.</param>
    public static async Task<RunningProgram> ServeAsync(string temporary, params string[] settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "LeadMetrics.dll"), "--urls=http://127.0.0.1:0", "--environment=Production", "--Access:Mode=open", "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information" }.Concat(settings))
        {
            start.ArgumentList.Add(argument);
        }

        // A process that lives for a second measures nothing of itself.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["TMPDIR"] = temporary;
        start.Environment["SQLITE_TMPDIR"] = temporary;
        var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                return new RunningProgram(process, new Uri(match.Groups[1].Value));
            }
        }

        throw new InvalidOperationException("The program ended: " + await error);
    }

    [GeneratedRegex("Now listening on: (http://[0-9.:]+)")]
    private static partial Regex Listening();
}

/// <summary>The service, as a process that a test may end.</summary>
public sealed class RunningProgram(Process process, Uri address) : IDisposable
{
    public Uri Address => address;

    /// <summary>Ends it as a power cut does: SIGKILL, nothing of it runs any more.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
