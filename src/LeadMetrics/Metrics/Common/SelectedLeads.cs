using System.Data.Common;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Sql;

namespace LeadMetrics.Metrics.Common;

/// <summary>The leads of a question, read one by one or by the cells that stand for them.</summary>
public sealed class SelectedLeads(LeadSelection selection)
{
    // The switch of the statements that can read cells in place of leads.
    private const string Rolled = "rolled";

    private readonly IReadOnlyList<Portion> _portions = Portion.Of(selection.Question, selection.Layout, selection.Version, selection.Spans);

    /// <summary>
    /// The rows of a statement: of all leads at once, or, where it can read cells in their place, those of each portion, for the reader to add up.
    /// </summary>
    /// <param name="path">The statement.</param>
    /// <param name="data">The data.</param>
    /// <param name="switches">Which lines of it are there; those of the question unless given.</param>
    public async Task<IReadOnlyList<T>> RowsAsync<T>(string path, Snapshot data, IReadOnlySet<string>? switches = null)
    {
        var rows = new List<T>();
        foreach (var reading in ReadingsOf(path, switches))
        {
            rows.AddRange(await RowsAsync<T>(path, reading, data));
        }

        return rows;
    }

    /// <summary>The same, each row where it stands: of many rows, without an object for each.</summary>
    public async Task ReadAsync(string path, Snapshot data, Action<DbDataReader> row, params KeyValuePair<string, object?>[] more)
    {
        foreach (var reading in ReadingsOf(path))
        {
            await data.ReadAsync(path, reading.Switches, reading.With(more).Parameters, row);
        }
    }

    /// <summary>Every portion, each row where it stands: by one statement what is read lead by lead, by another what is read by cells.</summary>
    public async Task ReadAsync(Snapshot data, string leads, Action<DbDataReader> lead, string cells, Action<DbDataReader> cell)
    {
        foreach (var portion in _portions)
        {
            var (path, row) = portion.Level is null ? (leads, lead) : (cells, cell);
            foreach (var reading in ReadingsOf(portion))
            {
                await data.ReadAsync(path, reading.Switches, reading.Parameters, row);
            }
        }
    }

    /// <summary>
    /// What stands between the cells that a statement is read by and the question. Nothing where the cells are right as they are.
    /// </summary>
    /// <param name="path">The statement.</param>
    /// <param name="data">The data.</param>
    public async Task<Correction<T>> CorrectionAsync<T>(string path, Snapshot data)
    {
        if (!CanReadCells(path) || Portion.YoungOf(selection.Question, selection.Version, _portions) is not { } young)
        {
            return new([], []);
        }

        var now = ReadingOf(young);
        return new(await RowsAsync<T>(path, now, data), await RowsAsync<T>(path, now.AsOf(Rollups.EndOfTime), data));
    }

    /// <summary>
    /// What each owner has lying open at asOf, whenever it was created: what stands in the table of it as of the latest event, with the leads whose
    /// neglect has changed since added and as they were then taken away; or, where that table cannot tell, all of it from the open leads.
    /// </summary>
    public async Task<Correction<T>> OpenLoadAsync<T>(Snapshot data)
    {
        const string OfLeads = "metrics/open_load.sql";
        var leads = new Reading(selection.SwitchesOfAllTime, selection.ParametersOfAllTime);
        var (version, question) = (selection.Version, selection.Question);
        if (selection.Spans.Count == 0 || !Portion.HoldsOpenLoad(question, version.LatestEventAt))
        {
            return new(await RowsAsync<T>(OfLeads, leads, data), []);
        }

        var changing = leads.Of(Dated.NotInTheFuture).Changing(version.LatestEventAt, question.AsOf.ToUnixTimeMilliseconds());
        var future = version.HasFutureDated ? await RowsAsync<T>(OfLeads, leads.Of(Dated.InTheFuture), data) : [];
        return new(
            [.. await RowsAsync<T>("metrics/rolled_open_load.sql", leads, data), .. await RowsAsync<T>(OfLeads, changing, data), .. future],
            await RowsAsync<T>(OfLeads, changing.AsOf(version.LatestEventAt), data));
    }

    private static Task<IReadOnlyList<T>> RowsAsync<T>(string path, Reading reading, Snapshot data) => data.RowsAsync<T>(path, reading.Switches, reading.Parameters);

    private static bool CanReadCells(string path) => SqlText.SwitchesOf(path).Contains(Rolled);

    private IEnumerable<Reading> ReadingsOf(string path, IReadOnlySet<string>? switches = null) =>
        (CanReadCells(path) ? _portions : [Portion.All]).SelectMany(portion => ReadingsOf(portion, switches));

    // Those of which something is to be left out as not known yet by themselves, so that the others are read as they stand.
    private IEnumerable<Reading> ReadingsOf(Portion portion, IReadOnlySet<string>? switches = null)
    {
        var reading = ReadingOf(portion, switches);
        return portion is not { Level: null, Dated: Dated.Any } || !reading.Switches.Contains("past") ? [reading]
            : reading.Switches.Contains("futureDatedAlone") ? [reading.Of(Dated.NotInTheFuture), reading.Of(Dated.InTheFuture)]
            : [reading.AsTheyStand(), reading.WorkedOut()];
    }

    private Reading ReadingOf(Portion portion, IReadOnlySet<string>? switches = null) => portion == Portion.All
        ? new(switches ?? selection.Switches, selection.Parameters)
        : new Reading(
            new HashSet<string>(switches ?? selection.Switches) { portion.Level is null ? "period" : Rolled },
            new Dictionary<string, object?>(selection.Parameters) { ["fromUtc"] = portion.From, ["bornUntil"] = portion.Until, ["level"] = portion.Level }).Of(portion.Dated);
}

/// <summary>Rows to add to others, and rows to take from them.</summary>
public sealed record Correction<T>(IReadOnlyList<T> Added, IReadOnlyList<T> Taken);
