using LeadMetrics.Import;
using LeadMetrics.Quality;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Quality;

/// <summary>What names something that never arrived, in any dataset.</summary>
public class DanglingReferenceTests(string engine) : ServiceTests(engine)
{
    [Test]
    public async Task Every_reference_to_what_never_arrived_is_counted_where_it_stands()
    {
        // Each column that refers to anything names X once, and another thing that is there.
        await World.ImportAsync("owners", "owner_id,name\nA,A\n");
        await World.ImportAsync("sources", "source_id,name\ns,S\n");
        await World.ImportAsync("campaigns", "campaign_id,name,source_id\nc,C,s\nd,D,X1\n");
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id,campaign_id,merged_into\nL1,2026-01-05T00:00:00Z,A,s,c,\nL2,2026-01-05T00:00:00Z,X2,X3,X4,X5\nL3,2026-01-05T00:00:00Z,,,,L1\n");
        await World.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL1,A,2026-01-05T00:00:00Z\nX6,X7,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("lead-statuses", "lead_id,status,changed_at\nL1,new,2026-01-05T00:00:00Z\nX8,new,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,owner_id,created_at\nO1,L1,A,2026-01-05T00:00:00Z\nO2,X9,X10,2026-01-05T00:00:00Z\nO3,,,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("opportunity-stages", "opportunity_id,stage,entered_at\nO1,new,2026-01-05T00:00:00Z\nX11,new,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("activities", "activity_id,lead_id,opportunity_id,owner_id,type\n1,L1,O1,A,call\n2,X12,X13,X14,call\n3,,O2,,call\n");
        await World.ImportAsync("orders", "order_id,customer_id,lead_id,opportunity_id,ordered_at,amount\nR1,K,L1,O1,2026-01-05T00:00:00Z,1\nR2,K,X15,X16,2026-01-05T00:00:00Z,1\nR3,K,,O2,2026-01-05T00:00:00Z,1\n");
        await World.ImportAsync("spend", "spend_id,from,to,kind,source_id,campaign_id,amount\nS1,2026-01-05,2026-01-05,sales,s,c,1\nS2,2026-01-05,2026-01-05,sales,X17,X18,1\n");

        var row = (await World.GetAsync("/v1/data-quality"))["data"]!.AsArray().Single(row => (string)row!["code"]! == "DANGLING_REFERENCE")!;

        // 18 columns with two each; besides them activity 3 and order R3 name O2. 18 ÷ 38 = 47.3684 %.
        Assert.That(row.Table("code count of population sharePercent"), Is.EqualTo("DANGLING_REFERENCE 18 references 38 47.3684"));
        Assert.That(row["places"]!.Table("dataset column count population"), Is.EqualTo("""
            campaigns source_id 1 2
            leads owner_id 1 2
            leads source_id 1 2
            leads campaign_id 1 2
            leads merged_into 1 2
            lead-assignments lead_id 1 2
            lead-assignments owner_id 1 2
            lead-statuses lead_id 1 2
            opportunities lead_id 1 2
            opportunities owner_id 1 2
            opportunity-stages opportunity_id 1 2
            activities lead_id 1 2
            activities opportunity_id 1 3
            activities owner_id 1 2
            orders lead_id 1 2
            orders opportunity_id 1 3
            spend source_id 1 2
            spend campaign_id 1 2
            """));
        Assert.That(
            (await World.GetAsync((string)row["records"]!))["data"]!.Table("value"), Is.EqualTo(string.Join('\n', Enumerable.Range(1, 18).Select(i => $"X{i}"))));
    }

    [Test]
    public void Every_column_that_refers_to_a_dataset_or_says_when_something_happened_is_looked_at()
    {
        Assert.That(
            DataDefects.FutureEvent.Places.Select(place => $"{place.Dataset.Name} {place.Column}"),
            Is.EquivalentTo(Datasets.All.SelectMany(dataset => dataset.Columns.Where(column => column.Kind == Column.Instant("").Kind && column.Name != "due_at").Select(column => $"{dataset.Name} {column.Name}"))));
        Assert.That(DataDefects.DanglingReference.Places.Select(place => place.Column), Has.None.EqualTo("customer_id").And.Count.EqualTo(18));
    }

    [Test]
    public async Task What_arrives_dangles_no_more()
    {
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\nO1,L1,2026-01-05T00:00:00Z\n");
        await World.ImportAsync("activities", "activity_id,opportunity_id,type\n1,O1,call\n2,O2,call\n");
        Assert.That(await RecordsAsync(), Is.EqualTo("opportunities O1 lead_id L1\nactivities 2 opportunity_id O2"));

        // Activity 1 is of lead L1 by its opportunity: it names no lead itself.
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\n");
        Assert.That(await RecordsAsync(), Is.EqualTo("activities 2 opportunity_id O2"));

        await World.ImportAsync("activities", "activity_id,opportunity_id,type\n2,O1,call\n");
        Assert.That(await RecordsAsync(), Is.Empty, "O2 is not named any more");

        async Task<string> RecordsAsync() => (await World.GetAsync("/v1/data-quality/DANGLING_REFERENCE"))["data"]!.Table("dataset id column value");
    }
}
