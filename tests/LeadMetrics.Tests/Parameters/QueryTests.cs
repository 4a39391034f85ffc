using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Parameters;

/// <summary>What each parameter refuses, in Production as it is deployed and in Development as it is tried out.</summary>
public class QueryTests(string engine) : ServiceTests(engine)
{
    private const string Metric = "/v1/metrics/owner-efficiency";

    // The query, the parameter at fault, and how its sentence starts. "Now" is 2026-03-01T00:00Z.
    private static readonly (string Query, string Parameter, string Sentence)[] s_refusedByMetrics =
    [
        ("ownerid=A", "ownerid", "There is no such parameter here; allowed are from, to, preset, tz, ownerId, "),
        ("From=2026-01-01", "From", "There is no such parameter here; allowed are from, to, "),
        ("from=2026-01-01&to=2026-01-31&From=2026-01-02", "From", "There is no such parameter here; "),
        ("from=2026-01-01&from=2026-01-01", "from", "It is given 2 times; give it once."),
        ("conversion=any&conversion=customer", "conversion", "It is given 2 times; give it once."),
        ("from=2026-01-32", "from", "Allowed is a date from 1899-01-01 to 2999-12-31, such as 2026-01-31."),
        ("from=2026-02-29", "from", "Allowed is a date "),
        ("from=1898-12-31", "from", "Allowed is a date "),
        ("from=31/01/2026", "from", "Allowed is a date "),
        ("from=", "from", "Allowed is a date "),
        ("from", "from", "Allowed is a date "),
        ("from=2026-01-31&to=3000-01-01", "to", "Allowed is a date "),
        ("from=2026-01-31&to=2026-01-30", "to", "It is before from; allowed is 2026-01-31 or later."),
        ("to=2026-01-31", "from", "It is needed beside to: the first day of the period."),
        ("preset=lastMonth&from=2026-01-01", "preset", "It stands beside from or to; give either a preset or from and to."),
        ("preset=lastMonth&to=2026-01-31", "preset", "It stands beside from or to; give either a preset or from and to."),
        ("preset=LastMonth", "preset", "Allowed is one of today, yesterday, last7Days, "),
        ("preset=3", "preset", "Allowed is one of today, "),
        ("tz=Riyadh", "tz", "Allowed is an IANA time zone such as Asia/Riyadh."),
        ("tz=", "tz", "Allowed is an IANA time zone "),
        ("asOf=2026-03-01T00:00:00.001Z", "asOf", "It lies in the future; allowed is an instant up to now."),
        ("asOf=2026-03-01T02:59:00%2B02:00", "asOf", "It lies in the future; "),
        ("asOf=2026-02-01T00:00:00", "asOf", "Allowed is an ISO 8601 time with Z or an offset, such as 2026-01-31T09:30:00Z."),
        ("asOf=2026-02-01", "asOf", "Allowed is an ISO 8601 time "),
        ("asOf=2026-02-01T00:00:00+03:00", "asOf", "Allowed is an ISO 8601 time "),   // A plus sign that was not encoded is a space
        ("status=won", "status", "Allowed is one of new, working, converted, closed, (none)."),
        ("status=new&status=won", "status", "Allowed is one of new, "),
        ("ownerAt=now", "ownerAt", "Allowed is one of conversionOrCurrent, current, created, firstAssigned."),
        ("conversion=opportunity,customer", "conversion", "Allowed is one of any, opportunity, customer."),
        ("start=0", "start", "Allowed is one of created, assigned."),
        ("basis=period", "basis", "Allowed is one of cohort, resolved."),
        ("sort=leads;drop table lead", "sort", "Allowed is one of leads, immature, reliable, "),
        ("order=descending", "order", "Allowed is one of asc, desc."),
        ("minSample=0", "minSample", "Allowed is a whole number from 1 to 1000000."),
        ("minSample=1000001", "minSample", "Allowed is a whole number "),
        ("minSample=%D9%A3%D9%A0", "minSample", "Allowed is a whole number "),   // Arabic-Indic digits are not read as a number
        ("minSample=1e2", "minSample", "Allowed is a whole number "),
        ("ownerId=", "ownerId", "Allowed is the id of an owner."),
        ("ownerId=A%00", "ownerId", "Allowed is the id of an owner."),
        ("ownerId=nobody", "ownerId", "'nobody' is unknown; allowed is the id of an owner."),
        ("ownerId=a", "ownerId", "'a' is unknown; allowed is the id of an owner."),   // Ids differ by case
        ("ownerId=A&ownerId=nobody", "ownerId", "'nobody' is unknown; "),
        ("team=East", "team", "'East' is unknown; allowed is the name of a team."),
        ("sourceId=tv", "sourceId", "'tv' is unknown; allowed is the id of a source."),
        ("sourceId=ads'--", "sourceId", "'ads'--' is unknown; "),
        ("campaignId=spring", "campaignId", "'spring' is unknown; allowed is the id of a campaign."),
        ("window=P1M", "window",
            "Allowed is an ISO 8601 duration of weeks, days, hours, minutes or seconds up to 11000 days, such as P30D or PT1H."),
        ("window=P1Y", "window", "Allowed is an ISO 8601 duration "),
        ("window=P0D", "window", "Allowed is an ISO 8601 duration "),
        ("window=P-1D", "window", "Allowed is an ISO 8601 duration "),
        ("window=-P1D", "window", "Allowed is an ISO 8601 duration "),
        ("window=P11001D", "window", "Allowed is an ISO 8601 duration "),
        ("window=P99999999999999999999D", "window", "Allowed is an ISO 8601 duration "),
        ("window=PT9223372036854775807H", "window", "Allowed is an ISO 8601 duration "),
        ("window=30", "window", "Allowed is an ISO 8601 duration "),
        ("window=P", "window", "Allowed is an ISO 8601 duration "),
        ("target=PT30s", "target", "Allowed is an ISO 8601 duration "),   // A small s is not a second
        ("target=PT1H&target=PT1H", "target", "It is given 2 times; give it once."),
        ("uncontactedAfter=soon", "uncontactedAfter", "Allowed is an ISO 8601 duration "),
        ("idleAfter=P1.5D", "idleAfter", "Allowed is an ISO 8601 duration "),
    ];

    private static readonly string[] s_notOfLeads = ["basis", "sort", "order", "minSample", "From", "ownerid"];

    private static readonly (string Query, string Parameter, string Sentence)[] s_refusedByLeads =
    [
        ("figure=customers", "figure", "Allowed is one of leads, mature, immature, contacted, "),
        ("figure=leads&figure=contacted", "figure", "It is given 2 times; give it once."),
        ("pageSize=0", "pageSize", "Allowed is a whole number from 1 to 1000."),
        ("pageSize=1001", "pageSize", "Allowed is a whole number "),
        ("after=L9", "after", "'L9' is unknown; allowed is the id of a lead."),
        ("sort=name", "sort", "There is no such parameter here; allowed are figure, from, to, preset, "),
        ("limit=5", "limit", "There is no such parameter here; allowed are figure, "),
    ];

    [Test]
    public async Task A_bad_value_is_refused_by_name_with_what_is_allowed()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id\nL1,2026-02-01T00:00:00Z,A,ads\n");

        await CheckAsync(Metric, s_refusedByMetrics);
        await CheckAsync("/v1/leads", s_refusedByMetrics.Where(refused => !s_notOfLeads.Contains(refused.Parameter)));
        await CheckAsync("/v1/leads", s_refusedByLeads);
    }

    [Test]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var errors = await World.ErrorsAsync(Metric + "?from=x&tz=y&minSample=z&colour=red");

        Assert.That(string.Join(' ', errors.Select(error => error.Key).Order()), Is.EqualTo("colour from minSample tz"));
    }

    [TestCase("window=P30D", "P30D")]
    [TestCase("window=P2W", "P14D")]
    [TestCase("window=PT1H", "PT1H")]
    [TestCase("window=PT90M", "PT1H30M")]
    [TestCase("window=PT0.5S", "PT0.5S")]
    [TestCase("window=P1DT12H", "P1DT12H")]
    [TestCase("window=P11000D", "P11000D")]
    public async Task A_duration_is_taken_and_said_again_so_that_it_can_be_asked_again(string query, string window)
    {
        var answer = await World.GetAsync($"{Metric}?{query}");

        Assert.That((string?)answer["meta"]!["parameters"]!["window"]![0], Is.EqualTo(window));
        await World.GetAsync($"{Metric}?window={window}");
    }

    // As in a file: half past nine by UTC, however it is written.
    [TestCase("2026-01-31T12:30:00%2B03:00")]
    [TestCase("2026-01-31T12:30:00%2B0300")]
    [TestCase("2026-01-31 12:30:00%2B03:00")]
    [TestCase("2026-01-31T09:30Z")]
    public async Task An_instant_may_be_written_as_in_a_file(string asOf)
    {
        var answer = await World.GetAsync($"{Metric}?asOf={asOf}");

        Assert.That((string?)answer["meta"]!["asOf"], Is.EqualTo("2026-01-31T09:30:00Z"));
    }

    [Test]
    public async Task The_catalogue_takes_a_language_alone()
    {
        Check(await World.ErrorsAsync("/v1/metrics?name=owner-efficiency"), "name", "There is no such parameter here; allowed are lang.");
        Check(await World.ErrorsAsync("/v1/metrics?lang=fr"), "lang", "Allowed is one of en, ar, all.");
    }

    [TestCase("Production")]
    [TestCase("Development")]
    public async Task Every_declared_parameter_refuses_in_every_environment(string environment)
    {
        await using var world = await World.StartAsync(EngineName, "--environment=" + environment);
        var catalogue = (await world.GetAsync("/v1/metrics"))["data"]!.AsArray();

        foreach (var metric in catalogue)
        {
            var href = (string)metric!["href"]!;
            var parameters = metric["parameters"]!.AsArray();
            var allowed = string.Join(", ", parameters.Select(parameter => (string)parameter!["name"]!));
            Check(await world.ErrorsAsync(href + "?colour=red"), "colour", $"There is no such parameter here; allowed are {allowed}.");
            foreach (var parameter in parameters)
            {
                var (name, repeatable) = ((string)parameter!["name"]!, (bool)parameter["repeatable"]!);
                var shouted = name.ToUpperInvariant();
                Check(await world.ErrorsAsync($"{href}?{name}=%01"), name, "Allowed is ");
                Check(await world.ErrorsAsync($"{href}?{shouted}=x"), shouted, "There is no such parameter here; ");
                if (!repeatable)
                {
                    Check(await world.ErrorsAsync($"{href}?{name}=%01&{name}=%01"), name, "It is given 2 times; give it once.");
                }
            }
        }
    }

    // A client that cannot read JSON is told in JSON all the same: better than a failure of another kind.
    [TestCase("text/csv")]
    [TestCase("text/html")]
    [TestCase("application/xml")]
    public async Task A_client_that_asks_for_something_else_gets_the_same_refusal(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Metric + "?colour=red", UriKind.Relative));
        request.Headers.Add("Accept", accept);
        using var response = await World.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }

    private async Task CheckAsync(string path, IEnumerable<(string Query, string Parameter, string Sentence)> refused)
    {
        foreach (var (query, parameter, sentence) in refused)
        {
            Check(await World.ErrorsAsync($"{path}?{query}"), parameter, sentence);
        }
    }

    private static void Check(JsonObject errors, string parameter, string sentence) =>
        Assert.That(
            errors[parameter]?.AsArray().Select(text => (string?)text), Has.One.StartsWith(sentence), $"{parameter}: {errors.ToJsonString()}");
}
