using LeadMetrics.Metrics;
using LeadMetrics.Tests.Metrics;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Engines;

/// <summary>How many statements a request runs, as the service's log tells it: a number that does not grow with the data.</summary>
[NonParallelizable]
public class StatementTests(string engine) : ServiceTests(engine)
{
    protected override string[] Settings => [StatementLog.Setting];

    private static IEnumerable<string> Metrics => MetricList.All.Select(metric => metric.Definition.Name);

    [TestCaseSource(nameof(Metrics))]
    public async Task Are_as_many_for_twelve_owners_as_for_two(string metric)
    {
        var questions = EveryMetricTests.ValuesOf(metric, "groupBy").Select(group => "&groupBy=" + group).DefaultIfEmpty("")
            .SelectMany(group => new[] { group, group + "&interval=month", group + "&compare=previousPeriod&from=2026-01-01&to=2026-01-31" }).ToList();
        await FillAsync(1, 2);
        var two = await RanAsync(metric, questions);
        await FillAsync(3, 12);
        var twelve = await RanAsync(metric, questions);

        Assert.That(two, Is.All.Not.Empty);
        Assert.That(twelve, Is.EqualTo(two));
    }

    [TestCaseSource(nameof(Metrics))]
    public async Task Are_as_many_for_the_days_of_a_year_as_for_one(string metric)
    {
        await FillAsync(1, 12);

        var ran = await RanAsync(metric, ["&from=2026-01-05&to=2026-01-05&interval=day", "&from=2025-03-01&to=2026-02-28&interval=day", "&from=2025-03-01&to=2026-02-28"]);

        Assert.That(ran[1], Is.EqualTo(ran[0]));

        // Without a series one more may set the rows beside each other, and whole months are read from cells, whose durations have a statement of their own.
        Assert.That(ran[2].Distinct().Count() - ran[0].Distinct().Count(), Is.InRange(0, 2));
        Assert.That(ran[2].Length - ran[0].Length, Is.LessThanOrEqualTo(12));
    }

    [TestCaseSource(nameof(Metrics))]
    public async Task Are_one_more_at_the_most_for_any_group(string metric)
    {
        await FillAsync(1, 2);

        var ran = await RanAsync(metric, EveryMetricTests.ValuesOf(metric, "groupBy").Select(group => "&groupBy=" + group).DefaultIfEmpty(""));

        // Where cells cannot tell, what would be read in portions is read at once.
        var kinds = ran.ConvertAll(statements => statements.Distinct().Count());
        Assert.That(kinds.Max() - kinds.Min(), Is.LessThanOrEqualTo(1));
        Assert.That(kinds.Max(), Is.LessThanOrEqualTo(12));
    }

    [Test]
    public async Task Are_as_many_for_all_defects_of_twelve_owners_as_of_two()
    {
        string[] questions = ["", "DANGLING_REFERENCE?pageSize=5", "MISSING_OWNER", "UNALLOCATED_SPEND"];
        await FillAsync(1, 2);
        var two = await RanAtAsync("/v1/data-quality/", questions);
        await FillAsync(3, 12);
        var twelve = await RanAtAsync("/v1/data-quality/", questions);

        Assert.That(two.Select(statements => statements.Length), Is.All.InRange(6, 12));
        Assert.That(twelve, Is.EqualTo(two));
    }

    private Task<List<string[]>> RanAsync(string metric, IEnumerable<string> questions) => RanAtAsync($"/v1/metrics/{metric}?", questions.Select(question => question.TrimStart('&')));

    private async Task<List<string[]>> RanAtAsync(string path, IEnumerable<string> questions)
    {
        using var log = StatementLog.Of(World);
        var ran = new List<string[]>();
        foreach (var question in questions)
        {
            log.Statements.Clear();
            await World.GetAsync(path + question);
            ran.Add([.. log.Statements]);
        }

        return ran;
    }

    // A lead a day in January for each owner.
    private async Task FillAsync(int first, int last)
    {
        var owners = Enumerable.Range(first, last - first + 1).ToList();
        await World.ImportAsync("owners", "owner_id,name,team\n" + string.Concat(owners.Select(owner => $"U{owner},Name {owner},Team {owner}\n")));
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id,campaign_id\n" + string.Concat(
            owners.SelectMany(owner => Enumerable.Range(1, 9).Select(day => $"L{owner}-{day},2026-01-0{day}T09:00:00Z,U{owner},s{owner},c{owner}\n"))));
    }
}
