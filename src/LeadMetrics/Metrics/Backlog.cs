using LeadMetrics.Engines;
using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Metrics;

/// <summary>
/// Whether leads pile up: what <c>backlog.sql</c> counts. The window before is seen from as long after its beginning as the period is, so
/// that its leads have had no longer to be contacted; the start and the end of the backlog are those of the period, the end no later than asOf.
/// </summary>
public sealed class Backlog
{
    /// <summary>Leads open when the period began.</summary>
    public long OpenAtStart { get; init; }

    /// <summary>Leads open when it ended.</summary>
    public long OpenAtEnd { get; init; }

    /// <summary>Leads created in it.</summary>
    public long Leads { get; init; }

    /// <summary>Those contacted by asOf.</summary>
    public long Contacted { get; init; }

    /// <summary>Leads created in the window before, as far as the period has got.</summary>
    public long EarlierLeads { get; init; }

    /// <summary>Those contacted by then.</summary>
    public long EarlierContacted { get; init; }

    public static async Task<Backlog> ReadAsync(LeadSelection selection, ReportPeriod period, ReportPeriod earlier, Snapshot data)
    {
        var asOf = selection.Question.AsOf;
        var earlierAsOf = asOf - (period.Start - earlier.Start);
        var parameters = new Dictionary<string, object?>(selection.ParametersOfAllTime)
        {
            ["startsAt"] = period.Start.ToUnixTimeMilliseconds(),
            ["endsAt"] = End(period, asOf),
            ["earlierStartsAt"] = earlier.Start.ToUnixTimeMilliseconds(),
            ["earlierEndsAt"] = End(earlier, earlierAsOf),
            ["earlierAsOf"] = earlierAsOf.ToUnixTimeMilliseconds(),
        };
        return (await data.RowsAsync<Backlog>("metrics/backlog.sql", selection.SwitchesOfAllTime, parameters))[0];
    }

    private static long End(ReportPeriod period, Instant asOf) => Math.Min(period.End.ToUnixTimeMilliseconds(), asOf.ToUnixTimeMilliseconds() + 1);
}
