using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Spend has no owner and no status: each source's is shared equally among its leads. Seen from 2026-03-01T00:00Z.</summary>
public class AcquisitionSharingTests(string engine) : ServiceTests(engine)
{
    private const string Metric = "/v1/metrics/acquisition-cost?";
    private const string January = Metric + "from=2026-01-01&to=2026-01-31";
    private const string BothMonths = Metric + "from=2026-01-01&to=2026-02-28";

    // Of ads A has 2 leads, B 1; of the web B 1, and nobody 1. Tv has no leads in January, and 100 was spent on nobody knows what.
    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("owners", "owner_id,name,team\nA,Ali,north\nB,Basma,north\nC,Camila,south\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,campaign_id,status
            L1,2026-01-05T00:00:00Z,A,ads,C1,new
            L2,2026-01-10T00:00:00Z,A,ads,C2,closed
            L3,2026-01-15T00:00:00Z,B,ads,C1,new
            L4,2026-01-20T00:00:00Z,B,web,,closed
            L5,2026-01-25T00:00:00Z,,web,,new
            L6,2026-02-05T00:00:00Z,C,ads,C1,new
            """);
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\n1,K,L1,2026-01-28T00:00:00Z,900\n");
        await World.ImportAsync("spend", """
            spend_id,from,to,kind,source_id,campaign_id,amount
            1,2026-01-01,2026-01-31,marketing,ads,C1,400
            2,2026-01-01,2026-01-31,sales,ads,C2,200
            3,2026-01-01,2026-01-31,marketing,web,,50
            4,2026-01-01,2026-01-31,marketing,tv,,70
            5,2026-01-01,2026-01-31,sales,,,100
            6,2026-02-01,2026-02-28,marketing,ads,C1,28
            """);
    }

    [Test]
    public async Task An_owner_has_the_shares_of_the_leads()
    {
        var answer = await World.GetAsync(January + "&groupBy=owner&revenueBasis=orders");

        // A lead of ads costs 400 ÷ 3 and 200 ÷ 3, one of the web 25. A: 800 ÷ 3 and 400 ÷ 3, together 400; B: 400 ÷ 3 + 25 = 158.3333.
        // A sold for 900: (900 − 400) ÷ 400 = 125 %, 900 ÷ 266.6667 = 3.375.
        Assert.That(
            answer["data"]!.Table("group leads spendMarketing spendSales cost costPerLead newCustomers costPerAcquisition roiPercent roas"),
            Is.EqualTo(
                "A 2 266.6667 133.3333 400 133.3333 1 400 125 3.375\nB 2 158.3333 66.6667 225 79.1667 0 - -100 0\n" +
                "(unassigned) 1 25 0 25 25 0 - -100 0\n(unallocated) 0 70 100 170 - 0 - - -"));
        Assert.That(answer["totals"]!.Table("leads spendMarketing spendSales cost costPerLead"), Is.EqualTo("5 520 300 820 104"));
        Assert.That(
            answer["meta"]!["warnings"]!.Table("code count percent message"),
            Does.Contain("UNALLOCATED_SPEND 2 40 2 of 5 rows of spend have no source (of campaigns no campaign), or none with leads to share them among; they stand in the row (unallocated)."));

        Assert.That(
            (await World.GetAsync(January + "&groupBy=team"))["data"]!.Table("group leads cost"),
            Is.EqualTo("north 4 625\n(none) 1 25\n(unallocated) 0 170"));
    }

    [Test]
    public async Task It_is_shared_bucket_by_bucket()
    {
        var answer = await World.GetAsync(BothMonths + "&groupBy=owner&interval=month");

        // February's one lead of ads is C's, and so is February's 28.
        Assert.That(
            answer["data"]!.AsArray().Where(row => (decimal)row!["cost"]! > 0).Select(row => row!.Table("from group leads cost")),
            Is.EqualTo([
                "2026-01-01 A 2 400", "2026-01-01 B 2 225", "2026-01-01 (unassigned) 1 25", "2026-01-01 (unallocated) 0 170", "2026-02-01 C 1 28"]));
        Assert.That(answer["totals"]!.Table("cost"), Is.EqualTo("848"));

        // Without months ads costs 628 over 4 leads: 157 each.
        Assert.That(
            (await World.GetAsync(BothMonths + "&groupBy=owner"))["data"]!.Table("group leads cost"),
            Is.EqualTo("A 2 314\nB 2 182\nC 1 157\n(unassigned) 1 25\n(unallocated) 0 170"));
    }

    [Test]
    public async Task A_filter_of_leads_takes_their_shares_and_leaves_out_what_has_no_lead()
    {
        // A's two of the three leads of ads; of all closed ones L2 of ads and L4 of the web; of B one of each.
        Assert.That(await TableAsync("&ownerId=A"), Is.EqualTo("- 2 400"));
        Assert.That(await TableAsync("&ownerId=B&groupBy=source"), Is.EqualTo("ads 1 200\nweb 1 25"));
        Assert.That(await TableAsync("&team=north&groupBy=owner"), Is.EqualTo("A 2 400\nB 2 225"));
        Assert.That(await TableAsync("&status=closed&groupBy=owner"), Is.EqualTo("A 1 200\nB 1 25"));
        Assert.That(await TableAsync("&team=south"), Is.EqualTo("- 0 0"));
        Assert.That(await TableAsync("&ownerId=A&sourceId=web"), Is.EqualTo("- 0 0"));
        Assert.That(
            (await World.GetAsync(January + "&ownerId=A"))["meta"]!["warnings"]!.Table("code count percent message"),
            Does.Contain("UNALLOCATED_SPEND 2 40 2 of 5 rows of spend have no source (of campaigns no campaign), or none with leads to share them among; they are left out."));
    }

    [Test]
    public async Task The_spend_of_a_campaign_goes_to_its_own_leads()
    {
        // C1's 400 among L1 and L3, C2's 200 to L2; the 220 of no campaign have nobody.
        Assert.That(await TableAsync("&ownerId=A&groupBy=campaign"), Is.EqualTo("C1 1 200\nC2 1 200"));
        Assert.That(await TableAsync("&campaignId=C1&groupBy=owner"), Is.EqualTo("A 1 200\nB 1 200"));
        Assert.That(await TableAsync("&campaignId=C2&groupBy=owner"), Is.EqualTo("A 1 200"));
        Assert.That(await TableAsync("&groupBy=campaign"), Is.EqualTo("(none) 2 0\nC1 2 400\nC2 1 200\n(unallocated) 0 220"));
    }

    [Test]
    public async Task Owners_sources_and_campaigns_sum_to_the_same_total()
    {
        foreach (var groupBy in new[] { "none", "owner", "team", "source", "channel", "campaign" })
        {
            foreach (var interval in new[] { "", "&interval=week" })
            {
                var answer = await World.GetAsync(BothMonths + $"&groupBy={groupBy}{interval}");
                var costs = answer["data"]!.AsArray().Select(row => (decimal)row!["cost"]!).ToList();

                // 400 + 200 + 50 + 70 + 100 + 28. The rows are rounded, each by half of 0.0001 at the most.
                Assert.That(answer["totals"]!.Table("cost"), Is.EqualTo("848"), groupBy + interval);
                Assert.That(costs.Sum(), Is.EqualTo(848m).Within(0.00005m * costs.Count), groupBy + interval);
            }
        }
    }

    private async Task<string> TableAsync(string query) => (await World.GetAsync(January + query))["data"]!.Table("group leads cost");
}
