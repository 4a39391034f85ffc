using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Who contacted and converted what. January 2026, seen from 2026-03-01T00:00Z.</summary>
public class OwnerEfficiencyTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-01-31&sort=name&order=asc";

    [Test]
    public async Task Counts_contacts_and_conversions_of_each_owner()
    {
        await World.ImportAsync("owners", "owner_id,name,team,capacity\nA,Amal,North,4\nB,Badr,South,\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id
            L1,2026-01-05T10:00:00Z,A,ads
            L2,2026-01-06T10:00:00Z,A,ads
            L3,2026-01-07T10:00:00Z,A,ads
            L4,2026-01-08T10:00:00Z,B,ads
            L5,2026-02-01T00:00:00Z,B,ads
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,direction,occurred_at,completed,automated
            1,L1,call,outbound,2026-01-05T11:00:00Z,true,false
            2,L2,call,outbound,2026-01-06T11:00:00Z,false,false
            3,L3,email,outbound,2026-01-07T11:00:00Z,true,true
            4,L4,email,inbound,2026-01-08T11:00:00Z,true,false
            """);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,amount,closed_at
            O1,L1,2026-01-10T10:00:00Z,won,1000.50,2026-01-20T10:00:00Z
            O2,L1,2026-01-11T10:00:00Z,lost,500,2026-01-21T10:00:00Z
            O3,L4,2026-01-12T10:00:00Z,open,700,
            """);

        var answer = await World.GetAsync(January);

        // A: three leads; L1 alone was contacted (L2's call failed, L3's mail was the machine's) and became a customer.
        // B: L4 became an opportunity without an outbound word; L5 is February's.
        Assert.That(
            answer["data"]!.Table("ownerId team leads contacted contactRate.percent converted efficiency.percent convertedToOpportunity convertedToCustomer contactedAndConverted conversionGivenContact.percent convertedWithoutContact wonAmount"),
            Is.EqualTo(
                "A North 3 1 33.3333 1 33.3333 1 1 1 100 0 1000.5\n" +
                "B South 1 0 0 1 100 1 0 0 - 1 0"));

        // 4 leads, 1 contacted, 2 converted: 2 ÷ 4 = 50 %, Wilson 15.0039…84.9961.
        Assert.That(
            answer["totals"]!.Table("leads contacted converted efficiency.percent efficiency.low efficiency.high wonAmount"),
            Is.EqualTo("4 1 2 50 15.0039 84.9961 1000.5"));
    }

    [TestCase("any", "A 2 66.6667")]
    [TestCase("opportunity", "A 1 33.3333")]
    [TestCase("customer", "A 2 66.6667")]
    public async Task Conversion_says_what_counts_as_converted(string conversion, string expected)
    {
        // L1 has an opportunity and wins it; L2 orders without one; L3 does neither.
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-05T10:00:00Z,A\nL2,2026-01-06T10:00:00Z,A\nL3,2026-01-07T10:00:00Z,A\n");
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at,status,closed_at\nO1,L1,2026-01-10T10:00:00Z,won,2026-01-20T10:00:00Z\n");
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\nR1,K1,L2,2026-01-12T10:00:00Z,99.99\n");

        var answer = await World.GetAsync($"{January}&conversion={conversion}");

        Assert.That(answer["data"]!.Table("ownerId converted efficiency.percent"), Is.EqualTo(expected));

        // Every row carries all three, whatever is asked: either 2, opportunity 1, customer 2 of 3.
        Assert.That(
            answer["totals"]!.Table("convertedToEither convertedToOpportunity convertedToCustomer leadToEither.percent leadToOpportunity.percent leadToCustomer.percent orderAmount"),
            Is.EqualTo("2 1 2 66.6667 33.3333 66.6667 99.99"));
    }

    [TestCase("conversionOrCurrent", "B 1 1\nC 1 0")]
    [TestCase("current", "C 2 1")]
    [TestCase("created", "(unassigned) 1 0\nA 1 1")]
    [TestCase("firstAssigned", "A 1 1\nB 1 0")]
    public async Task Ownership_follows_the_rule(string ownerAt, string expected)
    {
        // L1: A from its creation, B when it converted on the 10th, C now. L2: nobody's at first, B's from the 8th, C's now.
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-05T10:00:00Z,C\nL2,2026-01-06T10:00:00Z,C\n");
        await World.ImportAsync("lead-assignments", """
            lead_id,owner_id,assigned_at
            L1,A,2026-01-05T10:00:00Z
            L1,B,2026-01-09T00:00:00Z
            L1,C,2026-01-20T00:00:00Z
            L2,B,2026-01-08T00:00:00Z
            L2,C,2026-01-21T00:00:00Z
            """);
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\nO1,L1,2026-01-10T10:00:00Z\n");

        var answer = await World.GetAsync($"{January}&ownerAt={ownerAt}");

        // The owners are known by their ids alone: rows of owners with leads, in the order of their ids.
        var rows = answer["data"]!.AsArray().Where(row => (long)row!["leads"]! > 0).Select(row => row!.Table("ownerId leads converted"));
        Assert.That(string.Join('\n', rows), Is.EqualTo(expected));
        Assert.That(answer["totals"]!.Table("leads converted"), Is.EqualTo("2 1"));
    }

    [Test]
    public async Task A_window_counts_what_came_within_it_and_leaves_the_young_out()
    {
        // As of 2026-03-01 with P40D: L1 and L2 are older than 40 days, L3 (2026-01-30, 30 days) is not.
        // L1 converts after 5 days; L2 after 45, too late; L3 after 1, but it is immature.
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-05T00:00:00Z,A\nL2,2026-01-06T00:00:00Z,A\nL3,2026-01-30T00:00:00Z,A\n");
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\nO1,L1,2026-01-10T00:00:00Z\nO2,L2,2026-02-20T00:00:00Z\nO3,L3,2026-01-31T00:00:00Z\n");

        var answer = await World.GetAsync($"{January}&window=P40D");

        // 1 ÷ (3 − 1 immature) = 50 %.
        Assert.That(answer["totals"]!.Table("leads immature converted efficiency.percent efficiency.denominator"), Is.EqualTo("3 1 1 50 2"));
        Assert.That(answer["meta"]!["warnings"]!.AsArray().Select(w => w!.Table("code count")), Does.Contain("IMMATURE_COHORT 1"));
    }

    [Test]
    public async Task As_of_an_instant_nothing_later_is_known()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,status\nL1,2026-01-05T00:00:00Z,A,converted\nL2,2026-01-25T00:00:00Z,A,new\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-06T00:00:00Z\n2,L1,call,2026-01-20T00:00:00Z\n");
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at,status,amount,closed_at\nO1,L1,2026-01-10T00:00:00Z,won,100,2026-01-15T00:00:00Z\n");

        // Before the call; after it; after the opportunity and before it was won; after all of it.
        var seen = new List<string>();
        foreach (var asOf in new[] { "2026-01-05T12:00:00Z", "2026-01-07T00:00:00Z", "2026-01-12T00:00:00Z", "2026-01-31T00:00:00Z" })
        {
            seen.Add((await World.GetAsync($"{January}&asOf={asOf}"))["totals"]!.Table("leads contacted convertedToOpportunity convertedToCustomer wonAmount"));
        }

        Assert.That(seen, Is.EqualTo(new[] { "1 0 0 0 0", "1 1 0 0 0", "1 1 1 0 0", "2 1 1 1 100" }));
    }
}
