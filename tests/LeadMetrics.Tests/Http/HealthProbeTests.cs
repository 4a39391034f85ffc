using LeadMetrics.Http;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Http;

public class HealthProbeTests
{
    [TestCase("http://localhost:5000/health/ready")]
    [TestCase("http://localhost:8080/health/ready", "--http_ports=8080;8081")]
    [TestCase("http://localhost:81/health/ready", "--urls=http://+:81;http://+:82", "--http_ports=8080")]
    [TestCase("http://localhost/health/ready", "--urls=http://0.0.0.0:80")]
    [TestCase("http://127.0.0.1:5091/health/ready", "--urls=http://127.0.0.1:5091")]
    public void Asks_where_the_service_listens(string address, params string[] settings) =>
        Assert.That(HealthProbe.Address(settings), Is.EqualTo(new Uri(address)));

    [Test]
    public async Task Ends_with_0_while_the_service_answers_and_1_when_it_is_gone()
    {
        string urls;
        await using (var world = await World.StartAsync(TestEngines.Sqlite))
        {
            urls = "--urls=" + world.Client.BaseAddress;
            Assert.That(await HealthProbe.AskAsync([urls], default), Is.Zero);
        }

        Assert.That(await HealthProbe.AskAsync([urls], default), Is.EqualTo(1));
    }
}
