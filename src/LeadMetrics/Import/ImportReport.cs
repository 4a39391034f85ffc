namespace LeadMetrics.Import;

/// <summary>What became of a file.</summary>
public sealed record ImportReport
{
    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>Whether the file's good rows are in the database now.</summary>
    public required bool Kept { get; init; }

    /// <summary>Rows in the file; inserted + updated + unchanged + rejected where the file was kept.</summary>
    public required long RowsRead { get; init; }

    public required long Inserted { get; init; }

    public required long Updated { get; init; }

    /// <summary>Rows that are already there, to the letter.</summary>
    public required long Unchanged { get; init; }

    public required long Rejected { get; init; }

    /// <summary>The first 100 rejected rows.</summary>
    public required IReadOnlyList<RejectedRow> RejectedRows { get; init; }

    /// <summary>Leads whose facts were refreshed, by all files that came in together.</summary>
    public required long LeadsRefreshed { get; init; }

    /// <summary>The data's version now; it changes with each import that changes anything.</summary>
    public required long DataVersion { get; init; }
}

/// <summary>A row that was not taken. The value itself is not repeated: it may be somebody's.</summary>
/// <param name="Line">The line in the file, from 1; the header is line 1 of a CSV file.</param>
/// <param name="Column">The column at fault; null where it is the whole row.</param>
/// <param name="ValueClass">What stood there: <c>empty</c>, <c>number</c>, <c>text of 12 characters</c>, …</param>
/// <param name="Reason">Why it was not taken, and what is allowed.</param>
public sealed record RejectedRow(long Line, string? Column, string? ValueClass, string Reason);
