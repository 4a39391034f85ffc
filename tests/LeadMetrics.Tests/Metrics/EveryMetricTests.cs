using System.Text.RegularExpressions;
using LeadMetrics.Metrics;
using LeadMetrics.Parameters;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>What holds for every metric of the list, whatever it counts: over <see cref="RichWorld"/>, asked in every way that it can be.</summary>
public partial class EveryMetricTests(string engine) : ServiceTests(engine)
{
    // Counts that are no sums of their rows, each with the reason.
    private static readonly Dictionary<string, string[]> s_noSums = [];

    private static IEnumerable<string> Metrics => MetricList.All.Select(metric => metric.Definition.Name);

    /// <summary>A metric's parameter and the values that it may have.</summary>
    public static IEnumerable<string> ValuesOf(string metric, string parameter) =>
        MetricList.All.Single(one => one.Definition.Name == metric).Definition.Parameters.FirstOrDefault(one => one.Name == parameter)?.Values ?? [];

    [TestCaseSource(nameof(Metrics))]
    public async Task Rows_sum_to_the_totals_in_every_group_and_interval(string metric)
    {
        RichWorld.Fill(World);
        var left = s_noSums.GetValueOrDefault(metric, []).Select(column => column + " ").ToList();
        foreach (var question in Questions(metric))
        {
            var answer = await World.GetAsync(question);

            Assert.That(
                Counts.SumOf(answer, metric).Where(count => !left.Exists(count.StartsWith)),
                Is.EqualTo(Counts.Of(answer["totals"]!, metric).Where(count => !left.Exists(count.StartsWith))), question);
        }
    }

    [TestCaseSource(nameof(Metrics))]
    public async Task A_link_lists_as_many_leads_as_the_count_beside_it(string metric)
    {
        // Thousands of lists: on a server some of the questions do, whose statements are the same.
        RichWorld.Fill(World);
        foreach (var question in Questions(metric).Where((_, i) => EngineName == TestEngines.Sqlite || i % 6 == 1))
        {
            var answer = await World.GetAsync(question);

            Assert.That(await Counts.ListedAsync(World, answer), Is.EqualTo(Counts.Linked(answer)), question);
        }
    }

    [TestCaseSource(nameof(Metrics))]
    public async Task The_same_data_give_the_same_answer_in_whatever_order_they_came(string metric)
    {
        RichWorld.Fill(World);
        var questions = Questions(metric).Concat(Questions(metric).Select(question => question + "&compare=previousPeriod&format=csv")).ToList();
        var (first, again) = (await TextsAsync(World, questions), await TextsAsync(World, questions));
        await using var other = await World.StartAsync(EngineName);
        RichWorld.Fill(other, backwards: true);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(await TextsAsync(other, questions), Is.EqualTo(first));
    }

    [TestCaseSource(nameof(Metrics))]
    public async Task Asked_again_by_the_parameters_that_it_names_it_answers_the_same(string metric)
    {
        RichWorld.Fill(World);
        foreach (var asked in new[] { RichWorld.Period, "preset=lastMonth&compare=previousPeriod", "preset=allTime", "", "preset=last7Days&compare=previousYear", "to=2026-02-20&from=2026-02-01&interval=week" })
        {
            var answer = await World.GetAsync($"/v1/metrics/{metric}?{asked}");
            World.Clock.Now += TimeSpan.FromHours(30);
            var again = answer["meta"]!["parameters"]!.AsObject().SelectMany(p => p.Value!.AsArray().Select(value => $"{p.Key}={Uri.EscapeDataString((string)value!)}"));

            Assert.That((await World.GetAsync($"/v1/metrics/{metric}?{string.Join('&', again)}")).ToJsonString(), Is.EqualTo(answer.ToJsonString()), asked);
        }
    }

    [TestCaseSource(nameof(Metrics))]
    public async Task A_parameter_that_it_has_not_is_refused(string metric)
    {
        foreach (var name in new[] { "nonsense", "From", "" })
        {
            var errors = await World.ErrorsAsync($"/v1/metrics/{metric}?{name}=1");

            Assert.That(errors.Select(error => error.Key), Is.EqualTo(new[] { name }));
            Assert.That((string)errors[name]![0]!, Does.StartWith("There is no such parameter here; allowed are from, "));
        }
    }

    [Test]
    public async Task A_funnel_never_widens()
    {
        RichWorld.Fill(World);
        foreach (var question in Questions("funnel").Where(question => !question.Contains("basis=period", StringComparison.Ordinal)).SelectMany(
            question => new[] { question, question + "&window=P3D", question + "&window=P30D" }).Where(question => !(question.Contains("window") && question.Contains("basis"))))
        {
            var answer = await World.GetAsync(question);
            foreach (var row in answer["data"]!.AsArray().Append(answer["totals"]))
            {
                var stages = new[] { "leads", "reachedContact", "reachedQualified", "reachedOpportunity", "reachedCustomer" }
                    .Select(stage => (long?)row![stage]).OfType<long>();

                Assert.That(stages, Is.Ordered.Descending, question + "\n" + row!.ToJsonString());
            }
        }
    }

    /// <summary>Every group, once as it is and once by month; and every basis.</summary>
    public static IEnumerable<string> Questions(string metric)
    {
        var asked = $"/v1/metrics/{metric}?{RichWorld.Period}";
        var groups = ValuesOf(metric, "groupBy").Select(group => "&groupBy=" + group).DefaultIfEmpty("").ToList();
        var others = ValuesOf(metric, "basis").Where(basis => basis != Param.Camel(Basis.Cohort)).Select(basis => "&basis=" + basis);
        var series = ValuesOf(metric, "interval").Any() ? new[] { "", "&interval=month" } : [""];
        return from beside in groups.Concat(others.Select(basis => basis + groups[^1]))
               from interval in series
               select asked + beside + interval;
    }

    private static async Task<List<string>> TextsAsync(World world, IEnumerable<string> questions)
    {
        var texts = new List<string>();
        foreach (var question in questions)
        {
            texts.Add(question + "\n" + DataVersion().Replace(await world.Client.GetStringAsync(new Uri(question, UriKind.Relative)), ""));
        }

        return texts;
    }

    [GeneratedRegex("\"dataVersion\":[0-9]+")]
    private static partial Regex DataVersion();
}
