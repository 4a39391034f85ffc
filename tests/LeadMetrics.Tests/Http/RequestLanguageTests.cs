using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Languages;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Http;

/// <summary>A reader is answered in their language; codes, keys and figures are the same in each.</summary>
public class RequestLanguageTests(string engine) : ServiceTests(engine)
{
    private const string Owners = "/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-01-31";

    [TestCase("", "en")]
    [TestCase("ar", "ar")]
    [TestCase("AR-sa", "ar")]
    [TestCase("ar-Arab-EG", "ar")]
    [TestCase("arn", "en", Description = "Mapudungun is not Arabic")]
    [TestCase("en-GB, ar;q=0.9", "en")]
    [TestCase("en;q=0.8, ar", "ar")]
    [TestCase("en;q=0.8, ar;q=0.81", "ar")]
    [TestCase("ar, en", "ar", Description = "equal ones in their order")]
    [TestCase("fr, de;q=0.9, es;q=0.8, it;q=0.7, ar;q=0.1", "ar")]
    [TestCase("fr", "en")]
    [TestCase("ar;q=0", "en")]
    [TestCase("en;q=0, *", "ar")]
    [TestCase("*", "en")]
    [TestCase("fr, *;q=0.5, ar;q=0.1", "en")]
    [TestCase("not;a;language", "en")]
    public async Task The_most_wanted_that_there_is(string accepted, string expected)
    {
        using var response = await AskAsync("/v1/metrics", accepted);

        Assert.That(response.Content.Headers.ContentLanguage, Is.EqualTo(new[] { expected }));
        Assert.That(response.Headers.Vary, Does.Contain("Accept-Language"));
        Assert.That(
            (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["data"]![0]!["title"],
            Is.EqualTo(expected == "ar" ? "كفاءة مسؤولي العملاء المحتملين" : "Lead owner efficiency"));
    }

    [Test]
    public async Task The_installation_has_a_language_of_its_own()
    {
        await using var world = await World.StartAsync(EngineName, "--Reports:Language=ar");

        Assert.That(await LanguageAsync(world, "/v1/metrics", ""), Is.EqualTo("ar"));
        Assert.That(await LanguageAsync(world, "/v1/metrics", "fr, *;q=0.5"), Is.EqualTo("ar"));
        Assert.That(await LanguageAsync(world, "/v1/metrics", "en"), Is.EqualTo("en"));
        Assert.That(await LanguageAsync(world, "/v1/openapi.yaml", "ar"), Is.Empty, "it is in English alone");
    }

    [Test]
    public async Task Only_what_is_meant_for_reading_differs()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,status\nL1,2026-01-05T00:00:00Z,A,new\nL2,2026-01-06T00:00:00Z,,closed\n");
        var (english, arabic) = (await World.GetAsync(Owners), await ArabicAsync(Owners));

        Assert.That(arabic["meta"]!["warnings"]!.Table("code count"), Is.EqualTo(english["meta"]!["warnings"]!.Table("code count")));
        Assert.That(
            arabic["meta"]!["warnings"]!.AsArray().Select(warning => (string?)warning!["message"]),
            Is.EqualTo(arabic["meta"]!["warnings"]!.AsArray().Select(warning => Said(Texts.Arabic, warning!))));
        Assert.That((string?)arabic["meta"]!["definition"], Is.EqualTo(Texts.Arabic["metrics.owner-efficiency.formula"]));
        Assert.That(arabic["data"]!.Table("ownerId name"), Is.EqualTo($"(unassigned) {Texts.Arabic["members.(unassigned)"]}\nA -"));
        Assert.That(
            (await ArabicAsync("/v1/metrics/leads?groupBy=status&preset=allTime"))["data"]!.Table("group groupName leads"), Is.EqualTo("new جديد 1\nclosed مغلق 1"));

        // All else is the same.
        foreach (var answer in new[] { english, arabic })
        {
            answer["meta"]!["definition"] = null;
            foreach (var said in answer["meta"]!["warnings"]!.AsArray())
            {
                said!["message"] = null;
            }

            answer["data"]![0]!["name"] = null;
            foreach (var insight in answer["data"]!.AsArray().Append(answer["totals"]).SelectMany(row => row!["insights"]!.AsArray()))
            {
                insight!["sentence"] = null;
            }
        }

        Assert.That(arabic.ToJsonString(), Is.EqualTo(english.ToJsonString()));
    }

    [Test]
    public async Task The_catalogue_has_every_language_at_once()
    {
        var entry = (await World.GetAsync("/v1/metrics?lang=all"))["data"]!.AsArray().Single(metric => (string?)metric!["name"] == "funnel")!;

        Assert.That(entry["translations"]!.AsObject().Select(translation => translation.Key), Is.EqualTo(new[] { "en", "ar" }));
        Assert.That(
            entry["translations"]!["ar"]!.Table("title columns.leadToOpportunity columns.leads"),
            Is.EqualTo($"{Texts.Arabic["metrics.funnel.title"]} معدل التحويل من عميل محتمل إلى فرصة عدد العملاء المحتملين"));
        Assert.That((string?)entry["title"], Is.EqualTo("Lead funnel"));
        Assert.That((await World.GetAsync("/v1/metrics"))["data"]![0]!["translations"], Is.Null);
        Assert.That(await LanguageAsync(World, "/v1/metrics?lang=ar", "en"), Is.EqualTo("ar"));
        Assert.That(await LanguageAsync(World, "/v1/metrics?lang=all", "en"), Is.EqualTo("en, ar"));
    }

    [Test]
    public async Task Every_metric_is_said_in_every_language()
    {
        var catalogue = (await World.GetAsync("/v1/metrics?lang=all"))["data"]!.AsArray();
        foreach (var (metric, texts) in catalogue.SelectMany(metric => Texts.All.Select(texts => (metric!, texts))))
        {
            var said = metric["translations"]![texts.Language]!;

            Assert.That((string?)said["question"], Is.EqualTo(texts[$"metrics.{metric["name"]}.question"]));
            Assert.That(
                said["columns"]!.AsObject().Where(column => texts.Find("columns." + column.Key) != (string?)column.Value), Is.Empty, "a column without a label");
        }
    }

    [Test]
    public async Task Problems_have_a_title_in_the_readers_language_and_the_same_keys()
    {
        using var bad = await AskAsync(Owners + "&ownr=A", "ar");
        using var lost = await AskAsync("/v1/nothing", "ar");
        using var rejected = await World.PostAsync("leads", "lead_id\n", "text/plain");
        var problem = JsonNode.Parse(await bad.Content.ReadAsStringAsync())!;

        Assert.That(bad.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(bad.Content.Headers.ContentLanguage, Is.EqualTo(new[] { "ar" }));
        Assert.That(problem.Table("title status"), Is.EqualTo($"{Texts.Arabic["problems.badQuestion.title"]} 400"));
        Assert.That(problem["errors"]!.AsObject().Select(error => error.Key), Is.EqualTo(new[] { "ownr" }));
        Assert.That((string?)JsonNode.Parse(await lost.Content.ReadAsStringAsync())!["title"], Is.EqualTo(Texts.Arabic["problems.404"]));
        Assert.That((string?)JsonNode.Parse(await rejected.Content.ReadAsStringAsync())!["title"], Is.EqualTo("Unsupported Media Type"));
    }

    [TestCase("", "en", "ownerId,name,")]
    [TestCase("&header=code", "ar", "ownerId,name,")]
    [TestCase("&header=label", "en", "Owner id,Name,")]
    [TestCase("&header=label", "ar", null)]
    public async Task A_header_of_CSV_is_codes_or_labels(string header, string language, string? expected)
    {
        using var response = await AskAsync(Owners + "&format=csv" + header, language);
        var line = (await response.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n")[0];

        Assert.That(line, Does.StartWith("from,to,").Or.StartWith(Texts.English["columns.from"]).Or.StartWith(Texts.Arabic["columns.from"]));
        Assert.That(line, Does.Contain(expected ?? $"{Texts.Arabic["columns.ownerId"]},{Texts.Arabic["columns.name"]},"));
        Assert.That(line.Contains($"معدل الكفاءة · %", StringComparison.Ordinal), Is.EqualTo(expected is null));
    }

    private static string Said(Texts texts, JsonNode warning) => texts.Say(
        "warnings." + warning["code"], ("count", (long?)warning["count"]), ("all", 2L));

    private async Task<JsonNode> ArabicAsync(string path)
    {
        using var response = await AskAsync(path, "ar");
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private Task<HttpResponseMessage> AskAsync(string path, string accepted) => AskAsync(World, path, accepted);

    private static async Task<HttpResponseMessage> AskAsync(World world, string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        return await world.Client.SendAsync(request);
    }

    private static async Task<string> LanguageAsync(World world, string path, string accepted)
    {
        using var response = await AskAsync(world, path, accepted);
        return string.Join(", ", response.Content.Headers.ContentLanguage);
    }
}
