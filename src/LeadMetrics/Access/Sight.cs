using System.Text.Json;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Access;

/// <summary>What an answer may show: all that it depends on of the caller, so that callers of equal sight share answers, and no others do.</summary>
/// <param name="Scope">The leads that it may be of.</param>
/// <param name="Records">Whether single leads and records may be named.</param>
/// <param name="SmallestGroup">The least leads that a row may be of to be shown; 0 where any may.</param>
public sealed record Sight(Scope Scope, bool Records, int SmallestGroup)
{
    /// <summary>Everything.</summary>
    public static readonly Sight Whole = new(Scope.Everything, true, 0);

    private static readonly string s_whole = Whole.Written();

    /// <summary>Whether a group of so many leads is too small to be shown. Of none there is nothing to hide.</summary>
    public bool Hides(long leads) => leads > 0 && leads < SmallestGroup;

    /// <summary>What tells it from any other, for a cache.</summary>
    public string Key() => this == Whole ? s_whole : Written();

    private string Written() => JsonSerializer.Serialize(new { OwnerIds = Sorted(Scope.OwnerIds), Teams = Sorted(Scope.Teams), SourceIds = Sorted(Scope.SourceIds), Records, SmallestGroup });

    private static string[]? Sorted(IReadOnlyList<string>? names) => names is null ? null : [.. names.Distinct().Order(StringComparer.Ordinal)];
}

/// <summary>The sight of a request's caller.</summary>
public static class SightOfRequest
{
    /// <summary>Refuses who may not see single leads or records.</summary>
    public static RouteHandlerBuilder ListsRecords(this RouteHandlerBuilder route) => route.AddEndpointFilter((context, next) =>
    {
        if (context.HttpContext.Caller().SeesRecords)
        {
            return next(context);
        }

        return ValueTask.FromResult<object?>(Refusals.BeyondScope(
            context.HttpContext, "This lists single leads or records, which the caller may not see; /v1/metrics and /v1/data-quality count them."));
    });

    public static Sight Sight(this HttpContext http)
    {
        var (caller, least) = (http.Caller(), http.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value.SmallestGroup);
        return new(caller.Scope, caller.SeesRecords, caller.SeesRecords || least < 2 ? 0 : least);
    }
}
