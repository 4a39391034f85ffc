using NodaTime;
using NodaTime.Text;

namespace LeadMetrics.Parameters;

/// <summary>
/// How an instant may be written, in a question and in a file alike: ISO 8601 with <c>Z</c> or an offset. <c>T</c> or a blank before the time, seconds or none,
/// and an offset as <c>+03:00</c>, <c>+0300</c> or <c>+03</c> (as PostgreSQL writes it), each with each.
/// </summary>
public static class Instants
{
    private const int Minute = 16;

    private static readonly string[] s_offsets = ["o<Z+HH:mm>", "o<Z+HHmm>", "o<Z+HH>", "' 'o<Z+HH:mm>", "' 'o<Z+HHmm>", "' 'o<Z+HH>"];

    // By what parts the day from the time and by whether there are seconds, so that few are tried. The commonest stand first.
    private static readonly OffsetDateTimePattern[]
        s_seconds = Patterns("'T'HH':'mm':'ss;FFFFFFFFF"), s_minutes = Patterns("'T'HH':'mm"), s_blankSeconds = Patterns("' 'HH':'mm':'ss;FFFFFFFFF"), s_blankMinutes = Patterns("' 'HH':'mm");

    /// <summary>The instant to the millisecond; null where the text is none of the years from the first to 2999.</summary>
    public static Instant? Read(string text, int firstYear)
    {
        // 2026-01-31T09:30 and what follows.
        if (text.Length <= Minute)
        {
            return null;
        }

        foreach (var pattern in (text[10], text[Minute]) switch { ('T', ':') => s_seconds, ('T', _) => s_minutes, (_, ':') => s_blankSeconds, _ => s_blankMinutes })
        {
            if (pattern.Parse(text) is { Success: true, Value: var value } && value.Year >= firstYear && value.Year <= 2999)
            {
                return Instant.FromUnixTimeMilliseconds(value.ToInstant().ToUnixTimeMilliseconds());
            }
        }

        return null;
    }

    private static OffsetDateTimePattern[] Patterns(string time) =>
        [.. s_offsets.Select(offset => OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd" + time + offset))];
}
