using System.Data.Common;
using LeadMetrics.Engines;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What is told of how long leads waited for their first response.</summary>
public interface IResponseTally
{
    /// <summary>Leads without an answer, also those that are closed or converted and get none any more.</summary>
    long NeverAnswered { get; }

    /// <summary>How long each waited, or waits.</summary>
    WaitingTimes Waits { get; }
}

/// <summary>How long leads waited for their first response.</summary>
public static class ResponseWaits
{
    /// <summary>Adds the times of every lead at its place; once the leads are counted there.</summary>
    public static async Task ReadAsync<T>(Tallies<T> tallies, Snapshot data)
        where T : Tally, IResponseTally, new()
    {
        var asOf = tallies.Selection.Question.AsOf.ToUnixTimeMilliseconds();
        await tallies.Selection.Leads.ReadAsync(data, "metrics/response_times.sql", Lead, "metrics/rolled_response_times.sql", Cell);
        foreach (var tally in tallies.All)
        {
            tally.Waits.Never(tally.NeverAnswered - tally.Waits.StillWaitingCount);
        }

        void Cell(DbDataReader row)
        {
            var startsAt = row.GetInt64(1);
            var times = tallies.At(row.GetInt32(0), startsAt).Waits;
            times.Happened(row.BytesOf(2));
            PackedTimes.Unpack(row.BytesOf(3), since => times.StillWaiting(asOf - startsAt - since));
        }

        void Lead(DbDataReader row)
        {
            var (times, waited) = (tallies.At(row.GetInt32(0), row.GetInt64(1)).Waits, row.GetInt64(2));
            if (row.GetInt32(3) == 1)
            {
                times.Happened(waited);
            }
            else
            {
                times.StillWaiting(waited);
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

        waits.Never(4);
    }
}
