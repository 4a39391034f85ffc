using LeadMetrics.Engines;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>A metric, to the routes and the catalogue.</summary>
public interface IMetric
{
    MetricDefinition Definition { get; }

    /// <summary>An answer for the documentation, worked out by the metric's own code.</summary>
    object Example { get; }

    /// <summary>Adds its route under <c>/v1/metrics</c>.</summary>
    RouteHandlerBuilder Map(IEndpointRouteBuilder routes);
}

/// <summary>A metric over leads: a question is read, its ids are found, the slice answers, and the envelope is closed.</summary>
/// <typeparam name="TRow">Its row.</typeparam>
public abstract class LeadMetric<TRow> : IMetric
{
    public abstract MetricDefinition Definition { get; }

    /// <inheritdoc cref="IMetric.Example"/>
    protected abstract Answer<TRow> ExampleAnswer { get; }

    public object Example => new MetricResponse<TRow>(ExampleAnswer.Rows, ExampleAnswer.Totals, Envelope.ExampleMeta(Definition, ExampleAnswer.Warnings));

    /// <summary>Reads the metric's own parameters, and returns what answers the question within one snapshot.</summary>
    protected abstract Func<LeadSelection, Snapshot, Task<Answer<TRow>>> Ask(QueryReader query);

    public RouteHandlerBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Definition.Name, async (HttpContext http, MetricContext context) =>
            TypedResults.Ok(await AnswerAsync(new QueryReader(http.Request.Query, Definition.Parameters), context, http.RequestAborted)));

    private async Task<MetricResponse<TRow>> AnswerAsync(QueryReader query, MetricContext context, CancellationToken cancel)
    {
        var question = LeadQuestion.Read(query, context.Now, context.Options, Preset.Last30Days);
        var answer = Ask(query);
        query.ThrowIfBad();
        return await context.Database.ReadAsync(
            async data =>
            {
                var selection = await LeadSelection.FindAsync(question, data);
                var (rows, totals, eligible, warnings) = await answer(selection, data);
                var exclusions = await Envelope.ExclusionsAsync(selection, eligible, data);
                return new MetricResponse<TRow>(rows, totals, Envelope.Meta(Definition, selection.Question, selection.Version.Version, query, context.Options, exclusions, warnings));
            },
            cancel);
    }
}

/// <summary>What a slice answers.</summary>
/// <param name="Rows">The rows, in their order.</param>
/// <param name="Totals">All of them together.</param>
/// <param name="Eligible">The eligible leads of the period.</param>
/// <param name="Warnings">What touches the figures.</param>
public sealed record Answer<TRow>(IReadOnlyList<TRow> Rows, TRow Totals, long Eligible, IReadOnlyList<Warning> Warnings);

/// <summary>What every metric needs of the service.</summary>
public sealed class MetricContext(Database database, TimeProvider clock, Microsoft.Extensions.Options.IOptions<ReportOptions> options)
{
    public Database Database => database;

    public ReportOptions Options => options.Value;

    public NodaTime.Instant Now => NodaTime.Instant.FromDateTimeOffset(clock.GetUtcNow());
}
