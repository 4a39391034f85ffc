using LeadMetrics.Http;
using LeadMetrics.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Mvc;

namespace LeadMetrics.Access;

/// <summary>
/// Says no. Who is unknown is told how to become known, in the same words whether nothing was shown, or a key that never was, is
/// over, was revoked or is spelt wrong: which of these is in the log alone. Who is known is told which role is asked for.
/// </summary>
public sealed class Refusals(IProblemDetailsService writer, ILogger<Refusals> log) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>What is said to who is unknown.</summary>
    public const string Unknown = $"Send an API key or a token that is in force, as Authorization: Bearer … or {Credentials.KeyHeader}: ….";

    /// <summary>What is said to who shows more than one.</summary>
    public const string Several = $"Two keys or tokens were sent that differ, as Authorization: Bearer … or {Credentials.KeyHeader}: …; send one.";

    private const string Realm = "Bearer realm=\"LeadMetrics\"";

    /// <summary>What is said to who is known, and lacks a role.</summary>
    public static string Lacks(string role) => $"This needs the role {role}, which the caller has not.";

    /// <summary>Says to who is known that they may not see this, whatever their role.</summary>
    public static IResult BeyondScope(HttpContext http, string detail)
    {
        // RFC 6750, section 3: whatever does not enable access is challenged. There is no scope to ask for.
        http.Response.Headers.WWWAuthenticate = $"{Realm}, error=\"insufficient_scope\"";
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden);
    }

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context) : RefuseAsync(context, policy, authorizeResult);

    private async Task RefuseAsync(HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Challenged && context.Features.Get<IssuerUnreachable>() is not null)
        {
            context.Response.Headers.RetryAfter = "5";
            await SayAsync(context, StatusCodes.Status503ServiceUnavailable, context.Texts()["problems.issuerUnreachable.detail"], null, context.Texts()["problems.issuerUnreachable.title"]);
            return;
        }

        if (authorizeResult.Challenged)
        {
            var shown = Credentials.Of(context.Request);
            if (shown.AreShown)
            {
                await TellWhyAsync(context);
            }

            await SayAsync(
                context,
                StatusCodes.Status401Unauthorized,
                shown.Differ ? Several : Unknown,
                shown.AreShown ? Realm + ", error=\"invalid_token\"" : Realm);
            return;
        }

        var role = policy.Requirements.OfType<RolesAuthorizationRequirement>().FirstOrDefault()?.AllowedRoles.First() ?? Roles.Read;
        var reservation = (context.User.Identity as CallerIdentity)?.Reservation;
        await SayAsync(
            context,
            StatusCodes.Status403Forbidden,
            reservation is null ? Lacks(role) : $"{Lacks(role)} {reservation}",
            $"{Realm}, error=\"insufficient_scope\", scope=\"{role}\"");
    }

    // What was shown has been judged already; the judgement is kept for as long as the request lasts.
    private async Task TellWhyAsync(HttpContext http)
    {
        if (log.IsEnabled(LogLevel.Information))
        {
            var failure = (await http.AuthenticateAsync()).Failure;
            log.LogInformation(
                "{Method} {Route} was refused: {Reason}",
                RequestTelemetry.MethodOf(http), RequestTelemetry.RouteOf(http), failure is AuthenticationFailureException ours ? ours.Message : "what was sent is empty");
        }
    }

    private Task SayAsync(HttpContext http, int status, string detail, string? challenge, string? title = null)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.WWWAuthenticate = challenge;
        http.Response.Headers.CacheControl = "no-store";
        return writer.WriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = new ProblemDetails { Status = status, Title = title, Detail = detail } }).AsTask();
    }
}
