using System.Security.Claims;

namespace LeadMetrics.Access;

/// <summary>Who asks, and what they may see.</summary>
public sealed record Caller
{
    /// <summary>Who asks a service that asks nobody who they are.</summary>
    public static readonly Caller Anybody = new() { Id = "anybody" };

    /// <summary>The id of the key, or the subject of the token.</summary>
    public required string Id { get; init; }

    /// <summary>The leads that they may know of.</summary>
    public Scope Scope { get; init; } = Scope.Everything;

    /// <summary>Whether they may see single leads and records. Who may not sees no group of few leads either.</summary>
    public bool SeesRecords { get; init; } = true;
}

/// <summary>
/// The leads that a caller may know of: those whose owner is named or in a named team, and whose source is named. A caller of
/// no limit knows of every lead.
/// </summary>
public sealed record Scope
{
    public static readonly Scope Everything = new();

    /// <summary>Ids of owners; null where neither these nor teams limit.</summary>
    public IReadOnlyList<string>? OwnerIds { get; init; }

    /// <summary>Names of teams.</summary>
    public IReadOnlyList<string>? Teams { get; init; }

    /// <summary>Ids of sources; null where they do not limit.</summary>
    public IReadOnlyList<string>? SourceIds { get; init; }

    /// <summary>Whether there is any limit.</summary>
    public bool IsLimited => OwnerIds is not null || Teams is not null || SourceIds is not null;
}

/// <summary>A caller as ASP.NET Core's authorization sees them: with roles.</summary>
public sealed class CallerIdentity : ClaimsIdentity
{
    /// <param name="caller">Who they are.</param>
    /// <param name="roles">What they may do.</param>
    /// <param name="scheme">How they showed it.</param>
    public CallerIdentity(Caller caller, IEnumerable<string> roles, string scheme)
        : base([new Claim(DefaultNameClaimType, caller.Id), .. roles.Select(role => new Claim(DefaultRoleClaimType, role))], scheme) =>
        Caller = caller;

    public Caller Caller { get; }

    /// <summary>Why roles that they have do not count; null where all do.</summary>
    public string? Reservation { get; init; }
}

/// <summary>The caller of a request.</summary>
public static class CallerOfRequest
{
    /// <summary>Who asks. A route that asks for no role has nobody, and must not answer with data.</summary>
    /// <exception cref="InvalidOperationException">Nobody has said who asks: never taken for somebody who may see everything.</exception>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>()
        ?? (http.User.Identity as CallerIdentity)?.Caller
        ?? throw new InvalidOperationException("Nobody has said who asks; the route asks for no role.");
}
