using System.Text;
using LeadMetrics.Import;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Import;

/// <summary>An upload that breaks off, or is not what it says: nothing of it is there, and the next one finds its place.</summary>
public class BrokenUploadTests(string engine) : ServiceTests(engine)
{
    private static readonly TimeSpan s_generous = TimeSpan.FromSeconds(60);
    private static readonly byte[] s_rows = "lead_id,created_at\nL1,2026-01-05T00:00:00Z\nL2,2026-01-05T00:00:00Z\n"u8.ToArray();

    protected override string[] Settings => ["--Limits:ImportsAtOnce=1"];

    [TestCase("Content-Length: 100000", "")]
    [TestCase("Transfer-Encoding: chunked", "1000\r\n")]
    public async Task A_connection_that_is_cut_in_the_middle(string length, string start)
    {
        using var limit = new CancellationTokenSource(s_generous);
        using var client = new RawClient(World.Client.BaseAddress!);
        await client.SendAsync(RawClient.Head("POST", "/v1/imports/leads", "Content-Type: text/csv", "Expect: 100-continue", length), limit.Token);
        await client.SendAsync(new byte[][] { Encoding.ASCII.GetBytes(start), s_rows }.SelectMany(part => part).ToArray(), limit.Token);
        await UntilPlacesAsync(free: false, limit.Token);
        client.Close();
        await UntilPlacesAsync(free: true, limit.Token);

        await NothingWasKeptAsync();
    }

    [TestCase("zz\r\n", TestName = "A chunk without a length")]
    [TestCase("5\r\nlead_id,created_at\r\n", TestName = "A chunk that is longer than it says")]
    public async Task A_body_that_is_none(string body)
    {
        using var limit = new CancellationTokenSource(s_generous);
        using var client = new RawClient(World.Client.BaseAddress!);
        await client.SendAsync(RawClient.Head("POST", "/v1/imports/leads", "Content-Type: text/csv", "Transfer-Encoding: chunked"), limit.Token);
        await client.SendAsync(Encoding.ASCII.GetBytes(body), limit.Token);
        var answer = await client.ReceiveAsync(limit.Token);

        Assert.That((answer.Status, answer.MediaType, (string?)answer.Json["title"]), Is.EqualTo((400, "application/problem+json", "The request cannot be read")));
        await NothingWasKeptAsync();
    }

    [Test]
    public async Task A_file_that_ends_in_the_middle_of_a_row()
    {
        using var response = await World.PostAsync("leads", Encoding.UTF8.GetString(s_rows)[..^12]);
        var body = await response.Content.ReadAsStringAsync();

        Assert.That(body, Does.Contain("1 of 2 rows were rejected, so nothing of the file was kept."));
        await NothingWasKeptAsync();
    }

    private async Task NothingWasKeptAsync()
    {
        Assert.That((await World.GetAsync("/v1/leads?preset=allTime")).Table("total dataVersion"), Is.EqualTo("0 0"));
        await World.ImportAsync("leads", Encoding.UTF8.GetString(s_rows));
        Assert.That((await World.GetAsync("/v1/leads?preset=allTime")).Table("total dataVersion"), Is.EqualTo("2 1"));
    }

    private async Task UntilPlacesAsync(bool free, CancellationToken cancel)
    {
        while (World.Services.GetRequiredService<ImportPlaces>().Free > 0 != free)
        {
            await Task.Delay(5, cancel);
        }
    }
}
