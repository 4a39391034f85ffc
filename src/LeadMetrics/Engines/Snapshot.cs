using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using LeadMetrics.Sql;
using LeadMetrics.Telemetry;

namespace LeadMetrics.Engines;

/// <summary>Who runs statements, and who is told of them.</summary>
public sealed record Watch(Instruments Instruments, string Asker, string System, ILogger Log);

/// <summary>One version of the data, open for reading.</summary>
public sealed partial class Snapshot(string engine, DbConnection connection, DbTransaction? transaction, Watch watch, CancellationToken cancel)
{
    private const string VersionPath = "metrics/data_version.sql";

    private static readonly string s_versionSql = SqlText.Render(VersionPath);

    private readonly HashSet<string> _prepared = [];

    private DataVersion? _version;

    /// <summary>The version of the data that everything read here belongs to.</summary>
    public async Task<DataVersion> VersionAsync() => _version ??= await RunAsync(VersionPath, ReadVersionAsync);

    /// <summary>All rows of a statement.</summary>
    public async Task<IReadOnlyList<T>> RowsAsync<T>(string path, IReadOnlySet<string> switches, object? parameters)
    {
        var command = await CommandAsync(path, switches, parameters);
        return (await RunAsync(path, () => connection.QueryAsync<T>(command))).AsList();
    }

    /// <inheritdoc cref="RowsAsync{T}(string, IReadOnlySet{string}, object?)"/>
    public Task<IReadOnlyList<T>> RowsAsync<T>(string path, object? parameters = null) =>
        RowsAsync<T>(path, new HashSet<string>(), parameters);

    /// <summary>All rows of a statement, each where it stands.</summary>
    public async Task ReadAsync(string path, IReadOnlySet<string> switches, object? parameters, Action<DbDataReader> row)
    {
        await using var reader = await ReaderAsync(path, switches, parameters);
        while (await reader.ReadAsync(cancel))
        {
            row(reader);
        }
    }

    /// <summary>At most so many rows; the rest is not read.</summary>
    public async Task<IReadOnlyList<T>> FirstRowsAsync<T>(string path, IReadOnlySet<string> switches, object? parameters, int most)
    {
        await using var reader = await ReaderAsync(path, switches, parameters);
        var parse = reader.GetRowParser<T>();
        var rows = new List<T>();
        while (rows.Count < most && await reader.ReadAsync(cancel))
        {
            rows.Add(parse(reader));
        }

        return rows;
    }

    private async Task<DbDataReader> ReaderAsync(string path, IReadOnlySet<string> switches, object? parameters)
    {
        var command = await CommandAsync(path, switches, parameters);
        return await RunAsync(path, () => connection.ExecuteReaderAsync(command));
    }

    // The statement, once what it needs is there.
    private async Task<CommandDefinition> CommandAsync(string path, IReadOnlySet<string> switches, object? parameters)
    {
        var statement = SqlText.Of(path, switches);
        if (statement.Needs.Count > 0)
        {
            await PrepareAsync([.. statement.Needs.Select(need => (need, SqlText.Render(need, switches)))], (IReadOnlyDictionary<string, object?>)parameters!);
        }

        return Command(statement.Text, parameters);
    }

    // Worked out into tables that only this snapshot has, and that end with it: once for the values that it depends on.
    private async Task PrepareAsync(IReadOnlyList<(string Path, string Text)> needs, IReadOnlyDictionary<string, object?> parameters)
    {
        var texts = string.Concat(needs.Select(need => need.Text));
        var values = ParameterName().Matches(texts).Select(name => name.Groups[1].Value).Distinct().Select(name => parameters[name]);
        if (!_prepared.Add(texts + string.Join(',', values)))
        {
            return;
        }

        if (_prepared.Count == 1)
        {
            var tables = $"temporary/{engine}.sql";
            await ExecuteAsync(tables, SqlText.Render(tables), null);
        }

        foreach (var (path, text) in needs)
        {
            await ExecuteAsync(path, text, parameters);
        }
    }

    private Task<int> ExecuteAsync(string path, string text, object? parameters) => RunAsync(path, () => connection.ExecuteAsync(Command(text, parameters)));

    // Where rows are read one by one, the time is until the first.
    private async Task<T> RunAsync<T>(string path, Func<Task<T>> run)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await watch.Instruments.StatementAsync(path, watch.Asker, watch.System, run);
        if (watch.Log.IsEnabled(LogLevel.Debug))
        {
            watch.Log.LogDebug("Ran {Statement} in {Milliseconds:0.0} ms", path, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return result;
    }

    // Every request does, so it does without Dapper.
    private async Task<DataVersion> ReadVersionAsync()
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (s_versionSql, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new()
        {
            Version = reader.GetInt64(0),
            ChangedAt = reader.GetInt64(1),
            EarliestLeadAt = reader.GetInt64(2),
            LatestEventAt = reader.GetInt64(3),
            LatestFutureDatedAt = reader.GetInt64(4),
            HasPlannedActivities = Convert.ToInt64(reader.GetValue(5), CultureInfo.InvariantCulture),
            RollupCalendar = reader.IsDBNull(6) ? null : reader.GetString(6),
        };
    }

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex ParameterName();

    private CommandDefinition Command(string text, object? parameters) => new(text, parameters, transaction, cancellationToken: cancel);
}

/// <summary>Which version of the data a snapshot holds.</summary>
public sealed class DataVersion
{
    public long Version { get; init; }

    /// <summary>When it became so, in milliseconds since 1970; 0 where nothing was ever imported.</summary>
    public long ChangedAt { get; init; }

    /// <summary>No lead was created before, in milliseconds.</summary>
    public long EarliestLeadAt { get; init; }

    /// <summary>Nothing is known to have happened later, in milliseconds, but to the future-dated.</summary>
    public long LatestEventAt { get; init; }

    /// <summary>The latest thing that is said to have happened to the future-dated: those that an import found dated after its own clock; 0 where there are none.</summary>
    public long LatestFutureDatedAt { get; init; }

    /// <summary>Whether there are any.</summary>
    public bool HasFutureDated => LatestFutureDatedAt > 0;

    public long HasPlannedActivities { get; init; }

    /// <summary>Which months there are roll-ups of; null where there are none.</summary>
    public string? RollupCalendar { get; init; }
}
