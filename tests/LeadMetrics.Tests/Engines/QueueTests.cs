using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Engines;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Engines;

/// <summary>
/// Questions that never end, on SQLite, where as many run at once as there are places: beyond a queue of two nobody waits, whoever
/// leaves or asks too long stops the statement in the engine, and what needs no place is answered meanwhile.
/// </summary>
public class QueueTests
{
    private static readonly TimeSpan s_generous = TimeSpan.FromSeconds(60);

    private World? _world;

    private World World => _world!;

    private Database Database => World.Services.GetRequiredService<Database>();

    [TearDown]
    public async Task StopAsync() => await World.DisposeAsync();

    [Test]
    public async Task Beyond_the_queue_nobody_waits()
    {
        await StartAsync("--Database:MostWaiting=2", "--Database:CommandTimeoutSeconds=3600");
        using var leave = new CancellationTokenSource();
        var places = World.Engine.ReadsAtOnce;
        var asked = Enumerable.Range(1, places).Select(i => AskAsync(i, leave.Token)).ToList();
        await UntilAsync(() => Database.Running == places);
        asked.AddRange(Enumerable.Range(places + 1, 2).Select(i => AskAsync(i, leave.Token)));
        await UntilAsync(() => Database.Waiting == 2);

        using var refused = await AskAsync(places + 3, CancellationToken.None).WaitAsync(s_generous);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;

        Assert.That((refused.StatusCode, refused.Headers.RetryAfter?.ToString()), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "5")));
        Assert.That(problem.Table("title status"), Is.EqualTo("Too many questions at once 503"));

        // One that is under way is joined, and takes no place of its own.
        var equal = AskAsync(1, leave.Token);
        using var version = await World.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.That(version.StatusCode, Is.EqualTo(HttpStatusCode.OK), "a probe needs no place");
        Assert.That((Database.Running, Database.Waiting, equal.IsCompleted), Is.EqualTo((places, 2, false)));

        await leave.CancelAsync();
        foreach (var one in asked.Append(equal))
        {
            Assert.That(async () => await one.WaitAsync(s_generous), Throws.InstanceOf<OperationCanceledException>());
        }

        await UntilAsync(() => Database.Running == 0 && Database.Waiting == 0);
    }

    // Both the first took long, and so does whoever asks the same: of two places they get one, and a short question is answered meanwhile.
    [Test]
    public async Task Long_questions_leave_a_place_to_short_ones()
    {
        await StartAsync("--Database:CommandTimeoutSeconds=1");
        using (await AskAsync(1, CancellationToken.None).WaitAsync(s_generous))
        using (var leave = new CancellationTokenSource())
        {
            var places = World.Engine.ReadsAtOnce;
            var asked = Enumerable.Range(2, places).Select(i => AskAsync(i, leave.Token)).ToList();
            await UntilAsync(() => Database.Running == places - 1 && Database.Waiting == 1);

            var version = await Database.ReadAsync(data => data.VersionAsync(), CancellationToken.None, kind: "short").WaitAsync(s_generous);

            Assert.That(version.Version, Is.EqualTo(1));
            await leave.CancelAsync();
            Assert.That(async () => await Task.WhenAll(asked).WaitAsync(s_generous), Throws.InstanceOf<OperationCanceledException>());
        }
    }

    [Test]
    public async Task A_client_that_hangs_up_stops_the_statement_in_the_engine()
    {
        await StartAsync("--Database:CommandTimeoutSeconds=3600");
        using var limit = new CancellationTokenSource(s_generous);
        using var client = new RawClient(World.Client.BaseAddress!);
        // No cell is of a status: it is read from the leads.
        await client.SendAsync(RawClient.Head("GET", "/v1/metrics/leads?status=new"), limit.Token);
        await UntilAsync(() => Database.Running == 1);
        client.Close();

        // The provider runs a statement on its caller's thread: the place is free once the engine has let go of it.
        await UntilAsync(() => Database.Running == 0);
    }

    [Test]
    public async Task A_question_that_takes_too_long_is_stopped_in_the_engine()
    {
        await StartAsync("--Database:CommandTimeoutSeconds=1");
        using var response = await AskAsync(1, CancellationToken.None).WaitAsync(s_generous);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.That(problem.Table("title status"), Is.EqualTo("The question took too long 503"));
        Assert.That(response.Headers.RetryAfter?.ToString(), Is.EqualTo("5"));
        await UntilAsync(() => Database.Running == 0);
    }

    // Every read of a fact counts for ever, and needs no memory for it.
    private async Task StartAsync(params string[] settings)
    {
        _world = await World.StartAsync(TestEngines.Sqlite, settings);
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-02-20T00:00:00Z\n");
        using var connection = World.Engine.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = """
            alter table lead_fact rename to held_fact;
            create view lead_fact as
            select f.* from held_fact as f
            where (with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n) > f.lead_key
            """;
        command.ExecuteNonQuery();
    }

    // Another question each.
    private Task<HttpResponseMessage> AskAsync(int target, CancellationToken cancel) =>
        World.Client.GetAsync(new Uri($"/v1/metrics/owner-efficiency?target=PT{target}H", UriKind.Relative), cancel);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(s_generous);
        while (!isSo())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
