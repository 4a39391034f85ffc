using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Access;

/// <summary>Puts the access control into the service.</summary>
public static class AccessService
{
    // Chooses by what a request shows.
    private const string Any = "LeadMetrics";

    public static void AddAccess(this IServiceCollection services)
    {
        // Who does not say otherwise is told nothing, but to a developer at their own machine.
        services.AddOptions<AccessOptions>().PostConfigure<IHostEnvironment>((access, environment) =>
        {
            // An environment variable that is empty is none.
            access.Mode = Given(access.Mode) ?? (environment.IsDevelopment() ? AccessOptions.Open : AccessOptions.Authenticated);
            (access.Jwt.Authority, access.Jwt.Audience) = (Given(access.Jwt.Authority), Given(access.Jwt.Audience));

            static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
        });
        services.AddSingleton<ApiKeys>();

        // Not AddAuthentication, which keeps keys for cookies on disk: there are no cookies.
        services.AddAuthenticationCore(options => options.DefaultScheme = Any);
        services.AddWebEncoders();
        var authentication = new AuthenticationBuilder(services);
        authentication.AddPolicyScheme(Any, null, options => options.ForwardDefaultSelector = SchemeOf);
        authentication.AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, null);
        authentication.AddScheme<AuthenticationSchemeOptions, OpenAuthentication>(OpenAuthentication.Name, null);
        authentication.AddTokens();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, Refusals>();
        services.AddAuthorization(options =>
        {
            foreach (var role in Roles.All)
            {
                options.AddPolicy(role, policy => policy.RequireRole(role, Roles.Admin));
            }

            // A route that names no role and is not said to be for anybody.
            options.FallbackPolicy = options.DefaultPolicy;
        });
    }

    public static void UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    // In an open service too a key is taken for what it is, so that one can be tried out.
    private static string SchemeOf(HttpContext http)
    {
        var (access, (shown, text)) = (http.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value, Credentials.Of(http.Request));
        return !shown && access.Mode == AccessOptions.Open ? OpenAuthentication.Name
            : access.Jwt.Authority is not null && Credentials.MayBeToken(http.Request, text) ? Jwt.Name
            : ApiKeyAuthentication.Name;
    }
}
