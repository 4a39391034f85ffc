using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>What leads and customers cost and return. January 2026, seen from 2026-03-01T00:00Z.</summary>
public class AcquisitionCostTests(string engine) : ServiceTests(engine)
{
    private const string Metric = "/v1/metrics/acquisition-cost?";
    private const string January = Metric + "from=2026-01-01&to=2026-01-31";

    private const string Costs = "group costPerLead costPerOpportunity costPerAcquisition laggedCostPerAcquisition roiPercent roas";

    // Of ads: L1 of December is won in January for 600, L2 in January for 900; L3 has an open opportunity, L4 is closed. Of
    // the web: L5 orders in February for 300. T is a test.
    private async Task FillAsync()
    {
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,status,is_test
            L1,2025-12-20T00:00:00Z,A,ads,converted,
            L2,2026-01-05T00:00:00Z,A,ads,converted,
            L3,2026-01-10T00:00:00Z,A,ads,working,
            L4,2026-01-15T00:00:00Z,B,ads,closed,
            L5,2026-01-20T00:00:00Z,B,web,converted,
            T,2026-01-20T00:00:00Z,B,web,converted,true
            """);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at,amount
            O1,L1,2025-12-28T00:00:00Z,won,2026-01-08T00:00:00Z,600
            O2,L2,2026-01-10T00:00:00Z,won,2026-01-20T00:00:00Z,900
            O3,L3,2026-01-11T00:00:00Z,open,,5000
            O4,L2,2026-01-12T00:00:00Z,lost,2026-01-21T00:00:00Z,7000
            O5,T,2026-01-21T00:00:00Z,won,2026-01-22T00:00:00Z,8000
            """);
        await World.ImportAsync("orders", """
            order_id,customer_id,lead_id,ordered_at,amount
            R1,K1,L5,2026-02-10T00:00:00Z,300
            R2,K2,L2,2026-01-25T00:00:00Z,40
            """);
        await World.ImportAsync("spend", """
            spend_id,from,to,kind,source_id,amount
            1,2026-01-01,2026-01-31,marketing,ads,620
            2,2026-01-01,2026-01-31,sales,ads,280
            3,2026-01-01,2026-01-31,marketing,web,100
            4,2026-01-01,2026-01-31,sales,,1000
            5,2026-02-01,2026-02-28,marketing,ads,56
            """);
    }

    [Test]
    public async Task Spend_is_set_against_leads_customers_and_revenue()
    {
        await FillAsync();

        var answer = await World.GetAsync(January + "&groupBy=source");

        // New customers of ads in January: L1 and L2. Customers among its leads of January: L2. Decided: L2 won, L4 closed.
        Assert.That(
            answer["data"]!.Table("group spendMarketing spendSales cost leads convertedToOpportunity newCustomers convertedToCustomer decided maturity.percent revenue wonOpportunities orders"),
            Is.EqualTo("ads 620 280 900 3 2 2 1 2 66.6667 1500 2 1\nweb 100 0 100 1 0 0 1 1 100 0 0 0\n(unallocated) 0 1000 1000 0 0 0 0 0 - 0 0 0"));
        Assert.That(
            answer["totals"]!.Table("spendMarketing spendSales cost leads convertedToOpportunity newCustomers convertedToCustomer decided maturity.percent revenue wonOpportunities orders"),
            Is.EqualTo("720 1280 2000 4 2 2 2 3 75 1500 2 1"));

        // ads: 620 ÷ 3, 620 ÷ 2, 900 ÷ 2, 900 ÷ 1, (1500 − 900) ÷ 900, 1500 ÷ 620 = 2.41935…; web: 100 ÷ 1, 100 ÷ 1, −100 %, 0.
        Assert.That(
            answer["data"]!.Table(Costs),
            Is.EqualTo("ads 206.6667 310 450 900 66.6667 2.4194\nweb 100 - - 100 -100 0\n(unallocated) - - - - - -"));

        // 720 ÷ 4, 720 ÷ 2, 2000 ÷ 2, 2000 ÷ 2, (1500 − 2000) ÷ 2000, 1500 ÷ 720.
        Assert.That(answer["totals"]!.Table(Costs), Is.EqualTo("- 180 360 1000 1000 -25 2.0833"));
        Assert.That(answer["meta"]!["exclusions"]!.Table("total eligible test"), Is.EqualTo("5 4 1"));
    }

    [Test]
    public async Task Cost_and_revenue_are_what_costScope_and_revenueBasis_say()
    {
        await FillAsync();

        var marketing = await World.GetAsync(January + "&costScope=marketing&revenueBasis=orders");
        var both = await World.GetAsync(January);

        // 720 ÷ 2; (40 − 720) ÷ 720 = −94.4444 %; 40 ÷ 720 = 0.0556.
        Assert.That(
            marketing["totals"]!.Table("cost revenue costPerLead costPerAcquisition laggedCostPerAcquisition roiPercent roas"),
            Is.EqualTo("720 40 180 360 360 -94.4444 0.0556"));
        Assert.That(Parameters(marketing), Is.EqualTo("marketing orders"));
        Assert.That(Parameters(both), Is.EqualTo("marketingAndSales won"));

        static string Parameters(JsonNode answer) =>
            $"{answer["meta"]!["parameters"]!["costScope"]![0]} {answer["meta"]!["parameters"]!["revenueBasis"]![0]}";
    }

    [Test]
    public async Task Each_month_has_its_own_spend_leads_customers_and_revenue()
    {
        await FillAsync();

        var answer = await World.GetAsync(Metric + "from=2026-01-01&to=2026-02-28&groupBy=source&interval=month&revenueBasis=orders");

        // R2 of L2 is January's, R1 of L5 February's, and made L5 a customer in February. February's 56 of ads had no leads.
        Assert.That(
            answer["data"]!.Table("from to group cost leads newCustomers convertedToCustomer revenue costPerLead costPerAcquisition roas"),
            Is.EqualTo(
                "2026-01-01 2026-01-31 ads 900 3 2 1 40 206.6667 450 0.0645\n2026-01-01 2026-01-31 web 100 1 0 1 0 100 - 0\n" +
                "2026-01-01 2026-01-31 (unallocated) 1000 0 0 0 0 - - -\n" +
                "2026-02-01 2026-02-28 ads 56 0 0 0 0 - - 0\n2026-02-01 2026-02-28 web 0 0 1 0 300 - 0 -\n2026-02-01 2026-02-28 (unallocated) 0 0 0 0 0 - - -"));
        Assert.That(
            answer["totals"]!.Table("cost leads newCustomers convertedToCustomer revenue costPerLead costPerAcquisition roas"),
            Is.EqualTo("2056 4 3 2 340 194 685.3333 0.4381"));
    }

    [Test]
    public async Task New_customers_lead_to_exactly_these_whenever_their_lead_was_created()
    {
        await FillAsync();

        var row = (await World.GetAsync(January + "&groupBy=owner"))["data"]![0]!;
        var bucket = (await World.GetAsync(Metric + "from=2026-01-01&to=2026-02-28&interval=month"))["data"]![1]!;
        var ever = (await World.GetAsync(Metric + "preset=allTime"))["totals"]!;

        Assert.That(row.Table("group newCustomers convertedToCustomer"), Is.EqualTo("A 2 1"));
        Assert.That(await World.LeadsAsync((string)row["links"]!["newCustomers"]!), Is.EqualTo(["L1", "L2"]));
        Assert.That(await World.LeadsAsync((string)row["links"]!["convertedToCustomer"]!), Is.EqualTo(["L2"]));
        Assert.That(await World.LeadsAsync((string)bucket["links"]!["newCustomers"]!), Is.EqualTo(["L5"]));
        Assert.That(await World.LeadsAsync((string)ever["links"]!["newCustomers"]!), Is.EqualTo(["L1", "L2", "L5"]));
        Assert.That(await World.LeadsAsync((string)ever["links"]!["decided"]!), Is.EqualTo(["L1", "L2", "L4", "L5"]));
    }

    [Test]
    public async Task Beside_the_period_before_stands_its_own_spend()
    {
        await FillAsync();

        var answer = await World.GetAsync(Metric + "from=2026-02-01&to=2026-02-28&groupBy=source&compare=previousPeriod");

        // The 28 days before are 4 to 31 January: 28 ÷ 31 of 900 = 812.9032, of 100 = 90.3226, of 1000 = 903.2258. 56 ÷ 812.9032 = 6.8889 %.
        Assert.That(
            answer["data"]!.Table("group cost change.cost.previous change.cost.difference change.cost.percent change.leads.previous change.newCustomers.previous"),
            Is.EqualTo("ads 56 812.9032 -756.9032 -93.1111 3 2\nweb 0 90.3226 -90.3226 -100 1 0\n(unallocated) 0 903.2258 -903.2258 -100 0 0"));
        Assert.That(
            answer["totals"]!.Table("cost change.cost.previous costPerLead change.costPerLead.previous change.costPerLead.difference"),
            Is.EqualTo("56 1806.4516 - 162.5806 -"));
    }

    [Test]
    public async Task Without_anything_there_are_no_quotients()
    {
        var answer = await World.GetAsync(January + "&groupBy=owner");
        var one = await World.GetAsync(January);

        Assert.That(answer["data"]!.AsArray(), Is.Empty);
        Assert.That(one["data"]!.Table("cost leads revenue maturity.percent " + Costs), Is.EqualTo("0 0 0 - - - - - - - -"));
        Assert.That(one["meta"]!["warnings"]!.Table("code"), Is.Empty);
    }

    [Test]
    public async Task A_lead_costs_nothing_where_nothing_was_spent_and_then_nothing_is_returned_on_it()
    {
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\nR1,K1,L1,2026-01-25T00:00:00Z,10\n");

        var row = (await World.GetAsync(January + "&groupBy=source&revenueBasis=orders"))["data"]!;

        Assert.That(row.Table("revenue " + Costs), Is.EqualTo("10 (unknown) 0 - 0 0 - -"));
    }
}
