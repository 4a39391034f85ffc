using System.Text;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Http;

/// <summary>What is no HTTP, or more of it than is taken, is refused by the server itself, in a line; the next client notices nothing.</summary>
public class NoHttpTests
{
    private static readonly TimeSpan s_generous = TimeSpan.FromSeconds(60);

    private static readonly (string Name, string Request, int Status)[] s_requests =
    [
        ("no request", "Zq7\r\n\r\n", 400),
        ("another protocol", "GET / GOPHER/1.0\r\n\r\n", 400),
        ("a version that there is not", "GET /v1/leads HTTP/9.9\r\nHost: x\r\n\r\n", 505),
        ("no host", "GET /v1/leads HTTP/1.1\r\n\r\n", 400),
        ("two hosts", "GET /v1/leads HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("NUL in the path", "GET /v1/leads%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a raw letter beyond ASCII", "GET /v1/léads HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a header without a colon", "GET /v1/leads HTTP/1.1\r\nHost: x\r\nZq7\r\n\r\n", 400),
        ("a header with NUL", "GET /v1/leads HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", 400),
        ("a folded header", "GET /v1/leads HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400),
        ("two lengths", "POST /v1/imports/leads HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("a negative length", "POST /v1/imports/leads HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        ("a length beyond all", "POST /v1/imports/leads HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
        ("an encoding that there is not", "POST /v1/imports/leads HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nTransfer-Encoding: zq7\r\n\r\n", 400),
        ("a request line without end", "GET /" + new string('x', 40_000), 414),
        ("headers without end", "GET /v1/leads HTTP/1.1\r\nHost: x\r\nX: " + new string('x', 40_000), 431),
        ("too many headers", "GET /v1/leads HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(1, 101).Select(i => $"X{i}: 1\r\n")) + "\r\n", 431),
    ];

    [Test]
    public async Task What_is_no_http_is_refused()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite);
        using var limit = new CancellationTokenSource(s_generous);
        foreach (var (name, request, status) in s_requests)
        {
            using var client = new RawClient(world.Client.BaseAddress!);
            await client.SendAsync(Encoding.Latin1.GetBytes(request), limit.Token);
            var answer = await client.ReceiveAsync(limit.Token);

            Assert.That((answer.Status, answer.Body, answer.Headers["Connection"]), Is.EqualTo((status, Array.Empty<byte>(), "close")), name);
        }

        Assert.That((await world.GetAsync("/health/ready")).Table("status"), Is.EqualTo("Healthy"));
    }

    [Test]
    public async Task A_question_of_five_hundred_ids_is_taken()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite);
        var ids = Enumerable.Range(1, 500).Select(i => $"{i:00000000}-0000-0000-0000-000000000000").ToList();
        await world.ImportAsync("owners", "owner_id,name\n" + string.Concat(ids.Select(id => $"{id},x\n")));

        var answer = await world.GetAsync("/v1/leads?" + string.Join('&', ids.Select(id => "ownerId=" + id)));

        Assert.That(answer.Table("total"), Is.EqualTo("0"));
    }
}
