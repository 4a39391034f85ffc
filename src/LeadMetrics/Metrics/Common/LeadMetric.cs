using System.Text.Json;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Languages;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics.Common;

/// <summary>A metric, to the routes and the catalogue.</summary>
public interface IMetric
{
    MetricDefinition Definition { get; }

    /// <summary>An answer for the documentation, worked out by the metric's own code.</summary>
    object Example { get; }

    /// <summary>The columns of its rows, by their JSON names.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The header of its CSV, for the documentation.</summary>
    string CsvHeader(JsonSerializerOptions json);

    /// <summary>Adds its route under <c>/v1/metrics</c>.</summary>
    RouteHandlerBuilder Map(IEndpointRouteBuilder routes);
}

/// <summary>
/// A metric over leads. The way of a question: its parameters are read, its ids are found, the slice reads its tallies,
/// each tally becomes a row at its place, an earlier window stands beside it where that is asked, and the envelope is closed.
/// </summary>
/// <typeparam name="TTally">What its SQL counts at one place.</typeparam>
/// <typeparam name="TRow">Its row.</typeparam>
public abstract class LeadMetric<TTally, TRow> : IMetric
    where TTally : Tally, new()
    where TRow : MetricRow
{
    private static readonly Parameter<Func<TRow, IComparable?>?> s_sort = Param.Choice<Func<TRow, IComparable?>?>("sort", "The column to sort by: leads unless given, hours, weekdays and statuses in their own order. Rows that are not reliable stand after the others where a rate is sorted by, rows without a value last (nobody has no name), equal ones stand in the order of their names. A time series is in the order of time first.", RowColumns<TRow>.All, null);
    private static readonly Parameter<Order> s_order = Param.Choice("order", "Ascending or descending.", Order.Desc);

    private static readonly PercentileMeta? s_percentiles = typeof(TTally).GetProperties().Any(property => property.PropertyType == typeof(WaitingTimes))
        ? new PercentileMeta(WaitingTimes.ExactUpTo, WaitingTimes.RelativeError) : null;

    /// <summary>What every metric takes to lay its answer out.</summary>
    protected static IReadOnlyList<Parameter> Shape { get; } = [Layout.IntervalLength, Layout.ComparedWith, s_sort, s_order, .. Formats.Parameters];

    /// <summary>The same for one that is a time series unless told otherwise.</summary>
    protected static IReadOnlyList<Parameter> ShapeBy(Interval interval) =>
        [Layout.IntervalLength with { Default = interval, DefaultText = Param.Camel(interval) }, .. Shape.Skip(1)];

    public abstract MetricDefinition Definition { get; }

    /// <summary>What a row is about where the request does not say so.</summary>
    protected virtual GroupBy GroupBy => GroupBy.None;

    /// <summary>A tally for the documentation.</summary>
    protected abstract TTally ExampleTally { get; }

    /// <summary>Reads the metric's own parameters, and says what to read and how a tally becomes a row.</summary>
    protected abstract Slice<TTally, TRow> Ask(QueryReader query);

    public object Example => ExampleAnswer;

    public IReadOnlyList<string> Columns { get; } = [.. typeof(TRow).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    public string CsvHeader(JsonSerializerOptions json) => Formats.HeaderOf(ExampleAnswer.Totals, json);

    private MetricResponse<TRow> ExampleAnswer
    {
        get
        {
            var query = new QueryReader(QueryCollection.Empty, Definition.Parameters);
            var layout = Layout.Read(query, Envelope.ExampleQuestion, new ReportOptions(), GroupBy);
            var selection = LeadSelection.Example(Envelope.ExampleQuestion, layout);
            var group = layout.GroupBy == GroupBy.Owner ? new Group("U-7", "سارة العتيبي") : null;
            var answer = new Answer(Ask(query), selection, Grouping.Example, new SmallGroups(Envelope.ExampleQuestion.Sight, false), Texts.English);
            var bucket = layout.Interval is null ? null : new Bucket(new(2026, 1, 1), new(2026, 1, 1), new(2026, 1, 31));
            var row = answer.Row(group, bucket, ExampleTally, ExampleTally.Leads);
            return new MetricResponse<TRow>(
                [row], answer.Row(null, null, ExampleTally, ExampleTally.Leads), Envelope.ExampleMeta(Definition, selection, LeadWarnings.Example(Definition, group, row)) with { Percentiles = s_percentiles });
        }
    }

    public RouteHandlerBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Definition.Name, async (HttpContext http, MetricContext context) =>
        {
            var query = new QueryReader(http.Request.Query, Definition.Parameters);
            var (shape, question) = (Formats.Read(query, http.Request), LeadQuestion.Read(query, context.Now, context.Options, Definition.Period));
            var work = Work(query, question, context.Options, http.Texts());
            query.ThrowIfBad();
            return await context.Answers.OfAsync(http, query, question, shape, Definition.Name, work, answer => answer.Data, answer => (TRow)answer.Totals.Shown());
        })
        .Answers<MetricResponse<TRow>>();

    // How the answer is worked out, once the question is settled.
    private Func<LeadQuestion, Snapshot, Task<MetricResponse<TRow>>> Work(QueryReader query, LeadQuestion asked, ReportOptions options, Texts texts)
    {
        var layout = Layout.Read(query, asked, options, GroupBy);
        var (slice, sort, order) = (Ask(query), query.Get(s_sort), query.Get(s_order));
        return async (question, data) =>
        {
            var earlierPeriod = layout.Compare is { } compare ? question.Period?.Before(compare, question.Named) : null;
            var selection = await LeadSelection.FindAsync(question, layout, data);
            var grouping = await Grouping.FindAsync(selection, data);
            var now = new Tallies<TTally>(selection, grouping);
            await slice.Read(now, data);
            var earlier = earlierPeriod is null ? null : new Tallies<TTally>(selection.Before(earlierPeriod), grouping);
            if (earlier is not null)
            {
                await slice.Read(earlier, data);
            }

            var total = now.Total();
            var (exclusions, leftOut) = await Envelope.ExclusionsAsync(selection, total.Leads, data);

            // What a filter leaves out is told by the same answer without it: few leads left out are as few leads asked for.
            var small = new SmallGroups(question.Sight, question.Sight.Hides(total.LeadsToldOf()) || question.Sight.Hides(exclusions.Filtered));
            var answer = new Answer(slice, selection, grouping, small, texts);
            var (rows, totals) = answer.RowsAndTotals(now, total, earlier, sort, order);
            var bounds = question.Basis == Basis.Period ? null : answer.Bounds(rows, totals, now, total);
            var caveats = LeadWarnings.Of(Definition, selection, total, leftOut, defect => bounds?.Of(defect)).Concat(slice.Caveats?.Invoke(selection, total) ?? []);
            var meta = Envelope.Meta(Definition, selection, earlierPeriod, query, options, exclusions, caveats, texts) with { Percentiles = s_percentiles };
            return new MetricResponse<TRow>([.. rows.Select(row => row.Row)], totals, Envelope.Suppressed(meta, question.Sight, [.. rows.Select(row => row.Row), totals], texts));
        };
    }

    /// <summary>Tallies as rows.</summary>
    private sealed class Answer(Slice<TTally, TRow> slice, LeadSelection selection, Grouping grouping, SmallGroups small, Texts texts)
    {
        public (List<(Group? Group, TRow Row)> Rows, TRow Totals) RowsAndTotals(Tallies<TTally> now, TTally total, Tallies<TTally>? earlier, Func<TRow, IComparable?>? sort, Order order)
        {
            var (rows, totals) = (Rows(now, earlier, sort, order), Totals(total, earlier));
            return totals.Suppressed || rows.Exists(row => row.Row.Suppressed)
                ? ([.. rows.Select(row => (row.Group, (TRow)row.Row.WithoutOthers()))], (TRow)totals.WithoutOthers()) : (rows, totals);
        }

        private List<(Group? Group, TRow Row)> Rows(Tallies<TTally> now, Tallies<TTally>? earlier, Func<TRow, IComparable?>? sort, Order order)
        {
            var groups = now.Groups.Concat(earlier?.Groups ?? []).Concat(slice.Always?.Invoke(selection) ?? []).Distinct().ToList();
            if (groups.Count == 0 && selection.Layout.GroupBy == GroupBy.None)
            {
                groups.Add(null);
            }

            var (buckets, earlierBuckets) = (Buckets(now), earlier is null ? [] : Buckets(earlier));
            if ((long)groups.Count * buckets.Count > Layout.MostRows)
            {
                throw selection.Layout.Interval is null
                    ? new BadQuestionException(Layout.GroupByName, $"It gives {groups.Count} rows; allowed are {Layout.MostRows}: a shorter period, or a filter.")
                    : new BadQuestionException(Layout.IntervalLength.Name, $"It gives {groups.Count} × {buckets.Count} rows; allowed are {Layout.MostRows}: a longer interval, a shorter period, or fewer groups.");
            }

            var (allLeads, allLeadsBefore) = (AllLeads(now), AllLeads(earlier));
            var by = sort ?? RowColumns<TRow>.All["leads"]!;
            var places = groups.SelectMany(group => buckets.Select((bucket, at) => (Group: group, At: at))).ToList();
            var hidden = small.Of(places, place => now.Of(place.Group, buckets[place.At]?.Start), new HashSet<(Group? Group, int At)>());
            var hiddenBefore = small.Of(places.Where(place => place.At < earlierBuckets.Count), place => earlier!.Of(place.Group, earlierBuckets[place.At]?.Start), hidden);

            // Where a hidden row stands would tell of its figures.
            return [.. places
                .Select(place => (place.Group, place.At, Row: Row(place)))
                .OrderBy(row => row.At)
                .ThenBy(row => sort is null ? row.Group?.Place : 0)
                .ThenBy(row => row.Row.Suppressed)
                .ThenBy(row => sort is not null && RowColumns<TRow>.IsRate(sort) && row.Row is ISampled { Reliable: false } && !row.Row.Suppressed)
                .ThenByColumn(row => row.Row.Suppressed || (by(row.Row) is var value && IsNameOfNobody(row.Group, value)) ? null : by(row.Row), order)
                .ThenBy(row => row.Group?.Name is null)
                .ThenBy(row => row.Group?.Name, StringComparer.Ordinal)
                .ThenBy(row => row.Group?.Id, StringComparer.Ordinal)
                .Select(row => (row.Group, row.Row))];

            // What nobody is called is no name.
            bool IsNameOfNobody(Group? group, IComparable? value) => group is { IsNobody: true } && Equals(value, group.Called(texts));

            TRow Row((Group? Group, int At) cell)
            {
                var ((group, at), bucket) = (cell, buckets[cell.At]);
                var tally = now.Of(group, bucket?.Start);
                var row = this.Row(group, bucket, tally, allLeads(bucket));
                if (hidden.Contains(cell))
                {
                    row.Suppress();
                }
                else if (earlier is not null && at < earlierBuckets.Count && !hiddenBefore.Contains(cell))
                {
                    var before = earlierBuckets[at];
                    Compare(row, tally, earlier.Of(group, before?.Start), new Place(group, before, earlier.Selection, QuestionOf(earlier.Selection, before), null, allLeadsBefore(before), texts));
                }

                return row;
            }

            // At a row's time: in its bucket, or in all of the period.
            static Func<Bucket?, long> AllLeads(Tallies<TTally>? tallies)
            {
                var (total, byBucket) = (tallies?.Leads ?? 0, tallies?.LeadsByBucket());
                return bucket => bucket is null ? total : byBucket!.GetValueOrDefault(bucket.Start);
            }
        }

        // Ratios of flows are no shares, of which a lead more could be told what it does.
        public RateBounds<TRow> Bounds(IReadOnlyList<(Group? Group, TRow Row)> rows, TRow totals, Tallies<TTally> now, TTally total) =>
            new(selection.Layout, rows, totals, total, now.Nobody is { } nobody ? Row(Group.Nobody(LeadQuestion.Nobody), null, nobody, total.Leads) : null);

        private TRow Totals(TTally total, Tallies<TTally>? earlier)
        {
            var totals = Row(null, null, total, total.Leads);
            if (small.All)
            {
                totals.Suppress();
            }
            else if (earlier?.Total() is { } before && !selection.Question.Sight.Hides(before.LeadsToldOf()))
            {
                Compare(totals, total, before, new Place(null, null, earlier.Selection, earlier.Selection.Question, null, before.Leads, texts));
            }

            return totals;
        }

        // Of the earlier row only the figures are shown: it needs no links.
        private void Compare(TRow row, TTally now, TTally earlier, Place place)
        {
            row.Change = RowColumns<TRow>.Changes(row, slice.Row(place, earlier));
            slice.Explain?.Invoke(row, now, earlier);
        }

        public TRow Row(Group? group, Bucket? bucket, TTally tally, long allLeads)
        {
            var question = QuestionOf(selection, bucket);
            var links = selection.Question.Sight.Records && grouping.Narrow(question, group) is { } narrowed ? new LeadLinks(narrowed) : null;
            var place = new Place(group, bucket, selection, question, links, allLeads, texts);
            var row = slice.Row(place, tally);
            row.From = bucket?.From.ToDateOnly();
            row.To = bucket?.To.ToDateOnly();
            if (row is GroupedRow grouped)
            {
                (grouped.Group, grouped.GroupName) = (group?.Id, group?.Called(texts));
            }
            else if (row is OwnerMetricRow ofOwner)
            {
                ofOwner.IsAbout(place);
            }

            if (links is not null)
            {
                row.Links = RowColumns<TRow>.LinkedOf(row).Select(figure => KeyValuePair.Create(figure.Name, links.To(figure))).Concat(row.Links).ToDictionary();
            }

            return row;
        }

        private static LeadQuestion QuestionOf(LeadSelection selection, Bucket? bucket) => bucket is null ? selection.Question : selection.Question.Within(bucket);

        // Of all time: from the first bucket that holds anything to the day of asOf.
        private static List<Bucket?> Buckets(Tallies<TTally> tallies)
        {
            var (layout, question) = (tallies.Selection.Layout, tallies.Selection.Question);
            return layout.Interval is null ? [null]
                : question.Period is { } period ? [.. layout.Buckets(period.From, period.To)]
                : tallies.Buckets.Any() ? [.. layout.Buckets(tallies.Buckets.Min(), ReportPeriod.DayOf(question.AsOf, question.TimeZone))] : [];
        }
    }
}
