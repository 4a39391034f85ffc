using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Tests.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadMetrics.Tests.Engines;

/// <summary>Connections to read by stay open with what they have prepared, and nothing else stays with them.</summary>
public sealed class KeptConnectionsTests : IDisposable
{
    private const string Values = "select value from kept order by value";

    private DatabaseOptions _options = null!;
    private SqliteEngine _engine = null!;

    [SetUp]
    public void Prepare()
    {
        _options = TestEngines.Options(TestEngines.Sqlite, Guid.NewGuid().ToString("N"));
        _engine?.Dispose();
        _engine = new SqliteEngine(_options);
        _engine.Prepare();
        Write("create table kept (value integer not null)");
        Write("insert into kept values (1), (2)");
    }

    [TearDown]
    public void Delete()
    {
        _engine.ClearPool();
        TestEngines.DeleteFile(_options.Path);
    }

    [Test]
    public async Task Who_reads_next_has_the_connection_and_its_statements()
    {
        var (before, after) = (0, 0);
        sqlite3 handle;
        using (var connection = await OpenAsync())
        {
            (handle, before) = (connection.Handle!, Prepared(connection));
            Assert.That(connection.Query<int>(Values), Is.EqualTo(new[] { 1, 2 }));
            after = Prepared(connection);
        }

        using var next = await OpenAsync();
        Assert.That(next.Handle, Is.SameAs(handle));
        Assert.That((after > before, Prepared(next) - after), Is.EqualTo((true, 0)));
        Assert.That(next.Query<int>(Values), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Prepared(next), Is.EqualTo(after), "the same ran again");
    }

    [Test]
    public async Task What_was_bound_to_a_statement_does_not_stay()
    {
        using var connection = await OpenAsync();

        Assert.That(connection.QuerySingle<string>("select @first || coalesce(@second, '')", new { first = "a", second = "b" }), Is.EqualTo("ab"));
        Assert.That(connection.QuerySingle<string>("select @first || coalesce(@second, '')", new { first = "c", second = (string?)null }), Is.EqualTo("c"));
        Assert.That(() => connection.QuerySingle<string>("select @first || coalesce(@second, '')", new { first = "d" }), Throws.InvalidOperationException);
    }

    [Test]
    public async Task What_another_writes_and_how_it_changes_a_table_is_seen_at_once()
    {
        using var connection = await OpenAsync();
        Assert.That(connection.Query("select * from kept").Count(), Is.EqualTo(2));

        Write("alter table kept add column name text not null default 'none'");
        Write("insert into kept values (3, 'three')");

        Assert.That(connection.Query("select * from kept order by value").Select(row => $"{row.value} {row.name}"), Is.EqualTo(new[] { "1 none", "2 none", "3 three" }));
    }

    [Test]
    public async Task The_same_statement_can_be_read_twice_at_once()
    {
        using var connection = await OpenAsync();
        using (var first = connection.ExecuteReader(Values))
        {
            Assert.That(first.Read(), Is.True);
            Assert.That(connection.Query<int>(Values), Is.EqualTo(new[] { 1, 2 }));
            Assert.That((first.Read(), first.GetInt32(0), first.Read()), Is.EqualTo((true, 2, false)));
        }
    }

    [Test]
    public async Task A_failed_statement_leaves_the_next_alone()
    {
        using var connection = await OpenAsync();
        Assert.That(() => connection.Query("select json(value) from (select 'no json' as value)"), Throws.TypeOf<SqliteException>());
        Assert.That(() => connection.Query("select nothing from kept"), Throws.TypeOf<SqliteException>());
        Assert.That(() => connection.Execute("insert into kept values (3)"), Throws.TypeOf<SqliteException>(), "it only reads");

        Assert.That(connection.Query<int>(Values), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Given_back_twice_it_has_one_reader_all_the_same()
    {
        var connection = await OpenAsync();
        connection.Dispose();
        connection.Dispose();

        using var one = await OpenAsync();
        using var other = await OpenAsync();

        Assert.That(other, Is.Not.SameAs(one));
    }

    // Who had it next would read what was there then.
    [Test]
    public async Task Given_back_amid_a_snapshot_it_is_closed()
    {
        var connections = new List<SqliteConnection>();
        for (var i = 0; i < 4; i++)
        {
            connections.Add(await OpenAsync());
        }

        _engine.BeginSnapshot(connections[0]);
        connections[1].Execute("begin deferred");
        _ = connections[2].ExecuteReader(Values).Read();
        _ = (connections[3].ExecuteReader(Values).Read(), connections[3].Query<int>(Values));
        connections.ForEach(connection => connection.Dispose());

        Assert.That(connections.Select(connection => connection.State), Is.All.EqualTo(System.Data.ConnectionState.Closed));
        Write("insert into kept values (3)");
        using var next = await OpenAsync();
        Assert.That(next.Query<int>(Values), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task What_is_cleared_away_is_closed_once_it_is_given_back()
    {
        var (idle, busy) = (await OpenAsync(), await OpenAsync());
        idle.Dispose();

        _engine.ClearPool();

        Assert.That((idle.State, busy.State), Is.EqualTo((System.Data.ConnectionState.Closed, System.Data.ConnectionState.Open)));
        Assert.That(busy.Query<int>(Values), Is.EqualTo(new[] { 1, 2 }));
        busy.Dispose();
        Assert.That(busy.State, Is.EqualTo(System.Data.ConnectionState.Closed));
    }

    [Test]
    public async Task Only_so_many_connections_and_statements_are_kept()
    {
        var all = new List<SqliteConnection>();
        for (var i = 0; i < 3 * _engine.ReadsAtOnce; i++)
        {
            all.Add(await OpenAsync());
        }

        all.ForEach(connection => connection.Dispose());
        Assert.That(all.Count(connection => connection.State == System.Data.ConnectionState.Open), Is.EqualTo(2 * _engine.ReadsAtOnce));

        using var one = await OpenAsync();
        var most = 0;
        for (var i = 0; i < 1_000; i++)
        {
            Assert.That(one.QuerySingle<int>($"select {i}"), Is.EqualTo(i));
            most = i == 99 ? Prepared(one) : most;
        }

        Assert.That(Prepared(one), Is.LessThan(2 * most));
    }

    public void Dispose() => _engine.Dispose();

    private async Task<SqliteConnection> OpenAsync() => (SqliteConnection)await _engine.OpenForReadingAsync(CancellationToken.None);

    // As another program does.
    private void Write(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_options.Path};Pooling=False");
        connection.Execute(sql);
    }

    // How much memory what is prepared takes.
    private static int Prepared(SqliteConnection connection)
    {
        raw.sqlite3_db_status(connection.Handle!, raw.SQLITE_DBSTATUS_STMT_USED, out var bytes, out _, 0);
        return bytes;
    }
}
