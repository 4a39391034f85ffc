using LeadMetrics.Access;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Telemetry;

/// <summary><c>GET /metrics</c>: what the service measures of itself, for Prometheus.</summary>
public static class PrometheusEndpoint
{
    public const string Path = "/metrics";

    /// <summary>
    /// Maps it where the settings say so. Its figures are of all the data, so it is for who may read all of it; on a port of its own, for whom the network lets
    /// reach that.
    /// </summary>
    public static void MapPrometheus(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        if (!options.Prometheus)
        {
            return;
        }

        var route = app.MapGet(Path, async (HttpContext http, PrometheusExporter exporter, Gauges gauges) =>
        {
            if (options.PrometheusPort is { } port)
            {
                if (http.Connection.LocalPort != port)
                {
                    return TypedResults.NotFound();
                }
            }
            else if (http.Caller().Scope.IsLimited)
            {
                return Refusals.BeyondScope(http, "This is for callers whose scope is not limited: its figures are of all the data.");
            }

            await gauges.LookAsync();
            http.Response.Headers.CacheControl = "no-store";
            return (IResult)TypedResults.Text(exporter.Scrape(), PrometheusExporter.MediaType);
        })
        .ExcludeFromDescription().DisableHttpMetrics();
        _ = options.PrometheusPort is null ? route.RequireAuthorization(Roles.Read) : route.AllowAnonymous();
    }
}
