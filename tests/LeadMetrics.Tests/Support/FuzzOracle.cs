using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeadMetrics.Tests.Support;

/// <summary>What is certain of every answer, whatever was asked.</summary>
public static class FuzzOracle
{
    private static readonly string[] s_inside = ["Exception", "   at ", ".cs:", "select ", "insert into", "LeadMetrics.", "Microsoft.", "System.", "stackTrace", "SQLite"];

    /// <summary>What is wrong with an answer; null where nothing is.</summary>
    public static string? Fault(FuzzedRequest request, RawResponse response)
    {
        if (response.Status >= 500)
        {
            return $"status {response.Status}: {response.Text}";
        }

        if (response.Headers.ContainsKey("X-Injected"))
        {
            return "a header was injected";
        }

        // The server itself hangs up on what is no HTTP, without a body.
        if (request.Method == "HEAD" || (request.MayBeNoHttp && response is { Status: 400 or 414 or 431, Body.Length: 0 }))
        {
            return null;
        }

        if (request.Operation is { } operation && !operation.Statuses.Contains(response.Status))
        {
            return $"status {response.Status} is not in the contract: {response.Text}";
        }

        if (response.Status >= 400)
        {
            return Problem(request, response);
        }

        if (request.Wrong.Count > 0 && request.Operation!.Statuses.Contains(400))
        {
            return $"{string.Join(", ", request.Wrong)} was not refused";
        }

        return response.Status == 304 ? null : Answer(response);
    }

    private static string? Problem(FuzzedRequest request, RawResponse response)
    {
        if (response.MediaType != "application/problem+json")
        {
            return $"status {response.Status} is {response.MediaType}";
        }

        var text = Decoded(response);
        if (Array.Find(s_inside, word => text.Contains(word, StringComparison.Ordinal)) is { } inside)
        {
            return $"tells '{inside}': {text}";
        }

        var problem = JsonNode.Parse(text)!;
        if ((int?)problem["status"] != response.Status || string.IsNullOrEmpty((string?)problem["title"]))
        {
            return $"is no problem of status {response.Status}: {text}";
        }

        // Who shows what opens nothing is asked who they are before they are asked anything else.
        if (request.Operation is null || response.Status is 404 or 401)
        {
            return null;
        }

        var errors = (problem["errors"]?.AsObject().Select(error => error.Key) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (response.Status == 400 && !errors.IsSupersetOf(request.Wrong))
        {
            return $"does not name {string.Join(", ", request.Wrong.Except(errors))}: {text}";
        }

        if (response.Status != 400 && request.Wrong.Count > 0)
        {
            return $"{string.Join(", ", request.Wrong)} was not refused: {text}";
        }

        var asked = request.Given.Concat(request.Operation.Parameters.Select(parameter => parameter.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return errors.FirstOrDefault(name => !asked.Contains(name)) is { } other ? $"names {other}, which nobody gave: {text}" : null;
    }

    private static string? Answer(RawResponse response)
    {
        var text = Decoded(response);
        if (response.MediaType == "text/csv")
        {
            return Cells(text).FirstOrDefault(cell => cell.Length > 0 && "=+-@\t\r＝＋－＠".Contains(cell[0], StringComparison.Ordinal)
                && !decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) is { } formula ? $"a spreadsheet would run '{formula}'" : null;
        }

        try
        {
            using var json = response.MediaType == "application/json" ? JsonDocument.Parse(text) : null;
            return null;
        }
        catch (JsonException e)
        {
            return $"is not JSON ({e.Message}): {text}";
        }
    }

    private static string Decoded(RawResponse response)
    {
        using var body = new MemoryStream(response.Body);
        using Stream decoded = response.Headers.GetValueOrDefault("Content-Encoding") switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(decoded);
        return reader.ReadToEnd();
    }

    // What a spreadsheet takes for a cell.
    private static IEnumerable<string> Cells(string csv)
    {
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            if (c == '"' && quoted && i + 1 < csv.Length && csv[i + 1] == '"')
            {
                cell.Append(csv[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || c is not (',' or '\n' or '\r'))
            {
                cell.Append(c);
            }
            else
            {
                yield return cell.ToString();
                cell.Clear();
            }
        }

        yield return cell.ToString();
    }
}
