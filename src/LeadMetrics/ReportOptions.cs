using FluentValidation;
using LeadMetrics.Languages;
using NodaTime;

namespace LeadMetrics;

/// <summary>Section <c>Reports</c> of the configuration: what holds for the whole installation.</summary>
public sealed class ReportOptions
{
    public const string Section = "Reports";

    /// <summary>The IANA zone whose days a period is made of, unless a request names another.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>ISO 4217 code of the currency that every amount is shown in.</summary>
    public string BaseCurrency { get; set; } = "USD";

    /// <summary>The day that a week starts on.</summary>
    public IsoDayOfWeek FirstDayOfWeek { get; set; } = IsoDayOfWeek.Sunday;

    /// <summary>The language of those who ask for none that there is: en or ar.</summary>
    public string Language { get; set; } = Texts.English.Language;

    /// <summary>The hours that <c>clock=business</c> counts.</summary>
    public WorkingCalendarOptions WorkingCalendar { get; set; } = new();
}

/// <summary>What stops the start, each as a sentence.</summary>
public sealed class ReportOptionsValidator : AbstractValidator<ReportOptions>
{
    public ReportOptionsValidator()
    {
        RuleFor(o => o.TimeZone).Must(id => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null)
            .WithMessage(o => $"Reports:TimeZone is '{o.TimeZone}'; allowed is an IANA name such as Asia/Riyadh.");
        RuleFor(o => o.BaseCurrency).Must(code => code.Length == 3 && code.All(char.IsAsciiLetterUpper))
            .WithMessage(o => $"Reports:BaseCurrency is '{o.BaseCurrency}'; allowed is an ISO 4217 code such as SAR.");
        RuleFor(o => o.FirstDayOfWeek).Must(day => day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Sunday)
            .WithMessage(o => $"Reports:FirstDayOfWeek is '{o.FirstDayOfWeek}'; allowed are Monday to Sunday.");
        RuleFor(o => o.Language).Must(language => Texts.All.Any(texts => texts.Language == language))
            .WithMessage(o => $"Reports:Language is '{o.Language}'; allowed are {string.Join(" and ", Texts.All.Select(texts => texts.Language))}.");
        RuleFor(o => o.WorkingCalendar).SetValidator(new WorkingCalendarValidator());
    }
}
