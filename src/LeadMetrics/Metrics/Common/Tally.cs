using System.Linq.Expressions;
using System.Reflection;
using LeadMetrics.Engines;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using NodaTime;

namespace LeadMetrics.Metrics.Common;

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

    /// <summary>Of those converted by status alone, the ones that rates of conversion count.</summary>
    public long ConvertibleByStatusAlone { get; init; }

    /// <summary>Of those with a response before the start, the ones older than the target.</summary>
    public long DueBeforeStart { get; init; }

    /// <summary>How many leads the figures tell of: those of the period, or where there are none those of other times.</summary>
    public long LeadsToldOf() => Leads > 0 ? Leads : LeadsOfOtherTimes();

    /// <summary>The leads of other times that it tells of besides, such as those open now or won in the period.</summary>
    protected virtual long LeadsOfOtherTimes() => 0;
}

/// <summary>Adds tallies column by column: every count (<see cref="long"/>), and everything that can add its like.</summary>
internal static class Sum<T>
    where T : Tally
{
    private static readonly Action<T, T> s_add = Build(Expression.AddAssign, addition: true);
    private static readonly Action<T, T> s_take = Build(Expression.SubtractAssign, addition: false);

    /// <summary>Adds <paramref name="more"/> to <paramref name="sum"/>.</summary>
    public static void Add(T sum, T more) => s_add(sum, more);

    /// <summary>Takes the counts of <paramref name="part"/> from <paramref name="sum"/>.</summary>
    public static void Take(T sum, T part) => s_take(sum, part);

    private static Action<T, T> Build(Func<Expression, Expression, Expression> count, bool addition)
    {
        var (sum, more) = (Expression.Parameter(typeof(T)), Expression.Parameter(typeof(T)));
        var steps = new List<Expression>();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.PropertyType == typeof(long))
            {
                steps.Add(count(Expression.Property(sum, property), Expression.Property(more, property)));
            }
            else if (addition && property.PropertyType.GetMethod(nameof(WaitingTimes.Add), [property.PropertyType]) is { } add)
            {
                steps.Add(Expression.Call(Expression.Property(sum, property), add, Expression.Property(more, property)));
            }
        }

        return Expression.Lambda<Action<T, T>>(Expression.Block(steps), sum, more).Compile();
    }
}

/// <summary>The tallies of a question: one a group and bucket, and what belongs to no bucket or no group.</summary>
public sealed class Tallies<T>(LeadSelection selection, Grouping grouping)
    where T : Tally, new()
{
    private readonly Dictionary<(Group? Group, LocalDate? Bucket), T> _cells = [];
    private readonly T _standing = new();
    private int _lastKey;
    private long? _lastAt;
    private T? _last;

    public LeadSelection Selection => selection;

    /// <summary>What belongs to the totals, but to no row.</summary>
    public T Overall { get; } = new();

    /// <summary>What was counted of nobody, of no owner or no source, where the answer is by them; a team or channel may hold more that has no name.</summary>
    public T? Nobody { get; } = selection.Layout.GroupBy is GroupBy.Owner or GroupBy.Team or GroupBy.Source or GroupBy.Channel ? new() : null;

    /// <summary>Every group that anything was counted of.</summary>
    public IEnumerable<Group?> Groups => _cells.Keys.Select(key => key.Group).Distinct();

    /// <summary>What was counted at each place.</summary>
    public IEnumerable<T> All => _cells.Values;

    /// <summary>The first days of the buckets that anything was counted in.</summary>
    public IEnumerable<LocalDate> Buckets => _cells.Keys.Select(key => key.Bucket).OfType<LocalDate>();

    /// <summary>Adds the rows of a statement at their places.</summary>
    public async Task AddAsync(string path, Snapshot data)
    {
        Add(await selection.Leads.RowsAsync<T>(path, data));
        Change(await selection.Leads.CorrectionAsync<T>(path, data), Change);
    }

    /// <summary>Adds the events of the period, each at the place of its own time.</summary>
    public async Task AddFlowsAsync(string path, Snapshot data) => Add(await selection.OfEvents().Leads.RowsAsync<T>(path, data));

    /// <summary>Adds rows of a statement at their places.</summary>
    public void Add(IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            Add(row);
        }
    }

    /// <summary>Adds a row of a statement at its place.</summary>
    public void Add(T row) => Change(row, Sum<T>.Add);

    private static void Change(Correction<T> rows, Action<T, Action<T, T>> change)
    {
        foreach (var row in rows.Added)
        {
            change(row, Sum<T>.Add);
        }

        foreach (var row in rows.Taken)
        {
            change(row, Sum<T>.Take);
        }
    }

    private void Change(T row, Action<T, T> change)
    {
        change(At(row.GroupKey, row.SlotAt), row);
        if (Nobody is not null && row.GroupKey == 0)
        {
            change(Nobody, row);
        }
    }

    /// <summary>
    /// Adds what lies open at asOf, whenever the leads were created. It belongs to an owner, but to no time: it stands in the owner's row, and with
    /// an interval in the totals alone.
    /// </summary>
    public async Task AddOpenLoadAsync(Snapshot data)
    {
        Change(await selection.Leads.OpenLoadAsync<T>(data), selection.Layout.Interval is null ? Change : (row, change) => change(_standing, row));
    }

    /// <summary>The tally of a place, to add to.</summary>
    /// <param name="key">The member of the dimension.</param>
    /// <param name="at">An instant, in milliseconds.</param>
    public T At(int key, long? at)
    {
        // Leads of one place often come one after the other; where nothing is told apart by time, its instant does not matter.
        var instant = selection.Layout.IsByTime ? at : null;
        if (_last is null || key != _lastKey || instant != _lastAt)
        {
            (_lastKey, _lastAt, _last) = (key, instant, At(grouping.Of(key, at), BucketOf(at)));
        }

        return _last;
    }

    /// <summary>The tally of a place, to add to.</summary>
    /// <param name="group">What it is about.</param>
    /// <param name="bucket">The first day of the whole bucket; null without an interval.</param>
    public T At(Group? group, LocalDate? bucket)
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
    public LocalDate? BucketOf(long? at) => selection.Layout.Interval is null ? null
        : selection.Layout.StartOf(ReportPeriod.DayOf(Instant.FromUnixTimeMilliseconds(at!.Value), selection.Question.TimeZone));

    /// <summary>What was counted of a group, in a bucket where there are any.</summary>
    public T Of(Group? group, LocalDate? bucket) => _cells.GetValueOrDefault((group, bucket)) ?? new T();

    /// <summary>The leads of every group and bucket.</summary>
    public long Leads => _cells.Values.Sum(tally => tally.Leads);

    /// <summary>The leads of every group, by bucket.</summary>
    public IReadOnlyDictionary<LocalDate, long> LeadsByBucket() =>
        _cells.Where(cell => cell.Key.Bucket is not null).GroupBy(cell => cell.Key.Bucket!.Value).ToDictionary(cells => cells.Key, cells => cells.Sum(cell => cell.Value.Leads));

    /// <summary>Everything.</summary>
    public T Total()
    {
        var sum = new T();
        foreach (var tally in _cells.Values.Append(_standing).Append(Overall))
        {
            Sum<T>.Add(sum, tally);
        }

        return sum;
    }
}
