using FluentValidation;
using NodaTime;
using NodaTime.Text;

namespace LeadMetrics;

/// <summary>
/// Section <c>Reports:WorkingCalendar</c>: the hours that <c>clock=business</c> counts, by the wall clock of <c>Reports:TimeZone</c>.
/// A list replaces its default; it may also be one text, with commas.
/// </summary>
public sealed class WorkingCalendarOptions
{
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>The days of the week that are worked.</summary>
    public IReadOnlyList<string> Days { get; set; } = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"];

    /// <summary>When such a day begins, <c>HH:mm</c>.</summary>
    public string From { get; set; } = "09:00";

    /// <summary>When it ends, <c>HH:mm</c> up to 24:00, the end of the day.</summary>
    public string To { get; set; } = "17:00";

    /// <summary>Dates that are not worked, <c>yyyy-MM-dd</c>.</summary>
    public IReadOnlyList<string> Holidays { get; set; } = [];

    /// <summary>The day of the week of a name; null where it is none.</summary>
    public static IsoDayOfWeek? DayOf(string text) =>
        Enum.GetValues<IsoDayOfWeek>().Cast<IsoDayOfWeek?>().FirstOrDefault(day => day != IsoDayOfWeek.None && day.ToString()!.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The time since midnight; null where the text is no time.</summary>
    public static Duration? TimeOf(string text) => text == "24:00" ? Duration.FromDays(1)
        : s_time.Parse(text) is { Success: true, Value: var time } ? Duration.FromTicks(time.TickOfDay) : null;

    /// <summary>The date; null where the text is none.</summary>
    public static LocalDate? DateOf(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } ? date : null;
}

/// <summary>What stops the start, each as a sentence.</summary>
public sealed class WorkingCalendarValidator : AbstractValidator<WorkingCalendarOptions>
{
    private const string Name = ReportOptions.Section + ":WorkingCalendar";

    public WorkingCalendarValidator()
    {
        RuleFor(o => o.Days).NotEmpty()
            .WithMessage($"{Name}:Days is empty; give at least one day, such as Sunday.");
        RuleForEach(o => o.Days).Must(day => WorkingCalendarOptions.DayOf(day) is not null)
            .WithMessage((_, day) => $"{Name}:Days has '{day}'; allowed are Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday.");
        RuleFor(o => o.From).Must(time => WorkingCalendarOptions.TimeOf(time) is not null)
            .WithMessage(o => $"{Name}:From is '{o.From}'; allowed is a time such as 09:00.");
        RuleFor(o => o.To).Must(time => WorkingCalendarOptions.TimeOf(time) is not null)
            .WithMessage(o => $"{Name}:To is '{o.To}'; allowed is a time such as 17:00, or 24:00 for the end of the day.");
        RuleFor(o => o.To).Must((o, time) => WorkingCalendarOptions.TimeOf(time) > WorkingCalendarOptions.TimeOf(o.From))
            .When(o => WorkingCalendarOptions.TimeOf(o.From) is not null && WorkingCalendarOptions.TimeOf(o.To) is not null)
            .WithMessage(o => $"{Name}:To is '{o.To}'; it must be later than From, which is '{o.From}'.");
        RuleForEach(o => o.Holidays).Must(date => WorkingCalendarOptions.DateOf(date) is not null)
            .WithMessage((_, date) => $"{Name}:Holidays has '{date}'; allowed is a date such as 2026-03-20.");
    }
}
