using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using LeadMetrics.Telemetry;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Telemetry;

/// <summary>The log says what was asked, how it went and where its trace is, and nothing of whom the data is about.</summary>
[NonParallelizable]
public class LogTests(string engine) : ServiceTests(engine)
{
    // The first four are sent; the last are how an address spells them.
    private static readonly string[] s_secrets = ["fatima@example.com", "فاطمة", "Fatima", "+966 50 123 4567", "fatima%40example", "50%20123"];

    // As an operator runs it: what the framework says of every request is left out by the settings that the service comes with.
    protected override string[] Settings => ["--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Microsoft.AspNetCore=Warning"];

    [Test]
    public async Task A_line_a_request_by_its_route_with_the_ids_of_its_trace()
    {
        using var log = JsonLog.Of(World);
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\n");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/metrics/leads?from=x", UriKind.Relative));
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var refused = await World.Client.SendAsync(request);
        (await World.Client.GetAsync(new Uri("/v1/metrics/nothing", UriKind.Relative))).Dispose();
        (await World.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).Dispose();
        foreach (var path in new[] { "/v1/metrics", "/v1/data-quality", "/v1/openapi.yaml", "/swagger/index.html", "/v1/nothing/openapi.json" })
        {
            (await World.Client.GetAsync(new Uri(path, UriKind.Relative))).Dispose();
        }

        await FinishedAsync(log, 9);

        Assert.That(log.Of(RequestTelemetry.Category).Select(line => $"{line["level"]} {line["values"]!.Table("method route status caller")}"), Is.EqualTo([
            "Information POST /v1/imports/{dataset} 200 anybody",
            "Information GET /v1/metrics/leads 400 anybody",
            "Information GET (none) 404 anybody",
            "Debug GET /health/live 200 anybody",
            "Information GET /v1/metrics 200 anybody",
            "Information GET /v1/data-quality 200 anybody",
            "Information GET /v1/openapi.yaml 200 nobody known",
            "Information GET /swagger/{file} 200 nobody known",
            "Information GET (none) 404 anybody",
        ]));
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.That((string?)problem["traceId"], Is.EqualTo("0af7651916cd43dd8448eb211c80319c"), "the report of a user leads to the log");
        Assert.That((string?)log.Of(RequestTelemetry.Category)[1]["traceId"], Is.EqualTo("0af7651916cd43dd8448eb211c80319c"));
        Assert.That((string?)log.Of("LeadMetrics.Import.Importer")[0]["traceId"], Is.EqualTo((string?)log.Of(RequestTelemetry.Category)[0]["traceId"]), "what is done for it too");
        Assert.That(log.Bad, Is.Empty, "what a client did wrong is no fault of the service");
    }

    [Test]
    public async Task Nothing_that_a_client_sent_is_in_it()
    {
        using var log = JsonLog.Of(World);
        using var spans = SpanLog.Listen();
        var secrets = s_secrets.Take(EngineName == TestEngines.Sqlite ? 4 : 2).ToList();
        foreach (var secret in secrets)
        {
            var text = Uri.EscapeDataString(secret);
            foreach (var file in new[]
            {
                $"lead_id,created_at\n{secret},{secret}\n", $"lead_id,created_at,owner_id,source_id\nL1,2026-01-05T00:00:00Z,{secret},{secret}\n", $"{secret},created_at\nL1,2026-01-05T00:00:00Z\n",
                $"lead_id,created_at,status\nL1,2026-01-05T00:00:00Z,{secret}\n", $"lead_id,created_at\n\"{secret},2026-01-05T00:00:00Z\n", secret,
            })
            {
                (await World.PostAsync("leads?onError=skip", file)).Dispose();
                (await World.PostAsync("leads?unknownColumns=ignore&map=" + text + ":lead_id", file)).Dispose();
                (await World.PostAsync("leads", file, "application/x-ndjson")).Dispose();
            }

            (await World.PostAsync(text, "x")).Dispose();
            (await World.PostAsync("leads", $"{{\"lead_id\":\"{secret}\",\"{secret}\":1}}\n", "application/x-ndjson")).Dispose();
            foreach (var path in new[]
            {
                $"/v1/metrics/funnel?ownerId={text}", $"/v1/metrics/funnel?{text}=1", $"/v1/metrics/{text}", $"/{text}", $"/v1/data-quality/{text}", $"/v1/leads?after={text}", $"/v1/leads?figure={text}",
                $"/v1/metrics/funnel?from={text}", $"/v1/metrics/funnel?tz={text}", $"/metrics?{text}", $"/v1/leads?sourceId={text}&preset=allTime", $"/v1/metrics/leads?groupBy=owner&preset=allTime",
            })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
                request.Headers.TryAddWithoutValidation("User-Agent", "Browser of fatima@example.com");
                request.Headers.TryAddWithoutValidation("Accept-Language", "fatima@example.com");
                using var response = await World.Client.SendAsync(request);
                Assert.That((int)response.StatusCode, Is.LessThan(500), path);
            }
        }

        Assert.That(log.Lines, Has.Count.GreaterThan(secrets.Count * 30));
        Assert.That(log.Lines.Where(line => s_secrets.Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase))), Is.Empty);
        Assert.That(spans.Texts.Where(text => s_secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase))), Is.Empty);
        Assert.That(log.Bad, Is.Empty);
    }

    [Test]
    public async Task A_client_that_leaves_is_no_fault_of_the_service()
    {
        using var log = JsonLog.Of(World);
        using (var client = new TcpClient(World.Client.BaseAddress!.Host, World.Client.BaseAddress.Port))
        {
            await client.GetStream().WriteAsync("POST /v1/imports/leads HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nlead_id,"u8.ToArray());
        }

        await FinishedAsync(log, 1);
        Assert.That((int)log.Of(RequestTelemetry.Category).Single()["values"]!["status"]!, Is.InRange(400, 499));
        Assert.That(log.Bad, Is.Empty);
    }

    [Test]
    public async Task A_defect_is_told_with_its_trace_and_its_cause()
    {
        using var log = JsonLog.Of(World);
        Execute("delete from data_version");
        try
        {
            using var response = await World.Client.GetAsync(new Uri("/v1/metrics/leads?tz=Asia/Riyadh", UriKind.Relative));
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            var told = log.Lines.Select(line => JsonNode.Parse(line)!).Single(line => (string?)line["level"] == "Error");

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
            Assert.That((string?)told["message"], Is.EqualTo("GET /v1/metrics/leads failed"));
            Assert.That((string?)told["exception"], Does.Contain("InvalidOperationException").And.Contain("   at "));
            Assert.That((string?)told["traceId"], Is.EqualTo((string?)problem["traceId"]).And.Match("^[0-9a-f]{32}$"));
        }
        finally
        {
            Execute("insert into data_version (one, version, changed_at, latest_event_at, has_planned_activities) values (1, 0, 0, 0, 0)");
        }
    }

    // The line of a request is written after its answer: whoever has the answer may be a little early.
    private static async Task FinishedAsync(JsonLog log, int requests)
    {
        for (var since = Stopwatch.GetTimestamp(); log.Of(RequestTelemetry.Category).Count < requests && Stopwatch.GetElapsedTime(since).TotalSeconds < 30;)
        {
            await Task.Yield();
        }
    }

    private void Execute(string sql)
    {
        using var connection = World.Engine.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
