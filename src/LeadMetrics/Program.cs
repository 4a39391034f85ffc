using LeadMetrics;

return await CommandLine.RunAsync(args);

/// <summary>The entry point; the tests' host finds it by this name.</summary>
public partial class Program
{
    protected Program()
    {
    }
}
