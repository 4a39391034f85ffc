using System.Text;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Engines;

/// <summary>What a client has abandoned does not go on in the engine. (A stand-in for SQL Server may not stop a statement: SQLite shows it.)</summary>
public class CancellationTests
{
    private static readonly TimeSpan s_generous = TimeSpan.FromSeconds(60);

    private World? _world;

    private World World => _world!;

    [SetUp]
    public async Task StartAsync() => _world = await World.StartAsync(TestEngines.Sqlite);

    [TearDown]
    public async Task StopAsync() => await World.DisposeAsync();

    [Test]
    public async Task A_running_statement_is_stopped_in_the_engine()
    {
        using var cancel = new CancellationTokenSource();
        using var started = new ManualResetEventSlim();
        await using var connection = (SqliteConnection)await World.Engine.OpenForReadingAsync(cancel.Token);
        await using var stop = World.Engine.StopOnCancel(connection, cancel.Token);
        connection.CreateFunction("started", () =>
        {
            started.Set();
            return 0;
        });

        // Counts for ever, once it has begun.
        var running = Task.Run(() =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "with recursive n (i) as (select started() union all select i + 1 from n) select count(*) from n";
            return command.ExecuteScalar();
        });
        Assert.That(started.Wait(s_generous), Is.True);
        await cancel.CancelAsync();

        var stopped = Assert.ThrowsAsync<SqliteException>(() => running.WaitAsync(s_generous));
        Assert.That(World.Engine.Classify(stopped!), Is.EqualTo(Fault.Stopped));
    }

    [Test]
    public async Task A_question_that_takes_too_long_ends()
    {
        await using var world = await World.StartAsync(TestEngines.Sqlite, "--Database:CommandTimeoutSeconds=1");

        // Asks for ever, and is ended after its second.
        var endless = world.Services.GetRequiredService<Database>().ReadAsync<int>(
            async snapshot =>
            {
                while (true)
                {
                    await snapshot.RowsAsync<int>("metrics/schema_version.sql");
                }
            },
            CancellationToken.None);

        Assert.ThrowsAsync<TooSlowException>(() => endless.WaitAsync(s_generous));
    }

    [Test]
    public async Task A_read_that_was_abandoned_is_not_tried_again()
    {
        using var cancel = new CancellationTokenSource();
        var tries = 0;

        var read = World.Services.GetRequiredService<Database>().ReadAsync<int>(
            async snapshot =>
            {
                tries++;
                await cancel.CancelAsync();
                return (await snapshot.RowsAsync<int>("metrics/schema_version.sql"))[0];
            },
            cancel.Token);

        Assert.That(async () => await read, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(tries, Is.EqualTo(1));
        Assert.That((await World.GetAsync("/health/ready")).Table("status"), Is.EqualTo("Healthy"));
    }

    [Test]
    public async Task An_import_that_was_abandoned_keeps_nothing_and_hinders_nobody()
    {
        using var cancel = new CancellationTokenSource();
        using var file = new Abandoned(cancel);
        var importer = World.Services.GetRequiredService<Importer>();

        Assert.That(
            () => importer.Import(Datasets.Leads, file, FileFormat.Csv, FileReading.Plain, "test", cancel.Token),
            Throws.InstanceOf<OperationCanceledException>());
        var report = await World.ImportAsync("leads", "lead_id,created_at\nL1,2026-01-05T10:00:00Z\n");

        Assert.That(report.Table("inserted dataVersion"), Is.EqualTo("1 1"));
        Assert.That(await World.LeadsAsync("/v1/leads?preset=allTime"), Is.EqualTo(["L1"]));
    }

    // Its sender goes away after many rows, more than are taken at once.
    private sealed class Abandoned(CancellationTokenSource cancel) : Stream
    {
        private int _rows;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_rows > 30_000)
            {
                cancel.Cancel();
            }

            return Encoding.UTF8.GetBytes(_rows++ == 0 ? "lead_id,created_at\n" : $"L{_rows},2026-01-05T10:00:00Z\n", buffer);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
