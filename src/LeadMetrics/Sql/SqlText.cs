using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace LeadMetrics.Sql;

/// <summary>
/// The hand-written SQL, by the path of its file under <c>sql/</c>. Three things may stand in a file besides SQL
/// (see <c>sql/README.md</c>): <c>--include path</c> puts another file in its place, <c>--before path</c> names one that must have run first,
/// and a line that ends in <c>--? a !b</c> is there only when switch a is on and b is off. Switches are ours; no text of a client gets here.
/// </summary>
public static class SqlText
{
    private const string Condition = "--?";
    private const string Include = "--include ";
    private const string Before = "--before ";

    private static readonly ConcurrentDictionary<string, string[]> s_files = new();
    private static readonly ConcurrentDictionary<string, Statement> s_rendered = new();
    private static readonly ConcurrentDictionary<string, IReadOnlySet<string>> s_switches = new();

    /// <summary>The statement of a file for a set of switches, its name in a comment before it.</summary>
    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static string Render(string path, IReadOnlySet<string> switches) => Of(path, switches).Text;

    /// <summary>The same with the statements that must have run before it.</summary>
    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static Statement Of(string path, IReadOnlySet<string> switches)
    {
        var key = path + '|' + string.Join(',', switches.Order(StringComparer.Ordinal));
        return s_rendered.GetOrAdd(key, _ =>
        {
            var (text, needs) = (new StringBuilder().Append("/* ").Append(Path.GetFileNameWithoutExtension(path)).Append(" */\n"), new List<string>());
            Append(text, needs, path, switches);
            return new(text.ToString(), needs);
        });
    }

    /// <inheritdoc cref="Render(string, IReadOnlySet{string})"/>
    public static string Render(string path) => Render(path, new HashSet<string>());

    /// <summary>Every switch that a file and what it includes ask for.</summary>
    public static IReadOnlySet<string> SwitchesOf(string path) => s_switches.GetOrAdd(path, static p => FindSwitches(p));

    /// <summary>The paths of the embedded files under a folder, in order of their names.</summary>
    public static IReadOnlyList<string> Under(string folder) =>
        [.. typeof(SqlText).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"sql/{folder}/", StringComparison.Ordinal))
            .Select(name => name["sql/".Length..])
            .Order(StringComparer.Ordinal)];

    private static HashSet<string> FindSwitches(string path)
    {
        var switches = new HashSet<string>();
        foreach (var line in Lines(path))
        {
            var (sql, wanted) = Split(line);
            switches.UnionWith(wanted.Select(name => name.TrimStart('!')));
            if (sql.TrimStart().StartsWith(Include, StringComparison.Ordinal))
            {
                switches.UnionWith(SwitchesOf(sql.Trim()[Include.Length..].Trim()));
            }
        }

        return switches;
    }

    private static void Append(StringBuilder text, List<string> needs, string path, IReadOnlySet<string> switches)
    {
        foreach (var line in Lines(path))
        {
            var (sql, wanted) = Split(line);
            var trimmed = sql.Trim();
            if (trimmed.Length == 0 || !Array.TrueForAll(wanted, name => name[0] == '!' ? !switches.Contains(name[1..]) : switches.Contains(name)))
            {
                continue;
            }

            if (trimmed.StartsWith(Include, StringComparison.Ordinal))
            {
                Append(text, needs, trimmed[Include.Length..].Trim(), switches);
            }
            else if (trimmed.StartsWith(Before, StringComparison.Ordinal))
            {
                needs.Add(trimmed[Before.Length..].Trim());
            }
            else if (!trimmed.StartsWith("--", StringComparison.Ordinal))
            {
                text.Append(sql.TrimEnd()).Append('\n');
            }
        }
    }

    private static (string Sql, string[] Switches) Split(string line)
    {
        var at = line.IndexOf(Condition, StringComparison.Ordinal);
        return at < 0 ? (line, []) : (line[..at], line[(at + Condition.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string[] Lines(string path) => s_files.GetOrAdd(path, static p =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("sql/" + p)
            ?? throw new InvalidOperationException($"There is no SQL file sql/{p}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
    });
}

/// <summary>A statement of ours.</summary>
/// <param name="Text">Its SQL.</param>
/// <param name="Needs">The paths of those that must have run before it, in their order.</param>
public sealed record Statement(string Text, IReadOnlyList<string> Needs);
