using Microsoft.Extensions.Options;

namespace LeadMetrics;

/// <summary>Binds a section of the configuration, and says in sentences what in it is no setting or has no value of its kind.</summary>
public static class SettingsBinder
{
    /// <exception cref="OptionsValidationException">What stops the start.</exception>
    public static void Bind<TOptions>(IConfigurationSection section, TOptions options)
        where TOptions : class
    {
        var properties = typeof(TOptions).GetProperties();
        var sentences = new List<string>();
        foreach (var setting in section.GetChildren())
        {
            var property = Array.Find(properties, p => p.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                sentences.Add($"{setting.Path} is no setting; allowed are {string.Join(", ", properties.Select(p => $"{section.Key}:{p.Name}"))}.");
            }
            else if (!Fits(setting, property.PropertyType))
            {
                sentences.Add($"{setting.Path} is '{setting.Value}'; {Allowed(property.PropertyType)}.");
            }
        }

        if (sentences.Count > 0)
        {
            throw new OptionsValidationException(section.Key, typeof(TOptions), sentences);
        }

        section.Bind(options);
    }

    private static bool Fits(IConfigurationSection setting, Type type)
    {
        try
        {
            setting.Get(type, binder => binder.ErrorOnUnknownConfiguration = true);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Allowed(Type type) =>
        type == typeof(bool) ? "allowed are true and false"
        : type == typeof(int) ? "allowed is a whole number"
        : type.IsEnum ? "allowed are " + string.Join(", ", Enum.GetNames(type).Where(name => name != "None"))
        : "this is not of its kind";
}
