using Microsoft.Extensions.Options;

namespace LeadMetrics.Telemetry;

/// <summary><c>GET /metrics</c>: what the service measures of itself, for Prometheus.</summary>
public static class PrometheusEndpoint
{
    public const string Path = "/metrics";

    /// <summary>Maps it where the settings say so. Its figures are of the whole company: who may ask is for the routes to say.</summary>
    public static void MapPrometheus(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        if (!options.Prometheus)
        {
            return;
        }

        app.MapGet(Path, async (HttpContext http, PrometheusExporter exporter, Gauges gauges) =>
        {
            if (options.PrometheusPort is { } port && http.Connection.LocalPort != port)
            {
                return TypedResults.NotFound();
            }

            await gauges.LookAsync();
            http.Response.Headers.CacheControl = "no-store";
            return (IResult)TypedResults.Text(exporter.Scrape(), PrometheusExporter.MediaType);
        })
        .ExcludeFromDescription().DisableHttpMetrics();
    }
}
