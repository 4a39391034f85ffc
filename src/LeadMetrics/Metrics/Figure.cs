namespace LeadMetrics.Metrics;

/// <summary>
/// A count of leads that can be followed to its leads. Its predicate is the 0/1 column of <c>sql/shared/figures.sql</c>
/// that <c>sql/shared/figure_filter.sql</c> names beside it.
/// </summary>
/// <param name="Name">The name in JSON and in <c>/v1/leads?figure=</c>.</param>
/// <param name="Description">Which leads it counts.</param>
/// <param name="OfPeriod">Whether it counts leads of the period; otherwise whenever they were created.</param>
public sealed record Figure(string Name, string Description, bool OfPeriod = true)
{
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
    ];
}
