using System.Text;
using Microsoft.Extensions.Configuration;

namespace LeadMetrics.Tests;

/// <summary>A list that is configured replaces the default one, however it is written.</summary>
public class SettingsBinderTests
{
    [TestCase("{}", "Sunday Monday Tuesday Wednesday Thursday", "")]
    [TestCase("""{ "Days": ["Monday", "Friday"], "Holidays": ["2026-03-20", "2026-03-21"] }""", "Monday Friday", "2026-03-20 2026-03-21")]
    [TestCase("""{ "Days": "Monday, Friday", "Holidays": "2026-03-20" }""", "Monday Friday", "2026-03-20")]
    [TestCase("""{ "Days": [], "Holidays": [] }""", "", "")]
    public void A_list_replaces_its_default(string json, string days, string holidays)
    {
        var calendar = Bind(json).WorkingCalendar;

        Assert.That((string.Join(' ', calendar.Days), string.Join(' ', calendar.Holidays)), Is.EqualTo((days, holidays)));
    }

    [Test]
    public void A_text_replaces_the_list_of_an_earlier_source()
    {
        var calendar = Bind("""{ "Days": ["Monday", "Tuesday", "Wednesday"] }""", ("Reports:WorkingCalendar:Days", "Friday")).WorkingCalendar;

        Assert.That(calendar.Days, Is.EqualTo(["Friday"]));
    }

    [Test]
    public void What_is_not_configured_keeps_its_default()
    {
        var calendar = Bind("""{ "To": "13:30" }""").WorkingCalendar;

        Assert.That((calendar.From, calendar.To, calendar.Days.Count), Is.EqualTo(("09:00", "13:30", 5)));
    }

    private static ReportOptions Bind(string calendar, params (string Name, string Value)[] later)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Reports": { "WorkingCalendar": {{calendar}} } }"""));
        var configuration = new ConfigurationBuilder()
            .AddJsonStream(json)
            .AddInMemoryCollection(later.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)))
            .Build();
        var options = new ReportOptions();
        SettingsBinder.Bind(configuration.GetSection(ReportOptions.Section), options);
        return options;
    }
}
