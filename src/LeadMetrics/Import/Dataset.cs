namespace LeadMetrics.Import;

/// <summary>A table that others refer to by the CRM's id, and inside by a small key.</summary>
/// <param name="Table">The table.</param>
/// <param name="IdColumn">The CRM's id.</param>
/// <param name="KeyColumn">The key.</param>
/// <param name="None">The key that stands for "none": 0 where the dimension has such a member, else null.</param>
public sealed record Dimension(string Table, string IdColumn, string KeyColumn, int? None)
{
    public static readonly Dimension Owner = new("owner", "owner_id", "owner_key", 0);
    public static readonly Dimension Source = new("source", "source_id", "source_key", 0);
    public static readonly Dimension Campaign = new("campaign", "campaign_id", "campaign_key", 0);
    public static readonly Dimension Customer = new("customer", "customer_id", "customer_key", null);
    public static readonly Dimension Lead = new("lead", "lead_id", "lead_key", null);
    public static readonly Dimension Opportunity = new("opportunity", "opportunity_id", "opportunity_key", null);
}

/// <summary>A column of the table that follows from the others, by SQL over s (the staged row) and the joined references.</summary>
/// <param name="Target">The column of the table.</param>
/// <param name="Sql">The expression. A reference is joined as <c>r_</c> and its column's name.</param>
public sealed record Derived(string Target, string Sql);

/// <summary>
/// What a CRM hands over under one name. A declaration is all there is to a dataset: the parser, the staging table, the
/// statements, the documentation and the refresh of the leads that it touches follow from it.
/// </summary>
/// <param name="Name">The name in the URL.</param>
/// <param name="Table">The table that takes the rows.</param>
/// <param name="Columns">The file's columns.</param>
public sealed record Dataset(string Name, string Table, params IReadOnlyList<Column> Columns)
{
    private readonly Dictionary<string, int> _places = Columns.Select((column, at) => (column.Name, at)).ToDictionary(c => c.Name, c => c.at);

    /// <summary>Its surrogate key, where it has one.</summary>
    public string? KeyColumn { get; init; }

    /// <summary>Whether others refer to its rows, which may then be there before they arrive.</summary>
    public bool Referred { get; init; }

    /// <summary>The column that says whose facts a row belongs to; null where no fact depends on it.</summary>
    public string? LeadColumn { get; init; }

    /// <summary>Columns that follow from the file's.</summary>
    public IReadOnlyList<Derived> Derived { get; init; } = [];

    /// <summary>Checks what no single column can, knowing the base currency; returns the column to name and the reason, or null.</summary>
    public Func<Row, string, (string Column, string Reason)?>? Check { get; init; }

    /// <summary>Fills what depends on other columns of the row.</summary>
    public Action<Row>? Complete { get; init; }

    /// <summary>
    /// Statements after the rows are in: tables that follow this one. <c>{incoming}</c> is the table of the rows; what stands
    /// before <c>{exactly}</c> compares by code point, here and in <see cref="Derived"/>.
    /// </summary>
    public IReadOnlyList<string> Followers { get; init; } = [];

    /// <summary>Where a column stands among the columns; -1 where there is none of that name.</summary>
    public int PlaceOf(string column) => _places.GetValueOrDefault(column, -1);
}

/// <summary>A row's values, by its dataset's columns.</summary>
public sealed class Row(Dataset dataset, object?[] values)
{
    public object?[] Values => values;

    public object? this[string column]
    {
        get => values[PlaceOf(column)];
        set => values[PlaceOf(column)] = value;
    }

    private int PlaceOf(string column) => dataset.PlaceOf(column) is >= 0 and var place
        ? place : throw new ArgumentException($"Dataset {dataset.Name} has no column {column}.", nameof(column));
}
