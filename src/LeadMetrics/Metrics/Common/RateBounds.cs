using LeadMetrics.Parameters;
using LeadMetrics.Quality;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics.Common;

/// <summary>What may be wrong with a rate besides the row that its leads belong to.</summary>
public enum Doubt
{
    None,

    /// <summary>A lead may have converted though nothing but its status says so.</summary>
    Conversion,

    /// <summary>A lead may have been answered in time or not, though its attempt is dated before the clock's start.</summary>
    Response,
}

/// <summary>Marks a rate of a row that warnings tell how far it could be off.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BoundedAttribute(Doubt doubt = Doubt.None) : Attribute
{
    public Doubt Doubt => doubt;
}

/// <summary>How far the rates of an answer could be off by each defect.</summary>
/// <param name="Layout">How the answer is laid out.</param>
/// <param name="Rows">Its rows, each with what it is about.</param>
/// <param name="Totals">Its totals.</param>
/// <param name="Sum">What the totals are made of.</param>
/// <param name="Nobody">The row of nobody alone, of no source or no owner; null where rows are about neither.</param>
public sealed record RateBounds<TRow>(Layout Layout, IReadOnlyList<(Group? Group, TRow Row)> Rows, TRow Totals, Tally Sum, TRow? Nobody)
    where TRow : MetricRow
{
    /// <summary>The bounds that a defect gives; null for none.</summary>
    public IReadOnlyList<Bounds>? Of(DataDefect defect)
    {
        var bounds = (defect, Layout.GroupBy) switch
        {
            _ when defect == DataDefects.ConvertedByStatusAlone => OfTotals(Doubt.Conversion, (name, rate) => Bounds.OfHidden(null, name, rate, Sum.ConvertibleByStatusAlone)),
            _ when defect == DataDefects.ResponseBeforeStart => OfTotals(Doubt.Response, (name, rate) => Bounds.OfOthers(null, name, rate, Sum.DueBeforeStart, Sum.DueBeforeStart)),
            (_, GroupBy.Owner or GroupBy.Team) when defect == DataDefects.MissingOwner => OfGroups(),
            (_, GroupBy.Source or GroupBy.Channel) when defect == DataDefects.UnknownSource => OfGroups(),
            _ => [],
        };
        return bounds.ToList() is { Count: > 0 } some ? some : null;
    }

    // If every lead of nobody were this group's. A time series would say it of every bucket anew: too much to read.
    private IEnumerable<Bounds> OfGroups() =>
        from row in Layout.Interval is null && Nobody is not null ? Rows : []
        where row.Group is { IsNobody: false }
        from bounded in RowColumns<TRow>.Bounded
        let nobodys = bounded.Read(Nobody!)
        where nobodys.Denominator > 0
        select Bounds.OfOthers(row.Group!.Id, bounded.Name, bounded.Read(row.Row), nobodys.Numerator, nobodys.Denominator - nobodys.Numerator);

    private IEnumerable<Bounds> OfTotals(Doubt doubt, Func<string, Rate, Bounds> of) =>
        from bounded in RowColumns<TRow>.Bounded
        where bounded.Doubt == doubt
        let bounds = of(bounded.Name, bounded.Read(Totals))
        where bounds.Lowest != bounds.Highest
        select bounds;
}
