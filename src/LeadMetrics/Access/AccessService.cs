using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Access;

/// <summary>Puts the access control into the service.</summary>
public static class AccessService
{
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
        services.AddAuthenticationCore(options => options.DefaultScheme = ApiKeyAuthentication.Name);
        services.AddWebEncoders();
        var authentication = new AuthenticationBuilder(services);
        authentication.AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, options => options.ForwardDefaultSelector = OtherSchemeOf);
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

    // What may be a token is for its issuer's keys to judge.
    private static string? OtherSchemeOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value.Jwt.Authority is not null && Credentials.Of(http.Request).MayBeToken
            ? Jwt.Name : null;
}
