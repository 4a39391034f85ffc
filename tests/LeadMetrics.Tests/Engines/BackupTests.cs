using LeadMetrics.Engines;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Engines;

/// <summary>A copy of the database while the service runs, and the service over the copy. (SQL Server copies itself.)</summary>
[NonParallelizable]
public class BackupTests
{
    private const string Question = "/v1/metrics/leads?preset=allTime";

    [Test]
    public async Task A_copy_answers_as_the_database_did_when_it_was_made()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite);
        await world.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\n");
        var path = "--Database:Path=" + TestEngines.PathOf(world.Engine);
        var copy = TestEngines.Options(TestEngines.Sqlite, "copy-" + Guid.NewGuid().ToString("N"));
        using var before = await world.Client.GetAsync(new Uri(Question, UriKind.Relative));

        Assert.That(await TheProgram.RunAsync("backup", copy.Path, path), Is.EqualTo((0, "")));
        await world.ImportAsync("leads", "lead_id,created_at\nL2,2026-01-06T00:00:00Z\n");

        await using (var restored = await World.StartAsync(copy))
        {
            using var after = await restored.Client.GetAsync(new Uri(Question, UriKind.Relative));
            Assert.That(after.Headers.ETag, Is.EqualTo(before.Headers.ETag));
            Assert.That(await after.Content.ReadAsStringAsync(), Is.EqualTo(await before.Content.ReadAsStringAsync()));
            Assert.That((await world.GetAsync(Question))["totals"]!.Table("leads"), Is.EqualTo("2"), "the one that runs on");

            var (code, said) = await TheProgram.RunAsync("backup", copy.Path, path);
            Assert.That((code, said.Trim()), Is.EqualTo((1, $"'{copy.Path}' is there already; name a new file.")));
        }
    }

    [TestCase("backup", "copy.db")]
    [TestCase("keys", "list")]
    [TestCase("keys", "revoke", "0")]
    public async Task No_database_is_made_where_one_is_looked_for(params string[] command)
    {
        var folder = Directory.CreateTempSubdirectory("leadmetrics-tests-");
        var path = Path.Combine(folder.FullName, "data", "leadmetrics.db");
        var (code, said) = await TheProgram.RunAsync([.. command.Select(word => word == "copy.db" ? Path.Combine(folder.FullName, word) : word), "--Database:Path=" + path]);
        var left = folder.EnumerateFileSystemInfos().Select(file => file.Name).ToList();
        folder.Delete(recursive: true);

        Assert.That((code, said.Trim()), Is.EqualTo((
            1, $"There is no database '{path}'. Database:Path says where it is, from the current directory; name another as --Database:Path=….")));
        Assert.That(left, Is.Empty);
    }

    [Test]
    public async Task A_database_of_another_version_is_left_as_it_is()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllBytesAsync(path, []);
        var (code, said) = await TheProgram.RunAsync("keys", "list", "--Database:Path=" + path);
        var size = new FileInfo(path).Length;
        TestEngines.DeleteFile(path);

        Assert.That((code, said.Trim(), size), Is.EqualTo((
            1, $"The database {path} is not of this program's version. --migrate brings an older one to it; of a newer one use the newer program.", 0L)));
    }

    [Test]
    public async Task A_folder_that_is_missing_is_named()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite);
        var copy = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "copy.db");

        var (code, said) = await TheProgram.RunAsync(["backup", copy, .. world.DatabaseSettings]);

        Assert.That((code, said.Trim()), Is.EqualTo((1, $"The folder of '{copy}' is not there; make it, or name another.")));
    }

    [Test]
    public void A_server_is_said_to_do_it_itself() =>
        Assert.That(
            () => new SqlServerEngine(new DatabaseOptions { ConnectionString = "Database=x" }).BackUp("x.bak"),
            Throws.InstanceOf<NotSupportedException>().With.Message.StartsWith("SQL Server is backed up by itself"));
}
