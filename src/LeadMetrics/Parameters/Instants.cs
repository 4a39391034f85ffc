using NodaTime;
using NodaTime.Text;

namespace LeadMetrics.Parameters;

/// <summary>How an instant may be written, in a question and in a file alike: ISO 8601 with <c>Z</c> or an offset.</summary>
public static class Instants
{
    private static readonly OffsetDateTimePattern[] s_patterns =
    [
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss;FFFFFFFFFo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss;FFFFFFFFF' 'o<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<Z+HHmm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>"),
    ];

    /// <summary>The instant to the millisecond; null where the text is none of the years from the first to 2999.</summary>
    public static Instant? Read(string text, int firstYear)
    {
        foreach (var pattern in s_patterns)
        {
            if (pattern.Parse(text) is { Success: true, Value: var value } && value.Year >= firstYear && value.Year <= 2999)
            {
                return Instant.FromUnixTimeMilliseconds(value.ToInstant().ToUnixTimeMilliseconds());
            }
        }

        return null;
    }
}
