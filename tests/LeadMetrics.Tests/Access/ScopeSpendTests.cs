using System.Text.Json.Nodes;
using LeadMetrics.Access;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Access;

/// <summary>What was spent has a source but no owner; and what belongs to no lead is nobody's who may see some leads only.</summary>
public class ScopeSpendTests(string engine) : ServiceTests(engine)
{
    private const string January = "from=2026-01-01&to=2026-01-31";

    // 310 on ads, whose two leads are A's and B's; 155 on web, with one of A's; 31 on nothing.
    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("owners", "owner_id,name\nA,Amal\nB,Badr\n");
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id\nL1,2026-01-01T00:00:00Z,A,ads\nL2,2026-01-02T00:00:00Z,B,ads\nL3,2026-01-03T00:00:00Z,A,web\n");
        await World.ImportAsync("campaigns", "campaign_id,name,source_id\nspring,Spring,ads\nmail,Mail,web\n");
        await World.ImportAsync("spend", "spend_id,from,to,kind,source_id,campaign_id,amount\nS1,2026-01-01,2026-01-31,marketing,,spring,310\nS2,2026-01-01,2026-01-31,sales,web,,155\nS3,2026-01-01,2026-01-31,marketing,,,31\n");
    }

    [Test]
    public async Task Who_may_see_some_owners_only_is_told_no_spend_and_why()
    {
        // Half of what was spent on ads is A's by the number of everybody's leads of ads: that would tell how many these are.
        foreach (var by in new[] { "none", "owner", "source" })
        {
            var answer = await World.As(new Scope { OwnerIds = ["A"] }).GetAsync($"/v1/metrics/acquisition-cost?{January}&groupBy={by}");

            Assert.That(
                answer["totals"]!.Table("leads spendMarketing spendSales cost costPerLead costPerAcquisition roiPercent roas newCustomers revenue"), Is.EqualTo("2 - - - - - - - 0 0"), by);
            Assert.That(answer["data"]!.AsArray().Select(row => row!["cost"]), Is.All.Null);
            Assert.That(answer["data"]!.AsArray().Select(row => (string?)row!["group"]), Has.None.EqualTo("(unallocated)"));
            Assert.That(answer["meta"]!["warnings"]!.Table("code count"), Is.EqualTo("NO_OWNER_HISTORY 2\nSPEND_OUT_OF_SCOPE -"), by);
        }
    }

    // Of ads alone: 310 on the two leads of ads, 155 each; of spend on nothing nothing.
    [Test]
    public async Task Who_may_see_some_sources_only_is_told_what_was_spent_on_them()
    {
        var ads = World.As(new Scope { SourceIds = ["ads"] });

        var bySource = await ads.GetAsync($"/v1/metrics/acquisition-cost?{January}&groupBy=source");
        var byOwner = await ads.GetAsync($"/v1/metrics/acquisition-cost?{January}&groupBy=owner");
        var byCampaign = await ads.GetAsync($"/v1/metrics/acquisition-cost?{January}&groupBy=campaign");

        Assert.That(bySource["data"]!.Table("group leads cost costPerLead"), Is.EqualTo("ads 2 310 155"));
        Assert.That(bySource["totals"]!.Table("leads cost"), Is.EqualTo("2 310"));
        Assert.That(byOwner["data"]!.Table("group leads cost"), Is.EqualTo("A 1 155\nB 1 155"));
        Assert.That(byCampaign["data"]!.Table("group leads cost"), Is.EqualTo("(none) 2 0\nspring 0 310"));
        Assert.That(bySource["meta"]!["warnings"]!.Table("code"), Is.EqualTo("NO_OWNER_HISTORY"));

        // The campaign is known by its spend; one of another source is not.
        Assert.That((await ads.GetAsync($"/v1/metrics/acquisition-cost?{January}&campaignId=spring"))["totals"]!.Table("leads cost"), Is.EqualTo("0 310"));
        Assert.That((await ads.ErrorsAsync($"/v1/metrics/acquisition-cost?{January}&campaignId=mail")).Select(error => error.Key), Is.EqualTo(new[] { "campaignId" }));
    }

    [Test]
    public async Task Both_limits_together_tell_no_spend()
    {
        var answer = await World.As(new Scope { OwnerIds = ["A"], SourceIds = ["ads"] }).GetAsync($"/v1/metrics/acquisition-cost?{January}");

        Assert.That(answer["totals"]!.Table("leads cost"), Is.EqualTo("1 -"));
    }

    // Everybody's: 3 leads, 2 campaigns and a row of spend name a source that never came, 2 opportunities and an activity an owner, an opportunity a lead, an activity an
    // opportunity: 11 of 26 references; and 3 of 13 times are of the future. A's: 2 leads name a source; of the references 2 + 2 by leads, and O2's and the activity's to A.
    [Test]
    public async Task Defects_are_counted_and_listed_of_their_leads_alone()
    {
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,owner_id,created_at\nO1,,A,2026-01-05T00:00:00Z\nO2,L1,A,2026-01-05T00:00:00Z\nO3,L2,X,2026-01-05T00:00:00Z\nO4,L1,X,2026-01-05T00:00:00Z\nO5,L9,A,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\nR1,K,,2026-01-06T00:00:00Z,1\nR2,K,L2,2026-04-01T00:00:00Z,1\nR3,K,L1,2026-04-01T00:00:00Z,1\n");
        await World.ImportAsync("activities", "activity_id,lead_id,opportunity_id,owner_id,occurred_at\n1,L1,O8,A,2026-01-06T00:00:00Z\n2,L2,,X,2026-04-01T00:00:00Z\n");
        var (a, everything) = (World.As(new Scope { OwnerIds = ["A"] }), await World.GetAsync("/v1/data-quality"));
        var report = await a.GetAsync("/v1/data-quality");

        Assert.That(Counts(everything), Is.EqualTo("OPPORTUNITY_WITHOUT_LEAD 1 5\nORDER_WITHOUT_LEAD 1 3\nDANGLING_REFERENCE 11 26\nFUTURE_EVENT 3 13\nUNALLOCATED_SPEND 1 3"));
        Assert.That(Counts(report), Is.EqualTo("OPPORTUNITY_WITHOUT_LEAD 0 2\nORDER_WITHOUT_LEAD 0 1\nDANGLING_REFERENCE 2 6\nFUTURE_EVENT 1 6\nUNALLOCATED_SPEND 0 0"));
        Assert.That((await a.GetAsync("/v1/data-quality/FUTURE_EVENT"))["data"]!.Table("dataset id"), Is.EqualTo("orders R3"));

        // Its leads' sources never came; that O4 is of an owner X who never came, or O8 did not, is not told: whom they have is outside.
        Assert.That((await a.GetAsync("/v1/data-quality/DANGLING_REFERENCE"))["data"]!.Table("dataset id value"), Is.EqualTo("leads L1 ads\nleads L3 web"));
        foreach (var code in new[] { "OPPORTUNITY_WITHOUT_LEAD", "ORDER_WITHOUT_LEAD", "UNALLOCATED_SPEND" })
        {
            var page = await a.GetAsync("/v1/data-quality/" + code);
            Assert.That(page["total"]!.ToJsonString() + page["data"]!.ToJsonString(), Is.EqualTo("0[]"), code);
        }

        static string Counts(JsonNode report) => string.Join('\n', new[] { "OPPORTUNITY_WITHOUT_LEAD", "ORDER_WITHOUT_LEAD", "DANGLING_REFERENCE", "FUTURE_EVENT", "UNALLOCATED_SPEND" }
            .Select(code => report["data"]!.AsArray().Single(row => (string?)row!["code"] == code)!.Table("code count population")));
    }
}
