using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Languages;
using LeadMetrics.Parameters;

namespace LeadMetrics.Metrics.Common;

/// <summary>What is a metric's own in answering a question.</summary>
/// <param name="Read">Reads the tallies; asked twice where an earlier window stands beside the answer.</param>
/// <param name="Row">A tally as a row.</param>
public sealed record Slice<TTally, TRow>(Func<Tallies<TTally>, Snapshot, Task> Read, Func<Place, TTally, TRow> Row)
    where TTally : Tally, new()
{
    /// <summary>Groups that stand in the answer with or without leads.</summary>
    public Func<LeadSelection, IEnumerable<Group>>? Always { get; init; }

    /// <summary>Says of a row why it differs from the same row of the earlier window.</summary>
    public Action<TRow, TTally, TTally>? Explain { get; init; }

    /// <summary>What a reader should know of the metric's own figures, by all that was counted.</summary>
    public Func<LeadSelection, TTally, IEnumerable<Caveat>>? Caveats { get; init; }
}

/// <summary>Where a row stands.</summary>
/// <param name="Group">What it is about; null in totals, and without groups.</param>
/// <param name="Bucket">Its time; null in totals, and without an interval.</param>
/// <param name="Selection">The question that the answer is to; of a row of the earlier window, the question of that window.</param>
/// <param name="Question">The same of the row's own time.</param>
/// <param name="Links">To its leads; null where no filter says which they are, and for who may not see them.</param>
/// <param name="AllLeads">The leads of every group at the row's time.</param>
/// <param name="Texts">The reader's language.</param>
public sealed record Place(Group? Group, Bucket? Bucket, LeadSelection Selection, LeadQuestion Question, LeadLinks? Links, long AllLeads, Texts Texts)
{
    /// <summary>The owner that a row by owner is about; null in totals.</summary>
    public OwnerRow? Owner => Group is null ? null : Selection.OwnerOf(Group.Id);
}

/// <summary>What every metric needs of the service.</summary>
public sealed class MetricContext(Database database, Answers answers, TimeProvider clock, Microsoft.Extensions.Options.IOptions<ReportOptions> options)
{
    public Database Database => database;

    public Answers Answers => answers;

    public ReportOptions Options => options.Value;

    public NodaTime.Instant Now => NodaTime.Instant.FromDateTimeOffset(clock.GetUtcNow());
}
