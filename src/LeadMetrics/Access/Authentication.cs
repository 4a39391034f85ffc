using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Access;

/// <summary>
/// Takes an API key for who holds it; in the mode <c>open</c>, who shows nothing for somebody who may do everything. Why a key is not taken is logged by
/// <see cref="Refusals"/>, as for tokens, and not by the framework.
/// </summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, ApiKeys keys, IOptions<AccessOptions> access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    public const string Name = "LeadMetrics";

    private static readonly AuthenticateResult s_anybody = SignedIn.As(Caller.Anybody, Roles.All, Name);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var shown = Credentials.Of(Request);
        if (!shown.AreShown)
        {
            // In an open service too a key is taken for what it is, so that one can be tried out.
            return access.Value.Mode == AccessOptions.Open ? s_anybody : AuthenticateResult.NoResult();
        }

        if (KeyText.Read(shown.Text) is not { } text)
        {
            return AuthenticateResult.Fail(
                shown.Differ ? "several keys or tokens were sent that differ"
                : access.Value.Jwt.Authority is null ? "what was sent has not the form of a key, and tokens are not taken while Access:Jwt:Authority is not set"
                : $"what was sent has not the form of a key; a token is taken from Authorization: Bearer, and not from {Credentials.KeyHeader}");
        }

        try
        {
            var (key, why) = await keys.FindAsync(text, Context.RequestAborted);
            return key is null
                ? AuthenticateResult.Fail(why)
                : SignedIn.As(new Caller { Id = key.Id, Scope = key.Scope, SeesRecords = key.SeesRecords }, key.Roles, Scheme.Name);
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
