using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>What <c>owner_efficiency.sql</c> counts, an owner.</summary>
public sealed record OwnerCounts : IDefects
{
    public int OwnerKey { get; init; }

    public long Leads { get; init; }

    public long Immature { get; init; }

    public long Contacted { get; init; }

    public long Converted { get; init; }

    public long ConvertedToOpportunity { get; init; }

    public long ConvertedToCustomer { get; init; }

    public long ConvertedToEither { get; init; }

    public long ContactedAndConverted { get; init; }

    public long ConvertedWithoutContact { get; init; }

    public long AnsweredWithinTarget { get; init; }

    public long ResponseDue { get; init; }

    public long ResponsePending { get; init; }

    public long NeverAnswered { get; init; }

    public long WonAmount { get; init; }

    public long OrderAmount { get; init; }

    public long MissingOwner { get; init; }

    public long UnknownSource { get; init; }

    public long ConversionBeforeCreation { get; init; }

    public long ResponseBeforeStart { get; init; }

    public long NoOwnerHistory { get; init; }

    public long ConvertedByStatusAlone { get; init; }

    public long MissingRate { get; init; }

    /// <summary>All owners together: every column adds up.</summary>
    public static OwnerCounts Sum(IReadOnlyCollection<OwnerCounts> rows) => new()
    {
        Leads = rows.Sum(row => row.Leads),
        Immature = rows.Sum(row => row.Immature),
        Contacted = rows.Sum(row => row.Contacted),
        Converted = rows.Sum(row => row.Converted),
        ConvertedToOpportunity = rows.Sum(row => row.ConvertedToOpportunity),
        ConvertedToCustomer = rows.Sum(row => row.ConvertedToCustomer),
        ConvertedToEither = rows.Sum(row => row.ConvertedToEither),
        ContactedAndConverted = rows.Sum(row => row.ContactedAndConverted),
        ConvertedWithoutContact = rows.Sum(row => row.ConvertedWithoutContact),
        AnsweredWithinTarget = rows.Sum(row => row.AnsweredWithinTarget),
        ResponseDue = rows.Sum(row => row.ResponseDue),
        ResponsePending = rows.Sum(row => row.ResponsePending),
        NeverAnswered = rows.Sum(row => row.NeverAnswered),
        WonAmount = rows.Sum(row => row.WonAmount),
        OrderAmount = rows.Sum(row => row.OrderAmount),
        MissingOwner = rows.Sum(row => row.MissingOwner),
        UnknownSource = rows.Sum(row => row.UnknownSource),
        ConversionBeforeCreation = rows.Sum(row => row.ConversionBeforeCreation),
        ResponseBeforeStart = rows.Sum(row => row.ResponseBeforeStart),
        NoOwnerHistory = rows.Sum(row => row.NoOwnerHistory),
        ConvertedByStatusAlone = rows.Sum(row => row.ConvertedByStatusAlone),
        MissingRate = rows.Sum(row => row.MissingRate),
    };
}

/// <summary>What <c>open_load.sql</c> counts, an owner.</summary>
public sealed record OwnerLoad
{
    public int OwnerKey { get; init; }

    public long OpenLoad { get; init; }

    public long Neglected { get; init; }

    public static OwnerLoad Sum(IReadOnlyCollection<OwnerLoad> rows) =>
        new() { OpenLoad = rows.Sum(row => row.OpenLoad), Neglected = rows.Sum(row => row.Neglected) };
}

/// <summary>How well an owner works their leads.</summary>
public sealed record OwnerEfficiencyRow
{
    /// <summary>The counts that <see cref="Links"/> leads to.</summary>
    public static readonly IReadOnlyList<string> LinkedFigures =
    [
        "leads", "immature", "contacted", "converted", "convertedToOpportunity", "convertedToCustomer", "convertedToEither",
        "contactedAndConverted", "convertedWithoutContact", "answeredWithinTarget", "responseDue", "responsePending",
        "neverAnswered", "neglected", "openLoad",
    ];

    /// <summary>The owner's id in the CRM; <c>(unassigned)</c> for nobody; null in totals.</summary>
    public required string? OwnerId { get; init; }

    /// <summary>The owner's name; null where it is not known.</summary>
    public required string? Name { get; init; }

    /// <summary>The owner's team; null where it is not known.</summary>
    public required string? Team { get; init; }

    /// <summary>Whether the owner still works leads; null in totals.</summary>
    public required bool? Active { get; init; }

    /// <summary>Leads a month that the owner can work; null where it is not known.</summary>
    public required int? Capacity { get; init; }

    /// <summary>Eligible leads of the period.</summary>
    public required long Leads { get; init; }

    /// <summary>Those younger than the window, left out of the rates; 0 without a window.</summary>
    public required long Immature { get; init; }

    /// <summary>Whether there are at least minSample leads that are not immature.</summary>
    public required bool Reliable { get; init; }

    /// <summary>Leads with at least one completed, outbound, not automated call, e-mail, meeting or message.</summary>
    public required long Contacted { get; init; }

    /// <summary>contacted ÷ leads.</summary>
    public required Rate ContactRate { get; init; }

    /// <summary>Leads that converted, as conversion says.</summary>
    public required long Converted { get; init; }

    /// <summary>converted ÷ leads.</summary>
    public required Rate Efficiency { get; init; }

    /// <summary>Leads with an opportunity.</summary>
    public required long ConvertedToOpportunity { get; init; }

    /// <summary>convertedToOpportunity ÷ leads.</summary>
    public required Rate LeadToOpportunity { get; init; }

    /// <summary>Leads with a won opportunity or an order.</summary>
    public required long ConvertedToCustomer { get; init; }

    /// <summary>convertedToCustomer ÷ leads.</summary>
    public required Rate LeadToCustomer { get; init; }

    /// <summary>Leads with an opportunity, a won opportunity or an order.</summary>
    public required long ConvertedToEither { get; init; }

    /// <summary>convertedToEither ÷ leads.</summary>
    public required Rate LeadToEither { get; init; }

    /// <summary>Contacted leads that converted.</summary>
    public required long ContactedAndConverted { get; init; }

    /// <summary>contactedAndConverted ÷ contacted. Where nobody converts uncontacted, efficiency is contactRate × this.</summary>
    public required Rate ConversionGivenContact { get; init; }

    /// <summary>Converted leads that nobody contacted.</summary>
    public required long ConvertedWithoutContact { get; init; }

    /// <summary>Seconds until half of the leads had their first outbound human attempt, the unanswered kept in; null where no more than half had one.</summary>
    public required double? ResponseP50Seconds { get; init; }

    /// <summary>Seconds until nine tenths of the leads had it, the unanswered kept in; null where that is not known or never came.</summary>
    public required double? ResponseP90Seconds { get; init; }

    /// <summary>Leads older than the target that were answered within it.</summary>
    public required long AnsweredWithinTarget { get; init; }

    /// <summary>Leads older than the target: answered in time, late or not at all.</summary>
    public required long ResponseDue { get; init; }

    /// <summary>answeredWithinTarget ÷ responseDue.</summary>
    public required Rate WithinTarget { get; init; }

    /// <summary>Leads younger than the target, answered or not: too young for withinTarget.</summary>
    public required long ResponsePending { get; init; }

    /// <summary>Leads without an outbound human attempt by asOf, the young ones among them.</summary>
    public required long NeverAnswered { get; init; }

    /// <summary>Open leads that were never contacted, are idle, or whose next activity is overdue or absent; whenever created.</summary>
    public required long Neglected { get; init; }

    /// <summary>Leads open at asOf, whenever created.</summary>
    public required long OpenLoad { get; init; }

    /// <summary>openLoad ÷ capacity; null where the capacity is not known or 0, and in totals.</summary>
    public required decimal? LoadPerCapacity { get; init; }

    /// <summary>Won opportunities of these leads, in the base currency.</summary>
    public required decimal WonAmount { get; init; }

    /// <summary>Orders of these leads, in the base currency.</summary>
    public required decimal OrderAmount { get; init; }

    /// <summary>Where the leads behind each count are listed, by the count's name.</summary>
    public required IReadOnlyDictionary<string, string> Links { get; init; }
}
