using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace LeadMetrics.Telemetry;

/// <summary>
/// Writes what OpenTelemetry's SDK has collected in the text format of Prometheus (0.0.4), by the rules that OpenTelemetry has for
/// names: a unit and <c>_total</c> at the end, dots as underscores.
/// </summary>
public sealed class PrometheusExporter : BaseExporter<Metric>
{
    /// <summary>The media type of the text.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly Dictionary<string, string> s_units = new()
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
        ["%"] = "percent",
    };

    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

    public PrometheusExporter() => Reader = new BaseExportingMetricReader(this);

    /// <summary>What collects for it.</summary>
    public MetricReader Reader { get; }

    /// <summary>All that is measured, now.</summary>
    public string Scrape()
    {
        lock (_lock)
        {
            _text.Clear();
            Reader.Collect(5_000);
            return _text.ToString();
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        Target();
        foreach (var metric in batch)
        {
            Family(metric);
        }

        return ExportResult.Success;
    }

    /// <summary>A name as Prometheus allows it; a digit does not stand first.</summary>
    public static string NameOf(string name) =>
        (char.IsAsciiDigit(name[0]) ? "_" : "") + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));

    // Who is measured, as OpenTelemetry has it.
    private void Target()
    {
        _text.Append("# HELP target_info What is measured.\n# TYPE target_info gauge\n");
        var labels = Labels(ParentProvider.GetResource().Attributes.Where(attribute => !attribute.Key.StartsWith("telemetry.", StringComparison.Ordinal))!);
        Sample("target_info", "", labels, null, 1);
    }

    private void Family(Metric metric)
    {
        var type = metric.MetricType;
        var isCounter = type is MetricType.LongSum or MetricType.DoubleSum;
        var name = NameOf(metric.Name) + Suffix(NameOf(metric.Name), metric.Unit) + (isCounter ? "_total" : "");
        _text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(metric.Description)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(isCounter ? "counter" : type == MetricType.Histogram ? "histogram" : "gauge").Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            switch (type)
            {
                case MetricType.Histogram:
                    Histogram(name, labels, point);
                    break;
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Sample(name, "", labels, null, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Sample(name, "", labels, null, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    Sample(name, "", labels, null, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    Sample(name, "", labels, null, point.GetGaugeLastValueDouble());
                    break;
                default:
                    throw new InvalidOperationException($"{metric.Name} is of type {type}, which nothing here makes.");
            }
        }
    }

    private void Histogram(string name, string labels, in MetricPoint point)
    {
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            Sample(name, "_bucket", labels, Number(bucket.ExplicitBound), count);
        }

        Sample(name, "_sum", labels, null, point.GetHistogramSum());
        Sample(name, "_count", labels, null, point.GetHistogramCount());
    }

    private void Sample(string name, string suffix, string labels, string? le, double value)
    {
        var all = le is null ? labels : labels + (labels.Length > 0 ? "," : "") + $"le=\"{le}\"";
        _text.Append(name).Append(suffix);
        if (all.Length > 0)
        {
            _text.Append('{').Append(all).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Labels(IEnumerable<KeyValuePair<string, object?>> tags) =>
        string.Join(',', tags.Select(tag => (Name: NameOf(tag.Key), tag.Value)).OrderBy(tag => tag.Name, StringComparer.Ordinal)
            .Select(tag => $"{tag.Name}=\"{Escaped(Text(tag.Value)).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var pairs = new List<KeyValuePair<string, object?>>();
        foreach (var tag in tags)
        {
            pairs.Add(tag);
        }

        return Labels(pairs);
    }

    // A unit in braces is what is counted, which the name says already.
    private static string Suffix(string name, string unit)
    {
        var suffix = unit.Length == 0 || unit[0] == '{' || unit == "1" ? "" : "_" + s_units.GetValueOrDefault(unit, NameOf(unit));
        return name.EndsWith(suffix, StringComparison.Ordinal) ? "" : suffix;
    }

    private static string Text(object? value) => value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
