using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics.Common;

/// <summary>The columns of a row that hold one value each, by their JSON names: what can be sorted by, compared and followed to its leads.</summary>
internal static class RowColumns<TRow>
    where TRow : MetricRow
{
    private static readonly Column[] s_columns = [.. Flat(typeof(TRow), "", row => row)];

    private static readonly Column[] s_figures = [.. s_columns.Where(column => !column.OfTheMoment && (column.Type == typeof(Rate) || IsNumber(column.Type)))];

    /// <summary>How to read each column of a row; a rate by its percentage.</summary>
    public static IReadOnlyDictionary<string, Func<TRow, IComparable?>?> All { get; } = s_columns
        .ToDictionary<Column, string, Func<TRow, IComparable?>?>(column => column.Name, column => row => column.Read(row) switch { Rate rate => rate.Percent, var value => (IComparable?)value });

    /// <summary>Whether a column is a rate, of which few leads say little.</summary>
    public static bool IsRate(Func<TRow, IComparable?> column) => s_rates.Contains(column);

    private static readonly HashSet<Func<TRow, IComparable?>> s_rates = [.. s_columns.Where(column => column.Type == typeof(Rate)).Select(column => All[column.Name]!)];

    private static readonly (Figure Figure, Func<TRow, object?> Read)[] s_linked = [.. s_columns
        .Where(column => column.Type == typeof(long))
        .Select(column => (Figure: Figure.All.FirstOrDefault(figure => figure.Name == column.Name)!, column.Read))
        .Where(linked => linked.Figure is not null)];

    /// <summary>The rates that warnings give bounds of, as the row marks them.</summary>
    public static IReadOnlyList<(string Name, Func<TRow, Rate> Read, Doubt Doubt)> Bounded { get; } = [.. s_columns
        .Where(column => column.Doubt is not null)
        .Select(column => (column.Name, (Func<TRow, Rate>)(row => (Rate)column.Read(row)!), column.Doubt!.Value))];

    /// <summary>The counts of a row that are figures: what has a list of leads behind it.</summary>
    public static IEnumerable<Figure> LinkedOf(TRow row) => s_linked.Where(linked => linked.Read(row) is not null).Select(linked => linked.Figure);

    /// <summary>How each figure changed since an earlier window.</summary>
    public static IReadOnlyDictionary<string, Change> Changes(TRow now, TRow earlier) =>
        s_figures.ToDictionary(figure => figure.Name, figure => (figure.Read(now), figure.Read(earlier)) switch
        {
            (Rate after, Rate before) => Change.OfRates(after, before),
            (Rate after, _) => Change.OfRates(after, Rate.Of(0, 0)),
            (_, Rate before) => Change.OfRates(Rate.Of(0, 0), before),
            var (after, before) => Change.Of(Number(after), Number(before)),
        });

    private static bool IsNumber(Type type) => type == typeof(long) || type == typeof(int) || type == typeof(double) || type == typeof(decimal);

    private static decimal? Number(object? value) => value is null ? null : Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    // The columns of a type, and of its parts by their paths.
    private static IEnumerable<Column> Flat(Type type, string path, Func<TRow, object?> owner)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != nameof(MetricRow.Suppressed)))
        {
            var name = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            Func<TRow, object?> read = row => owner(row) is { } part ? property.GetValue(part) : null;
            var held = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (held.IsAssignableTo(typeof(IRowPart)))
            {
                foreach (var column in Flat(held, name + ".", read))
                {
                    yield return column;
                }
            }
            else if (held == typeof(Rate) || held.IsAssignableTo(typeof(IComparable)))
            {
                yield return new Column(name, held, read, property.GetCustomAttribute<OfTheMomentAttribute>() is not null, property.GetCustomAttribute<BoundedAttribute>()?.Doubt);
            }
        }
    }

    private sealed record Column(string Name, Type Type, Func<TRow, object?> Read, bool OfTheMoment, Doubt? Doubt);
}

/// <summary>Puts rows in the order of a column.</summary>
public static class RowOrder
{
    /// <summary>Compares by a column; rows without a value come last, whatever the order.</summary>
    public static IOrderedEnumerable<T> ThenByColumn<T>(this IOrderedEnumerable<T> rows, Func<T, IComparable?> by, Order order) => rows
        .ThenBy(row => by(row) is null)
        .ThenBy(by, Comparer<IComparable?>.Create((a, b) => order == Order.Asc ? Compare(a, b) : Compare(b, a)));

    private static int Compare(IComparable? a, IComparable? b) =>
        a is string text ? string.CompareOrdinal(text, (string?)b) : Comparer<IComparable?>.Default.Compare(a, b);
}

/// <summary>Ascending or descending.</summary>
public enum Order
{
    Asc,
    Desc,
}
