namespace LeadMetrics.Parameters;

/// <summary>
/// Reads a query by the parameters that were declared, and collects all that is wrong with it. A parameter that nobody
/// declared is an error: a misspelt filter must not change an answer unseen.
/// </summary>
public sealed class QueryReader
{
    private const int MostValues = 500;

    private readonly IQueryCollection _query;
    private readonly IReadOnlyList<Parameter> _declared;
    private readonly Dictionary<string, List<string>> _errors = [];

    public QueryReader(IQueryCollection query, IReadOnlyList<Parameter> declared)
    {
        _query = query;
        _declared = declared;
        var allowed = declared.Count == 0 ? "none is allowed" : "allowed are " + string.Join(", ", declared.Select(parameter => parameter.Name));
        foreach (var name in query.Keys.Where(name => !declared.Any(parameter => parameter.Name == name)))
        {
            Fail(name, $"There is no such parameter here; {allowed}.");
        }
    }

    /// <summary>The value of a parameter, its default where it is not given or not allowed.</summary>
    public T Get<T>(Parameter<T> parameter)
    {
        var given = Given(parameter);
        if (given.Count > 1)
        {
            Fail(parameter.Name, $"It is given {given.Count} times; give it once.");
        }

        return given.Count == 1 ? Read(parameter, given[0]) : parameter.Default;
    }

    /// <summary>The same where the route declares a parameter of that name, perhaps a narrower one; else the default.</summary>
    public T GetDeclared<T>(Parameter<T> parameter) =>
        _declared.FirstOrDefault(declared => declared.Name == parameter.Name) is Parameter<T> declared ? Get(declared) : parameter.Default;

    /// <summary>Every value of a repeatable parameter, each once.</summary>
    public IReadOnlyList<T> All<T>(Parameter<T> parameter)
    {
        var given = Given(parameter);
        if (given.Count > MostValues)
        {
            Fail(parameter.Name, $"It is given {given.Count} times; allowed are {MostValues}.");
            return [];
        }

        return [.. given.Select(text => Read(parameter, text)).Distinct()];
    }

    /// <summary>Whether the query names it.</summary>
    public bool Has(Parameter parameter) => Given(parameter).Count > 0;

    /// <summary>Every parameter in force, by name: as resolved, else as given, else its default.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> InForce(IEnumerable<KeyValuePair<string, string>> resolved)
    {
        var values = resolved.ToLookup(pair => pair.Key, pair => pair.Value);
        var inForce = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var parameter in _declared)
        {
            var given = Given(parameter);
            if (values.Contains(parameter.Name))
            {
                inForce[parameter.Name] = [.. values[parameter.Name]];
            }
            else if (given.Count > 0 || parameter.DefaultText is not null)
            {
                inForce[parameter.Name] = given.Count > 0 ? given : [parameter.DefaultText!];
            }
        }

        return inForce;
    }

    /// <summary>Says what is wrong with a parameter, in a sentence that tells what is allowed.</summary>
    public void Fail(string name, string sentence)
    {
        if (!_errors.TryGetValue(name, out var sentences))
        {
            _errors[name] = sentences = [];
        }

        sentences.Add(sentence);
    }

    /// <exception cref="BadQuestionException">Something was wrong.</exception>
    public void ThrowIfBad()
    {
        if (_errors.Count > 0)
        {
            throw new BadQuestionException(_errors.ToDictionary(error => error.Key, error => error.Value.ToArray()));
        }
    }

    private List<string> Given(Parameter parameter)
    {
        if (!_declared.Contains(parameter))
        {
            throw new InvalidOperationException($"Parameter {parameter.Name} is read but not declared.");
        }

        return _query.TryGetValue(parameter.Name, out var values) && _query.Keys.Contains(parameter.Name) ? [.. values.Select(text => text ?? "")] : [];
    }

    private T Read<T>(Parameter<T> parameter, string text)
    {
        try
        {
            return parameter.Read(text);
        }
        catch (FormatException)
        {
            Fail(parameter.Name, $"Allowed is {parameter.Allowed}.");
            return parameter.Default;
        }
    }
}

/// <summary>A question that cannot be answered as it stands: sentences by parameter name.</summary>
public sealed class BadQuestionException(IReadOnlyDictionary<string, string[]> errors) : Exception("One or more parameters are not allowed.")
{
    public BadQuestionException(string name, string sentence)
        : this(new Dictionary<string, string[]> { [name] = [sentence] })
    {
    }

    public IReadOnlyDictionary<string, string[]> Errors => errors;
}
