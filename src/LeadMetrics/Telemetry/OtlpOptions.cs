using System.Globalization;
using FluentValidation;

namespace LeadMetrics.Telemetry;

/// <summary>What OpenTelemetry's own variables say; the SDK reads these and the rest of them itself, but takes a bad one for none.</summary>
public sealed class OtlpOptions
{
    public string? Endpoint { get; set; }

    public string? Protocol { get; set; }

    public string? Sampler { get; set; }

    public string? SamplerArgument { get; set; }

    public bool Disabled { get; set; }

    /// <summary>Whether anything is sent: only to a collector that is named.</summary>
    public bool Sends => Endpoint is not null && !Disabled;

    public void Read(IConfiguration configuration)
    {
        Endpoint = Value("OTEL_EXPORTER_OTLP_ENDPOINT");
        Protocol = Value("OTEL_EXPORTER_OTLP_PROTOCOL");
        Sampler = Value("OTEL_TRACES_SAMPLER");
        SamplerArgument = Value("OTEL_TRACES_SAMPLER_ARG");
        Disabled = "true".Equals(Value("OTEL_SDK_DISABLED"), StringComparison.OrdinalIgnoreCase);

        string? Value(string name) => configuration[name] is { Length: > 0 } value ? value : null;
    }
}

/// <summary>What stops the start, each as a sentence.</summary>
public sealed class OtlpOptionsValidator : AbstractValidator<OtlpOptions>
{
    private static readonly string[] s_protocols = ["grpc", "http/protobuf"];
    private static readonly string[] s_samplers = ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    public OtlpOptionsValidator()
    {
        RuleFor(o => o.Endpoint).Must(text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https").When(o => o.Endpoint is not null)
            .WithMessage(o => $"OTEL_EXPORTER_OTLP_ENDPOINT is '{o.Endpoint}'; allowed is the address of a collector, such as http://collector:4317.");
        RuleFor(o => o.Protocol).Must(s_protocols.Contains).When(o => o.Protocol is not null)
            .WithMessage(o => $"OTEL_EXPORTER_OTLP_PROTOCOL is '{o.Protocol}'; allowed are {string.Join(" and ", s_protocols)}.");
        RuleFor(o => o.Sampler).Must(s_samplers.Contains).When(o => o.Sampler is not null)
            .WithMessage(o => $"OTEL_TRACES_SAMPLER is '{o.Sampler}'; allowed are {string.Join(", ", s_samplers)}.");
        RuleFor(o => o.SamplerArgument)
            .Must(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1).When(o => o.SamplerArgument is not null)
            .WithMessage(o => $"OTEL_TRACES_SAMPLER_ARG is '{o.SamplerArgument}'; allowed is a share from 0 to 1, such as 0.1.");
    }
}
