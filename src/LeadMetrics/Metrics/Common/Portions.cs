using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Metrics.Common;

/// <summary>Some of a question's leads: from one instant of creation to another, in milliseconds.</summary>
/// <param name="Level">The level of the cells that stand for them; null where they are read one by one.</param>
/// <param name="From">The first instant.</param>
/// <param name="Until">The first instant after the last.</param>
/// <param name="Dated">Which of those that are read one by one.</param>
public sealed record Portion(int? Level, long From, long Until, Dated Dated = Dated.Any)
{
    // Whose answers are counted in cells: within 5 minutes, an hour, a day and three days. No target is of a metric that asks for none.
    private static readonly Duration[] s_targets =
        [Duration.Zero, Duration.FromMinutes(5), Duration.FromHours(1), Duration.FromHours(24), Duration.FromHours(72)];

    /// <summary>All leads of the question, one by one.</summary>
    public static readonly Portion All = new(null, long.MinValue, long.MaxValue);

    /// <summary>
    /// How a question is read: whole years and months by cells, what lies before and after them by leads. Everything by leads where
    /// cells cannot tell: what they do not hold is asked for, or time is cut otherwise than they are.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="layout">How its answer is laid out.</param>
    /// <param name="version">What is known: since when, and until when.</param>
    /// <param name="spans">The spans that there are cells of, in order.</param>
    public static IReadOnlyList<Portion> Of(LeadQuestion question, Layout layout, DataVersion version, IReadOnlyList<RollupSpan> spans)
    {
        var asOf = question.AsOf.ToUnixTimeMilliseconds();
        var (start, end) = (question.Period?.Start.ToUnixTimeMilliseconds() ?? long.MinValue, question.Period?.End.ToUnixTimeMilliseconds() ?? long.MaxValue);
        var until = Math.Min(end, asOf + 1);
        if (asOf < version.LatestEventAt || !HoldsAll(question) || !Groups(layout.GroupBy))
        {
            return [All];
        }

        // A month that has not ended holds what has come of it so far: all of it, unless the period ends before the latest lead.
        var last = end > version.LatestEventAt ? long.MaxValue : end;
        var months = Within(RollupSpan.Months);
        if (months.Count == 0 || !months.TrueForAll(IsInOneBucket))
        {
            return [All];
        }

        var years = Within(RollupSpan.Years);
        var (cellsFrom, cellsUntil) = (months[0].StartsAt, months[^1].EndsAt);
        var (yearsFrom, yearsUntil) = years.Count > 0 && years.TrueForAll(IsInOneBucket) ? (years[0].StartsAt, years[^1].EndsAt) : (cellsUntil, cellsUntil);
        return [.. new Portion[]
        {
            new(null, Math.Max(start, version.EarliestLeadAt), cellsFrom),
            new(RollupSpan.Months, cellsFrom, yearsFrom),
            new(RollupSpan.Years, yearsFrom, yearsUntil),
            new(RollupSpan.Months, yearsUntil, cellsUntil),
            new(null, cellsUntil, until),
            // In no cell, since nobody knows yet what they will have counted when time gets there.
            new(null, cellsFrom, version.HasFutureDated ? Math.Min(cellsUntil, until) : cellsFrom, Dated.InTheFuture),
        }.Where(portion => portion.From < portion.Until)];

        List<RollupSpan> Within(int level) => [.. spans.Where(span => span.Level == level && span.StartsAt >= start && span.StartsAt < until && span.EndsAt > version.EarliestLeadAt && span.EndsAt <= last)];

        bool IsInOneBucket(RollupSpan span) => layout.Interval is null || BucketOf(span.StartsAt) == BucketOf(span.EndsAt - 1);

        LocalDate BucketOf(long at) => layout.StartOf(ReportPeriod.DayOf(Instant.FromUnixTimeMilliseconds(at), question.TimeZone));
    }

    /// <summary>
    /// The leads of a question that are read by cells and are younger than the target: what cells count as due is pending still. Null where
    /// there are none, or nothing is due.
    /// </summary>
    public static Portion? YoungOf(LeadQuestion question, DataVersion version, IReadOnlyList<Portion> portions)
    {
        var asOf = question.AsOf.ToUnixTimeMilliseconds();
        var since = asOf - (long)question.Target.TotalMilliseconds;
        var cells = portions.Where(portion => portion.Level is not null).ToList();
        return question.Target == Duration.Zero || version.LatestEventAt < since || cells.Count == 0 ? null
            : new Portion(null, Math.Max(cells[0].From, since), Math.Min(cells[^1].Until, asOf + 1), Dated.NotInTheFuture) is var young && young.From < young.Until ? young : null;
    }

    /// <summary>Whether the table of open leads can tell: nothing is known to have happened after the question's asOf, and it asks for what is held there.</summary>
    public static bool HoldsOpenLoad(LeadQuestion question, long latestEvent) =>
        question is { OwnerAt: OwnerAt.ConversionOrCurrent, CampaignIds.Count: 0, Statuses.Count: 0 }
        && question.AsOf.ToUnixTimeMilliseconds() >= latestEvent
        && (long)question.Uncontacted.TotalMilliseconds == OpenLoad.UncontactedAfter && (long)question.Idle.TotalMilliseconds == OpenLoad.IdleAfter;

    // Cells are of one ownership rule, clock and kind of leads; by owner and source alone.
    private static bool HoldsAll(LeadQuestion question) => question is
    {
        Basis: Basis.Cohort,
        Window: null,
        OwnerAt: OwnerAt.ConversionOrCurrent,
        ResponseStart: ResponseStart.Created,
        ResponseClock: ResponseClock.Always,
        CampaignIds.Count: 0,
        Statuses.Count: 0,
    } && s_targets.Contains(question.Target);

    private static bool Groups(GroupBy groupBy) => groupBy is GroupBy.None or GroupBy.Owner or GroupBy.Team or GroupBy.Source or GroupBy.Channel;
}

/// <summary>Which leads: something is said to have happened to the future-dated that lay after the last import.</summary>
public enum Dated
{
    Any,
    NotInTheFuture,
    InTheFuture,
}

/// <summary>A portion as the SQL is given it.</summary>
/// <param name="Switches">Which lines of the SQL are there.</param>
/// <param name="Parameters">The values of its parameters.</param>
public sealed record Reading(IReadOnlySet<string> Switches, IReadOnlyDictionary<string, object?> Parameters)
{
    /// <summary>The same leads, with more parameters.</summary>
    public Reading With(params KeyValuePair<string, object?>[] more) => more.Length == 0 ? this : this with { Parameters = Parameters.Concat(more).ToDictionary() };

    /// <summary>Of the same leads the future-dated alone, of which nothing counts that lies after asOf, or the others alone, of which nothing does.</summary>
    public Reading Of(Dated dated) => dated switch
    {
        Dated.InTheFuture => this with { Switches = new HashSet<string>(Switches) { "futureDated", "futureDatedAlone", "past" } },
        Dated.NotInTheFuture => this with { Switches = new HashSet<string>(Switches.Except(["past"])) { "notFutureDated" } },
        _ => this,
    };

    /// <summary>Of the same leads those of which nothing happened after asOf: their facts are what they were then.</summary>
    public Reading AsTheyStand() => this with { Switches = new HashSet<string>(Switches.Except(["past"])) { "asTheyStand" } };

    /// <summary>Of the same leads the others, of which it was worked out what had become of them by asOf.</summary>
    public Reading WorkedOut() => this with { Switches = new HashSet<string>(Switches) { "workedOut" } };

    /// <summary>Those whose neglect changes by itself from one instant to another.</summary>
    public Reading Changing(long from, long until) => new(
        new HashSet<string>(Switches) { "changing" },
        new Dictionary<string, object?>(Parameters)
        {
            ["changedFrom"] = from,
            ["changedUntil"] = until,
            ["uncontactedAfter"] = OpenLoad.UncontactedAfter,
            ["idleAfter"] = OpenLoad.IdleAfter,
        });

    /// <summary>The same leads, their answers and neglect judged at another instant that nothing is known to lie after.</summary>
    public Reading AsOf(long instant)
    {
        var earlier = (long)Parameters["asOf"]! - instant;
        return this with
        {
            Parameters = new Dictionary<string, object?>(Parameters)
            {
                ["asOf"] = instant,
                ["clockNow"] = instant,
                ["uncontactedSince"] = (long)Parameters["uncontactedSince"]! - earlier,
                ["idleSince"] = (long)Parameters["idleSince"]! - earlier,
            },
        };
    }
}
