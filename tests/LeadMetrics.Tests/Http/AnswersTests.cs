using System.Net;
using LeadMetrics.Metrics;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Http;

/// <summary>Who polls is told at once whether anything has changed, and what was answered is not worked out again.</summary>
[NonParallelizable]
public class AnswersTests(string engine) : ServiceTests(engine)
{
    private const string Funnel = "/v1/metrics/funnel?from=2026-01-01&to=2026-01-31";

    private static readonly string[] s_version = ["metrics/data_version.sql"];

    protected override string[] Settings => [StatementLog.Setting];

    private static IEnumerable<string> Routes =>
        [.. MetricList.All.Select(metric => "/v1/metrics/" + metric.Definition.Name), "/v1/leads", "/v1/leads/neglected", "/v1/data-quality", "/v1/data-quality/MISSING_OWNER"];

    [SetUp]
    public Task FillAsync() => World.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-05T00:00:00Z,A\nL2,2026-01-06T00:00:00Z,\n");

    [TestCaseSource(nameof(Routes))]
    public async Task Asked_again_it_reads_the_datas_version_alone(string route)
    {
        var (tag, body) = await AskAsync(route);
        using var log = StatementLog.Of(World);

        Assert.That(await AskAsync(route), Is.EqualTo((tag, body)));
        Assert.That(log.Statements, Is.EqualTo(s_version));
        Assert.That(await AskAsync(route, tag), Is.EqualTo((tag, "304")));
        Assert.That(await AskAsync(route, "\"other\", " + tag[2..]), Is.EqualTo((tag, "304")), "compared weakly");
        Assert.That(await AskAsync(route, "*"), Is.EqualTo((tag, "304")));
        Assert.That(await AskAsync(route, "\"other\""), Is.EqualTo((tag, body)));
        Assert.That(log.Statements, Is.All.EqualTo(s_version[0]));
    }

    // The same address, each time asked twice: what else an answer depends on tells them apart.
    [Test]
    public async Task The_same_words_in_another_language_format_or_minute_are_another_question()
    {
        const string Leads = "/v1/metrics/leads?preset=thisMonth";
        var answers = new List<string>();
        foreach (var (header, value) in new[] { ("Accept", "application/json"), ("Accept", "text/csv"), ("Accept-Language", "ar"), ("Accept", "application/json") })
        {
            var (first, again) = (await HeadersAsync(Leads, header, value), await HeadersAsync(Leads, header, value));
            Assert.That(again, Is.EqualTo(first), "every header and the body");
            answers.Add(first);
        }

        World.Clock.Now += TimeSpan.FromMinutes(1);
        answers.Add(await HeadersAsync(Leads, "Accept", "application/json"));

        Assert.That(answers[3], Is.EqualTo(answers[0]));
        Assert.That(answers.Distinct().Count(), Is.EqualTo(4));
    }

    [Test]
    public async Task Equal_questions_at_once_run_once()
    {
        const int Askers = 8;
        using var log = StatementLog.Of(World);
        using var all = new ManualResetEventSlim();
        var versions = 0;
        log.Ran = statement =>
        {
            // Whoever works it out waits until each has read the version by which they ask, and it the one of its snapshot.
            if (statement != s_version[0])
            {
                Assert.That(all.Wait(TimeSpan.FromSeconds(60)), Is.True);
            }
            else if (Interlocked.Increment(ref versions) == Askers + 1)
            {
                all.Set();
            }
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, Askers).Select(_ => AskAsync(Funnel)));

        Assert.That(answers, Is.All.EqualTo(answers[0]));
        Assert.That(log.Statements.Except(s_version), Has.Member("metrics/funnel.sql"));
        Assert.That(log.Statements.Where(statement => statement != s_version[0]), Is.Unique, "each once");
    }

    [Test]
    public async Task An_import_makes_every_instance_answer_anew_at_once()
    {
        await using var other = await World.BesideAsync();
        var (tag, body) = await AskAsync(Funnel);
        Assert.That(await AskAsync(Funnel, world: other), Is.EqualTo((tag, body)), "every instance has the same tag");

        await World.ImportAsync("leads", "lead_id,created_at\nL3,2026-01-07T00:00:00Z\n");

        foreach (var world in new[] { World, other })
        {
            var (now, answer) = await AskAsync(Funnel, tag, world);
            Assert.That(now, Is.Not.EqualTo(tag));
            Assert.That(answer, Does.Contain("\"leads\":3"));
        }
    }

    [Test]
    public async Task A_tag_is_of_the_question_however_it_is_spelt()
    {
        var (tag, _) = await AskAsync(Funnel);
        var (same, others) = (new List<string>(), new List<string>());
        foreach (var question in new[] { "/v1/metrics/funnel?to=2026-01-31&from=2026-01-01", Funnel + "&groupBy=none&basis=cohort&tz=UTC&order=desc", Funnel + "&asOf=2026-03-01T03:00:00%2B03:00" })
        {
            same.Add((await AskAsync(question)).Tag);
        }

        foreach (var question in new[] { "&groupBy=owner", "&ownerId=A", "&tz=Asia/Riyadh", "&format=csv", "&format=csv&header=label", "&asOf=2026-02-01T00:00:00Z", "&sort=leads&order=asc" })
        {
            others.Add((await AskAsync(Funnel + question)).Tag);
        }

        others.Add((await AskAsync(Funnel, language: "ar")).Tag);
        others.Add((await AskAsync(Funnel.Replace("funnel", "leads", StringComparison.Ordinal))).Tag);

        Assert.That(same, Is.All.EqualTo(tag));
        Assert.That(others.Append(tag), Is.Unique);
    }

    [Test]
    public async Task Now_is_the_beginning_of_the_minute_or_the_latest_event_since()
    {
        World.Clock.Now = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);
        var tags = new List<string>();
        foreach (var second in new[] { 0, 1, 59, 60 })
        {
            World.Clock.Now = new(2026, 3, 1, 10, second / 60, second % 60, TimeSpan.Zero);
            tags.Add((await AskAsync(Funnel)).Tag);
        }

        Assert.That(tags[..3], Is.All.EqualTo(tags[0]), "of one minute");
        Assert.That(tags[3], Is.Not.EqualTo(tags[0]), "of the next");

        // A lead of this very minute is there as soon as it is imported; one of the future is not.
        World.Clock.Now = new(2026, 3, 1, 10, 1, 30, TimeSpan.Zero);
        await World.ImportAsync("leads", "lead_id,created_at\nL4,2026-03-01T10:01:20.5Z\n");
        var answer = await World.GetAsync("/v1/metrics/funnel?preset=today");
        Assert.That(answer["totals"]!.Table("leads") + " " + answer["meta"]!["asOf"], Is.EqualTo("1 2026-03-01T10:01:20.5Z"));
        await World.ImportAsync("leads", "lead_id,created_at\nL5,2026-03-01T10:01:31Z\n");
        answer = await World.GetAsync("/v1/metrics/funnel?preset=today");
        Assert.That(answer["totals"]!.Table("leads") + " " + answer["meta"]!["asOf"], Is.EqualTo("1 2026-03-01T10:01:20.5Z"));
        World.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.That((await World.GetAsync("/v1/metrics/funnel?preset=today"))["totals"]!.Table("leads"), Is.EqualTo("2"));
    }

    [TestCase("", "application/json")]
    [TestCase("&format=csv", "text/csv")]
    public async Task What_is_compressed_on_the_way_is_the_same_answer(string format, string mediaType)
    {
        var (tag, body) = await AskAsync(Funnel + format);
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.Brotli }) { BaseAddress = World.Client.BaseAddress };
        using var response = await client.GetAsync(new Uri(Funnel + format, UriKind.Relative));

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(mediaType));
        Assert.That(response.Content.Headers.ContentLength, Is.Null, "it was compressed");
        Assert.That(response.Headers.Vary, Does.Contain("Accept-Encoding"));
        Assert.That((response.Headers.ETag!.ToString(), await response.Content.ReadAsStringAsync()), Is.EqualTo((tag, body)));
    }

    [Test]
    public async Task A_failure_has_no_tag()
    {
        foreach (var question in new[] { Funnel + "&ownerId=Z", Funnel + "&colour=red", "/v1/leads?after=Z" })
        {
            using var response = await World.Client.GetAsync(new Uri(question, UriKind.Relative));

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(response.Headers.ETag, Is.Null);
        }
    }

    // The tag, and the body or the status of none.
    private async Task<string> HeadersAsync(string path, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(header, value);
        using var response = await World.Client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return string.Concat(response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not "Date").OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}\n"))
            + await response.Content.ReadAsStringAsync();
    }

    private async Task<(string Tag, string Body)> AskAsync(string path, string? known = null, World? world = null, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        request.Headers.Add("Accept-Language", language);
        using var response = await (world ?? World).Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache, private"));
        Assert.That(response.Headers.Vary, Is.EquivalentTo(new[] { "Accept", "Accept-Language" }));
        return (response.Headers.ETag!.ToString(), response.StatusCode == HttpStatusCode.OK ? body : $"{(int)response.StatusCode}{body}");
    }
}
