namespace LeadMetrics.Tests.Support;

/// <summary>The program as an operator starts it.</summary>
public static class TheProgram
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
}
