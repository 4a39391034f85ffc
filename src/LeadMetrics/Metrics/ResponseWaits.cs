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
        foreach (var portion in tallies.Selection.Portions)
        {
            var reading = tallies.Selection.ReadingOf(portion);
            await (portion.Level is null ? ReadLeadsAsync(reading) : ReadCellsAsync(reading));
        }

        async Task ReadCellsAsync(Reading reading)
        {
            foreach (var cell in await data.RowsAsync<CellOfTimes>("metrics/rolled_response_times.sql", reading.Switches, reading.Parameters))
            {
                var times = waits(tallies.At(cell.GroupKey, cell.PlacedAt));
                times.Happened(cell.Durations);
                times.Never(cell.ClosedUnanswered);
                PackedTimes.Unpack(cell.Waiting, since => times.StillWaiting(asOf - cell.PlacedAt - since));
            }
        }

        async Task ReadLeadsAsync(Reading reading)
        {
            await using var reader = await data.ReaderAsync("metrics/response_times.sql", reading.Switches, reading.Parameters);
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
                        times.Never(1);
                        break;
                }
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

    private sealed class CellOfTimes
    {
        public int GroupKey { get; init; }

        public long PlacedAt { get; init; }

        public long ClosedUnanswered { get; init; }

        public byte[] Durations { get; init; } = [];

        public byte[] Waiting { get; init; } = [];
    }
}
