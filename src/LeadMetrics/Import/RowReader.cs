using System.Buffers;
using System.Text;
using System.Text.Json;
using CsvHelper;

namespace LeadMetrics.Import;

/// <summary>How a file is written.</summary>
public enum FileFormat
{
    Csv,
    NdJson,
}

/// <summary>A row as text, by its dataset's columns; or why it could not be read.</summary>
/// <param name="Line">The line it starts on, from 1.</param>
/// <param name="Fields">Its fields; null where the row holds nothing. Valid until the next row is read.</param>
/// <param name="Problem">The reason, where the row could not be read.</param>
/// <param name="ProblemColumn">The column that the reason is about.</param>
public readonly record struct RawRow(long Line, string?[] Fields, string? Problem = null, string? ProblemColumn = null);

/// <summary>Reads CSV (RFC 4180, with a header) or NDJSON row by row; UTF-8, or what its byte order mark says.</summary>
public static class RowReader
{
    // What a client wrote is repeated to it no longer than this.
    private const int LongestName = 100;
    private const int MostNames = 30;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ImportException">The file as a whole is not what it should be.</exception>
    public static IEnumerable<RawRow> Read(Stream stream, FileFormat format, Dataset dataset, FileReading reading, LimitOptions limits) =>
        format == FileFormat.Csv ? ReadCsv(stream, dataset, reading, limits) : ReadNdJson(stream, dataset, reading, limits);

    private static IEnumerable<RawRow> ReadCsv(Stream stream, Dataset dataset, FileReading reading, LimitOptions limits)
    {
        string? malformed = null;
        using var csv = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                TrackLineNumbers = true,
                IncludeValuesInExceptions = false,
                MaxRecordSize = limits.RowBytes,
                OnMalformedRecord = record => malformed = record.Reason switch
                {
                    CsvMalformedReason.UnterminatedQuote => "opens a quote that is never closed",
                    CsvMalformedReason.TextAfterClosingQuote => "has text after a closing quote; a quote inside quotes is doubled",
                    _ => malformed,
                },
            },
            leaveOpen: true);
        var names = Header(csv, limits);
        var places = Places(names, dataset, reading);
        var fields = new string?[dataset.Columns.Count];
        while (Next(csv, limits))
        {
            Array.Clear(fields);
            if (malformed is not null || csv.FieldCount != names.Count)
            {
                yield return new RawRow(csv.LineNumber, fields, malformed ?? $"has {csv.FieldCount} fields where the header has {names.Count}");
                malformed = null;
                continue;
            }

            var (problem, column) = Fields(csv, places, fields, dataset);
            yield return new RawRow(csv.LineNumber, fields, problem, column);
        }
    }

    private static IReadOnlyList<string> Header(CsvReader csv, LimitOptions limits)
    {
        try
        {
            csv.ReadHeader();
        }
        catch (CsvFormatException)
        {
            throw new ImportException($"The header cannot be read: the first line must name the columns, in at most {limits.RowBytes} bytes (Limits:ImportRowKilobytes).");
        }

        return csv.Headers switch
        {
            { Count: var count } when count > limits.ImportColumns => throw new ImportException($"The header has {count} columns; allowed are {limits.ImportColumns} (Limits:ImportColumns)."),
            { Count: > 0 } names => names,
            _ => throw new ImportException("The file is empty; its first line must name the columns."),
        };
    }

    private static bool Next(CsvReader csv, LimitOptions limits)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException e)
        {
            throw new ImportException($"The row that starts on line {e.LineNumber} is longer than {limits.RowBytes} bytes (Limits:ImportRowKilobytes); is a quote left open?");
        }
    }

    private static (string? Problem, string? Column) Fields(CsvReader csv, int[] places, string?[] fields, Dataset dataset)
    {
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] < 0)
            {
                continue;
            }

            try
            {
                fields[places[i]] = Field(csv.GetSpan(i));
            }
            catch (DecoderFallbackException)
            {
                return ("is not UTF-8", dataset.Columns[places[i]].Name);
            }
        }

        return (null, null);
    }

    private static string? Field(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty || s_utf8.GetString(bytes).Trim() is not { Length: > 0 } text ? null : text;

    private static IEnumerable<RawRow> ReadNdJson(Stream stream, Dataset dataset, FileReading reading, LimitOptions limits)
    {
        var places = dataset.Columns.ToDictionary(column => column.Name, column => dataset.PlaceOf(column.Name));
        foreach (var (theirs, ours) in reading.ColumnOf)
        {
            places[theirs] = dataset.PlaceOf(ours);
        }

        var fields = new string?[dataset.Columns.Count];
        var line = 0L;
        foreach (var text in Lines(stream, limits.RowBytes))
        {
            line++;
            if (text is not null && string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            Array.Clear(fields);
            var (problem, column) = text is null ? ("is not UTF-8", null) : ReadJson(text, places, fields, dataset, reading.IgnoresUnknownColumns, limits.ImportColumns);
            yield return new RawRow(line, fields, problem, column);
        }
    }

    // Each line by itself, null where it is not UTF-8; bounded before it is read, which StreamReader.ReadLine does not offer.
    private static IEnumerable<string?> Lines(Stream stream, int longest)
    {
        var buffer = new byte[1 << 16];
        var line = new ArrayBufferWriter<byte>();
        var number = 1L;
        while (stream.Read(buffer) is > 0 and var count)
        {
            var start = 0;
            for (var end = IndexOfEnd(); end >= 0; end = IndexOfEnd())
            {
                Append(end);
                yield return Text(line.WrittenSpan);
                line.ResetWrittenCount();
                number++;
                start = end + 1;
            }

            Append(count);

            int IndexOfEnd() => Array.IndexOf(buffer, (byte)'\n', start, count - start);

            void Append(int end)
            {
                line.Write(buffer.AsSpan(start, end - start));
                if (line.WrittenCount > longest)
                {
                    throw new ImportException($"Line {number} is longer than {longest} bytes (Limits:ImportRowKilobytes).");
                }
            }
        }

        if (line.WrittenCount > 0)
        {
            yield return Text(line.WrittenSpan);
        }

        string? Text(ReadOnlySpan<byte> bytes)
        {
            try
            {
                return s_utf8.GetString(number == 1 && bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }
    }

    private static (string? Problem, string? Column) ReadJson(string text, Dictionary<string, int> places, string?[] fields, Dataset dataset, bool ignoreUnknown, int mostColumns)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ("is not a JSON object", null);
            }

            var seen = new bool[fields.Length];
            var columns = 0;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (++columns > mostColumns)
                {
                    return ($"has more than {mostColumns} columns (Limits:ImportColumns)", null);
                }

                if (!places.TryGetValue(property.Name, out var place))
                {
                    if (ignoreUnknown)
                    {
                        continue;
                    }

                    return ("is not a column of this dataset; allowed are " + Names(dataset), Short(property.Name));
                }

                if (seen[place])
                {
                    return ("stands twice", Short(property.Name));
                }

                seen[place] = true;
                fields[place] = property.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "false",
                    JsonValueKind.Number => property.Value.GetRawText(),
                    JsonValueKind.String when property.Value.GetString()!.Trim() is { Length: > 0 } value => value,
                    JsonValueKind.String => null,
                    _ => throw new FormatException(Short(property.Name)),
                };
            }

            return (null, null);
        }
        catch (JsonException)
        {
            return ("is not valid JSON", null);
        }
        catch (InvalidOperationException)
        {
            return ("is not valid JSON: a text holds half a character", null);
        }
        catch (FormatException e)
        {
            return ("is neither text, a number, true, false nor null", e.Message);
        }
    }

    // Where each field of a line goes.
    private static int[] Places(IReadOnlyList<string> names, Dataset dataset, FileReading reading)
    {
        var absent = reading.ColumnOf.Keys.Except(names.Select(name => name.Trim())).ToList();
        if (absent.Count > 0)
        {
            throw new ImportException($"The header has no column '{absent[0]}', which map names; it has {string.Join(", ", names.Take(MostNames).Select(Short))}{(names.Count > MostNames ? ", …" : "")}.");
        }

        var places = new int[names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            var theirs = names[i].Trim();
            var name = reading.ColumnOf.GetValueOrDefault(theirs, theirs);
            places[i] = dataset.PlaceOf(name);
            if (places[i] < 0 && reading.IgnoresUnknownColumns)
            {
                continue;
            }

            if (places[i] < 0)
            {
                throw new ImportException($"Column '{Short(theirs)}' is not one of dataset {dataset.Name}; allowed are {Names(dataset)}. Map it to one of them, leave it out of the file, or ask for unknown columns to be ignored.");
            }

            if (Array.IndexOf(places, places[i], 0, i) >= 0)
            {
                throw new ImportException($"Column '{name}' stands twice in the header.");
            }
        }

        var missing = dataset.Columns.Where((column, at) => column.Required && Array.IndexOf(places, at) < 0).Select(column => column.Name).ToList();
        return missing.Count == 0 ? places
            : throw new ImportException($"The header lacks {string.Join(", ", missing)}; dataset {dataset.Name} has {Names(dataset)}.");
    }

    private static string Short(string name) => name.Length <= LongestName ? name : name[..LongestName] + "…";

    private static string Names(Dataset dataset) => string.Join(", ", dataset.Columns.Select(column => column.Name));
}

/// <summary>A file that cannot be imported; the message says why. Nothing of it was kept.</summary>
public sealed class ImportException(string message) : Exception(message);
