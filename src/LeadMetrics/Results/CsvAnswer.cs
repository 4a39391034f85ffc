using System.Runtime.InteropServices;
using System.Text.Json;
using CsvHelper;

namespace LeadMetrics.Results;

/// <summary>
/// Rows as CSV (RFC 4180, UTF-8 with a byte order mark, by which spreadsheets know it): their JSON, flattened. A column is
/// told by its path, such as <c>efficiency.percent</c>; a part of an array by its <c>name</c> or <c>code</c>, where all parts
/// have their own, or else by its number from 0. Columns stand in the order of the JSON, with null an empty cell.
/// </summary>
public static class CsvAnswer
{
    // What spreadsheets take for the start of a formula, or skip and then do. OWASP, CSV Injection; ASVS 5.0, 1.2.10.
    private const string FormulaStarts = "=+-@\t\r\n\0＝＋－＠";

    private static readonly CsvWriterOptions s_options = new() { WriteByteOrderMark = true };

    /// <summary>Writes a header and the rows; each is turned into JSON twice, so that no more than one is held.</summary>
    /// <param name="to">Where to; stays open.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="exemplar">A row that is not written, but has columns, such as the totals; without rows it alone has.</param>
    /// <param name="header">What the header says of a column, by its path.</param>
    /// <param name="json">How rows are written as JSON.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public static async Task WriteAsync<TRow>(
        Stream to, IReadOnlyCollection<TRow> rows, TRow exemplar, Func<string, string> header, JsonSerializerOptions json, CancellationToken cancellation)
    {
        var root = new Node("");
        foreach (var row in rows.Prepend(exemplar))
        {
            using var document = JsonSerializer.SerializeToDocument(row, json);
            root.Learn(document.RootElement);
        }

        var columns = root.Columns().ToList();
        for (var i = 0; i < columns.Count; i++)
        {
            columns[i].Place = i;
        }

        await using var csv = CsvWriter.Create(to, s_options, leaveOpen: true);
        await csv.WriteRecordAsync([.. columns.Select(column => Safe(header(column.Path)))], cancellation);
        var cells = new JsonElement[columns.Count];
        foreach (var row in rows)
        {
            using var document = JsonSerializer.SerializeToDocument(row, json);
            Array.Clear(cells);
            root.Fill(document.RootElement, cells);
            foreach (var cell in cells)
            {
                WriteCell(csv, cell);
            }

            await csv.EndRecordAsync(cancellation);
        }
    }

    /// <inheritdoc cref="WriteAsync"/>
    public static async Task<byte[]> BytesAsync<TRow>(IReadOnlyCollection<TRow> rows, TRow exemplar, Func<string, string> header, JsonSerializerOptions json)
    {
        using var stream = new MemoryStream();
        await WriteAsync(stream, rows, exemplar, header, json, CancellationToken.None);
        return stream.ToArray();
    }

    private static void WriteCell(CsvWriter csv, JsonElement cell)
    {
        switch (cell.ValueKind)
        {
            case JsonValueKind.Undefined:
                csv.WriteField("");
                break;
            case JsonValueKind.String:
                csv.WriteField(Safe(cell.GetString()!));
                break;
            default:
                csv.WriteField(JsonMarshal.GetRawUtf8Value(cell));
                break;
        }
    }

    private static string Safe(string text) =>
        text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    // The parts of an object or an array, by name.
    private static IEnumerable<(string Name, JsonElement Value)> Parts(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return element.EnumerateObject().Select(property => (property.Name, property.Value));
        }

        var parts = element.EnumerateArray().ToList();
        var names = parts.Select(Name).OfType<string>().Distinct().ToList();
        return names.Count == parts.Count ? names.Zip(parts) : parts.Select((part, i) => ($"{i}", part));
    }

    private static string? Name(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && (element.TryGetProperty("name", out var name) || element.TryGetProperty("code", out name))
            && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    /// <summary>A place in the JSON of the rows.</summary>
    private sealed class Node(string path)
    {
        private readonly OrderedDictionary<string, Node> _parts = [];
        private bool _hasParts;
        private bool _hasValue;

        public string Path => path;

        public int Place { get; set; }

        /// <summary>Takes over what a row has here.</summary>
        public void Learn(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object or JsonValueKind.Array:
                    _hasParts = true;
                    foreach (var (name, value) in Parts(element))
                    {
                        if (!_parts.TryGetValue(name, out var part))
                        {
                            _parts[name] = part = new Node(path.Length == 0 ? name : $"{path}.{name}");
                        }

                        part.Learn(value);
                    }

                    break;
                case not JsonValueKind.Null:
                    _hasValue = true;
                    break;
            }
        }

        /// <summary>The places that hold a value in a row, and those that are null in all.</summary>
        public IEnumerable<Node> Columns()
        {
            var below = _parts.Values.SelectMany(part => part.Columns());
            return _hasValue || !_hasParts ? below.Prepend(this) : below;
        }

        /// <summary>Puts the values of a row into their cells.</summary>
        public void Fill(JsonElement element, JsonElement[] cells)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object or JsonValueKind.Array:
                    foreach (var (name, value) in Parts(element))
                    {
                        _parts[name].Fill(value, cells);
                    }

                    break;
                case not JsonValueKind.Null:
                    cells[Place] = element;
                    break;
            }
        }
    }
}
