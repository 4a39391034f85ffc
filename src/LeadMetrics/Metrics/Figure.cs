using System.Globalization;
using LeadMetrics.Languages;
using LeadMetrics.Parameters;

namespace LeadMetrics.Metrics;

/// <summary>
/// A count of leads that can be followed to its leads. Its predicate is the 0/1 column of <c>sql/shared/figures.sql</c>
/// that <c>sql/shared/figure_filter.sql</c> names beside it.
/// </summary>
/// <param name="Name">The name in JSON, in <c>/v1/leads?figure=</c> and in <c>texts/</c>, which says which leads it counts.</param>
/// <param name="OfPeriod">Whether it counts leads of the period; otherwise whenever they were created.</param>
/// <param name="Basis">The basis that it has whatever that of the question; null for the question's.</param>
public sealed record Figure(string Name, bool OfPeriod = true, Basis? Basis = null)
{
    private static readonly (int From, int? To)[] s_days = [(0, 7), (8, 14), (15, 30), (31, 60), (61, 90), (91, null)];

    public static readonly IReadOnlyList<Figure> All =
    [
        new("leads"),
        new("mature"),
        new("immature"),
        new("contacted"),
        new("converted"),
        new("convertedToOpportunity"),
        new("convertedToCustomer"),
        new("convertedToEither"),
        new("contactedAndConverted"),
        new("convertedWithoutContact"),
        new("answeredWithinTarget"),
        new("responseDue"),
        new("responsePending"),
        new("neverAnswered"),
        OfNow("openLoad"),
        OfNow("neglected"),
        new("missingOwner"),
        new("unknownSource"),
        new("conversionBeforeCreation"),
        new("responseBeforeStart"),
        new("noOwnerHistory"),
        new("convertedByStatusAlone"),
        new("missingRate"),
        new("missingStatus"),
        new("closedWithoutDate"),
        new("reachedContact"),
        new("reachedQualified"),
        new("reachedOpportunity"),
        new("reachedCustomer"),
        new("qualifiedLeads"),
        new("judged"),
        new("openLeads"),
        .. s_days.Select(days => new Figure("aged" + Days(days))),
        .. s_days.Select(days => new Figure("idle" + Days(days))),
        new("neverActive"),
        new("answered"),
        new("answeredWithin5Minutes"),
        new("answered5MinutesTo1Hour"),
        new("answered1To24Hours"),
        new("answered24To72Hours"),
        new("answeredLater"),
        OfNow("neglectedUncontacted"),
        OfNow("neglectedIdle"),
        OfNow("neglectedOverdue"),
        OfNow("neglectedUnplanned"),
        new("decided"),
        new("newCustomers", Basis: Parameters.Basis.Period),
    ];

    private static readonly Dictionary<string, Figure> s_byName = All.ToDictionary(figure => figure.Name);

    // What is open lies there whenever it was created, and is resolved in no period.
    private static Figure OfNow(string name) => new(name, OfPeriod: false, Parameters.Basis.Cohort);

    /// <summary>The figure of a name.</summary>
    public static Figure Of(string name) => s_byName[name];

    /// <summary>Which leads it counts.</summary>
    public string Description(Texts texts) => texts["figures." + Name];

    /// <summary>The question as this figure asks it.</summary>
    public LeadQuestion AskedOf(LeadQuestion question)
    {
        var asked = OfPeriod || question.Period is null ? question : question with { Period = null };
        return Basis is { } basis && basis != asked.Basis ? asked with { Basis = basis } : asked;
    }

    /// <summary>The question as a list of its leads asks it: the period stays where it was given.</summary>
    public LeadQuestion AskedBy(LeadQuestion question) => AskedOf(question) with { Period = question.Period };

    private static string Days((int From, int? To) days) => days.To is { } to
        ? string.Create(CultureInfo.InvariantCulture, $"{days.From}To{to}Days") : string.Create(CultureInfo.InvariantCulture, $"{days.From}DaysOrMore");
}
