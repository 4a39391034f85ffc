using LeadMetrics.Engines;
using LeadMetrics.Import;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Tests.Support;

/// <summary>A SQLite database as a first start leaves it, with the calendar of the default settings: made once, since most tests begin with one.</summary>
public static class EmptyDatabase
{
    private static readonly Lazy<byte[]> s_file = new(Make);

    public static void CopyTo(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, s_file.Value);
    }

    private static byte[] Make()
    {
        var options = TestEngines.Options(TestEngines.Sqlite, "empty-" + Guid.NewGuid().ToString("N"));
        var engine = options.Create();
        var clock = new FixedClock();
        new Migrator(engine, clock, NullLogger<Migrator>.Instance).Migrate();
        using (var connection = engine.OpenForWriting())
        {
            using var transaction = engine.BeginExclusive(connection);
            new HeldCalendar(engine, Options.Create(new ReportOptions()), clock, NullLogger<HeldCalendar>.Instance).Begin(transaction);
            transaction.Commit();
        }

        engine.ClearPool();
        var file = File.ReadAllBytes(options.Path);
        TestEngines.DeleteFile(options.Path);
        return file;
    }
}
