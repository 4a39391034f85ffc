using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LeadMetrics.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeadMetrics.Tests.Support;

/// <summary>The log as the console has it in production, line by line.</summary>
public sealed class JsonLog : ILoggerProvider
{
    /// <summary>The setting by which the service tells all that it ever would.</summary>
    public const string Everything = "--Logging:LogLevel:Default=Trace";

    private readonly JsonLogLine _line;

    private JsonLog(World world) => _line = new(world.Clock);

    public ConcurrentQueue<string> Lines { get; } = [];

    /// <summary>The lines of a category, or of all that are no less than a level.</summary>
    public IReadOnlyList<JsonNode> Of(string category) => [.. Lines.Select(line => JsonNode.Parse(line)!).Where(line => (string?)line["category"] == category)];

    public IReadOnlyList<string> Bad => [.. Lines.Where(line => (string?)JsonNode.Parse(line)!["level"] is "Warning" or "Error" or "Critical")];

    /// <summary>Listens from now on.</summary>
    public static JsonLog Of(World world)
    {
        var log = new JsonLog(world);
        world.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        return log;
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(JsonLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var text = new StringWriter();
            log._line.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, text);
            log.Lines.Enqueue(text.ToString().TrimEnd());
        }
    }
}
