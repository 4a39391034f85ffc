using System.Net;
using System.Net.Sockets;
using LeadMetrics.Access;
using LeadMetrics.Import;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Tests.Telemetry;

/// <summary>What the service measures of itself, as Prometheus asks for it.</summary>
[NonParallelizable]
public class PrometheusTests(string engine) : ServiceTests(engine)
{
    private const string Leads = "/v1/metrics/leads?preset=allTime";

    [Test]
    public async Task Counts_questions_by_how_they_were_answered_and_rows_by_what_became_of_them()
    {
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\nL2,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("leads?onError=skip", "lead_id,created_at\nL1,2026-01-06T00:00:00Z\nL2,2026-01-05T00:00:00Z\nL3,soon\n");
        (await World.PostAsync("owners", "owner_id,name\nA,Sara\n,nobody\n")).Dispose();
        using var first = await World.Client.GetAsync(new Uri(Leads, UriKind.Relative));
        await World.GetAsync(Leads);
        using var known = new HttpRequestMessage(HttpMethod.Get, new Uri(Leads, UriKind.Relative));
        known.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await World.Client.SendAsync(known)).Dispose();
        await World.GetAsync("/v1/metrics");

        var text = await ScrapeAsync();

        Assert.That(text.Of("leadmetrics_answers_total"), Is.EqualTo([
            "leadmetrics_answers_total{metric=\"leads\",way=\"cached\"} 1",
            "leadmetrics_answers_total{metric=\"leads\",way=\"computed\"} 1",
            "leadmetrics_answers_total{metric=\"leads\",way=\"not_modified\"} 1",
        ]));

        // Of the first file two are new; of the second L1 is changed, L2 is not, L3 has no time; of the third nothing is kept.
        Assert.That(text.Of("leadmetrics_import_rows_total").Where(series => !series.EndsWith(" 0", StringComparison.Ordinal)), Is.EqualTo([
            "leadmetrics_import_rows_total{dataset=\"leads\",outcome=\"inserted\"} 2",
            "leadmetrics_import_rows_total{dataset=\"leads\",outcome=\"rejected\"} 1",
            "leadmetrics_import_rows_total{dataset=\"leads\",outcome=\"unchanged\"} 1",
            "leadmetrics_import_rows_total{dataset=\"leads\",outcome=\"updated\"} 1",
            "leadmetrics_import_rows_total{dataset=\"owners\",outcome=\"rejected\"} 1",
        ]));
        Assert.That(text.Of("leadmetrics_imports_total"), Has.Exactly(3 * (Datasets.All.Count + 1)).Items, "each from zero, that its first failure is seen");
        Assert.That(text.Of("leadmetrics_import_duration_seconds_count"), Is.EqualTo([
            "leadmetrics_import_duration_seconds_count{dataset=\"leads\",outcome=\"kept\"} 2",
            "leadmetrics_import_duration_seconds_count{dataset=\"owners\",outcome=\"refused\"} 1",
        ]));

        // Three askers read the version, the one that was worked out once more in its snapshot. It read its leads from the cells of their year.
        Assert.That(text.Of("leadmetrics_query_duration_seconds_count"), Is.EqualTo([
            "leadmetrics_query_duration_seconds_count{metric=\"leads\",statement=\"metrics/data_version.sql\"} 4",
            "leadmetrics_query_duration_seconds_count{metric=\"leads\",statement=\"metrics/exclusions.sql\"} 1",
            "leadmetrics_query_duration_seconds_count{metric=\"leads\",statement=\"metrics/leads.sql\"} 1",
            "leadmetrics_query_duration_seconds_count{metric=\"leads\",statement=\"metrics/owners.sql\"} 1",
            "leadmetrics_query_duration_seconds_count{metric=\"leads\",statement=\"metrics/sources.sql\"} 1",
            "leadmetrics_query_duration_seconds_count{metric=\"metrics\",statement=\"metrics/datasets_present.sql\"} 1",
            "leadmetrics_query_duration_seconds_count{metric=\"metrics\",statement=\"metrics/owners.sql\"} 1",
            "leadmetrics_query_duration_seconds_count{metric=\"metrics\",statement=\"metrics/sources.sql\"} 1",
            "leadmetrics_query_duration_seconds_count{metric=\"telemetry\",statement=\"metrics/data_version.sql\"} 1",
        ]));
        Assert.That(text.Of("leadmetrics_read_wait_seconds_count"), Is.EqualTo(["leadmetrics_read_wait_seconds_count 2"]), "the answer and the catalogue");
        Assert.That(text.Of("http_server_request_duration_seconds_count").Select(series => series.Split('{')[1]), Has.Member(
            "http_request_method=\"GET\",http_response_status_code=\"304\",http_route=\"/v1/metrics/leads\",network_protocol_version=\"1.1\",url_scheme=\"http\"} 1"));
    }

    [TestCase("/v1/metrics", "/v1/metrics")]
    [TestCase("/v1/data-quality", "/v1/data-quality")]
    [TestCase("/v1/openapi.json", "/v1/openapi.json")]
    [TestCase("/swagger/index.html", "/swagger/{file}")]
    [TestCase("/health/live", "/health/live")]
    public async Task Counts_requests_by_their_route(string path, string route)
    {
        (await World.Client.GetAsync(new Uri(path, UriKind.Relative))).Dispose();

        Assert.That((await ScrapeAsync()).Of("http_server_request_duration_seconds_count"), Is.EqualTo([
            $"http_server_request_duration_seconds_count{{http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"{route}\",network_protocol_version=\"1.1\",url_scheme=\"http\"}} 1",
        ]));
    }

    [Test]
    public async Task Tells_how_old_the_data_is_and_whether_the_database_answers()
    {
        Assert.That((await ScrapeAsync()).Of("leadmetrics_data_age_seconds"), Is.Empty, "no data, no age");
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-02-28T23:00:00Z\n");
        World.Clock.Now += TimeSpan.FromSeconds(90);

        var text = await ScrapeAsync();

        Assert.That(
            new[] { "database_up", "data_version", "data_age_seconds", "data_latest_event_age_seconds", "read_running", "read_waiting", "read_places" }.SelectMany(name => text.Of("leadmetrics_" + name)),
            Is.EqualTo(["leadmetrics_database_up 1", "leadmetrics_data_version 1", "leadmetrics_data_age_seconds 90", "leadmetrics_data_latest_event_age_seconds 3690",
                "leadmetrics_read_running 0", "leadmetrics_read_waiting 0", $"leadmetrics_read_places {World.Engine.ReadsAtOnce}"]));

        Execute("delete from data_version");
        try
        {
            text = await ScrapeAsync();
            Assert.That(text.Of("leadmetrics_database_up"), Is.EqualTo(["leadmetrics_database_up 0"]));
            Assert.That(text.Of("leadmetrics_data_version"), Is.EqualTo(["leadmetrics_data_version 1"]), "as it was known last");
        }
        finally
        {
            Execute("insert into data_version (one, version, changed_at, latest_event_at, has_planned_activities) values (1, 0, 0, 0, 0)");
        }
    }

    [Test]
    public async Task Nothing_that_a_client_sends_becomes_a_label()
    {
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\n");
        foreach (var path in new[] { Leads + "&ownerId=zzz", "/v1/metrics/zzz", "/zzz/@zzz", "/v1/data-quality/ZZZ", "/v1/leads?after=zzz", Leads + "&zzz=1", "/metrics?zzz=1" })
        {
            (await World.Client.GetAsync(new Uri(path, UriKind.Relative))).Dispose();
        }

        (await World.PostAsync("zzz", "zzz")).Dispose();
        (await World.PostAsync("leads", "zzz\n")).Dispose();
        using var odd = new HttpRequestMessage(new HttpMethod("ZZZ"), new Uri(Leads, UriKind.Relative));
        (await World.Client.SendAsync(odd)).Dispose();

        var text = await World.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.That(text, Does.Not.Contain("zzz").IgnoreCase);
        Assert.That(PrometheusText.Read(text).Of("leadmetrics_imports_total"), Has.Member("leadmetrics_imports_total{dataset=\"leads\",outcome=\"failed\"} 1"));
    }

    [Test]
    public async Task Is_there_only_where_the_settings_say()
    {
        await using var off = await World.BesideAsync("--Telemetry:Prometheus=false");
        var port = FreePort();
        await using var elsewhere = await World.BesideAsync($"--urls=http://127.0.0.1:{port}", $"--Telemetry:PrometheusPort={port}");
        Assert.That(await StatusAsync(off.Client.BaseAddress!), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync(World.Client.BaseAddress!), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(elsewhere.Client.BaseAddress!), Is.EqualTo(HttpStatusCode.OK));

        var refused = Assert.ThrowsAsync<OptionsValidationException>(() => World.BesideAsync($"--Telemetry:PrometheusPort={port}"))!;
        Assert.That(refused.Message, Does.Match($"^Telemetry:PrometheusPort is {port}, but the service listens on http://127.0.0.1:[0-9]+; add the port to --urls.$"));
    }

    [Test]
    public async Task Is_for_who_may_read_all_of_the_data_or_on_a_port_of_its_own()
    {
        var port = FreePort();
        await using var asked = await World.BesideAsync(Keys.Asked);
        await using var apart = await World.BesideAsync(Keys.Asked, $"--urls=http://127.0.0.1:{port}", $"--Telemetry:PrometheusPort={port}");
        async Task<string> SayAsync(World world, string? key) => await (await world.SendAsync("/metrics", ("", key))).SayAsync();

        Assert.That(await SayAsync(asked, null), Does.StartWith("401 "));
        Assert.That(await SayAsync(asked, asked.Key("import")), Is.EqualTo("403 This needs the role read, which the caller has not."));
        Assert.That(await SayAsync(asked, asked.Key("read")), Is.EqualTo("200"));
        Assert.That(await SayAsync(asked, asked.Key(new NewKey { Name = "of a team", Roles = ["read"], Scope = new() { Teams = ["Riyadh"] } })),
            Is.EqualTo("403 This is for callers whose scope is not limited: its figures are of all the data."));
        Assert.That(await SayAsync(apart, null), Is.EqualTo("200"));
        using var leads = await apart.SendAsync(Leads);
        Assert.That(leads.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), "the port opens nothing else");
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri address)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(address, "/metrics"));
        return response.StatusCode;
    }

    private async Task<PrometheusText> ScrapeAsync()
    {
        using var response = await World.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        return PrometheusText.Read(await response.Content.ReadAsStringAsync());
    }

    private void Execute(string sql)
    {
        using var connection = World.Engine.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
