using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using LeadMetrics.Demo;
using LeadMetrics.Engines;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Sql;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LeadMetrics.Tests.Metrics;

/// <summary>What SQLite says that it will do, over the demo CRM and its statistics.</summary>
public class QueryPlanTests
{
    private World? _world;

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        _world = await World.StartAsync(TestEngines.Sqlite);
        DemoData.Fill(_world.Services);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world!.DisposeAsync();

    [Test]
    public async Task A_row_an_owner_reads_each_lead_once_in_the_order_of_the_owners(
        [Values("metrics/owner_efficiency.sql", "metrics/distribution.sql", "metrics/response_times.sql")] string path, [Values] bool ofPeriod)
    {
        var plan = await PlanAsync(path, ofPeriod, allTime: false);
        Assert.That(plan, Does.Match(@"SCAN o\b"));
        Assert.That(plan, Does.Contain("SEARCH f USING PRIMARY KEY (credited_owner_key=?"));
        Assert.That(plan, Does.Not.Contain("TEMP B-TREE"), "no sort of all leads");
        Assert.That(plan, Does.Not.Contain("activity"), "activities are summed up in the facts");
    }

    [Test]
    public async Task Open_leads_are_read_from_their_index_alone()
    {
        var plan = await PlanAsync("metrics/open_load.sql", ofPeriod: true, allTime: true);
        Assert.That(plan, Does.Contain("USING COVERING INDEX lead_fact_open"));
        Assert.That(plan, Does.Not.Contain("TEMP B-TREE"));
    }

    [TestCase("metrics/neglected_by_owner.sql", "planned")]
    [TestCase("metrics/lead_list_count.sql", "figure.neglected")]
    [TestCase("metrics/lead_list_count.sql", "figure.aged91DaysOrMore")]
    public async Task Neglected_and_ageing_leads_are_counted_from_the_same_index(string path, string figure) =>
        Assert.That(await PlanAsync(path, ofPeriod: false, allTime: true, figure), Does.Contain("SEARCH f USING COVERING INDEX lead_fact_open"));

    [Test]
    public async Task Ages_of_open_leads_are_read_from_the_same_index() =>
        Assert.That(await PlanAsync("metrics/lead_ages.sql", ofPeriod: false, allTime: false), Does.Contain("USING COVERING INDEX lead_fact_open"));

    [Test]
    public async Task Who_became_a_customer_is_read_from_an_index_alone() =>
        Assert.That(await PlanAsync("metrics/new_customers.sql", ofPeriod: true, allTime: true), Does.Contain("SEARCH f USING COVERING INDEX lead_fact_won (first_won_at>? AND first_won_at<?)"));

    [TestCase("metrics/won_flows.sql", "opportunity_won (closed_at>? AND closed_at<?)", "opportunity_lead (lead_key=? AND known=?)")]
    [TestCase("metrics/order_flows.sql", "customer_order_ordered (ordered_at>? AND ordered_at<?)", "customer_order_lead (lead_key=? AND ordered_at>? AND ordered_at<?)")]
    public async Task Revenue_is_read_by_its_time_or_by_the_customers(string path, string byTime, string ofLead)
    {
        var plan = await PlanAsync(path, ofPeriod: true, allTime: true);
        Assert.That(plan, Does.Match($@"SEARCH \w USING COVERING INDEX {Regex.Escape(byTime)}"));
        Assert.That(plan, Does.Contain("SEARCH f USING INDEX lead_fact_lead (lead_key=?)"));

        plan = await PlanAsync(path, ofPeriod: true, allTime: true, "ofCustomers");
        Assert.That(plan, Does.Match(@"SEARCH f USING COVERING INDEX lead_fact_won \(first_won_at[<>]\?"));
        Assert.That(plan, Does.Match($@"SEARCH \w USING COVERING INDEX {Regex.Escape(ofLead)}"));
    }

    [Test]
    public async Task Leads_that_become_neglected_are_found_by_the_instants_at_which_they_do()
    {
        var plan = await PlanAsync("metrics/open_load.sql", ofPeriod: true, allTime: true, "changing");
        Assert.That(plan, Does.Contain("USING INDEX lead_fact_uncontacted (created_at>? AND created_at<?)"));
        Assert.That(plan, Does.Contain("USING COVERING INDEX lead_fact_idle (last_activity_at>? AND last_activity_at<?)"));
        Assert.That(plan, Does.Contain("USING COVERING INDEX lead_fact_due (next_due_at>? AND next_due_at<?)"));
        Assert.That(plan, Does.Contain("SEARCH f USING INDEX lead_fact_lead (lead_key=?)"));
    }

    [Test]
    public async Task A_backlog_reads_each_lead_once()
    {
        var plan = await PlanAsync("metrics/backlog.sql", ofPeriod: true, allTime: true);
        Assert.That(Regex.Count(plan, "SCAN|SEARCH"), Is.EqualTo(1), plan);
        Assert.That(plan, Does.Not.Contain("TEMP B-TREE"));
    }

    [Test]
    public async Task Cells_are_read_by_their_keys(
        [Values("metrics/owner_efficiency.sql", "metrics/funnel.sql", "metrics/owner_sources.sql", "metrics/exclusions.sql", "metrics/cohorts.sql", "metrics/lead_ageing.sql", "metrics/rolled_response_times.sql", "metrics/rolled_funnel_times.sql")] string path)
    {
        var plan = await PlanAsync(path, ofPeriod: true, allTime: false, "rolled");
        Assert.That(plan, Does.Contain("(level=? AND owner_key=? AND starts_at>? AND starts_at<?"));
        Assert.That(plan, Does.Not.Match(@"(SCAN|SEARCH) t USING (COVERING )?INDEX \w+ \(level=\?\)"));
        Assert.That(plan, Does.Not.Contain("SCAN r"));
    }

    [Test]
    public async Task Excluded_leads_are_found_without_reading_the_others([Values] bool ofPeriod)
    {
        var plan = await PlanAsync("metrics/exclusions.sql", ofPeriod, allTime: false);
        Assert.That(plan, Does.Contain("USING INDEX lead_fact_excluded").Or.Contain("USING COVERING INDEX lead_fact_excluded"));
    }

    [Test]
    public async Task A_page_of_leads_is_read_in_order()
    {
        var plan = await PlanAsync("metrics/lead_list.sql", ofPeriod: false, allTime: true);
        Assert.That(plan, Does.Contain("SEARCH f USING INDEX lead_fact_lead (lead_key>?)"));
        Assert.That(plan, Does.Not.Contain("TEMP B-TREE"));
    }

    [Test]
    public async Task Working_time_is_looked_up_by_the_key_of_its_spans()
    {
        var plan = await PlanOfFactsAsync("facts/refresh_lead_fact.sql");
        Assert.That(Regex.Count(plan, @"SEARCH s USING INTEGER PRIMARY KEY \(rowid=\?\)"), Is.EqualTo(3));
        Assert.That(Regex.Count(plan, @"SEARCH w USING INTEGER PRIMARY KEY \(rowid<\?\)"), Is.EqualTo(3));
    }

    [Test]
    public async Task A_refresh_reads_what_is_of_the_touched_leads_and_not_what_lies_between_them(
        [Values("facts/refresh_lead_fact.sql", "facts/delete_lead_fact.sql")] string path)
    {
        var plan = await PlanOfFactsAsync(path);
        Assert.That(plan, Does.Match(@"SEARCH (t|touched_lead) USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)"));
        Assert.That(plan, Does.Not.Contain("lead_key>?"));
    }

    [Test]
    public async Task So_does_what_a_question_about_the_past_works_out()
    {
        await using var connection = _world!.Engine.OpenForWriting();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(SqlText.Render("temporary/sqlite.sql"), transaction: transaction);
        var plan = await PlanOfFactsAsync("facts/lead_as_of.sql", connection, transaction);
        Assert.That(plan, Does.Contain("SCAN #touched_lead"));
        Assert.That(plan, Does.Contain("SEARCH a USING COVERING INDEX activity_lead (lead_key=?)"));
        Assert.That(plan, Does.Not.Contain("lead_fact").And.Not.Match(@"SCAN (l|a|p|r|h)\b"));
    }

    [Test]
    public async Task What_touched_leads_count_is_read_of_them_alone([Values("facts/rollup_figures.sql", "facts/change_open_load.sql")] string path)
    {
        var plan = await PlanAsync(path, ofPeriod: false, allTime: true, "touched");
        Assert.That(plan, Does.Contain("SEARCH f USING INDEX lead_fact_lead (lead_key=?)"));
        Assert.That(plan, Does.Contain("SEARCH t USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"));
    }

    [Test]
    public async Task Cells_that_an_import_changes_are_found_by_their_keys(
        [Values("facts/add_rollup_changes.sql", "facts/open_rollup_cells.sql", "facts/changed_rollup_times.sql", "facts/write_rollup_times.sql", "facts/open_rollup_times.sql")] string path)
    {
        var plan = await PlanOfFactsAsync(path);
        Assert.That(plan, Does.Match(@"SCAN c\b"));
        Assert.That(plan, Does.Match(@"SEARCH \w+ USING .*\(level=\? AND owner_key=\? AND starts_at=\? AND source_key=\?"));
    }

    private async Task<string> PlanOfFactsAsync(string path)
    {
        await using var connection = _world!.Engine.OpenForWriting();
        return await PlanOfFactsAsync(path, connection, null);
    }

    private static async Task<string> PlanOfFactsAsync(string path, DbConnection connection, DbTransaction? transaction)
    {
        var rows = await connection.QueryAsync("explain query plan " + SqlText.Render(path), new { firstLead = 1, lastLead = 20_000, asOf = long.MaxValue }, transaction);
        return string.Join('\n', rows.Select(row => (string)row.detail));
    }

    private async Task<string> PlanAsync(string path, bool ofPeriod, bool allTime, params string[] more)
    {
        var question = Envelope.ExampleQuestion with { Period = ofPeriod ? Envelope.ExampleQuestion.Period : null, AsOf = Instant.FromDateTimeOffset(_world!.Clock.Now.AddYears(1)) };
        var selection = await _world.Services.GetRequiredService<Database>().ReadAsync(data => LeadSelection.FindAsync(question, Layout.Plain with { GroupBy = GroupBy.Owner }, data), CancellationToken.None);
        var sql = SqlText.Render(path, (allTime ? selection.SwitchesOfAllTime : selection.Switches).Concat(more).ToHashSet());
        await using var connection = _world.Engine.OpenForWriting();
        var parameters = new Dictionary<string, object?>(selection.Parameters)
        {
            ["afterLead"] = 0,
            ["firstLead"] = 0,
            ["lastLead"] = 0,
            ["sign"] = 0,
            ["startsAt"] = 0,
            ["endsAt"] = 0,
            ["earlierStartsAt"] = 0,
            ["earlierEndsAt"] = 0,
            ["earlierAsOf"] = 0,
            ["level"] = 0,
            ["changedFrom"] = 0,
            ["changedUntil"] = 0,
            ["uncontactedAfter"] = 0,
            ["idleAfter"] = 0,
        };
        var rows = await connection.QueryAsync("explain query plan " + sql, parameters.Where(p => p.Value is long or int).ToDictionary());
        return string.Join('\n', rows.Select(row => (string)row.detail));
    }
}
