using LeadMetrics.Access;

namespace LeadMetrics.Metrics.Common;

/// <summary>
/// Which rows are hidden from a caller who may not see single leads: those of few leads, and as many more as it takes that the leads of
/// the hidden ones together, which the totals less the others give away, are not few either, nor of one row alone.
/// </summary>
/// <param name="sight">What the caller is shown.</param>
/// <param name="all">Whether everything is hidden that is of any lead.</param>
public sealed class SmallGroups(Sight sight, bool all)
{
    /// <summary>Whether everything is hidden that is of any lead.</summary>
    public bool All => all;

    /// <summary>The hidden ones of some rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="leads">How many leads each is of.</param>
    /// <param name="already">Rows that are hidden for another reason.</param>
    public HashSet<TRow> Of<TRow>(IEnumerable<TRow> rows, Func<TRow, long> leads, IReadOnlySet<TRow> already)
    {
        var sizes = rows.Select(row => (Row: row, Leads: leads(row))).Where(row => row.Leads > 0).OrderBy(row => row.Leads).ToList();
        var hidden = sizes.Where(row => all || sight.Hides(row.Leads) || already.Contains(row.Row)).ToList();
        if (!all && hidden.Exists(row => sight.Hides(row.Leads)))
        {
            foreach (var next in sizes.Except(hidden).ToList())
            {
                if (hidden.Count > 1 && !sight.Hides(hidden.Sum(row => row.Leads)))
                {
                    break;
                }

                hidden.Add(next);
            }
        }

        return [.. hidden.Select(row => row.Row)];
    }
}
