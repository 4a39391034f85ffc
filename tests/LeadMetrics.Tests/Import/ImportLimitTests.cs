using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LeadMetrics.Languages;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>A file beyond a limit is refused with the limit and the line, before it takes the memory or the disk.</summary>
public class ImportLimitTests(string engine) : ServiceTests(engine)
{
    private const string Head = "owner_id,name\n";
    private const string Kept = " Nothing of it was kept.";

    private static readonly TimeSpan s_generous = TimeSpan.FromSeconds(60);

    protected override string[] Settings =>
        ["--Limits:ImportMegabytes=1", "--Limits:ImportRows=3", "--Limits:ImportColumns=20", "--Limits:ImportRowKilobytes=64"];

    [TearDown]
    public async Task Nothing_was_kept_Async()
    {
        using var connection = World.Engine.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from owner where known = 1 and owner_key <> 0";
        Assert.That(Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture), Is.Zero);
    }

    [TestCase("Content-Length: 1000001")]
    [TestCase("Transfer-Encoding: chunked")]
    public async Task A_file_that_is_too_large(string length)
    {
        using var limit = new CancellationTokenSource(s_generous);
        using var client = new RawClient(World.Client.BaseAddress!);
        await client.SendAsync(RawClient.Head("POST", "/v1/imports/owners", "Content-Type: text/csv", length), limit.Token);
        if (length == "Transfer-Encoding: chunked")
        {
            // A file of commas without end: the service hangs up on it long before the billionth.
            try
            {
                byte[] commas = [.. "10000\r\n"u8, .. Enumerable.Repeat((byte)',', 0x10000), .. "\r\n"u8];
                for (var sent = 0L; sent < 1_000_000_000; sent += 0x10000)
                {
                    await client.SendAsync(commas, limit.Token);
                }

                Assert.Fail("A billion commas were taken.");
            }
            catch (System.Net.Sockets.SocketException)
            {
                return;
            }
        }

        var answer = await client.ReceiveAsync(limit.Token);

        Assert.That((answer.Status, answer.MediaType), Is.EqualTo((413, "application/problem+json")));
        Assert.That(answer.Json.Table("title detail"), Is.EqualTo("Content Too Large The file is larger than 1 MB (Limits:ImportMegabytes). Send it in parts."));
    }

    [Test]
    public async Task A_chunked_file_that_is_a_little_too_large_is_told_the_limit()
    {
        using var limit = new CancellationTokenSource(s_generous);
        using var client = new RawClient(World.Client.BaseAddress!);
        await client.SendAsync(RawClient.Head("POST", "/v1/imports/owners", "Content-Type: text/csv", "Transfer-Encoding: chunked", "Accept-Language: ar"), limit.Token);
        await client.SendAsync(Encoding.ASCII.GetBytes($"{1_000_001:x}\r\n{new string(',', 1_000_001)}\r\n0\r\n\r\n"), limit.Token);
        var answer = await client.ReceiveAsync(limit.Token);

        Assert.That((string?)answer.Json["title"], Is.EqualTo(Texts.Arabic["problems.413"]));
        Assert.That((answer.Status, (string?)answer.Json["detail"]), Is.EqualTo((413, "The file is larger than 1 MB (Limits:ImportMegabytes). Send it in parts.")));
    }

    [Test]
    public async Task Too_many_rows()
    {
        var rows = Head + "A,Amal\nB,Badr\n\nC,Carim\nD,Dana\n";

        Assert.That(await DetailAsync(rows), Is.EqualTo("The file has more than 3 rows (Limits:ImportRows); line 6 is beyond them. Send it in parts." + Kept));
        Assert.That(
            await DetailAsync(string.Concat("ABCD".Select(id => $$"""{"owner_id":"{{id}}","name":"x"}{{'\n'}}""")), "application/x-ndjson"),
            Is.EqualTo("The file has more than 3 rows (Limits:ImportRows); line 4 is beyond them. Send it in parts." + Kept));
    }

    [Test]
    public async Task Too_many_columns()
    {
        var columns = string.Concat(Enumerable.Range(1, 19).Select(i => $",more{i}"));
        Assert.That(
            await DetailAsync($"owner_id,name{columns}\nA,Amal{new string(',', 19)}\n", query: "?unknownColumns=ignore"),
            Is.EqualTo("The header has 21 columns; allowed are 20 (Limits:ImportColumns)." + Kept));

        var properties = string.Concat(Enumerable.Range(1, 19).Select(i => $",\"more{i}\":1"));
        Assert.That(
            await DetailAsync($$"""{"owner_id":"A","name":"Amal"{{properties}}}""", "application/x-ndjson", "?unknownColumns=ignore", "$.report.rejectedRows"),
            Is.EqualTo("1 - has more than 20 columns (Limits:ImportColumns)"));
    }

    [Test]
    public async Task A_row_that_is_too_long()
    {
        var longText = new string('x', 200_000);

        Assert.That(await DetailAsync(Head + "A,Amal\nB," + longText), Is.EqualTo("The row that starts on line 3 is longer than 65536 bytes (Limits:ImportRowKilobytes); is a quote left open?" + Kept));
        Assert.That(
            await DetailAsync(longText), Is.EqualTo("The header cannot be read: the first line must name the columns, in at most 65536 bytes (Limits:ImportRowKilobytes)." + Kept));
        Assert.That(
            await DetailAsync(new string(',', 900_000)),
            Is.EqualTo("The header cannot be read: the first line must name the columns, in at most 65536 bytes (Limits:ImportRowKilobytes)." + Kept));
        Assert.That(await DetailAsync("{\"owner_id\":\"" + longText, "application/x-ndjson"), Is.EqualTo("Line 1 is longer than 65536 bytes (Limits:ImportRowKilobytes)." + Kept));
    }

    [Test]
    public async Task What_a_client_wrote_is_not_repeated_without_end()
    {
        var name = new string('n', 10_000);

        Assert.That(await DetailAsync($"owner_id,{name}\n"), Does.StartWith($"Column '{new string('n', 100)}…' is not one of dataset owners"));
        Assert.That(
            await DetailAsync($$"""{"{{name}}":1}""", "application/x-ndjson", "", "$.report.rejectedRows"),
            Does.StartWith($"1 {new string('n', 100)}… is not a column"));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("identity, gzip")]
    public async Task What_is_compressed_is_refused(string encoding)
    {
        using var content = new ByteArrayContent([0x1f, 0x8b, 8, 0]);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await World.Client.PostAsync(new Uri("/v1/imports/owners", UriKind.Relative), content);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(problem.Table("status detail"), Is.EqualTo($"415 Content-Encoding is '{encoding}'; allowed is identity: send the file uncompressed."));
        Assert.That(response.Headers.GetValues("Accept-Encoding"), Is.EqualTo(["identity"]));
    }

    [TestCase("windows-1256")]
    [TestCase("iso-8859-1")]
    [TestCase("\"utf-7\"")]
    public async Task What_says_that_it_is_not_utf_8_is_refused(string charset) =>
        Assert.That(
            await DetailAsync(Head + "A,Amal\n", "text/csv; charset=" + charset),
            Is.EqualTo($"The charset is '{charset}'; allowed is utf-8. Without one UTF-8 is read."));

    private async Task<string> DetailAsync(string file, string mediaType = "text/csv", string query = "", string of = "$.detail")
    {
        using var response = await World.PostAsync("owners" + query, file, mediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(problem["status"], Is.Not.Null, problem.ToJsonString());
        return of == "$.detail" ? (string)problem["detail"]! : problem["report"]!["rejectedRows"]!.Table("line column reason");
    }
}
