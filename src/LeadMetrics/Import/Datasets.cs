namespace LeadMetrics.Import;

/// <summary>Every dataset that can be imported. A new one is a new declaration here, and its table in a migration.</summary>
public static class Datasets
{
    /// <summary>The words that a lead's status may be, in the order of their codes.</summary>
    public static readonly string[] LeadStatuses = ["new", "working", "converted", "closed"];

    // A row that names no lead belongs to its opportunity's lead, whenever that becomes known.
    private static readonly Derived[] s_leadOrOpportunitys =
    [
        new("lead_key", "coalesce(r_lead_id.lead_key, r_opportunity_id.lead_key)"),
        new("lead_by_opportunity", "case when s.lead_id is null then 1 else 0 end"),
    ];

    private static readonly BaseAmounts s_opportunityAmounts = new(
        "opportunity", "opportunity_key", "lead_key", row => BaseAmounts.DayOf($"coalesce({row}.closed_at, {row}.created_at)"), ("amount", "base_amount"));

    private static readonly BaseAmounts s_orderAmounts = new(
        "customer_order", "order_key", "lead_key", row => BaseAmounts.DayOf($"{row}.ordered_at"), ("amount", "base_amount"), ("cost", "base_cost"));

    private static readonly BaseAmounts s_spendAmounts = new(
        "spend", "spend_key", null, row => $"{row}.from_on", ("amount", "base_amount"));

    public static readonly Dataset Owners = new(
        "owners", "owner",
        Column.Id("owner_id").Key(),
        Column.Text("name").Must(),
        Column.Text("team"),
        Column.Flag("active").Otherwise(1),
        Column.Count("capacity"))
    {
        KeyColumn = "owner_key",
        Referred = true,
    };

    public static readonly Dataset Sources = new(
        "sources", "source",
        Column.Id("source_id").Key(),
        Column.Text("name").Must(),
        Column.Text("channel"))
    {
        KeyColumn = "source_key",
        Referred = true,
    };

    public static readonly Dataset Campaigns = new(
        "campaigns", "campaign",
        Column.Id("campaign_id").Key(),
        Column.Text("name").Must(),
        Column.To(Dimension.Source))
    {
        KeyColumn = "campaign_key",
        Referred = true,
    };

    public static readonly Dataset ExchangeRates = new(
        "exchange-rates", "exchange_rate",
        Column.Currency("currency").Key(),
        Column.Date("on").Into("on_day").Key(),
        Column.Rate("rate").Must())
    {
        // Never used for the base currency; but another rate than 1 says that these are rates to something else.
        Check = (row, baseCurrency) => (string)row["currency"]! == baseCurrency && row["rate"] is not 1_000_000_000L
            ? ("rate", $"is not 1, though {baseCurrency} is the base currency; a rate is what one unit of the currency is worth in {baseCurrency}") : null,
        Followers = [.. s_opportunityAmounts.Revalue(), .. s_orderAmounts.Revalue(), .. s_spendAmounts.Revalue()],
    };

    public static readonly Dataset Leads = new(
        "leads", "lead",
        Column.Id("lead_id").Key(),
        Column.Instant("created_at").Must(),
        Column.To(Dimension.Owner),
        Column.To(Dimension.Source),
        Column.To(Dimension.Campaign),
        Column.Choice("status", LeadStatuses),
        Column.Flag("qualified"),
        Column.Flag("has_name"),
        Column.Flag("has_email"),
        Column.Flag("has_phone"),
        Column.Flag("is_test").Otherwise(0),
        Column.Flag("is_deleted").Otherwise(0),
        Column.To(Dimension.Lead, "merged_into", "merged_into_key"))
    {
        KeyColumn = "lead_key",
        Referred = true,
        LeadColumn = "lead_key",
    };

    public static readonly Dataset LeadAssignments = new(
        "lead-assignments", "lead_assignment",
        Column.To(Dimension.Lead).Key(),
        Column.To(Dimension.Owner).Key(),
        Column.Instant("assigned_at").Key())
    {
        LeadColumn = "lead_key",
    };

    public static readonly Dataset LeadStatusChanges = new(
        "lead-statuses", "lead_status_change",
        Column.To(Dimension.Lead).Key(),
        Column.Choice("status", LeadStatuses).Key(),
        Column.Instant("changed_at").Key())
    {
        LeadColumn = "lead_key",
    };

    public static readonly Dataset Activities = new(
        "activities", "activity",
        Column.Id("activity_id").Key(),
        Column.To(Dimension.Lead),
        Column.To(Dimension.Opportunity),
        Column.To(Dimension.Owner),
        Column.Choice("type", "call", "email", "meeting", "message", "note", "task"),
        Column.Choice("direction", "outbound", "inbound").Otherwise(0),
        Column.Instant("due_at"),
        Column.Instant("occurred_at"),
        Column.Flag("completed"),
        Column.Flag("automated").Otherwise(0))
    {
        KeyColumn = "activity_key",
        LeadColumn = "lead_key",
        Derived = s_leadOrOpportunitys,
        Check = (row, _) => row["lead_id"] is null && row["opportunity_id"] is null
            ? ("lead_id", "one of lead_id and opportunity_id is needed") : null,
        // What has occurred is done, unless the CRM says that it was tried in vain.
        Complete = row => row["completed"] ??= row["occurred_at"] is null ? 0L : 1L,
        // Whether the CRM hands over planned activities at all: only then does the lack of one mean anything.
        Followers =
        [
            """
            update data_version set has_planned_activities = 1
            where has_planned_activities = 0 and exists (
              select 1 from {incoming} as i where i.due_at is not null and i.occurred_at is null and i.completed = 0)
            """,
        ],
    };

    public static readonly Dataset Opportunities = new(
        "opportunities", "opportunity",
        Column.Id("opportunity_id").Key(),
        Column.To(Dimension.Lead),
        Column.To(Dimension.Owner),
        Column.Instant("created_at").Must(),
        Column.Text("stage"),
        Column.Choice("status", "open", "won", "lost").Otherwise(0),
        Column.Money("amount"),
        Column.Currency("currency"),
        Column.Probability("probability"),
        Column.Date("expected_close_on"),
        Column.Instant("closed_at"),
        Column.Text("lost_reason", 1000))
    {
        KeyColumn = "opportunity_key",
        Referred = true,
        LeadColumn = "lead_key",
        Derived = s_opportunityAmounts.Derived,
        Check = (row, _) => row["status"] is not 0L && row["closed_at"] is null
            ? ("closed_at", "is needed when status is won or lost") : null,
        Followers =
        [
            Follow("activity"),
            Follow("customer_order"),
        ],
    };

    public static readonly Dataset OpportunityStageChanges = new(
        "opportunity-stages", "opportunity_stage_change",
        Column.To(Dimension.Opportunity).Key(),
        Column.Text("stage").Key(),
        Column.Instant("entered_at").Key());

    public static readonly Dataset Orders = new(
        "orders", "customer_order",
        Column.Id("order_id").Key(),
        Column.To(Dimension.Customer).Must(),
        Column.To(Dimension.Lead),
        Column.To(Dimension.Opportunity),
        Column.Instant("ordered_at").Must(),
        Column.Money("amount").Must(),
        Column.Money("cost"),
        Column.Currency("currency"))
    {
        KeyColumn = "order_key",
        LeadColumn = "lead_key",
        Derived = [.. s_leadOrOpportunitys, .. s_orderAmounts.Derived],
    };

    public static readonly Dataset Spend = new(
        "spend", "spend",
        Column.Id("spend_id").Key(),
        Column.Date("from").Into("from_on").Must(),
        Column.Date("to").Into("to_on").Must(),
        Column.Choice("kind", "marketing", "sales").Must(),
        Column.To(Dimension.Source),
        Column.To(Dimension.Campaign),
        Column.Money("amount").Must(),
        Column.Currency("currency"))
    {
        KeyColumn = "spend_key",
        Derived = s_spendAmounts.Derived,
        Check = (row, _) => (long)row["to"]! < (long)row["from"]! ? ("to", "is before from") : null,
    };

    /// <summary>In the order in which a whole CRM is best handed over; any other gives the same facts.</summary>
    public static readonly IReadOnlyList<Dataset> All =
    [
        Owners, Sources, Campaigns, ExchangeRates, Leads, LeadAssignments, LeadStatusChanges, Opportunities, OpportunityStageChanges, Activities, Orders,
        Spend,
    ];

    /// <summary>The dataset of a name, or null.</summary>
    public static Dataset? Find(string name) => All.FirstOrDefault(dataset => dataset.Name == name);

    private static string Follow(string table) => $$"""
        update {{table}}
        set lead_key = (select p.lead_key from opportunity as p where p.opportunity_key = {{table}}.opportunity_key)
        where lead_by_opportunity = 1
          and opportunity_key in (
            select p.opportunity_key
            from opportunity as p
            join {incoming} as i on i.opportunity_id = p.opportunity_id
            where i.change <> 2)
        """;
}
