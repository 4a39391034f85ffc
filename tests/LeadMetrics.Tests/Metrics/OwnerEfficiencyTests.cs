using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>January 2026, seen from 2026-03-01T00:00Z.</summary>
public class OwnerEfficiencyTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-01-31";

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

        var answer = await World.GetAsync(January + "&sort=name&order=asc");

        // A: three leads; L1 alone was contacted (L2's call failed, L3's mail was the machine's) and became a customer.
        // B: L4 became an opportunity without an outbound word; L5 is February's.
        Assert.That(
            answer["data"]!.Table("ownerId team leads contacted contactRate.percent converted efficiency.percent convertedToOpportunity convertedToCustomer conversionGivenContact.percent convertedWithoutContact wonAmount"),
            Is.EqualTo(
                "A North 3 1 33.3333 1 33.3333 1 1 100 0 1000.5\n" +
                "B South 1 0 0 1 100 1 0 - 1 0"));

        // 4 leads, 1 contacted, 2 converted: 2 ÷ 4 = 50 %, Wilson 15.0039…84.9961.
        Assert.That(
            answer["totals"]!.Table("leads contacted converted efficiency.percent efficiency.low efficiency.high wonAmount"),
            Is.EqualTo("4 1 2 50 15.0039 84.9961 1000.5"));
    }
}
