using System.Data.Common;
using System.Reflection;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace LeadMetrics.Benchmarks;

/// <summary>The statements that the service runs for a question, with the values in them, as SQLite was given them.</summary>
public static class StatementsOf
{
    public static async Task<List<string>> AskedAsync(GeneratedCrm crm, string question)
    {
        var statements = new List<string>();
        await using var app = Service.Build(
            ["--urls=http://127.0.0.1:0", "--environment=Production", "--Database:Path=" + crm.Database, "--Logging:LogLevel:Default=Warning", "--Answers:CacheMegabytes=0", "--Access:Mode=open"],
            services => services.AddSingleton(Tap.Around(new SqliteEngine(new DatabaseOptions { Path = crm.Database }), statements)));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        await ServiceProcess.AskAsync(client, question);
        await app.StopAsync();
        return [.. statements.Where(statement => statement.StartsWith("/*", StringComparison.Ordinal))];
    }

    /// <summary>An engine that tells what its reading connections are asked.</summary>
    public class Tap : DispatchProxy
    {
        private IEngine _engine = null!;
        private List<string> _statements = [];

        public static IEngine Around(IEngine engine, List<string> statements)
        {
            var proxy = Create<IEngine, Tap>();
            ((Tap)(object)proxy)._engine = engine;
            ((Tap)(object)proxy)._statements = statements;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var result = targetMethod!.Invoke(_engine, args);
            return result is Task<DbConnection> opening ? TappedAsync(opening) : result;
        }

        private async Task<DbConnection> TappedAsync(Task<DbConnection> opening)
        {
            var connection = await opening;
            raw.sqlite3_trace(((SqliteConnection)connection).Handle!, (_, text) => _statements.Add(text), null);
            return connection;
        }
    }
}
