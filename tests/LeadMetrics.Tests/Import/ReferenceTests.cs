using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>CRMs export in any order: what refers to a row that is not there yet is completed when it arrives.</summary>
public class ReferenceTests(string engine) : ServiceTests(engine)
{
    private const string Question = "/v1/metrics/owner-efficiency?from=2026-01-01&to=2026-01-31&sort=name&order=asc";
    private const string Figures = "ownerId leads contacted converted convertedToOpportunity convertedToCustomer wonAmount orderAmount";

    private const string Lead = "lead_id,created_at,owner_id\nL1,2026-01-05T10:00:00Z,A\n";
    private const string Opportunity = "opportunity_id,lead_id,created_at,status,amount,closed_at\nO1,L1,2026-01-06T10:00:00Z,won,500,2026-01-20T10:00:00Z\n";
    private const string Call = "activity_id,opportunity_id,type,occurred_at\n1,O1,call,2026-01-05T11:00:00Z\n";
    private const string Order = "order_id,customer_id,opportunity_id,ordered_at,amount\n1,C,O1,2026-01-21T10:00:00Z,450\n";

    [TestCase("leads opportunities activities orders")]
    [TestCase("orders activities opportunities leads")]
    [TestCase("activities leads orders opportunities")]
    [TestCase("opportunities orders leads activities")]
    public async Task Any_order_of_arrival_gives_the_same_figures(string order)
    {
        var files = new Dictionary<string, string> { ["leads"] = Lead, ["opportunities"] = Opportunity, ["activities"] = Call, ["orders"] = Order };
        foreach (var dataset in order.Split(' '))
        {
            await World.ImportAsync(dataset, files[dataset]);
        }

        Assert.That((await World.GetAsync(Question))["data"]!.Table(Figures), Is.EqualTo("A 1 1 1 1 1 500 450"));
    }

    [Test]
    public async Task A_lead_that_was_only_referred_to_counts_nowhere_until_it_arrives()
    {
        await World.ImportAsync("owners", "owner_id,name\nA,Amal\n");
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL1,A,2026-01-05T10:30:00Z\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-05T11:00:00Z\n");
        var before = await World.GetAsync(Question);

        var report = await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T10:00:00Z\n");
        var after = await World.GetAsync(Question);

        Assert.That(report.Table("leadsRefreshed"), Is.EqualTo("1"));
        Assert.That(before["data"]!.Table("ownerId leads contacted openLoad"), Is.EqualTo("A 0 0 0"));
        Assert.That(before["meta"]!["exclusions"]!.Table("total eligible"), Is.EqualTo("0 0"));
        Assert.That(after["data"]!.Table("ownerId leads contacted openLoad"), Is.EqualTo("A 1 1 1"));
    }

    [Test]
    public async Task An_activity_that_moves_to_another_lead_changes_both()
    {
        await TwoLeadsAsync();
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-05T11:00:00Z\n");
        var before = await World.GetAsync(Question);

        var report = await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L2,call,2026-01-07T11:00:00Z\n");

        Assert.That(report.Table("updated leadsRefreshed"), Is.EqualTo("1 2"));
        Assert.That(before["data"]!.Table("ownerId leads contacted"), Is.EqualTo("A 1 1\nB 1 0"));
        Assert.That((await World.GetAsync(Question))["data"]!.Table("ownerId leads contacted"), Is.EqualTo("A 1 0\nB 1 1"));
    }

    [Test]
    public async Task An_opportunity_that_moves_to_another_lead_takes_its_activities_and_orders_along()
    {
        await TwoLeadsAsync();
        await World.ImportAsync("opportunities", Opportunity);
        await World.ImportAsync("activities", Call + "2,O1,email,2026-01-06T11:00:00Z\n");
        await World.ImportAsync("orders", Order);
        var before = await World.GetAsync(Question);

        var report = await World.ImportAsync("opportunities", Opportunity.Replace(",L1,", ",L2,"));

        Assert.That(report.Table("updated leadsRefreshed"), Is.EqualTo("1 2"));
        Assert.That(before["data"]!.Table(Figures), Is.EqualTo("A 1 1 1 1 1 500 450\nB 1 0 0 0 0 0 0"));
        Assert.That((await World.GetAsync(Question))["data"]!.Table(Figures), Is.EqualTo("A 1 0 0 0 0 0 0\nB 1 1 1 1 1 500 450"));

        // And to no lead at all: nobody's, until it is somebody's again.
        await World.ImportAsync("opportunities", Opportunity.Replace(",L1,", ",,"));
        Assert.That((await World.GetAsync(Question))["data"]!.Table(Figures), Is.EqualTo("A 1 0 0 0 0 0 0\nB 1 0 0 0 0 0 0"));
    }

    [Test]
    public async Task What_names_its_lead_itself_stays_when_its_opportunity_moves()
    {
        await TwoLeadsAsync();
        await World.ImportAsync("opportunities", Opportunity);
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,opportunity_id,ordered_at,amount\n1,C,L1,O1,2026-01-21T10:00:00Z,450\n");

        await World.ImportAsync("opportunities", Opportunity.Replace(",L1,", ",L2,"));

        Assert.That((await World.GetAsync(Question))["data"]!.Table(Figures), Is.EqualTo("A 1 0 1 0 1 0 450\nB 1 0 1 1 1 500 0"));
    }

    [TestCase("is_deleted", "true", "deleted")]
    [TestCase("is_test", "true", "test")]
    [TestCase("merged_into", "L2", "merged")]
    public async Task A_lead_that_is_excluded_is_counted_as_such_until_it_is_back(string column, string value, string exclusion)
    {
        await TwoLeadsAsync();

        await World.ImportAsync("leads", $"lead_id,created_at,owner_id,{column}\nL1,2026-01-05T10:00:00Z,A,{value}\n");
        var without = await World.GetAsync(Question);
        await World.ImportAsync("leads", $"lead_id,created_at,owner_id,{column}\nL1,2026-01-05T10:00:00Z,A,\n");
        var back = await World.GetAsync(Question);

        // 1 eligible + 1 excluded = 2 in all.
        Assert.That(without["totals"]!.Table("leads openLoad"), Is.EqualTo("1 1"));
        Assert.That(without["meta"]!["exclusions"]!.Table("total eligible filtered " + exclusion), Is.EqualTo("2 1 0 1"));
        Assert.That(back["totals"]!.Table("leads openLoad"), Is.EqualTo("2 2"));
        Assert.That(back["meta"]!["exclusions"]!.Table("total eligible filtered deleted test merged"), Is.EqualTo("2 2 0 0 0 0"));
    }

    [Test]
    public async Task A_lead_with_several_reasons_is_excluded_once()
    {
        await TwoLeadsAsync();
        await World.ImportAsync("leads", "lead_id,created_at,is_deleted,is_test,merged_into\nL1,2026-01-05T10:00:00Z,true,true,L9\n");

        // Deleted comes before test, and test before merged.
        Assert.That(
            (await World.GetAsync(Question))["meta"]!["exclusions"]!.Table("total eligible filtered deleted test merged"),
            Is.EqualTo("2 1 0 1 0 0"));
    }

    [Test]
    public async Task A_lead_may_be_merged_into_one_that_arrives_later()
    {
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,merged_into\nL1,2026-01-05T10:00:00Z,A,L2\n");
        var before = await World.GetAsync(Question);
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL2,2026-01-05T10:00:00Z,A\n");

        Assert.That(before["meta"]!["exclusions"]!.Table("total eligible merged"), Is.EqualTo("1 0 1"));
        Assert.That((await World.GetAsync(Question))["meta"]!["exclusions"]!.Table("total eligible merged"), Is.EqualTo("2 1 1"));
    }

    [TestCase("A", "B")]
    [TestCase("B", "A")]
    public async Task Two_assignments_at_one_instant_end_the_same_whichever_arrives_first(string first, string second)
    {
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T10:00:00Z\n");
        await World.ImportAsync("lead-assignments", $"lead_id,owner_id,assigned_at\nL1,{first},2026-01-05T11:00:00Z\n");
        await World.ImportAsync("lead-assignments", $"lead_id,owner_id,assigned_at\nL1,{second},2026-01-05T11:00:00Z\n");

        // In the order of their ids: A had it for no time at all, B has it.
        Assert.That((await World.LeadsAsync("/v1/leads?preset=allTime&ownerId=B")), Is.EqualTo(["L1"]));
        Assert.That((await World.LeadsAsync("/v1/leads?preset=allTime&ownerId=A&ownerAt=firstAssigned")), Is.EqualTo(["L1"]));
    }

    [Test]
    public async Task A_stage_of_an_opportunity_touches_no_lead_and_may_come_before_it()
    {
        const string Stages = "opportunity_id,stage,entered_at\nO1,offer,2026-01-06T10:00:00Z\nO1,Offer,2026-01-06T10:00:00Z\nO1,offer,2026-01-07T10:00:00Z\n";
        await World.ImportAsync("leads", Lead);
        var first = await World.ImportAsync("opportunity-stages", Stages);
        var before = await World.GetAsync(Question);
        await World.ImportAsync("opportunities", Opportunity);
        var again = await World.ImportAsync("opportunity-stages", Stages);

        Assert.That(first.Table("inserted updated unchanged leadsRefreshed"), Is.EqualTo("3 0 0 0"));
        Assert.That(again.Table("inserted updated unchanged leadsRefreshed"), Is.EqualTo("0 0 3 0"));
        Assert.That(before["data"]!.Table("ownerId convertedToOpportunity"), Is.EqualTo("A 0"));
        Assert.That((await World.GetAsync(Question))["data"]!.Table("ownerId convertedToOpportunity"), Is.EqualTo("A 1"));
    }

    private async Task TwoLeadsAsync()
    {
        await World.ImportAsync("owners", "owner_id,name\nA,Amal\nB,Badr\n");
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL1,2026-01-05T10:00:00Z,A\nL2,2026-01-07T10:00:00Z,B\n");
    }
}
