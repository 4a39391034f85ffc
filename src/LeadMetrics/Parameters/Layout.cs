using NodaTime;

namespace LeadMetrics.Parameters;

/// <summary>What a row of an answer is about.</summary>
public enum GroupBy
{
    None,
    Owner,
    Team,
    Source,
    Channel,
    Campaign,
    Status,
    Hour,
    Weekday,
}

/// <summary>How long the buckets of a time series are.</summary>
public enum Interval
{
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>The earlier window that an answer is set beside.</summary>
public enum Compare
{
    PreviousPeriod,
    PreviousYear,
}

/// <summary>How an answer is laid out: what its rows are, and what they are set beside.</summary>
public sealed record Layout
{
    public static readonly Parameter<Interval?> IntervalLength = Param.OptionalChoice<Interval>("interval", "A time series: each row once a day, week, month, quarter or year of the period, empty ones too. The buckets sum to the totals; the first and the last may be cut by the period.");
    public static readonly Parameter<Compare?> ComparedWith = Param.OptionalChoice<Compare>("compare", "Sets each row beside the same row of an earlier window: the same number of days just before (of a calendar preset the calendar period before), or the same days of the year before.");

    public const string GroupByName = "groupBy";

    /// <summary>How many rows an answer may have.</summary>
    public const int MostRows = 10_000;

    /// <summary>One row, of everything.</summary>
    public static readonly Layout Plain = new() { GroupBy = GroupBy.None, FirstDayOfWeek = IsoDayOfWeek.Sunday };

    public required GroupBy GroupBy { get; init; }

    public Interval? Interval { get; init; }

    public Compare? Compare { get; init; }

    public required IsoDayOfWeek FirstDayOfWeek { get; init; }

    /// <summary>Whether rows are told apart by time.</summary>
    public bool IsByTime => Interval is not null || GroupBy is GroupBy.Hour or GroupBy.Weekday;

    /// <summary>The parameter that says what a row is about.</summary>
    public static Parameter<GroupBy> By(GroupBy otherwise, params IReadOnlyList<GroupBy> others) =>
        Param.Choice(GroupByName, "What a row is about.", others.Prepend(otherwise).Order().ToDictionary(Param.Camel, value => value), otherwise) with { DefaultText = Param.Camel(otherwise) };

    /// <summary>Reads it; what the route does not declare has its default.</summary>
    /// <param name="otherwise">What a row is about where there is no choice.</param>
    public static Layout Read(QueryReader query, LeadQuestion question, ReportOptions options, GroupBy otherwise)
    {
        var layout = new Layout
        {
            GroupBy = query.GetDeclared(By(otherwise)),
            Interval = query.GetDeclared(IntervalLength),
            Compare = query.GetDeclared(ComparedWith),
            FirstDayOfWeek = options.FirstDayOfWeek,
        };
        if (layout.Compare is not null && question.Named == Preset.AllTime)
        {
            query.Fail(ComparedWith.Name, "Nothing lies before all time; give from and to, or another preset.");
        }

        return layout;
    }

    /// <summary>The first day of the bucket that a day falls in.</summary>
    public LocalDate StartOf(LocalDate day) => Interval switch
    {
        Parameters.Interval.Day => day,
        Parameters.Interval.Week => day.With(DateAdjusters.PreviousOrSame(FirstDayOfWeek)),
        Parameters.Interval.Month => new LocalDate(day.Year, day.Month, 1),
        Parameters.Interval.Quarter => new LocalDate(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
        Parameters.Interval.Year => new LocalDate(day.Year, 1, 1),
        _ => throw new InvalidOperationException("There are no buckets without an interval."),
    };

    /// <summary>The buckets from one day to another, both inclusive, in order; the first and the last are cut by them.</summary>
    public IEnumerable<Bucket> Buckets(LocalDate from, LocalDate to)
    {
        for (var start = StartOf(from); start <= to;)
        {
            var next = Next(start);
            yield return new Bucket(start, LocalDate.Max(start, from), LocalDate.Min(next.PlusDays(-1), to));
            start = next;
        }
    }

    private LocalDate Next(LocalDate start) => Interval switch
    {
        Parameters.Interval.Day => start.PlusDays(1),
        Parameters.Interval.Week => start.PlusWeeks(1),
        Parameters.Interval.Month => start.PlusMonths(1),
        Parameters.Interval.Quarter => start.PlusMonths(3),
        _ => start.PlusYears(1),
    };
}

/// <summary>Some local days of a time series.</summary>
/// <param name="Start">The first day of the whole bucket.</param>
/// <param name="From">Its first day inside the period.</param>
/// <param name="To">Its last day inside the period.</param>
public sealed record Bucket(LocalDate Start, LocalDate From, LocalDate To);
