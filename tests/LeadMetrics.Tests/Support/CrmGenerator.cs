using FsCheck;
using FsCheck.Fluent;

namespace LeadMetrics.Tests.Support;

/// <summary>
/// Small CRMs at random: five leads, three owners, everything that can happen to them in January and February 2026,
/// sent in any order, in files of any size, some rows several times and changed. Times meet often: there are thirty.
/// </summary>
public static class CrmGenerator
{
    public static Gen<string> Times { get; } =
        from day in Gen.Choose(0, 14)
        from hour in Gen.Elements(0, 12)
        select Crm.Time(4 * day, hour);

    private static readonly Gen<string> s_leadIds = Gen.Elements("L1", "L2", "L3", "L4", "L5");
    private static readonly Gen<string> s_ownerIds = Gen.Elements("A", "B", "C");
    private static readonly Gen<string> s_opportunityIds = Gen.Elements("O1", "O2", "O3", "O4");
    private static readonly Gen<string> s_flags = Gen.Elements("true", "false");
    private static readonly Gen<string> s_statuses = Gen.Elements("new", "working", "converted", "closed");
    private static readonly Gen<string> s_currencies = Gen.Elements("", "USD", "SAR", "SAR", "EUR");

    // The lead, the opportunity or both that something belongs to.
    private static readonly Gen<(string Lead, string Opportunity)> s_belongings = Gen.OneOf(
        s_leadIds.Select(lead => (lead, "")),
        s_opportunityIds.Select(opportunity => ("", opportunity)),
        from lead in s_leadIds from opportunity in s_opportunityIds select (lead, opportunity));

    private static readonly Gen<CrmRow> s_leads =
        from id in s_leadIds
        from at in Times
        from owner in Maybe(3, s_ownerIds)
        from source in Maybe(1, Gen.Elements("ads", "web"))
        from status in Maybe(1, s_statuses)
        from qualified in Maybe(1, s_flags)
        from excluded in Gen.Frequency((5, Gen.Constant(("", "", ""))), (1, Gen.Elements(("true", "", ""), ("", "true", ""), ("", "", "L2"))))
        select new CrmRow("leads", id, at, owner, source, status, qualified, excluded.Item1, excluded.Item2, excluded.Item3);

    private static readonly Gen<CrmRow> s_assignments =
        from lead in s_leadIds from owner in s_ownerIds from at in Times select new CrmRow("lead-assignments", lead, owner, at);

    private static readonly Gen<CrmRow> s_statusChanges =
        from lead in s_leadIds from status in s_statuses from at in Times select new CrmRow("lead-statuses", lead, status, at);

    private static readonly Gen<CrmRow> s_opportunities =
        from id in s_opportunityIds
        from lead in Maybe(5, s_leadIds)
        from times in Gen.Two(Times)
        from status in Gen.Elements("open", "won", "lost")
        from amount in Gen.Elements("", "100.5", "2500")
        from currency in s_currencies
        let created = string.CompareOrdinal(times.Item1, times.Item2) < 0 ? times.Item1 : times.Item2
        let closed = created == times.Item1 ? times.Item2 : times.Item1
        select new CrmRow("opportunities", id, lead, created, status, amount, currency, status == "open" ? "" : closed);

    private static readonly Gen<CrmRow> s_activities =
        from id in Gen.Elements("1", "2", "3", "4", "5", "6", "7", "8")
        from of in s_belongings
        from type in Gen.Elements("call", "email", "meeting", "message", "note", "task", "")
        from direction in Gen.Elements("outbound", "outbound", "inbound", "")
        from due in Maybe(1, Times)
        from occurred in Maybe(3, Times)
        from completed in Maybe(1, s_flags)
        from automated in Gen.Elements("", "", "true")
        select new CrmRow("activities", id, of.Lead, of.Opportunity, type, direction, due, occurred, completed, automated);

    private static readonly Gen<CrmRow> s_orders =
        from id in Gen.Elements("1", "2", "3")
        from of in s_belongings
        from at in Times
        from cost in Gen.Elements("", "33.3333")
        from currency in s_currencies
        select new CrmRow("orders", id, "C", of.Lead, of.Opportunity, at, "99.99", cost, currency);

    private static readonly Gen<CrmRow> s_spend =
        from id in Gen.Elements("1", "2")
        from at in Times
        from currency in s_currencies
        select new CrmRow("spend", id, at[..10], "2026-12-31", "marketing", "10.0001", currency);

    // On the days of the times, so that many rates come on the very day of an amount.
    private static readonly Gen<CrmRow> s_rates =
        from at in Times
        from currency in Gen.Elements("SAR", "SAR", "SAR", "EUR")
        from rate in Gen.Elements("0.25", "0.266666667", "1.5")
        select new CrmRow("exchange-rates", currency, at[..10], rate);

    private static readonly Gen<IReadOnlyList<CrmRow>> s_files = Gen.Frequency(
        (4, File(s_leads)), (3, File(s_assignments)), (2, File(s_statusChanges)), (4, File(s_opportunities)), (5, File(s_activities)), (2, File(s_orders)),
        (2, File(s_rates)), (1, File(s_spend)));

    /// <summary>Shrinks by leaving out a file, or a row of one.</summary>
    public static Arbitrary<Crm> Crms { get; } = Arb.From(
        from count in Gen.Choose(6, 18)
        from files in s_files.ListOf(count)
        select new Crm([.. files]),
        Smaller);

    private static Gen<string> Maybe(int times, Gen<string> values) => Gen.Frequency((1, Gen.Constant("")), (times, values));

    private static Gen<IReadOnlyList<CrmRow>> File(Gen<CrmRow> rows) =>
        from count in Gen.Choose(1, 5)
        from file in rows.ListOf(count)
        select (IReadOnlyList<CrmRow>)[.. file];

    private static IEnumerable<Crm> Smaller(Crm crm)
    {
        for (var i = 0; i < crm.Files.Count; i++)
        {
            yield return new Crm([.. crm.Files.Where((_, at) => at != i)]);
        }

        for (var i = 0; i < crm.Files.Count; i++)
        {
            for (var j = 0; crm.Files[i].Count > 1 && j < crm.Files[i].Count; j++)
            {
                yield return new Crm([.. crm.Files.Select((file, at) => at == i ? [.. file.Where((_, row) => row != j)] : file)]);
            }
        }
    }
}

/// <summary>Texts that must be equal, line by line.</summary>
public static class Lines
{
    /// <summary>Names the first lines that differ.</summary>
    public static Property Same(IReadOnlyList<string> actual, IReadOnlyList<string> expected)
    {
        var at = Enumerable.Range(0, Math.Max(actual.Count, expected.Count)).FirstOrDefault(i => actual.ElementAtOrDefault(i) != expected.ElementAtOrDefault(i), -1);
        return (at < 0).Label($"line {at} is\n{actual.ElementAtOrDefault(at)}\nnot\n{expected.ElementAtOrDefault(at)}");
    }
}
