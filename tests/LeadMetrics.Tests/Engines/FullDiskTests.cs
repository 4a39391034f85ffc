using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Engines;

/// <summary>Where there is no room left, an import says so and leaves nothing; questions are answered, and it works again once there is room.</summary>
[NonParallelizable]
public class FullDiskTests
{
    private const long AsMuchAsThereIs = 1_073_741_823;

    private static readonly string s_rows = "lead_id,created_at,owner_id\n" + string.Concat(
        Enumerable.Range(1, 3000).Select(i => string.Create(CultureInfo.InvariantCulture, $"L{i},2026-01-05T00:00:00Z,A\n")));

    private World? _world;

    private World World => _world!;

    [SetUp]
    public async Task StartAsync() => _world = await World.StartAsync(TestEngines.Sqlite);

    [TearDown]
    public async Task StopAsync() => await World.DisposeAsync();

    [Test]
    public async Task An_import_that_finds_no_room_leaves_nothing()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-04T00:00:00Z,B\n");
        var before = DigestNow();
        LetPages(few: true);

        using (var response = await World.PostAsync("leads", s_rows))
        {
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InsufficientStorage));
            Assert.That(problem.Table("title detail status"), Is.EqualTo("The database has no room left Nothing was changed. 507"));
        }

        Assert.That(await World.LeadsAsync("/v1/leads?preset=allTime"), Is.EqualTo(["L1"]), "questions are answered meanwhile");
        LetPages(few: false);
        Assert.That(DigestNow(), Is.EqualTo(before));
        Assert.That((await World.ImportAsync("leads", s_rows)).Table("inserted updated dataVersion"), Is.EqualTo("2999 1 2"));
    }

    [Test]
    public async Task A_full_temporary_folder_is_told_as_one()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Ignore("There is no /dev/full here to run out of room on.");
        }

        var full = Assert.Throws<IOException>(() =>
        {
            using var file = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.WriteByte(1);
        })!;
        var http = new DefaultHttpContext { RequestServices = World.Services };
        using var body = new MemoryStream();
        http.Response.Body = body;
        await World.Services.GetRequiredService<IExceptionHandler>().TryHandleAsync(http, full, CancellationToken.None);

        Assert.That(JsonNode.Parse(body.ToArray())!.Table("title status"), Is.EqualTo("The database has no room left 507"));
    }

    // The limit belongs to a connection: to the one in the pool, which the import then takes.
    private void LetPages(bool few)
    {
        World.Engine.ClearPool();
        using var connection = World.Engine.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma page_count";
        var pages = few ? (long)command.ExecuteScalar()! + 8 : AsMuchAsThereIs;
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"pragma max_page_count = {pages}");
        Assert.That(command.ExecuteScalar(), Is.GreaterThanOrEqualTo(few ? pages : 1L));
    }

    private string DigestNow()
    {
        using var connection = World.Engine.OpenForWriting();
        return Digest.Of((SqliteConnection)connection);
    }
}
