using System.Data.Common;
using LeadMetrics.Engines;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>How long leads waited for their first response.</summary>
public static class ResponseWaits
{
    /// <summary>Adds the times of every lead at its place.</summary>
    public static async Task ReadAsync<T>(Tallies<T> tallies, Func<T, WaitingTimes> waits, Snapshot data)
        where T : Tally, new()
    {
        var asOf = tallies.Selection.Question.AsOf.ToUnixTimeMilliseconds();
        await tallies.Selection.Leads.ReadAsync(data, "metrics/response_times.sql", Lead, "metrics/rolled_response_times.sql", Cell);

        void Cell(DbDataReader row)
        {
            var startsAt = row.GetInt64(1);
            var times = waits(tallies.At(row.GetInt32(0), startsAt));
            times.Never(row.GetInt64(2));
            times.Happened(PackedTimes.In(row, 3));
            PackedTimes.Unpack(PackedTimes.In(row, 4), since => times.StillWaiting(asOf - startsAt - since));
        }

        void Lead(DbDataReader row)
        {
            var times = waits(tallies.At(row.GetInt32(0), row.GetInt64(1)));
            var waited = row.GetInt64(2);
            switch (row.GetInt32(3))
            {
                case 1:
                    times.Happened(waited);
                    break;
                case 0:
                    times.StillWaiting(waited);
                    break;
                default:
                    times.Never(1);
                    break;
            }
        }
    }

    /// <summary>Times for the documentation: 36 answers every five minutes, and four leads that were never answered.</summary>
    public static void FillExample(WaitingTimes waits)
    {
        foreach (var minutes in Enumerable.Range(1, 36))
        {
            waits.Happened(minutes * 5 * 60_000L);
        }

        for (var unanswered = 0; unanswered < 4; unanswered++)
        {
            waits.Never(1);
        }
    }
}
