using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>CSV as CRMs and spreadsheets write it: what is sent comes back to the letter, or the line is named.</summary>
public class RowFormatTests(string engine) : ServiceTests(engine)
{
    private const string Owners = "/v1/metrics/owner-efficiency?sort=name&order=asc";

    [TestCase("owner_id,name,team\nA,Amal,North\nB,Badr,South\n", TestName = "Line feeds")]
    [TestCase("owner_id,name,team\r\nA,Amal,North\r\nB,Badr,South\r\n", TestName = "Carriage returns and line feeds")]
    [TestCase("\uFEFFowner_id,name,team\r\nA,Amal,North\r\nB,Badr,South", TestName = "A byte order mark, and no end of the last line")]
    [TestCase("owner_id;name;team\nA;Amal;North\nB;Badr;South\n", TestName = "Semicolons")]
    [TestCase("owner_id\tname\tteam\nA\tAmal\tNorth\nB\tBadr\tSouth\n", TestName = "Tabs")]
    [TestCase("\"owner_id\",\"name\",\"team\"\n\"A\",\"Amal\",\"North\"\n\"B\",\"Badr\",\"South\"\n", TestName = "Every field in quotes")]
    [TestCase("team,name,owner_id\nNorth, Amal ,A\nSouth,\"Badr \",B\n", TestName = "Another order, and blanks around")]
    [TestCase("\nowner_id,name,team\n\nA,Amal,North\n\r\nB,Badr,South\n\n\n", TestName = "Empty lines")]
    public async Task Files_are_read_however_they_are_written(string csv)
    {
        var report = await World.ImportAsync("owners", csv);

        Assert.That(report.Table("rowsRead inserted"), Is.EqualTo("2 2"));
        Assert.That((await World.GetAsync(Owners))["data"]!.Table("ownerId name team"), Is.EqualTo("A Amal North\nB Badr South"));
    }

    [Test]
    public async Task What_stands_in_quotes_comes_back_to_the_letter()
    {
        await World.ImportAsync("owners", "owner_id,name,team\n1,\"Amal, \"\"the\"\" first\",\"two\nlines\"\n2,\"two\r\nlines\",\"a;b\"\n");

        var data = (await World.GetAsync(Owners))["data"]!.AsArray();
        Assert.That(data.Select(row => (string?)row!["name"]), Is.EqualTo(["Amal, \"the\" first", "two\r\nlines"]));
        Assert.That(data.Select(row => (string?)row!["team"]), Is.EqualTo(["two\nlines", "a;b"]));
    }

    [Test]
    public async Task Every_script_comes_back_to_the_letter()
    {
        await World.ImportAsync("owners", "owner_id,name,team\nم-1,أمل العتيبي,فريق الرياض\n木,李四,𠮷野家 🙂\ne\u0301,e\u0301,é\n");

        var answer = await World.GetAsync(Owners);

        // Sorted by code unit: e (U+0065), أ (U+0623), 李 (U+674E). Nothing is composed or decomposed on its way.
        Assert.That(
            answer["data"]!.Table("ownerId name team"),
            Is.EqualTo("e\u0301 e\u0301 é\nم-1 أمل العتيبي فريق الرياض\n木 李四 𠮷野家 🙂"));
        Assert.That(
            (await World.GetAsync(Owners + "&ownerId=" + Uri.EscapeDataString("م-1")))["data"]!.Table("name"),
            Is.EqualTo("أمل العتيبي"));
    }

    [Test]
    public async Task A_header_alone_changes_nothing()
    {
        var report = await World.ImportAsync("owners", "owner_id,name\n");

        Assert.That(report.Table("kept rowsRead inserted rejected dataVersion"), Is.EqualTo("true 0 0 0 0"));
    }

    [Test]
    public async Task Lines_are_counted_as_an_editor_counts_them()
    {
        var csv =
            "owner_id,name,capacity\n" + // 1
            "A,\"three\nlines\r\nlong\",1\n" + // 2 to 4
            "B,Badr,many\n" + // 5
            "\n" + // 6
            "C,\"two\nlines\",few\n" + // 7 and 8
            "D,Dana,none\n"; // 9

        Assert.That(await RejectedAsync(Encoding.UTF8.GetBytes(csv)), Is.EqualTo("5 capacity\n7 capacity\n9 capacity"));
    }

    [TestCase("owner_id,name\nA,Amal,North\nB\nC,Dana\n", "2 - has 3 fields where the header has 2\n3 - has 1 fields where the header has 2")]
    [TestCase("owner_id,name\nA,Amal\nB,\"Badr\nC,Dana\n", "3 - opens a quote that is never closed")]
    [TestCase("owner_id,name\nA,\"Amal\" the first\n", "2 - has text after a closing quote; a quote inside quotes is doubled")]
    [TestCase("owner_id,name\nA\0,Amal\n", "2 owner_id contains a control character")]
    [TestCase("owner_id,name\nA\u0007B,Amal\n", "2 owner_id contains a control character")]
    [TestCase("owner_id,name\n\"A\nB\",Amal\n", "2 owner_id contains a control character")]
    [TestCase("owner_id,name\nA,Am\0al\n", "2 name contains the character NUL")]
    [TestCase("owner_id,name\n(unassigned),Amal\n", "2 owner_id stands in parentheses, which are kept for (unassigned), (unknown) and (none)")]
    [TestCase("owner_id,name\n,Amal\n", "2 owner_id is required: an id of 1 to 200 characters")]
    public async Task A_row_that_cannot_be_read_is_named(string csv, string rejected) =>
        Assert.That(await RejectedAsync(Encoding.UTF8.GetBytes(csv), "line column reason"), Is.EqualTo(rejected));

    [Test]
    public async Task What_is_not_utf_8_is_named_by_its_line()
    {
        // Windows-1256 writes أ as C3, which is no UTF-8 before a comma.
        byte[] csv = [.. "owner_id,name,team\nA,Amal,North\nB,"u8, 0xC3, .. ",South\nC,Dana,"u8, 0xC7, 0xE1, .. "\n"u8];

        Assert.That(await RejectedAsync(csv, "line column reason"), Is.EqualTo("3 name is not UTF-8\n4 team is not UTF-8"));
    }

    [Test]
    public async Task Utf_16_with_a_byte_order_mark_is_read_too()
    {
        using var response = await SendAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("owner_id\tname\nA\tأمل\n")]);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await World.GetAsync(Owners))["data"]!.Table("ownerId name"), Is.EqualTo("A أمل"));
    }

    [Test]
    public async Task A_row_without_end_is_refused_before_it_fills_the_memory()
    {
        using var response = await SendAsync(Encoding.UTF8.GetBytes("owner_id,name\nA,Amal\nB,\"" + new string('x', 2_000_000) + "\n"));

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That((string?)problem["detail"], Is.EqualTo("The row that starts on line 3 is longer than 1048576 bytes (Limits:ImportRowKilobytes); is a quote left open? Nothing of it was kept."));
    }

    private async Task<string> RejectedAsync(byte[] csv, string columns = "line column")
    {
        using var response = await SendAsync(csv);
        var body = await response.Content.ReadAsStringAsync();
        return JsonNode.Parse(body)!["report"]?["rejectedRows"]!.Table(columns) ?? body;
    }

    private Task<HttpResponseMessage> SendAsync(byte[] csv)
    {
        var content = new ByteArrayContent(csv);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return World.Client.PostAsync(new Uri("/v1/imports/owners", UriKind.Relative), content);
    }
}
