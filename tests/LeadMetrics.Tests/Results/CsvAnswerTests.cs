using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

/// <summary>Cases by hand, the whole text compared. Those of any rows are in <see cref="CsvAnswerPropertyTests"/>.</summary>
public class CsvAnswerTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    [Test]
    public async Task A_column_is_a_path_in_the_JSON()
    {
        var row = new
        {
            OwnerId = "u1",
            Efficiency = Rate.Of(1, 3),
            Links = new Dictionary<string, string> { ["leads"] = "/v1/leads?a=1&b=2", ["contacted"] = "/v1/leads" },
            Change = new { Efficiency = Change.OfRates(Rate.Of(3, 4), Rate.Of(30, 40)) },
        };

        // The Wilson interval of 1/3, and Newcombe's of 3/4 and 30/40 by theirs (30.0642…95.4413, 59.8060…85.8129), in
        // points: −√(44.9358² + 10.8129²) and √(20.4413² + 15.1940²), both from what was not rounded.
        Assert.That(await CsvAsync([row]), Is.EqualTo(
            "ownerId,efficiency.percent,efficiency.numerator,efficiency.denominator,efficiency.low,efficiency.high," +
            "links.leads,links.contacted,change.efficiency.previous,change.efficiency.difference,change.efficiency.percent," +
            "change.efficiency.low,change.efficiency.high\r\n" +
            "u1,33.3333,1,3,6.1492,79.234,/v1/leads?a=1&b=2,/v1/leads,75,0,,-46.2185,25.4696\r\n"));
    }

    [Test]
    public async Task Values_are_as_in_the_JSON() =>
        Assert.That(
            await CsvAsync([new
            {
                Yes = true,
                No = false,
                Day = new DateOnly(2026, 3, 1),
                At = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc),
                Kind = DayOfWeek.Monday,
                Money = -1234.50m,
                Large = 1e21,
                Small = -0.00001,
                Null = (string?)null,
            }]),
            Is.EqualTo(
                "yes,no,day,at,kind,money,large,small,null\r\n" +
                "true,false,2026-03-01,2026-03-01T00:00:00Z,monday,-1234.50,1E+21,-1E-05,\r\n"));

    [TestCase("plain", "plain")]
    [TestCase("a \"b\" c", "\"a \"\"b\"\" c\"")]
    [TestCase("Cairo, Giza", "\"Cairo, Giza\"")]
    [TestCase("one\r\ntwo", "\"one\r\ntwo\"")]
    [TestCase("one\ntwo", "\"one\ntwo\"")]
    [TestCase("سارة حسن", "سارة حسن")]
    [TestCase(" in spaces ", " in spaces ")]
    [TestCase("", "\"\"")]
    [TestCase("=1+1", "'=1+1")]
    [TestCase("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [TestCase("+201", "'+201")]
    [TestCase("-5", "'-5")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("\t=1", "'\t=1")]
    [TestCase("\r=1", "\"'\r=1\"")]
    [TestCase("\n=1", "\"'\n=1\"")]
    [TestCase("\0=1", "'\0=1")]
    [TestCase("＝1", "'＝1")]
    [TestCase("a=1-1", "a=1-1")]
    [TestCase("'", "'")]
    public async Task A_text_is_quoted_where_it_must_be_and_never_a_formula(string text, string cell) =>
        Assert.That(await CsvAsync([new { Text = text }]), Is.EqualTo($"text\r\n{cell}\r\n"));

    [Test]
    public async Task A_column_name_from_the_data_is_no_formula_either() =>
        Assert.That(
            await CsvAsync([new Dictionary<string, object> { ["=1+1"] = 1, ["a,b"] = 2, ["c"] = -3 }]),
            Is.EqualTo("'=1+1,\"a,b\",c\r\n1,2,-3\r\n"));

    [Test]
    public async Task What_is_an_object_in_one_row_and_null_in_another_is_its_parts_where_it_stands()
    {
        // b is null first, and known to have parts only by the second row; c is null in all.
        Row[] rows = [new("1", null, null, "x"), new("2", new Part(5, null), null, "y"), new("3", new Part(6, 7), null, "z")];

        Assert.That(await CsvAsync(rows, rows[0]), Is.EqualTo("a,b.p,b.q,c,d\r\n1,,,,x\r\n2,5,,,y\r\n3,6,7,,z\r\n"));
    }

    [Test]
    public async Task The_exemplar_has_columns_that_no_row_has_and_is_not_written() =>
        Assert.That(
            await CsvAsync([new Row("1", null, null, "x")], new Row(null, new Part(1, 2), null, null)),
            Is.EqualTo("a,b.p,b.q,c,d\r\n1,,,,x\r\n"));

    [Test]
    public async Task Without_rows_there_is_the_header() =>
        Assert.That(await CsvAsync([], new Row(null, new Part(1, 2), null, null)), Is.EqualTo("a,b.p,b.q,c,d\r\n"));

    [Test]
    public async Task Parts_of_an_array_go_by_number() =>
        Assert.That(
            await CsvAsync(
            [
                new { Why = new[] { "idle" }, After = 1 },
                new { Why = new[] { "idle", "overdue" }, After = 2 },
                new { Why = Array.Empty<string>(), After = 3 },
            ]),
            Is.EqualTo("why.0,why.1,after\r\nidle,,1\r\nidle,overdue,2\r\n,,3\r\n"));

    [Test]
    public async Task Parts_of_an_array_go_by_name_where_each_has_its_own()
    {
        object[] rows =
        [
            new { Stages = new[] { new { Name = "Won", N = 1 }, new { Name = "Lost", N = 2 } } },
            new { Stages = new[] { new { Name = "Lost", N = 3 } } },
            new { Stages = new[] { new { Name = "Won", N = 4 }, new { Name = "Won", N = 5 } } },
        ];

        Assert.That(await CsvAsync(rows, rows[0]), Is.EqualTo(
            "stages.Won.name,stages.Won.n,stages.Lost.name,stages.Lost.n,stages.0.name,stages.0.n,stages.1.name,stages.1.n\r\n" +
            "Won,1,Lost,2,,,,\r\n,,Lost,3,,,,\r\n,,,,Won,4,Won,5\r\n"));
    }

    [Test]
    public async Task Parts_of_an_array_go_by_code_where_they_have_no_name() =>
        Assert.That(
            await CsvAsync([new { Insights = new[] { new { Code = "FEW", N = 1 } } }, new { Insights = new[] { new { Code = "MANY", N = 2 } } }]),
            Is.EqualTo("insights.FEW.code,insights.FEW.n,insights.MANY.code,insights.MANY.n\r\nFEW,1,,\r\n,,MANY,2\r\n"));

    [Test]
    public async Task Writes_more_than_a_buffer_without_waiting_on_a_write()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => new { Id = i, Name = "سارة" }).ToList();
        await using var stream = new AsyncOnly();

        await CsvAnswer.WriteAsync(stream, rows, rows[0], path => path, s_json, CancellationToken.None);

        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split("\r\n");
        Assert.That(lines, Is.EqualTo(rows.Select(row => $"{row.Id},سارة").Prepend("\uFEFFid,name").Append("")));
        Assert.That(stream.Writes, Is.GreaterThan(1));
    }

    private static Task<string> CsvAsync<TRow>(TRow[] rows) => CsvAsync(rows, rows[0]);

    private static async Task<string> CsvAsync<TRow>(TRow[] rows, TRow exemplar)
    {
        using var stream = new MemoryStream();
        await CsvAnswer.WriteAsync(stream, rows, exemplar, path => path, s_json, CancellationToken.None);
        var bytes = stream.ToArray();
        Assert.That(bytes[..3], Is.EqualTo(Encoding.UTF8.GetPreamble()));
        return Encoding.UTF8.GetString(bytes[3..]);
    }

    private sealed record Row(string? A, Part? B, Part? C, string? D);

    private sealed record Part(int P, int? Q);

    /// <summary>Refuses to block, as a server's response does.</summary>
    private sealed class AsyncOnly : MemoryStream
    {
        private readonly List<byte> _written = [];

        public int Writes { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            _written.AddRange(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override byte[] ToArray() => [.. _written];

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException();

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException();

        public override void Flush() => throw new InvalidOperationException();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
