using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Parameters;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace LeadMetrics.Http;

/// <summary>Every failure as RFC 9457 problem details, decided here alone. What went wrong inside is logged, not told.</summary>
public sealed class Problems(IProblemDetailsService writer, IEngine engine, ILogger<Problems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Of(exception, httpContext.RequestAborted.IsCancellationRequested);
        var status = problem.Status!.Value;
        if (status >= 500)
        {
            log.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        }

        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "5";
        }

        return await writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    private ProblemDetails Of(Exception exception, bool abandoned) => exception switch
    {
        BadQuestionException bad => new HttpValidationProblemDetails(bad.Errors.ToDictionary())
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "One or more parameters are not allowed",
        },
        ImportException bad => Problem(StatusCodes.Status400BadRequest, "The file cannot be imported", bad.Message + " Nothing of it was kept."),
        BadHttpRequestException bad => Problem(bad.StatusCode, "The request cannot be read", null),
        OperationCanceledException when abandoned => Problem(StatusCodes.Status499ClientClosedRequest, "The request was abandoned", null),
        TooSlowException => TooSlow(),
        _ => engine.Classify(exception) switch
        {
            Fault.Busy => Problem(StatusCodes.Status503ServiceUnavailable, "The database is busy", "Another import is running. Nothing was changed; try again."),
            Fault.Transient or Fault.Unavailable => Problem(StatusCodes.Status503ServiceUnavailable, "The database cannot be reached", "Nothing was changed; try again. /health/ready says more."),
            Fault.Stopped => TooSlow(),
            Fault.Full => Problem(StatusCodes.Status507InsufficientStorage, "The database has no room left", "Nothing was changed."),
            Fault.Damaged => Problem(StatusCodes.Status503ServiceUnavailable, "The database is damaged", "Nothing was changed. Restore a backup."),
            _ => Problem(StatusCodes.Status500InternalServerError, "This is a defect of the service", "It was logged under the trace id."),
        },
    };

    private static ProblemDetails TooSlow() =>
        Problem(StatusCodes.Status503ServiceUnavailable, "The question took too long", "Ask for a shorter period or fewer leads.");

    private static ProblemDetails Problem(int status, string title, string? detail) => new() { Status = status, Title = title, Detail = detail };
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
        var (problem, response) = (context.ProblemDetails, context.HttpContext.Response);
        problem.Status ??= response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        return new(response.WriteAsJsonAsync(problem, problem.GetType(), options: null, "application/problem+json", context.HttpContext.RequestAborted));
    }
}
