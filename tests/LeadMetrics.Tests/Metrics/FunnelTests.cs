using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>How far leads get. January 2026, seen from 2026-03-01T00:00Z.</summary>
public class FunnelTests(string engine) : ServiceTests(engine)
{
    private const string January = "/v1/metrics/funnel?from=2026-01-01&to=2026-01-31";

    [Test]
    public async Task Counts_each_lead_once_at_the_furthest_stage_it_reached()
    {
        // L1 nothing; L2 contacted; L3 contacted, opportunity; L4 contacted, opportunity, won; L5 orders without contact or
        // opportunity; L6 is closed after a contact.
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,status
            L1,2026-01-05T00:00:00Z,A,ads,new
            L2,2026-01-05T00:00:00Z,A,ads,working
            L3,2026-01-05T00:00:00Z,A,web,working
            L4,2026-01-05T00:00:00Z,B,web,converted
            L5,2026-01-05T00:00:00Z,B,web,converted
            L6,2026-01-05T00:00:00Z,B,,closed
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,occurred_at
            1,L2,call,2026-01-06T00:00:00Z
            2,L3,call,2026-01-07T00:00:00Z
            3,L4,call,2026-01-08T00:00:00Z
            4,L6,call,2026-01-09T00:00:00Z
            """);
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at
            O1,L3,2026-01-17T00:00:00Z,open,
            O2,L4,2026-01-10T00:00:00Z,won,2026-01-20T00:00:00Z
            O3,L4,2026-01-11T00:00:00Z,lost,2026-01-21T00:00:00Z
            """);
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\nR1,K1,L5,2026-01-25T00:00:00Z,10\n");

        var totals = (await World.GetAsync(January))["totals"]!;

        // 6 leads; 5 were contacted or got further (L5 passed it); 3 opportunity or further; 2 customers.
        Assert.That(
            totals.Table("leads reachedContact contactDropOff reachedQualified reachedOpportunity opportunityDropOff reachedCustomer customerDropOff"),
            Is.EqualTo("6 5 1 - 3 2 2 1"));

        // 5 ÷ 6, 3 ÷ 5, 2 ÷ 3; 3 ÷ 6, 2 ÷ 6.
        Assert.That(
            totals.Table("contactStepRate.percent opportunityStepRate.percent customerStepRate.percent opportunityCumulativeRate.percent customerCumulativeRate.percent"),
            Is.EqualTo("83.3333 60 66.6667 50 33.3333"));

        // By the event itself: 4 contacted, 2 with an opportunity, 2 customers. 1 of 3 opportunities was won; 2 ÷ 3 = 66.6667 by counts.
        Assert.That(
            totals.Table("contacted convertedToOpportunity convertedToCustomer leadToOpportunity.percent leadToCustomer.percent opportunities wonOpportunities opportunityToCustomer.percent ratioOfCounts"),
            Is.EqualTo("4 2 2 33.3333 33.3333 3 1 33.3333 66.6667"));

        // To contact 1, 2, 3, 4 days: 2.5. To the opportunity 10 and 2: 6. To the customer 10. Whole cycles 15 and 20: 17.5, p90 19.5.
        Assert.That(
            totals.Table("leadToContactDaysP50 contactToOpportunityDaysP50 opportunityToCustomerDaysP50 leadToCustomerDaysP50 leadToCustomerDaysP90"),
            Is.EqualTo("2.5 6 10 17.5 19.5"));

        var bySource = await World.GetAsync(January + "&groupBy=source");
        Assert.That(
            bySource["data"]!.Table("group leads reachedContact reachedOpportunity reachedCustomer"),
            Is.EqualTo("web 3 3 3 2\nads 2 1 0 0\n(unknown) 1 1 0 0"));
    }

    [Test]
    public async Task A_lead_that_is_judged_passes_the_stage_qualified()
    {
        // A's leads are judged: L1 yes, L2 no, L3 no but it has an opportunity, which is further. B's are not.
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,qualified
            L1,2026-01-05T00:00:00Z,A,true
            L2,2026-01-05T00:00:00Z,A,false
            L3,2026-01-05T00:00:00Z,A,false
            L4,2026-01-05T00:00:00Z,B,
            """);
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\nO1,L3,2026-01-17T00:00:00Z\n");

        var rows = (await World.GetAsync(January + "&groupBy=owner"))["data"]!;

        Assert.That(
            rows.Table("group leads reachedContact reachedQualified qualifiedStepRate.percent qualifiedLeads reachedOpportunity opportunityStepRate.percent"),
            Is.EqualTo("A 3 2 2 100 1 1 50\nB 1 0 - - - 0 -"));
    }

    [Test]
    public async Task Resolved_takes_the_leads_that_were_won_or_closed_in_the_period()
    {
        // Won in January: L1 (of December). Closed in January: L2. L3 was closed in February, L4 is open.
        await World.ImportAsync("leads", """
            lead_id,created_at,status
            L1,2025-12-05T00:00:00Z,converted
            L2,2026-01-05T00:00:00Z,closed
            L3,2026-01-05T00:00:00Z,closed
            L4,2026-01-05T00:00:00Z,new
            """);
        await World.ImportAsync("lead-statuses", "lead_id,status,changed_at\nL2,closed,2026-01-31T23:59:59Z\nL3,closed,2026-02-01T00:00:00Z\n");
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\nR1,K1,L1,2026-01-01T00:00:00Z,10\n");

        var answer = await World.GetAsync(January + "&basis=resolved");

        // 1 won ÷ (1 won + 1 lost) = 50 %.
        Assert.That(answer["totals"]!.Table("leads convertedToCustomer leadToCustomer.percent leadToCustomer.low"), Is.EqualTo("2 1 50 9.4531"));
        Assert.That(await World.LeadsAsync((string)answer["totals"]!["links"]!["leads"]!), Is.EqualTo(new[] { "L1", "L2" }));
    }

    [Test]
    public async Task Period_sets_the_events_of_the_period_against_the_leads_created_in_it()
    {
        // Created in January: L2 alone. Contacted in January: L1 and L2. Became customers in January: L1; L2 did in February.
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2025-12-05T00:00:00Z\nL2,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-06T00:00:00Z\n2,L2,call,2026-01-07T00:00:00Z\n");
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at
            O1,L1,2025-12-20T00:00:00Z,won,2026-01-20T00:00:00Z
            O2,L1,2026-01-20T00:00:00Z,lost,2026-01-25T00:00:00Z
            O3,L2,2026-01-21T00:00:00Z,won,2026-02-01T00:00:00Z
            """);

        var answer = await World.GetAsync(January + "&basis=period");

        // Two contacts against one lead: 200 %, and no interval. Opportunities created 2 (O2, O3), won 1 (O1).
        Assert.That(
            answer["totals"]!.Table("leads contacted contactStepRate.percent contactStepRate.low convertedToOpportunity convertedToCustomer opportunities wonOpportunities leadToCustomerDaysP50"),
            Is.EqualTo("1 2 200 - 1 1 2 1 46"));
        Assert.That((bool)answer["meta"]!["ratioOfFlows"]!);
        Assert.That(await World.LeadsAsync((string)answer["totals"]!["links"]!["contacted"]!), Is.EqualTo(new[] { "L1", "L2" }));
        Assert.That(await World.LeadsAsync((string)answer["totals"]!["links"]!["convertedToOpportunity"]!), Is.EqualTo(new[] { "L2" }));
        Assert.That(await World.LeadsAsync((string)answer["totals"]!["links"]!["leads"]!), Is.EqualTo(new[] { "L2" }));
        Assert.That(answer["meta"]!["exclusions"]!.Table("total eligible"), Is.EqualTo("1 1"));
    }

    [Test]
    public async Task Warns_of_what_touches_it_and_of_nothing_else()
    {
        // No owner and no source, and an answer before the lead came: that touches no stage, nor does the lack of plans.
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-04T00:00:00Z\n");

        var answer = await World.GetAsync(January);
        var efficiency = await World.GetAsync(January.Replace("funnel", "owner-efficiency", StringComparison.Ordinal));

        Assert.That(answer["meta"]!["warnings"]!.Table("code"), Is.EqualTo("MISSING_OWNER\nUNKNOWN_SOURCE\nNO_OWNER_HISTORY"));
        Assert.That(efficiency["meta"]!["warnings"]!.Table("code"), Is.EqualTo("MISSING_OWNER\nUNKNOWN_SOURCE\nRESPONSE_BEFORE_START\nNO_OWNER_HISTORY\nNO_PLANNED_ACTIVITIES"));
    }
}
