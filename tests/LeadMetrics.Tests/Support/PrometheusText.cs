using System.Globalization;
using System.Text.RegularExpressions;

namespace LeadMetrics.Tests.Support;

/// <summary>
/// The text format of Prometheus (0.0.4), read strictly: what its documentation does not allow fails. Each family is told once, with its help and type before
/// its samples; no series twice; counters end in _total; the buckets of a histogram rise to its count.
/// </summary>
public sealed partial class PrometheusText
{
    /// <summary>Types of families, by name.</summary>
    public Dictionary<string, string> Types { get; } = [];

    /// <summary>Values by series, as <c>name{label="value"}</c>.</summary>
    public Dictionary<string, double> Series { get; } = [];

    /// <summary>Names of labels of a family, without <c>le</c>.</summary>
    public Dictionary<string, HashSet<string>> Labels { get; } = [];

    public static PrometheusText Read(string text)
    {
        Assert.That(text, Does.EndWith("\n"));
        var read = new PrometheusText();
        var (helped, family) = ("", "");
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                helped = help.Groups["name"].Value;
                Assert.That(read.Types.ContainsKey(helped), Is.False, "told twice: " + helped);
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                family = type.Groups["name"].Value;
                Assert.That(helped, Is.EqualTo(family), "HELP stands before TYPE");
                read.Types.Add(family, type.Groups["type"].Value);
                read.Labels.Add(family, []);
                Assert.That(family.EndsWith("_total", StringComparison.Ordinal), Is.EqualTo(type.Groups["type"].Value == "counter"), family);
            }
            else
            {
                read.Sample(line, family);
            }
        }

        read.CheckHistograms();
        return read;
    }

    /// <summary>The series of a family, in order, with their values.</summary>
    public IReadOnlyList<string> Of(string name) =>
        [.. Series.Where(series => series.Key.Split('{')[0] == name).OrderBy(series => series.Key, StringComparer.Ordinal).Select(series => string.Create(CultureInfo.InvariantCulture, $"{series.Key} {series.Value}"))];

    private void Sample(string line, string family)
    {
        var sample = Line().Match(line);
        Assert.That(sample.Success, Is.True, "no line of the format: " + line);
        var (name, labels) = (sample.Groups["name"].Value, sample.Groups["label"].Captures.Select(label => label.Value).ToList());
        var suffixes = Types[family] == "histogram" ? new[] { "_bucket", "_sum", "_count" } : [""];
        Assert.That(suffixes.Select(suffix => family + suffix), Does.Contain(name), "a sample stands under its own family");
        Assert.That(labels, Is.Unique);
        Assert.That(labels.Contains("le"), Is.EqualTo(name == family + "_bucket"), line);
        Labels[family].UnionWith(labels.Where(label => label != "le"));
        var value = sample.Groups["value"].Value;
        Series.Add(line[..^(value.Length + 1)], value switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture),
        });
    }

    private void CheckHistograms()
    {
        foreach (var family in Types.Where(type => type.Value == "histogram").Select(type => type.Key))
        {
            foreach (var buckets in Series.Where(series => series.Key.StartsWith(family + "_bucket{", StringComparison.Ordinal)).GroupBy(series => Bound().Replace(series.Key, "")))
            {
                var bounds = buckets.Select(bucket => Bound().Match(bucket.Key).Groups["le"].Value).Select(le => le == "+Inf" ? double.PositiveInfinity : double.Parse(le, CultureInfo.InvariantCulture)).ToList();
                Assert.That(bounds, Is.Ordered.And.Unique);
                Assert.That(bounds[^1], Is.EqualTo(double.PositiveInfinity));
                Assert.That(buckets.Select(bucket => bucket.Value), Is.Ordered, buckets.Key);
                var rest = buckets.Key[(family + "_bucket").Length..];
                rest = rest == "{}" ? "" : rest;
                Assert.That(Series[family + "_count" + rest], Is.EqualTo(buckets.Last().Value), buckets.Key);
                Assert.That(Series.ContainsKey(family + "_sum" + rest), Is.True);
            }
        }
    }

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>([^\\]|\\\\|\\n)*)$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)=""([^\\""]|\\\\|\\""|\\n)*""(,|(?=\})))+\})? (?<value>NaN|[+-]Inf|-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)$")]
    private static partial Regex Line();

    [GeneratedRegex(@",?le=""(?<le>[^""]*)""")]
    private static partial Regex Bound();
}
