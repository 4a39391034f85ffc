using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What an owner is judged by.</summary>
public sealed record OwnerFigures(OwnerRow Owner, OwnerTally Tally)
{
    public long Load => Tally.OpenLoad;

    public (long K, long N) Efficiency => (Tally.Converted, Tally.Leads - Tally.Immature);

    public (long K, long N) ContactRate => (Tally.Contacted, Tally.Leads - Tally.Immature);

    public (long K, long N) ConversionGivenContact => (Tally.ContactedAndConverted, Tally.Contacted);

    public (long K, long N) WithinTarget => (Tally.AnsweredWithinTarget, Tally.ResponseDue);

    /// <summary>Where the efficiency stands, by test; null of nobody, and without leads.</summary>
    public RankGroup? Group => Tally.Standing?.Ranking.Group;
}
