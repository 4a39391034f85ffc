using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;
using Microsoft.Data.SqlClient;

namespace LeadMetrics.Tests.Engines;

/// <summary>A SQL Server that cannot be reached for a while, also in the middle of an import.</summary>
public sealed class LostServerTests : IDisposable
{
    private static readonly TimeSpan s_generous = TimeSpan.FromMinutes(3);

    private CuttableWire? _wire;
    private World? _world;

    private World World => _world!;

    [SetUp]
    public async Task StartAsync()
    {
        TestEngines.SkipWithout(TestEngines.SqlServer);
        var options = TestEngines.Options(TestEngines.SqlServer, TestEngines.Database);
        var text = new SqlConnectionStringBuilder(options.ConnectionString);
        var address = text.DataSource.Replace("tcp:", "", StringComparison.OrdinalIgnoreCase).Split(',');
        _wire = new CuttableWire(address[0] is "." or "(local)" ? "localhost" : address[0], address.Length > 1 ? int.Parse(address[1], CultureInfo.InvariantCulture) : 1433);
        text.DataSource = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1,{_wire.Port}");
        text.ConnectTimeout = 10;
        options.ConnectionString = text.ConnectionString;
        _world = await World.StartAsync(options, "--Logging:LogLevel:Default=None");
        await SqlServerReset.EmptyAsync(text.ConnectionString);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_world is not null)
        {
            await _world.DisposeAsync();
            _world = null;
        }

        _wire?.Dispose();
        _wire = null;
    }

    public void Dispose() => _wire?.Dispose();

    [Test]
    public async Task It_is_told_and_mended_by_itself()
    {
        await World.FillAsync("2026-01-05", ("A", "ads", 20, 5));
        var before = string.Join('\n', FactTable.Read(World.Engine));
        _wire!.Cut();

        foreach (var asked in new[] { World.Client.GetAsync(new Uri("/v1/leads?preset=allTime", UriKind.Relative)), World.PostAsync("leads", "lead_id,created_at\nL1,2026-01-06T00:00:00Z\n") })
        {
            using var response = await asked.WaitAsync(s_generous);
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.That((response.StatusCode, (string?)problem["title"]), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "The database cannot be reached")));
        }

        _wire.Mend();
        Assert.That((await World.GetAsync("/v1/leads?preset=allTime&pageSize=1").WaitAsync(s_generous)).Table("total"), Is.EqualTo("20"));
        Assert.That(string.Join('\n', FactTable.Read(World.Engine)), Is.EqualTo(before));
    }

    [Test]
    public async Task An_import_that_loses_it_leaves_nothing()
    {
        await World.FillAsync("2026-01-05", ("A", "ads", 20, 5));
        var before = string.Join('\n', FactTable.Read(World.Engine));
        var rows = "lead_id,created_at\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"N{i},2026-01-06T00:00:00Z\n"));
        var import = World.PostAsync("leads", rows);

        // Somewhere in the middle; whether before or after its end, it is one of the two.
        await Task.WhenAny(import, Task.Delay(TimeSpan.FromSeconds(1)));
        _wire!.Cut();
        using var response = await import.WaitAsync(s_generous);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable).Or.EqualTo(HttpStatusCode.OK));
        _wire.Mend();

        var total = (await World.GetAsync("/v1/leads?preset=allTime&pageSize=1").WaitAsync(s_generous)).Table("total");
        Assert.That(total, Is.EqualTo(response.StatusCode == HttpStatusCode.OK ? "20020" : "20"));
        if (response.StatusCode != HttpStatusCode.OK)
        {
            Assert.That(string.Join('\n', FactTable.Read(World.Engine)), Is.EqualTo(before));
        }
    }
}
