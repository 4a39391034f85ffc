using LeadMetrics.Import;
using NodaTime;

namespace LeadMetrics.Tests.Import;

/// <summary>What each kind of column takes, what it is stored as, and why it refuses the rest.</summary>
public class ColumnTests
{
    private const string NoTime = "is not a time of the years 1900 to 2999, year first, with Z or an offset, such as 2026-01-31T09:30:00+03:00, 2026-01-31 09:30+03:00 or 2026-01-31 06:30Z; without either it needs tz";
    private const string NoMoney = "is not decimal text such as 1250.00";
    private const string NoProbability = "is not a probability from 0 to 1";

    // 2026-01-31T09:30:00Z is 20,484 days and 9.5 hours: 20,484 × 86,400,000 + 34,200,000 = 1,769,851,800,000 ms.
    [TestCase("2026-01-31T09:30:00Z", 1_769_851_800_000)]
    [TestCase("2026-01-31T12:30:00+03:00", 1_769_851_800_000)]
    [TestCase("2026-01-31T12:30:00+0300", 1_769_851_800_000)]
    [TestCase("2026-01-31 12:30:00+03:00", 1_769_851_800_000)]
    [TestCase("2026-01-31 12:30:00 +03:00", 1_769_851_800_000)]
    [TestCase("2026-01-31 12:30+03:00", 1_769_851_800_000)]
    [TestCase("2026-01-31 12:30 +0300", 1_769_851_800_000)]
    [TestCase("2026-01-31 09:30Z", 1_769_851_800_000)]
    [TestCase("2026-01-31 09:30:00Z", 1_769_851_800_000)]
    [TestCase("2026-01-31T09:30Z", 1_769_851_800_000)]
    [TestCase("2026-01-31 12:30:00.000+03", 1_769_851_800_000)]
    [TestCase("2026-01-31T05:00-04:30", 1_769_851_800_000)]
    [TestCase("2026-01-31T09:30:00.123Z", 1_769_851_800_123)]
    [TestCase("2026-01-31T09:30:00.1239999Z", 1_769_851_800_123)]
    [TestCase("1969-12-31T23:59:59.999Z", -1)]
    [TestCase("2999-12-31T23:59:59Z", 32_503_679_999_000)]
    public void An_instant_is_milliseconds_since_1970(string text, long stored)
    {
        Assert.That(Column.Instant("at").Read(text, null), Is.EqualTo(stored));
        Assert.That(Column.Instant("at").Read(text, DateTimeZoneProviders.Tzdb["Asia/Tokyo"]), Is.EqualTo(stored), "an offset of its own goes before the file's zone");
    }

    [TestCase("2026-01-31T09:30:00")]
    [TestCase("2026-01-31 09:30")]
    public void A_time_without_its_offset_is_refused(string text) => Refused(
        Column.Instant("at"), text, "has no offset; add one, as in 2026-01-31T09:30:00+03:00, 2026-01-31 09:30+03:00 or 2026-01-31 06:30Z, or give the zone of the file's times as tz");

    // 09:30 in Riyadh is 06:30Z.
    [TestCase("2026-01-31 09:30")]
    [TestCase("2026-01-31 09:30:00")]
    [TestCase("2026-01-31T09:30")]
    [TestCase("2026-01-31T09:30:00.000")]
    public void By_a_zone_it_needs_none(string text) =>
        Assert.That(Column.Instant("at").Read(text, DateTimeZoneProviders.Tzdb["Asia/Riyadh"]), Is.EqualTo(1_769_851_800_000 - (3 * 3_600_000)));

    [TestCase("31/01/2026 09:30")]
    [TestCase("2026-01-31 09:30 PM")]
    [TestCase("2026-01-31 09:30+25:00")]
    [TestCase("2026-01-31")]
    public void By_a_zone_another_is_refused_with_all_that_is_allowed(string text) => Assert.That(
        Assert.Throws<FormatException>(() => Column.Instant("at").Read(text, DateTimeZoneProviders.Tzdb["Asia/Riyadh"]))!.Message,
        Is.EqualTo("is not a time of the years 1900 to 2999, year first, such as 2026-01-31 09:30 or 2026-01-31T09:30:00 by tz, or with Z or an offset 2026-01-31T09:30:00+03:00, 2026-01-31 09:30+03:00 or 2026-01-31 06:30Z"));

    [TestCase("2026-01-31")]
    [TestCase("31/01/2026 09:30")]
    [TestCase("2026-02-29T09:30:00Z")]
    [TestCase("2026-01-31T25:00:00Z")]
    [TestCase("1769851800")]
    [TestCase("9999-12-31T23:59:59Z")]
    [TestCase("1899-12-31T23:59:59Z")]
    [TestCase("0001-01-01T00:00:00+03:00")]
    [TestCase("-0044-03-15T12:00:00Z")]
    public void Another_time_is_refused(string text) => Refused(Column.Instant("at"), text, NoTime);

    [TestCase("1970-01-01", 0)]
    [TestCase("1969-12-31", -1)]
    [TestCase("2026-01-31", 20_484)]
    public void A_date_is_days_since_1970(string text, long stored) => Assert.That(Column.Date("on").Read(text, null), Is.EqualTo(stored));

    [TestCase("2026-02-29")]
    [TestCase("31/01/2026")]
    [TestCase("2026-1-31")]
    public void Another_date_is_refused(string text) => Refused(Column.Date("on"), text, "is not a date such as 2026-01-31");

    [TestCase("1250.00", 12_500_000)]
    [TestCase("0.0001", 1)]
    [TestCase("-12.5", -125_000)]
    [TestCase("1.00000", 10_000)]
    [TestCase("400000000000", 4_000_000_000_000_000)]
    public void Money_is_ten_thousandths(string text, long stored) => Assert.That(Column.Money("amount").Read(text, null), Is.EqualTo(stored));

    [TestCase("0.00001", "has more than 4 decimals")]
    [TestCase("1.23456", "has more than 4 decimals")]
    [TestCase("1e3", NoMoney)]
    [TestCase("1,250.00", NoMoney)]
    [TestCase("SAR 5", NoMoney)]
    [TestCase("١٢", NoMoney)]
    [TestCase("0x10", NoMoney)]
    [TestCase("NaN", NoMoney)]
    [TestCase("400000000000.0001", "is beyond 400000000000")]
    [TestCase("99999999999999999999999999999999999999", NoMoney)]
    [TestCase("0.00000000000000000000000000000000000001", "has more than 4 decimals")]
    public void Other_money_is_refused(string text, string reason) => Refused(Column.Money("amount"), text, reason);

    [TestCase("3.75", 3_750_000_000)]
    [TestCase("0.000000001", 1)]
    [TestCase("0.2666666670", 266_666_667)]
    [TestCase("1000000000", 1_000_000_000_000_000_000)]
    public void A_rate_is_billionths(string text, long stored) => Assert.That(Column.Rate("rate").Read(text, null), Is.EqualTo(stored));

    [TestCase("0", "is not above 0")]
    [TestCase("-1", "is not above 0")]
    [TestCase("0.0000000001", "has more than 9 decimals")]
    [TestCase("1000000000.000000001", "is beyond 1000000000")]
    [TestCase("1:3.75", "is not decimal text such as 3.75")]
    public void Another_rate_is_refused(string text, string reason) => Refused(Column.Rate("rate"), text, reason);

    [TestCase("0", 0)]
    [TestCase("0.3", 3_000)]
    [TestCase("1", 10_000)]
    public void A_probability_is_ten_thousandths(string text, long stored) => Assert.That(Column.Probability("p").Read(text, null), Is.EqualTo(stored));

    [TestCase("30", NoProbability)]
    [TestCase("1.0001", NoProbability)]
    [TestCase("-0.1", NoProbability)]
    [TestCase("30%", NoMoney)]
    public void A_percentage_is_no_probability(string text, string reason) => Refused(Column.Probability("p"), text, reason);

    [TestCase("sar", "SAR")]
    [TestCase("USD", "USD")]
    public void A_currency_is_three_letters(string text, string stored) => Assert.That(Column.Currency("currency").Read(text, null), Is.EqualTo(stored));

    [TestCase("$")]
    [TestCase("US")]
    [TestCase("ريا")]
    public void Another_currency_is_refused(string text) => Refused(Column.Currency("currency"), text, "is not an ISO 4217 code such as SAR");

    [TestCase("(x)", "stands in parentheses, which are kept for (unassigned), (unknown) and (none)")]
    [TestCase("a\0", "contains a control character")]
    [TestCase("a\u0085b", "contains a control character")]
    public void An_id_that_would_be_mistaken_is_refused(string text, string reason) => Refused(Column.Id("id"), text, reason);

    [TestCase("(x")]
    [TestCase("x)")]
    [TestCase("f(x)")]
    [TestCase("0")]
    [TestCase("o'id; drop table lead --")]
    public void Another_id_is_taken_as_it_is(string text) => Assert.That(Column.Id("id").Read(text, null), Is.EqualTo(text));

    [Test]
    public void Ids_and_texts_have_their_length()
    {
        Assert.That(Column.Id("id").Read(new string('x', 200), null), Is.EqualTo(new string('x', 200)));
        Refused(Column.Id("id"), new string('x', 201), "is longer than 200 characters");
        Refused(Column.Text("reason", 1000), new string('x', 1001), "is longer than 1000 characters");
    }

    [TestCase("true", 1)]
    [TestCase("Yes", 1)]
    [TestCase("1", 1)]
    [TestCase("FALSE", 0)]
    [TestCase("no", 0)]
    [TestCase("0", 0)]
    public void A_flag_is_1_or_0(string text, long stored) => Assert.That(Column.Flag("flag").Read(text, null), Is.EqualTo(stored));

    [Test]
    public void A_choice_is_its_place_and_refuses_the_rest_with_what_is_allowed()
    {
        var status = Column.Choice("status", "open", "won", "lost");

        Assert.That(status.Read("Won", null), Is.EqualTo(1L));
        Refused(status, "wno", "is not one of open, won, lost");
    }

    private static void Refused(Column column, string text, string reason) =>
        Assert.That(Assert.Throws<FormatException>(() => column.Read(text, null))!.Message, Is.EqualTo(reason));
}
