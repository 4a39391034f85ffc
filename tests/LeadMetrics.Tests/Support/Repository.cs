namespace LeadMetrics.Tests.Support;

/// <summary>The files that the tests are built from.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LeadMetrics.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("LeadMetrics.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
