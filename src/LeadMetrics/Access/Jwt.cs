using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace LeadMetrics.Access;

/// <summary>Takes the tokens of an OpenID Connect issuer, signed by keys that it publishes.</summary>
public static class Jwt
{
    public const string Name = JwtBearerDefaults.AuthenticationScheme;

    // Signatures by a key of two parts alone: none needs no key, and HS256 would take the public part for a secret.
    private static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    // In a claim of limits.
    private const string Everything = "*";

    // How far the issuer's clock may be from this one.
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(1);

    public static void AddTokens(this AuthenticationBuilder authentication)
    {
        // The package reads the section Authentication of the settings, which this service has not.
        authentication.Services.AddSingleton<IAuthenticationConfigurationProvider, NoConfiguration>();
        authentication.AddJwtBearer(Name);
        authentication.Services.AddOptions<JwtBearerOptions>(Name).Configure<IOptions<AccessOptions>, TimeProvider>((options, access, clock) =>
        {
            var jwt = access.Value.Jwt;
            options.Authority = jwt.Authority;
            options.Audience = jwt.Audience;
            options.RequireHttpsMetadata = jwt.Authority?.StartsWith(Uri.UriSchemeHttps + ":", StringComparison.OrdinalIgnoreCase) ?? true;
            options.MapInboundClaims = false;
            options.IncludeErrorDetails = false;
            options.SaveToken = false;
            options.BackchannelTimeout = TimeSpan.FromSeconds(5);
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAlgorithms = s_algorithms,
                ValidateIssuer = true,
                ValidateAudience = true,
                ValidAudience = jwt.Audience,
                ValidateIssuerSigningKey = true,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                LifetimeValidator = (notBefore, expires, _, _) => IsInForce(notBefore, expires, clock.GetUtcNow().UtcDateTime),
            };
            options.Events = new TokenEvents(jwt, clock);
        });
    }

    private static bool IsInForce(DateTime? notBefore, DateTime? expires, DateTime now) =>
        expires is not null && expires > now - s_skew && (notBefore is null || notBefore <= now + s_skew);

    /// <summary>
    /// Who a token's bearer is; null where it does not say. What the settings say limits tokens must be in each: one without it is
    /// of no use, rather than without a limit.
    /// </summary>
    public static CallerIdentity? CallerOf(ClaimsPrincipal principal, JwtOptions jwt)
    {
        var subject = principal.FindFirstValue("sub") ?? principal.FindFirstValue("client_id") ?? principal.FindFirstValue("azp");
        if (string.IsNullOrWhiteSpace(subject) || subject.Length > 300 || subject.Any(char.IsControl))
        {
            return null;
        }

        var (owners, teams, sources) = (Values(jwt.OwnerIdsClaim), Values(jwt.TeamsClaim), Values(jwt.SourceIdsClaim));
        var roles = Values(jwt.RolesClaim).SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Intersect(Roles.All).ToList();
        if (roles.Contains(Roles.Admin))
        {
            return new CallerIdentity(new Caller { Id = subject }, roles, Name);
        }

        var lacking = Lacking("whose leads", [.. owners, .. teams], jwt.OwnerIdsClaim, jwt.TeamsClaim) ?? Lacking("from which sources leads", sources, jwt.SourceIdsClaim);
        var (everybodys, everywhere) = (owners.Concat(teams).Contains(Everything), sources.Contains(Everything));
        var scope = new Scope
        {
            OwnerIds = everybodys || owners.Count == 0 ? null : owners,
            Teams = everybodys || teams.Count == 0 ? null : teams,
            SourceIds = everywhere || sources.Count == 0 ? null : sources,
        };
        var sees = jwt.RecordsClaim is null || Values(jwt.RecordsClaim) is ["true" or "True"];
        return new CallerIdentity(new Caller { Id = subject, Scope = scope, SeesRecords = sees }, lacking is not null ? [] : scope.IsLimited ? roles.Intersect([Roles.Read]) : roles, Name)
        {
            Reservation = lacking ?? (scope.IsLimited && roles.Contains(Roles.Import) ? "Who is limited to owners, teams or sources cannot send data." : null),
        };

        List<string> Values(string? claim) => claim is null ? [] : [.. principal.FindAll(claim).Select(found => found.Value).Where(value => value.Trim().Length > 0)];

        static string? Lacking(string what, IReadOnlyList<string> values, params IEnumerable<string?> claims)
        {
            var named = claims.OfType<string>().ToList();
            return named.Count == 0 || values.Count > 0 ? null
                : $"The token has no claim {string.Join(" or ", named)}, which says {what} its bearer may see; {Everything} stands for all.";
        }
    }
}

/// <summary>What this service adds to the way of a token.</summary>
public sealed class TokenEvents : JwtBearerEvents
{
    // For so long nobody asks again an issuer that did not answer, and nobody waits longer for it.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly JwtOptions _jwt;
    private readonly TimeProvider _clock;
    private long? _failedAt;

    public TokenEvents(JwtOptions jwt, TimeProvider clock) => (_jwt, _clock) = (jwt, clock);

    // Without the issuer's keys no token can be judged: that is no fault of its bearer, who would sign in anew in vain.
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        if (_failedAt is { } failed && _clock.GetElapsedTime(failed) < s_patience)
        {
            Fail(context);
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.HttpContext.RequestAborted);
        limit.CancelAfter(s_patience);
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(limit.Token);
            _failedAt = null;

            // Not the header, of which there may be several.
            context.Token = Credentials.Of(context.Request).Text;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException || (e is OperationCanceledException && !context.HttpContext.RequestAborted.IsCancellationRequested))
        {
            _failedAt = _clock.GetTimestamp();
            Log(context).LogError(e, "The issuer {Authority} does not answer", _jwt.Authority);
            Fail(context);
        }
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        if (Jwt.CallerOf(context.Principal!, _jwt) is { } identity)
        {
            context.Principal = new ClaimsPrincipal(identity);
        }
        else
        {
            context.Fail("the token does not say whose it is (sub)");
        }

        return Task.CompletedTask;
    }

    // Why, for the log: in words of ours, since those of the exception hold what the token says.
    public override async Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        context.Fail(context.Exception switch
        {
            SecurityTokenInvalidLifetimeException { Expires: null } => "the token has no end (exp)",
            SecurityTokenInvalidLifetimeException { Expires: { } end } when end <= now => "the token has expired",
            SecurityTokenInvalidLifetimeException => "the token is not in force yet (nbf)",
            SecurityTokenInvalidAudienceException => $"the token is not made for '{_jwt.Audience}' (aud)",
            SecurityTokenInvalidIssuerException =>
                $"the token is not of the issuer '{(await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted)).Issuer}', letter by letter (iss)",
            SecurityTokenMalformedException or ArgumentException => "what was sent is neither a key nor a token",
            _ when Credentials.Of(context.Request).Text is { } text && text.EndsWith('.') => "the token is not signed",
            SecurityTokenSignatureKeyNotFoundException => "the token is signed by no key that the issuer publishes",
            SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => "the token's signature is not right, or not of an algorithm that is taken",
            _ => "the token cannot be taken",
        });
    }

    private static void Fail(MessageReceivedContext context)
    {
        context.HttpContext.Features.Set(new IssuerUnreachable());
        context.Fail("The issuer does not answer.");
    }

    private static ILogger<TokenEvents> Log(MessageReceivedContext context) => context.HttpContext.RequestServices.GetRequiredService<ILogger<TokenEvents>>();
}

/// <summary>On a request: whether its token is good cannot be known now.</summary>
public sealed record IssuerUnreachable;

/// <summary>Nothing is configured but by this service's own settings.</summary>
public sealed class NoConfiguration : IAuthenticationConfigurationProvider
{
    public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
}
