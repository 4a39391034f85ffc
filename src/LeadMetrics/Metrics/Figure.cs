using System.Globalization;
using LeadMetrics.Parameters;

namespace LeadMetrics.Metrics;

/// <summary>
/// A count of leads that can be followed to its leads. Its predicate is the 0/1 column of <c>sql/shared/figures.sql</c>
/// that <c>sql/shared/figure_filter.sql</c> names beside it.
/// </summary>
/// <param name="Name">The name in JSON and in <c>/v1/leads?figure=</c>.</param>
/// <param name="Description">Which leads it counts.</param>
/// <param name="OfPeriod">Whether it counts leads of the period; otherwise whenever they were created.</param>
/// <param name="Basis">The basis that it has whatever that of the question; null for the question's.</param>
public sealed record Figure(string Name, string Description, bool OfPeriod = true, Basis? Basis = null)
{
    private static readonly (int From, int? To)[] s_days = [(0, 7), (8, 14), (15, 30), (31, 60), (61, 90), (91, null)];

    public static readonly IReadOnlyList<Figure> All =
    [
        new("leads", "Every eligible lead."),
        new("mature", "Leads at least as old as the window; all of them without a window."),
        new("immature", "Leads younger than the window, left out of the rates."),
        new("contacted", "Leads with at least one completed, outbound, not automated call, e-mail, meeting or message."),
        new("converted", "Leads that converted, as conversion says."),
        new("convertedToOpportunity", "Leads with an opportunity."),
        new("convertedToCustomer", "Leads with a won opportunity or an order."),
        new("convertedToEither", "Leads with an opportunity, a won opportunity or an order."),
        new("contactedAndConverted", "Contacted leads that converted."),
        new("convertedWithoutContact", "Converted leads that nobody contacted."),
        new("answeredWithinTarget", "Leads older than the target whose first outbound human attempt came within it."),
        new("responseDue", "Leads older than the target: answered in time, late or not at all."),
        new("responsePending", "Leads younger than the target, answered or not; too young for the share within it."),
        new("neverAnswered", "Leads whose clock has started, without an outbound human attempt."),
        new("openLoad", "Leads open now: neither converted nor closed.", OfPeriod: false),
        new("neglected", "Open leads that were never contacted, are idle, or whose next activity is overdue or absent.", OfPeriod: false),
        new("missingOwner", "Leads of no owner."),
        new("unknownSource", "Leads of no source."),
        new("conversionBeforeCreation", "Leads whose conversion is dated before their creation."),
        new("responseBeforeStart", "Leads whose first attempt is dated before the start of the clock."),
        new("noOwnerHistory", "Leads without a recorded assignment, credited to their current owner."),
        new("convertedByStatusAlone", "Leads whose status says converted, but that have no opportunity and no order."),
        new("missingRate", "Leads with an amount that no exchange rate is known for; that amount is left out."),
        new("reachedContact", "Leads that were contacted or got further: qualified, an opportunity, a customer."),
        new("reachedQualified", "Leads that are qualified or got further."),
        new("reachedOpportunity", "Leads with an opportunity, or that became a customer without one."),
        new("reachedCustomer", "Leads with a won opportunity or an order."),
        new("qualifiedLeads", "Leads that the CRM calls qualified."),
        new("judged", "Leads of which the CRM says whether they are qualified."),
        new("openLeads", "Leads of the period that are open at asOf: neither converted nor closed."),
        .. s_days.Select(days => new Figure("aged" + Days(days), $"Open leads whose age at asOf is {Words(days)}.")),
        .. s_days.Select(days => new Figure("idle" + Days(days), $"Open leads whose last human activity was {Words(days)} before asOf.")),
        new("neverActive", "Open leads without any human activity."),
        new("answered", "Leads with an outbound human attempt at or after the clock's start."),
        new("answeredWithin5Minutes", "Leads answered within 5 minutes of the clock."),
        new("answered5MinutesTo1Hour", "Leads answered after 5 minutes and within 1 hour of the clock."),
        new("answered1To24Hours", "Leads answered after 1 hour and within 24 hours of the clock."),
        new("answered24To72Hours", "Leads answered after 24 hours and within 72 hours of the clock."),
        new("answeredLater", "Leads answered after 72 hours of the clock."),
        new("neglectedUncontacted", "Open leads that were never contacted and are older than uncontactedAfter.", OfPeriod: false),
        new("neglectedIdle", "Open leads whose last human activity is longer ago than idleAfter.", OfPeriod: false),
        new("neglectedOverdue", "Open leads whose next activity is overdue.", OfPeriod: false),
        new("neglectedUnplanned", "Open leads without a next activity, where the CRM plans any at all.", OfPeriod: false),
        new("decided", "Leads that became customers or are closed."),
        new("newCustomers", "Leads whose first won opportunity or first order fell in the period; with basis=period whenever they were created.", Basis: Parameters.Basis.Period),
    ];

    private static readonly Dictionary<string, Figure> s_byName = All.ToDictionary(figure => figure.Name);

    /// <summary>The figure of a name.</summary>
    public static Figure Of(string name) => s_byName[name];

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

    private static string Words((int From, int? To) days) => days.To is { } to
        ? string.Create(CultureInfo.InvariantCulture, $"{days.From} to {to} whole days") : string.Create(CultureInfo.InvariantCulture, $"{days.From} whole days or more");
}
