using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LeadMetrics.Languages;

/// <summary>
/// What readers are told, in one language: the texts of <c>texts/{language}.json</c>, by the path of their keys. A text is a
/// sentence, an array of sentences, or an object of its plural forms, of which <c>{count}</c> chooses. A value stands
/// where its name is: <c>{leads}</c>, or <c>{percent:0.#}</c> with a format of .NET. Digits are the same in every language.
/// </summary>
public sealed partial class Texts
{
    public static readonly Texts English = new("en", PluralRule.English);
    public static readonly Texts Arabic = new("ar", PluralRule.Arabic);

    /// <summary>Every language; the first is taken where a reader asks for none of them.</summary>
    public static readonly IReadOnlyList<Texts> All = [English, Arabic];

    private const string Count = "count";

    private readonly Dictionary<string, IReadOnlyDictionary<PluralForm, string>> _texts = [];

    private Texts(string language, PluralRule plurals)
    {
        Language = language;
        Plurals = plurals;
        using var file = typeof(Texts).Assembly.GetManifestResourceStream($"texts/{language}.json")
            ?? throw new InvalidOperationException($"There is no texts/{language}.json.");
        using var json = JsonDocument.Parse(file);
        Learn("", json.RootElement);
    }

    /// <summary>Its tag (BCP 47).</summary>
    public string Language { get; }

    /// <summary>Which plural form goes with which number.</summary>
    public PluralRule Plurals { get; }

    /// <summary>The forms of every text, by key; a text without plural forms has the form other.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<PluralForm, string>> Forms => _texts;

    /// <summary>The text of a key.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public string this[string key] => FormsOf(key)[PluralForm.Other];

    /// <summary>The text of a key; null where there is none.</summary>
    public string? Find(string key) => _texts.GetValueOrDefault(key)?[PluralForm.Other];

    /// <summary>The text of a key, with values in their places.</summary>
    /// <exception cref="InvalidOperationException">There is no such text, or a value is missing.</exception>
    public string Say(string key, params IReadOnlyCollection<(string Name, object? Value)> values)
    {
        var forms = FormsOf(key);
        var form = forms.Count == 1 ? PluralForm.Other : Plurals.Of(Convert.ToInt64(ValueOf(Count), CultureInfo.InvariantCulture));
        return Placeholder().Replace(forms[form], place =>
            ValueOf(place.Groups["name"].Value) is IFormattable value
                ? value.ToString(place.Groups["format"].Value, CultureInfo.InvariantCulture)
                : ValueOf(place.Groups["name"].Value)?.ToString() ?? "");

        object? ValueOf(string name)
        {
            foreach (var value in values)
            {
                if (value.Name == name)
                {
                    return value.Value;
                }
            }

            throw new InvalidOperationException($"The text {key} of texts/{Language}.json wants {{{name}}}.");
        }
    }

    /// <summary>What a reader calls a column, by its path such as <c>efficiency.percent</c>: the names of its parts.</summary>
    public string Label(string path) => string.Join(" · ", path.Split('.').Select(part => Find("columns." + part) ?? part));

    /// <summary>The places for values in a text, such as <c>{leads}</c>.</summary>
    [GeneratedRegex(@"\{(?<name>\w+)(:(?<format>[^{}]+))?\}")]
    public static partial Regex Placeholder();

    private IReadOnlyDictionary<PluralForm, string> FormsOf(string key) =>
        _texts.GetValueOrDefault(key) ?? throw new InvalidOperationException($"texts/{Language}.json has no text {key}.");

    private void Learn(string path, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _texts.Add(path, new Dictionary<PluralForm, string> { [PluralForm.Other] = element.GetString()! });
                break;
            case JsonValueKind.Array:
                _texts.Add(path, new Dictionary<PluralForm, string> { [PluralForm.Other] = string.Join(' ', element.EnumerateArray().Select(sentence => sentence.GetString())) });
                break;
            case JsonValueKind.Object when element.EnumerateObject().All(part => IsForm(part.Name)):
                _texts.Add(path, element.EnumerateObject().ToDictionary(part => Enum.Parse<PluralForm>(part.Name, ignoreCase: true), part => part.Value.GetString()!));
                break;
            case JsonValueKind.Object:
                foreach (var part in element.EnumerateObject())
                {
                    Learn(path.Length == 0 ? part.Name : $"{path}.{part.Name}", part.Value);
                }

                break;
            default:
                throw new InvalidOperationException($"texts/{Language}.json has neither text nor texts at {path}.");
        }
    }

    private static bool IsForm(string name) => Enum.TryParse<PluralForm>(name, ignoreCase: true, out var form) && form.ToString().Equals(name, StringComparison.OrdinalIgnoreCase);
}
