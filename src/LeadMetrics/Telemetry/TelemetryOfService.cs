using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Telemetry;

/// <summary>What the service tells of itself: measures, spans and a log.</summary>
public static class TelemetryOfService
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OtlpOptions>().Configure(options => options.Read(builder.Configuration)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OtlpOptions>>(new ValidOtlp(new OtlpOptionsValidator()));
        services.AddSingleton<Instruments>();
        services.AddSingleton<Gauges>();
        services.AddSingleton<PrometheusExporter>();
        services.AddHostedService<Exporters>();

        // What stops the start is thrown too, and ends in a sentence; here it would be a stack trace before that.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // A log is read by machines, but for whoever develops.
        builder.Logging.AddConsoleFormatter<JsonLogLine, ConsoleFormatterOptions>();
        if (!builder.Environment.IsDevelopment())
        {
            services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName = string.IsNullOrEmpty(console.FormatterName) ? JsonLogLine.Formatter : console.FormatterName);
        }
    }

    private sealed class ValidOtlp(OtlpOptionsValidator validator) : IValidateOptions<OtlpOptions>
    {
        public ValidateOptionsResult Validate(string? name, OtlpOptions options)
        {
            var result = validator.Validate(options);
            return result.IsValid ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(result.Errors.Select(error => error.ErrorMessage));
        }
    }
}
