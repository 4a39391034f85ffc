using FluentValidation;

namespace LeadMetrics;

/// <summary>Section <c>Telemetry</c> of the configuration. What goes out over OTLP is set by OpenTelemetry's own variables.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Whether <c>GET /metrics</c> answers, in the text format of Prometheus.</summary>
    public bool Prometheus { get; set; } = true;

    /// <summary>The one port that it answers on, among those that the service listens on; null for all of them.</summary>
    public int? PrometheusPort { get; set; }
}

/// <summary>What stops the start, each as a sentence.</summary>
public sealed class TelemetryOptionsValidator : AbstractValidator<TelemetryOptions>
{
    public TelemetryOptionsValidator() => RuleFor(o => o.PrometheusPort).InclusiveBetween(1, 65_535)
        .WithMessage(o => $"Telemetry:PrometheusPort is {o.PrometheusPort}; allowed are 1 to 65535.");
}
