using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Support;

/// <summary>The service over an empty database, started on a port of its own, and what a test says to it over HTTP.</summary>
public sealed class World : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DatabaseOptions _options;
    private readonly bool _isBeside;

    private World(WebApplication app, FixedClock clock, DatabaseOptions options, bool isBeside)
    {
        _app = app;
        _options = options;
        _isBeside = isBeside;
        Clock = clock;
        Client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    public FixedClock Clock { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public IEngine Engine => Services.GetRequiredService<IEngine>();

    /// <summary>Starts the service; further settings are given as on the command line.</summary>
    public static async Task<World> StartAsync(string engine, params string[] settings)
    {
        TestEngines.SkipWithout(engine);
        var options = TestEngines.Options(engine, engine == TestEngines.Sqlite ? Guid.NewGuid().ToString("N") : TestEngines.Database);
        if (engine == TestEngines.Sqlite)
        {
            EmptyDatabase.CopyTo(options.Path);
        }

        var world = await StartAsync(options, settings);
        if (engine == TestEngines.SqlServer)
        {
            await SqlServerReset.EmptyAsync(options.ConnectionString!);
        }

        return world;
    }

    /// <summary>Starts the service over a database that may hold something.</summary>
    public static Task<World> StartAsync(DatabaseOptions options, params string[] settings) => StartAsync(options, false, settings);

    /// <summary>Starts another instance of the service over the same database.</summary>
    public Task<World> BesideAsync(params string[] settings) => StartAsync(_options, true, settings);

    private static async Task<World> StartAsync(DatabaseOptions options, bool isBeside, string[] settings)
    {
        var clock = new FixedClock();
        var app = Service.Build(
            [
                "--urls=http://127.0.0.1:0", "--environment=Production", $"--Database:Engine={options.Engine}", $"--Database:Path={options.Path}",
                $"--Database:ConnectionString={options.ConnectionString}", "--Logging:LogLevel:Default=Warning",
                "--Access:Mode=open", .. settings,
            ],
            services => services.AddSingleton<TimeProvider>(clock));
        app.Services.GetRequiredService<Migrator>().Migrate();
        await app.StartAsync();
        return new World(app, clock, options, isBeside);
    }

    /// <summary>Imports CSV that must be taken whole.</summary>
    public async Task<JsonNode> ImportAsync(string dataset, string csv)
    {
        using var response = await PostAsync(dataset, csv);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), body);
        return JsonNode.Parse(body)!;
    }

    /// <summary>Imports so many leads of an owner and source, all created on one day; the first of them have an opportunity, the others lie open.</summary>
    public async Task FillAsync(string day, params IReadOnlyList<(string Owner, string Source, int Leads, int Converted)> cells)
    {
        var leads = cells.SelectMany(cell => Enumerable.Range(1, cell.Leads).Select(i => (Id: $"{day}-{cell.Owner}-{cell.Source}-{i}", cell, Converts: i <= cell.Converted))).ToList();
        await ImportAsync("leads", "lead_id,created_at,owner_id,source_id\n" + string.Concat(leads.Select(lead => $"{lead.Id},{day}T00:00:00Z,{lead.cell.Owner},{lead.cell.Source}\n")));
        await ImportAsync("opportunities", "opportunity_id,lead_id,created_at\n" + string.Concat(leads.Where(lead => lead.Converts).Select(lead => $"O{lead.Id},{lead.Id},{day}T12:00:00Z\n")));
    }

    /// <summary>Sends a file as it is.</summary>
    public async Task<HttpResponseMessage> PostAsync(string datasetAndQuery, string text, string mediaType = "text/csv")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return await Client.PostAsync(new Uri($"/v1/imports/{datasetAndQuery}", UriKind.Relative), content);
    }

    /// <summary>Asks what must be answered.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), path + "\n" + body);
        return JsonNode.Parse(body)!;
    }

    /// <summary>Asks what must be refused as a bad question, and gives the sentences by parameter.</summary>
    public async Task<JsonObject> ErrorsAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), path + "\n" + body);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        return JsonNode.Parse(body)!["errors"]!.AsObject();
    }

    /// <summary>Ids of every lead behind an address, page by page.</summary>
    public async Task<List<string>> LeadsAsync(string address)
    {
        var ids = new List<string>();
        for (var next = address; next is not null;)
        {
            var page = await GetAsync(next);
            ids.AddRange(page["data"]!.AsArray().Select(lead => (string)lead!["leadId"]!));
            next = (string?)page["next"];
        }

        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        Engine.ClearPool();
        await _app.DisposeAsync();
        if (!_isBeside && _options.Engine == TestEngines.Sqlite)
        {
            TestEngines.DeleteFile(_options.Path);
        }
    }
}

/// <summary>Answers as a reader would write them down.</summary>
public static class Tables
{
    /// <summary>One line a row, one word a column: <c>Table(data, "ownerId leads efficiency.percent")</c>.</summary>
    public static string Table(this JsonNode rows, string columns) =>
        string.Join('\n', (rows is JsonArray all ? all.ToList() : [rows]).Select(row => Line(row!, columns)));

    private static string Line(JsonNode row, string columns) =>
        string.Join(' ', columns.Split(' ').Select(column => column.Split('.').Aggregate((JsonNode?)row, (node, name) => node?[name]) switch
        {
            null => "-",
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<decimal>().ToString("0.####", CultureInfo.InvariantCulture),
            var value => value.ToString(),
        }));
}
