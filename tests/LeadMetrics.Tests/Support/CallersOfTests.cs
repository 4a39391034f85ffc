using System.Collections.Concurrent;
using LeadMetrics.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LeadMetrics.Tests.Support;

/// <summary>Says who asks, by a header that only the tests' service knows.</summary>
public sealed class CallersOfTests : IStartupFilter
{
    private const string Header = "Caller-Of-Tests";

    private static readonly ConcurrentDictionary<string, Caller> s_callers = new();

    /// <summary>Lets a client ask as somebody.</summary>
    public static void Name(HttpClient client, Caller caller)
    {
        var name = Guid.NewGuid().ToString("N");
        s_callers[name] = caller;
        client.DefaultRequestHeaders.Add(Header, name);
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, pass) =>
        {
            http.Features.Set(s_callers.GetValueOrDefault(http.Request.Headers[Header].ToString()) ?? Caller.Anybody);
            return pass(http);
        });
        next(app);
    };
}
