using System.Text.RegularExpressions;
using LeadMetrics.Access;
using LeadMetrics.Metrics;
using LeadMetrics.Quality;
using LeadMetrics.Tests.Metrics;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Access;

/// <summary>
/// Who and what is outside a scope is to its caller what was never there: of every route and every parameter, and nothing that is
/// answered names them. And what is answered can be followed: every link works for the same caller.
/// </summary>
public partial class ScopeIdsTests(string engine) : ServiceTests(engine)
{
    // In RichWorld: B's leads are of web, fair and ads, of no campaign. C's are L07, L08, L11 and P1.
    private static readonly Scope s_b = new() { OwnerIds = ["B"] };
    private static readonly Scope s_web = new() { SourceIds = ["web"] };

    private static readonly string[] s_names = ["A", "C", "Carim", "سارة", "Cairo", "spring", "autumn", "L01", "L02", "L03", "L07", "L08", "L09", "L10", "L11", "P1", "(unassigned)"];

    private static IEnumerable<string> Routes =>
        [.. MetricList.All.Select(metric => "/v1/metrics/" + metric.Definition.Name), "/v1/leads", "/v1/leads/neglected", "/v1/data-quality", .. DefectRecords.Defects.Select(defect => "/v1/data-quality/" + defect.Code)];

    private static IEnumerable<TestCaseData> Outside =>
    [
        new(s_b, "ownerId", "A", "Z"), new(s_b, "ownerId", "(unassigned)", "(unassigneb)"), new(s_b, "team", "Cairo", "Zairo"), new(s_b, "team", "(none)", "(nope)"), new(s_b, "campaignId", "autumn", "zutumn"),
        new(s_b, "after", "L01", "Z01"), new(s_b, "after", "P1", "Z1"),
        new(s_web, "sourceId", "ads", "zds"), new(s_web, "sourceId", "(unknown)", "(unknowz)"), new(s_web, "channel", "paid", "zaid"), new(s_web, "channel", "(none)", "(nope)"),
        new(s_web, "campaignId", "spring", "zpring"), new(s_web, "after", "L02", "Z02"),
    ];

    [SetUp]
    public void Fill() => RichWorld.Fill(World);

    [TestCaseSource(nameof(Outside))]
    public async Task What_is_outside_is_answered_as_what_never_was(Scope scope, string parameter, string outside, string madeUp)
    {
        await using var world = World.As(scope);
        foreach (var route in Routes)
        {
            foreach (var beside in new[] { "", "&asOf=2026-02-12T00:00:00Z", "&ownerAt=current" })
            {
                var (one, other) = (await AskAsync(world, $"{route}?{parameter}={Uri.EscapeDataString(outside)}{beside}"), await AskAsync(world, $"{route}?{parameter}={Uri.EscapeDataString(madeUp)}{beside}"));

                Assert.That(one, Is.EqualTo(other.Replace(madeUp, outside, StringComparison.Ordinal)), route + beside);
                // What is left out by no filter is no list, and takes any cursor.
                Assert.That(one, Does.StartWith("400").Or.Contains("\"data\":[],\"total\":0"), route + beside);
            }
        }
    }

    [Test]
    public async Task No_answer_names_anybody_or_anything_outside()
    {
        await using var world = World.As(s_b);
        var questions = Routes.SelectMany(route => Ways(route).Select(way => route + "?" + way)).Append("/v1/metrics?");
        foreach (var question in questions)
        {
            var answer = await AskAsync(world, question);

            // Texts may hold such words; what stands in quotes or cells alone is an id or a name.
            Assert.That(s_names.Where(name => answer.Contains($"\"{name}\"", StringComparison.Ordinal) || answer.Split('\n', ',').Contains(name)), Is.Empty, question + "\n" + answer);
        }
    }

    [TestCase("B")]
    [TestCase("A,(unassigned)")]
    public async Task Rows_sum_to_the_totals_and_every_link_lists_as_many_leads(string owners)
    {
        await using var world = World.As(new Scope { OwnerIds = owners.Split(',') });
        await SumAndFollowAsync(world);
    }

    [TestCase("web")]
    [TestCase("ads,(unknown)")]
    public async Task The_same_of_sources(string sources)
    {
        await using var world = World.As(new Scope { SourceIds = sources.Split(',') });
        await SumAndFollowAsync(world);
    }

    private static async Task SumAndFollowAsync(World world)
    {
        foreach (var metric in MetricList.All.Select(metric => metric.Definition.Name))
        {
            foreach (var question in EveryMetricTests.Questions(metric).Where((_, i) => i % 3 == 0))
            {
                var answer = await world.GetAsync(question);

                Assert.That(Counts.SumOf(answer, metric), Is.EqualTo(Counts.Of(answer["totals"]!, metric)), question);
                Assert.That(await Counts.ListedAsync(world, answer), Is.EqualTo(Counts.Linked(answer)), question);
                foreach (var warning in answer["meta"]!["warnings"]!.AsArray().Where(warning => warning!["records"] is not null))
                {
                    Assert.That((await world.GetAsync((string)warning!["records"]!))["total"]!.ToJsonString(), Is.EqualTo(warning["count"]!.ToJsonString()), question + warning.ToJsonString());
                }
            }
        }

        foreach (var row in (await world.GetAsync("/v1/data-quality"))["data"]!.AsArray().Where(row => row!["records"] is not null))
        {
            Assert.That((await world.GetAsync((string)row!["records"]!))["total"]!.ToJsonString(), Is.EqualTo(row["count"]!.ToJsonString()), row.ToJsonString());
        }
    }

    private static IEnumerable<string> Ways(string route) =>
        new[] { "", "format=csv", "asOf=2026-02-12T00:00:00Z", "compare=previousPeriod&" + RichWorld.Period, "ownerAt=created", "status=new" }
            .Concat((route.StartsWith("/v1/metrics/", StringComparison.Ordinal) ? EveryMetricTests.ValuesOf(route.Split('/')[^1], "groupBy") : []).SelectMany(group => new[] { RichWorld.Period + "&groupBy=" + group, $"preset=allTime&groupBy={group}&format=csv" }));

    private static async Task<string> AskAsync(World world, string question)
    {
        using var response = await world.Client.GetAsync(new Uri(question, UriKind.Relative));
        return $"{(int)response.StatusCode} {TraceId().Replace(await response.Content.ReadAsStringAsync(), "")}";
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
