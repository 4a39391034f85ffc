using System.Reflection;
using System.Text.Json;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>The columns of a row that hold one value each, by their JSON names: what can be sorted by.</summary>
public static class RowColumns
{
    /// <summary>How to read each column of a row; a rate by its percentage.</summary>
    public static IReadOnlyDictionary<string, Func<TRow, IComparable?>> Of<TRow>() => typeof(TRow)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.PropertyType == typeof(Rate) || typeof(IComparable).IsAssignableFrom(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType))
        .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), Reader<TRow>);

    /// <summary>The rows in the order of a column; those without a value come last, equal ones in the order of <paramref name="then"/>.</summary>
    public static List<TRow> Sort<TRow>(IEnumerable<TRow> rows, Func<TRow, IComparable?> by, Order order, Func<TRow, string?> then) =>
        [.. rows
            .OrderBy(row => by(row) is null)
            .ThenBy(by, Comparer<IComparable?>.Create((a, b) => order == Order.Asc ? Compare(a, b) : Compare(b, a)))
            .ThenBy(row => then(row) is null)
            .ThenBy(then, StringComparer.Ordinal)];

    private static int Compare(IComparable? a, IComparable? b) =>
        a is string text ? string.CompareOrdinal(text, (string?)b) : Comparer<IComparable?>.Default.Compare(a, b);

    private static Func<TRow, IComparable?> Reader<TRow>(PropertyInfo property) => property.PropertyType == typeof(Rate)
        ? row => ((Rate)property.GetValue(row)!).Percent
        : row => (IComparable?)property.GetValue(row);
}

/// <summary>Ascending or descending.</summary>
public enum Order
{
    Asc,
    Desc,
}
