using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace LeadMetrics.Parameters;

/// <summary>
/// One query parameter, declared once: the reader, the catalogue and the OpenAPI document all follow from it.
/// </summary>
/// <param name="Name">The name in the query, camelCase.</param>
/// <param name="Description">What it does, in a sentence or two, with its unit.</param>
/// <param name="Allowed">What is allowed, as it completes "allowed is …" in an error.</param>
public abstract record Parameter(string Name, string Description, string Allowed)
{
    /// <summary>The value taken when it is not given, as text; null where there is none.</summary>
    public string? DefaultText { get; init; }

    /// <summary>The only values allowed, where they are few.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether it may be given several times.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Where it is a whole number: the least and the most allowed.</summary>
    public (int Least, int Most)? Range { get; init; }

    /// <summary>The format as OpenAPI names it: <c>date</c>, <c>date-time</c>, <c>duration</c>.</summary>
    public string? Format { get; init; }
}

/// <inheritdoc cref="Parameter"/>
/// <param name="Read">Turns text into a value; throws <see cref="FormatException"/> for what is not allowed.</param>
/// <param name="Default">The value when it is not given.</param>
public sealed record Parameter<T>(string Name, string Description, string Allowed, Func<string, T> Read, T Default)
    : Parameter(Name, Description, Allowed);

/// <summary>Builds parameters of the kinds that requests have.</summary>
public static class Param
{
    // Thirty years: longer than any lead lives, short enough for every sum of instants.
    private static readonly Duration s_longest = Duration.FromDays(11_000);

    // What the database counts in.
    private static readonly Duration s_shortest = Duration.FromMilliseconds(1);

    // 1899: the first instant of 1900, before which none can be imported, is still the year before in the west.
    public static Parameter<LocalDate?> Date(string name, string description) =>
        new(name, description, "a date from 1899-01-01 to 2999-12-31, such as 2026-01-31", text =>
            LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1899 and <= 2999 } date } ? date : throw new FormatException(), null)
        {
            Format = "date",
        };

    public static Parameter<Instant?> Time(string name, string description) =>
        new(name, description, "an ISO 8601 time with Z or an offset, such as 2026-01-31T09:30:00Z", text =>
            Instants.Read(text, 1970) ?? throw new FormatException(), null)
        {
            Format = "date-time",
        };

    /// <summary>An IANA zone.</summary>
    public static Parameter<DateTimeZone?> Zone(string name, string description) =>
        new(name, description, "an IANA time zone such as Asia/Riyadh", text => DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) ?? throw new FormatException(), null);

    public static Parameter<Duration?> Length(string name, string description, string? otherwise = null) =>
        new(name, description, "an ISO 8601 duration of weeks, days, hours, minutes or seconds up to 11000 days, such as P30D or PT1H", ReadLength,
            otherwise is null ? null : ReadLength(otherwise))
        {
            Format = "duration",
            DefaultText = otherwise,
        };

    public static Parameter<int> Whole(string name, string description, int otherwise, int least, int most) =>
        new(name, description, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? value : throw new FormatException(), otherwise)
        {
            DefaultText = otherwise.ToString(CultureInfo.InvariantCulture),
            Range = (least, most),
        };

    /// <summary>One of the names of an enum, in camelCase.</summary>
    public static Parameter<T> Choice<T>(string name, string description, T otherwise)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(Camel, value => value);
        return Choice(name, description, names, otherwise) with { DefaultText = Camel(otherwise) };
    }

    /// <summary>One of some words.</summary>
    public static Parameter<T> Choice<T>(string name, string description, IReadOnlyDictionary<string, T> values, T otherwise) =>
        new(name, description, "one of " + string.Join(", ", values.Keys), text =>
            values.TryGetValue(text, out var value) ? value : throw new FormatException(), otherwise)
        {
            Values = [.. values.Keys],
        };

    /// <summary>Yes or no; no unless given.</summary>
    public static Parameter<bool> Flag(string name, string description) =>
        Choice(name, description, new Dictionary<string, bool> { ["false"] = false, ["true"] = true }, false) with { DefaultText = "false" };

    /// <summary>One of some words, or nothing.</summary>
    public static Parameter<T?> OptionalChoice<T>(string name, string description)
        where T : struct, Enum =>
        Choice(name, description, Enum.GetValues<T>().ToDictionary(Camel, value => (T?)value), null);

    /// <summary>Any text that is not empty.</summary>
    public static Parameter<string?> Text(string name, string description, string allowed) =>
        new(name, description, allowed, text => text.Length is > 0 and <= 200 && !text.Any(char.IsControl) ? text : throw new FormatException(), null);

    /// <summary>Several values of a kind.</summary>
    public static Parameter<T> Many<T>(Parameter<T> one) => one with { Repeatable = true };

    public static string Camel<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static Duration? ReadLength(string text)
    {
        // Not the round-trip pattern, whose small letters are fractions of a second: PT30s would be 30 milliseconds.
        if (PeriodPattern.NormalizingIso.Parse(text) is { Success: true, Value: { Years: 0, Months: 0 } period })
        {
            try
            {
                var length = period.ToDuration();
                if (length >= s_shortest && length <= s_longest)
                {
                    return length;
                }
            }
            catch (OverflowException)
            {
                // Falls through: too long.
            }
        }

        throw new FormatException();
    }
}
