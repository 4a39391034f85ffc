using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>
/// What was won and ordered in a short period is found by its time, in one of half of what is known by the customers: the same either way. Seen from
/// 2026-03-01T00:00Z; known since 2025-11-01.
/// </summary>
public class RevenueByTimeTests(string engine) : ServiceTests(engine)
{
    private const string Columns = "newCustomers wonOpportunities orders revenue";

    // L1 is won in December and in February, L2 orders in November and January, L3 is lost, L4 wins and orders at once, L5 is a test. What O6 was won
    // for has no rate. O7 is dated after asOf, as O8 is lost.
    [SetUp]
    public async Task FillAsync()
    {
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,is_test
            L1,2025-11-01T00:00:00Z,A,ads,
            L2,2025-11-02T00:00:00Z,A,web,
            L3,2025-11-03T00:00:00Z,A,ads,
            L4,2026-01-31T00:00:00Z,B,ads,
            L5,2026-01-31T00:00:00Z,B,ads,true
            """);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at,amount,currency
            O1,L1,2025-11-05T00:00:00Z,won,2025-12-31T23:59:59.999Z,100,
            O2,L1,2025-11-05T00:00:00Z,won,2026-02-01T00:00:00Z,200,
            O3,L3,2025-11-05T00:00:00Z,lost,2025-12-05T00:00:00Z,300,
            O4,L4,2026-02-03T00:00:00Z,won,2026-02-04T00:00:00Z,400,
            O5,L5,2026-02-03T00:00:00Z,won,2026-02-04T00:00:00Z,500,
            O6,L4,2026-02-03T00:00:00Z,won,2026-02-05T00:00:00Z,600,EUR
            O7,L3,2026-02-03T00:00:00Z,won,2026-03-05T00:00:00Z,700,
            O8,L2,2025-12-01T00:00:00Z,open,,800,
            """);
        await World.ImportAsync("orders", """
            order_id,customer_id,lead_id,ordered_at,amount
            R1,K2,L2,2025-11-30T00:00:00Z,10
            R2,K2,L2,2026-01-01T00:00:00Z,20
            R3,K4,L4,2026-02-04T00:00:00Z,30
            R5,K5,L5,2026-02-04T00:00:00Z,50
            """);
    }

    [Test]
    public async Task Each_month_alone_is_as_in_the_series_of_all()
    {
        // Revenue: December 100, February 200 + 400. Customers: L2 in November, L1 in December, L4 in February.
        var series = "1 0 1 0\n1 1 0 100\n0 0 1 0\n1 3 1 600";
        Assert.That((await AskAsync("preset=allTime&interval=month")).Split('\n')[..4], Is.EqualTo(series.Split('\n')));
        Assert.That(await AskAsync("from=2025-11-01&to=2026-02-28&interval=month"), Is.EqualTo(series));

        var months = new[] { "from=2025-11-01&to=2025-11-30", "from=2025-12-01&to=2025-12-31", "from=2026-01-01&to=2026-01-31", "from=2026-02-01&to=2026-02-28" };
        Assert.That(string.Join('\n', await Task.WhenAll(months.Select(AskAsync))), Is.EqualTo(series));
    }

    [Test]
    public async Task By_source_and_by_orders_too()
    {
        Assert.That(await AskAsync("preset=allTime&groupBy=source&revenueBasis=orders&sort=group&order=asc"), Is.EqualTo("2 4 1 30\n1 0 2 30"));
        Assert.That(await AskAsync("from=2026-02-01&to=2026-02-28&groupBy=source&revenueBasis=orders&sort=group&order=asc"), Is.EqualTo("1 3 1 30"));
    }

    [Test]
    public async Task Wins_without_a_rate_are_counted_either_way()
    {
        foreach (var period in new[] { "preset=allTime", "from=2026-02-01&to=2026-02-28" })
        {
            var answer = await World.GetAsync("/v1/metrics/acquisition-cost?" + period);
            Assert.That(answer["meta"]!["warnings"]!.AsArray().Where(warning => (string)warning!["code"]! == "MISSING_RATE_OF_OPPORTUNITIES").Select(warning => (int)warning!["count"]!), Is.EqualTo([1]), period);
        }
    }

    [Test]
    public async Task So_it_is_of_the_past()
    {
        // By the end of January: L4 has bought nothing yet.
        Assert.That(await AskAsync("preset=allTime&asOf=2026-02-01T00:00:00Z"), Is.EqualTo("2 2 2 300"));
        Assert.That(await AskAsync("from=2026-01-01&to=2026-01-31&asOf=2026-02-01T00:00:00Z"), Is.EqualTo("0 0 1 0"));
    }

    private async Task<string> AskAsync(string question) => (await World.GetAsync("/v1/metrics/acquisition-cost?" + question))["data"]!.Table(Columns);
}
