using LeadMetrics.Access;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Access;

/// <summary>One key or token, shown once or twice, is taken whatever else stands beside it; of two that differ none is.</summary>
public class CredentialsTests : IssuerTests
{
    private const string Leads = "/v1/metrics/leads";

    private string? _key;
    private string? _other;

    [TestCase("Authorization: Bearer KEY")]
    [TestCase("Authorization: Bearer TOKEN")]
    [TestCase("X-Api-Key: KEY")]
    [TestCase("Authorization: Bearer KEY", "X-Api-Key: KEY")]
    [TestCase("Authorization: Bearer TOKEN", "X-Api-Key: TOKEN")]
    [TestCase("X-Api-Key: KEY", "x-api-key:  KEY ")]
    [TestCase("Authorization: Bearer TOKEN", "Authorization: Bearer TOKEN")]
    [TestCase("Authorization: Basic eDp5", "Authorization: Bearer KEY")]
    [TestCase("Authorization: Basic eDp5", "Authorization: Bearer TOKEN")]
    [TestCase("Authorization: Basic eDp5", "X-Api-Key: KEY")]
    [TestCase("Authorization: Bearer TOKEN", "Authorization: Basic eDp5")]
    public async Task One_is_taken(params string[] headers) => Assert.That((await AskAsync(headers)).Status, Is.EqualTo(200));

    [TestCase("Authorization: Bearer KEY", "X-Api-Key: OTHER")]
    [TestCase("Authorization: Bearer TOKEN", "X-Api-Key: KEY")]
    [TestCase("Authorization: Bearer KEY", "Authorization: Bearer OTHER")]
    [TestCase("X-Api-Key: KEY", "X-Api-Key: lm_")]
    [TestCase("Authorization: Bearer KEY", "X-Api-Key:")]
    public async Task Two_that_differ_are_refused_and_told_so(params string[] headers)
    {
        var refused = await AskAsync(headers);

        Assert.That((refused.Status, (string?)refused.Json["detail"]), Is.EqualTo((401, Refusals.Several)));
        Assert.That(refused.Headers["WWW-Authenticate"], Is.EqualTo("Bearer realm=\"LeadMetrics\", error=\"invalid_token\""));
    }

    [TestCase("X-Api-Key: TOKEN")]
    [TestCase("Authorization: Basic eDp5")]
    [TestCase("Authorization: KEY")]
    [TestCase("Authorization: Bearer")]
    public async Task Any_other_is_unknown(params string[] headers)
    {
        var refused = await AskAsync(headers);

        Assert.That((refused.Status, (string?)refused.Json["detail"]), Is.EqualTo((401, Refusals.Unknown)));
    }

    private async Task<RawResponse> AskAsync(string[] headers)
    {
        var shown = headers.Select(header => header
            .Replace("KEY", _key ??= World.Key("read"), StringComparison.Ordinal)
            .Replace("OTHER", _other ??= World.Key("read"), StringComparison.Ordinal)
            .Replace("TOKEN", Issuer.Token("read"), StringComparison.Ordinal));
        using var client = new RawClient(World.Client.BaseAddress!);
        await client.SendAsync(RawClient.Head("GET", Leads, [.. shown]), default);
        return await client.ReceiveAsync(default);
    }
}
