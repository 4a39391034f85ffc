using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Http;

/// <summary>
/// Two instances over one database, asked by many while data comes in at both: every answer is of one version of the data, whole, and an
/// import that has ended is in the next answer of either.
/// </summary>
[NonParallelizable]
public class TwoInstancesTests(string engine) : ServiceTests(engine)
{
    private const int AskersOfEach = 3;
    private const string January = "from=2026-01-01&to=2026-01-31&asOf=2026-03-01T00:00:00Z";

    // Version v holds (v + 1) / 2 files of three leads, two of A's and one of B's, and v / 2 files of one opportunity of A's: leads and opportunities in turn.
    private static readonly (string Path, string Columns, Func<long, string> Expected)[] s_questions =
    [
        ($"/v1/metrics/funnel?{January}", "totals.leads totals.convertedToOpportunity totals.leadToOpportunity.numerator totals.leadToOpportunity.denominator meta.exclusions.eligible",
            v => $"{Leads(v)} {Converted(v)} {Converted(v)} {Leads(v)} {Leads(v)}"),
        ($"/v1/metrics/owner-efficiency?{January}", "data.ownerId data.leads data.converted totals.leads totals.converted",
            v => $"A,B {2 * Leads(v) / 3},{Leads(v) / 3} {Converted(v)},0 {Leads(v)} {Converted(v)}"),
        ($"/v1/metrics/leads?groupBy=source&{January}", "data.group data.leads totals.leads", v => $"s {Leads(v)} {Leads(v)}"),
        ($"/v1/leads?figure=convertedToOpportunity&ownerId=A&{January}", "total data.ownerId", v => $"{Converted(v)} {string.Join(',', Enumerable.Repeat("A", (int)Converted(v)))}".Trim()),
    ];

    // Each takes a stand-in for SQL Server a while.
    private int Imports => EngineName == TestEngines.Sqlite ? 10 : 6;

    [Test]
    public async Task Every_answer_is_of_one_version_and_none_is_older_than_the_one_before()
    {
        await using var other = await World.BesideAsync();
        World[] instances = [World, other];
        await ImportAsync(World, 1);
        var bodies = new ConcurrentDictionary<string, string>();
        var askers = instances.SelectMany(instance => Enumerable.Range(0, AskersOfEach).Select(at => new Asker(instance.Client, at, bodies))).ToList();
        var pollers = instances.Select(instance => new Asker(instance.Client, 0, bodies)).ToList();
        await Task.WhenAll(askers.Concat(pollers).Select(asker => asker.AskAllAsync(1, 1)));

        for (var version = 2; version <= Imports; version++)
        {
            // Each asks while the import of this version runs, at the one instance or the other.
            await Task.WhenAll([ImportAsync(instances[version % 2], version), .. askers.Select(asker => asker.AskAllAsync(version - 1, version))]);

            // It has ended, so both answer by it at once: whoever comes with the tags of the version before is given every answer anew, and asking again nothing.
            foreach (var poller in pollers)
            {
                await poller.AskAllAsync(version, version);
                Assert.That(poller.NotModified, Is.EqualTo(version * s_questions.Length));
            }
        }

        var answer = await World.GetAsync(s_questions[0].Path);
        Assert.That(await Counts.ListedAsync(other, answer), Is.EqualTo(Counts.Linked(answer)), "the links of one instance lead to as many leads at the other");
    }

    private static long Leads(long version) => 3 * ((version + 1) / 2);

    private static long Converted(long version) => version / 2;

    private static async Task ImportAsync(World instance, int version)
    {
        var file = (version + 1) / 2;
        var report = version % 2 == 1
            ? await instance.ImportAsync("leads", "lead_id,created_at,owner_id,source_id\n" + string.Concat(
                new[] { "A", "A", "B" }.Select((owner, at) => $"L{file}-{at},2026-01-0{at + 1}T09:00:00Z,{owner},s\n")))
            : await instance.ImportAsync("opportunities", $"opportunity_id,lead_id,created_at\nO{file},L{file}-0,2026-01-05T09:00:00Z\n");
        Assert.That((long)report["dataVersion"]!, Is.EqualTo(version));
    }

    /// <summary>Asks one instance one question after the other, and holds each answer against what its version must say.</summary>
    private sealed class Asker(HttpClient client, int first, ConcurrentDictionary<string, string> bodies)
    {
        private readonly Dictionary<string, string> _tags = [];
        private readonly Dictionary<string, long> _versions = [];
        private long _seen;

        public int NotModified { get; private set; }

        public async Task AskAllAsync(long oldest, long newest)
        {
            for (var i = 0; i < 2 * s_questions.Length; i++)
            {
                var (path, columns, expected) = s_questions[(first + i) % s_questions.Length];
                var version = await AskAsync(path, columns, expected);
                Assert.That(version, Is.InRange(Math.Max(oldest, _seen), newest), "neither older than what it saw before, nor than what was there when it came");
                _seen = version;
            }
        }

        private async Task<long> AskAsync(string path, string columns, Func<long, string> expected)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            request.Headers.TryAddWithoutValidation("If-None-Match", _tags.GetValueOrDefault(path));
            using var response = await client.SendAsync(request);
            var tag = response.Headers.ETag!.ToString();
            if (response.StatusCode == HttpStatusCode.NotModified)
            {
                NotModified++;
                Assert.That(tag, Is.EqualTo(_tags[path]));
                return _versions[tag];
            }

            var body = await response.Content.ReadAsStringAsync();
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), body);
            Assert.That(bodies.GetOrAdd(tag, body), Is.EqualTo(body), "a tag has one body, at whichever instance");
            var answer = JsonNode.Parse(body)!;
            var version = (long)(answer["dataVersion"] ?? answer["meta"]!["dataVersion"])!;
            Assert.That(string.Join(' ', columns.Split(' ').Select(column => Of(answer, column))).Trim(), Is.EqualTo(expected(version)), $"version {version} of {path}");
            _tags[path] = tag;
            _versions[tag] = version;
            return version;
        }

        // A column of the rows is all of its values.
        private static string Of(JsonNode answer, string column) =>
            column.StartsWith("data.", StringComparison.Ordinal) ? answer["data"]!.Table(column["data.".Length..]).Replace('\n', ',') : answer.Table(column);
    }
}
