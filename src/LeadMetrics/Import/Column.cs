using System.Globalization;
using LeadMetrics.Engines;
using LeadMetrics.Parameters;
using NodaTime;
using NodaTime.Text;

namespace LeadMetrics.Import;

/// <summary>One column of a dataset: how its text is read, and where the value goes.</summary>
/// <param name="Name">The column's name in a file.</param>
/// <param name="Kind">What it holds, in words a sender understands.</param>
/// <param name="Type">How it is staged.</param>
/// <param name="Read">Turns text that is not empty into a value, a time without an offset by the zone where one is given; throws
/// <see cref="FormatException"/> with the reason.</param>
public sealed record Column(string Name, string Kind, StageType Type, Func<string, DateTimeZone?, object> Read)
{
    /// <summary>Whether an empty value is refused.</summary>
    public bool Required { get; private init; }

    /// <summary>Whether the column is (part of) the row's identity.</summary>
    public bool IsKey { get; private init; }

    /// <summary>The value of an empty field; null unless said otherwise.</summary>
    public object? Default { get; private init; }

    /// <summary>The column of the table that takes the value.</summary>
    public string Target { get; private init; } = Name;

    /// <summary>The column of the staging table: an id where the column refers to something, else its value.</summary>
    public string Staged => Reference is null ? Target : Name;

    /// <summary>What the column refers to by id.</summary>
    public Dimension? Reference { get; private init; }

    public static Column Id(string name) => new(name, "an id of 1 to 200 characters", StageType.Text, (text, _) => ReadId(text));

    public static Column Text(string name, int longest = 200) =>
        new(name, $"text of at most {longest} characters", StageType.Text, (text, _) =>
            text.Length > longest ? throw new FormatException($"is longer than {longest} characters")
            : text.Contains('\0') ? throw new FormatException("contains the character NUL") : text);

    public static Column To(Dimension dimension, string? name = null, string? target = null) =>
        Id(name ?? dimension.IdColumn) with { Reference = dimension, Target = target ?? dimension.KeyColumn };

    public static Column Flag(string name) => new(name, "true or false", StageType.Whole, (text, _) => text.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" => 1L,
        "false" or "0" or "no" => 0L,
        _ => throw new FormatException("is neither true nor false"),
    });

    /// <summary>One of some words, stored as its place among them.</summary>
    public static Column Choice(string name, params string[] choices) =>
        new(name, "one of " + string.Join(", ", choices), StageType.Whole, (text, _) =>
        {
            var at = Array.IndexOf(choices, text.ToLowerInvariant());
            return at >= 0 ? (long)at : throw new FormatException("is not one of " + string.Join(", ", choices));
        });

    public static Column Count(string name) => new(name, "a whole number from 0", StageType.Whole, (text, _) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (long)count : throw new FormatException("is not a whole number from 0 to 2147483647"));

    /// <summary>An instant with its offset, stored as milliseconds since 1970-01-01T00:00Z.</summary>
    public static Column Instant(string name) => new(name, "an ISO 8601 time with Z or an offset", StageType.Whole, (text, zone) =>
    {
        if (Instants.Read(text, 1900) is { } instant)
        {
            return instant.ToUnixTimeMilliseconds();
        }

        foreach (var pattern in s_localTimes)
        {
            if (pattern.Parse(text) is { Success: true, Value: { Year: >= 1900 and <= 2999 } local })
            {
                return zone is null
                    ? throw new FormatException("has no offset; add one, as in " + SomeInstants + ", or give the zone of the file's times as tz")
                    : local.InZoneLeniently(zone).ToInstant().ToUnixTimeMilliseconds();
            }
        }

        throw new FormatException(zone is null ? NoInstant : "is not a time of the years 1900 to 2999, year first, such as 2026-01-31 09:30 or 2026-01-31T09:30:00 by tz, or with Z or an offset " + SomeInstants);
    });

    /// <summary>Why a text is refused as an instant where no zone is given.</summary>
    public const string NoInstant =
        "is not a time of the years 1900 to 2999, year first, with Z or an offset, such as " + SomeInstants + "; without either it needs tz";

    private const string SomeInstants = "2026-01-31T09:30:00+03:00, 2026-01-31 09:30+03:00 or 2026-01-31 06:30Z";

    /// <summary>A date, stored as days since 1970-01-01.</summary>
    public static Column Date(string name) => new(name, "a date, yyyy-MM-dd", StageType.Whole, (text, _) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date }
            ? (long)Period.DaysBetween(s_epoch, date) : throw new FormatException("is not a date such as 2026-01-31"));

    /// <summary>Money as decimal text, stored as ten-thousandths.</summary>
    public static Column Money(string name) => new(name, "decimal text with at most 4 decimals", StageType.Whole, (text, _) => TenThousandths(text));

    /// <summary>What one unit of a currency is worth in the base currency, stored as billionths.</summary>
    public static Column Rate(string name) => new(name, "decimal text above 0 with at most 9 decimals", StageType.Whole, (text, _) =>
        Scaled(text, 9, MostRate, "3.75") is > 0 and var rate ? rate : throw new FormatException("is not above 0"));

    /// <summary>A probability from 0 to 1, stored as ten-thousandths.</summary>
    public static Column Probability(string name) => new(name, "a probability from 0 to 1", StageType.Whole, (text, _) =>
        TenThousandths(text) is >= 0 and <= 10_000 and var value ? value : throw new FormatException("is not a probability from 0 to 1"));

    /// <summary>An ISO 4217 code.</summary>
    public static Column Currency(string name) => new(name, "an ISO 4217 code", StageType.Text, (text, _) =>
        text.Length == 3 && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : throw new FormatException("is not an ISO 4217 code such as SAR"));

    public Column Must() => this with { Required = true };

    public Column Key() => this with { Required = true, IsKey = true };

    /// <summary>Names the table's column, where it is not the file's.</summary>
    public Column Into(string target) => this with { Target = target };

    public Column Otherwise(long value) => this with { Default = value };

    /// <summary>The most that an amount may be, so that thousands of them can be summed.</summary>
    public const decimal MostMoney = 400_000_000_000m;

    private const decimal MostRate = 1_000_000_000m;

    private static readonly LocalDate s_epoch = new(1970, 1, 1);

    private static readonly LocalDateTimePattern[] s_localTimes =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFF"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss;FFFFFFFFF"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
    ];

    private static string ReadId(string text) => text.Length switch
    {
        > 200 => throw new FormatException("is longer than 200 characters"),
        _ when text[0] == '(' && text[^1] == ')' => throw new FormatException("stands in parentheses, which are kept for (unassigned), (unknown) and (none)"),
        _ when text.Any(char.IsControl) => throw new FormatException("contains a control character"),
        _ => text,
    };

    private static long TenThousandths(string text) => Scaled(text, 4, MostMoney, "1250.00");

    // Decimal text in units of its last decimal.
    private static long Scaled(string text, int decimals, decimal most, string example)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            throw new FormatException($"is not decimal text such as {example}");
        }

        // Seen in the text: decimal itself rounds what is beyond its 28 digits.
        var point = text.IndexOf('.');
        if (point >= 0 && text.AsSpan(point + 1).TrimEnd('0').Length > decimals)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"has more than {decimals} decimals"));
        }

        return Math.Abs(value) <= most
            ? (long)(value * (decimal)Math.Pow(10, decimals))
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"is beyond {most}"));
    }
}
