using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Sql;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeadMetrics.Http;

/// <summary>Whether the database answers, and with this program's schema.</summary>
public sealed class DatabaseHealth(IEngine engine, Migrator migrator) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Beside the questions, not in their queue.
            await using var connection = await engine.OpenForReadingAsync(cancellationToken);
            var version = await connection.QuerySingleAsync<int>(SqlText.Render("metrics/schema_version.sql"));
            return version == migrator.Latest
                ? HealthCheckResult.Healthy($"{engine.Name} answers, schema version {version}.")
                : HealthCheckResult.Unhealthy($"The database has schema version {version}, this program needs {migrator.Latest}; start it with --migrate.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"{engine.Name} does not answer: {engine.Classify(e)}.", e);
        }
    }
}

/// <summary>What a probe is told.</summary>
/// <param name="Status">Healthy or Unhealthy.</param>
/// <param name="Checks">What was looked at, and what is wrong with it; nothing to who shows no key or token where one is asked for.</param>
public sealed record HealthReport(string Status, IReadOnlyDictionary<string, string?> Checks);

/// <summary>The health endpoints.</summary>
public static class HealthEndpoints
{
    /// <summary><c>/health/live</c>: the process runs. <c>/health/ready</c>: it can answer questions.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Health("/health/live", _ => false, "Whether the process runs");
        Health("/health/ready", _ => true, "Whether questions can be answered: opens the database and names what is wrong")
            .Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);

        RouteHandlerBuilder Health(string path, Func<HealthCheckRegistration, bool> which, string summary)
        {
            // Monitors ask for the head alone; as an operation of its own it would say nothing.
            routes.MapMethods(path, [HttpMethods.Head], ReportAsync).AllowAnonymous().ExcludeFromDescription();
            return routes.MapGet(path, ReportAsync).WithTags("Health").WithSummary(summary).Produces<HealthReport>().AllowAnonymous();

            async Task<IResult> ReportAsync(HealthCheckService health, HttpContext http)
            {
                var report = await health.CheckHealthAsync(which, http.RequestAborted);
                // What is wrong is told to who is known, and logged.
                var told = http.User.Identity is { IsAuthenticated: true };
                var body = new HealthReport(
                    report.Status.ToString(), report.Entries.Where(_ => told).ToDictionary(entry => entry.Key, entry => entry.Value.Description));
                return TypedResults.Json(body, statusCode: report.Status == HealthStatus.Healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
            }
        }
    }
}
