using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Access;

/// <summary>Takes an API key for who holds it; in the mode <c>open</c>, who shows nothing for somebody who may do everything.</summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ApiKeys keys, IOptions<AccessOptions> access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "LeadMetrics";

    private static readonly AuthenticateResult s_anybody = SignedIn.As(Caller.Anybody, Roles.All, Name);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (shown, text) = Credentials.Of(Request);
        if (!shown)
        {
            // In an open service too a key is taken for what it is, so that one can be tried out.
            return access.Value.Mode == AccessOptions.Open ? s_anybody : AuthenticateResult.NoResult();
        }

        try
        {
            return KeyText.Read(text) is { } key && await keys.FindAsync(key, Context.RequestAborted) is { } found
                ? SignedIn.As(new Caller { Id = found.Id, Scope = found.Scope, SeesRecords = found.SeesRecords }, found.Roles, Scheme.Name)
                : AuthenticateResult.Fail("No key that is in force.");
        }
        catch (Exception e) when (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            // Whether the process runs is answered also while the database does not.
            return AuthenticateResult.Fail(e);
        }
    }
}

/// <summary>A caller who is known.</summary>
public static class SignedIn
{
    public static AuthenticateResult As(Caller caller, IEnumerable<string> roles, string scheme) =>
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(caller, roles, scheme)), scheme));
}
