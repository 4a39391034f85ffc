using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>How fast are leads answered?</summary>
public sealed class ResponseTime : LeadMetric<ResponseTimeTally, ResponseTimeRow>
{
    private static readonly Parameter<GroupBy> s_groupBy = Layout.By(
        GroupBy.None, GroupBy.Owner, GroupBy.Team, GroupBy.Source, GroupBy.Channel, GroupBy.Campaign, GroupBy.Hour, GroupBy.Weekday);

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "response-time",
        Version = 1,
        Needs = [Datasets.Leads, Datasets.Activities],
        Uses = [Datasets.LeadAssignments, Datasets.Owners, Datasets.Sources],
        Parameters = [.. LeadQuestion.Common, s_groupBy, LeadQuestion.Start, LeadQuestion.Clock, LeadQuestion.TargetLength, .. Shape],
    };

    protected override ResponseTimeTally ExampleTally
    {
        get
        {
            var tally = new ResponseTimeTally
            {
                Leads = 40,
                Answered = 36,
                AnsweredWithin5Minutes = 1,
                Answered5MinutesTo1Hour = 11,
                Answered1To24Hours = 24,
                NeverAnswered = 4,
                AnsweredWithinTarget = 12,
                ResponseDue = 40,
            };
            ResponseWaits.FillExample(tally.Waits);
            return tally;
        }
    }

    protected override Slice<ResponseTimeTally, ResponseTimeRow> Ask(QueryReader query) => new(ReadAsync, Row);

    private static async Task ReadAsync(Tallies<ResponseTimeTally> tallies, Snapshot data)
    {
        await tallies.AddAsync("metrics/response_time.sql", data);
        await ResponseWaits.ReadAsync(tallies, data);
    }

    private static ResponseTimeRow Row(Place place, ResponseTimeTally t) => new()
    {
        Leads = t.Leads,
        Answered = t.Answered,
        P50Seconds = Elapsed.Seconds(t.Waits.Median),
        P90Seconds = Elapsed.Seconds(t.Waits.Percentile(0.9)),
        AnsweredWithin5Minutes = t.AnsweredWithin5Minutes,
        Answered5MinutesTo1Hour = t.Answered5MinutesTo1Hour,
        Answered1To24Hours = t.Answered1To24Hours,
        Answered24To72Hours = t.Answered24To72Hours,
        AnsweredLater = t.AnsweredLater,
        NeverAnswered = t.NeverAnswered,
        NeverAnsweredShare = Rate.Of(t.NeverAnswered, t.Answered + t.NeverAnswered),
        AnsweredWithinTarget = t.AnsweredWithinTarget,
        ResponseDue = t.ResponseDue,
        WithinTarget = Rate.Of(t.AnsweredWithinTarget, t.ResponseDue),
        ResponsePending = t.ResponsePending,
    };
}

/// <summary>What <c>response_time.sql</c> counts, and the times that <c>response_times.sql</c> gives.</summary>
public sealed class ResponseTimeTally : Tally, IResponseTally
{
    public long Answered { get; init; }

    public long AnsweredWithin5Minutes { get; init; }

    public long Answered5MinutesTo1Hour { get; init; }

    public long Answered1To24Hours { get; init; }

    public long Answered24To72Hours { get; init; }

    public long AnsweredLater { get; init; }

    public long NeverAnswered { get; init; }

    public long AnsweredWithinTarget { get; init; }

    public long ResponseDue { get; init; }

    public long ResponsePending { get; init; }

    public WaitingTimes Waits { get; } = new();
}

/// <summary>How fast some leads were answered.</summary>
public sealed record ResponseTimeRow : GroupedRow
{
    /// <summary>Eligible leads of the period.</summary>
    public required long Leads { get; init; }

    /// <summary>Leads with an outbound human attempt at or after the clock's start.</summary>
    public required long Answered { get; init; }

    /// <summary>Median seconds to the first attempt, the unanswered kept in; null where fewer than half were answered.</summary>
    public required double? P50Seconds { get; init; }

    /// <summary>Nine of ten were answered within so many seconds; null where fewer ever were.</summary>
    public required double? P90Seconds { get; init; }

    /// <summary>Answered within 5 minutes.</summary>
    public required long AnsweredWithin5Minutes { get; init; }

    /// <summary>Answered after 5 minutes, within an hour.</summary>
    public required long Answered5MinutesTo1Hour { get; init; }

    /// <summary>Answered after an hour, within 24.</summary>
    public required long Answered1To24Hours { get; init; }

    /// <summary>Answered after 24 hours, within 72.</summary>
    public required long Answered24To72Hours { get; init; }

    /// <summary>Answered after 72 hours.</summary>
    public required long AnsweredLater { get; init; }

    /// <summary>Leads without an attempt by asOf, the young ones among them.</summary>
    public required long NeverAnswered { get; init; }

    /// <summary>neverAnswered ÷ (answered + neverAnswered).</summary>
    public required Rate NeverAnsweredShare { get; init; }

    /// <summary>Of responseDue: answered within the target.</summary>
    public required long AnsweredWithinTarget { get; init; }

    /// <summary>Leads older than the target.</summary>
    public required long ResponseDue { get; init; }

    /// <summary>answeredWithinTarget ÷ responseDue; unanswered leads older than the target are misses.</summary>
    [Bounded(Doubt.Response)]
    public required Rate WithinTarget { get; init; }

    /// <summary>Leads younger than the target, too young for the share.</summary>
    public required long ResponsePending { get; init; }
}
