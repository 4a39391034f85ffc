using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>An answer beside that of an earlier window.</summary>
public class CompareTests(string engine) : ServiceTests(engine)
{
    private const string Funnel = "/v1/metrics/funnel?";
    private const string Owners = "/v1/metrics/owner-efficiency?";
    private const string Week = "from=2026-07-06&to=2026-07-12";

    // Seen from 2026-05-14, a Thursday in the second quarter.
    private static readonly (string Asked, string Earlier)[] s_windows =
    [
        ("from=2026-07-06&to=2026-07-12&compare=previousPeriod", "2026-06-29 2026-07-05"),
        ("from=2026-07-06&to=2026-07-12&compare=previousYear", "2025-07-06 2025-07-12"),
        ("from=2026-03-01&to=2026-03-31&compare=previousPeriod", "2026-01-29 2026-02-28"),
        ("from=2024-02-29&to=2024-02-29&compare=previousYear", "2023-02-28 2023-02-28"),
        ("preset=today&compare=previousPeriod", "2026-05-13 2026-05-13"),
        ("preset=yesterday&compare=previousPeriod", "2026-05-12 2026-05-12"),
        ("preset=last7Days&compare=previousPeriod", "2026-05-01 2026-05-07"),
        ("preset=last30Days&compare=previousPeriod", "2026-03-16 2026-04-14"),
        ("compare=previousPeriod", "2026-03-16 2026-04-14"),
        ("preset=last90Days&compare=previousPeriod", "2025-11-16 2026-02-13"),
        ("preset=thisWeek&compare=previousPeriod", "2026-05-03 2026-05-09"),
        ("preset=lastWeek&compare=previousPeriod", "2026-04-26 2026-05-02"),
        ("preset=thisMonth&compare=previousPeriod", "2026-04-01 2026-04-30"),
        ("preset=lastMonth&compare=previousPeriod", "2026-03-01 2026-03-31"),
        ("preset=thisQuarter&compare=previousPeriod", "2026-01-01 2026-03-31"),
        ("preset=lastQuarter&compare=previousPeriod", "2025-10-01 2025-12-31"),
        ("preset=thisYear&compare=previousPeriod", "2025-01-01 2025-12-31"),
        ("preset=lastYear&compare=previousPeriod", "2024-01-01 2024-12-31"),
        ("preset=thisMonth&compare=previousYear", "2025-05-01 2025-05-31"),
        ("preset=thisQuarter&compare=previousYear", "2025-04-01 2025-06-30"),
    ];

    [Test]
    public async Task The_earlier_window_is_as_long_or_the_calendar_period_before()
    {
        World.Clock.Now = new DateTimeOffset(2026, 5, 14, 12, 0, 0, TimeSpan.Zero);
        var windows = new List<(string, string)>();
        foreach (var (asked, _) in s_windows)
        {
            windows.Add((asked, (await World.GetAsync(Funnel + asked))["meta"]!["comparedWith"]!.Table("from to")));
        }

        Assert.That(windows, Is.EqualTo(s_windows));
    }

    [Test]
    public async Task The_earlier_window_is_of_local_days()
    {
        // Riyadh is three hours ahead: the week ends with 2026-07-12T21:00Z.
        await FillAsync();
        var meta = (await World.GetAsync(Funnel + Week + "&tz=Asia/Riyadh&compare=previousPeriod"))["meta"]!;

        Assert.That(meta["period"]!.Table("fromUtc toUtc"), Is.EqualTo("2026-07-05T21:00:00Z 2026-07-12T21:00:00Z"));
        Assert.That(meta["comparedWith"]!.Table("from to fromUtc toUtc"), Is.EqualTo("2026-06-29 2026-07-05 2026-06-28T21:00:00Z 2026-07-05T21:00:00Z"));
        Assert.That((await World.GetAsync(Funnel + Week))["meta"]!["comparedWith"], Is.Null);
    }

    [Test]
    public async Task Each_figure_stands_beside_its_earlier_self()
    {
        await FillAsync();

        var answer = await World.GetAsync(Funnel + Week + "&compare=previousPeriod");
        var change = answer["totals"]!["change"]!;

        // 3 leads after 2: +1, half as many again. Customers 1 after 0: there is no growth from nothing.
        Assert.That(change["leads"]!.Table("previous difference percent low high"), Is.EqualTo("2 1 50 - -"));
        Assert.That(change["convertedToCustomer"]!.Table("previous difference percent"), Is.EqualTo("0 1 -"));
        Assert.That(change["contactDropOff"]!.Table("previous difference percent"), Is.EqualTo("1 -1 -100"));

        // Contacted 3 of 3 after 1 of 2: +50 points. Wilson 43.8503…100 and 9.4531…90.5469: the bounds are
        // 50 − √((100 − 43.8503)² + (90.5469 − 50)²) = 50 − 69.2592 and 50 + √(0² + (50 − 9.4531)²) = 90.5469.
        Assert.That(change["contactStepRate"]!.Table("previous difference percent low high"), Is.EqualTo("50 50 - -19.2592 90.5469"));

        // Of no opportunity there is no rate, and no change: 1 of 1 now, 0 of 0 then. Days: 1 after 2.
        Assert.That(answer["totals"]!.Table("opportunityToCustomer.percent"), Is.EqualTo("100"));
        Assert.That(change["opportunityToCustomer"]!.Table("previous difference percent low high"), Is.EqualTo("- - - - -"));
        Assert.That(change["leadToContactDaysP50"]!.Table("previous difference percent"), Is.EqualTo("2 -1 -50"));
        Assert.That(answer["data"]![0]!["change"]!.ToJsonString(), Is.EqualTo(change.ToJsonString()), "one row, of everything");

        // Not a percent of percents.
        Assert.That(change["ratioOfCounts"]!.Table("previous difference percent"), Is.EqualTo("- - -"));
    }

    [Test]
    public async Task Previous_is_the_answer_of_the_earlier_window()
    {
        await FillAsync();
        foreach (var (question, groups) in new[]
        {
            (Funnel + "groupBy=owner", "group"), (Funnel + "groupBy=source&basis=period", "group"), (Funnel + "groupBy=status&basis=resolved", "group"),
            (Funnel + "groupBy=owner&window=P1D", "group"), (Owners + "conversion=customer", "ownerId"),
        })
        {
            var answer = await World.GetAsync(question + "&compare=previousPeriod&" + Week);
            var earlier = await World.GetAsync(question + "&from=2026-06-29&to=2026-07-05");

            Same(answer["totals"]!, earlier["totals"]!);
            foreach (var row in earlier["data"]!.AsArray())
            {
                Same(answer["data"]!.AsArray().Single(now => (string?)now![groups] == (string?)row![groups])!, row!);
            }
        }

        static void Same(JsonNode now, JsonNode earlier)
        {
            var change = now["change"]!.AsObject();
            Assert.That(change, Is.Not.Empty);
            Assert.That(
                change.Select(figure => figure.Key + " " + figure.Value!.Table("previous")),
                Is.EqualTo(change.Select(figure => figure.Key + " " + (earlier[figure.Key] is JsonObject rate ? rate.Table("percent") : earlier.Table(figure.Key)))));
        }
    }

    [Test]
    public async Task Figures_of_the_moment_and_words_have_no_change()
    {
        await FillAsync();
        var row = (await World.GetAsync(Owners + Week + "&compare=previousPeriod"))["data"]![0]!;

        Assert.That(row["change"]!.AsObject().Select(figure => figure.Key), Has.No.Member("openLoad").And.No.Member("neglected").And.No.Member("capacity")
            .And.No.Member("loadPerCapacity").And.No.Member("ownerId").And.No.Member("reliable").And.Member("leads").And.Member("wonAmount").And.Member("efficiency"));
        Assert.That(row.Table("openLoad"), Is.Not.EqualTo("-"));
    }

    // Before: L1 of A, L2 of Z; a contact after two days. Now: L3, L4, L5 of A and B, each contacted after a day; L3 is won.
    private async Task FillAsync()
    {
        World.Clock.Now = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,status
            L1,2026-06-29T00:00:00Z,A,ads,working
            L2,2026-07-05T12:00:00Z,Z,web,closed
            L3,2026-07-06T00:00:00Z,A,ads,converted
            L4,2026-07-07T00:00:00Z,A,ads,new
            L5,2026-07-12T12:00:00Z,B,ads,new
            """);
        await World.ImportAsync("activities", """
            activity_id,lead_id,type,occurred_at
            1,L1,call,2026-07-01T00:00:00Z
            2,L3,call,2026-07-07T00:00:00Z
            3,L4,call,2026-07-08T00:00:00Z
            4,L5,call,2026-07-13T12:00:00Z
            """);
        await World.ImportAsync("lead-statuses", "lead_id,status,changed_at\nL2,closed,2026-07-05T13:00:00Z\n");
        await World.ImportAsync("opportunities", "opportunity_id,lead_id,created_at,status,closed_at,amount\nO1,L3,2026-07-08T00:00:00Z,won,2026-07-09T00:00:00Z,100.5\n");
    }
}
