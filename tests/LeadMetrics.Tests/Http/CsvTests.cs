using System.Net;
using System.Text;
using System.Text.Json;
using LeadMetrics.Metrics;
using LeadMetrics.Tests.Metrics;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Http;

/// <summary>Every metric's rows as CSV: who gets them, and that they are those of the JSON.</summary>
public class CsvTests(string engine) : ServiceTests(engine)
{
    private const string Funnel = "/v1/metrics/funnel?from=2026-01-01&to=2026-02-28";

    private static IEnumerable<string> Metrics => MetricList.All.Select(metric => metric.Definition.Name);

    // A header, and who wins. The last but two is a browser's.
    private static readonly (string Accept, string Format)[] s_accepts =
    [
        ("text/csv", "csv"), ("text/csv; charset=utf-8", "csv"), ("text/csv; header=present", "csv"), ("text/csv; header=absent", "json"),
        ("text/csv;q=0.5, application/json;q=0.4", "csv"), ("text/csv;q=0.4, application/json;q=0.5", "json"), ("text/csv, application/json", "json"),
        ("text/csv;q=0.7, application/json;q=0.7", "json"), ("text/csv;q=0", "json"), ("text/csv;q=0, */*", "json"), ("text/*", "csv"),
        ("text/*, application/json;q=0.9", "csv"), ("text/*;q=0.9, application/json", "json"), ("text/csv;q=0.1, text/*, application/json;q=0.5", "json"),
        ("text/csv, */*", "json"), ("text/csv, */*;q=0.1", "csv"), ("application/json;q=0.1, */*", "csv"), ("application/json; charset=utf-8, text/csv;q=0.9", "json"),
        ("*/*", "json"), ("application/xml", "json"), ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "json"), ("nonsense", "json"), ("", "json"),
    ];

    [Test]
    public async Task Accept_chooses_and_a_tie_is_JSON()
    {
        var chosen = new List<(string, string)>();
        foreach (var (accept, _) in s_accepts)
        {
            using var response = await AskAsync(Funnel, accept);
            chosen.Add((accept, response.Content.Headers.ContentType!.MediaType == "text/csv" ? "csv" : "json"));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Headers.Vary.ToString(), Is.EqualTo("Accept,Accept-Language"), "a cache must not give one client's answer to another");
        }

        Assert.That(chosen, Is.EqualTo(s_accepts));
    }

    [TestCase("json", "text/csv", "application/json")]
    [TestCase("csv", "application/json", "text/csv")]
    public async Task Format_goes_before_Accept(string format, string accept, string expected)
    {
        using var response = await AskAsync($"{Funnel}&format={format}", accept);

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(expected));
    }

    [Test]
    public async Task Another_format_is_refused_and_so_is_a_bad_question_as_JSON()
    {
        Assert.That(
            (await World.ErrorsAsync(Funnel + "&format=xlsx")).Select(error => (error.Key, (string)error.Value![0]!)),
            Is.EqualTo(new[] { ("format", "Allowed is one of json, csv.") }));
        Assert.That((await World.ErrorsAsync(Funnel + "&format=csv&ownerId=Z")).Select(error => error.Key), Is.EqualTo(new[] { "ownerId" }));
    }

    [Test]
    public async Task Is_a_file_that_a_spreadsheet_opens()
    {
        using var response = await AskAsync(Funnel + "&format=csv", "");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/csv; charset=utf-8; header=present"));
        Assert.That(response.Content.Headers.ContentDisposition!.ToString(), Is.EqualTo("attachment; filename=funnel.csv; filename*=UTF-8''funnel.csv"));
        Assert.That(bytes[..3], Is.EqualTo(new byte[] { 0xEF, 0xBB, 0xBF }), "the byte order mark, without which Excel takes it for another encoding");
        Assert.That(bytes[^2..], Is.EqualTo("\r\n"u8.ToArray()));
    }

    [Test]
    public async Task Without_rows_it_is_a_header()
    {
        var (header, rows) = await CsvAsync(Funnel + "&groupBy=source&format=csv");

        Assert.That(rows, Is.Empty);
        Assert.That(header, Is.SupersetOf(new[] { "from", "to", "group", "groupName", "leads", "contactStepRate.percent", "links.leads" }));
    }

    [Test]
    public async Task Names_are_whole_and_never_formulas()
    {
        RichWorld.Fill(World);

        var (_, owners) = await CsvAsync(Funnel + "&groupBy=owner&sort=group&order=asc&format=csv");
        var (_, sources) = await CsvAsync(Funnel + "&groupBy=source&sort=group&order=asc&format=csv");

        Assert.That(owners.Select(row => row["groupName"]), Is.EqualTo(new[] { "Unassigned", "سارة العتيبي", "'=Basma", "Carim" }));
        Assert.That(sources.Select(row => row["groupName"]), Is.EqualTo(new[] { "Unknown", "إعلانات", "Fair, Cairo", "Web site" }));
    }

    [TestCaseSource(nameof(Metrics))]
    public async Task Has_every_value_of_the_JSON_as_it_stands_there(string metric)
    {
        RichWorld.Fill(World);
        foreach (var beside in EveryMetricTests.ValuesOf(metric, "groupBy").Select(group => "&groupBy=" + group).DefaultIfEmpty("")
            .SelectMany(group => new[] { group, group + "&interval=month", group + "&compare=previousPeriod" }))
        {
            var question = $"/v1/metrics/{metric}?{RichWorld.Period}{beside}";
            using var json = JsonDocument.Parse(await World.Client.GetStringAsync(new Uri(question, UriKind.Relative)));
            var (header, rows) = await CsvAsync(question + "&format=csv");
            var expected = json.RootElement.GetProperty("data").EnumerateArray().Select(row => Leaves("", row).ToDictionary()).ToList();

            Assert.That(header, Is.Unique.And.SupersetOf(expected.SelectMany(row => row.Keys).Distinct()), question);
            Assert.That(
                rows.Select(row => string.Join('\n', header.Select(column => $"{column} {row[column]}"))),
                Is.EqualTo(expected.Select(row => string.Join('\n', header.Select(column => $"{column} {row.GetValueOrDefault(column, "")}")))), question);
        }
    }

    // What tells the parts of an array apart.
    private static string Name(JsonElement part) => part.TryGetProperty("name", out _) ? "name" : "code";

    // The values of a row by path; numbers as they are written.
    private static IEnumerable<KeyValuePair<string, string>> Leaves(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(part => Leaves(path.Length == 0 ? part.Name : $"{path}.{part.Name}", part.Value)),
        JsonValueKind.Array when element.EnumerateArray().All(part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty(Name(part), out _)) =>
            element.EnumerateArray().SelectMany(part => Leaves($"{path}.{part.GetProperty(Name(part)).GetString()}", part)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((part, i) => Leaves($"{path}.{i}", part)),
        JsonValueKind.Null => [],
        JsonValueKind.String => [new(path, element.GetString() is ['=', ..] formula ? "'" + formula : element.GetString()!)],
        _ => [new(path, element.GetRawText())],
    };

    private async Task<HttpResponseMessage> AskAsync(string question, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(question, UriKind.Relative));
        if (accept.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await World.Client.SendAsync(request);
    }

    private async Task<(string[] Header, List<Dictionary<string, string>> Rows)> CsvAsync(string question)
    {
        using var response = await AskAsync(question, "");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), question);
        var lines = Parse(await response.Content.ReadAsByteArrayAsync());
        return (lines[0], [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second))]);
    }

    // RFC 4180 by hand: what reads it shares nothing with what wrote it.
    private static List<string[]> Parse(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes.AsSpan(3));
        var (lines, cells, cell, quoted) = (new List<string[]>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append(text[i++]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    cells.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !quoted && text[i + 1] == '\n':
                    lines.Add([.. cells, cell.ToString()]);
                    (cells, cell) = ([], new StringBuilder());
                    i++;
                    break;
                default:
                    cell.Append(text[i]);
                    break;
            }
        }

        Assert.That(cells, Is.Empty, "the last line ends");
        return lines;
    }
}
