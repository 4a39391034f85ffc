using LeadMetrics.Access;
using LeadMetrics.Import;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LeadMetrics.Tests.Access;

/// <summary>What was done is written down with who did it and how it ended, and nothing of what is in a file.</summary>
public class AuditTests(string engine) : ServiceTests(engine)
{
    private const string Audit = "/v1/audit";
    private const string Columns = "actor action subject result details.rowsRead details.inserted details.rejected details.reason";
    private const string Currency = "anybody setBaseCurrency Reports:BaseCurrency done - - - -";

    [Test]
    public async Task An_import_is_written_down_however_it_ends()
    {
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\nL2,2026-01-06T00:00:00Z\n");
        (await World.PostAsync("leads", "lead_id,created_at\nL3,2026-01-05T00:00:00Z\nL4,soon\n")).Dispose();
        (await World.PostAsync("leads?onError=skip", "lead_id,created_at\nL3,2026-01-05T00:00:00Z\nL4,soon\n")).Dispose();
        (await World.PostAsync("owners", "Secret name,owner_id\nLayla,U-1\n")).Dispose();
        Assert.That(
            () => World.Services.GetRequiredService<Importer>().Import(Datasets.Leads, new Broken(), FileFormat.Csv, FileReading.Plain, "feed"),
            Throws.InstanceOf<IOException>());

        var page = await World.GetAsync(Audit);
        Assert.That(page["data"]!.Table(Columns), Is.EqualTo($"""
            feed import leads failed - - - unreadable
            anybody import owners refused - - - badFile
            anybody import leads done 2 1 1 -
            anybody import leads refused 2 0 1 -
            anybody import leads done 2 2 0 -
            {Currency}
            """.ReplaceLineEndings("\n")));
        Assert.That(page["data"]!.AsArray().Select(entry => (string)entry!["at"]!), Is.All.EqualTo("2026-03-01T00:00:00Z"));
        Assert.That(page["data"]![2]!["details"]!.ToJsonString(), Is.EqualTo(
            """{"onError":"skip","rowsRead":2,"inserted":1,"updated":0,"unchanged":0,"rejected":1,"leadsRefreshed":1,"dataVersion":2}"""));
        Assert.That(page.ToJsonString(), Does.Not.Contain("Layla").And.Not.Contain("Secret").And.Not.Contain("soon").And.Not.Contain("L4"));
    }

    [Test]
    public async Task What_a_file_of_another_currency_meets_is_written_down()
    {
        await World.ImportAsync("owners", "owner_id,name\nU-1,A\n");
        await using var other = await World.BesideAsync("--Reports:BaseCurrency=SAR");
        (await other.PostAsync("owners", "owner_id,name\nU-2,B\n")).Dispose();

        Assert.That((await World.GetAsync(Audit))["data"]!.Table(Columns), Is.EqualTo($"anybody import owners refused - - - otherBaseCurrency\nanybody import owners done 1 1 0 -\n{Currency}"));
    }

    [Test]
    public async Task A_key_says_who_and_keys_are_written_down_too()
    {
        var key = World.Key("import");
        World.SignIn(key);
        await World.ImportAsync("owners", "owner_id,name\nU-1,A\n");
        World.Client.DefaultRequestHeaders.Authorization = null;
        var id = key.Split('_')[1];
        var keys = World.Services.GetRequiredService<ApiKeys>();
        keys.Revoke(id, "command line");
        keys.Revoke(id, "command line");
        World.Key(new NewKey { Name = "bi", Roles = ["read"], Scope = new() { Teams = ["Riyadh"] }, SeesRecords = false, ExpiresAt = World.Clock.Now.AddDays(1) });

        var entries = (await World.GetAsync(Audit))["data"]!;
        Assert.That(entries.Table("actor action result details.roles details.limited details.records details.expiresAt"), Is.EqualTo($"""
            command line createKey done read true false 2026-03-02T00:00:00Z
            command line revokeKey done - - - -
            {id} import done - - - -
            {id} setBaseCurrency done - - - -
            command line createKey done import false true -
            """.ReplaceLineEndings("\n")));
        Assert.That((string?)entries[1]!["subject"], Is.EqualTo(id));
    }

    [Test]
    public async Task A_calendar_that_changes_is_written_down_once()
    {
        await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T00:00:00Z\n");
        var reports = new ReportOptions { WorkingCalendar = new() { Days = ["Friday"], Holidays = ["2026-03-20"] } };
        for (var start = 0; start < 2; start++)
        {
            new HeldCalendar(World.Engine, Options.Create(reports), World.Clock, NullLogger<HeldCalendar>.Instance).Follow();
        }

        var entries = (await World.GetAsync(Audit + "?action=changeWorkingCalendar"))["data"]!;
        Assert.That(entries.Table("actor subject result"), Is.EqualTo("start Reports:WorkingCalendar done"));
        Assert.That(entries[0]!["details"]!.ToJsonString(), Is.EqualTo("""{"days":"Friday","from":"09:00","to":"17:00","holidays":1,"timeZone":"UTC","factsWrittenAnew":true}"""));
    }

    [Test]
    public async Task An_entry_is_there_only_with_what_it_tells_of()
    {
        using (var connection = World.Engine.OpenForWriting())
        {
            using var transaction = World.Engine.BeginExclusive(connection);
            AuditLog.Write(transaction, World.Clock, new Deed("a", "import", "leads", "done", new Dictionary<string, object?>()));
            transaction.Rollback();
        }

        Assert.That((await World.GetAsync(Audit)).ToJsonString(), Is.EqualTo("""{"data":[],"next":null}"""));
    }

    [Test]
    public async Task Is_read_page_by_page_as_rows_too()
    {
        for (var i = 1; i <= 5; i++)
        {
            (await World.PostAsync("owners", $"owner_id,name\nU-{i},=1+1\n")).Dispose();
        }

        var read = new List<string>();
        for (var next = Audit + "?action=import&pageSize=2"; next is not null;)
        {
            var page = await World.GetAsync(next);
            read.Add(page["data"]!.Table("details.dataVersion").Replace('\n', ' '));
            next = (string?)page["next"];
        }

        Assert.That(read, Is.EqualTo(["5 4", "3 2", "1"]));
        using var rows = await World.SendAsync(Audit + "?pageSize=1&format=csv&header=label");
        var csv = (await rows.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.That(csv[0].TrimStart('\uFEFF'), Is.EqualTo("Id,At,Actor,Action,Subject,Result,Details"));
        Assert.That(csv[1], Does.EndWith(
            ",2026-03-01T00:00:00Z,anybody,import,owners,done,onError=abort; rowsRead=1; inserted=1; updated=0; unchanged=0; rejected=0; leadsRefreshed=0; dataVersion=5"));
        Assert.That(rows.Headers.CacheControl!.NoStore);
    }

    [TestCase("?pageSize=0", "pageSize")]
    [TestCase("?action=delete", "action")]
    [TestCase("?after=-1", "after")]
    [TestCase("?colour=red", "colour")]
    public async Task A_question_that_cannot_be_is_named(string query, string name) =>
        Assert.That((await World.ErrorsAsync(Audit + query)).Select(error => error.Key), Is.EqualTo([name]));

    private sealed class Broken : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("The disk is gone.");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The disk is gone.");
    }
}
