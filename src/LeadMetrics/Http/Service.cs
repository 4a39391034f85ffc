using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Quality;
using LeadMetrics.Telemetry;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Http;

/// <summary>What the service is made of, and the routes it answers.</summary>
public static class Service
{
    // The same for every service of a process: what the serializer has found out of a type is kept by them.
    private static readonly DefaultJsonTypeInfoResolver s_rows = new() { Modifiers = { SuppressedRows.Write } };
    private static readonly JsonStringEnumConverter s_names = new(JsonNamingPolicy.CamelCase);

    /// <summary>The web application, of settings as the command line takes them; nothing of it has run yet.</summary>
    /// <param name="settings">Settings, as <c>--Section:Name=value</c>.</param>
    /// <param name="replace">Puts other services in the place of these; for tests.</param>
    public static WebApplication Build(string[] settings, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ApplicationName = typeof(Service).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddLeadMetrics(builder.Configuration);
        builder.Services.AddHttp();
        builder.AddTelemetry();
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseLeadMetrics();
        return app;
    }

    private static void AddLeadMetrics(this IServiceCollection services, ConfigurationManager configuration)
    {
        Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;
        services.AddCheckedOptions<DatabaseOptions, DatabaseOptionsValidator>(configuration.GetSection(DatabaseOptions.Section));
        services.AddCheckedOptions<ReportOptions, ReportOptionsValidator>(configuration.GetSection(ReportOptions.Section));
        services.AddCheckedOptions<LimitOptions, LimitOptionsValidator>(configuration.GetSection(LimitOptions.Section));
        services.AddCheckedOptions<AnswerOptions, AnswerOptionsValidator>(configuration.GetSection(AnswerOptions.Section));
        services.AddCheckedOptions<TelemetryOptions, TelemetryOptionsValidator>(configuration.GetSection(TelemetryOptions.Section));
        services.AddCheckedOptions<AccessOptions, AccessOptionsValidator>(configuration.GetSection(AccessOptions.Section));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Create());
        services.AddSingleton<Database>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<HeldCalendar>();
        services.AddSingleton<Importer>();
        services.AddSingleton<Answers>();
        services.AddSingleton<MetricContext>();
    }

    private static void AddHttp(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Problems.Name);
        services.AddSingleton<IProblemDetailsWriter, ProblemForAnyone>();
        services.AddExceptionHandler<Problems>();
        services.AddResponseCompression(options =>
        {
            // No answer holds a secret beside what a client sent, so that its length tells nothing.
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, Formats.Csv, "application/problem+json"];
        });
        services.AddAccess();
        services.AddBrowsers();
        services.AddLimits();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        services.AddOpenApiDocument();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolver = s_rows;
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.Converters.Add(s_names);
        });
    }

    // The way of a request.
    private static void UseLeadMetrics(this WebApplication app)
    {
        app.UseRequestTelemetry();
        app.UseBrowsers();
        app.UseResponseCompression();
        app.UseRequestLanguage();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseOpenApiDocument();

        // Who calls is known before it is counted, and counted before it is refused.
        app.UseAuthentication();
        app.UseLimits();
        app.UseAuthorization();
        HealthEndpoints.Map(app);
        app.MapPrometheus();

        var v1 = app.MapGroup("/v1")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status500InternalServerError);
        var read = v1.MapGroup("").RequireAuthorization(Roles.Read);

        // A group's own address would end in a slash, in the log and in measures.
        Catalogue.Map(read.MapGroup("").WithTags("Metrics").ProducesValidationProblem())
            .WithName("metrics")
            .WithSummary("The catalogue: what can be asked, what each figure means, and whether the data for it is there")
            .Takes(Catalogue.Parameters);
        var metrics = read.MapGroup("/metrics").WithTags("Metrics").ProducesValidationProblem();
        foreach (var metric in MetricList.All)
        {
            metric.Map(metrics)
                .WithName(metric.Definition.Name)
                .WithSummary(metric.Definition.Question(Texts.English))
                .WithDescription(metric.Definition.Formula(Texts.English) + $" Without from, to and preset the period is {Param.Camel(metric.Definition.Period)}.")
                .Takes(metric.Definition.Parameters);
        }

        LeadList.Map(read)
            .WithName("lead-list")
            .WithTags("Leads")
            .WithSummary("The leads behind a figure, by the same predicate as the figure")
            .WithDescription("Without from, to and preset the period is all time. What each figure counts:\n\n" +
                string.Join('\n', Figure.All.Select(figure => $"- `{figure.Name}`: {figure.Description(Texts.English)}")))
            .ProducesValidationProblem()
            .Takes(LeadList.Parameters);
        NeglectedLeads.Map(read)
            .WithName("neglected-leads")
            .WithTags("Leads")
            .WithSummary("The open leads that nobody works, the oldest first, with the reasons; and how many each owner has")
            .WithDescription("An open lead is neglected when it was never contacted and is older than uncontactedAfter, when its last human activity is longer ago than idleAfter, or when its next activity is overdue or, where the CRM plans any, absent. Without from, to and preset the period is all time.")
            .ProducesValidationProblem()
            .Takes(NeglectedLeads.Parameters);
        DataQuality.Map(read.MapGroup("").WithTags("Data quality").ProducesValidationProblem())
            .WithName("data-quality")
            .WithSummary("How far the data can be relied on: every defect that an answer warns of, and others, with its count, what it means and what to do")
            .WithDescription("A defect that is not there has the count 0. Defects of leads, opportunities, orders and spend are counted as the metrics count them, by the same parameters. " +
                "Without from, to and preset the period is all time.")
            .Takes(DataQuality.Parameters);
        DefectRecords.Map(read.MapGroup("/data-quality").WithTags("Data quality").ProducesValidationProblem())
            .WithName("data-quality-records")
            .WithSummary("The records that have a defect: as many as its count")
            .WithDescription("Without from, to and preset the period is all time. What a defect's records do not depend on is refused: leads take every parameter, " +
                "opportunities and orders no basis, window and start, spend no owner and status besides, MISSING_CAPACITY owners and teams alone, FUTURE_EVENT asOf alone, the others none.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Takes(DefectRecords.Parameters);
        ImportEndpoint.Map(v1.MapGroup("/imports").WithTags("Imports").RequireAuthorization(Roles.Import))
            .WithName("imports")
            .WithSummary("Takes a dataset: CSV with a header, or NDJSON; a row sent again updates")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status408RequestTimeout)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage)
            .Takes(FileReading.Parameters);
        AuditList.Map(v1.MapGroup("").RequireAuthorization(Roles.Admin))
            .WithName("audit")
            .WithTags("Audit")
            .WithSummary("Who did what: imports, keys made and revoked, rules changed; the newest first")
            .ProducesValidationProblem()
            .Takes(AuditList.Parameters);
    }

    // Options are bound, checked by their validator at the start, and refused with its sentences.
    private static void AddCheckedOptions<TOptions, TValidator>(this IServiceCollection services, IConfigurationSection section)
        where TOptions : class
        where TValidator : AbstractValidator<TOptions>, new()
    {
        services.AddOptions<TOptions>().Configure(options => SettingsBinder.Bind(section, options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new FluentOptions<TOptions>(new TValidator()));
    }

    private sealed class FluentOptions<TOptions>(IValidator<TOptions> validator) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var result = validator.Validate(options);
            return result.IsValid ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(result.Errors.Select(error => error.ErrorMessage));
        }
    }
}
