using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Insights in answers: each of the eight fires, and where nothing stands out there is none. Seen from 2026-03-01T00:00Z.</summary>
public class OwnerInsightsHttpTests(string engine) : ServiceTests(engine)
{
    // Only a lead of the year before last is neglected.
    private const string Owners = "/v1/metrics/owner-efficiency?uncontactedAfter=P365D&idleAfter=P365D&sort=name&order=asc&";
    private const string January = Owners + "from=2026-01-01&to=2026-01-31";

    [Test]
    public async Task Each_of_seven_fires_where_it_should()
    {
        // All of one source. Open load 30, 10, 4, 10 and 1: the median is 10. Conversions 2, 2, 22 and 12 of 40 each.
        await FillAsync(
            "2026-01-05", new("Badr", 40, Contacted: 16, Converted: 2, Open: 30), new("Celine", 40, Contacted: 36, Converted: 2, Open: 10),
            new("Dana", 40, Contacted: 36, Converted: 22, Open: 4), new("Ehab", 40, Contacted: 36, Converted: 12, Open: 10, Minutes: 120));
        await FillAsync("2024-12-01", new TestOwner("Nada", 1, Open: 1));

        var answer = await World.GetAsync(January);

        // Within the hour 16, 36, 36 and 0 of 40: beside 72 of 120, 16 of 40 have p = 0.0427, the largest of four.
        Assert.That(Codes(answer["data"]!), Is.EqualTo(new[]
        {
            "Badr OVERLOADED SLOW_RESPONSE", "Celine NEEDS_COACHING", "Dana CAN_TAKE_MORE", "Ehab SLOW_RESPONSE", "Nada NEGLECTED_LEADS",
        }));
        Assert.That(answer["data"]!.Table("ownerId rankGroup openLoad neglected"), Is.EqualTo("Badr below 30 0\nCeline below 10 0\nDana above 4 0\nEhab within 10 0\nNada - 1 1"));

        // Gini of 1, 4, 10, 10 and 30: Σ (2i − 6)·x = 128, ÷ (4 × 55) = 0.5818.
        Assert.That(Codes(answer["totals"]!), Is.EqualTo(new[] { "- UNEQUAL_PERFORMANCE UNEVEN_DISTRIBUTION" }));
        Assert.That(answer["totals"]!["insights"]![1]!.Table("numbers.giniOfLoad numbers.comparedOwners numbers.ownersWithoutCapacity"), Is.EqualTo("0.5818 5 5"));

        // 22 of 40 beside 16 of 120; E = 40 × 38 ÷ 160 = 9.5.
        Assert.That(
            answer["data"]![2]!["insights"]![0]!.Table("numbers.efficiencyPercent numbers.othersEfficiencyPercent numbers.observedOverExpected numbers.openLoad numbers.medianLoad numbers.lowLoad"),
            Is.EqualTo("55 13.3333 2.3158 4 10 7.5"));
    }

    [Test]
    public async Task Where_nothing_stands_out_there_is_none()
    {
        await FillAsync("2026-01-05", new("Badr", 40, Contacted: 30, Converted: 10, Open: 10), new("Celine", 40, Contacted: 28, Converted: 9, Open: 11));

        var answer = await World.GetAsync(January + "&compare=previousPeriod");

        Assert.That(answer["data"]!.AsArray().Append(answer["totals"]).Select(row => row!["insights"]!.ToJsonString()), Is.All.EqualTo("[]"));
    }

    [Test]
    public async Task A_series_has_none_and_says_so()
    {
        await FillAsync("2026-01-05", new TestOwner("Badr", 40, Open: 40));

        var answer = await World.GetAsync(January + "&interval=month&compare=previousPeriod");

        Assert.That(answer["data"]!.AsArray().Append(answer["totals"]).Select(row => row!.AsObject().ContainsKey("insights") && row["insights"] is null), Is.All.True);
    }

    [Test]
    public async Task A_sentence_has_the_readers_language_and_the_same_numbers()
    {
        // Celine is beside Badr's 20 of 40 conversions; a capacity of 4 leaves 5 open leads too many, where the median is 7.5.
        await World.ImportAsync("owners", "owner_id,name,capacity\nBadr,Badr,\nCeline,Celine,4\n");
        await FillAsync("2026-01-05", new("Badr", 40, Contacted: 40, Converted: 20, Open: 10), new("Celine", 40, Contacted: 20, Converted: 2, Open: 5));

        var insight = (await World.GetAsync(January + "&ownerAt=current"))["data"]![1]!["insights"]![0]!;

        Assert.That((string?)insight["sentence"], Is.EqualTo(
            "This owner has more open leads than they can work in a month (open leads: 5; capacity a month: 4) and contacts fewer of their leads: 50 %, the others 100 %. That may be why fewer convert: " +
            "5 %, of the others' leads 50 %. Consider moving some leads to others, or giving this owner fewer new ones for a while."));
        World.Client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("ar"));
        var arabic = (await World.GetAsync(January + "&ownerAt=current"))["data"]![1]!["insights"]![0]!;
        Assert.That((string?)arabic["sentence"], Does.StartWith("لدى هذا المسؤول").And.Contain("50 %").And.Contain("والطاقة الشهرية: 4"));
        Assert.That(arabic["numbers"]!.ToJsonString(), Is.EqualTo(insight["numbers"]!.ToJsonString()));
        Assert.That((string?)arabic["code"], Is.EqualTo("OVERLOADED"));
    }

    [Test]
    public async Task In_CSV_each_code_has_its_columns()
    {
        await FillAsync("2024-12-01", new TestOwner("Badr", 2, Open: 2), new TestOwner("Celine", 1));

        var lines = (await World.Client.GetStringAsync(new Uri(January + "&format=csv", UriKind.Relative))).Split("\r\n");
        var (header, badr, celine) = (lines[0].Split(','), lines[1].Split(','), lines[2].Split(','));

        Assert.That(header.Where(column => column.StartsWith("insights.NEGLECTED_LEADS", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "code", "sentence", "numbers.neglected", "numbers.neglectedUncontacted", "numbers.neglectedIdle", "numbers.neglectedOverdue", "numbers.neglectedUnplanned",
        }.Select(column => "insights.NEGLECTED_LEADS." + column)));
        var neglected = Array.IndexOf(header, "insights.NEGLECTED_LEADS.numbers.neglected");
        Assert.That((badr[neglected], celine[neglected]), Is.EqualTo(("2", "")));
    }

    [Test]
    public async Task Leads_of_nobody_may_be_neglected_but_nobody_is_advised()
    {
        // Badr's 10 of 40 conversions, nobody's 0 of 40: of one owner alone there is nothing to compare.
        await FillAsync("2026-01-05", new("Badr", 40, Contacted: 40, Converted: 10, Open: 10), new TestOwner("", 40, Open: 40));

        var answer = await World.GetAsync(January.Replace("P365D", "P7D", StringComparison.Ordinal));

        Assert.That(Codes(answer["data"]!), Is.EqualTo(new[] { "(unassigned) NEGLECTED_LEADS", "Badr NEGLECTED_LEADS" }));
        Assert.That(Codes(answer["totals"]!), Is.EqualTo(new[] { "-" }));
    }

    private static List<string> Codes(JsonNode rows) => [.. (rows is JsonArray all ? all.ToList() : [rows])
        .Select(row => string.Join(' ', row!["insights"]!.AsArray().Select(insight => (string?)insight!["code"]).Prepend((string?)row["ownerId"] ?? "-")))];

    // An owner's leads of a day: the first are contacted, the first of those convert, the last are open, the others closed.
    private async Task FillAsync(string day, params TestOwner[] owners)
    {
        var leads = owners.SelectMany(owner => Enumerable.Range(1, owner.Leads).Select(i => (Id: $"{day}-{owner.Id}-{i}", Owner: owner, I: i))).ToList();
        await World.ImportAsync("leads", "lead_id,created_at,owner_id,source_id,status\n" + string.Concat(
            leads.Select(lead => $"{lead.Id},{day}T00:00:00Z,{lead.Owner.Id},ads,{(lead.I > lead.Owner.Leads - lead.Owner.Open ? "working" : "closed")}\n")));
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n" + string.Concat(
            leads.Where(lead => lead.I <= lead.Owner.Contacted).Select(lead => $"A{lead.Id},{lead.Id},call,{day}T{lead.Owner.Minutes / 60:00}:{lead.Owner.Minutes % 60:00}:00Z\n")));
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at\n" + string.Concat(
            leads.Where(lead => lead.I <= lead.Owner.Converted).Select(lead => $"O{lead.Id},{lead.Id},{day}T12:00:00Z\n")));
    }

    private sealed record TestOwner(string Id, int Leads, int Contacted = 0, int Converted = 0, int Open = 0, int Minutes = 10);
}
