using LeadMetrics.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Mvc;

namespace LeadMetrics.Access;

/// <summary>
/// Says no. Who is unknown is told how to become known, in the same words whether nothing was shown, or a key that never was, is
/// over, was revoked or is spelt wrong. Who is known is told which role is asked for.
/// </summary>
public sealed class Refusals(IProblemDetailsService writer) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>What is said to who is unknown.</summary>
    public const string Unknown = $"Send an API key or a token that is in force, as Authorization: Bearer … or {Credentials.KeyHeader}: ….";

    private const string Realm = "Bearer realm=\"LeadMetrics\"";

    /// <summary>What is said to who is known, and lacks a role.</summary>
    public static string Lacks(string role) => $"This needs the role {role}, which the caller has not.";

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (authorizeResult.Challenged && context.Features.Get<IssuerUnreachable>() is not null)
        {
            context.Response.Headers.RetryAfter = "5";
            return SayAsync(context, StatusCodes.Status503ServiceUnavailable, context.Texts()["problems.issuerUnreachable.detail"], null, context.Texts()["problems.issuerUnreachable.title"]);
        }

        if (authorizeResult.Challenged)
        {
            return SayAsync(
                context,
                StatusCodes.Status401Unauthorized,
                Unknown,
                Credentials.Of(context.Request).Shown ? Realm + ", error=\"invalid_token\"" : Realm);
        }

        var role = policy.Requirements.OfType<RolesAuthorizationRequirement>().FirstOrDefault()?.AllowedRoles.First() ?? Roles.Read;
        var reservation = (context.User.Identity as CallerIdentity)?.Reservation;
        return SayAsync(
            context,
            StatusCodes.Status403Forbidden,
            reservation is null ? Lacks(role) : $"{Lacks(role)} {reservation}",
            $"{Realm}, error=\"insufficient_scope\", scope=\"{role}\"");
    }

    private Task SayAsync(HttpContext http, int status, string detail, string? challenge, string? title = null)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.WWWAuthenticate = challenge;
        http.Response.Headers.CacheControl = "no-store";
        return writer.WriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = new ProblemDetails { Status = status, Title = title, Detail = detail } }).AsTask();
    }
}
