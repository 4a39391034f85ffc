using System.Globalization;
using System.Net;
using LeadMetrics.Access;
using LeadMetrics.Http;
using LeadMetrics.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LeadMetrics.Tests.Http;

/// <summary>Who asks too often is told when to come again; nobody else notices.</summary>
public class RateLimitTests(string engine) : ServiceTests(engine)
{
    private static readonly TimeSpan s_generous = TimeSpan.FromSeconds(60);

    // One a minute: none comes back while a test runs.
    protected override string[] Settings => ["--Limits:RequestsPerMinute=1", "--Limits:RequestsAtOnce=3"];

    [Test]
    public async Task Who_asks_too_often_is_refused_alone()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("Only Linux has a second address of the machine without being told to.");
        }

        using var limit = new CancellationTokenSource(s_generous);
        using var eager = new RawClient(World.Client.BaseAddress!);
        using var other = new RawClient(World.Client.BaseAddress!, IPAddress.Parse("127.0.0.2"));
        foreach (var path in new[] { "/v1/leads", "/v1/nothing", "/v1/leads?colour=red" })
        {
            Assert.That((await AskAsync(eager, path)).Status, Is.Not.EqualTo(429), "each request counts, however it is answered");
        }

        var refused = await AskAsync(eager, "/v1/leads");

        Assert.That((refused.Status, refused.MediaType), Is.EqualTo((429, "application/problem+json")));
        Assert.That(refused.Json.Table("title status"), Is.EqualTo("Too many requests 429"));
        Assert.That((string?)refused.Json["detail"], Is.EqualTo("Allowed are 1 requests a minute, 3 at once. Ask again after Retry-After."));
        Assert.That(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture), Is.InRange(1, 60));
        Assert.That((await AskAsync(eager, "/health/ready")).Status, Is.EqualTo(200), "a probe is not counted");
        Assert.That((await AskAsync(other, "/v1/leads")).Status, Is.EqualTo(200), "another address");

        async Task<RawResponse> AskAsync(RawClient client, string path)
        {
            await client.SendAsync(RawClient.Head("GET", path), limit.Token);
            return await client.ReceiveAsync(limit.Token);
        }
    }

    [TestCase("10.0.0.1", null, "address 10.0.0.1")]
    [TestCase("::ffff:10.0.0.1", null, "address 10.0.0.1")]
    [TestCase("2001:db8:1:2:3:4:5:6", null, "network 20010DB800010002")]
    [TestCase("2001:db8:1:2:ffff::1", null, "network 20010DB800010002")]
    [TestCase("10.0.0.1", "key-7", "caller key-7")]
    [TestCase("10.0.0.2", "key-7", "caller key-7")]
    public void Requests_are_counted_by_caller_and_else_by_address(string address, string? caller, string expected)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        if (caller is not null)
        {
            http.Features.Set(new Caller { Id = caller });
        }

        Assert.That(Limits.CountedAs(http), Is.EqualTo(expected));
    }
}
