using System.Net;
using System.Net.Sockets;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests;

/// <summary>Where the service cannot listen it says so, and ends.</summary>
[NonParallelizable]
public class ListeningTests
{
    [TestCase("Production")]
    [TestCase("Development")]
    public async Task A_port_that_is_taken_is_a_sentence_and_no_more(string environment)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (path, address, output, shown) = (Unused(), "http://" + taken.LocalEndpoint, Console.Out, new StringWriter());
        Console.SetOut(shown);
        try
        {
            var (code, said) = await TheProgram.RunAsync(
                "--environment=" + environment, "--urls=" + address, "--Database:Path=" + path, "--Access:Mode=open", "--Logging:LogLevel:Default=Error");

            Assert.That((code, said.Trim(), shown.ToString()), Is.EqualTo((1, $"Failed to bind to address {address}: address already in use.", "")));
        }
        finally
        {
            Console.SetOut(output);
            TestEngines.DeleteFile(path);
        }
    }

    [Test]
    public async Task An_address_of_another_machine_is_a_sentence()
    {
        // 192.0.2.1 is for examples, and no machine's (RFC 5737).
        var path = Unused();
        var (code, said) = await TheProgram.RunAsync("--environment=Development", "--urls=http://192.0.2.1:5080", "--Database:Path=" + path, "--Logging:LogLevel:Default=Error");
        TestEngines.DeleteFile(path);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(said, Does.StartWith("Cannot listen at http://192.0.2.1:5080: ").And.Not.Contain("   at "));
    }

    private static string Unused() => Path.Combine(Path.GetTempPath(), $"leadmetrics-tests-{Environment.ProcessId}", Guid.NewGuid().ToString("N") + ".db");
}
