namespace LeadMetrics.Import;

/// <summary>
/// The amounts of a table in the base currency. An amount in another currency converts at the latest rate on or before its
/// own day; while there is none it has no base amount, so that it is left out and counted, never taken at 1.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="KeyColumn">Its key.</param>
/// <param name="LeadColumn">The column that says whose facts the amounts belong to; null where no fact depends on them.</param>
/// <param name="OwnDay">The day of a row's amounts, in SQL over an alias of it.</param>
/// <param name="Amounts">The amounts as they came, and the columns that take them in the base currency.</param>
public sealed record BaseAmounts(
    string Table, string KeyColumn, string? LeadColumn, Func<string, string> OwnDay, params IReadOnlyList<(string Amount, string Target)> Amounts)
{
    /// <summary>How the amounts of a row follow while it comes in.</summary>
    public IReadOnlyList<Derived> Derived => [.. Amounts.Select(a => new Derived(a.Target, Converted("s", a.Amount)))];

    /// <summary>
    /// Statements that value the table anew after rates came or changed: the rows in these currencies from the first of these
    /// days on whose base amount is another one now. Their leads are touched.
    /// </summary>
    public IEnumerable<string> Revalue()
    {
        var valued = $$"""
            select t.{{KeyColumn}} as row_key{{(LeadColumn is null ? "" : ", t." + LeadColumn)}}, c.first_day,
              {{Columns(a => $"t.{a.Target} as old_{a.Target}, {Converted("t", a.Amount)} as new_{a.Target}")}}
            from {{Table}} as t
            cross join (
              select i.currency, min(i.on_day) as first_day from {incoming} as i where i.change <> 2 group by i.currency
            ) as c
            where c.currency = t.currency{exactly} and c.first_day <= {{OwnDay("t")}}
            """;

        // The day is compared with itself so that SQLite converts only what the rates are about: it would convert every row first.
        var changed = $"not exists (select v.first_day, {Columns(a => "v.old_" + a.Target)} intersect select v.first_day, {Columns(a => "v.new_" + a.Target)})";
        if (LeadColumn is not null)
        {
            yield return ImportSql.Touch($"select v.{LeadColumn} as lead_key from ({valued}) as v where {changed}");
        }

        yield return $"""
            update {Table} set {Columns(a => $"{a.Target} = v.new_{a.Target}")}
            from ({valued}) as v
            where {Table}.{KeyColumn} = v.row_key and {changed}
            """;

        string Columns(Func<(string Amount, string Target), string> column) => string.Join(", ", Amounts.Select(column));
    }

    /// <summary>The UTC day of an instant, as days since 1970-01-01: a division that rounds down, before 1970 too.</summary>
    public static string DayOf(string instant) =>
        $"case when {instant} >= 0 then {instant} / 86400000 else -((86399999 - {instant}) / 86400000) end";

    // amount × rate ÷ 10⁹, rounded half-even, in whole numbers that never overflow: with amount = A·10⁹ + a and
    // rate = R·10⁹ + r it is amount·R + A·r + a·r ÷ 10⁹, where the last product is below 10¹⁸. Division and remainder cut
    // towards zero and keep the sign, so that −x converts as x does. What is more than an amount may be (Column.MostMoney) has
    // no base amount either; what is a thousand times more is not even multiplied.
    private string Converted(string row, string amount)
    {
        var a = $"{row}.{amount}";
        return $$"""
            case when {{row}}.currency is null or {{row}}.currency = @baseCurrency then {{a}} else (
              select case when abs(p.whole) <= @mostMoney then p.whole + case
                when p.rest > 500000000 or (p.rest = 500000000 and p.whole % 2 <> 0) then 1
                when p.rest < -500000000 or (p.rest = -500000000 and p.whole % 2 <> 0) then -1
                else 0 end end
              from (
                select
                  case when abs({{a}}) / 1000 <= @mostMoney / (x.rate / 1000000000 + 1) then {{a}} * (x.rate / 1000000000)
                    + {{a}} / 1000000000 * (x.rate % 1000000000) + {{a}} % 1000000000 * (x.rate % 1000000000) / 1000000000 end as whole,
                  {{a}} % 1000000000 * (x.rate % 1000000000) % 1000000000 as rest
                from exchange_rate as x
                where x.currency = {{row}}.currency{exactly} and x.on_day = (
                  select max(y.on_day) from exchange_rate as y where y.currency = {{row}}.currency{exactly} and y.on_day <= {{OwnDay(row)}})
              ) as p
            ) end
            """;
    }
}
