using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Access;

/// <summary>Takes an API key for who holds it.</summary>
public sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "ApiKey";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (shown, text) = Credentials.Of(Request);
        if (!shown)
        {
            return AuthenticateResult.NoResult();
        }

        return KeyText.Read(text) is { } key && await keys.FindAsync(key, Context.RequestAborted) is { } found
            ? SignedIn.As(new Caller { Id = found.Id, Scope = found.Scope, SeesRecords = found.SeesRecords }, found.Roles, Scheme.Name)
            : AuthenticateResult.Fail("No key that is in force.");
    }
}

/// <summary>Takes everybody for somebody who may do everything: the mode <c>open</c>.</summary>
public sealed class OpenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "Open";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(SignedIn.As(Caller.Anybody, Roles.All, Scheme.Name));
}

/// <summary>A caller who is known.</summary>
public static class SignedIn
{
    public static AuthenticateResult As(Caller caller, IEnumerable<string> roles, string scheme) =>
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(caller, roles, scheme)), scheme));
}
