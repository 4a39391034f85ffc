using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using LeadMetrics.Access;
using LeadMetrics.Import;
using LeadMetrics.Telemetry;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Http;

/// <summary>What no client may exceed: how often it asks, how much it sends, how slowly it sends and reads.</summary>
public static class Limits
{
    // Five hundred ids, the most that a parameter takes, of some fifty characters each.
    private const int RequestLineBytes = 32 * 1024;

    // No route but the import, which has its own limit, reads a body of any size.
    private const int BodyBytes = 1_000_000;

    public static void AddLimits(this IServiceCollection services)
    {
        services.AddSingleton<ImportPlaces>();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitOptions>>((kestrel, limits) => Set(kestrel.Limits, limits.Value));
        services.AddRateLimiter(options => options.OnRejected = RefuseAsync);
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitOptions>>((options, limits) =>
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => PartitionOf(http, limits.Value)));
    }

    /// <summary>Counts the requests of each caller; after who calls is known, before who may not is refused.</summary>
    public static void UseLimits(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<LimitOptions>>().Value.RequestsPerMinute > 0)
        {
            app.UseRateLimiter();
        }
    }

    /// <summary>Whose requests are counted together: a known caller's, wherever they come from; else an address's.</summary>
    public static string CountedAs(HttpContext http)
    {
        if (http.KnownCaller() is { } caller && caller.Id != Caller.Anybody.Id)
        {
            return "caller " + caller.Id;
        }

        // One subscriber has a whole /64 of IPv6.
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        return address switch
        {
            { IsIPv4MappedToIPv6: true } => "address " + address.MapToIPv4(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => "network " + Convert.ToHexString(address.GetAddressBytes(), 0, 8),
            _ => "address " + address,
        };
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext http, LimitOptions limits)
    {
        // A probe must not be told that the service is ill because somebody asks much, nor may who watches it go blind then.
        if (RequestTelemetry.IsProbe(http))
        {
            return RateLimitPartition.GetNoLimiter("watched");
        }

        return RateLimitPartition.GetTokenBucketLimiter(CountedAs(http), _ =>
        {
            // Whole requests, about once a second; fewer than sixty a minute one by one.
            var tokens = (int)Math.Ceiling(limits.RequestsPerMinute / 60.0);
            return new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.RequestsAtOnce,
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = TimeSpan.FromMinutes((double)tokens / limits.RequestsPerMinute),
                QueueLimit = 0,
            };
        });
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancel)
    {
        var http = rejected.HttpContext;
        var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Ceiling(wait.TotalSeconds) : 1;
        var limits = http.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status429TooManyRequests,
                Title = http.Texts()["problems.tooMany.title"],
                Detail = http.Texts().Say("problems.tooMany.detail", ("perMinute", limits.RequestsPerMinute), ("atOnce", limits.RequestsAtOnce)),
            },
        });
    }

    private static void Set(KestrelServerLimits kestrel, LimitOptions limits)
    {
        kestrel.MaxRequestLineSize = RequestLineBytes;
        kestrel.MaxRequestHeadersTotalSize = RequestLineBytes;
        kestrel.MaxRequestHeaderCount = 100;
        kestrel.MaxRequestBodySize = BodyBytes;
        kestrel.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeaderSeconds);
        kestrel.KeepAliveTimeout = TimeSpan.FromSeconds(limits.KeepAliveSeconds);
        var rate = limits.LeastBytesPerSecond == 0 ? null : new MinDataRate(limits.LeastBytesPerSecond, TimeSpan.FromSeconds(limits.GraceSeconds));
        kestrel.MinRequestBodyDataRate = rate;
        kestrel.MinResponseDataRate = rate;
    }
}
