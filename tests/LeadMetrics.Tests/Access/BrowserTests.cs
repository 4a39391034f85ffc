using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Access;

/// <summary>Pages of the sites that are named may ask, and no answer is anything that a browser runs, frames or guesses at.</summary>
public class BrowserTests
{
    private const string Leads = "/v1/metrics/leads";
    private const string Crm = "https://crm.example.com";

    // Answers of every kind, errors among them.
    private static readonly (string Path, int Status)[] s_answers =
        [(Leads, 200), ("/v1/metrics/leads?colour=red", 400), ("/v1/metrics/nothing", 404), ("/v1/openapi.json", 200), ("/health/live", 200), ("/swagger/index.html", 200)];

    [Test]
    public async Task Every_answer_says_what_a_browser_may_not_do_with_it()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, "--ForwardedHeaders_Enabled=true");
        foreach (var (path, status) in s_answers)
        {
            using var response = await world.SendAsync(path);
            using var secure = await world.SendAsync(path, ("X-Forwarded-Proto", "https"));
            Assert.That((int)response.StatusCode, Is.EqualTo(status), path);
            Assert.That(Header(response, "X-Content-Type-Options"), Is.EqualTo("nosniff"), path);
            Assert.That(Header(response, "X-Frame-Options"), Is.EqualTo("DENY"), path);
            Assert.That(Header(response, "Referrer-Policy"), Is.EqualTo("no-referrer"), path);
            Assert.That(Header(response, "Content-Security-Policy"), Does.StartWith("default-src 'none'; ").And.Contain("frame-ancestors 'none'").And.Not.Contain("script-src 'self' 'unsafe"), path);
            Assert.That(Header(response, "Server") + Header(response, "Strict-Transport-Security") + Header(response, "Access-Control-Allow-Origin"), Is.Empty, path);
            Assert.That(Header(secure, "Strict-Transport-Security"), Is.EqualTo("max-age=31536000"), path);
        }
    }

    [Test]
    public async Task Swagger_UI_is_all_in_files_of_its_own()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite);
        var page = await world.Client.GetStringAsync(new Uri("/swagger/index.html", UriKind.Relative));

        // Its policy runs no script that stands in the page.
        Assert.That(page, Does.Not.Match(@"<script(?![^>]*\bsrc=)[^>]*>\s*\S").And.Not.Match(@"\son[a-z]+=").And.Not.Contain("http://").And.Not.Contain("https://"));

        // A key that is entered is forgotten with the page: what a browser stores, the next one at it has.
        Assert.That(await world.Client.GetStringAsync(new Uri("/swagger/index.js", UriKind.Relative)), Does.Contain("persistAuthorization\":false"));
    }

    [Test]
    public async Task A_page_of_a_named_site_may_ask_and_read()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, Keys.Asked, $"--Access:Cors:Origins={Crm},https://bi.example.com:8443");
        var key = world.Key("read");
        foreach (var (path, headers, status) in new (string, (string, string?)[], int)[]
        {
            (Leads, [("", key)], 200), (Leads, [], 401), ("/v1/audit", [("", key)], 403), (Leads + "?colour=red", [("", key)], 400), (Leads, [("", key), ("If-None-Match", "*")], 304),
        })
        {
            foreach (var origin in new[] { Crm, "https://bi.example.com:8443" })
            {
                using var response = await world.SendAsync(path, [("Origin", origin), .. headers]);
                Assert.That((int)response.StatusCode, Is.EqualTo(status));
                Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(origin), path);
                Assert.That(Header(response, "Access-Control-Expose-Headers"), Is.EqualTo("ETag,Retry-After,WWW-Authenticate,Content-Language,Content-Disposition"));
                Assert.That(Header(response, "Access-Control-Allow-Credentials"), Is.Empty);
                Assert.That(response.Headers.Vary.Where(name => name == "Origin").ToList(), Has.Count.EqualTo(1));
            }

            foreach (var origin in new[] { "https://evil.example.com", "http://crm.example.com", "https://crm.example.com.evil.com", "https://crm.example.com:444", "null", "" })
            {
                using var response = await world.SendAsync(path, [("Origin", origin), .. headers]);
                Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.Empty, origin);
                Assert.That(response.Headers.Vary.Where(name => name == "Origin").ToList(), Has.Count.EqualTo(1), "also where another asks");
            }
        }
    }

    [Test]
    public async Task A_browser_may_ask_beforehand_without_a_key()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, Keys.Asked, "--Access:Cors:Origins=" + Crm);
        foreach (var (origin, path, method, allowed) in new[] { (Crm, Leads, "GET", Crm), (Crm, "/v1/imports/leads", "POST", Crm), ("https://evil.example.com", Leads, "GET", "") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(path, UriKind.Relative));
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", method);
            request.Headers.Add("Access-Control-Request-Headers", "authorization,if-none-match,accept-language,x-api-key,content-type");
            using var response = await world.Client.SendAsync(request);

            Assert.That((int)response.StatusCode, Is.EqualTo(204));
            Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(allowed));
            if (allowed.Length > 0)
            {
                Assert.That(Header(response, "Access-Control-Allow-Methods"), Does.Contain(method));
                Assert.That(Header(response, "Access-Control-Allow-Headers"), Is.EqualTo("Authorization,X-Api-Key,If-None-Match,Accept-Language,Content-Type,traceparent"));
                Assert.That(Header(response, "Access-Control-Max-Age"), Is.EqualTo("3600"));
            }
        }
    }

    [TestCase(false, "https://any.example.com", "*", "")]
    [TestCase(true, Crm, Crm, "true")]
    public async Task Everybody_may_ask_or_those_who_are_signed_in_elsewhere(bool credentials, string origin, string allowed, string withCredentials)
    {
        string[] settings = credentials ? ["--Access:Cors:Origins=" + Crm, "--Access:Cors:Credentials=true"] : ["--Access:Cors:Origins=*"];
        await using var world = await World.StartAsync(TestEngines.Sqlite, settings);
        using var response = await world.SendAsync(Leads, ("Origin", origin));

        Assert.That((Header(response, "Access-Control-Allow-Origin"), Header(response, "Access-Control-Allow-Credentials")), Is.EqualTo((allowed, withCredentials)));
        Assert.That(response.Headers.Vary, Is.EquivalentTo(credentials ? new[] { "Accept", "Accept-Language", "Origin" } : ["Accept", "Accept-Language"]));
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
