using System.Diagnostics;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Telemetry;

/// <summary>What a request does, as spans.</summary>
[NonParallelizable]
public class TracesTests(string engine) : ServiceTests(engine)
{
    private const string Leads = "/v1/metrics/leads?preset=allTime&ownerId=";

    private int _traces;

    [Test]
    public async Task Of_an_answer_are_its_statements_by_their_files()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-05T00:00:00Z,Sara\n");
        using var spans = SpanLog.Listen();

        // The version by which it is known, then the snapshot's own; with a filter the leads of the period are counted too. All of them lie
        // in one year, which is read from its cells.
        var first = await AskAsync(spans, Leads + "Sara");
        Assert.That(spans.Tree(first), Is.EqualTo("""
            GET /v1/metrics/leads
              answer
                metrics/data_version.sql
                metrics/data_version.sql
                metrics/owners.sql
                metrics/sources.sql
                metrics/leads.sql
                metrics/exclusions.sql
                metrics/leads_of_period.sql
            """.ReplaceLineEndings("\n")));
        Assert.That(spans.Tree(await AskAsync(spans, Leads + "Sara")), Is.EqualTo("GET /v1/metrics/leads\n  answer\n    metrics/data_version.sql"), "given before");
        Assert.That(spans.Tree(await AskAsync(spans, Leads + "nobody")), Is.EqualTo("GET /v1/metrics/leads\n  answer\n    metrics/data_version.sql\n    metrics/data_version.sql\n    metrics/owners.sql\n    metrics/sources.sql"), "refused");

        Assert.That(Tags(spans, "answer"), Is.EqualTo(["leadmetrics.answer=computed leadmetrics.metric=leads", "leadmetrics.answer=cached leadmetrics.metric=leads", ""]));
        Assert.That(Tags(spans, "metrics/leads.sql").Distinct(), Is.EqualTo([$"db.query.summary=metrics/leads.sql db.system.name={World.Engine.SystemName} leadmetrics.metric=leads"]));
        Assert.That(spans.Texts.Where(text => text.Contains("Sara", StringComparison.Ordinal) || text.Contains("select", StringComparison.OrdinalIgnoreCase)), Is.Empty);
        Assert.That(spans.Spans.Where(span => span.Kind == ActivityKind.Server).Select(span => $"{span.GetTagItem("http.request.method")} {span.GetTagItem("http.route")} {span.GetTagItem("http.response.status_code")}"),
            Is.EqualTo(["GET /v1/metrics/leads 200", "GET /v1/metrics/leads 200", "GET /v1/metrics/leads 400"]));
    }

    [Test]
    public async Task Of_an_import_are_its_phases()
    {
        using var spans = SpanLog.Listen();

        var trace = await SendAsync(spans, new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/imports/leads", UriKind.Relative))
        {
            Content = new StringContent("lead_id,created_at\nL1,2026-01-05T00:00:00Z\n", System.Text.Encoding.UTF8, "text/csv"),
        });

        Assert.That(spans.Tree(trace), Is.EqualTo("POST /v1/imports/{dataset}\n  import\n    import.stage\n    import.merge\n    import.facts\n    import.commit"));
        Assert.That(Tags(spans, "import"), Is.EqualTo(["leadmetrics.dataset=leads leadmetrics.outcome=kept"]));
    }

    private async Task<ActivityTraceId> AskAsync(SpanLog spans, string path) => await SendAsync(spans, new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)));

    // The caller's own trace goes on; its span ends after its answer.
    private async Task<ActivityTraceId> SendAsync(SpanLog spans, HttpRequestMessage request)
    {
        var (trace, before) = ($"0af7651916cd43dd8448eb211c8031{++_traces:x2}", Requests());
        using (request)
        {
            request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
            (await World.Client.SendAsync(request)).Dispose();
        }

        for (var since = Stopwatch.GetTimestamp(); Requests() == before && Stopwatch.GetElapsedTime(since).TotalSeconds < 30;)
        {
            await Task.Yield();
        }

        return ActivityTraceId.CreateFromString(trace);

        int Requests() => spans.Spans.Count(span => span.Kind == ActivityKind.Server);
    }

    private static IEnumerable<string> Tags(SpanLog spans, string name) =>
        spans.Spans.Where(span => span.DisplayName == name).Select(span => string.Join(' ', span.TagObjects.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}")));
}
