using System.Reflection;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests;

/// <summary>Bad configuration stops the start with a sentence: the setting, and what is allowed.</summary>
[NonParallelizable]
public class CommandLineTests
{
    [TestCase("--Database:Engine=oracle", "Database:Engine is 'oracle'; allowed are sqlite and sqlserver.")]
    [TestCase("--Database:Path=", "Database:Path is empty; give the path of the SQLite file.")]
    [TestCase("--Database:CommandTimeoutSeconds=0", "Database:CommandTimeoutSeconds is 0; allowed are 1 to 3600.")]
    [TestCase("--Database:CommandTimeoutSeconds=long", "Database:CommandTimeoutSeconds is 'long'; allowed is a whole number.")]
    [TestCase("--Database:ReadOnlyIntent=perhaps", "Database:ReadOnlyIntent is 'perhaps'; allowed are true and false.")]
    [TestCase("--Database:Pth=x", "Database:Pth is no setting; allowed are Database:Engine, Database:Path, Database:ConnectionString, Database:ReadOnlyIntent, Database:CommandTimeoutSeconds, Database:MostWaiting.")]
    [TestCase("--Database:MostWaiting=-1", "Database:MostWaiting is -1; allowed are 0 to 100000.")]
    [TestCase("--Limits:ImportMegabytes=0", "Limits:ImportMegabytes is 0; allowed is 1 to 1000000.")]
    [TestCase("--Limits:GraceSeconds=1", "Limits:GraceSeconds is 1; allowed is 2 to 600.")]
    [TestCase("--Answers:CacheMegabytes=-1", "Answers:CacheMegabytes is -1; allowed is 0 to 65536.")]
    [TestCase("--Reports:TimeZone=Asia/Riyad", "Reports:TimeZone is 'Asia/Riyad'; allowed is an IANA name such as Asia/Riyadh.")]
    [TestCase("--Reports:BaseCurrency=riyal", "Reports:BaseCurrency is 'riyal'; allowed is an ISO 4217 code such as SAR.")]
    [TestCase("--Reports:FirstDayOfWeek=None", "Reports:FirstDayOfWeek is 'None'; allowed are Monday to Sunday.")]
    [TestCase("--Reports:FirstDayOfWeek=Caturday", "Reports:FirstDayOfWeek is 'Caturday'; allowed are Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday.")]
    [TestCase("--Reports:WorkingCalendar:Days=Sunday, Caturday", "Reports:WorkingCalendar:Days has 'Caturday'; allowed are Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday.")]
    [TestCase("--Reports:WorkingCalendar:Days:0=1", "Reports:WorkingCalendar:Days has '1'; allowed are Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday.")]
    [TestCase("--Reports:WorkingCalendar:Days=", "Reports:WorkingCalendar:Days is empty; give at least one day, such as Sunday.")]
    [TestCase("--Reports:WorkingCalendar:From=9", "Reports:WorkingCalendar:From is '9'; allowed is a time such as 09:00.")]
    [TestCase("--Reports:WorkingCalendar:To=25:00", "Reports:WorkingCalendar:To is '25:00'; allowed is a time such as 17:00, or 24:00 for the end of the day.")]
    [TestCase("--Reports:WorkingCalendar:To=09:00", "Reports:WorkingCalendar:To is '09:00'; it must be later than From, which is '09:00'.")]
    [TestCase("--Reports:WorkingCalendar:Holidays=2026-03-20,20.3.2026", "Reports:WorkingCalendar:Holidays has '20.3.2026'; allowed is a date such as 2026-03-20.")]
    [TestCase("--Reports:WorkingCalendar:Hours=8", "Reports:WorkingCalendar:Hours is no setting; allowed are Reports:WorkingCalendar:Days, Reports:WorkingCalendar:From, Reports:WorkingCalendar:To, Reports:WorkingCalendar:Holidays.")]
    [TestCase("--Reports:WorkingCalendar=always", "Reports:WorkingCalendar is 'always'; what can be set are Reports:WorkingCalendar:Days, Reports:WorkingCalendar:From, Reports:WorkingCalendar:To, Reports:WorkingCalendar:Holidays.")]
    [TestCase("--Telemetry:PrometheusPort=70000", "Telemetry:PrometheusPort is 70000; allowed are 1 to 65535.")]
    [TestCase("--Telemetry:PrometheusPort=high", "Telemetry:PrometheusPort is 'high'; allowed is a whole number.")]
    [TestCase("--Telemetry:Prometheus=on", "Telemetry:Prometheus is 'on'; allowed are true and false.")]
    public async Task A_bad_setting_is_named(string setting, string sentence)
    {
        var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Path=" + Unused(), setting);

        Assert.That((code, said.Trim()), Is.EqualTo((1, sentence)));
    }

    [TestCase("Server=localhost", "Database:ConnectionString names no database; add Database=LeadMetrics (or another name) to it.")]
    [TestCase("", "Database:ConnectionString names no database; add Database=LeadMetrics (or another name) to it.")]
    [TestCase("Sever=localhost", "Database:ConnectionString is no connection string of SQL Server: Keyword not supported: 'sever'.")]
    public async Task A_bad_connection_string_is_named(string text, string sentence)
    {
        var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Engine=sqlserver", "--Database:ConnectionString=" + text);

        Assert.That((code, said.Trim()), Is.EqualTo((1, sentence)));
    }

    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317'; allowed is the address of a collector, such as http://collector:4317.")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json'; allowed are grpc and http/protobuf.")]
    [TestCase("OTEL_TRACES_SAMPLER", "some", "OTEL_TRACES_SAMPLER is 'some'; allowed are always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio.")]
    [TestCase("OTEL_TRACES_SAMPLER_ARG", "10%", "OTEL_TRACES_SAMPLER_ARG is '10%'; allowed is a share from 0 to 1, such as 0.1.")]
    public async Task A_bad_variable_of_OpenTelemetry_is_named(string name, string value, string sentence)
    {
        var before = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
        try
        {
            var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Path=" + Unused());

            Assert.That((code, said.Trim()), Is.EqualTo((1, sentence)));
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, before);
        }
    }

    [TestCase("--migrat")]
    [TestCase("--demmo")]
    [TestCase("--dem=true", "--dem")]
    [TestCase("--Reprots:TimeZone=UTC", "--Reprots:TimeZone")]
    [TestCase("imort")]
    public async Task A_misspelt_option_is_no_setting(string option, string? name = null)
    {
        var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Path=" + Unused(), option);

        Assert.That((code, said.Trim()), Is.EqualTo((1, $"'{name ?? option}' is no command, option or setting; --help lists the first two. A setting is given as --Section:Name=value.")));
    }

    private static readonly string[] s_sections =
        [.. typeof(CommandLine).Assembly.GetTypes().Select(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)).OfType<FieldInfo>().Select(field => (string)field.GetRawConstantValue()!)];

    [TestCaseSource(nameof(s_sections))]
    public async Task Every_section_of_the_settings_is_taken_from_the_command_line(string section)
    {
        var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Path=" + Unused(), $"--{section}:Nothing=1");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(said, Does.StartWith($"{section}:Nothing is no setting; allowed are {section}:"));
    }

    [Test]
    public async Task Amounts_do_not_change_their_currency()
    {
        var path = Unused();
        Directory.CreateDirectory(path + ".files");
        await File.WriteAllTextAsync(Path.Combine(path + ".files", "leads.csv"), "lead_id,created_at\nL1,2026-01-05T00:00:00Z\n");
        try
        {
            var imported = await TheProgram.RunAsync("import-folder", path + ".files", "--Database:Path=" + path);
            Assert.That(imported, Is.EqualTo((0, "")));

            const string Sentence = "Reports:BaseCurrency is 'SAR', but the database holds amounts in USD; allowed is USD, or an empty database.";
            foreach (var command in new[] { new[] { "--rebuild-facts" }, ["import-folder", path + ".files"] })
            {
                var (code, said) = await TheProgram.RunAsync([.. command, "--Database:Path=" + path, "--Reports:BaseCurrency=SAR"]);
                Assert.That((code, said.Trim()), Is.EqualTo((1, Sentence)));
            }
        }
        finally
        {
            Directory.Delete(path + ".files", true);
            foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            {
                File.Delete(file);
            }
        }
    }

    [Test]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:CommandTimeoutSeconds=0", "--Database:Engine=oracle");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(said, Does.Contain("Database:Engine is 'oracle'").And.Contain("Database:CommandTimeoutSeconds is 0"));
    }

    [Test]
    public async Task A_path_that_cannot_be_is_a_sentence()
    {
        var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Path=" + Path.Combine(typeof(CommandLineTests).Assembly.Location, "below-a-file.db"));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(said, Does.Contain("LeadMetrics.Tests.dll").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_a_sentence()
    {
        var path = Unused();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, new string('x', 5000));
        try
        {
            var (code, said) = await TheProgram.RunAsync("--migrate", "--Database:Path=" + path);

            Assert.That(code, Is.EqualTo(1));
            Assert.That(said, Does.Contain("file is not a database").And.Not.Contain("   at "));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public async Task A_file_is_imported_by_the_program_and_refused_with_an_exit_code()
    {
        var folder = Directory.CreateTempSubdirectory("leadmetrics-tests-");
        try
        {
            var file = Path.Combine(folder.FullName, "leads.csv");
            var database = "--Database:Path=" + Path.Combine(folder.FullName, "leads.db");
            await File.WriteAllTextAsync(file, "Id,created_at\nL1,2026-01-05T10:00:00Z\n");

            var unmapped = await TheProgram.RunAsync("import", "leads", file, database);
            var mapped = await TheProgram.RunAsync("import", "leads", file, "--map", "Id:lead_id", database);
            await File.WriteAllTextAsync(file, "lead_id,created_at\nL1,soon\n");
            var bad = await TheProgram.RunAsync("import", "leads", file, database);
            var skipped = await TheProgram.RunAsync("import", "leads", file, "--on-error", "skip", database);

            Assert.That(unmapped.Code, Is.EqualTo(1));
            Assert.That(unmapped.Said, Does.StartWith("Column 'Id' is not one of dataset leads"));
            Assert.That((mapped.Code, bad.Code, skipped.Code), Is.EqualTo((0, 1, 0)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Unused() => Path.Combine(Path.GetTempPath(), $"leadmetrics-tests-{Environment.ProcessId}", Guid.NewGuid().ToString("N") + ".db");
}
