using System.Globalization;
using System.Text;
using LeadMetrics.Import;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Support;

/// <summary>A row that a CRM sends, as text by the columns of <see cref="Crm.Columns"/>.</summary>
public sealed record CrmRow(string Dataset, params IReadOnlyList<string> Fields)
{
    public string this[string column] => Fields[At(column)];

    /// <summary>What identifies it.</summary>
    public string Key => Dataset + ' ' + Dataset switch
    {
        "lead-assignments" or "lead-statuses" => string.Join(' ', Fields),
        "exchange-rates" => $"{Fields[0]} {Fields[1]}",
        _ => Fields[0],
    };

    public CrmRow With(string column, string value)
    {
        var fields = Fields.ToArray();
        fields[At(column)] = value;
        return new CrmRow(Dataset, fields);
    }

    public override string ToString() => $"{Dataset}: {string.Join(',', Fields)}";

    private int At(string column) => Array.IndexOf(Crm.Columns[Dataset].Split(','), column);
}

/// <summary>A small CRM: the files that it sends, one after the other.</summary>
public sealed record Crm(IReadOnlyList<IReadOnlyList<CrmRow>> Files)
{
    /// <summary>The columns of each dataset, in the order in which a whole CRM is handed over.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["owners"] = "owner_id,name",
        ["exchange-rates"] = "currency,on,rate",
        ["leads"] = "lead_id,created_at,owner_id,source_id,status,qualified,is_test,is_deleted,merged_into",
        ["lead-assignments"] = "lead_id,owner_id,assigned_at",
        ["lead-statuses"] = "lead_id,status,changed_at",
        ["opportunities"] = "opportunity_id,lead_id,created_at,status,amount,currency,closed_at",
        ["activities"] = "activity_id,lead_id,opportunity_id,type,direction,due_at,occurred_at,completed,automated",
        ["orders"] = "order_id,customer_id,lead_id,opportunity_id,ordered_at,amount,cost,currency",
        ["spend"] = "spend_id,from,to,kind,amount,currency",
    };

    /// <summary>Each row as it was sent last, a file a dataset.</summary>
    public Crm Final()
    {
        var rows = Files.SelectMany(file => file).GroupBy(row => row.Key).Select(sendings => sendings.Last()).ToList();
        return new Crm([.. Columns.Keys.Select(dataset => rows.Where(row => row.Dataset == dataset).ToList()).Where(file => file.Count > 0)]);
    }

    /// <summary>
    /// The same where history alone says who had a lead and how it stood, where an activity or order of an opportunity
    /// comes after it, and where only a lead's own activities are planned: what was known when is certain then.
    /// </summary>
    public Crm Certain()
    {
        var opened = Files.SelectMany(file => file).Where(row => row.Dataset == "opportunities").ToDictionary(row => row["opportunity_id"], row => row["created_at"]);
        return Each(row => row.Dataset switch
        {
            "leads" => row.With("owner_id", "").With("status", ""),
            "activities" when row["lead_id"] == "" && row["occurred_at"] != "" => AfterOpening(row, "occurred_at").With("due_at", ""),
            "activities" when row["lead_id"] == "" => row.With("due_at", ""),
            "orders" when row["lead_id"] == "" => AfterOpening(row, "ordered_at"),
            _ => row,
        });

        CrmRow AfterOpening(CrmRow row, string column) =>
            opened.TryGetValue(row["opportunity_id"], out var at) && string.CompareOrdinal(row[column], at) < 0 ? row.With(column, at) : row;
    }

    /// <summary>What had been sent if no event after an instant had happened yet. Activities that came later are planned until then.</summary>
    public Crm Until(string instant)
    {
        return Each(row => row.Dataset switch
        {
            "leads" => Known(row, "created_at"),
            "lead-assignments" => Known(row, "assigned_at"),
            "lead-statuses" => Known(row, "changed_at"),
            "opportunities" when Later(row["closed_at"]) => Known(row.With("status", "open").With("closed_at", ""), "created_at"),
            "opportunities" => Known(row, "created_at"),
            "activities" when Later(row["occurred_at"]) => row["due_at"] == "" ? null : row.With("occurred_at", "").With("completed", "false"),
            "orders" => Known(row, "ordered_at"),
            _ => row,
        });

        CrmRow? Known(CrmRow row, string column) => Later(row[column]) ? null : row;

        bool Later(string time) => string.CompareOrdinal(time, instant) > 0;
    }

    public async Task SendAsync(World world)
    {
        foreach (var file in Files)
        {
            await world.ImportAsync(file[0].Dataset, Csv(file));
        }
    }

    /// <summary>Sends all files at once, as <c>import-folder</c> does.</summary>
    public void SendAtOnce(World world) => world.Services.GetRequiredService<Importer>().Import(
        [.. Files.Select(file => new ImportFile(Datasets.Find(file[0].Dataset)!, () => new MemoryStream(Encoding.UTF8.GetBytes(Csv(file))), FileFormat.Csv))],
        FileReading.Plain,
        "test");

    public override string ToString() => string.Join("\n--\n", Files.Select(file => string.Join('\n', file)));

    /// <summary>An instant as the files have it: sorted as text, they are sorted in time.</summary>
    public static string Time(int day, int hour) =>
        new DateTime(2026, 1, 1, hour, 0, 0, DateTimeKind.Utc).AddDays(day).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Csv(IReadOnlyList<CrmRow> file) =>
        Columns[file[0].Dataset] + '\n' + string.Concat(file.Select(row => string.Join(',', row.Fields) + '\n'));

    private Crm Each(Func<CrmRow, CrmRow?> change) =>
        new([.. Files.Select(file => file.Select(change).OfType<CrmRow>().ToList()).Where(file => file.Count > 0)]);
}
