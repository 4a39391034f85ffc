using System.Globalization;
using System.Net;
using LeadMetrics.Engines;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Http;

[NonParallelizable]
public class HealthTests(string engine) : ServiceTests(engine)
{
    [TestCase("/health/live", "Healthy -")]
    [TestCase("/health/ready", "Healthy {0} answers, schema version {1}.")]
    public async Task A_service_that_can_answer_says_so(string path, string expected)
    {
        var report = await World.GetAsync(path);
        var latest = World.Services.GetRequiredService<Migrator>().Latest;
        Assert.That(report.Table("status checks.database"), Is.EqualTo(string.Format(CultureInfo.InvariantCulture, expected, EngineName, latest)));
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    public async Task A_monitor_may_ask_for_the_head_alone(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var response = await World.Client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
    }
}

/// <summary>What only the embedded engine can show: its file goes away.</summary>
public class HealthWithoutDatabaseTests
{
    [Test]
    public async Task A_database_that_has_gone_is_named_and_does_not_come_back_empty()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite);
        world.Engine.ClearPool();
        var path = TestEngines.PathOf(world.Engine);
        File.Move(path, path + ".away");

        using var ready = await world.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var asked = await world.Client.GetAsync(new Uri("/v1/metrics/owner-efficiency", UriKind.Relative));
        using var live = await world.Client.GetAsync(new Uri("/health/live", UriKind.Relative));
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await ready.Content.ReadAsStringAsync(), Does.Contain("sqlite does not answer: Unavailable."));
        Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        world.Engine.ClearPool();
        File.Move(path + ".away", path);
        await world.GetAsync("/v1/metrics/owner-efficiency");
    }
}
