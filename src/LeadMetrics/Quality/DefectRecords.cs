using System.Globalization;
using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using NodaTime;

namespace LeadMetrics.Quality;

/// <summary>Which records have a defect?</summary>
public static class DefectRecords
{
    private static readonly Parameter<int> s_pageSize = Param.Whole("pageSize", "Records on a page.", 100, 1, 1000);
    private static readonly Parameter<string?> s_after = Param.Text("after", "The record after which the page starts, as next of the page before names it.", "what stands in next");

    private static readonly IReadOnlyList<Parameter> s_paging = [s_pageSize, s_after, .. Formats.Parameters];

    /// <summary>What some defect takes; each takes those of its own.</summary>
    public static readonly IReadOnlyList<Parameter> Parameters = [.. DataDefects.MissingOwner.Parameters, .. s_paging];

    /// <summary>A record for the documentation.</summary>
    public static DefectRecord ExampleRecord { get; } = new("leads", "L-1", "owner_id", "U-70", null);

    /// <summary>The defects that have records.</summary>
    public static IReadOnlyList<DataDefect> Defects { get; } = [.. DataDefects.All.Where(defect => defect is not QuestionDefect)];

    /// <summary>An answer for the documentation.</summary>
    public static DefectPage Example { get; } = PageOf(DataDefects.DanglingReference, [ExampleRecord], 1, null, Texts.English, Envelope.ExampleQuestion, 12);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("{code}", AnswerAsync)
        .Answers<DefectPage>().ListsRecords();

    private static async Task<IResult> AnswerAsync(string code, HttpContext http, MetricContext context)
    {
        if (Defects.FirstOrDefault(defect => defect.Code == code) is not { } defect)
        {
            return TypedResults.Problem(
                $"There is no defect '{code}' that has records; allowed are {string.Join(", ", Defects.Select(d => d.Code))}.", statusCode: StatusCodes.Status404NotFound);
        }

        var query = new QueryReader(http.Request.Query, Parameters);
        var allowed = defect.Parameters.Concat(s_paging).ToList();
        foreach (var other in Parameters.Except(allowed).Where(query.Has))
        {
            query.Fail(other.Name, $"The records of {code} do not depend on it; allowed are {string.Join(", ", allowed.Select(parameter => parameter.Name))}.");
        }

        var (shape, texts) = (Formats.Read(query, http.Request), http.Texts());
        var question = LeadQuestion.Read(query, context.Now, context.Options, Preset.AllTime);
        var (size, after) = (query.Get(s_pageSize), query.Get(s_after));
        query.ThrowIfBad();
        return await context.Answers.OfAsync(
            http, query, question, shape, code.ToLowerInvariant().Replace('_', '-'),
            async (question, data) =>
            {
                var selection = await LeadSelection.FindAsync(question, Layout.Plain, data);
                var (records, total, last) = defect switch
                {
                    LeadDefect ofLeads => await LeadsAsync(ofLeads.Possible(selection.Version) ? selection : null, ofLeads.Figure, ofLeads.Flaw, size, after, data),
                    LeftOutDefect leftOut => await LeadsAsync(await leftOut.LeadsAsync(selection, data), Figure.Of(LeadDefect.Leads), (_, _) => new(leftOut.Column), size, after, data),
                    OwnerDefect ofOwners => Owners(ofOwners, selection, size, after),
                    _ => await RowsAsync((RowDefect)defect, selection, size, after, data),
                };
                var next = last is null ? null : DataQuality.AddressOf(
                    defect, question, new KeyValuePair<string, string>(s_pageSize.Name, size.ToString(CultureInfo.InvariantCulture)), new KeyValuePair<string, string>(s_after.Name, last));
                return PageOf(defect, records, total, next, texts, question, selection.Version.Version);
            },
            answer => answer.Data,
            _ => ExampleRecord);
    }

    // The leads of the figure, so that they are as many as it counts.
    private static async Task<(IReadOnlyList<DefectRecord> Records, long Total, string? Last)> LeadsAsync(
        LeadSelection? selection, Figure figure, Func<Lead, LeadQuestion, Flaw> fault, int size, string? after, Snapshot data)
    {
        if (selection is null)
        {
            return ([], 0, null);
        }

        var (leads, total, last) = await LeadList.PageAsync(selection, figure, (size, after), oldestFirst: false, data);
        return ([.. leads.Select(lead => Record(Datasets.Leads.Name, lead.LeadId, fault(lead, selection.Question)))], total, last);
    }

    private static (IReadOnlyList<DefectRecord> Records, long Total, string? Last) Owners(OwnerDefect defect, LeadSelection selection, int size, string? after)
    {
        var start = Cursor.Read(after, 1);
        var owners = selection.ActiveOwners.Where(defect.Has).OrderBy(owner => owner.OwnerKey).ToList();
        var page = owners.Where(owner => owner.OwnerKey > start.Key).Take(size + 1).ToList();
        return (
            [.. page.Take(size).Select(owner => new DefectRecord(Datasets.Owners.Name, owner.OwnerId, defect.Column, owner.Capacity?.ToString(CultureInfo.InvariantCulture), null))],
            owners.Count,
            page.Count > size ? (Cursor.Start with { Key = page[size - 1].OwnerKey }).ToString() : null);
    }

    private static async Task<(IReadOnlyList<DefectRecord> Records, long Total, string? Last)> RowsAsync(RowDefect defect, LeadSelection selection, int size, string? after, Snapshot data)
    {
        var count = await new DefectCounts(selection, data).OfAsync(defect);
        var found = defect.Places.Count == 1 ? defect.Places : [.. count!.Parts.Select(part => part.Place)];
        var (asked, parameters) = defect.Ask(selection);
        var switches = defect.Switch is null ? asked.Switches : new HashSet<string>(asked.Switches) { defect.Switch };
        var rows = new List<(Cursor At, DefectRecord Record)>();
        var start = Cursor.Read(after, defect.Places.Count);
        for (var at = start.Place; at < defect.Places.Count && rows.Count <= size; at++)
        {
            var place = defect.Places[at];
            if (found.Contains(place))
            {
                var (_, key, time, nth) = at == start.Place ? start : Cursor.Start with { Place = at };
                var from = new Dictionary<string, object?>(parameters)
                {
                    ["dataset"] = place.Dataset.Name,
                    ["columnName"] = place.Column,
                    ["afterKey"] = key,
                    ["afterTime"] = time,
                    ["afterNth"] = nth,
                };
                rows.AddRange((await data.FirstRowsAsync<DefectRow>(defect.Path, switches, from, size + 1 - rows.Count))
                    .Select(row => (new Cursor(at, row.RowKey, row.HappenedAt, row.Nth), new DefectRecord(place.Dataset.Name, row.Id, place.Column, row.Value(defect), null))));
            }
        }

        return ([.. rows.Take(size).Select(row => row.Record)], count!.Count, rows.Count > size ? rows[size - 1].At.ToString() : null);
    }

    private static DefectRecord Record(string dataset, string id, Flaw fault) => new(dataset, id, fault.Column, fault.Value, fault.Against);

    private static DefectPage PageOf(
        DataDefect defect, IReadOnlyList<DefectRecord> records, long total, string? next, Texts texts, LeadQuestion question, long version) =>
        new(records, total, next, defect.Code, defect.Say("title", texts), defect.Say("meaning", texts), defect.Say("remedy", texts), question.AsOf.ToDateTimeUtc(), version,
            ScopeMeta.Of(question.Sight.Scope, texts));

    /// <summary>A row among those of a defect: its place, and what orders the rows there.</summary>
    private sealed record Cursor(int Place, long Key, long Time, long Nth)
    {
        public static readonly Cursor Start = new(0, 0, long.MinValue, 0);

        public static Cursor Read(string? text, int places)
        {
            if (text is null)
            {
                return Start;
            }

            var numbers = text.Split('.').Select(part => long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (long?)null).ToList();
            return numbers is [>= 0 and var place, { } key, { } time, { } nth] && place < places
                ? new((int)place, key, time, nth)
                : throw new BadQuestionException(s_after.Name, $"Allowed is {s_after.Allowed}.");
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Place}.{Key}.{Time}.{Nth}");
    }

    private sealed class DefectRow
    {
        public long RowKey { get; init; }

        public long HappenedAt { get; init; }

        public long Nth { get; init; }

        public string Id { get; init; } = "";

        public string? Named { get; init; }

        public string? Value(RowDefect defect) => defect == DataDefects.FutureEvent ? DataDefects.Text(Instant.FromUnixTimeMilliseconds(HappenedAt)) : Named;
    }
}

/// <summary>A page of the records that have a defect.</summary>
/// <param name="Data">The records, in a stable order.</param>
/// <param name="Total">How many there are, on all pages.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
/// <param name="Code">The defect.</param>
/// <param name="Title">What a reader calls it.</param>
/// <param name="Meaning">What it does to the figures.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="AsOf">The instant of truth.</param>
/// <param name="DataVersion">The version of the data that the page belongs to.</param>
/// <param name="Scope">What the caller may see, where that is not everything; null where it is.</param>
public sealed record DefectPage(
    IReadOnlyList<DefectRecord> Data, long Total, string? Next, string Code, string Title, string Meaning, string Remedy, DateTime AsOf, long DataVersion, ScopeMeta? Scope);

/// <summary>A record that has a defect.</summary>
/// <param name="Dataset">The dataset that it is a row of.</param>
/// <param name="Id">Its id in the CRM; of a row without one the id of the lead or opportunity that it is about.</param>
/// <param name="Column">The column that is empty or wrong; null where it is none of this row's.</param>
/// <param name="Value">What stands there, such as the id of what never arrived; null where nothing does.</param>
/// <param name="Against">What that does not agree with, such as the conversion before a creation; null where it is nothing else.</param>
public sealed record DefectRecord(string Dataset, string Id, string? Column, string? Value, string? Against);
