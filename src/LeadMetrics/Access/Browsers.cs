using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LeadMetrics.Access;

/// <summary>What browsers are told: which pages of other sites may ask, and that an answer is nothing to run, frame or guess at.</summary>
public static class Browsers
{
    // An answer is data: whatever stands in it, nothing of it runs.
    private const string NothingRuns = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Swagger UI's scripts are files; its styles stand in its elements too, its icons in its styles.
    private const string OwnPage = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // What a page may send besides what every page may, and what it may read of an answer.
    private static readonly string[] s_sent = [HeaderNames.Authorization, Credentials.KeyHeader, HeaderNames.IfNoneMatch, HeaderNames.AcceptLanguage, HeaderNames.ContentType, HeaderNames.TraceParent];
    private static readonly string[] s_read =
        [HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, HeaderNames.ContentLanguage, HeaderNames.ContentDisposition];

    public static void AddBrowsers(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<AccessOptions>>((cors, access) => cors.AddDefaultPolicy(policy =>
        {
            policy.WithOrigins([.. access.Value.Cors.Origins]).WithMethods("GET", "HEAD", "POST").WithHeaders(s_sent).WithExposedHeaders(s_read).SetPreflightMaxAge(TimeSpan.FromHours(1));
            if (access.Value.Cors.Credentials)
            {
                policy.AllowCredentials();
            }
        }));
    }

    /// <summary>Before all else: errors are answers too.</summary>
    public static void UseBrowsers(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.Cors.Origins;
        var isByOrigin = origins.Count > 0 && !origins.Contains("*");
        app.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "no-referrer";
                headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/swagger") ? OwnPage : NothingRuns;
                if (http.Request.IsHttps)
                {
                    headers.StrictTransportSecurity = "max-age=31536000";
                }

                // Also where nobody said where they ask from: the answer to who does is another.
                if (isByOrigin && !headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin))
                {
                    headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Origin);
                }

                return Task.CompletedTask;
            });
            return next(http);
        });
        if (origins.Count > 0)
        {
            app.UseCors();
        }
    }
}
