using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LeadMetrics.Tests.Support;

/// <summary>Listens to what the database runs.</summary>
public sealed class StatementLog : ILoggerProvider, ILogger
{
    /// <summary>The setting by which the service tells them.</summary>
    public const string Setting = "--Logging:LogLevel:LeadMetrics.Engines.Database=Debug";

    public ConcurrentQueue<string> Statements { get; } = [];

    /// <summary>Called after each statement, before what asked for it goes on.</summary>
    public Action<string>? Ran { get; set; }

    /// <summary>Listens from now on.</summary>
    public static StatementLog Of(World world)
    {
        var log = new StatementLog();
        world.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        return log;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values && values.FirstOrDefault(value => value.Key == "Statement").Value is string statement)
        {
            Assert.That(formatter(state, exception), Does.Match(@"^Ran (metrics|data_quality|access|facts|temporary)/[a-z_]+\.sql in [0-9]+\.[0-9] ms$"));
            Statements.Enqueue(statement);
            Ran?.Invoke(statement);
        }
    }

    public void Dispose()
    {
    }
}
