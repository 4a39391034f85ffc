using System.Text.Json.Nodes;
using LeadMetrics.Access;
using LeadMetrics.Metrics;
using LeadMetrics.Tests.Metrics;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Access;

/// <summary>What holds of small groups for every metric of the list, however it is asked: over <see cref="RichWorld"/>, where most groups are small.</summary>
public class EverySuppressionTests(string engine) : ServiceTests(engine)
{
    private const int Least = 3;

    protected override string[] Settings => [$"--Access:SmallestGroup={Least}"];

    private static IEnumerable<string> Metrics => MetricList.All.Select(metric => metric.Definition.Name);

    [TestCaseSource(nameof(Metrics))]
    public async Task No_small_group_is_shown_or_can_be_worked_out(string metric)
    {
        RichWorld.Fill(World);
        await using var counting = World.As(Scope.Everything, seesRecords: false);
        var hiddenAtAll = 0;
        foreach (var question in EveryMetricTests.Questions(metric).SelectMany(question => new[] { question, question + "&compare=previousYear", question + "&sourceId=ads" }))
        {
            var (whole, answer) = (await World.GetAsync(question), await counting.GetAsync(question));
            var rows = answer["data"]!.AsArray().Select(row => (Row: row!, Whole: Of(whole, row!))).ToList();
            var hidden = rows.Where(row => (bool)row.Row["suppressed"]!).ToList();
            hiddenAtAll += hidden.Count;

            Assert.That(rows, Has.Count.EqualTo(whole["data"]!.AsArray().Count), question);
            Assert.That(rows.Except(hidden).Select(row => (long)row.Whole["leads"]!), Is.All.Matches<long>(leads => leads is 0 or >= Least), question);
            Assert.That(hidden.SelectMany(row => Figures(row.Row)), Is.All.Null, question);
            Assert.That(hidden.Select(row => row.Row["change"]), Is.All.Null, question);
            Assert.That(answer.ToJsonString(), Does.Not.Contain("/v1/"), question);
            if (!(bool)answer["totals"]!["suppressed"]!)
            {
                Assert.That(hidden.Where(row => (long)row.Whole["leads"]! > 0).Sum(row => (long)row.Whole["leads"]!), Is.EqualTo(0).Or.GreaterThanOrEqualTo(Least), question);
                Assert.That(hidden, Has.Count.Not.EqualTo(1), question);
                Assert.That(answer["totals"]!["leads"]!.ToJsonString(), Is.EqualTo(whole["totals"]!["leads"]!.ToJsonString()), question);
            }

            foreach (var (row, same) in rows.Except(hidden))
            {
                Assert.That(Shown(row), Is.EqualTo(Shown(same)), question);
            }
        }

        Assert.That(hiddenAtAll, Is.GreaterThan(0));
    }

    private static JsonNode Of(JsonNode whole, JsonNode row) =>
        whole["data"]!.AsArray().Single(other => new[] { "group", "ownerId", "from" }.All(key => (string?)other![key] == (string?)row[key]))!;

    // All but whom and when it is about, and what every row has.
    private static IEnumerable<JsonNode?> Figures(JsonNode row) => row.AsObject()
        .Where(property => property.Key is not ("from" or "to" or "group" or "groupName" or "ownerId" or "name" or "team" or "active" or "capacity" or "suppressed" or "links"))
        .Select(property => property.Value);

    // What is hidden besides: the change since a small group, and what sets rows beside each other.
    private static string Shown(JsonNode row)
    {
        var shown = row.DeepClone().AsObject();
        foreach (var name in new[] { "links", "change", "changeBySource", "changeByOwner", "insights", "spread", "fairness", "expectedAddedConversions" })
        {
            shown.Remove(name);
        }

        return shown.ToJsonString();
    }
}
