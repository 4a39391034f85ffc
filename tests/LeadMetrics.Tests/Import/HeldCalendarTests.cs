using Dapper;
using LeadMetrics.Import;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Tests.Import;

/// <summary>The database counts working time by one calendar, which follows the settings of the service that starts.</summary>
public class HeldCalendarTests(string engine) : ServiceTests(engine)
{
    private const string ByBusiness = "/v1/metrics/owner-efficiency?preset=allTime&clock=business";

    [Test]
    public async Task Another_calendar_counts_every_fact_anew()
    {
        // Friday 2026-01-09, 08:00 to 12:00. Sunday to Thursday: no working time. Fridays from 10:00: two hours.
        await FillAsync("2026-01-09T08:00:00Z", "2026-01-09T12:00:00Z");
        var before = await World.GetAsync(ByBusiness);

        Start(new WorkingCalendarOptions { Days = ["Friday"], From = "10:00" });
        var after = await World.GetAsync(ByBusiness);
        Start(new WorkingCalendarOptions { Days = ["Friday"], From = "10:00" });
        var again = await World.GetAsync(ByBusiness);

        Assert.That(before["totals"]!.Table("responseP50Seconds"), Is.EqualTo("0"));
        Assert.That(after["totals"]!.Table("responseP50Seconds"), Is.EqualTo("7200"));
        Assert.That((long)after["meta"]!["dataVersion"]!, Is.EqualTo((long)before["meta"]!["dataVersion"]! + 1));
        Assert.That(again["meta"]!.Table("dataVersion"), Is.EqualTo(after["meta"]!.Table("dataVersion")));
    }

    [TestCase("2026-01-08", true)]
    [TestCase("2026-01-11", true)]
    [TestCase("2026-01-12", false)]
    public async Task Facts_are_written_anew_only_for_a_change_in_their_own_time(string holiday, bool anew)
    {
        // The last event is on Sunday 2026-01-11 at 09:30; the mark would not outlive a rebuild.
        await FillAsync("2026-01-08T16:30:00Z", "2026-01-11T09:30:00Z");
        Execute("update lead_fact set created_clock = -1");

        Start(new WorkingCalendarOptions { Holidays = [holiday] });

        Assert.That(FactTable.Read(World.Engine).Single().Contains(" created_clock=-1 ", StringComparison.Ordinal), Is.EqualTo(!anew));
    }

    [Test]
    public async Task A_holiday_to_come_is_a_holiday_when_it_comes()
    {
        await FillAsync("2026-01-08T16:30:00Z", "2026-01-11T09:30:00Z");
        Start(new WorkingCalendarOptions { Holidays = ["2026-03-08"] });
        World.Clock.Now = World.Clock.Now.AddDays(30);

        // L1 waits an hour, as before; L2 comes on the holiday at 12:00 and is answered the next day at 09:40, after 40 minutes.
        await World.ImportAsync("leads", "lead_id,created_at,owner_id\nL2,2026-03-08T12:00:00Z,B\n");
        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n2,L2,call,2026-03-09T09:40:00Z\n");

        Assert.That((await World.GetAsync(ByBusiness + "&sort=name&order=asc"))["data"]!.Table("ownerId responseP50Seconds"), Is.EqualTo("A 3600\nB 2400"));
    }

    [Test]
    public async Task Facts_of_a_program_without_a_calendar_are_written_anew()
    {
        await FillAsync("2026-01-08T16:30:00Z", "2026-01-11T09:30:00Z");
        var facts = FactTable.Read(World.Engine);
        Execute("update lead_fact set created_clock = null, first_assigned_clock = null, first_attempt_clock = null");
        Execute("update data_version set working_calendar = null");
        Execute("delete from working_span");

        Start(new WorkingCalendarOptions());

        Assert.That(FactTable.Read(World.Engine), Is.EqualTo(facts));
        Assert.That((await World.GetAsync(ByBusiness))["totals"]!.Table("responseP50Seconds"), Is.EqualTo("3600"));
    }

    [Test]
    public async Task An_import_goes_by_the_calendar_that_is_held()
    {
        await FillAsync("2026-01-08T16:30:00Z", "2026-01-11T09:30:00Z");
        using (var connection = World.Engine.OpenForWriting())
        {
            using var transaction = World.Engine.BeginExclusive(connection);
            Of(new WorkingCalendarOptions { From = "00:00" }).Begin(transaction);
            transaction.Commit();
        }

        await World.ImportAsync("activities", "activity_id,lead_id,type,occurred_at\n1,L1,call,2026-01-11T09:15:00Z\n");

        // Half an hour on Thursday and a quarter on Sunday.
        Assert.That((await World.GetAsync(ByBusiness))["totals"]!.Table("responseP50Seconds"), Is.EqualTo("2700"));
    }

    [Test]
    public async Task An_empty_database_answers()
    {
        Start(new WorkingCalendarOptions());

        Assert.That((await World.GetAsync(ByBusiness))["totals"]!.Table("leads responseDue responseP50Seconds"), Is.EqualTo("0 0 -"));
    }

    private async Task FillAsync(string created, string called)
    {
        await World.ImportAsync("leads", $"lead_id,created_at,owner_id\nL1,{created},A\n");
        await World.ImportAsync("activities", $"activity_id,lead_id,type,occurred_at\n1,L1,call,{called}\n");
    }

    private void Start(WorkingCalendarOptions calendar) => Of(calendar).Follow();

    private HeldCalendar Of(WorkingCalendarOptions calendar) =>
        new(World.Engine, Options.Create(new ReportOptions { WorkingCalendar = calendar }), World.Clock, NullLogger<HeldCalendar>.Instance);

    private void Execute(string sql)
    {
        using var connection = World.Engine.OpenForWriting();
        connection.Execute(sql);
    }
}
