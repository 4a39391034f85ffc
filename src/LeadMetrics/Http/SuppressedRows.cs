using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using LeadMetrics.Metrics.Common;

namespace LeadMetrics.Http;

/// <summary>
/// Writes the figures of a hidden row as null, whatever they are: all that a metric's own row adds to what every row has. So no figure
/// can be forgotten, and its type says what it is where it is shown.
/// </summary>
public static class SuppressedRows
{
    /// <summary>Whether a property of a row is a figure.</summary>
    public static bool IsFigure(PropertyInfo property) => property.DeclaringType is { IsAbstract: false } type && type.IsAssignableTo(typeof(MetricRow));

    /// <summary>Looks at each row as it is written.</summary>
    public static void Write(JsonTypeInfo type)
    {
        for (var i = 0; type.Type.IsAssignableTo(typeof(MetricRow)) && i < type.Properties.Count; i++)
        {
            var property = type.Properties[i];
            if (property is { AttributeProvider: PropertyInfo member, Get: { } read } && IsFigure(member))
            {
                var figure = type.CreateJsonPropertyInfo(typeof(object), property.Name);
                (figure.Order, figure.AttributeProvider) = (property.Order, property.AttributeProvider);
                figure.Get = row => ((MetricRow)row).Suppressed ? null : read(row);
                type.Properties[i] = figure;
            }
        }
    }
}
