using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Http;

/// <summary>A tag is of one state of the data, and so is the answer that it stands on.</summary>
[NonParallelizable]
public class AnswerVersionTests(string engine) : ServiceTests(engine)
{
    private const string Question = "/v1/metrics/leads?preset=allTime&asOf=2026-03-01T00:00:00Z";

    protected override string[] Settings => [StatementLog.Setting];

    [Test]
    public async Task An_import_that_ends_while_a_question_waits_gives_its_tag_to_the_answer()
    {
        await ImportAsync("L1");
        using var log = StatementLog.Of(World);
        log.Ran = _ =>
        {
            // The version has been read; the snapshot of the answer is yet to be taken.
            log.Ran = null;
            Task.Run(() => ImportAsync("L2")).GetAwaiter().GetResult();
        };

        var (tag, answer) = await AskAsync();

        Assert.That(answer!.Table("totals.leads meta.dataVersion"), Is.EqualTo("2 2"));
        Assert.That((await AskAsync()).Tag, Is.EqualTo(tag), "the tag of version 2");
        Assert.That((await AskAsync(tag)).Answer, Is.Null, "304");
    }

    [Test]
    public async Task A_restored_older_state_does_not_give_the_answers_that_were_lost_with_the_newer()
    {
        await ImportAsync("L1");
        var (tag, answer) = await AskAsync();
        Assert.That(answer!.Table("totals.leads meta.dataVersion"), Is.EqualTo("1 1"));

        // As a backup of the time before: version 0 again, no lead, while the service runs on. The next import is version 1 too.
        Execute("delete from lead_fact");
        Execute("delete from lead_rollup");
        Execute("delete from lead_rollup_times");
        Execute("delete from lead where lead_key > 0");
        Execute("update data_version set version = 0, changed_at = 0, latest_event_at = 0");
        World.Clock.Now += TimeSpan.FromSeconds(1);
        await ImportAsync("L2", "L3");

        var (now, anew) = await AskAsync(tag);
        Assert.That(anew?.Table("totals.leads meta.dataVersion"), Is.EqualTo("2 1"), "no 304");
        Assert.That(now, Is.Not.EqualTo(tag));
    }

    private Task<JsonNode> ImportAsync(params string[] leads) =>
        World.ImportAsync("leads", "lead_id,created_at\n" + string.Concat(leads.Select(lead => $"{lead},2026-01-05T00:00:00Z\n")));

    private async Task<(string Tag, JsonNode? Answer)> AskAsync(string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Question, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        using var response = await World.Client.SendAsync(request);
        return (response.Headers.ETag!.ToString(), response.StatusCode == HttpStatusCode.NotModified ? null : JsonNode.Parse(await response.Content.ReadAsStringAsync()));
    }

    private void Execute(string sql)
    {
        using var connection = World.Engine.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
