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
    /// <param name="tallyOf">What was counted of each.</param>
    /// <param name="already">Rows that are hidden for another reason.</param>
    public HashSet<TRow> Of<TRow>(IEnumerable<TRow> rows, Func<TRow, Tally> tallyOf, IReadOnlySet<TRow> already)
    {
        var sizes = rows.Select(row => (Row: row, Tally: tallyOf(row))).Select(row => (row.Row, row.Tally.Leads, Told: row.Tally.LeadsToldOf())).Where(row => row.Told > 0).ToList();
        var hidden = sizes.Where(row => all || sight.Hides(row.Told) || already.Contains(row.Row)).Select(row => row.Row).ToHashSet();
        if (!all)
        {
            // Rows without leads of the period hide none of those that others have, and the other way round.
            Complete(hidden, [.. sizes.Select(row => (row.Row, row.Leads))]);
            Complete(hidden, [.. sizes.Select(row => (row.Row, row.Told))]);
        }

        return hidden;
    }

    private void Complete<TRow>(HashSet<TRow> hidden, IReadOnlyList<(TRow Row, long Leads)> rows)
    {
        var together = rows.Where(row => hidden.Contains(row.Row) && row.Leads > 0).Select(row => row.Leads).ToList();
        if (!together.Exists(sight.Hides))
        {
            return;
        }

        foreach (var (row, leads) in rows.Where(row => row.Leads > 0 && !hidden.Contains(row.Row)).OrderBy(row => row.Leads).ToList())
        {
            if (together.Count > 1 && !sight.Hides(together.Sum()))
            {
                return;
            }

            hidden.Add(row);
            together.Add(leads);
        }
    }
}
