namespace LeadMetrics.Import;

/// <summary>How <c>shared/figures.sql</c> is asked for what the roll-ups and the open load hold: by the defaults of the parameters.</summary>
internal static class HeldFigures
{
    /// <summary>Which lines of it are there.</summary>
    public static HashSet<string> Switches(params string[] more) => ["ownerAt.conversionOrCurrent", "basis.cohort", "conversion.any", "start.created", "clock.always", .. more];

    /// <summary>The values of its parameters: of every lead, its answers and its neglect judged at an instant.</summary>
    public static Dictionary<string, object?> Parameters(long asOf, params (string Name, long Value)[] more)
    {
        var parameters = new Dictionary<string, object?>
        {
            ["asOf"] = asOf,
            ["clockNow"] = asOf,
            ["fromUtc"] = long.MinValue,
            ["toUtc"] = Rollups.EndOfTime,
            ["bornUntil"] = Rollups.EndOfTime,
            ["target"] = 0L,
            ["uncontactedSince"] = asOf - OpenLoad.UncontactedAfter,
            ["idleSince"] = asOf - OpenLoad.IdleAfter,
        };
        foreach (var (name, value) in more)
        {
            parameters[name] = value;
        }

        return parameters;
    }
}
