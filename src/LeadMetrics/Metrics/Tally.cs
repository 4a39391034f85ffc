using System.Linq.Expressions;
using System.Reflection;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>
/// What a metric counts of the leads at one place: a column of the SQL each, and every one of them adds up. Besides what
/// a metric adds, the defects of its leads, each a figure of its own.
/// </summary>
public abstract class Tally
{
    /// <summary>The member of the dimension that the answer is grouped by.</summary>
    public int GroupKey { get; init; }

    /// <summary>An instant of the slot, in milliseconds.</summary>
    public long? SlotAt { get; init; }

    public long Leads { get; init; }

    public long Immature { get; init; }

    public long MissingOwner { get; init; }

    public long UnknownSource { get; init; }

    public long ConversionBeforeCreation { get; init; }

    public long ResponseBeforeStart { get; init; }

    public long NoOwnerHistory { get; init; }

    public long ConvertedByStatusAlone { get; init; }

    public long MissingRate { get; init; }
}

/// <summary>Adds tallies column by column: every count (<see cref="long"/>), and everything that can add its like.</summary>
internal static class Sum<T>
    where T : Tally
{
    private static readonly Action<T, T> s_add = Build();

    /// <summary>Adds <paramref name="more"/> to <paramref name="sum"/>.</summary>
    public static void Add(T sum, T more) => s_add(sum, more);

    private static Action<T, T> Build()
    {
        var (sum, more) = (Expression.Parameter(typeof(T)), Expression.Parameter(typeof(T)));
        var steps = new List<Expression>();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.PropertyType == typeof(long))
            {
                steps.Add(Expression.AddAssign(Expression.Property(sum, property), Expression.Property(more, property)));
            }
            else if (property.PropertyType.GetMethod(nameof(WaitingTimes.Add), [property.PropertyType]) is { } add)
            {
                steps.Add(Expression.Call(Expression.Property(sum, property), add, Expression.Property(more, property)));
            }
        }

        return Expression.Lambda<Action<T, T>>(Expression.Block(steps), sum, more).Compile();
    }
}

/// <summary>The tallies of a question: one a group and bucket, and what belongs to a group at all times.</summary>
public sealed class Tallies<T>(LeadSelection selection, Grouping grouping)
    where T : Tally, new()
{
    private readonly Dictionary<(Group? Group, NodaTime.LocalDate? Bucket), T> _cells = [];
    private readonly Dictionary<Group, T> _standing = [];

    public LeadSelection Selection => selection;

    /// <summary>What belongs to the totals, but to no row.</summary>
    public T Overall { get; } = new();

    /// <summary>Every group that anything was counted of.</summary>
    public IEnumerable<Group?> Groups => _cells.Keys.Select(key => key.Group).Concat(_standing.Keys).Distinct();

    /// <summary>The first days of the buckets that anything was counted in.</summary>
    public IEnumerable<NodaTime.LocalDate> Buckets => _cells.Keys.Select(key => key.Bucket).OfType<NodaTime.LocalDate>();

    /// <summary>Adds the rows of a statement at their places.</summary>
    public Task AddAsync(string path, Engines.Snapshot data) => AddAsync(path, selection, data);

    /// <summary>Adds the events of the period, each at the place of its own time.</summary>
    /// <param name="only">The rows of the statement to add; all unless given.</param>
    public Task AddFlowsAsync(string path, Engines.Snapshot data, Func<T, bool>? only = null) =>
        AddAsync(path, selection.With(question => question with { Basis = Parameters.Basis.Period }), data, only);

    /// <summary>Adds a row of a statement at its place.</summary>
    public void Add(T row) => Sum<T>.Add(At(row.GroupKey, row.SlotAt), row);

    /// <summary>Adds what belongs to a group, but to no time: it stands in the group's rows and the totals, in no bucket.</summary>
    public void AddStanding(T row)
    {
        if (grouping.Of(row.GroupKey, row.SlotAt) is { } group)
        {
            _standing.TryAdd(group, new T());
            Sum<T>.Add(_standing[group], row);
        }
    }

    /// <summary>The tally of a place, to add to.</summary>
    /// <param name="key">The member of the dimension.</param>
    /// <param name="at">An instant, in milliseconds.</param>
    public T At(int key, long? at) => At(grouping.Of(key, at), BucketOf(at));

    /// <summary>The tally of a place, to add to.</summary>
    /// <param name="group">What it is about.</param>
    /// <param name="bucket">The first day of the whole bucket; null without an interval.</param>
    public T At(Group? group, NodaTime.LocalDate? bucket)
    {
        if (!_cells.TryGetValue((group, bucket), out var tally))
        {
            _cells[(group, bucket)] = tally = new T();
        }

        return tally;
    }

    /// <summary>The group of a member of the dimension, where the answer is not grouped by time.</summary>
    public Group? GroupOf(int key) => grouping.Of(key, null);

    /// <summary>The first day of the bucket that an instant falls in; null without an interval.</summary>
    public NodaTime.LocalDate? BucketOf(long? at) => selection.Layout.Interval is null ? null
        : selection.Layout.StartOf(Parameters.ReportPeriod.DayOf(NodaTime.Instant.FromUnixTimeMilliseconds(at!.Value), selection.Question.TimeZone));

    /// <summary>What was counted of a group, in one bucket or in all of them.</summary>
    public T Of(Group? group, NodaTime.LocalDate? bucket)
    {
        if (bucket is not null)
        {
            return _cells.GetValueOrDefault((group, bucket)) ?? new T();
        }

        return Together(_cells.Where(cell => cell.Key.Group == group).Select(cell => cell.Value)
            .Concat(group is not null && _standing.TryGetValue(group, out var standing) ? [standing] : []));
    }

    /// <summary>Everything.</summary>
    public T Total() => Together(_cells.Values.Concat(_standing.Values).Append(Overall));

    private async Task AddAsync(string path, LeadSelection asked, Engines.Snapshot data, Func<T, bool>? only = null)
    {
        foreach (var row in await data.RowsAsync<T>(path, asked.Switches, asked.Parameters))
        {
            if (only?.Invoke(row) ?? true)
            {
                Add(row);
            }
        }
    }

    private static T Together(IEnumerable<T> tallies)
    {
        var sum = new T();
        foreach (var tally in tallies)
        {
            Sum<T>.Add(sum, tally);
        }

        return sum;
    }
}
