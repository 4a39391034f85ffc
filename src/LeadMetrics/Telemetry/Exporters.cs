using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LeadMetrics.Telemetry;

/// <summary>
/// Listens to what is measured, and hands it out: to Prometheus when it asks, to a collector where one is named. ASP.NET Core, Kestrel and the runtime
/// measure themselves (docs/adr/0015).
/// </summary>
public sealed class Exporters(
    IConfiguration configuration, IOptions<TelemetryOptions> options, IOptions<OtlpOptions> otlp, PrometheusExporter prometheus, Instruments instruments, Gauges gauges, IServer server)
    : IHostedLifecycleService, IDisposable
{
    private static readonly string[] s_meters =
        [Instruments.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime"];

    private MeterProvider? _meters;
    private TracerProvider? _tracer;

    /// <summary>What the gauges and the meters show is there from the start, not from the first request.</summary>
    public Gauges Gauges => gauges;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Prometheus || otlp.Value.Sends)
        {
            var meters = Sdk.CreateMeterProviderBuilder().ConfigureServices(Settings).ConfigureResource(Resource).AddMeter(s_meters);
            meters = options.Value.Prometheus ? meters.AddReader(prometheus.Reader) : meters;
            _meters = (otlp.Value.Sends ? meters.AddOtlpExporter() : meters).Build();
            instruments.Begin();
        }

        if (otlp.Value.Sends)
        {
            _tracer = Sdk.CreateTracerProviderBuilder().ConfigureServices(Settings).ConfigureResource(Resource)
                .AddSource(Instruments.Name, "Microsoft.AspNetCore").AddOtlpExporter().Build();
        }

        return Task.CompletedTask;
    }

    /// <summary>A port that nothing listens on would be missed only when it is needed.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()!.Addresses;
        return options.Value is not { Prometheus: true, PrometheusPort: { } port } || addresses.Any(address => BindingAddress.Parse(address).Port == port)
            ? Task.CompletedTask
            : throw new OptionsValidationException(TelemetryOptions.Section, typeof(TelemetryOptions), [$"Telemetry:PrometheusPort is {port}, but the service listens on {string.Join(", ", addresses)}; add the port to --urls."]);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // What has not been sent yet is sent when these are disposed, after the last request.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _tracer?.Dispose();
        _meters?.Dispose();
    }

    // The SDK's own variables, from wherever settings come.
    private void Settings(IServiceCollection services) => services.AddSingleton(configuration);

    private static void Resource(ResourceBuilder resource) => resource.Clear()
        .AddService("leadmetrics", serviceVersion: typeof(Exporters).Assembly.GetName().Version?.ToString(3)).AddTelemetrySdk().AddEnvironmentVariableDetector();
}
