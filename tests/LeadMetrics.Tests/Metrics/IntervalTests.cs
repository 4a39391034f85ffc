using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Time series: which buckets there are, what stands in them, and whose leads their links list.</summary>
public class IntervalTests(string engine) : ServiceTests(engine)
{
    private const string Funnel = "/v1/metrics/funnel?";
    private const string Owners = "/v1/metrics/owner-efficiency?";

    // 2026-01-01 is a Thursday, 2026-02-15 a Sunday.
    [TestCase("day&from=2026-01-09&to=2026-01-12", "2026-01-09 2026-01-09 0\n2026-01-10 2026-01-10 1\n2026-01-11 2026-01-11 1\n2026-01-12 2026-01-12 0")]
    [TestCase("week&from=2026-01-08&to=2026-01-27", "2026-01-08 2026-01-10 1\n2026-01-11 2026-01-17 1\n2026-01-18 2026-01-24 0\n2026-01-25 2026-01-27 0")]
    [TestCase("month&from=2025-12-31&to=2026-02-27", "2025-12-31 2025-12-31 1\n2026-01-01 2026-01-31 3\n2026-02-01 2026-02-27 1")]
    [TestCase("quarter&from=2025-08-15&to=2026-02-27", "2025-08-15 2025-09-30 0\n2025-10-01 2025-12-31 1\n2026-01-01 2026-02-27 4")]
    [TestCase("year&from=2024-02-29&to=2026-01-10", "2024-02-29 2024-12-31 0\n2025-01-01 2025-12-31 1\n2026-01-01 2026-01-10 1")]
    [TestCase("month", "2025-12-01 2025-12-31 1\n2026-01-01 2026-01-31 3\n2026-02-01 2026-02-28 2\n2026-03-01 2026-03-01 0", TestName = "All time starts with the first bucket that holds a lead")]
    public async Task A_bucket_is_a_row_with_or_without_leads_and_the_period_cuts_the_first_and_the_last(string interval, string expected)
    {
        await SixAsync();
        var period = interval.Contains("from", StringComparison.Ordinal) ? "" : "&preset=allTime";

        var answer = await World.GetAsync(Funnel + "interval=" + interval + period);

        Assert.That(answer["data"]!.Table("from to leads"), Is.EqualTo(expected));
        Assert.That(answer["totals"]!.Table("from to"), Is.EqualTo("- -"));
    }

    [Test]
    public async Task Counts_sum_to_the_totals_and_links_list_the_leads_of_their_bucket()
    {
        await SixAsync();
        foreach (var metric in new[] { "funnel", "owner-efficiency" })
        {
            foreach (var interval in new[] { "day", "week", "month", "quarter", "year" })
            {
                var answer = await World.GetAsync($"/v1/metrics/{metric}?from=2025-12-31&to=2026-02-27&interval={interval}");

                Assert.That(Counts.SumOf(answer, metric), Is.EqualTo(Counts.Of(answer["totals"]!, metric)), $"{metric} {interval}");
            }

            var months = await World.GetAsync($"/v1/metrics/{metric}?from=2025-12-31&to=2026-02-27&interval=month");
            Assert.That(await Counts.ListedAsync(World, months), Is.EqualTo(Counts.Linked(months)), metric);
        }
    }

    [Test]
    public async Task A_bucket_has_every_group_in_the_order_of_time_first()
    {
        await SixAsync();

        // January: two of web and one of ads. December and February: one of ads, so web stands there with none.
        var sources = await World.GetAsync(Funnel + "from=2025-12-01&to=2026-02-27&interval=month&groupBy=source");
        Assert.That(
            sources["data"]!.Table("from group leads"),
            Is.EqualTo("2025-12-01 ads 1\n2025-12-01 web 0\n2026-01-01 web 2\n2026-01-01 ads 1\n2026-02-01 ads 1\n2026-02-01 web 0"));
        Assert.That(
            await World.LeadsAsync((string)sources["data"]![2]!["links"]!["leads"]!), Is.EqualTo(new[] { "L2", "L3" }));

        // A answered after one hour and two: 1.5 in the middle. What lies open now is of no bucket. C has no lead, but is an owner; nobody has none here, and is no row.
        var owners = await World.GetAsync(Owners + "from=2026-01-01&to=2026-02-27&interval=month&sort=name&order=asc");
        Assert.That(
            owners["data"]!.Table("from ownerId leads contacted responseP50Seconds openLoad neglected loadPerCapacity"),
            Is.EqualTo(
                "2026-01-01 A 2 2 5400 - - -\n2026-01-01 B 1 0 - - - -\n2026-01-01 C 0 0 - - - -\n" +
                "2026-02-01 A 0 0 - - - -\n2026-02-01 B 1 0 - - - -\n2026-02-01 C 0 0 - - - -"));
        Assert.That(owners["totals"]!.Table("leads openLoad neglected"), Is.EqualTo("4 6 5"), "L6 is not older than a day");
    }

    [Test]
    public async Task Weeks_start_on_the_day_that_the_settings_say()
    {
        await using var world = await World.StartAsync(EngineName, "--Reports:FirstDayOfWeek=Monday");
        await world.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-11T12:00:00Z\nL2,2026-01-12T12:00:00Z\n");

        // 2026-01-12 is a Monday.
        Assert.That(
            (await world.GetAsync(Funnel + "interval=week&from=2026-01-08&to=2026-01-18"))["data"]!.Table("from to leads"),
            Is.EqualTo("2026-01-08 2026-01-11 1\n2026-01-12 2026-01-18 1"));
    }

    [Test]
    public async Task Period_places_each_event_at_its_own_time_and_resolved_a_lead_at_its_resolution()
    {
        await World.ImportAsync("leads", "lead_id,created_at,status\nL1,2025-12-05T00:00:00Z,converted\nL2,2025-12-06T00:00:00Z,closed\nL3,2026-02-01T00:00:00Z,new\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-06T00:00:00Z\n2,L2,call,2026-02-07T00:00:00Z\n");
        await World.ImportAsync("opportunities", """
            opportunity_id,lead_id,created_at,status,closed_at
            O1,L1,2026-01-20T00:00:00Z,won,2026-02-02T00:00:00Z
            O2,L1,2026-01-31T00:00:00Z,lost,2026-02-03T00:00:00Z
            """);
        await World.ImportAsync("lead-statuses", "lead_id,status,changed_at\nL2,closed,2026-01-15T00:00:00Z\n");

        // L1 was contacted after 32 days and got its opportunity 14 days later, both in January; it was won in February, after 59.
        var flows = await World.GetAsync(Funnel + "from=2025-12-01&to=2026-02-28&interval=month&basis=period");
        Assert.That(
            flows["data"]!.Table("from leads contacted convertedToOpportunity convertedToCustomer opportunities wonOpportunities leadToContactDaysP50 contactToOpportunityDaysP50 leadToCustomerDaysP50"),
            Is.EqualTo(
                "2025-12-01 2 0 0 0 0 0 - - -\n" +
                "2026-01-01 0 1 1 0 2 0 32 14 -\n" +
                "2026-02-01 1 1 0 1 0 1 63 - 59"));
        Assert.That(await Counts.ListedAsync(World, flows), Is.EqualTo(Counts.Linked(flows)));
        Assert.That(await World.LeadsAsync((string)flows["data"]![2]!["links"]!["contacted"]!), Is.EqualTo(new[] { "L2" }));

        // L2 was closed in January, L1 won in February.
        var resolved = await World.GetAsync(Funnel + "from=2025-12-01&to=2026-02-28&interval=month&basis=resolved");
        Assert.That(
            resolved["data"]!.Table("from leads convertedToCustomer leadToCustomer.percent"),
            Is.EqualTo("2025-12-01 0 0 -\n2026-01-01 1 0 0\n2026-02-01 1 1 100"));
        Assert.That(await Counts.ListedAsync(World, resolved), Is.EqualTo(Counts.Linked(resolved)));
    }

    [Test]
    public async Task More_rows_than_ten_thousand_are_refused()
    {
        // 2000 to 2027 are 10,227 days: with no group one row each. 27 years of weeks are 1,410 for each of two sources.
        await SixAsync();
        var errors = await World.ErrorsAsync(Funnel + "from=2000-01-01&to=2027-12-31&interval=day");
        Assert.That(
            errors.Select(error => (error.Key, (string)error.Value![0]!)),
            Is.EqualTo(new[] { ("interval", "It gives 1 × 10227 rows; allowed are 10000: a longer interval, a shorter period, or fewer groups.") }));
        Assert.That((await World.GetAsync(Funnel + "from=2000-01-01&to=2027-12-31&interval=week&groupBy=source"))["data"]!.AsArray(), Has.Count.GreaterThan(2800));
    }

    [Test]
    public async Task So_are_more_groups_than_that_however_many_days_they_are_asked_of()
    {
        // 10,001 groups by the 402,132 days of 1899 to 2999 are more than an int can hold.
        await World.ImportAsync("leads", "lead_id,created_at,campaign_id\n" + string.Concat(Enumerable.Range(1, 10_001).Select(i => $"L{i},2026-01-01T00:00:00Z,C{i}\n")));

        var days = await World.ErrorsAsync(Funnel + "from=1899-01-01&to=2999-12-31&interval=day&groupBy=campaign");
        var groups = await World.ErrorsAsync(Funnel + "from=2026-01-01&to=2026-01-31&groupBy=campaign");

        Assert.That((string)days["interval"]![0]!, Does.StartWith("It gives 10001 × 402132 rows; allowed are 10000: "));
        Assert.That((string)groups["groupBy"]![0]!, Is.EqualTo("It gives 10001 rows; allowed are 10000: a shorter period, or a filter."));
    }

    [Test]
    public async Task All_time_takes_in_leads_of_any_year_and_none_at_all()
    {
        Assert.That((await World.GetAsync(Funnel + "preset=allTime&interval=day"))["data"]!.AsArray(), Is.Empty);

        // What a CRM takes for no date, and what lies about the day that instants are counted from. New York is hours behind.
        await World.ImportAsync("leads", """
            lead_id,created_at
            L1,1900-01-01T00:00:00Z
            L2,1969-12-31T12:00:00Z
            L3,1970-01-01T01:00:00Z
            L4,1970-01-01T12:00:00Z
            L5,2026-01-01T12:00:00Z
            """);
        foreach (var (zone, expected) in new[]
        {
            ("UTC", "1900-01-01 1\n1969-01-01 1\n1970-01-01 2\n2026-01-01 1"), ("America/New_York", "1899-01-01 1\n1969-01-01 2\n1970-01-01 1\n2026-01-01 1"),
        })
        {
            var answer = await World.GetAsync($"{Funnel}preset=allTime&interval=year&tz={zone}");
            var years = answer["data"]!.AsArray().Where(row => (long)row!["leads"]! > 0).ToList();
            Assert.That(years.Select(row => row!.Table("from leads")), Is.EqualTo(expected.Split('\n')));
            foreach (var year in years)
            {
                Assert.That(await World.LeadsAsync((string)year!["links"]!["leads"]!), Has.Count.EqualTo((int)year["leads"]!), zone + year.Table("from"));
            }
        }
    }

    // Created on a Wednesday, the 31st; Saturday the 10th and Sunday the 11th of January; the 31st; the 27th of February; and just after it.
    private async Task SixAsync()
    {
        await World.ImportAsync("owners", "owner_id,name,capacity\nA,Ali,10\nB,Basma,5\nC,Carim,\n");
        await World.ImportAsync("leads", """
            lead_id,created_at,owner_id,source_id,qualified
            L1,2025-12-31T23:59:59Z,A,ads,true
            L2,2026-01-10T12:00:00Z,A,web,true
            L3,2026-01-11T00:00:00Z,A,web,false
            L4,2026-01-31T23:59:59.999Z,B,ads,true
            L5,2026-02-27T23:59:59.999Z,B,ads,false
            L6,2026-02-28T00:00:00Z,B,ads,true
            """);
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L2,call,2026-01-10T13:00:00Z\n2,L3,call,2026-01-11T02:00:00Z\n");
    }
}
