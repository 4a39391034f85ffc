using System.Collections.Concurrent;
using System.Diagnostics;

namespace LeadMetrics.Tests.Support;

/// <summary>Listens to every span of the service, from now on.</summary>
public sealed class SpanLog : IDisposable
{
    private readonly ActivityListener _listener;

    private SpanLog() => _listener = new ActivityListener
    {
        ShouldListenTo = source => source.Name is "LeadMetrics" or "Microsoft.AspNetCore",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        ActivityStopped = Spans.Enqueue,
    };

    public ConcurrentQueue<Activity> Spans { get; } = [];

    /// <summary>All that the spans say, but their ids.</summary>
    public IEnumerable<string> Texts => Spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")
        .Concat(span.Events.SelectMany(e => e.Tags.Select(tag => $"{tag.Key}={tag.Value}"))).Append(span.DisplayName).Append(span.StatusDescription ?? ""));

    public static SpanLog Listen()
    {
        var log = new SpanLog();
        ActivitySource.AddActivityListener(log._listener);
        return log;
    }

    /// <summary>The spans of a trace as a tree: each below its parent, by the order of their beginnings.</summary>
    public string Tree(ActivityTraceId trace)
    {
        var spans = Spans.Where(span => span.TraceId == trace).OrderBy(span => span.StartTimeUtc).ToList();
        return string.Join('\n', spans.Where(span => spans.All(other => other.SpanId != span.ParentSpanId)).SelectMany(span => Below(span, "")));

        IEnumerable<string> Below(Activity span, string indent) =>
            spans.Where(child => child.ParentSpanId == span.SpanId).SelectMany(child => Below(child, indent + "  ")).Prepend(indent + span.DisplayName);
    }

    public void Dispose() => _listener.Dispose();
}
