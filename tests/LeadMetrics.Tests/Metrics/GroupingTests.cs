using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>A row a member of the dimension.</summary>
public class GroupingTests(string engine) : ServiceTests(engine)
{
    [Test]
    public async Task None_is_one_row_whatever_the_CRM_calls_it()
    {
        // A's team is not known, B's is called as we call that: a filter cannot tell the two, so a row must not.
        await World.ImportAsync("owners", "owner_id,name,team\nA,Ali,\nB,Basma,(none)\nC,Carim,Cairo\n");
        await World.ImportAsync("sources", "source_id,name,channel\nads,Ads,\nweb,Web,(none)\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id
            L1,2026-01-05T00:00:00Z,A,ads
            L2,2026-01-06T00:00:00Z,B,web
            L3,2026-01-07T00:00:00Z,C,web
            """);

        foreach (var (by, expected) in new[] { ("team", "(none) None 2\nCairo Cairo 1"), ("channel", "(none) None 3") })
        {
            var answer = await World.GetAsync("/v1/metrics/funnel?from=2026-01-01&to=2026-01-31&groupBy=" + by);

            Assert.That(answer["data"]!.Table("group groupName leads"), Is.EqualTo(expected));
            Assert.That(await Counts.ListedAsync(World, answer), Is.EqualTo(Counts.Linked(answer)));
        }
    }
}
