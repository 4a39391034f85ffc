using System.Diagnostics;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Parameters;
using LeadMetrics.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace LeadMetrics.Http;

/// <summary>Every failure as RFC 9457 problem details, decided here alone. What went wrong inside is logged, not told.</summary>
public sealed class Problems(IProblemDetailsService writer, IEngine engine, ILogger<Problems> log) : IExceptionHandler
{
    private const int NoSpaceUnix = 28;
    private const int QuotaUnix = 122;
    private const int NoSpaceWindows = unchecked((int)0x80070070);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Of(exception, httpContext.Texts(), httpContext.RequestAborted.IsCancellationRequested);
        var status = problem.Status!.Value;
        if (exception is NoPlaceException)
        {
            // Once for each that was refused: under load, so without a stack trace.
            log.LogWarning("{Method} {Route} was refused: {Problem}", RequestTelemetry.MethodOf(httpContext), RequestTelemetry.RouteOf(httpContext), problem.Title);
        }
        else if (status >= 500)
        {
            log.LogError(exception, "{Method} {Route} failed", RequestTelemetry.MethodOf(httpContext), RequestTelemetry.RouteOf(httpContext));
        }

        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "5";
        }

        return await writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    private ProblemDetails Of(Exception exception, Texts texts, bool abandoned)
    {
        return exception switch
        {
            BadQuestionException bad => new HttpValidationProblemDetails(bad.Errors.ToDictionary())
            {
                Status = StatusCodes.Status400BadRequest,
                Title = texts["problems.badQuestion.title"],
            },
            // What is wrong with a file is told in English alone, as the names of its columns are.
            ImportException bad => Problem(StatusCodes.Status400BadRequest, "badFile", bad.Message + " Nothing of it was kept."),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => Problem(StatusCodes.Status400BadRequest, "badRequest"),
            BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode },
            OperationCanceledException or IOException when abandoned => Problem(StatusCodes.Status499ClientClosedRequest, "abandoned"),
            ConnectionResetException => Problem(StatusCodes.Status499ClientClosedRequest, "abandoned"),
            NoPlaceException none => Problem(StatusCodes.Status503ServiceUnavailable, none.Problem),
            TooSlowException => Problem(StatusCodes.Status503ServiceUnavailable, "tooSlow"),
            // The temporary folder, on any engine.
            IOException { HResult: NoSpaceUnix or QuotaUnix or NoSpaceWindows } => Problem(StatusCodes.Status507InsufficientStorage, "full"),
            _ => engine.Classify(exception) switch
            {
                Fault.Busy => Problem(StatusCodes.Status503ServiceUnavailable, "busy"),
                Fault.Transient or Fault.Unavailable => Problem(StatusCodes.Status503ServiceUnavailable, "unreachable"),
                Fault.Stopped => Problem(StatusCodes.Status503ServiceUnavailable, "tooSlow"),
                Fault.Full => Problem(StatusCodes.Status507InsufficientStorage, "full"),
                Fault.Damaged => Problem(StatusCodes.Status503ServiceUnavailable, "damaged"),
                _ => Problem(StatusCodes.Status500InternalServerError, "defect"),
            },
        };

        ProblemDetails Problem(int status, string key, string? detail = null) =>
            new() { Status = status, Title = texts[$"problems.{key}.title"], Detail = detail ?? texts.Find($"problems.{key}.detail") };
    }

    /// <summary>Says in the reader's language what only has the name of its status.</summary>
    public static void Name(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Status ??= context.HttpContext.Response.StatusCode;
        var (name, key) = (ReasonPhrases.GetReasonPhrase(problem.Status.Value), $"problems.{problem.Status}");

        // The framework has two names for some.
        if (problem.Title is null || problem.Title == name || problem.Title == Languages.Texts.English.Find(key))
        {
            problem.Title = context.HttpContext.Texts().Find(key) ?? name;
        }

        // By it the log and the traces are found.
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
    }
}

/// <summary>
/// Tells a client that accepts no JSON what went wrong, in JSON all the same: the framework's own writer says nothing to
/// it, and would take the failure for one that nobody handled.
/// </summary>
public sealed class ProblemForAnyone : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        Problems.Name(context);
        var (problem, response) = (context.ProblemDetails, context.HttpContext.Response);
        return new(response.WriteAsJsonAsync(problem, problem.GetType(), options: null, "application/problem+json", context.HttpContext.RequestAborted));
    }
}
