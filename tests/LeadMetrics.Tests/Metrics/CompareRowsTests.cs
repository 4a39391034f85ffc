using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Which row stands beside which, and what a reader is told. March and before, seen from 2026-03-01T00:00Z.</summary>
public class CompareRowsTests(string engine) : ServiceTests(engine)
{
    private const string Funnel = "/v1/metrics/funnel?";
    private const string February = "from=2026-02-01&to=2026-02-28";

    [Test]
    public async Task A_group_of_the_earlier_window_alone_has_a_row_too()
    {
        // ads: one in the 28 days before, one now. web: two before. mail: one now.
        await World.ImportAsync("leads", """
            lead_id,created_at,source_id
            L1,2026-01-05T00:00:00Z,ads
            L2,2026-02-05T00:00:00Z,ads
            L3,2026-01-05T00:00:00Z,web
            L4,2026-01-06T00:00:00Z,web
            L5,2026-02-06T00:00:00Z,mail
            """);

        var answer = await World.GetAsync(Funnel + February + "&groupBy=source&compare=previousPeriod");

        Assert.That(
            answer["data"]!.Table("group leads change.leads.previous change.leads.difference change.leads.percent"),
            Is.EqualTo("ads 1 1 0 0\nmail 1 0 1 -\nweb 0 2 -2 -100"));
        Assert.That(answer["totals"]!.Table("leads change.leads.previous change.leads.difference"), Is.EqualTo("2 3 -1"));
        Assert.That(await World.LeadsAsync((string)answer["data"]![0]!["links"]!["leads"]!), Is.EqualTo(new[] { "L2" }), "links are of now");

        // The same with a time series: February beside the days of January before it.
        var months = await World.GetAsync(Funnel + February + "&groupBy=source&interval=month&compare=previousPeriod");
        Assert.That(months["data"]!.Table("from group leads change.leads.previous"), Is.EqualTo("2026-02-01 ads 1 1\n2026-02-01 mail 1 0\n2026-02-01 web 0 2"));
    }

    [Test]
    public async Task Buckets_pair_by_their_position()
    {
        // February has 28 days, January 31: the first is set beside the first.
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-01T00:00:00Z\nL2,2026-01-03T00:00:00Z\nL3,2026-01-31T00:00:00Z\nL4,2026-02-03T00:00:00Z\n");

        var days = await World.GetAsync(Funnel + "preset=lastMonth&interval=day&compare=previousPeriod");
        Assert.That(days["meta"]!["comparedWith"]!.Table("from to"), Is.EqualTo("2026-01-01 2026-01-31"));
        Assert.That(days["data"]!.AsArray(), Has.Count.EqualTo(28));
        Assert.That(
            days["data"]!.AsArray().Where(row => row!.Table("leads change.leads.previous") != "0 0").Select(row => row!.Table("from leads change.leads.previous")),
            Is.EqualTo(new[] { "2026-02-01 0 1", "2026-02-03 1 1" }));
        Assert.That(days["totals"]!.Table("leads change.leads.previous"), Is.EqualTo("1 3"), "the totals are of whole windows");

        // March has three days more than the month before: they stand beside nothing.
        var march = await World.GetAsync(Funnel + "preset=thisMonth&interval=day&compare=previousPeriod");
        Assert.That(
            march["data"]!.AsArray().Skip(26).Select(row => row!.Table("from change.leads.previous")),
            Is.EqualTo(new[] { "2026-03-27 0", "2026-03-28 0", "2026-03-29 -", "2026-03-30 -", "2026-03-31 -" }));
    }

    [Test]
    public async Task A_stage_that_is_only_in_one_of_the_windows_keeps_what_is_known()
    {
        // The CRM judged L1, and no lead since.
        await World.ImportAsync("leads", "lead_id,created_at,qualified\nL1,2026-01-05T00:00:00Z,true\nL2,2026-02-05T00:00:00Z,\n");

        var totals = (await World.GetAsync(Funnel + February + "&compare=previousPeriod"))["totals"]!;

        Assert.That(totals.Table("reachedQualified qualifiedStepRate"), Is.EqualTo("- -"));
        Assert.That(
            totals["change"]!.Table("reachedQualified.previous reachedQualified.difference qualifiedCumulativeRate.previous qualifiedCumulativeRate.difference"),
            Is.EqualTo("1 - 100 -"));
    }

    [Test]
    public async Task Rates_of_flows_have_no_interval_and_nor_has_their_change()
    {
        // January 1 contact against 2 leads: 50 %. February 2 against 1: 200 %.
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\nL2,2026-01-06T00:00:00Z\nL3,2026-02-06T00:00:00Z\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-07T00:00:00Z\n2,L2,call,2026-02-07T00:00:00Z\n3,L3,call,2026-02-07T00:00:00Z\n");

        var totals = (await World.GetAsync(Funnel + February + "&basis=period&compare=previousPeriod"))["totals"]!;

        Assert.That(totals["change"]!["contactStepRate"]!.Table("previous difference percent low high"), Is.EqualTo("50 150 - - -"));
    }

    [Test]
    public async Task Nothing_lies_before_all_time()
    {
        var errors = await World.ErrorsAsync(Funnel + "preset=allTime&compare=previousYear");

        Assert.That(errors.Select(error => (error.Key, (string)error.Value![0]!)), Is.EqualTo(new[] { ("compare", "Nothing lies before all time; give from and to, or another preset.") }));
    }

    [TestCase("from=2026-02-01&to=2026-02-28", "EARLIER_LEADS_ARE_OLDER", TestName = "Leads of the earlier window have had longer")]
    [TestCase("from=2026-02-01&to=2026-02-28&window=P7D", "", TestName = "With a window both have had equally long")]
    [TestCase("from=2026-02-01&to=2026-02-28&basis=resolved", "", TestName = "What was resolved is done")]
    [TestCase("from=2026-02-01&to=2026-02-28&basis=period", "", TestName = "What has happened has happened")]
    [TestCase("from=2026-02-01&to=2026-03-01", "PERIOD_NOT_OVER EARLIER_LEADS_ARE_OLDER", TestName = "The last day is not over")]
    [TestCase("preset=thisMonth&basis=period", "PERIOD_NOT_OVER", TestName = "The month is not over")]
    public async Task A_comparison_that_misleads_is_told(string asked, string codes)
    {
        string[] ours = ["PERIOD_NOT_OVER", "EARLIER_LEADS_ARE_OLDER"];

        var warnings = (await World.GetAsync($"{Funnel}{asked}&compare=previousPeriod"))["meta"]!["warnings"]!.AsArray().Select(warning => (string)warning!["code"]!);
        var without = (await World.GetAsync(Funnel + asked))["meta"]!["warnings"]!.AsArray().Select(warning => (string)warning!["code"]!);

        Assert.That(string.Join(' ', warnings.Intersect(ours)), Is.EqualTo(codes));
        Assert.That(without.Intersect(ours), Is.Empty);
    }
}
