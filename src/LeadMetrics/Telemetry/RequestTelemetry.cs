using System.Diagnostics;
using LeadMetrics.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace LeadMetrics.Telemetry;

/// <summary>
/// One line and one span a request. Both name the route's template, never the address that was sent: what a client writes into a path or a query is
/// neither logged nor traced.
/// </summary>
public static class RequestTelemetry
{
    /// <summary>The category of the lines.</summary>
    public const string Category = "LeadMetrics.Requests";

    private const string NoRoute = "(none)";

    // Not the "anybody" of a service that asks nobody who they are.
    private const string NobodyKnown = "nobody known";

    private static readonly HashSet<string> s_methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>Measures, logs and names every request.</summary>
    public static void UseRequestTelemetry(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        app.Use(async (http, next) =>
        {
            var start = Stopwatch.GetTimestamp();
            if (IsProbe(http))
            {
                Unrecord(http);
            }

            try
            {
                await next(http);
            }
            finally
            {
                Tell(http, log, Stopwatch.GetElapsedTime(start));
            }
        });
    }

    /// <summary>The template of the request's route; the same after a failure, which takes the route off the request.</summary>
    public static string RouteOf(HttpContext http) =>
        (EndpointOf(http) as RouteEndpoint)?.RoutePattern.RawText is { } route ? route.StartsWith('/') ? route : "/" + route : OpenApi.RouteOf(http.Request.Path) ?? NoRoute;

    /// <summary>The name of the request's route, as the contract has it.</summary>
    public static string NameOf(HttpContext http) => EndpointOf(http)?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "other";

    /// <summary>The method, if it is one that is known.</summary>
    public static string MethodOf(HttpContext http) => s_methods.Contains(http.Request.Method) ? http.Request.Method : "_OTHER";

    private static Endpoint? EndpointOf(HttpContext http) => http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;

    /// <summary>Whether machines ask it every few seconds to watch the service: told where somebody wants to know.</summary>
    public static bool IsProbe(HttpContext http) => RouteOf(http) is "/health/live" or "/health/ready" or PrometheusEndpoint.Path;

    private static void Unrecord(HttpContext http)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is { } activity)
        {
            activity.IsAllDataRequested = false;
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    private static void Tell(HttpContext http, ILogger log, TimeSpan time)
    {
        var (method, route, status) = (MethodOf(http), RouteOf(http), http.Response.StatusCode);
        if (route != NoRoute && EndpointOf(http) is null && http.Features.Get<IHttpMetricsTagsFeature>() is { } measured)
        {
            // The framework knows the routes of endpoints alone.
            measured.Tags.Add(new("http.route", route));
        }

        var level = IsProbe(http) ? LogLevel.Debug : LogLevel.Information;
        if (log.IsEnabled(level))
        {
            log.Log(
                level, "{Method} {Route} {Status} in {Milliseconds:0.0} ms for {Caller}",
                method, route, status, Math.Round(time.TotalMilliseconds, 1), http.User.Identity?.Name ?? NobodyKnown);
        }

        // Without a listener there is one too, for the ids in the log: nobody reads what it is called.
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity && activity.Source.HasListeners())
        {
            activity.DisplayName = route == NoRoute ? method : $"{method} {route}";
            activity.SetTag("http.request.method", method).SetTag("http.route", route == NoRoute ? null : route).SetTag("http.response.status_code", status);
            activity.SetStatus(status >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }
    }
}
