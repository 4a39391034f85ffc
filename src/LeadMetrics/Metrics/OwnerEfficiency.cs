using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>How well does each lead owner work their leads?</summary>
public sealed class OwnerEfficiency : LeadMetric<OwnerEfficiencyRow>
{
    private static readonly Parameter<Basis> s_basis = Param.Choice("basis", "Which leads are set against which events: cohort takes the leads created in the period, and what had become of them by asOf.", Basis.Cohort);
    private static readonly Parameter<Func<OwnerEfficiencyRow, IComparable?>> s_sort = Param.Choice("sort", "The column to sort by; rows without a value come last. Equal ones are in the order of their names.", RowColumns.Of<OwnerEfficiencyRow>(), row => row.Leads) with { DefaultText = "leads" };
    private static readonly Parameter<Order> s_order = Param.Choice("order", "Ascending or descending.", Order.Desc);
    private static readonly Parameter<int> s_minSample = Param.Whole("minSample", "An owner with fewer leads than this is not reliable: a rate of so few says little.", 30, 1, 1_000_000);

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "owner-efficiency",
        Title = "Lead owner efficiency",
        Question = "How well does each lead owner work their leads: how many do they have, contact and convert, how fast, and what is left lying?",
        Formula =
            "Eligible leads created in the period, each credited to one owner. contactRate = contacted ÷ leads; efficiency = converted ÷ leads; " +
            "conversionGivenContact = contactedAndConverted ÷ contacted; withinTarget = answeredWithinTarget ÷ responseDue. With a window, immature leads are " +
            "left out of the rates; response times, load and amounts take no window. Rates carry 95 % Wilson intervals. Response percentiles keep the unanswered in (Kaplan–Meier). openLoad and neglected count " +
            "every lead that is open at asOf, whenever it was created.",
        Unit = "percent of leads",
        Version = 1,
        Needs = [Datasets.Leads],
        Uses = [Datasets.Owners, Datasets.Activities, Datasets.Opportunities, Datasets.Orders, Datasets.LeadAssignments, Datasets.LeadStatusChanges],
        Parameters = [.. LeadQuestion.Parameters, s_basis, s_minSample, s_sort, s_order],
    };

    protected override Answer<OwnerEfficiencyRow> ExampleAnswer
    {
        get
        {
            var waits = new WaitingTimes();
            foreach (var minutes in Enumerable.Range(1, 36))
            {
                waits.Happened(minutes * 5 * 60_000L);
            }

            for (var unanswered = 0; unanswered < 4; unanswered++)
            {
                waits.Never();
            }

            var counts = new OwnerCounts
            {
                Leads = 40,
                Contacted = 30,
                Converted = 12,
                ConvertedToOpportunity = 11,
                ConvertedToCustomer = 5,
                ConvertedToEither = 12,
                ContactedAndConverted = 11,
                ConvertedWithoutContact = 1,
                AnsweredWithinTarget = 12,
                ResponseDue = 40,
                NeverAnswered = 4,
                WonAmount = 125_000_0000,
                OrderAmount = 98_500_0000,
            };
            var load = new OwnerLoad { OpenLoad = 18, Neglected = 3 };
            var owner = new OwnerRow { OwnerKey = 1, OwnerId = "U-7", Name = "سارة العتيبي", Team = "Riyadh", Active = true, Capacity = 45 };
            var links = new LeadLinks(Envelope.ExampleQuestion);
            return new Answer<OwnerEfficiencyRow>(
                [Row(owner, counts, load, waits, 30, links.ForOwner(owner.OwnerId))],
                Row(null, counts, load, waits, 30, links) with { Capacity = 45 },
                counts.Leads,
                [LeadWarnings.NothingPlanned]);
        }
    }

    protected override Func<LeadSelection, Snapshot, Task<Answer<OwnerEfficiencyRow>>> Ask(QueryReader query)
    {
        query.Get(s_basis);
        var (sort, order, minSample) = (query.Get(s_sort), query.Get(s_order), query.Get(s_minSample));
        return async (selection, data) =>
        {
            var counts = (await data.RowsAsync<OwnerCounts>("metrics/owner_efficiency.sql", selection.Switches, selection.Parameters))
                .ToDictionary(row => row.OwnerKey);
            var load = (await data.RowsAsync<OwnerLoad>("metrics/open_load.sql", selection.SwitchesOfAllTime, selection.ParametersOfAllTime))
                .ToDictionary(row => row.OwnerKey);
            var waits = await ResponseTimesAsync(selection, data);
            var links = new LeadLinks(selection.Question with { OwnerIds = [], Teams = [] });

            // An owner is a row with or without leads; one who left, and nobody, only with some.
            var rows = selection.Owners
                .Where(owner => (owner.Active && owner.OwnerKey != 0) || counts.ContainsKey(owner.OwnerKey) || load.ContainsKey(owner.OwnerKey))
                .OrderBy(owner => owner.OwnerId, StringComparer.Ordinal)
                .Select(owner => Row(
                    owner, counts.GetValueOrDefault(owner.OwnerKey) ?? new(), load.GetValueOrDefault(owner.OwnerKey) ?? new(),
                    waits.GetValueOrDefault(owner.OwnerKey) ?? new(), minSample, links.ForOwner(owner.OwnerId)))
                .ToList();

            var everybody = new WaitingTimes();
            foreach (var wait in waits.Values)
            {
                everybody.Add(wait);
            }

            var sum = OwnerCounts.Sum(counts.Values);
            var everyLink = new LeadLinks(selection.Question);
            var totals = Row(null, sum, OwnerLoad.Sum(load.Values), everybody, minSample, everyLink) with
            {
                Capacity = rows.Exists(row => row.Capacity is not null) ? rows.Sum(row => row.Capacity) : null,
            };
            return new Answer<OwnerEfficiencyRow>(
                RowColumns.Sort(rows, sort, order, row => row.Name), totals, sum.Leads, LeadWarnings.Of(selection, sum, everyLink));
        };
    }

    private static async Task<Dictionary<int, WaitingTimes>> ResponseTimesAsync(LeadSelection selection, Snapshot data)
    {
        var waits = new Dictionary<int, WaitingTimes>();
        await using var reader = await data.ReaderAsync("metrics/response_times.sql", selection.Switches, selection.Parameters);
        while (await reader.ReadAsync())
        {
            var owner = reader.GetInt32(0);
            if (!waits.TryGetValue(owner, out var times))
            {
                waits[owner] = times = new WaitingTimes();
            }

            var waited = reader.GetInt64(1);
            switch (reader.GetInt32(2))
            {
                case 1:
                    times.Happened(waited);
                    break;
                case 0:
                    times.StillWaiting(waited);
                    break;
                default:
                    times.Never();
                    break;
            }
        }

        return waits;
    }

    private static OwnerEfficiencyRow Row(OwnerRow? owner, OwnerCounts c, OwnerLoad load, WaitingTimes waits, int minSample, LeadLinks links)
    {
        var mature = c.Leads - c.Immature;
        return new OwnerEfficiencyRow
        {
            OwnerId = owner?.OwnerId,
            Name = owner?.Name,
            Team = owner?.Team,
            Active = owner?.Active,
            Capacity = owner?.Capacity,
            Leads = c.Leads,
            Immature = c.Immature,
            Reliable = mature >= minSample,
            Contacted = c.Contacted,
            ContactRate = Rate.Of(c.Contacted, mature),
            Converted = c.Converted,
            Efficiency = Rate.Of(c.Converted, mature),
            ConvertedToOpportunity = c.ConvertedToOpportunity,
            LeadToOpportunity = Rate.Of(c.ConvertedToOpportunity, mature),
            ConvertedToCustomer = c.ConvertedToCustomer,
            LeadToCustomer = Rate.Of(c.ConvertedToCustomer, mature),
            ConvertedToEither = c.ConvertedToEither,
            LeadToEither = Rate.Of(c.ConvertedToEither, mature),
            ContactedAndConverted = c.ContactedAndConverted,
            ConversionGivenContact = Rate.Of(c.ContactedAndConverted, c.Contacted),
            ConvertedWithoutContact = c.ConvertedWithoutContact,
            ResponseP50Seconds = Seconds(waits.Median),
            ResponseP90Seconds = Seconds(waits.Percentile(0.9)),
            AnsweredWithinTarget = c.AnsweredWithinTarget,
            ResponseDue = c.ResponseDue,
            WithinTarget = Rate.Of(c.AnsweredWithinTarget, c.ResponseDue),
            ResponsePending = c.ResponsePending,
            NeverAnswered = c.NeverAnswered,
            Neglected = load.Neglected,
            OpenLoad = load.OpenLoad,
            LoadPerCapacity = Money.Ratio(load.OpenLoad, owner?.Capacity),
            WonAmount = Money.Of(c.WonAmount),
            OrderAmount = Money.Of(c.OrderAmount),
            Links = OwnerEfficiencyRow.LinkedFigures.ToDictionary(name => name, links.To),
        };
    }

    private static double? Seconds(double? milliseconds) => milliseconds is { } ms ? Math.Round(ms / 1000, 3, MidpointRounding.ToEven) : null;
}

/// <summary>Which leads are set against which events.</summary>
public enum Basis
{
    Cohort,
}
