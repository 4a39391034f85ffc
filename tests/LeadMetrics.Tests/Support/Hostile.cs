using System.Globalization;
using System.Text;

namespace LeadMetrics.Tests.Support;

/// <summary>Texts that break what is carelessly written.</summary>
public static class Hostile
{
    /// <summary>Stands in every text that could be taken for code: none of it may be in a text of SQL.</summary>
    public const string Mark = "Zq7";

    private static readonly string[] s_texts =
    [
        // For SQL.
        "Zq7' or 1=1 --", "Zq7'; drop table lead; --", "Zq7\" or \"\"=\"", "Zq7) union SELECT name from sqlite_master --", "Zq7%' escape '!", "%Zq7%", "Zq7_",
        "Zq7\\'; exec xp_cmdshell('dir') --", "@Zq7", ":Zq7", "Zq7; waitfor delay '0:0:9' --", "1);Zq7--", "[Zq7]", "`Zq7`", "/*Zq7*/",
        // For shells, templates, browsers, logs and file systems.
        "{{Zq7*7}}", "${jndi:ldap://Zq7}", "{0}{1}Zq7", "%s%n%dZq7", "<script>alert('Zq7')</script>", "../../../etc/Zq7", "..\\..\\Zq7", "$(Zq7)", "Zq7|cat",
        "Zq7\r\nX-Injected: 1", "Zq7\u001b[31m",
        // For spreadsheets.
        "=cmd|' /C calc'!Zq7", "+Zq7", "-Zq7", "@SUM(Zq7)", "\tZq7", "\r=Zq7", "\n=Zq7", "＝Zq7", "\"=Zq7\"", ";=Zq7", ",=Zq7,",
        // Of Unicode: direction, NUL, beyond the first plane, combining, blank, none of it.
        "Zq7\u202Egnp.exe", "\u200FZq7", "مرحبا Zq7", "Zq7\0end", "\0", "𠮷Zq7🙂", "👩‍👩‍👧Zq7", "Zq7e\u0301", "Zq7\uFEFF", "\u00A0", "\u3000Zq7", "Zq7\u2028\u2029", "İZq7ı", "ﬃ", "\uFFFF",
        // Of other types.
        "null", "undefined", "NaN", "Infinity", "-1", "0", "00", "1e309", "2147483648", "9223372036854775808", "-9223372036854775809", "99999999999999999999999999999999",
        "0x10", "1_000", "1,000", "١٢٣", "½", "true", "TRUE", "[]", "{}", "", " ", "\"", "'", ",", ";", "&", "=", "#", "%", "+",
        // Nearly right.
        "2026-02-30", "2026-13-01", "0000-00-00", "1899-12-31", "3000-01-01", "2026-1-1", "2026-01-01T00:00:00", "2026-01-01T25:00:00Z", "2999-12-31T23:59:59Z", "1970-01-01T00:00:00Z",
        "P", "P1Y", "PT0S", "-P1D", "P99999999999D", "P1DT", "P11001D", "(unassigned) ", "(none)Zq7", "UTC+3", "Asia/riyadh", "Etc/Zq7",
    ];

    // As they stand in an address, where no text gives them.
    private static readonly string[] s_encoded =
        ["%ED%A0%80", "%FF%FE", "%E0%A4%A", "%", "%zz", "%u0041", "%C0%AF", "%F4%90%80%80", "%2500", "%EF%BB%BF", "+", "a%26b%3Dc", "%0d%0aX:1"];

    public static string Text(Random random) => random.Next(12) switch
    {
        0 => random.Next(2) == 0 ? Mark + new string('x', random.Next(150, 400)) : string.Concat(Enumerable.Repeat("🙂", random.Next(90, 210))) + Mark,
        1 => new string([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next(0x20, 0xD7FF))]),
        2 => Of(s_texts, random) + Of(s_texts, random),
        _ => Of(s_texts, random),
    };

    /// <summary>A text as it stands in an address, and as what it is read; null where that is not for a client to say.</summary>
    public static (string Encoded, string? Value) InAddress(Random random)
    {
        if (random.Next(10) == 0)
        {
            return (Of(s_encoded, random), null);
        }

        var text = Text(random);
        return (Encode(text), text);
    }

    /// <summary>A text as it stands in an address.</summary>
    public static string Encode(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(octet =>
        char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_' ? ((char)octet).ToString() : string.Create(CultureInfo.InvariantCulture, $"%{octet:X2}")));

    /// <summary>A text as it may stand in a header: what would end it is left out.</summary>
    public static string InHeader(Random random) => new([.. Text(random).Where(c => c is >= ' ' and < '\u007f')]);

    /// <summary>Bytes that are not what they say they are.</summary>
    public static byte[] Garbled(string text, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (random.Next(9))
        {
            case 0:
                return bytes[..random.Next(bytes.Length + 1)];
            case 1:
                return [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)];
            case 2:
                return Encoding.BigEndianUnicode.GetBytes(text);
            case 3:
                return [0xEF, 0xBB, 0xBF, .. bytes];
            case 4:
                return Encoding.Latin1.GetBytes(text.Replace('a', 'ÿ'));
            case 5:
                return Encoding.UTF8.GetBytes(text.Replace("\n", "\r", StringComparison.Ordinal));
            case 6:
                return [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)];
            default:
                // A few bytes turned into others.
                for (var i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }

    public static T Of<T>(IReadOnlyList<T> all, Random random) => all[random.Next(all.Count)];
}
