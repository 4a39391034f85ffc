using LeadMetrics.Import;

namespace LeadMetrics.Tests.Support;

/// <summary>
/// Makes requests of the contract, each from the seed and its number alone: a route or a parameter that is added is tried
/// without a word here.
/// </summary>
public sealed class Fuzzer(int seed)
{
    // What exists in the rich world, and what is good of each kind.
    private static readonly string[] s_known =
        ["A", "B", "C", "ads", "web", "fair", "spring", "autumn", "Riyadh", "Cairo", "paid", "organic", "L01", "L10", "(none)", "(unassigned)", "(unknown)", "UTC", "Asia/Riyadh"];

    private static readonly string[] s_methods = ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "ZQ7", "get", "POST", "GET", "PROPFIND"];

    private static readonly string[] s_accepts =
        ["*/*", "application/json", "text/csv", "text/csv;q=abc", "text/html", "application/xml;q=0.9,*/*;q=0", ",,,", "text/csv;q=0.5, application/json;q=2", "Zq7", "/", "*", "text/*", "application/json; charset=utf-16"];

    private static readonly string[] s_others =
    [
        "Accept-Language: ar", "Accept-Language: ar-SA;q=0.1,en;q=1.5", "Accept-Language: *;q=0", "Accept-Language: ,;=", "If-None-Match: *", "If-None-Match: \"", "If-None-Match: W/\"Zq7\", \"x\"",
        "If-Modified-Since: Zq7", "Range: bytes=0-10", "Accept-Encoding: gzip", "Accept-Encoding: br;q=1, gzip;q=0", "Accept-Encoding: Zq7", "X-HTTP-Method-Override: DELETE", "X-Forwarded-For: Zq7",
        "Origin: https://Zq7", "Authorization: Bearer Zq7", "Cookie: Zq7=1; a", "traceparent: Zq7", "traceparent: 00-00000000000000000000000000000000-0000000000000000-00", "Content-Type: text/csv", "Accept-Charset: utf-7", "Upgrade: h2c", "TE: Zq7",
    ];

    private static readonly string[] s_pathEnds = ["/", "//", "/..", "/%2e%2e/%2e%2e/", "%2f", "/%00", ";Zq7=1", "/.", "%20", "%ED%A0%80", "/Zq7", "?", "#", "%5c..", "/%F0%9F%99%82", "\\", "//Zq7/"];

    private static readonly Operation[] s_questions = [.. Contract.Operations.Where(operation => operation.Method == "GET")];
    private static readonly Operation[] s_imports = [.. Contract.Operations.Where(operation => operation.Bodies.Count > 0)];

    /// <summary>The request of a number.</summary>
    public FuzzedRequest Make(int number)
    {
        var random = new Random((seed * 1_000_003) + number);
        return random.Next(100) switch
        {
            < 5 => Odd(number, random),
            < 20 when s_imports.Length > 0 => Import(number, random),
            _ => Question(number, random),
        };
    }

    private static FuzzedRequest Question(int number, Random random)
    {
        var operation = Hostile.Of(s_questions, random);
        var (query, given, wrong) = Query(operation, random, random.Next(5));
        return new FuzzedRequest(number, operation.Method, Path(operation, random, out _) + query, Headers(random), []) { Operation = operation, Given = given, Wrong = wrong };
    }

    private static FuzzedRequest Import(int number, Random random)
    {
        var operation = Hostile.Of(s_imports, random);
        var (query, given, wrong) = Query(operation, random, random.Next(3) == 0 ? random.Next(3) : 0);
        var path = Path(operation, random, out var dataset);
        var mediaType = Hostile.Of(operation.Bodies, random);
        var format = ImportEndpoint.MediaTypes.GetValueOrDefault(mediaType);
        var text = FuzzedFile.Text(Datasets.Find(dataset) ?? Datasets.Leads, format, random);
        var headers = Headers(random);
        headers.RemoveAll(header => header.StartsWith("Content-Type", StringComparison.Ordinal));
        headers.Add("Content-Type: " + random.Next(30) switch
        {
            0 => Hostile.InHeader(random),
            1 => mediaType + "; charset=" + Hostile.InHeader(random),
            2 => mediaType + "; charset=utf-8",
            _ => mediaType,
        });
        if (random.Next(30) == 0)
        {
            headers.Add("Content-Encoding: " + (random.Next(2) == 0 ? "gzip" : Hostile.InHeader(random)));
        }

        if (random.Next(8) == 0)
        {
            headers.Add("Transfer-Encoding: chunked");
        }

        return new FuzzedRequest(number, operation.Method, path + query, headers, random.Next(3) == 0 ? Hostile.Garbled(text, random) : System.Text.Encoding.UTF8.GetBytes(text))
        {
            Operation = operation,
            Given = given,
            Wrong = wrong,
        };
    }

    // Another method, another path, or a long one.
    private static FuzzedRequest Odd(int number, Random random)
    {
        var operation = Hostile.Of(Contract.Operations, random);
        var path = Path(operation, random, out _);
        var target = random.Next(5) switch
        {
            0 => path + Hostile.Of(s_pathEnds, random),
            1 => "/" + Hostile.InAddress(random).Encoded + path,
            2 => path + "?" + new string('x', random.Next(20_000)) + "=1",
            3 => path.ToUpperInvariant(),
            _ => path,
        };
        return new FuzzedRequest(number, Hostile.Of(s_methods, random), target, Headers(random), []) { MayBeNoHttp = true };
    }

    private static string Path(Operation operation, Random random, out string value)
    {
        var path = operation.Path;
        value = "";
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "path"))
        {
            value = random.Next(20) == 0 ? "Zq7" + random.Next(10) : Hostile.Of(parameter.Values ?? s_known, random);
            path = path.Replace($"{{{parameter.Name}}}", Hostile.Encode(value), StringComparison.Ordinal);
        }

        return path;
    }

    private static (string Query, HashSet<string> Given, HashSet<string> Wrong) Query(Operation operation, Random random, int count)
    {
        var parts = new List<string>();
        var values = new List<(string Name, string? Value)>();
        var declared = operation.Parameters.Where(parameter => parameter.In == "query").ToList();
        for (var i = 0; i < count; i++)
        {
            var known = declared.Count == 0 || random.Next(16) == 0 ? null : Hostile.Of(declared, random);
            var name = known?.Name ?? (declared.Count == 0 || random.Next(2) == 0 ? Hostile.Text(random) : Near(Hostile.Of(declared, random).Name, random));
            for (var times = random.Next(8) == 0 ? 2 : 1; times > 0; times--)
            {
                var (encoded, value) = known is not null && random.Next(2) == 0 ? Good(known, random) : Hostile.InAddress(random);
                parts.Add(Hostile.Encode(name) + "=" + encoded);
                values.Add((name, value));
            }
        }

        // By name as the service compares it. Two spellings of one are one to the framework, so nothing is said of them.
        var wrong = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var same in values.GroupBy(value => value.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Select(value => value.Name).Distinct().Count() == 1))
        {
            var parameter = declared.Find(parameter => parameter.Name == same.Key);
            if (parameter is null || (!parameter.Repeatable && same.Count() > 1) || same.Any(one => one.Value is { } value && parameter.Refuses(value)))
            {
                wrong.Add(same.Key);
            }
        }

        return (parts.Count == 0 ? "" : "?" + string.Join('&', parts), [.. values.Select(value => value.Name)], wrong);
    }

    private static (string Encoded, string? Value) Good(OperationParameter parameter, Random random)
    {
        var value = parameter.Values is { } values ? Hostile.Of(values, random)
            : parameter.Range is { } range ? $"{random.Next(range.Least, range.Most + 1)}"
            : parameter.Format switch
            {
                "date" => $"2026-0{random.Next(1, 3)}-{random.Next(1, 29):00}",
                "date-time" => Crm.Time(random.Next(0, 58), 12),
                "duration" => Hostile.Of(["P1D", "PT2H", "P30D"], random),
                _ => Hostile.Of(s_known, random),
            };
        return (Hostile.Encode(value), value);
    }

    private static string Near(string name, Random random) => random.Next(4) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name + "[]",
        2 => name + " ",
        _ => name[..^1],
    };

    private static List<string> Headers(Random random)
    {
        var headers = new List<string>();
        if (random.Next(3) == 0)
        {
            headers.Add("Accept: " + (random.Next(8) == 0 ? Hostile.InHeader(random) : Hostile.Of(s_accepts, random)));
        }

        for (var more = random.Next(3) == 0 ? random.Next(1, 3) : 0; more > 0; more--)
        {
            headers.Add(Hostile.Of(s_others, random));
        }

        return headers;
    }
}
