using System.Diagnostics.Metrics;
using LeadMetrics.Telemetry;
using LeadMetrics.Tests.Support;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace LeadMetrics.Tests.Telemetry;

/// <summary>What the SDK collects, in the text format of Prometheus.</summary>
public class PrometheusExporterTests
{
    [Test]
    public void Writes_each_kind_of_instrument_by_the_rules_of_the_format()
    {
        using var meter = new Meter("Odd");
        using var exporter = new PrometheusExporter();
        using var provider = Sdk.CreateMeterProviderBuilder().ConfigureResource(resource => resource.Clear().AddService("odd", autoGenerateServiceInstanceId: false))
            .AddMeter("Odd").AddReader(exporter.Reader).Build();
        var counter = meter.CreateCounter<long>("odd.things", "{thing}", "Back\\slash\nand line");
        counter.Add(2, new("b.b", "1"), new("a-a", "say \"\\\n\""));
        counter.Add(3, new("b.b", "1"), new("a-a", "say \"\\\n\""));
        meter.CreateCounter<double>("odd.time", "s").Add(0.1 + 0.2);
        meter.CreateUpDownCounter<long>("odd.size", "By").Add(-7, new KeyValuePair<string, object?>("flag", true));
        meter.CreateObservableGauge("odd.level_seconds", () => new Measurement<double>(double.NegativeInfinity, new KeyValuePair<string, object?>("9x", null)), "s");
        meter.CreateObservableGauge("odd.none", () => double.NaN, "1");
        var histogram = meter.CreateHistogram("odd.wait", "ms", "", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 10] });
        foreach (var value in new[] { 0.5, 0.6, 10, 11, 12.5 })
        {
            histogram.Record(value, new KeyValuePair<string, object?>("of", "سارة"));
        }

        var text = exporter.Scrape();

        // 0.5 is in the bucket of 0.5; 0.6 and 10 in that of 10; 11 and 12.5 beyond: 1, 3, 5. Their sum is 34.6.
        Assert.That(text, Is.EqualTo("""
            # HELP target_info What is measured.
            # TYPE target_info gauge
            target_info{service_name="odd"} 1
            # HELP odd_things_total Back\\slash\nand line
            # TYPE odd_things_total counter
            odd_things_total{a_a="say \"\\\n\"",b_b="1"} 5
            # HELP odd_time_seconds_total 
            # TYPE odd_time_seconds_total counter
            odd_time_seconds_total 0.30000000000000004
            # HELP odd_size_bytes 
            # TYPE odd_size_bytes gauge
            odd_size_bytes{flag="true"} -7
            # HELP odd_level_seconds 
            # TYPE odd_level_seconds gauge
            odd_level_seconds{_9x=""} -Inf
            # HELP odd_none 
            # TYPE odd_none gauge
            odd_none NaN
            # HELP odd_wait_milliseconds 
            # TYPE odd_wait_milliseconds histogram
            odd_wait_milliseconds_bucket{of="سارة",le="0.5"} 1
            odd_wait_milliseconds_bucket{of="سارة",le="10"} 3
            odd_wait_milliseconds_bucket{of="سارة",le="+Inf"} 5
            odd_wait_milliseconds_sum{of="سارة"} 34.6
            odd_wait_milliseconds_count{of="سارة"} 5

            """.ReplaceLineEndings("\n")));
        PrometheusText.Read(text);
    }

    [Test]
    public void Asked_again_it_tells_all_again()
    {
        using var meter = new Meter("Again");
        using var exporter = new PrometheusExporter();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter("Again").AddReader(exporter.Reader).Build();
        var counter = meter.CreateCounter<long>("again");
        counter.Add(1);
        exporter.Scrape();
        counter.Add(1);

        Assert.That(PrometheusText.Read(exporter.Scrape()).Of("again_total"), Is.EqualTo(["again_total 2"]));
        Assert.That(PrometheusText.Read(exporter.Scrape()).Of("again_total"), Is.EqualTo(["again_total 2"]), "nothing new");
    }
}
