using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>NDJSON: a JSON object a line.</summary>
public class NdJsonTests(string engine) : ServiceTests(engine)
{
    private const string Owners = "/v1/metrics/owner-efficiency?sort=name&order=asc";

    [Test]
    public async Task Numbers_booleans_nulls_and_texts_are_taken()
    {
        var report = await SendAsync("owners", """
            {"owner_id": "A", "name": "Amal", "team": "North", "active": true, "capacity": 40}
            {"owner_id": 7, "name": " Badr ", "team": null, "active": "yes", "capacity": "12"}

            {"name": "Dana", "owner_id": "C", "team": "", "capacity": null}
            """);

        Assert.That(report.Table("kept rowsRead inserted rejected"), Is.EqualTo("true 3 3 0"));
        Assert.That(
            (await World.GetAsync(Owners))["data"]!.Table("ownerId name team active capacity"),
            Is.EqualTo("A Amal North true 40\n7 Badr - true 12\nC Dana - true -"));
    }

    [Test]
    public async Task Every_script_comes_back_to_the_letter_escaped_or_not()
    {
        // \uD842\uDFB7 is U+20BB7, four bytes of UTF-8.
        await SendAsync("owners", """
            {"owner_id": "1", "name": "أمل", "team": "\uD842\uDFB7野家"}
            {"owner_id": "2", "name": "\u0628\u062f\u0631 \"\\/", "team": "𠮷野家 🙂"}
            """);

        Assert.That(
            (await World.GetAsync(Owners))["data"]!.Table("ownerId name team"),
            Is.EqualTo("1 أمل 𠮷野家\n2 بدر \"\\/ 𠮷野家 🙂"));
    }

    [TestCase("""{"owner_id": "B", "name": "Badr", "email": 1}""", "email - is not a column of this dataset; allowed are owner_id, name, team, active, capacity")]
    [TestCase("""{"owner_id": "B", "name": {"first": {"of": {"all": ["Badr"]}}}}""", "name - is neither text, a number, true, false nor null")]
    [TestCase("""{"owner_id": "B", "name": ["Badr"]}""", "name - is neither text, a number, true, false nor null")]
    [TestCase("""{"owner_id": "B", "name": "Badr", "name": "Dana"}""", "name - stands twice")]
    [TestCase("""{"owner_id": "B", "name": "Badr" """, "- - is not valid JSON")]
    [TestCase("""["B", "Badr"]""", "- - is not a JSON object")]
    [TestCase("null", "- - is not a JSON object")]
    [TestCase("B,Badr", "- - is not valid JSON")]
    [TestCase("""{"owner_id": "B", "name": "half \uD842"}""", "- - is not valid JSON: a text holds half a character")]
    [TestCase("""{"owner_id": "B\u0000", "name": "Badr"}""", "owner_id text of 2 characters contains a control character")]
    [TestCase("""{"owner_id": "B", "name": "Ba\u0000dr"}""", "name text of 5 characters contains the character NUL")]
    [TestCase("""{"owner_id": "B", "name": "Badr", "capacity": 1e3}""", "capacity text of 3 characters is not a whole number from 0 to 2147483647")]
    [TestCase("""{"owner_id": "B", "name": "Badr", "capacity": -1}""", "capacity number is not a whole number from 0 to 2147483647")]
    [TestCase("""{"owner_id": "B", "name": "Badr", "active": 2}""", "active number is neither true nor false")]
    [TestCase("""{"name": "Badr"}""", "owner_id empty is required: an id of 1 to 200 characters")]
    public async Task A_line_that_cannot_be_read_is_named(string line, string rejected)
    {
        var report = await SendAsync("owners?onError=skip", $$"""
            {"owner_id": "A", "name": "Amal"}
            {{line}}
            {"owner_id": "C", "name": "Dana"}
            """);

        Assert.That(report.Table("rowsRead inserted rejected"), Is.EqualTo("3 2 1"));
        Assert.That(report["rejectedRows"]!.Table("line column valueClass reason"), Is.EqualTo("2 " + rejected));
    }

    [Test]
    public async Task Names_may_be_mapped_even_crosswise()
    {
        await SendAsync("owners?map=Owner%20Id:owner_id&map=team:name&map=name:team", """{"Owner Id": "A", "team": "Amal", "name": "North"}""");

        Assert.That((await World.GetAsync(Owners))["data"]!.Table("ownerId name team"), Is.EqualTo("A Amal North"));
    }

    [Test]
    public async Task A_column_under_both_of_its_names_is_refused()
    {
        var report = await SendAsync("owners?onError=skip&map=id:owner_id", """{"id": "A", "owner_id": "B", "name": "Amal"}""");

        Assert.That(report["rejectedRows"]!.Table("line column reason"), Is.EqualTo("1 owner_id stands twice"));
    }

    [Test]
    public async Task What_is_not_utf_8_is_named_by_its_line()
    {
        byte[] lines =
        [
            .. Encoding.UTF8.Preamble,
            .. "{\"owner_id\": \"A\", \"name\": \"Amal\"}\r\n{\"owner_id\": \"B\", \"name\": \""u8, 0xC3, .. "\"}\n{\"owner_id\": \"C\", \"name\": \"Dana\"}"u8,
        ];

        var report = await SendAsync("owners?onError=skip", lines);

        Assert.That(report.Table("rowsRead inserted rejected"), Is.EqualTo("3 2 1"));
        Assert.That(report["rejectedRows"]!.Table("line column reason"), Is.EqualTo("2 - is not UTF-8"));
    }

    [Test]
    public async Task An_empty_file_changes_nothing()
    {
        var report = await SendAsync("owners", "\n\n");

        Assert.That(report.Table("kept rowsRead inserted rejected dataVersion"), Is.EqualTo("true 0 0 0 0"));
    }

    [Test]
    public async Task A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        using var response = await World.PostAsync("owners", "{}\n" + new string(' ', 2_000_000), "application/x-ndjson");

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)problem["detail"], Is.EqualTo("Line 2 is longer than 1048576 bytes (Limits:ImportRowKilobytes). Nothing of it was kept."));
    }

    private Task<JsonNode> SendAsync(string datasetAndQuery, string lines) => SendAsync(datasetAndQuery, Encoding.UTF8.GetBytes(lines));

    private async Task<JsonNode> SendAsync(string datasetAndQuery, byte[] lines)
    {
        using var content = new ByteArrayContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await World.Client.PostAsync(new Uri("/v1/imports/" + datasetAndQuery, UriKind.Relative), content);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), body);
        return JsonNode.Parse(body)!;
    }
}
