using System.Globalization;
using LeadMetrics.Demo;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Demo;

/// <summary>The made-up CRM, as its files.</summary>
public class DemoCrmTests
{
    private static readonly DateTimeOffset s_end = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, string> _files = Write();

    [Test]
    public void Is_the_same_each_time_to_the_letter() => Assert.That(Write(), Is.EqualTo(_files));

    [Test]
    public void Has_every_dataset() =>
        Assert.That(_files.Keys, Is.EquivalentTo(LeadMetrics.Import.Datasets.All.Select(dataset => dataset.Name)));

    [Test]
    public void Has_twelve_owners_in_three_teams_with_Arabic_and_English_names()
    {
        var owners = Rows("owners");
        Assert.That(owners.Select(owner => owner["owner_id"]), Is.EqualTo(Enumerable.Range(1, 12).Select(i => $"U-{i}")));
        Assert.That(owners.GroupBy(owner => owner["team"]).Select(team => $"{team.Key} {team.Count()}"), Is.EqualTo(["Riyadh 4", "Jeddah 4", "Dubai 4"]));
        Assert.That(owners.Count(owner => owner["name"].Any(c => c is >= '\u0600' and <= '\u06FF')), Is.EqualTo(6));
        Assert.That(owners.Count(owner => owner["name"].All(c => c is ' ' || char.IsAsciiLetter(c))), Is.EqualTo(6));
    }

    [Test]
    public void Has_2000_leads_of_6_sources_over_18_months()
    {
        var created = Rows("leads").Select(lead => DateTimeOffset.Parse(lead["created_at"], CultureInfo.InvariantCulture)).ToList();
        Assert.That(Rows("sources"), Has.Count.EqualTo(6));
        Assert.That(Rows("leads").Select(lead => lead["source_id"]).Where(id => id.Length > 0).Distinct().Count(), Is.EqualTo(6));
        Assert.That(created, Has.Count.EqualTo(2_000));
        Assert.That(created.Min(), Is.InRange(s_end.AddDays(-548), s_end.AddDays(-545)));
        Assert.That(created.Max(), Is.InRange(s_end.AddDays(-3), s_end));
        Assert.That(created.Select(at => (at.Year, at.Month)).Distinct().Count(), Is.InRange(18, 19));
    }

    [Test]
    public void Knows_nothing_that_has_not_happened_yet()
    {
        var past = new[] { ("leads", "created_at"), ("lead-assignments", "assigned_at"), ("lead-statuses", "changed_at"), ("activities", "occurred_at"), ("opportunities", "closed_at"), ("opportunity-stages", "entered_at"), ("orders", "ordered_at"), ("exchange-rates", "on") };
        var later = past.SelectMany(column => Rows(column.Item1).Select(row => row[column.Item2]))
            .Where(at => at.Length > 0 && DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) > s_end);
        Assert.That(later, Is.Empty);
    }

    [Test]
    public void Names_the_last_stage_entered_as_an_opportunitys_stage()
    {
        var last = Rows("opportunity-stages").GroupBy(change => change["opportunity_id"]).ToDictionary(changes => changes.Key, changes => changes.MaxBy(change => change["entered_at"])!["stage"]);
        Assert.That(last, Is.EquivalentTo(Rows("opportunities").ToDictionary(opportunity => opportunity["opportunity_id"], opportunity => opportunity["stage"])));
    }

    private static Dictionary<string, string> Write()
    {
        var files = new Dictionary<string, StringWriter>();
        new DemoCrm(DemoSize.Small, s_end).Write(dataset => files[dataset] = new StringWriter());
        return files.ToDictionary(file => file.Key, file => file.Value.ToString());
    }

    private List<Dictionary<string, string>> Rows(string dataset)
    {
        var lines = _files[dataset].TrimEnd('\n').Split('\n').Select(line => line.Split(',')).ToList();
        return [.. lines.Skip(1).Select(fields => lines[0].Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second))];
    }
}

/// <summary>The service as <c>--demo</c> starts it.</summary>
public class DemoDataTests(string engine) : ServiceTests(engine)
{
    [Test]
    public async Task Is_in_any_base_currency()
    {
        foreach (var currency in new[] { "SAR", "JPY" })
        {
            await using var world = await World.StartAsync(EngineName, "--Reports:BaseCurrency=" + currency);
            Assert.That(DemoData.Fill(world.Services).Where(report => !report.Kept), Is.Empty);
            Assert.That((await world.GetAsync("/v1/metrics/owner-efficiency?preset=allTime"))["meta"]!["warnings"]!.Table("code"), Does.Not.Contain("MISSING_RATE"));
        }
    }

    [Test]
    public async Task Fills_an_empty_service_whole_and_only_once()
    {
        var reports = DemoData.Fill(World.Services);
        Assert.That(reports.Select(report => report.Dataset), Is.EqualTo(LeadMetrics.Import.Datasets.All.Select(dataset => dataset.Name)));
        foreach (var report in reports)
        {
            Assert.That((report.Kept, report.Rejected, report.Inserted), Is.EqualTo((true, 0L, report.RowsRead)), report.Dataset);
        }

        var metrics = (await World.GetAsync("/v1/metrics"))["data"]!.AsArray();
        Assert.That(metrics.SelectMany(metric => metric!["data"]!.AsArray()).Where(need => !(bool)need!["present"]!).Select(need => (string)need!["dataset"]!), Is.Empty);
        Assert.That(metrics.Where(metric => !(bool)metric!["available"]!), Is.Empty);

        const string Everything = "/v1/metrics/owner-efficiency?preset=allTime";
        var before = await World.GetAsync(Everything);
        Assert.That(DemoData.Fill(World.Services), Is.Empty);
        Assert.That((await World.GetAsync(Everything)).ToJsonString(), Is.EqualTo(before.ToJsonString()));

        // Every amount has a rate.
        Assert.That(before["meta"]!["warnings"]!.Table("code"), Does.Not.Contain("MISSING_RATE"));

        // All are judged but the one who is given the few referrals and the one who has only begun.
        var judged = before["data"]!.AsArray().Where(row => (bool)row!["reliable"]! && (string?)row["ownerId"] != "(unassigned)").ToList();
        Assert.That(judged.Select(row => (string)row!["ownerId"]!), Is.EquivalentTo(Enumerable.Range(1, 12).Except([10]).Select(i => $"U-{i}")));

        // They differ by more than chance: the intervals of the best and of the worst are apart, in contacts and in conversions.
        foreach (var rate in new[] { "efficiency", "contactRate" })
        {
            Assert.That(judged.Max(row => (double)row![rate]!["low"]!), Is.GreaterThan(judged.Min(row => (double)row![rate]!["high"]!)), rate);
        }
    }
}
