using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeadMetrics.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace LeadMetrics.Tests.Telemetry;

/// <summary>The dashboard and the alerts ask for what <c>/metrics</c> has: every name, and every label of it.</summary>
[NonParallelizable]
public partial class DashboardTests
{
    // What a scrape adds.
    private static readonly string[] s_ofScrape = ["job", "instance", "le"];

    [Test]
    public async Task Ask_for_names_and_labels_that_are_there()
    {
        var scrape = await ScrapeAsync();
        var (queries, missing) = (Queries(), new List<string>());
        foreach (var query in queries)
        {
            missing.AddRange(Missing(query, scrape).Select(what => $"{what} of: {query}"));
        }

        Assert.That(queries, Has.Count.GreaterThan(30));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void A_name_or_label_that_is_not_there_is_found()
    {
        var scrape = PrometheusText.Read("# HELP a_total a\n# TYPE a_total counter\na_total{b=\"1\"} 1\n# HELP h h\n# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n");

        Assert.That(Missing("sum by (b, c) (rate(a_total{b=~\"x y\",d!=\"2\"}[$__rate_interval])) / ignored_total > 26 * 3600", scrape), Is.EquivalentTo(new[] { "label c", "label d of a_total", "ignored_total" }));
        Assert.That(Missing("histogram_quantile(0.95, sum by (le) (rate(h_bucket[5m]))) or vector(0)", scrape), Is.Empty);
        Assert.That(Missing("h", scrape), Is.EqualTo(["h"]), "a histogram has buckets, a sum and a count");
    }

    [Test]
    public void Each_panel_and_alert_says_what_it_shows()
    {
        var dashboard = Dashboard();
        var panels = dashboard["panels"]!.AsArray();

        Assert.That((int)dashboard["schemaVersion"]!, Is.GreaterThanOrEqualTo(39), "Grafana 10");
        Assert.That(panels.Select(panel => (int)panel!["id"]!), Is.Unique);
        Assert.That(panels.Select(panel => (string?)panel!["title"]), Is.Unique.And.All.Not.Empty);
        foreach (var panel in panels.Where(panel => (string?)panel!["type"] != "row"))
        {
            Assert.That((string?)panel!["datasource"]!["uid"], Is.EqualTo("${datasource}"));
            Assert.That((string?)panel["fieldConfig"]!["defaults"]!["unit"], Is.Not.Empty);
        }

        Assert.That(Rules().Select(rule => rule["annotations"]["summary"].ToString()), Is.All.Not.Empty);
        Assert.That(Rules().Select(rule => rule["annotations"]["what_to_do"].ToString()), Is.All.Not.Empty);
    }

    // Each kind of thing has happened once.
    private static async Task<PrometheusText> ScrapeAsync()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite);
        await world.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\n");
        await world.GetAsync("/v1/metrics/leads?preset=allTime");
        GC.Collect();
        return PrometheusText.Read(await world.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
    }

    private static IEnumerable<string> Missing(string query, PrometheusText scrape)
    {
        var text = Strings().Replace(query, "\"\"");
        var grouped = Grouping().Matches(text).SelectMany(by => by.Groups["label"].Captures).Select(label => label.Value).ToList();
        text = Grouping().Replace(text, " ");
        var families = new List<string>();
        foreach (Match selector in Selector().Matches(text))
        {
            var name = selector.Groups["name"].Value;
            if (name is "up")
            {
                continue;
            }

            var family = scrape.Types.ContainsKey(name) ? name : Suffix().Replace(name, "");
            if (!scrape.Types.TryGetValue(family, out var type) || (type == "histogram") != (family != name))
            {
                yield return name;
                continue;
            }

            families.Add(family);
            foreach (var label in selector.Groups["label"].Captures.Select(label => label.Value).Where(label => !s_ofScrape.Contains(label) && !scrape.Labels[family].Contains(label)))
            {
                yield return $"label {label} of {name}";
            }
        }

        foreach (var label in grouped.Where(label => !s_ofScrape.Contains(label) && !families.Exists(family => scrape.Labels[family].Contains(label))))
        {
            yield return "label " + label;
        }
    }

    private static List<string> Queries() =>
    [
        .. Dashboard()["panels"]!.AsArray().SelectMany(panel => panel!["targets"]?.AsArray() ?? []).Select(target => (string)target!["expr"]!),
        .. Dashboard()["templating"]!["list"]!.AsArray().Select(variable => (string?)variable!["definition"]).OfType<string>().Select(query => Variable().Match(query).Groups["name"].Value),
        .. Rules().Select(rule => rule["expr"].ToString()),
    ];

    private static JsonNode Dashboard() => JsonNode.Parse(File.ReadAllText(Path.Combine(Ops(), "grafana", "leadmetrics.json")))!;

    private static IEnumerable<YamlNode> Rules()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(Ops(), "prometheus", "leadmetrics.rules.yaml"));
        yaml.Load(text);
        return ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"][0]["rules"]).Children;
    }

    private static string Ops()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LeadMetrics.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("LeadMetrics.sln is in no folder above the tests.");
        }

        return Path.Combine(folder.FullName, "ops");
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Strings();

    [GeneratedRegex(@"\b(by|without|on)\s*\(\s*((?<label>[a-z_]+)\s*,?\s*)*\)")]
    private static partial Regex Grouping();

    // A name that is no function: with a selector, or with nothing after it that could be its arguments; times are no names.
    [GeneratedRegex(@"(?<![\w$\[])(?!(or|and|unless)\b)(?<name>[a-z_][a-z0-9_:]*)\b(?!\s*\()(\{(\s*(?<label>[a-z_]+)\s*(=~|!~|!=|=)\s*""""\s*,?)*\})?")]
    private static partial Regex Selector();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"^label_values\((?<name>.*),\s*[a-z]+\)$")]
    private static partial Regex Variable();
}
