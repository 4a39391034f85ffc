using System.Text.RegularExpressions;
using LeadMetrics.Languages;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Sql;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>One noun, four spellings: the route, the class, the SQL and the tests of a metric have its name.</summary>
public partial class ContractTests(string engine) : ServiceTests(engine)
{
    [Test]
    public async Task Every_metric_has_a_route_a_class_its_SQL_and_its_tests()
    {
        var catalogue = (await World.GetAsync("/v1/metrics"))["data"]!.AsArray();
        Assert.That(
            catalogue.Select(entry => (string?)entry!["name"]),
            Is.EqualTo(MetricList.All.Select(metric => metric.Definition.Name)).And.Unique);
        foreach (var (metric, entry) in MetricList.All.Zip(catalogue))
        {
            var name = metric.Definition.Name;
            var pascal = string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

            Assert.That(name, Does.Match("^[a-z0-9]+(-[a-z0-9]+)*$"));
            Assert.That((string?)entry!["href"], Is.EqualTo("/v1/metrics/" + name));
            Assert.That((string?)(await World.GetAsync("/v1/metrics/" + name))["meta"]!["metric"], Is.EqualTo(name));
            Assert.That(metric.GetType().Name, Is.EqualTo(pascal));
            Assert.That(SqlText.Under("metrics"), Has.Member($"metrics/{name.Replace('-', '_')}.sql"));
            Assert.That(GetType().Assembly.GetTypes().Select(type => type.Name), Has.Member(pascal + "Tests"));
        }
    }

    [Test]
    public void Every_metric_is_in_the_list() => Assert.That(
        MetricList.All.Select(metric => metric.GetType()),
        Is.EquivalentTo(typeof(IMetric).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IMetric)) && !type.IsAbstract)));

    [Test]
    public void Every_metric_says_what_it_means()
    {
        foreach (var (definition, texts) in MetricList.All.SelectMany(metric => Texts.All.Select(texts => (metric.Definition, texts))))
        {
            Assert.That(
                new[] { definition.Title(texts), definition.Question(texts), definition.Formula(texts), definition.Unit(texts) }, Is.All.Not.Empty, definition.Name);
            Assert.That(definition.Question(texts), Does.EndWith("?").Or.EndWith("؟"), definition.Name);
            Assert.That(definition.Version, Is.Positive, definition.Name);
            Assert.That(definition.Needs, Is.Not.Empty, definition.Name);
            Assert.That(
                definition.Parameters.Select(parameter => parameter.Name), Is.Unique.And.All.Match("^[a-z]+([A-Z][a-z0-9]*)*$"), definition.Name);
            Assert.That(definition.Parameters.Select(parameter => parameter.Description), Is.All.EndsWith("."), definition.Name);
        }
    }

    [Test]
    public void Every_figure_has_its_line_and_every_line_its_figure() => Assert.That(
        SqlText.SwitchesOf("shared/figure_filter.sql"),
        Is.EquivalentTo(Figure.All.Select(figure => "figure." + figure.Name)));

    [Test]
    public void A_figures_line_reads_the_column_of_its_name()
    {
        // "leads" counts those that are of the period; every other figure has the column of its name, and says besides where it counts a part of the open ones.
        var lines = Figure.All.Where(figure => figure.Name != "leads").Select(figure => (figure.Name, Sql: Filter(figure.Name).Split('\n')));

        Assert.That(
            lines.Select(line => line.Sql[1]),
            Is.EqualTo(lines.Select(line => $"and f.{Capital().Replace(line.Name, match => "_" + match.Value.ToLowerInvariant())} = 1{(PartOfOpen().IsMatch(line.Name) ? " and f.is_open = 1" : "")}")));
        Assert.That(lines.Select(line => line.Sql.Length), Is.All.EqualTo(3), "the comment, the line and the end");
        Assert.That(Filter("leads"), Does.EndWith("\nand f.of_period = 1\n"));
    }

    [Test]
    public async Task Every_figure_can_be_listed()
    {
        foreach (var figure in Figure.All)
        {
            var page = await World.GetAsync("/v1/leads?figure=" + figure.Name);

            Assert.That(page.Table("figure description total next"), Is.EqualTo($"{figure.Name} {figure.Description(Texts.English)} 0 -"));
        }

        Assert.That(Figure.All.Select(figure => figure.Name), Is.Unique);
    }

    private static string Filter(string figure) =>
        SqlText.Render("shared/figure_filter.sql", new HashSet<string> { "figure." + figure });

    [GeneratedRegex("^(neglected|aged|idle|neverActive)")]
    private static partial Regex PartOfOpen();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
