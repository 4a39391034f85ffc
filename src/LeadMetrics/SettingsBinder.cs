using Microsoft.Extensions.Options;

namespace LeadMetrics;

/// <summary>Binds a section of the configuration, and says in sentences what in it is no setting or has no value of its kind.</summary>
public static class SettingsBinder
{
    /// <exception cref="OptionsValidationException">What stops the start.</exception>
    public static void Bind<TOptions>(IConfigurationSection section, TOptions options)
        where TOptions : class
    {
        var sentences = new List<string>();
        Fill(section, options, sentences);
        if (sentences.Count > 0)
        {
            throw new OptionsValidationException(section.Key, typeof(TOptions), sentences);
        }
    }

    private static void Fill(IConfigurationSection section, object options, List<string> sentences)
    {
        var properties = options.GetType().GetProperties();
        var allowed = string.Join(", ", properties.Select(p => $"{section.Path}:{p.Name}"));
        if (!string.IsNullOrEmpty(section.Value))
        {
            sentences.Add($"{section.Path} is '{section.Value}'; what can be set are {allowed}.");
        }

        foreach (var setting in section.GetChildren())
        {
            var property = Array.Find(properties, p => p.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                sentences.Add($"{setting.Path} is no setting; allowed are {allowed}.");
            }
            else if (property.PropertyType == typeof(IReadOnlyList<string>))
            {
                property.SetValue(options, Texts(setting));
            }
            else if (property.PropertyType.Namespace == typeof(SettingsBinder).Namespace)
            {
                Fill(setting, property.GetValue(options)!, sentences);
            }
            else if (!TryRead(setting, property.PropertyType, out var value))
            {
                sentences.Add($"{setting.Path} is '{setting.Value}'; {Allowed(property.PropertyType)}.");
            }
            else if (value is not null)
            {
                property.SetValue(options, value);
            }
        }
    }

    // A list as it is given, in place of the default: the framework's own binder adds the one to the other. A text with
    // commas is a list too, which replaces that of an earlier source whole, where items replace each other one by one.
    private static string[] Texts(IConfigurationSection setting) => string.IsNullOrEmpty(setting.Value)
        ? [.. setting.GetChildren().Select(item => item.Value ?? "")]
        : setting.Value.Split(',', StringSplitOptions.TrimEntries);

    private static bool TryRead(IConfigurationSection setting, Type type, out object? value)
    {
        try
        {
            value = setting.Get(type, binder => binder.ErrorOnUnknownConfiguration = true);
            return true;
        }
        catch (InvalidOperationException)
        {
            value = null;
            return false;
        }
    }

    private static string Allowed(Type type) =>
        type == typeof(bool) ? "allowed are true and false"
        : type == typeof(int) || type == typeof(int?) ? "allowed is a whole number"
        : type.IsEnum ? "allowed are " + string.Join(", ", Enum.GetNames(type).Where(name => name != "None"))
        : "this is not of its kind";
}
