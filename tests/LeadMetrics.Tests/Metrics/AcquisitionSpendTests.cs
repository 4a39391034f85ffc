using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Which spend counts, and where. Seen from 2026-03-01T00:00Z.</summary>
public class AcquisitionSpendTests(string engine) : ServiceTests(engine)
{
    private const string Metric = "/v1/metrics/acquisition-cost?";
    private const string January = Metric + "from=2026-01-01&to=2026-01-31";
    private const string BothMonths = Metric + "from=2026-01-01&to=2026-02-28";

    [Test]
    public async Task Spend_is_spread_evenly_over_its_days_and_those_in_the_period_count()
    {
        // 30 days: 16 of January, 14 of February.
        await World.ImportAsync("spend", "spend_id,from,to,kind,source_id,amount\n1,2026-01-16,2026-02-14,marketing,ads,3000\n");

        Assert.That((await World.GetAsync(January))["totals"]!.Table("spendMarketing"), Is.EqualTo("1600"));
        Assert.That((await World.GetAsync(Metric + "from=2026-01-16&to=2026-01-16"))["totals"]!.Table("spendMarketing"), Is.EqualTo("100"));
        Assert.That((await World.GetAsync(Metric + "from=2026-02-14&to=2026-02-28"))["totals"]!.Table("spendMarketing"), Is.EqualTo("100"));
        Assert.That((await World.GetAsync(Metric + "from=2026-02-15&to=2026-02-28&groupBy=source"))["data"]!.AsArray(), Is.Empty);
        Assert.That(
            (await World.GetAsync(BothMonths + "&interval=month"))["data"]!.Table("from spendMarketing"),
            Is.EqualTo("2026-01-01 1600\n2026-02-01 1400"));
    }

    [Test]
    public async Task Parts_are_rounded_where_they_are_shown_and_add_up_to_the_whole()
    {
        // 1000 over 3 days is 333.3333… a day; with the 0.0002 of one day, over two leads, 166.66676…
        await World.ImportAsync("leads", "lead_id,created_at,source_id\nL1,2026-01-05T00:00:00Z,ads\nL2,2026-01-05T00:00:00Z,ads\n");
        await World.ImportAsync("spend", """
            spend_id,from,to,kind,source_id,amount
            1,2026-01-05,2026-01-07,marketing,ads,1000
            2,2026-01-05,2026-01-05,marketing,ads,0.0002
            """);

        var answer = await World.GetAsync(Metric + "from=2026-01-05&to=2026-01-07&interval=day");

        Assert.That(
            answer["data"]!.Table("from spendMarketing costPerLead"),
            Is.EqualTo("2026-01-05 333.3335 166.6668\n2026-01-06 333.3333 -\n2026-01-07 333.3333 -"));
        Assert.That(answer["totals"]!.Table("spendMarketing costPerLead"), Is.EqualTo("1000.0002 500.0001"));
    }

    [TestCase("")]
    [TestCase("&asOf=2026-02-10T22:00:00Z")]
    [TestCase("&asOf=2026-02-10T22:00:00Z&tz=Asia/Riyadh")]
    public async Task Days_after_that_of_asOf_have_not_come_yet(string asOf)
    {
        // 40 days from 30 January, 10 a day. Until 1 March there are 31 of them, until 10 February 12; in Riyadh it is the 11th by then.
        await World.ImportAsync("spend", "spend_id,from,to,kind,amount\n1,2026-01-30,2026-03-10,sales,400\n");
        var expected = asOf.Length == 0 ? 310 : asOf.Contains("Riyadh", StringComparison.Ordinal) ? 130 : 120;

        var (period, ever) = (await World.GetAsync(Metric + "from=2026-01-01&to=2026-03-31" + asOf), await World.GetAsync(Metric + "preset=allTime&interval=month" + asOf));
        var later = await World.GetAsync(Metric + "from=2026-03-02&to=2026-03-31" + asOf);

        Assert.That(period["totals"]!.Table("spendSales"), Is.EqualTo($"{expected}"));
        Assert.That(ever["totals"]!.Table("spendSales"), Is.EqualTo($"{expected}"));
        Assert.That(ever["data"]![0]!.Table("from spendSales"), Is.EqualTo("2026-01-01 20"), "30 and 31 January");
        Assert.That(later["totals"]!.Table("spendSales"), Is.EqualTo("0"));
    }

    [Test]
    public async Task Spend_is_of_its_own_source_else_of_its_campaigns_else_unallocated()
    {
        await World.ImportAsync("sources", "source_id,name,channel\nads,Ads,paid\nweb,Web,own\n");
        await World.ImportAsync("campaigns", "campaign_id,name,source_id\nC1,One,ads\nC2,Two,\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,source_id,campaign_id
            L1,2026-01-05T00:00:00Z,ads,C1
            L2,2026-01-05T00:00:00Z,web,C1
            L3,2026-01-05T00:00:00Z,,
            """);
        await World.ImportAsync("spend", """
            spend_id,from,to,kind,source_id,campaign_id,amount
            1,2026-01-01,2026-01-31,marketing,,C1,1
            2,2026-01-01,2026-01-31,marketing,web,C1,20
            3,2026-01-01,2026-01-31,marketing,web,,300
            4,2026-01-01,2026-01-31,marketing,,C2,4000
            5,2026-01-01,2026-01-31,marketing,,,50000
            """);

        Assert.That(await TableAsync("&groupBy=source"), Is.EqualTo("ads 1 1 1\nweb 320 1 320\n(unknown) 0 1 0\n(unallocated) 54000 0 -"));
        Assert.That(await TableAsync("&groupBy=channel"), Is.EqualTo("own 320 1 320\npaid 1 1 1\n(none) 0 1 0\n(unallocated) 54000 0 -"));
        Assert.That(await TableAsync("&groupBy=campaign"), Is.EqualTo("C1 21 2 10.5\n(none) 0 1 0\nC2 4000 0 -\n(unallocated) 50300 0 -"));
        Assert.That(await TableAsync("&groupBy=none"), Is.EqualTo("- 54321 3 18107"));

        // A filter of sources or campaigns is one of spend too; what is of none is of nobody who is asked for, not even of (unknown).
        Assert.That(await TableAsync("&sourceId=web"), Is.EqualTo("- 320 1 320"));
        Assert.That(await TableAsync("&channel=paid"), Is.EqualTo("- 1 1 1"));
        Assert.That(await TableAsync("&campaignId=C1&groupBy=source"), Is.EqualTo("ads 1 1 1\nweb 20 1 20"));
        Assert.That(await TableAsync("&campaignId=C2&groupBy=source"), Is.EqualTo("(unallocated) 4000 0 -"));
        Assert.That(await TableAsync("&sourceId=(unknown)"), Is.EqualTo("- 0 1 0"));

        Assert.That(await WarningsAsync("&groupBy=source"), Does.Contain("UNALLOCATED_SPEND 2 40 2 of 5 rows of spend have no source (of campaigns no campaign), or none with leads to share them among; they stand in the row (unallocated)."));
        Assert.That(await WarningsAsync("&groupBy=campaign"), Does.Contain("UNALLOCATED_SPEND 2 40 2 of 5 rows of spend have no source (of campaigns no campaign), or none with leads to share them among; they stand in the row (unallocated)."));
        Assert.That(await WarningsAsync(""), Does.Contain("UNALLOCATED_SPEND 2 40 2 of 5 rows of spend have no source; they are in the totals all the same."));
        Assert.That(await WarningsAsync("&sourceId=web"), Does.Not.Contain("UNALLOCATED_SPEND"));

        var row = (await World.GetAsync(January + "&groupBy=source&sort=spendMarketing"))["data"]![0]!;
        Assert.That(row.Table("group groupName"), Is.EqualTo("(unallocated) Unallocated"));
        Assert.That(row["links"]!.AsObject(), Is.Empty);

        async Task<string> TableAsync(string query) => (await World.GetAsync(January + query))["data"]!.Table("group spendMarketing leads costPerLead");
    }

    [Test]
    public async Task Amounts_convert_at_the_rate_of_their_own_day_and_are_left_out_without_one()
    {
        // 310 SAR at 0.25 on 1 January: 77.5; its last 21 days count at that rate too. The EUR has no rate.
        await World.ImportAsync("exchange-rates", "currency,on,rate\nSAR,2026-01-01,0.25\nSAR,2026-01-11,0.3\n");
        await World.ImportAsync("spend", """
            spend_id,from,to,kind,source_id,amount,currency
            1,2026-01-01,2026-01-31,marketing,ads,310,SAR
            2,2026-01-11,2026-01-20,sales,ads,100,SAR
            3,2026-01-11,2026-01-20,sales,ads,100,EUR
            4,2026-02-11,2026-02-20,sales,ads,100,EUR
            """);
        await World.ImportAsync("leads", "lead_id,created_at,source_id\nL1,2026-01-05T00:00:00Z,ads\n");
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at,amount,currency
            O1,L1,2026-01-05T00:00:00Z,won,2026-01-12T00:00:00Z,1000,SAR
            O2,L1,2026-01-05T00:00:00Z,won,2026-01-12T00:00:00Z,1000,EUR
            O3,L1,2026-01-05T00:00:00Z,won,2026-02-12T00:00:00Z,1000,EUR
            """);
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount,currency\n1,K,L1,2026-01-12T00:00:00Z,5,EUR\n");

        // (300 − 107.5) ÷ 107.5 = 179.0698 %.
        var answer = await World.GetAsync(January + "&groupBy=source");
        Assert.That(answer["data"]!.Table("group spendMarketing spendSales revenue roiPercent"), Is.EqualTo("ads 77.5 30 300 179.0698"));
        Assert.That(
            await WarningsAsync(""),
            Does.Contain("MISSING_RATE_OF_SPEND 1 33.3333 1 of 3 rows of spend").And.Contain("MISSING_RATE_OF_OPPORTUNITIES 1 50 1 of 2 opportunities won"));
        Assert.That(await WarningsAsync("&revenueBasis=orders"), Does.Contain("MISSING_RATE_OF_ORDERS 1 100 1 of 1 orders"));
    }

    private async Task<string> WarningsAsync(string query) => (await World.GetAsync(January + query))["meta"]!["warnings"]!.Table("code count percent message");
}
