using System.Globalization;
using System.Numerics;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>The amounts in the base currency as they stand in the database, since not every one shows in an answer.</summary>
public class BaseAmountsTests(string engine) : ServiceTests(engine)
{
    private const string Rates = "currency,on,rate\nSAR,2026-01-10,0.25\nSAR,2026-01-20,0.3\n";

    private const string Opportunities = """
        opportunity_id,created_at,status,amount,currency,closed_at
        O1,2026-01-15T00:00:00Z,open,100,SAR,
        O2,2026-01-15T00:00:00Z,lost,100,SAR,2026-01-20T00:00:00Z
        O3,2026-01-09T00:00:00Z,open,100,SAR,
        O4,2026-01-15T00:00:00Z,open,,SAR,
        O5,2026-01-15T00:00:00Z,open,100,,
        """;

    private const string Orders = "order_id,customer_id,ordered_at,amount,cost,currency\n1,C,2026-01-15T00:00:00Z,10,4,SAR\n2,C,2026-01-25T00:00:00Z,10,,SAR\n";

    private const string Spend = """
        spend_id,from,to,kind,amount,currency
        1,2026-01-09,2026-01-31,marketing,8,SAR
        2,2026-01-10,2026-01-31,marketing,8,SAR
        3,2026-01-20,2026-01-31,sales,8,SAR
        """;

    [TestCase("rates first")]
    [TestCase("rates last")]
    public async Task Each_amount_has_its_own_day(string order)
    {
        var files = new List<(string Dataset, string Csv)> { ("opportunities", Opportunities), ("orders", Orders), ("spend", Spend) };
        files.Insert(order == "rates first" ? 0 : 3, ("exchange-rates", Rates));
        foreach (var (dataset, csv) in files)
        {
            await World.ImportAsync(dataset, csv);
        }

        // An opportunity by its end, else its creation: 25, 30, none yet, none at all, 100. Orders: 2.5 of which 1 is cost; 3.
        // Spend by its first day: none yet, 2, 2.4. In ten-thousandths.
        Assert.That(FactTable.ReadAmounts(World.Engine), Is.EqualTo(new[]
        {
            "what=1 id=O1 base_amount=250000 base_cost=-", "what=1 id=O2 base_amount=300000 base_cost=-", "what=1 id=O3 base_amount=- base_cost=-",
            "what=1 id=O4 base_amount=- base_cost=-", "what=1 id=O5 base_amount=1000000 base_cost=-",
            "what=2 id=1 base_amount=25000 base_cost=10000", "what=2 id=2 base_amount=30000 base_cost=-",
            "what=3 id=1 base_amount=- base_cost=-", "what=3 id=2 base_amount=20000 base_cost=-", "what=3 id=3 base_amount=24000 base_cost=-",
        }));
    }

    [Test]
    public async Task An_amount_that_is_sent_again_is_unchanged_until_it_or_its_day_changes()
    {
        await World.ImportAsync("exchange-rates", Rates);
        await World.ImportAsync("orders", Orders);
        var again = await World.ImportAsync("orders", Orders);
        var moved = await World.ImportAsync("orders", Orders.Replace("2026-01-15", "2026-01-09"));

        Assert.That(again.Table("updated unchanged"), Is.EqualTo("0 2"));
        Assert.That(moved.Table("updated unchanged"), Is.EqualTo("1 1"));
        Assert.That(FactTable.ReadAmounts(World.Engine)[0], Is.EqualTo("what=2 id=1 base_amount=- base_cost=-"));
    }

    [TestCase("rates first")]
    [TestCase("rates last")]
    public async Task Any_amount_converts_as_whole_numbers_of_any_size_do(string order)
    {
        // A thousand days, each with a rate and an order of its own, of every size.
        var random = new Random(20260301);
        var days = Enumerable.Range(0, 1_000).Select(day => (Day: day, Amount: Any(4_000_000_000_000_000), Rate: Any(1_000_000_000_000_000_000))).ToList();
        var rates = "currency,on,rate\n" + string.Concat(days.Select(d => $"SAR,{On(d.Day)},{Text(d.Rate, 9)}\n"));
        var orders = "order_id,customer_id,ordered_at,amount,currency\n"
            + string.Concat(days.Select(d => $"{d.Day:0000},C,{On(d.Day)}T23:59:59Z,{(d.Day % 3 == 0 ? "-" : "")}{Text(d.Amount, 4)},SAR\n"));
        if (order == "rates first")
        {
            await World.ImportAsync("exchange-rates", rates);
            await World.ImportAsync("orders", orders);
        }
        else
        {
            await World.ImportAsync("orders", orders);
            await World.ImportAsync("exchange-rates", rates);
        }

        Assert.That(FactTable.ReadAmounts(World.Engine), Is.EqualTo(days.Select(d => $"what=2 id={d.Day:0000} base_amount={Converted(d.Amount, d.Rate, d.Day % 3 == 0)} base_cost=-")));

        // Every size is as likely as another.
        long Any(long most) => Math.Max(1, (long)Math.Pow(10, random.NextDouble() * Math.Log10(most)));

        static string On(int day) => new DateOnly(2023, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        static string Text(long units, int decimals) => ((decimal)units / (decimal)Math.Pow(10, decimals)).ToString(CultureInfo.InvariantCulture);
    }

    private static string Converted(long amount, long rate, bool negative)
    {
        var whole = BigInteger.DivRem((BigInteger)amount * rate, 1_000_000_000, out var rest);
        var rounded = rest > 500_000_000 || (rest == 500_000_000 && !whole.IsEven) ? whole + 1 : whole;
        return whole > 4_000_000_000_000_000 ? "-" : (negative ? -rounded : rounded).ToString(CultureInfo.InvariantCulture);
    }
}
