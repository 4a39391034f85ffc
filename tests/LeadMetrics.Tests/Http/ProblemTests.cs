using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Http;

/// <summary>Every failure is RFC 9457 problem details, and tells nothing of the inside.</summary>
[NonParallelizable]
public class ProblemTests(string engine) : ServiceTests(engine)
{
    private static readonly string[] s_accepts = ["*/*", "application/json", "application/problem+json", "text/html", "text/csv"];

    private static readonly (string Method, string Path, int Status)[] s_failures =
    [
        ("GET", "/", 404),
        ("GET", "/v1", 404),
        ("GET", "/v2/metrics", 404),
        ("GET", "/v1/metrics/nothing", 404),
        ("GET", "/v1/metrics/owner_efficiency", 404),
        ("GET", "/v1/metrics/owner-efficiency/A", 404),
        ("GET", "/v1/leads/L1", 404),
        ("GET", "/v1/../../appsettings.json", 404),
        ("GET", "/appsettings.json", 404),
        ("POST", "/v1/metrics", 405),
        ("POST", "/v1/metrics/owner-efficiency", 405),
        ("DELETE", "/v1/leads", 405),
        ("PUT", "/v1/imports/leads", 405),
        ("GET", "/v1/imports/leads", 405),
        ("POST", "/v1/imports/lead", 404),
        ("POST", "/v1/imports/LEADS", 404),
        ("POST", "/v1/imports/leads", 415),
        ("GET", "/v1/metrics/owner-efficiency?colour=red", 400),
        ("GET", "/v1/metrics/owner-efficiency?from=%FF%FE", 400),
        ("GET", "/v1/metrics/owner-efficiency?from=%E0%A4%A", 400),
        ("GET", "/v1/metrics/owner-efficiency?%", 400),
        ("GET", "/v1/metrics/owner-efficiency?=2026-01-01", 400),
        ("GET", "/v1/leads?tz=../../etc/passwd", 400),
        ("POST", "/v1/imports/leads?onError=ignore", 400),
    ];

    [TestCase("Production")]
    [TestCase("Development")]
    public async Task Is_told_to_every_client_in_every_environment(string environment)
    {
        await using var world = await World.StartAsync(EngineName, "--environment=" + environment);
        foreach (var (method, path, status) in s_failures)
        {
            foreach (var accept in s_accepts)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
                request.Headers.Add("Accept", accept);
                using var response = await world.Client.SendAsync(request);

                await CheckAsync(response, status);
            }
        }
    }

    [Test]
    public async Task A_dataset_that_is_not_there_is_answered_with_those_that_are()
    {
        using var response = await World.PostAsync("lead", "lead_id\nL1\n");
        var problem = await CheckAsync(response, 404);

        Assert.That(
            (string?)problem["detail"],
            Is.EqualTo("There is no dataset 'lead'; allowed are owners, sources, campaigns, exchange-rates, leads, lead-assignments, " +
                "lead-statuses, opportunities, opportunity-stages, activities, orders, spend."));
    }

    [TestCase("text/plain")]
    [TestCase("application/json")]
    [TestCase("multipart/form-data; boundary=x")]
    public async Task A_file_of_another_kind_is_answered_with_the_kinds_that_are_read(string mediaType)
    {
        using var response = await World.PostAsync("leads", "lead_id,created_at\nL1,2026-01-01T00:00:00Z\n", mediaType);
        var problem = await CheckAsync(response, 415);

        Assert.That(
            (string?)problem["detail"],
            Is.EqualTo($"Content-Type is '{mediaType}'; allowed are text/csv, application/x-ndjson, application/jsonl."));
        Assert.That((long)(await World.GetAsync("/v1/leads"))["total"]!, Is.Zero);
    }

    [TestCase("text/csv; charset=utf-8")]
    [TestCase("TEXT/CSV")]
    public async Task A_media_type_may_have_parameters_and_any_case(string mediaType)
    {
        using var response = await World.PostAsync("leads", "lead_id,created_at\nL1,2026-01-01T00:00:00Z\n", mediaType);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("no_such_column,created_at\n1,2\n", TestName = "A header with a column that nobody knows")]
    [TestCase("created_at\n2026-01-01T00:00:00Z\n", TestName = "A header without a required column")]
    [TestCase("lead_id,created_at\nL1,yesterday\n", TestName = "A row with a bad value")]
    [TestCase("lead_id,created_at\n\"L1,2026-01-01T00:00:00Z\n", TestName = "A quote that is never closed")]
    [TestCase("", TestName = "An empty file")]
    public async Task A_file_that_cannot_be_taken_is_a_bad_request(string csv)
    {
        using var response = await World.PostAsync("leads", csv);
        await CheckAsync(response, 400);

        Assert.That((long)(await World.GetAsync("/v1/leads"))["total"]!, Is.Zero);
    }

    [Test]
    public async Task A_failure_inside_says_only_that_it_was_one()
    {
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-01T00:00:00Z\n");
        using (var connection = World.Engine.OpenForWriting())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "delete from data_version";
            command.ExecuteNonQuery();
        }

        try
        {
            foreach (var accept in s_accepts)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/leads", UriKind.Relative));
                request.Headers.Add("Accept", accept);
                using var response = await World.Client.SendAsync(request);
                var problem = await CheckAsync(response, 500);

                Assert.That((string?)problem["title"], Is.EqualTo("This is a defect of the service"));
            }
        }
        finally
        {
            using var connection = World.Engine.OpenForWriting();
            using var command = connection.CreateCommand();
            command.CommandText =
                "insert into data_version (one, version, changed_at, latest_event_at, has_planned_activities) values (1, 0, 0, 0, 0)";
            command.ExecuteNonQuery();
        }
    }

    private static async Task<JsonNode> CheckAsync(HttpResponseMessage response, int status)
    {
        var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
        var request = response.RequestMessage!;
        var asked = $"{request.Method} {request.RequestUri!.PathAndQuery} of {request.Headers.Accept}: {body}";
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), asked);
        Assert.That((int)response.StatusCode, Is.EqualTo(status), asked);
        var problem = JsonNode.Parse(body)!;
        Assert.That((int?)problem["status"], Is.EqualTo(status), asked);
        Assert.That((string?)problem["title"], Is.Not.Empty.And.Not.Null, asked);
        foreach (var inside in new[] { "Exception", "   at ", ".cs:", "select ", "LeadMetrics.", "stackTrace" })
        {
            Assert.That(body, Does.Not.Contain(inside), asked);
        }

        return problem;
    }
}
