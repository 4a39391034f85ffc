using System.Net;
using LeadMetrics.Access;
using LeadMetrics.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Access;

/// <summary>No route is open by mistake.</summary>
[NonParallelizable]
public class RoutesTests
{
    // What anybody may ask, known or not.
    private static readonly string[] s_open = ["GET /health/live", "HEAD /health/live", "GET /health/ready", "HEAD /health/ready"];

    private static readonly Dictionary<string, string> s_roles = new() { ["POST /v1/imports/{dataset}"] = Roles.Import, ["GET /v1/audit"] = Roles.Admin };

    private World _world = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _world = await World.StartAsync(TestEngines.Sqlite, Keys.Asked);

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Every_route_but_those_of_health_asks_who_calls()
    {
        var open = new List<string>();
        foreach (var (name, method, path) in Routes())
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            using var response = await _world.Client.SendAsync(request);
            if (response.StatusCode != HttpStatusCode.Unauthorized)
            {
                open.Add(name);
            }
        }

        Assert.That(open, Is.EquivalentTo(s_open));
    }

    [Test]
    public void Every_route_names_the_one_role_that_it_needs()
    {
        foreach (var endpoint in Endpoints())
        {
            var name = Name(endpoint);
            var roles = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy);
            Assert.That(roles, Is.EqualTo(s_open.Contains(name) ? [] : new[] { s_roles.GetValueOrDefault(name, Roles.Read) }), name);
        }
    }

    [Test]
    public async Task What_is_no_route_is_told_to_nobody()
    {
        foreach (var (method, path) in new[] { ("GET", "/"), ("GET", "/v1"), ("GET", "/v1/metrics/nothing"), ("DELETE", "/v1/leads"), ("OPTIONS", "/v1/leads"), ("GET", "/v2") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
            using var response = await _world.Client.SendAsync(request);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), $"{method} {path}");
        }
    }

    [TestCase("/v1/openapi.yaml")]
    [TestCase("/v1/openapi.json")]
    [TestCase("/swagger/index.html")]
    public async Task The_contract_is_for_everybody(string path) => Assert.That(await (await _world.SendAsync(path)).SayAsync(), Is.EqualTo("200"));

    [Test]
    public async Task A_stranger_learns_whether_it_is_well_and_no_more()
    {
        Assert.That((await _world.GetAsync("/health/ready")).ToJsonString(), Is.EqualTo("""{"status":"Healthy","checks":{}}"""));
        using var known = await _world.SendAsync("/health/ready", ("", _world.Key("import")));
        Assert.That(await known.Content.ReadAsStringAsync(), Does.Contain("sqlite answers"));
        Assert.That(await (await _world.SendAsync("/health/ready", ("", "nonsense"))).SayAsync(), Is.EqualTo("200"));
    }

    [Test]
    public async Task The_contract_says_who_may_ask()
    {
        var document = await _world.GetAsync("/v1/openapi.json");
        Assert.That(document["security"]!.ToJsonString(), Is.EqualTo("""[{"bearer":[]},{"apiKey":[]}]"""));
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var name = $"{method.ToUpperInvariant()} {path}";
                var isOpen = s_open.Contains(name);
                Assert.That(operation!["security"]?.ToJsonString(), isOpen ? Is.EqualTo("[]") : Is.Null, name);
                Assert.That(operation["responses"]!["401"] is null, Is.EqualTo(isOpen), name);
                Assert.That(operation["responses"]!["403"] is null, Is.EqualTo(isOpen), name);
                Assert.That((string?)operation["description"], isOpen ? Is.Null : Does.EndWith($"Needs the role {s_roles.GetValueOrDefault(name, Roles.Read)}."), name);
            }
        }
    }

    [Test]
    public void Who_nobody_has_named_is_nobody() =>
        Assert.That(() => new DefaultHttpContext().Caller(), Throws.InvalidOperationException);

    private List<RouteEndpoint> Endpoints() => [.. _world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private static string Name(RouteEndpoint endpoint) =>
        $"{endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single()} /{endpoint.RoutePattern.RawText!.Trim('/')}";

    private IEnumerable<(string Name, HttpMethod Method, string Path)> Routes() => Endpoints().Select(endpoint =>
        (Name(endpoint), new HttpMethod(endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single()),
            "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("{dataset}", "leads", StringComparison.Ordinal).Replace("{code}", "MISSING_OWNER", StringComparison.Ordinal)));
}
