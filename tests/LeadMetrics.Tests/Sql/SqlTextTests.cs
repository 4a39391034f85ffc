using System.Text.RegularExpressions;
using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Sql;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace LeadMetrics.Tests.Sql;

/// <summary>Every statement, with every choice of its lines: in T-SQL's grammar, in SQLite's, and in words that both mean alike.</summary>
public partial class SqlTextTests
{
    // What one engine has not, or both have with another meaning.
    private static readonly Dictionary<string, string> s_wordsByReason = new()
    {
        ["the size of an answer, which SQLite and SQL Server limit each in its own way: use row_number() or read fewer rows"] =
            "top limit offset fetch percent ties rowcount",
        ["the engine's clock: instants come from the service, as parameters"] =
            "getdate getutcdate sysdatetime sysutcdatetime sysdatetimeoffset current_timestamp current_date current_time now unixepoch",
        ["calendar arithmetic: instants are whole milliseconds, days are made by the service"] =
            "datediff datediff_big dateadd datepart datename datetrunc date_bucket eomonth day month year " +
            "strftime julianday date time datetime datetime2 datetimeoffset at",
        ["functions of one engine: use coalesce or case"] = "ifnull isnull nvl iif choose greatest least total",
        ["arithmetic that differs: SQL sums and counts, every division is in Results"] =
            "avg round ceiling floor power decimal numeric float real money percentile_cont percentile_disc median stdev var",
        ["text that differs, in case, in length or in letters: compare keys"] =
            "like ilike glob regexp concat concat_ws string_agg group_concat " +
            "substr substring instr charindex patindex len length lower upper trim ltrim rtrim replace format printf",
        ["statements and joins of one engine"] =
            "merge returning output apply pivot unpivot grouping rollup cube sets recursive " +
            "natural using full window filter qualify exec execute go use pragma declare nolock option hint",
        ["values of one engine: flags are 0 and 1"] = "true false boolean bit rowid newid uuid identity",
    };

    private static readonly Dictionary<string, string> s_notPortable = s_wordsByReason
        .SelectMany(pair => pair.Value.Split(' '), (pair, word) => (Word: word, Reason: pair.Key))
        .ToDictionary(pair => pair.Word, pair => pair.Reason, StringComparer.OrdinalIgnoreCase);

    private static readonly string[] s_statements =
        [.. SqlText.Under("metrics").Concat(SqlText.Under("data_quality")).Concat(SqlText.Under("access")).Concat(SqlText.Under("facts"))
            .Where(path => !path.StartsWith("facts/lead_fact", StringComparison.Ordinal) && !path.EndsWith("_columns.sql", StringComparison.Ordinal))];

    private static readonly string[] s_sqlServerSchema = [.. SqlText.Under("schema/sqlserver")];

    private static readonly int[] s_dummyList = [1, 2];

    [Test]
    public void There_are_statements_and_migrations()
    {
        Assert.That(
            s_statements,
            Has.Member("metrics/owner_efficiency.sql").And.Member("facts/refresh_lead_fact.sql").And.No.Member("facts/lead_fact.sql"));
        Assert.That(
            s_sqlServerSchema.Select(Path.GetFileName),
            Is.EqualTo(SqlText.Under("schema/sqlite").Select(Path.GetFileName)).And.Not.Empty);
    }

    // SQL Server compiles a batch before it runs: names in it are those of the tables as they were, unless there was no such table.
    [TestCaseSource(nameof(s_sqlServerSchema))]
    public void A_migration_names_no_column_that_it_only_makes_itself_of_a_table_that_was_there(string path)
    {
        var sql = SqlComment().Replace(SqlText.Render(path), "");
        Assert.That(CreatedTable().Matches(sql).Select(Name).Intersect(DroppedTable().Matches(sql).Select(Name)), Is.Empty);
        Assert.That(AddedColumn().Matches(sql).Select(Name).Where(column => Regex.Count(sql, $@"\b{column}\b") > AddedColumn().Matches(sql).Count(added => Name(added) == column)), Is.Empty);

        static string Name(Match match) => match.Groups[1].Value;
    }

    [TestCaseSource(nameof(s_statements))]
    [TestCaseSource(nameof(s_sqlServerSchema))]
    [TestCase("temporary/sqlserver.sql")]
    public void Is_TSQL(string path)
    {
        foreach (var (switches, sql) in Texts(path))
        {
            _ = Parse(sql, out var errors);

            Assert.That(errors.Select(error => $"{path} [{switches}], line {error.Line}: {error.Message}"), Is.Empty, sql);
        }
    }

    [TestCaseSource(nameof(s_statements))]
    public void Is_one_statement_that_begins_with_its_name(string path)
    {
        foreach (var (switches, sql) in Texts(path))
        {
            Assert.That(sql, Does.StartWith($"/* {Path.GetFileNameWithoutExtension(path)} */\n"), switches);
            Assert.That(((TSqlScript)Parse(sql, out _)).Batches.Sum(batch => batch.Statements.Count), Is.EqualTo(1), switches);
            Assert.That(sql, Does.Not.Contain("--").And.Not.Contain("?").And.Not.Contain(";"), switches);
        }
    }

    [TestCaseSource(nameof(s_statements))]
    public void Keeps_to_words_that_mean_the_same_on_both_engines(string path)
    {
        foreach (var (switches, sql) in Texts(path))
        {
            var used = Parse(sql, out _).ScriptTokenStream
                .Where(token => token.TokenType is not (TSqlTokenType.EndOfFile or TSqlTokenType.MultilineComment))
                .Where(token => s_notPortable.ContainsKey(token.Text))
                .Select(token => $"{path} [{switches}], line {token.Line}: {token.Text}: {s_notPortable[token.Text]}");

            Assert.That(used, Is.Empty);
        }
    }

    [TestCaseSource(nameof(s_statements))]
    public void Divides_nothing_and_quotes_no_name(string path)
    {
        foreach (var (switches, sql) in Texts(path))
        {
            // Only time is cut into slots of whole numbers, which both engines divide alike; and SQL Server wants a # in the name of a table that is temporary.
            var used = Parse(WholeDivision().Replace(TemporaryTable().Replace(sql, "#$1"), ""), out _).ScriptTokenStream
                .Where(token => token.TokenType is TSqlTokenType.Divide or TSqlTokenType.PercentSign
                    or TSqlTokenType.QuotedIdentifier or TSqlTokenType.AsciiStringOrQuotedIdentifier)
                .Select(token => $"line {token.Line}: {token.Text}");

            Assert.That(used, Is.Empty, switches);
        }
    }

    [TestCaseSource(nameof(s_statements))]
    public void Names_no_column_twice(string path)
    {
        // SQL Server refuses to read such a column, SQLite takes the first. Events of a period have no window.
        foreach (var (switches, sql) in Texts(path).Where(text => !text.Switches.Contains("basis.period", StringComparison.Ordinal) || !text.Switches.Split(' ').Contains("window")))
        {
            var selects = new Selects();
            Parse(sql, out _).Accept(selects);

            Assert.That(selects.Twice, Is.Empty, $"{path} [{switches}]");
        }
    }

    [Test]
    public void Is_prepared_by_SQLite_against_its_schema()
    {
        var options = TestEngines.Options(TestEngines.Sqlite, Guid.NewGuid().ToString("N"));
        var engine = new SqliteEngine(options);
        new Migrator(engine, new FixedClock(), NullLogger<Migrator>.Instance).Migrate();
        using (var connection = engine.OpenForWriting())
        {
            connection.Execute(SqlText.Render("temporary/sqlite.sql"));
            foreach (var (switches, sql) in s_statements.SelectMany(Texts))
            {
                Assert.That(() => connection.Query("explain " + sql, Dummies(sql)), Throws.Nothing, $"[{switches}]\n{sql}");
            }
        }

        engine.ClearPool();
        Directory.EnumerateFiles(Path.GetDirectoryName(options.Path)!, Path.GetFileName(options.Path) + "*").ToList().ForEach(File.Delete);
    }

    // Of a group such as ownerAt.* exactly one choice is on: every two choices of two groups stand together once, the other
    // groups at their first. Flags: all off and all on with each of these, and each alone. Figures, which are many and
    // touch nothing else, with the first choices.
    private static List<(string Switches, string Sql)> Texts(string path)
    {
        var groups = SqlText.SwitchesOf(path).Order(StringComparer.Ordinal)
            .ToLookup(name => name.Contains('.') ? name.Split('.')[0] : "flag");
        var choices = groups.Where(group => group.Key is not ("flag" or "figure")).ToDictionary(group => group.Key, group => group.ToList());
        var first = choices.ToDictionary(group => group.Key, group => group.Value[0]);
        var pairs = choices.SelectMany(_ => choices, (one, other) => (one, other))
            .SelectMany(pair => pair.one.Value.SelectMany(_ => pair.other.Value, (a, b) => With((pair.one.Key, a), (pair.other.Key, b))))
            .Append([.. first.Values]);
        string[][] flags = [[], [.. groups["flag"]]];
        var sets = pairs.SelectMany(_ => flags, (chosen, on) => chosen.Concat(on))
            .Concat(groups["flag"].Select(flag => first.Values.Append(flag)))
            .Concat(groups["figure"].SelectMany(_ => flags, (figure, on) => first.Values.Append(figure).Concat(on)));
        return [.. sets.Select(set => set.ToHashSet()).DistinctBy(set => string.Join(' ', set.Order(StringComparer.Ordinal)))
            .Select(set => (string.Join(' ', set), SqlText.Render(path, set))).DistinctBy(text => text.Item2)];

        string[] With((string Group, string Choice) one, (string Group, string Choice) other) =>
            [.. new Dictionary<string, string>(first) { [one.Group] = one.Choice, [other.Group] = other.Choice }.Values];
    }

    private static TSqlFragment Parse(string sql, out IList<ParseError> errors) =>
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(DapperList().Replace(sql, "in ($1)")), out errors);

    private static DynamicParameters Dummies(string sql)
    {
        var lists = DapperList().Matches(sql).Select(match => match.Groups[1].Value).ToHashSet();
        var parameters = new DynamicParameters();
        foreach (var name in ParameterName().Matches(sql).Select(match => match.Value).Distinct())
        {
            parameters.Add(name, lists.Contains(name) ? s_dummyList : 1);
        }

        return parameters;
    }

    // Dapper writes the list out: in @ids becomes in (@ids1, @ids2).
    [GeneratedRegex(@"\bin (@\w+)")]
    private static partial Regex DapperList();

    [GeneratedRegex("--.*")]
    private static partial Regex SqlComment();

    [GeneratedRegex(@"\bcreate table (\w+)")]
    private static partial Regex CreatedTable();

    [GeneratedRegex(@"\bdrop table (\w+)")]
    private static partial Regex DroppedTable();

    [GeneratedRegex(@"\balter table \w+ add (\w+)")]
    private static partial Regex AddedColumn();

    [GeneratedRegex("/ @slotLength")]
    private static partial Regex WholeDivision();

    [GeneratedRegex("\"#(\\w+)\"")]
    private static partial Regex TemporaryTable();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex ParameterName();

    /// <summary>Finds the columns that a select names more than once.</summary>
    private sealed class Selects : TSqlFragmentVisitor
    {
        private readonly HashSet<QueryExpression> _unnamed = [];

        public List<string> Twice { get; } = [];

        // The first select of a union names its columns.
        public override void Visit(BinaryQueryExpression node) => _unnamed.Add(node.SecondQueryExpression);

        public override void Visit(QuerySpecification node) => Twice.AddRange((_unnamed.Contains(node) ? [] : node.SelectElements).OfType<SelectScalarExpression>()
            .Select(column => column.ColumnName?.Value ?? (column.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?.Identifiers[^1].Value)
            .OfType<string>().GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(names => names.Count() > 1).Select(names => names.Key));
    }
}
