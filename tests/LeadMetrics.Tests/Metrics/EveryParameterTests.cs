using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>A parameter that a metric documents does something; so does each of its words. What echoes it does not count.</summary>
public class EveryParameterTests(string engine) : ServiceTests(engine)
{
    // What is tried where a parameter has no list of words; one of them must do something.
    private static readonly Dictionary<string, string[]> s_byName = new()
    {
        ["from"] = ["2026-02-01&to=2026-02-28"],
        ["to"] = ["2026-01-20&from=2026-01-01"],
        ["tz"] = ["Asia/Riyadh"],
        ["ownerId"] = ["A", "(unassigned)"],
        ["team"] = ["Riyadh", "(none)"],
        ["sourceId"] = ["ads", "(unknown)"],
        ["channel"] = ["paid", "(none)"],
        ["campaignId"] = ["spring", "(none)"],
        ["asOf"] = ["2026-02-12T00:00:00Z"],
    };

    private static readonly Dictionary<string, string[]> s_byFormat = new()
    {
        ["date"] = ["2026-01-20", "2026-02-10"],
        ["date-time"] = ["2026-01-20T12:00:00Z", "2026-02-10T12:00:00Z"],
        ["duration"] = ["PT1M", "PT2H", "P3D", "P20D"],
    };

    private static IEnumerable<string> Metrics => MetricList.All.Select(metric => metric.Definition.Name);

    [Test]
    public async Task Does_something()
    {
        RichWorld.Fill(World);
        var idle = new List<string>();
        foreach (var metric in MetricList.All.Select(metric => metric.Definition))
        {
            foreach (var parameter in metric.Parameters.Where(parameter => parameter.Name != "sort"))
            {
                var otherwise = parameter.DefaultText ?? (parameter.Name == "preset" ? Param.Camel(metric.Period) : "json");
                foreach (var value in (parameter.Values ?? []).Where(value => value != otherwise))
                {
                    if (!await DiffersAsync(metric, parameter, [value]))
                    {
                        idle.Add($"{metric.Name}?{parameter.Name}={value}");
                    }
                }

                if (parameter.Values is null && !await DiffersAsync(metric, parameter, Tried(parameter)))
                {
                    idle.Add($"{metric.Name}?{parameter.Name}");
                }
            }
        }

        Assert.That(idle, Is.Empty);
    }

    [TestCaseSource(nameof(Metrics))]
    public async Task Its_default_is_what_it_is_without_it(string metric)
    {
        RichWorld.Fill(World);
        var definition = Definition(metric);
        var plain = await AnswerAsync($"/v1/metrics/{metric}?{RichWorld.Period}");
        foreach (var parameter in definition.Parameters.Where(parameter => parameter.DefaultText is not null))
        {
            Assert.That(await AnswerAsync($"/v1/metrics/{metric}?{RichWorld.Period}&{parameter.Name}={parameter.DefaultText}"), Is.EqualTo(plain), parameter.Name);
        }

        Assert.That(
            await AnswerAsync($"/v1/metrics/{metric}?preset={Param.Camel(definition.Period)}"), Is.EqualTo(await AnswerAsync($"/v1/metrics/{metric}")), "preset");
    }

    [TestCaseSource(nameof(Metrics))]
    public async Task Any_column_can_be_sorted_by(string metric)
    {
        RichWorld.Fill(World);
        var group = EveryMetricTests.ValuesOf(metric, "groupBy").Where(group => group != "none").Select(group => "&groupBy=" + group).FirstOrDefault("");
        foreach (var column in EveryMetricTests.ValuesOf(metric, "sort"))
        {
            foreach (var order in new[] { "asc", "desc" })
            {
                var rows = (await World.GetAsync($"/v1/metrics/{metric}?{RichWorld.Period}{group}&sort={column}&order={order}"))["data"]!.AsArray();
                foreach (var bucket in rows.GroupBy(row => (string?)row!["from"]))
                {
                    var cells = bucket.Select(row => row![column] is JsonObject rate ? rate["percent"] : IsNameOfNobody(row, column) ? null : row[column]).ToList();
                    var known = cells.OfType<JsonNode>().Select(Comparable).ToList();

                    Assert.That(cells.Take(known.Count), Has.None.Null, $"{column} {order}: rows without a value come last");
                    Assert.That(known, order == "asc" ? Is.Ordered.Using<IComparable>(Compare) : Is.Ordered.Descending.Using<IComparable>(Compare), $"{column} {order}");
                }

                Assert.That(rows.Select(row => (string?)row!["from"] ?? ""), Is.Ordered, "a time series is in the order of time first");
            }
        }
    }

    private static bool IsNameOfNobody(JsonNode row, string column) =>
        column is "name" or "groupName" && ((string?)(row["group"] ?? row["ownerId"]))?.StartsWith('(') == true;

    // Whether one of the values gives another answer, to one of the ways to ask that stand without it.
    private async Task<bool> DiffersAsync(MetricDefinition metric, Parameter parameter, IReadOnlyList<string> values)
    {
        foreach (var asked in Ways(metric).Where(way => !way.Contains($"&{parameter.Name}=", StringComparison.Ordinal)))
        {
            var period = parameter.Name is "from" or "to" or "preset" ? "" : RichWorld.Period;
            var without = await AnswerAsync($"/v1/metrics/{metric.Name}?{period}{asked}");
            foreach (var value in values)
            {
                var with = await AnswerAsync($"/v1/metrics/{metric.Name}?{period}{asked}&{parameter.Name}={value}");
                if (with != without && !without.StartsWith("400", StringComparison.Ordinal) && !with.StartsWith("400", StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<string> Ways(MetricDefinition metric) =>
        new[] { "", "&ownerId=A", "&interval=month", "&format=csv" }
            .Concat(EveryMetricTests.ValuesOf(metric.Name, "groupBy").Select(group => "&groupBy=" + group))
            .Concat(EveryMetricTests.ValuesOf(metric.Name, "basis").Select(basis => "&basis=" + basis));

    private static string[] Tried(Parameter parameter) =>
        s_byName.GetValueOrDefault(parameter.Name)
        ?? (parameter.Range is { } range ? new[] { $"{range.Least}", $"{range.Most}" } : null)
        ?? s_byFormat.GetValueOrDefault(parameter.Format ?? "")
        ?? throw new InvalidOperationException($"Name a value of {parameter.Name} that does something.");

    // The figures alone: rows and totals, without their links, which name parameters. Of what is refused the sentences.
    private async Task<string> AnswerAsync(string question)
    {
        using var response = await World.Client.GetAsync(new Uri(question, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.BadRequest)
        {
            var sentences = JsonNode.Parse(body)!["errors"]!.AsObject().SelectMany(error => error.Value!.AsArray()).Select(sentence => (string)sentence!).ToList();
            Assert.That(sentences, Is.Not.Empty.And.All.EndsWith("."), question);
            return "400 " + string.Join(' ', sentences);
        }

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), question + "\n" + body);
        if (response.Content.Headers.ContentType!.MediaType != "application/json")
        {
            return body;
        }

        var answer = JsonNode.Parse(body)!;
        foreach (var row in answer["data"]!.AsArray().Append(answer["totals"]))
        {
            row!.AsObject().Remove("links");
        }

        return answer["data"]!.ToJsonString() + answer["totals"]!.ToJsonString();
    }

    private static MetricDefinition Definition(string metric) => MetricList.All.Single(one => one.Definition.Name == metric).Definition;

    private static IComparable Comparable(JsonNode cell) => cell.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Number => cell.GetValue<decimal>(),
        System.Text.Json.JsonValueKind.String => cell.GetValue<string>(),
        _ => cell.GetValue<bool>(),
    };

    private static int Compare(IComparable a, IComparable b) => a is string text ? string.CompareOrdinal(text, (string)b) : a.CompareTo(b);
}
