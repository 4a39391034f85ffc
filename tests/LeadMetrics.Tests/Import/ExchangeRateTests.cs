using System.Globalization;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>Amounts in another currency convert at the rate of their own day. The base currency is USD.</summary>
public class ExchangeRateTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-01-31&sort=name&order=asc";
    private const string Leads = "lead_id,created_at,owner_id\nL1,2026-01-05T10:00:00Z,A\nL2,2026-01-06T10:00:00Z,A\nL3,2026-01-07T10:00:00Z,B\n";

    // From the 10th, and from the 20th on.
    private const string Rates = "currency,on,rate\nSAR,2026-01-10,0.25\nSAR,2026-01-20,0.3\n";

    [Test]
    public async Task Won_and_ordered_amounts_convert_at_the_latest_rate_on_or_before_their_own_day()
    {
        await World.ImportAsync("leads", Leads);
        await World.ImportAsync("exchange-rates", Rates);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,amount,currency,closed_at
            O1,L1,2026-01-08T00:00:00Z,won,100,SAR,2026-01-10T00:00:00Z
            O2,L1,2026-01-08T00:00:00Z,won,100,SAR,2026-01-19T23:59:59.999Z
            O3,L2,2026-01-10T00:00:00Z,won,100,SAR,2026-01-20T00:00:00Z
            O4,L2,2026-01-21T00:00:00Z,open,1000,SAR,
            O5,L3,2026-01-21T00:00:00Z,won,7,USD,2026-01-22T00:00:00Z
            """);
        await World.ImportAsync("orders", """
            order_id,customer_id,lead_id,ordered_at,amount,currency
            1,C,L1,2026-01-15T10:00:00+03:00,40,SAR
            2,C,L1,2026-01-20T02:00:00+03:00,40,SAR
            3,C,L3,2026-02-15T00:00:00Z,-10,SAR
            """);

        // A won 100 × 0.25 on the day of the rate, 100 × 0.25 on its last day, 100 × 0.3: 80; O4 is not won.
        // A's orders: 40 × 0.25, and again, since 02:00 in Riyadh is the 19th by UTC: 20. B won 7; an order of −10 × 0.3 = −3.
        var answer = await World.GetAsync(January);
        Assert.That(answer["data"]!.Table("ownerId wonAmount orderAmount"), Is.EqualTo("A 80 20\nB 7 -3"));
        Assert.That(Warnings(answer), Does.Not.Contain("MISSING_RATE"));
    }

    [Test]
    public async Task Without_a_rate_on_or_before_its_day_an_amount_is_left_out_and_its_lead_counted()
    {
        await World.ImportAsync("leads", Leads);
        await World.ImportAsync("exchange-rates", Rates);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,amount,currency,closed_at
            O1,L1,2026-01-08T00:00:00Z,won,100,SAR,2026-01-09T23:59:59Z
            O2,L1,2026-01-08T00:00:00Z,won,100,SAR,2026-01-12T00:00:00Z
            O3,L2,2026-01-08T00:00:00Z,won,100,EUR,2026-01-12T00:00:00Z
            O4,L3,2026-01-08T00:00:00Z,won,,EUR,2026-01-12T00:00:00Z
            """);

        // Two of three leads lack a rate: L1 for the day before the first, L2 for its currency. L3 has no amount at all. Won: 100 × 0.25.
        var answer = await World.GetAsync(January);
        Assert.That(answer["data"]!.Table("ownerId wonAmount"), Is.EqualTo("A 25\nB 0"));
        Assert.That(Warnings(answer), Does.Contain("MISSING_RATE 2 66.6667"));
        Assert.That(await World.LeadsAsync("/v1/leads?preset=allTime&figure=missingRate"), Is.EqualTo(["L1", "L2"]));
    }

    [Test]
    public async Task Rates_that_come_later_value_what_is_there_and_touch_only_the_leads_whose_amounts_change()
    {
        await World.ImportAsync("leads", Leads);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,amount,currency,closed_at
            O1,L1,2026-01-08T00:00:00Z,won,100,SAR,2026-01-12T00:00:00Z
            O2,L2,2026-01-08T00:00:00Z,won,100,SAR,2026-01-25T00:00:00Z
            O3,L3,2026-01-08T00:00:00Z,won,100,USD,2026-01-25T00:00:00Z
            """);
        await World.ImportAsync("orders", "order_id,customer_id,opportunity_id,ordered_at,amount,currency\n1,C,O2,2026-01-26T00:00:00Z,10,SAR\n");
        var none = await World.GetAsync(January);
        var reports = new JsonArray(
            await World.ImportAsync("exchange-rates", Rates),
            await World.ImportAsync("exchange-rates", Rates),
            await World.ImportAsync("exchange-rates", Rates.Replace("0.3", "0.31")),
            await World.ImportAsync("exchange-rates", "currency,on,rate\nEUR,2026-01-01,1.1\nSAR,2026-01-13,0.5\n"),
            await World.ImportAsync("exchange-rates", "currency,on,rate\nSAR,2026-01-11,0.26\n"));
        var all = await World.GetAsync(January);

        // L1 and L2 are valued; nothing changes; L2 by the rate of the 20th; nobody between the 13th and the 19th; L1 by that of the 11th.
        Assert.That(none["totals"]!.Table("wonAmount orderAmount"), Is.EqualTo("100 0"));
        Assert.That(reports.Table("inserted updated unchanged leadsRefreshed"), Is.EqualTo("2 0 0 2\n0 0 2 0\n0 1 1 1\n2 0 0 0\n1 0 0 1"));

        // 100 × 0.26 + 100 × 0.31 + 100, and an order of 10 × 0.31.
        Assert.That(all["totals"]!.Table("wonAmount orderAmount"), Is.EqualTo("157 3.1"));
        Assert.That(Warnings(all), Does.Not.Contain("MISSING_RATE"));
    }

    // The amount in whole numbers of 0.0001 times the rate, half to even. The amount is negative as well: it mirrors.
    [TestCase("0.0001", "0.5", "0")]                                             // 0.5 → 0
    [TestCase("0.0003", "0.5", "0.0002")]                                        // 1.5 → 2
    [TestCase("0.0005", "0.5", "0.0002")]                                        // 2.5 → 2
    [TestCase("0.0005", "0.500000001", "0.0003")]                                // 2.500000005 → 3
    [TestCase("0.0005", "0.499999999", "0.0002")]                                // 2.499999995 → 2
    [TestCase("0.0001", "2.5", "0.0002")]                                        // 2.5 → 2
    [TestCase("0.0003", "2.5", "0.0008")]                                        // 7.5 → 8
    [TestCase("1250.4567", "3.75", "4689.2126")]                                 // 46,892,126.25 → 46,892,126
    [TestCase("123456.7891", "0.266666667", "32921.8105")]                       // 329,218,104.67…
    [TestCase("400000000000", "1", "400000000000")]
    [TestCase("399999999999.9999", "0.999999999", "399999999599.9999")]          // 3,999,999,999,999,999 − 3,999,999.999… = 3,999,999,995,999,999.000…001
    [TestCase("400000000000", "0.000000001", "400")]
    [TestCase("0.4", "1000000000", "400000000")]
    [TestCase("499999.9999", "0.000000001", "0.0005")]                           // 4.999999999 → 5
    [TestCase("50000", "0.000000001", "0")]                                      // 0.5 → 0
    [TestCase("50000.0001", "0.000000001", "0.0001")]                            // 0.500000001 → 1
    [TestCase("400", "999999999.999999999", "400000000000")]                     // 3,999,999,999,999,999.999996 → 4,000,000,000,000,000
    public async Task Money_is_converted_exactly_and_rounded_half_even(string amount, string rate, string converted)
    {
        await World.ImportAsync("leads", Leads);
        await World.ImportAsync("exchange-rates", $"currency,on,rate\nSAR,2026-01-01,{rate}\n");
        await World.ImportAsync("orders", string.Create(CultureInfo.InvariantCulture,
            $"order_id,customer_id,lead_id,ordered_at,amount,currency\n1,C,L1,2026-01-15T00:00:00Z,{amount},SAR\n2,C,L3,2026-01-15T00:00:00Z,-{amount},SAR\n"));

        var mirrored = converted == "0" ? "0" : "-" + converted;
        Assert.That((await World.GetAsync(January))["data"]!.Table("ownerId orderAmount"), Is.EqualTo($"A {converted}\nB {mirrored}"));
    }

    [TestCase("400000000000", "1.000000001")]
    [TestCase("400000000000", "1000000000")]
    [TestCase("-400000000000", "1000000000")]
    [TestCase("400.0001", "1000000000")]
    public async Task What_is_more_than_an_amount_may_be_is_left_out_and_counted(string amount, string rate)
    {
        await World.ImportAsync("leads", Leads);
        await World.ImportAsync("orders", $"order_id,customer_id,lead_id,ordered_at,amount,currency\n1,C,L1,2026-01-15T00:00:00Z,{amount},SAR\n");
        await World.ImportAsync("exchange-rates", $"currency,on,rate\nSAR,2026-01-01,{rate}\n");

        var answer = await World.GetAsync(January);
        Assert.That(answer["totals"]!.Table("orderAmount"), Is.EqualTo("0"));
        Assert.That(Warnings(answer), Does.Contain("MISSING_RATE 1 33.3333"));
    }

    [TestCase("USD,2026-01-01,1", null)]
    [TestCase("USD,2026-01-01,1.1", "2 rate value is not 1, though USD is the base currency; a rate is what one unit of the currency is worth in USD")]
    [TestCase("SAR,2026-01-01,0", "2 rate number is not above 0")]
    [TestCase("SAR,2026-01-01,-3.75", "2 rate number is not above 0")]
    [TestCase("SAR,2026-01-01,0.0000000001", "2 rate number has more than 9 decimals")]
    [TestCase("SAR,2026-01-01,1000000000.1", "2 rate number is beyond 1000000000")]
    [TestCase("SAR,2026-01-01,", "2 rate empty is required: decimal text above 0 with at most 9 decimals")]
    [TestCase("SAR,2026-01-01T00:00:00Z,1", "2 on text of 20 characters is not a date such as 2026-01-31")]
    public async Task A_rate_that_makes_no_sense_is_refused(string row, string? rejection)
    {
        using var response = await World.PostAsync("exchange-rates?onError=skip", "currency,on,rate\n" + row);

        var report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(report["rejectedRows"]!.Table("line column valueClass reason"), Is.EqualTo(rejection ?? ""));
    }

    [Test]
    public async Task An_instant_before_1970_has_its_day_too()
    {
        // 1969-12-31 is day −1: the rate of that day, not that of the next.
        await World.ImportAsync("leads", Leads);
        await World.ImportAsync("exchange-rates", "currency,on,rate\nSAR,1969-12-31,2\nSAR,1970-01-01,3\n");
        await World.ImportAsync("orders", """
            order_id,customer_id,lead_id,ordered_at,amount,currency
            1,C,L1,1969-12-31T00:00:00Z,1,SAR
            2,C,L1,1969-12-31T23:59:59.999Z,10,SAR
            3,C,L1,1970-01-01T00:00:00Z,100,SAR
            4,C,L1,1969-12-30T23:59:59.999Z,1000,SAR
            """);

        // 1 × 2 + 10 × 2 + 100 × 3, and nothing for the 1000.
        Assert.That((await World.GetAsync(January))["totals"]!.Table("orderAmount"), Is.EqualTo("322"));
    }

    private static string Warnings(JsonNode answer) => answer["meta"]!["warnings"]!.Table("code count percent");
}
