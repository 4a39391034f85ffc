using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LeadMetrics.Import;

namespace LeadMetrics.Benchmarks;

/// <summary>The service as a process of its own, asked over HTTP as of the end of the generated data.</summary>
public sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Client = NewClient();
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>What it holds of memory now, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts it, and waits until it answers. A database of an older version is brought up to date first.</summary>
    public static async Task<ServiceProcess> StartAsync(GeneratedCrm crm, params string[] settings)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}"));
        socket.Close();
        var service = new ServiceProcess(Start(crm, [.. settings, "--urls=" + address, "--environment=Production", "--Access:Mode=open"]), address);
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(20); await Task.Delay(100))
        {
            try
            {
                using var ready = await service.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (ready.IsSuccessStatusCode)
                {
                    return service;
                }
            }
            catch (HttpRequestException) when (!service._process.HasExited)
            {
                // It is not there yet.
            }
        }

        service.Dispose();
        throw new TimeoutException("The service did not become ready.");
    }

    /// <summary>Runs the program with its own commands.</summary>
    public static Process Start(GeneratedCrm crm, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in arguments.Prepend(typeof(Importer).Assembly.Location).Append("--Database:Path=" + crm.Database).Append("--Logging:LogLevel:Default=Warning"))
        {
            info.ArgumentList.Add(argument);
        }

        var process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>A client with one connection of its own.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }, disposeHandler: true) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>The address of a question to a metric.</summary>
    public static Uri Question(string question) => new($"/v1/metrics/{question}&asOf={GeneratedCrm.End:yyyy-MM-ddTHH:mm:ssZ}", UriKind.Relative);

    /// <summary>How long it takes to answer, in milliseconds.</summary>
    public static async Task<(double Milliseconds, int Bytes)> AskAsync(HttpClient client, string question)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await client.GetByteArrayAsync(Question(question));
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, answer.Length);
    }

    /// <summary>Asks questions by turns for so long.</summary>
    public async Task WarmAsync(TimeSpan time, params string[] questions)
    {
        for (var (watch, i) = (Stopwatch.StartNew(), 0); watch.Elapsed < time; i++)
        {
            await AskAsync(Client, questions[i % questions.Length]);
        }
    }

    /// <summary>The median of some, after one second at least that warms it.</summary>
    public async Task<double> MedianAsync(string question, int times = 9)
    {
        for (var warming = Stopwatch.StartNew(); warming.Elapsed < TimeSpan.FromSeconds(1);)
        {
            await AskAsync(Client, question);
        }

        var taken = new List<double>();
        for (var i = 0; i < times; i++)
        {
            taken.Add((await AskAsync(Client, question)).Milliseconds);
        }

        return Median(taken);
    }

    public static double Median(IEnumerable<double> times) => times.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
