using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeadMetrics.Import;

namespace LeadMetrics.Tests.Support;

/// <summary>Files of a few rows, some of which could be a CRM's.</summary>
public static class FuzzedFile
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_names = ["=1+1", "+966", "-5", "@home", "\t=1", "＝1", "سارة", "李四", "O'Brien", "\u202Edrow", "a,b", "a\"b", "two\nlines", "Zq7'; drop table owner; --"];

    public static string Text(Dataset dataset, FileFormat format, Random random)
    {
        // A file in three has nothing wrong in its values, one in three has much.
        var wrongs = random.Next(3) switch { 0 => 0, 1 => 10, _ => 3 };
        var columns = dataset.Columns.Where(column => (column.Required && random.Next(40) > 0) || random.Next(2) == 0).ToList();
        var rows = Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => columns.Select(column => (column.Name, Value: random.Next(20) < wrongs ? Hostile.Text(random) : Good(column, random))).ToList()).ToList();
        if (random.Next(25) == 0)
        {
            foreach (var row in rows)
            {
                row.Add((Hostile.Text(random), "1"));
            }
        }

        return format == FileFormat.Csv ? Csv(rows, random) : NdJson(rows, random);
    }

    private static string Csv(List<List<(string Name, string Value)>> rows, Random random)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Select(row => row.Select(cell => cell.Value)).Prepend(rows[0].Select(cell => cell.Name)))
        {
            text.AppendJoin(',', row.Select(value => Field(value, random))).Append('\n');
        }

        return random.Next(40) switch
        {
            0 => text.Append(new string(',', random.Next(1, 20_000))).ToString(),
            1 => new string(',', random.Next(1, 20_000)) + text,
            2 => text.Append("\"never closed,").Append('x', random.Next(1, 5000)).ToString(),
            3 => text.Append(new string('\n', random.Next(1, 5000))).Append(new string('"', random.Next(1, 1000))).ToString(),
            _ => text.ToString(),
        };
    }

    private static string Field(string value, Random random) =>
        random.Next(20) == 0 ? value
        : value.AsSpan().ContainsAny("\",\r\n") || random.Next(4) == 0 ? '"' + value.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'
        : value;

    private static string NdJson(List<List<(string Name, string Value)>> rows, Random random)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append('{').AppendJoin(',', row.Select(cell => $"{JsonSerializer.Serialize(cell.Name, s_json)}:{Value(cell.Value, random)}")).Append("}\n");
        }

        var deep = random.Next(10, 3000);
        return random.Next(25) switch
        {
            0 => text + new string('[', deep),
            1 => text + string.Concat(Enumerable.Repeat("{\"lead_id\":", deep)),
            2 => text + new string('[', deep) + new string(']', deep) + "\n",
            3 => text + "{\"\\ud800\":\"\\udc00\"}\n",
            4 => text + "{}\nnull\n[]\n\"Zq7\"\n1\n",
            5 => text.ToString().Replace("\n", " ", StringComparison.Ordinal),
            6 => text.Insert(0, "\n\n \t\n").ToString(),
            7 => text.ToString().Replace("{", "{/*Zq7*/", StringComparison.Ordinal),
            _ => text.ToString(),
        };
    }

    private static string Value(string value, Random random) => random.Next(30) switch
    {
        0 => "1e999999",
        1 => "-0",
        2 => "{\"a\":{\"b\":[1,2,{}]}}",
        3 => "\"\\ud83d\"",
        4 => new string('9', 400),
        5 => value,
        6 => "null",
        _ => JsonSerializer.Serialize(value, s_json),
    };

    // By what the column says of itself.
    private static string Good(Column column, Random random) => column.Kind switch
    {
        var kind when kind.StartsWith("an id", StringComparison.Ordinal) => string.Create(CultureInfo.InvariantCulture, $"F{random.Next(12)}"),
        var kind when kind.Contains("time", StringComparison.Ordinal) => Crm.Time(random.Next(58), 6),
        var kind when kind.StartsWith("a date", StringComparison.Ordinal) => $"2026-01-{random.Next(1, 29):00}",
        var kind when kind.StartsWith("one of ", StringComparison.Ordinal) => Hostile.Of(kind["one of ".Length..].Split(", "), random),
        var kind when kind.StartsWith("true", StringComparison.Ordinal) => Hostile.Of(["true", "false", "1", "NO"], random),
        var kind when kind.StartsWith("an ISO 4217", StringComparison.Ordinal) => Hostile.Of(["USD", "SAR"], random),
        var kind when kind.StartsWith("a probability", StringComparison.Ordinal) => "0.25",
        var kind when kind.StartsWith("text", StringComparison.Ordinal) => Hostile.Of(s_names, random),
        _ => string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 500)}"),
    };
}
