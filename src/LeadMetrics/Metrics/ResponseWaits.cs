using LeadMetrics.Engines;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>How long leads waited for their first response: a row a lead, read as it comes.</summary>
public static class ResponseWaits
{
    /// <summary>Adds the times of every lead at its place.</summary>
    public static async Task ReadAsync<T>(Tallies<T> tallies, Func<T, WaitingTimes> waits, Snapshot data)
        where T : Tally, new()
    {
        var selection = tallies.Selection;
        await using var reader = await data.ReaderAsync("metrics/response_times.sql", selection.Switches, selection.Parameters);
        while (await reader.ReadAsync())
        {
            var times = waits(tallies.At(reader.GetInt32(0), reader.GetInt64(1)));
            var waited = reader.GetInt64(2);
            switch (reader.GetInt32(3))
            {
                case 1:
                    times.Happened(waited);
                    break;
                case 0:
                    times.StillWaiting(waited);
                    break;
                default:
                    times.Never();
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
            waits.Never();
        }
    }
}
