using System.Diagnostics;
using System.Globalization;
using System.Text;
using LeadMetrics.Tests.Support;
using Microsoft.Data.Sqlite;

namespace LeadMetrics.Tests.Import;

/// <summary>
/// The program is killed while it takes a file, again and again, at seeded moments: after each restart the data are exactly those of before
/// or those of after, as a service has them that nobody killed, and a file that was answered for is there.
/// LEADMETRICS_KILLS says how often, LEADMETRICS_KILLS_SEED when.
/// </summary>
[NonParallelizable]
public class CrashTests
{
    private const int Leads = 2000;

    private static readonly int s_kills = Setting("", 20);
    private static readonly int s_seed = Setting("_SEED", 20_260_301);
    private static readonly TimeSpan s_generous = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(s_seed);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("leadmetrics-crash-");

    private string Database => Path.Combine(_folder.FullName, "leads.db");

    [OneTimeTearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [Test]
    public async Task After_a_kill_at_any_moment_the_data_are_exactly_before_or_exactly_after()
    {
        EmptyDatabase.CopyTo(Database);
        await using var twin = await World.StartAsync(TestEngines.Sqlite);
        var (before, after) = (DigestOf(twin), await TakenAsync(twin, 0));
        var lasts = await UnharmedAsync();
        var (file, untouched, taken, answered, said) = (0, 0, 0, 0, true);
        for (var kill = 0; kill <= s_kills; kill++)
        {
            using var program = await TheProgram.ServeAsync(_folder.FullName, "--Database:Path=" + Database);
            var now = Checked();
            Assert.That(now, Is.EqualTo(before).Or.EqualTo(after), $"after kill {kill} of seed {s_seed}");
            Assert.That(said && now == before, Is.False, $"a file that was answered for is there: kill {kill} of seed {s_seed}");
            Assert.That(_folder.GetFiles("leadmetrics-*"), Is.Empty, "no file on its way stays behind");
            if (kill > 0)
            {
                (untouched, taken, answered) = (untouched + (now == before ? 1 : 0), taken + (now == after ? 1 : 0), answered + (said ? 1 : 0));
            }

            if (now == after)
            {
                (before, after) = (after, await TakenAsync(twin, ++file));
            }

            if (kill < s_kills)
            {
                said = await KillWithinAsync(program, file, lasts, kill);
            }
        }

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Seed {s_seed}: {s_kills} kills within {lasts}; {untouched} landed before, {taken} after, {answered} of these after the answer."));
        Assert.That(untouched + taken, Is.EqualTo(s_kills));
    }

    // The twin takes a file that it has not taken.
    private static async Task<string> TakenAsync(World twin, int file)
    {
        await twin.ImportAsync(Dataset(file), Rows(file));
        return DigestOf(twin);
    }

    // The first file is let through, to see how long it takes.
    private async Task<Moments> UnharmedAsync()
    {
        using var program = await TheProgram.ServeAsync(_folder.FullName, "--Database:Path=" + Database);
        Checked();
        using var limit = new CancellationTokenSource(s_generous);
        using var client = new RawClient(program.Address);
        await client.SendAsync(Request(0), limit.Token);
        var clock = Stopwatch.StartNew();
        var answer = client.ReceiveAsync(limit.Token);
        UntilCommit(answer);
        var commit = clock.Elapsed;
        Assert.That((await answer).Status, Is.EqualTo(200));
        return new Moments(commit, clock.Elapsed);
    }

    // Four kinds of moments: at any time; right when the first page of the commit is written; soon after it; about the commit and the answer.
    private async Task<bool> KillWithinAsync(RunningProgram program, int file, Moments lasts, int kill)
    {
        using var limit = new CancellationTokenSource(s_generous);
        using var client = new RawClient(program.Address);
        await client.SendAsync(Request(file), limit.Token);
        var answer = client.ReceiveAsync(limit.Token);
        var clock = Stopwatch.StartNew();
        switch (kill % 4)
        {
            case 0:
                Until(clock, _random.NextDouble() * lasts.Answer.TotalMilliseconds);
                break;
            case 1:
                UntilCommit(answer);
                break;
            case 2:
                UntilCommit(answer);
                clock.Restart();
                Until(clock, _random.NextDouble() * (lasts.Answer - lasts.Commit).TotalMilliseconds);
                break;
            default:
                Until(clock, (lasts.Commit.TotalMilliseconds * 0.7) + (_random.NextDouble() * (lasts.Answer - (lasts.Commit * 0.7)).TotalMilliseconds));
                break;
        }

        await program.KillAsync();
        try
        {
            return (await answer).Status == 200;
        }
        catch (Exception e) when (e is EndOfStreamException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    // The log is empty before: what an import changes is written when it commits.
    private void UntilCommit(Task<RawResponse> answer)
    {
        var log = new FileInfo(Database + "-wal");
        while (!answer.IsCompleted)
        {
            log.Refresh();
            if (log.Exists && log.Length > 0)
            {
                return;
            }
        }
    }

    // To the fraction of a millisecond, which no timer is.
    private static void Until(Stopwatch clock, double milliseconds)
    {
        while (clock.Elapsed.TotalMilliseconds < milliseconds)
        {
            Thread.SpinWait(20);
        }
    }

    // The program has opened the file again. Then its log is emptied.
    private string Checked()
    {
        var digest = Digest.Of(Database);
        Assert.That(Digest.Integrity(Database), Is.EqualTo("ok"));
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma wal_checkpoint(truncate)";
        Assert.That(command.ExecuteScalar(), Is.Zero);
        return digest;
    }

    private static byte[] Request(int file)
    {
        var body = Encoding.UTF8.GetBytes(Rows(file));
        return [.. RawClient.Head("POST", "/v1/imports/" + Dataset(file), "Content-Type: text/csv", $"Content-Length: {body.Length}"), .. body];
    }

    private static string Dataset(int file) => file % 2 == 0 ? "leads" : "activities";

    // Every row of a file changes what the one before it of its kind has left.
    private static string Rows(int file)
    {
        var rows = new StringBuilder(file % 2 == 0 ? "lead_id,created_at,owner_id,status\n" : "activity_id,lead_id,type,direction,occurred_at\n");
        for (var i = 0; i < Leads; i++)
        {
            var at = Crm.Time(i % 50, file % 24);
            rows.Append(CultureInfo.InvariantCulture, $"{(file % 2 == 0 ? $"L{i},{at},U{(i + file) % 7},working" : $"{i},L{(i + file) % Leads},call,outbound,{at}")}\n");
        }

        return rows.ToString();
    }

    private static string DigestOf(World world)
    {
        using var connection = world.Engine.OpenForWriting();
        return Digest.Of((SqliteConnection)connection);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("LEADMETRICS_KILLS" + name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    // How long an import takes, from its last byte until the commit and until the answer.
    private sealed record Moments(TimeSpan Commit, TimeSpan Answer)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Commit.TotalMilliseconds:0} ms to the commit and {Answer.TotalMilliseconds:0} ms to the answer");
    }
}
