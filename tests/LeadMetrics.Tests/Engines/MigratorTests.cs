using LeadMetrics.Engines;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeadMetrics.Tests.Engines;

/// <summary>Numbered migrations: once each, whoever starts first.</summary>
[NonParallelizable]
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
public class MigratorTests(string engine)
{
    private IEngine? _first;
    private IEngine? _second;

    private string[] Settings { get; set; } = [];

    // A database of its own, which no other test has touched.
    [SetUp]
    public void Prepare()
    {
        TestEngines.SkipWithout(engine);
        var options = TestEngines.Options(engine, $"leadmetrics_migrations_{Guid.NewGuid():N}");
        Settings = [$"--Database:Engine={engine}", $"--Database:Path={options.Path}", $"--Database:ConnectionString={options.ConnectionString}"];
        (_first, _second) = (options.Create(), options.Create());
    }

    [TearDown]
    public void Drop()
    {
        if (_first is not null)
        {
            TestEngines.Drop(_first);
        }

        (_first, _second) = (null, null);
    }

    [Test]
    public async Task Two_instances_that_start_at_once_apply_each_migration_once()
    {
        using var start = new Barrier(2);

        await Task.WhenAll(Task.Run(() => Start(_first!)), Task.Run(() => Start(_second!)));

        var latest = Migrator(_first!).Latest;
        Assert.That(Numbers("select version from schema_migration order by version"), Is.EqualTo(Enumerable.Range(1, latest)));
        Assert.That(Numbers("select count(*) from data_version"), Is.EqualTo([1]));

        void Start(IEngine instance)
        {
            start.SignalAndWait();
            Migrator(instance).Migrate();
        }
    }

    [Test]
    public void A_second_start_changes_nothing()
    {
        Migrator(_first!).Migrate();
        Execute("update schema_migration set applied_at = 7");
        Migrator(_second!).Migrate();

        Assert.That(Numbers("select distinct applied_at from schema_migration"), Is.EqualTo([7]));
    }

    [Test]
    public void A_newer_database_is_refused_with_what_to_do()
    {
        var migrator = Migrator(_first!);
        migrator.Migrate();
        Execute("insert into schema_migration (version, name, applied_at) values (999, 'later', 0)");

        Assert.That(
            Assert.Throws<MigrationException>(migrator.Migrate)!.Message,
            Is.EqualTo($"The database is at version 999, this program knows versions up to {migrator.Latest}. Start a newer program, or restore a backup of the older database."));
    }

    [Test]
    public async Task The_program_migrates_and_ends()
    {
        var (code, _) = await TheProgram.RunAsync(["--migrate", .. Settings]);

        Assert.That(code, Is.Zero);
        Assert.That(Numbers("select max(version) from schema_migration"), Is.EqualTo([Migrator(_first!).Latest]));
    }

    [Test]
    public async Task The_program_refuses_a_newer_database_in_a_sentence()
    {
        Migrator(_first!).Migrate();
        Execute("insert into schema_migration (version, name, applied_at) values (999, 'later', 0)");

        var (code, said) = await TheProgram.RunAsync(["--migrate", .. Settings]);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(said, Does.StartWith("The database is at version 999").And.Not.Contain("   at "));
    }

    [Test]
    public async Task The_program_writes_the_facts_anew_and_ends()
    {
        Migrator(_first!).Migrate();
        Execute("insert into lead (lead_id, known, created_at) values ('L1', 1, 1000)");
        Execute("insert into lead (lead_id, known, created_at) values ('L2', 0, null)");

        var (code, _) = await TheProgram.RunAsync(["--rebuild-facts", .. Settings]);

        // L2 was only referred to.
        Assert.That(code, Is.Zero);
        Assert.That(FactTable.Read(_first!), Has.Count.EqualTo(1).And.Some.StartsWith("lead_id=L1 credited=(unassigned)"));
        Assert.That(Numbers("select version from data_version"), Is.EqualTo([1]));
    }

    private static Migrator Migrator(IEngine instance) => new(instance, new FixedClock(), NullLogger<Migrator>.Instance);

    private void Execute(string sql)
    {
        using var connection = _first!.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private List<long> Numbers(string sql)
    {
        using var connection = _first!.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var numbers = new List<long>();
        while (reader.Read())
        {
            numbers.Add(Convert.ToInt64(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
        }

        return numbers;
    }
}
