using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Quality;

/// <summary>Which defects there are, and how often. Seen from 2026-03-01T00:00Z.</summary>
public class DataQualityTests(string engine) : ServiceTests(engine)
{
    private const string Columns = "code count of population sharePercent";

    [Test]
    public async Task A_defect_that_is_not_there_is_listed_with_0()
    {
        var answer = await World.GetAsync("/v1/data-quality");

        Assert.That(answer["data"]!.Table("code count of population sharePercent places"), Is.EqualTo("""
            MISSING_OWNER 0 leads 0 - []
            MISSING_OWNER_LEFT_OUT 0 leads 0 - []
            UNKNOWN_SOURCE 0 leads 0 - []
            UNKNOWN_SOURCE_LEFT_OUT 0 leads 0 - []
            MISSING_STATUS 0 leads 0 - []
            CONVERSION_BEFORE_CREATION 0 leads 0 - []
            RESPONSE_BEFORE_START 0 leads 0 - []
            CONVERTED_BY_STATUS_ALONE 0 leads 0 - []
            CLOSED_WITHOUT_DATE 0 leads 0 - []
            MISSING_RATE 0 leads 0 - []
            NO_OWNER_HISTORY 0 leads 0 - []
            IMMATURE_COHORT 0 leads 0 - []
            NO_PLANNED_ACTIVITIES 0 openLeads 0 - []
            MISSING_CAPACITY 0 activeOwners 0 - []
            MISSING_RATE_OF_SPEND 0 spend 0 - []
            UNALLOCATED_SPEND 0 spend 0 - []
            MISSING_RATE_OF_OPPORTUNITIES 0 wonOpportunities 0 - []
            MISSING_RATE_OF_ORDERS 0 orders 0 - []
            OPPORTUNITY_WITHOUT_LEAD 0 opportunities 0 - []
            ORDER_WITHOUT_LEAD 0 orders 0 - []
            DANGLING_REFERENCE 0 references 0 - []
            FUTURE_EVENT 0 events 0 - []
            PERIOD_NOT_OVER - - - - []
            EARLIER_LEADS_ARE_OLDER - - - - []
            NO_CAPACITY - - - - []
            INACTIVE_OWNERS - - - - []
            SUGGESTION_LOW_SAMPLE - - - - []
            SUGGESTION_ASSUMES - - - - []
            SPEND_OUT_OF_SCOPE - - - - []
            """));
        Assert.That(answer.Table("period asOf dataVersion"), Is.EqualTo("- 2026-03-01T00:00:00Z 0"));
        Assert.That(answer["parameters"]!.ToJsonString(), Is.EqualTo("""{"tz":["UTC"],"ownerAt":["conversionOrCurrent"],"asOf":["2026-03-01T00:00:00Z"],"basis":["cohort"],"start":["created"],"header":["code"]}"""));
    }

    [Test]
    public async Task Defects_of_leads_are_counted_among_the_eligible_leads_of_the_question()
    {
        await DefectiveLeadsAsync();

        // Of ten eligible leads (T is a test). L2 has no owner, and so no history either; L10 is 4 days old, which is less than 30.
        // Open are those not converted and not closed: L1, L2, L3, L4, L6, L10.
        Assert.That(
            Found(await World.GetAsync("/v1/data-quality?window=P30D")),
            Is.EqualTo("""
                MISSING_OWNER 1 leads 10 10
                UNKNOWN_SOURCE 1 leads 10 10
                MISSING_STATUS 1 leads 10 10
                CONVERSION_BEFORE_CREATION 1 leads 10 10
                RESPONSE_BEFORE_START 1 leads 10 10
                CONVERTED_BY_STATUS_ALONE 1 leads 10 10
                CLOSED_WITHOUT_DATE 1 leads 10 10
                MISSING_RATE 1 leads 10 10
                NO_OWNER_HISTORY 2 leads 10 20
                IMMATURE_COHORT 1 leads 10 10
                NO_PLANNED_ACTIVITIES 6 openLeads 6 100
                MISSING_CAPACITY 2 activeOwners 2 100
                MISSING_RATE_OF_OPPORTUNITIES 1 wonOpportunities 1 100
                """));

        // Of owner B there are L3 and L4: one without a source, one without a status. L2 has no owner, and may be B's.
        Assert.That(Found(await World.GetAsync("/v1/data-quality?ownerId=B")), Is.EqualTo("""
            MISSING_OWNER_LEFT_OUT 1 leads 3 33.3333
            UNKNOWN_SOURCE 1 leads 2 50
            MISSING_STATUS 1 leads 2 50
            NO_PLANNED_ACTIVITIES 2 openLeads 2 100
            MISSING_CAPACITY 1 activeOwners 1 100
            """));

        // From the assignment on, the attempt of L1 comes before the start as well: an hour after the creation, an hour before the assignment.
        Assert.That(Found(await World.GetAsync("/v1/data-quality?from=2026-01-01&to=2026-01-01&start=assigned")), Does.StartWith("RESPONSE_BEFORE_START 1 leads 1 100\n"));

        // Once anything is planned, every lead without a next activity is judged.
        await World.ImportAsync("activities", "activity_id,lead_id,type,due_at\n9,L1,task,2026-03-09T00:00:00Z\n");
        Assert.That(Found(await World.GetAsync("/v1/data-quality")), Does.Not.Contain("NO_PLANNED_ACTIVITIES"));
        Assert.That(Row(await World.GetAsync("/v1/data-quality"), "NO_PLANNED_ACTIVITIES"), Is.EqualTo("NO_PLANNED_ACTIVITIES 0 openLeads 6 0"));
    }

    [Test]
    public async Task Defects_of_amounts_and_spend_are_counted_in_the_period()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id\nL1,2025-06-01T00:00:00Z,A,ads\nL2,2025-06-01T00:00:00Z,B,web\n");
        await World.ImportAsync("leads", "lead_id,created_at,is_test\nT,2025-06-01T00:00:00Z,true\n");
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at,amount,currency
            O1,L1,2026-01-05T00:00:00Z,won,2026-01-12T00:00:00Z,1000,EUR
            O2,L1,2026-01-05T00:00:00Z,won,2026-01-13T00:00:00Z,1000,
            O3,L2,2026-01-05T00:00:00Z,won,2026-02-12T00:00:00Z,1000,EUR
            O4,L2,2026-01-05T00:00:00Z,lost,2026-01-14T00:00:00Z,1000,EUR
            O5,L2,2026-01-05T00:00:00Z,won,2026-01-15T00:00:00Z,,EUR
            O6,T,2026-01-05T00:00:00Z,won,2026-01-12T00:00:00Z,1000,EUR
            O7,,2026-01-05T00:00:00Z,won,2026-01-12T00:00:00Z,1000,EUR
            """);
        await World.ImportAsync("orders", """
            order_id,customer_id,lead_id,opportunity_id,ordered_at,amount,currency
            R1,K,L1,,2026-01-12T00:00:00Z,5,EUR
            R2,K,,O2,2026-01-12T00:00:00Z,5,
            R3,K,,,2026-01-12T00:00:00Z,5,EUR
            R4,K,,O7,2026-01-12T00:00:00Z,5,
            """);
        await World.ImportAsync("campaigns", "campaign_id,name,source_id\nC1,One,ads\nC2,Two,\n");
        await World.ImportAsync("sources", "source_id,name\nads,Ads\nweb,Web\n");
        await World.ImportAsync("spend", """
            spend_id,from,to,kind,source_id,campaign_id,amount,currency
            S1,2026-01-01,2026-01-31,marketing,ads,,1,EUR
            S2,2026-01-31,2026-02-01,marketing,,C2,1,
            S3,2026-01-01,2026-01-31,marketing,,C1,1,
            S4,2026-02-01,2026-02-28,sales,,,1,EUR
            S5,2026-04-01,2026-04-30,sales,,,1,EUR
            """);

        // January: won O1, O2, O5 (no amount at all), of which O1 in EUR; ordered R1, R2; spent S1, S2, S3, of which S1 in EUR and S2 nowhere.
        // Of all the data: O7 of seven names no lead, R3 and R4 of four lead to none.
        const string Everywhere = "OPPORTUNITY_WITHOUT_LEAD 1 opportunities 7 14.2857\nORDER_WITHOUT_LEAD 2 orders 4 50";
        Assert.That(Documents(await World.GetAsync("/v1/data-quality?from=2026-01-01&to=2026-01-31")), Is.EqualTo($"""
            MISSING_RATE_OF_SPEND 1 spend 3 33.3333
            UNALLOCATED_SPEND 1 spend 3 33.3333
            MISSING_RATE_OF_OPPORTUNITIES 1 wonOpportunities 3 33.3333
            MISSING_RATE_OF_ORDERS 1 orders 2 50
            {Everywhere}
            """));

        // Whenever: S4 too, and S5 only once it has begun; O3 too.
        Assert.That(Documents(await World.GetAsync("/v1/data-quality")), Is.EqualTo($"""
            MISSING_RATE_OF_SPEND 2 spend 4 50
            UNALLOCATED_SPEND 2 spend 4 50
            MISSING_RATE_OF_OPPORTUNITIES 2 wonOpportunities 4 50
            MISSING_RATE_OF_ORDERS 1 orders 2 50
            {Everywhere}
            """));

        // Of owner B won are O3 and O5. Spend has no owner; of source ads it is S1 and S3.
        Assert.That(Documents(await World.GetAsync("/v1/data-quality?ownerId=B")), Does.Contain("UNALLOCATED_SPEND 2 spend 4 50\nMISSING_RATE_OF_OPPORTUNITIES 1 wonOpportunities 2 50"));
        Assert.That(Documents(await World.GetAsync("/v1/data-quality?sourceId=ads")), Does.StartWith("MISSING_RATE_OF_SPEND 1 spend 2 50\nMISSING_RATE_OF_OPP"));
        Assert.That(Documents(await World.GetAsync("/v1/data-quality?from=2026-04-01&to=2026-04-30")), Is.EqualTo(Everywhere), "April has not begun");
        Assert.That(Documents(await World.GetAsync("/v1/data-quality?preset=allTime&asOf=2026-01-12T00:00:00Z")), Does.StartWith("MISSING_RATE_OF_SPEND 1 spend 2 50\nMISSING_RATE_OF_OPPORTUNITIES 1 wonOpportunities 1 100"));
    }

    private static string Found(JsonNode answer) => Where(answer, row => (long?)row["count"] > 0);

    private static string Documents(JsonNode answer) => Where(answer, row => (long?)row["count"] > 0 && (string)row["of"]! is not ("leads" or "openLeads" or "activeOwners" or "references"));

    private static string Row(JsonNode answer, string code) => Where(answer, row => (string)row["code"]! == code);

    private static string Where(JsonNode answer, Func<JsonNode, bool> which) =>
        new JsonArray([.. answer["data"]!.AsArray().Where(row => which(row!)).Select(row => row!.DeepClone())]).Table(Columns);

    // Each defect once, in a lead of its own.
    private async Task DefectiveLeadsAsync()
    {
        await World.ImportAsync("owners", "owner_id,name\nA,A\nB,B\n");
        await World.ImportAsync("sources", "source_id,name\nads,Ads\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,status,is_test
            L1,2026-01-01T00:00:00Z,A,ads,working,
            L2,2026-01-02T00:00:00Z,,ads,working,
            L3,2026-01-03T00:00:00Z,B,,working,
            L4,2026-01-04T00:00:00Z,B,ads,,
            L5,2026-01-05T00:00:00Z,A,ads,working,
            L6,2026-01-06T00:00:00Z,A,ads,working,
            L7,2026-01-07T00:00:00Z,A,ads,converted,
            L8,2026-01-08T00:00:00Z,A,ads,closed,
            L9,2026-01-09T00:00:00Z,A,ads,converted,
            L10,2026-02-25T00:00:00Z,A,ads,working,
            T,2026-01-10T00:00:00Z,,,,true
            """);
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL1,A,2026-01-01T02:00:00Z\n" + string.Concat(
            new[] { ("L3", "B"), ("L4", "B"), ("L5", "A"), ("L6", "A"), ("L7", "A"), ("L8", "A"), ("L9", "A") }.Select(lead => $"{lead.Item1},{lead.Item2},2026-01-01T00:00:00Z\n")));
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-01T01:00:00Z\n2,L6,call,2026-01-05T23:00:00Z\n");
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at,amount,currency
            O1,L5,2026-01-04T00:00:00Z,open,,,
            O2,L9,2026-01-10T00:00:00Z,won,2026-01-11T00:00:00Z,1,EUR
            """);
    }
}
