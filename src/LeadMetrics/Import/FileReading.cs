using LeadMetrics.Parameters;
using NodaTime;

namespace LeadMetrics.Import;

/// <summary>How a sender's file is to be read. CRMs name and write things their own way; this says how.</summary>
public sealed record FileReading
{
    public static readonly Parameter<OnError> Failing = Param.Choice("onError", "What a row that fails does: abort keeps nothing of the file, skip keeps the good rows.", Import.OnError.Abort);
    public static readonly Parameter<string?> Map = Param.Many(Param.Text("map", "A column's name in the file and the dataset's own; once a column.", "two names with a colon between them, such as Created Date:created_at"));
    public static readonly Parameter<string?> MapValue = Param.Many(Param.Text("mapValue", "A value in the file and the one it stands for; once a value.", "a column, a value and its replacement with colons between them, such as status:Open - Not Contacted:new"));
    public static readonly Parameter<UnknownColumns> Unknown = Param.Choice("unknownColumns", "What a column that the dataset does not have does: refuse the file, or ignore the column.", UnknownColumns.Refuse);
    public static readonly Parameter<DateTimeZone?> Zone = Param.Zone("tz", "The zone of times that have no offset; without it they are refused.");

    public static readonly IReadOnlyList<Parameter> Parameters = [Failing, Map, MapValue, Unknown, Zone];

    /// <summary>A file with the dataset's own names, all of it or nothing.</summary>
    public static readonly FileReading Plain = new();

    public OnError OnError { get; init; }

    /// <summary>Theirs to ours.</summary>
    public IReadOnlyDictionary<string, string> ColumnOf { get; init; } = new Dictionary<string, string>();

    /// <summary>Our column and their value to ours.</summary>
    public IReadOnlyDictionary<(string Column, string Theirs), string> ValueOf { get; init; } = new Dictionary<(string, string), string>();

    public bool IgnoresUnknownColumns { get; init; }

    public DateTimeZone? TimeZone { get; init; }

    /// <summary>Reads the parameters; what is wrong is left in the reader.</summary>
    public static FileReading Read(QueryReader query, Dataset dataset)
    {
        var columnOf = new Dictionary<string, string>();
        foreach (var text in query.All(Map).OfType<string>())
        {
            var parts = text.Split(':');
            if (parts.Length < 2 || parts[0].Length == 0 || !Has(parts[^1]) || !columnOf.TryAdd(string.Join(':', parts[..^1]).Trim(), parts[^1].Trim()))
            {
                Fail(Map);
            }
        }

        var valueOf = new Dictionary<(string, string), string>();
        foreach (var text in query.All(MapValue).OfType<string>())
        {
            var parts = text.Split(':');
            if (parts.Length < 3 || !Has(parts[0]) || !valueOf.TryAdd((parts[0].Trim(), string.Join(':', parts[1..^1]).Trim()), parts[^1].Trim()))
            {
                Fail(MapValue);
            }
        }

        return new FileReading
        {
            OnError = query.Get(Failing),
            ColumnOf = columnOf,
            ValueOf = valueOf,
            IgnoresUnknownColumns = query.Get(Unknown) == UnknownColumns.Ignore,
            TimeZone = query.Get(Zone),
        };

        bool Has(string name) => dataset.Columns.Any(column => column.Name == name.Trim());

        void Fail(Parameter parameter) =>
            query.Fail(parameter.Name, $"Allowed is {parameter.Allowed}; columns of {dataset.Name} are {string.Join(", ", dataset.Columns.Select(column => column.Name))}.");
    }
}

/// <summary>What a row that fails does to its file.</summary>
public enum OnError
{
    /// <summary>Keep nothing of the file.</summary>
    Abort,

    /// <summary>Keep the good rows.</summary>
    Skip,
}

/// <summary>What a column that the dataset does not have does to its file.</summary>
public enum UnknownColumns
{
    /// <summary>Refuse the file.</summary>
    Refuse,

    /// <summary>Leave the column out.</summary>
    Ignore,
}
