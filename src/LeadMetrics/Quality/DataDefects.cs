using LeadMetrics.Import;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using NodaTime;
using NodaTime.Text;

namespace LeadMetrics.Quality;

/// <summary>Everything that an answer may warn of, and what else can be wrong with data and be counted. Each is in <see cref="All"/>, and said in <c>texts/</c>.</summary>
public static class DataDefects
{
    private static readonly IReadOnlyList<Parameter> s_ofLeads =
        [.. LeadQuestion.Common, LeadQuestion.BasisOneOf(Basis.Cohort, Basis.Resolved), LeadQuestion.WindowLength, LeadQuestion.Start];

    // Spend has no owner and no status.
    private static readonly IReadOnlyList<Parameter> s_ofSpend =
        [.. LeadQuestion.Common.Except([LeadQuestion.OwnerId, LeadQuestion.Team, LeadQuestion.Status, LeadQuestion.Ownership])];

    public static readonly QuestionDefect PeriodNotOver = new("PERIOD_NOT_OVER");

    public static readonly QuestionDefect EarlierLeadsAreOlder = new("EARLIER_LEADS_ARE_OLDER");

    public static readonly QuestionDefect NoCapacity = new("NO_CAPACITY");

    public static readonly OwnerDefect MissingCapacity = new("MISSING_CAPACITY", "capacity", owner => owner.Capacity is null or 0)
    {
        Parameters = [LeadQuestion.OwnerId, LeadQuestion.Team],
    };

    public static readonly QuestionDefect InactiveOwners = new("INACTIVE_OWNERS");

    public static readonly QuestionDefect SuggestionLowSample = new("SUGGESTION_LOW_SAMPLE");

    public static readonly QuestionDefect SuggestionAssumes = new("SUGGESTION_ASSUMES");

    public static readonly QuestionDefect SpendOutOfScope = new("SPEND_OUT_OF_SCOPE");

    public static readonly LeadDefect MissingOwner = OfLeads("MISSING_OWNER", "missingOwner", tally => tally.MissingOwner, (_, _) => new("owner_id"));

    public static readonly LeadDefect UnknownSource = OfLeads("UNKNOWN_SOURCE", "unknownSource", tally => tally.UnknownSource, (_, _) => new("source_id"));

    public static readonly LeadDefect ConversionBeforeCreation = OfLeads(
        "CONVERSION_BEFORE_CREATION", "conversionBeforeCreation", tally => tally.ConversionBeforeCreation,
        (lead, _) => new("created_at", Text(lead.CreatedAt), Text(new[] { lead.FirstOpportunityAt, lead.FirstWonAt }.Min())));

    public static readonly LeadDefect ResponseBeforeStart = OfLeads(
        "RESPONSE_BEFORE_START", "responseBeforeStart", tally => tally.ResponseBeforeStart,
        (lead, question) => question.ResponseStart == ResponseStart.Created
            ? new("created_at", Text(lead.CreatedAt), Text(lead.FirstAttemptAt)) : new(null, Text(lead.FirstAssignedAt), Text(lead.FirstAttemptAt))) with
    {
        Touches = (definition, _) => definition.Parameters.Contains(LeadQuestion.Start),
    };

    public static readonly LeadDefect ConvertedByStatusAlone = OfLeads(
        "CONVERTED_BY_STATUS_ALONE", "convertedByStatusAlone", tally => tally.ConvertedByStatusAlone, (lead, _) => new("status", lead.Status));

    public static readonly LeadDefect MissingRate = OfLeads("MISSING_RATE", "missingRate", tally => tally.MissingRate, (_, _) => new(null)) with
    {
        Touches = (definition, _) => definition.Uses.Contains(Datasets.ExchangeRates),
    };

    public static readonly LeadDefect NoOwnerHistory = OfLeads(
        "NO_OWNER_HISTORY", "noOwnerHistory", tally => tally.NoOwnerHistory, (lead, _) => new("owner_id", lead.OwnerId)) with
    {
        Touches = (_, question) => question.OwnerAt != OwnerAt.Current,
    };

    public static readonly LeadDefect ImmatureCohort = OfLeads(
        "IMMATURE_COHORT", "immature", tally => tally.Immature, (lead, _) => new("created_at", Text(lead.CreatedAt))) with
    {
        Touches = (_, question) => question.Window is not null,
    };

    public static readonly LeadDefect NoPlannedActivities = OfLeads("NO_PLANNED_ACTIVITIES", "openLeads", Counted(tally => tally.OpenLeads), (_, _) => new(null)) with
    {
        Of = "openLeads",
        Possible = version => version.HasPlannedActivities == 0,
        Touches = (definition, _) => definition.Parameters.Contains(LeadQuestion.IdleAfter),
    };

    public static readonly LeadDefect MissingStatus = OfLeads("MISSING_STATUS", "missingStatus", Counted(tally => tally.MissingStatus), (_, _) => new("status"));

    public static readonly LeadDefect ClosedWithoutDate = OfLeads(
        "CLOSED_WITHOUT_DATE", "closedWithoutDate", Counted(tally => tally.ClosedWithoutDate), (lead, _) => new("status", lead.Status));

    public static readonly LeftOutDefect MissingOwnerLeftOut = new(
        "MISSING_OWNER_LEFT_OUT", "owner_id", leftOut => leftOut.WithoutOwner,
        selection => selection.LeavesOutOwnerless ? selection.Question with { OwnerIds = ["(unassigned)"], Teams = [] } : null)
    {
        Parameters = s_ofLeads,
    };

    public static readonly LeftOutDefect UnknownSourceLeftOut = new(
        "UNKNOWN_SOURCE_LEFT_OUT", "source_id", leftOut => leftOut.WithoutSource,
        selection => selection.LeavesOutSourceless ? selection.Question with { SourceIds = ["(unknown)"], Channels = [] } : null)
    {
        Parameters = s_ofLeads,
    };

    public static readonly RowDefect MissingRateOfSpend = new(
        "MISSING_RATE_OF_SPEND", "spend", "data_quality/spend_records.sql", [new(Datasets.Spend, "currency")], async counts => (await counts.SpendAsync()).WithoutRate)
    {
        Parameters = s_ofSpend,
        Switch = "defect.withoutRate",
        Ask = selection => (selection, AcquisitionSpend.ParametersOf(selection)),
    };

    public static readonly RowDefect UnallocatedSpend = new(
        "UNALLOCATED_SPEND", "spend", "data_quality/spend_records.sql", [new(Datasets.Spend, "source_id")], async counts => (await counts.SpendAsync()).WithoutSource)
    {
        Parameters = s_ofSpend,
        Switch = "defect.withoutSource",
        Ask = selection => (selection, AcquisitionSpend.ParametersOf(selection)),
    };

    public static readonly RowDefect MissingRateOfOpportunities = new(
        "MISSING_RATE_OF_OPPORTUNITIES", "wonOpportunities", "data_quality/wins_without_rate.sql", [new(Datasets.Opportunities, "currency")], counts => counts.WinsWithoutRateAsync())
    {
        Parameters = LeadQuestion.Common,
        Ask = InPeriod,
    };

    public static readonly RowDefect MissingRateOfOrders = new(
        "MISSING_RATE_OF_ORDERS", "orders", "data_quality/orders_without_rate.sql", [new(Datasets.Orders, "currency")], counts => counts.OrdersWithoutRateAsync())
    {
        Parameters = LeadQuestion.Common,
        Ask = InPeriod,
    };

    public static readonly RowDefect OpportunityWithoutLead = new(
        "OPPORTUNITY_WITHOUT_LEAD", "opportunities", "data_quality/opportunities_without_lead.sql", [new(Datasets.Opportunities, "lead_id")],
        counts => counts.WithoutLeadAsync(Datasets.Opportunities));

    public static readonly RowDefect OrderWithoutLead = new(
        "ORDER_WITHOUT_LEAD", "orders", "data_quality/orders_without_lead.sql", [new(Datasets.Orders, "lead_id")],
        counts => counts.WithoutLeadAsync(Datasets.Orders));

    // Customers are no dataset, so that none of them ever arrives.
    public static readonly RowDefect DanglingReference = new(
        "DANGLING_REFERENCE", "references", "data_quality/dangling_reference_records.sql",
        [.. Datasets.All.SelectMany(dataset => dataset.Columns.Where(column => column.Reference is { } to && to != Dimension.Customer).Select(column => new DefectPlace(dataset, column.Name)))],
        counts => counts.DanglingAsync());

    public static readonly RowDefect FutureEvent = new(
        "FUTURE_EVENT", "events", "data_quality/future_event_records.sql",
        [
            new(Datasets.Leads, "created_at"), new(Datasets.LeadAssignments, "assigned_at"), new(Datasets.LeadStatusChanges, "changed_at"),
            new(Datasets.Opportunities, "created_at"), new(Datasets.Opportunities, "closed_at"), new(Datasets.OpportunityStageChanges, "entered_at"),
            new(Datasets.Activities, "occurred_at"), new(Datasets.Orders, "ordered_at"),
        ],
        counts => counts.FutureAsync())
    {
        Parameters = [LeadQuestion.AsOfTime],
    };

    public static readonly IReadOnlyList<DataDefect> All =
    [
        MissingOwner,
        MissingOwnerLeftOut,
        UnknownSource,
        UnknownSourceLeftOut,
        MissingStatus,
        ConversionBeforeCreation,
        ResponseBeforeStart,
        ConvertedByStatusAlone,
        ClosedWithoutDate,
        MissingRate,
        NoOwnerHistory,
        ImmatureCohort,
        NoPlannedActivities,
        MissingCapacity,
        MissingRateOfSpend,
        UnallocatedSpend,
        MissingRateOfOpportunities,
        MissingRateOfOrders,
        OpportunityWithoutLead,
        OrderWithoutLead,
        DanglingReference,
        FutureEvent,
        PeriodNotOver,
        EarlierLeadsAreOlder,
        NoCapacity,
        InactiveOwners,
        SuggestionLowSample,
        SuggestionAssumes,
        SpendOutOfScope,
    ];

    /// <summary>An instant as a record shows it.</summary>
    public static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    private static string? Text(DateTime? utc) => utc is { } time ? Text(Instant.FromDateTimeUtc(time)) : null;

    private static LeadDefect OfLeads(string code, string figure, Func<Tally, long> count, Func<Lead, LeadQuestion, Flaw> fault) =>
        new(code, Figure.Of(figure), count, fault) { Parameters = s_ofLeads };

    // Counted here, and by no metric.
    private static Func<Tally, long> Counted(Func<DefectTally, long> count) => tally => tally is DefectTally own ? count(own) : 0;

    // What happened in the period, whenever the lead was created.
    private static (LeadSelection Selection, IReadOnlyDictionary<string, object?> Parameters) InPeriod(LeadSelection selection)
    {
        var flows = selection.OfEvents();
        return (flows, flows.Parameters);
    }
}
