using LeadMetrics.Import;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>How many leads come, from where, and how many are qualified?</summary>
public sealed class Leads : LeadMetric<LeadsTally, LeadsRow>
{
    private static readonly Parameter<GroupBy> s_groupBy = Layout.By(GroupBy.Source, GroupBy.None, GroupBy.Channel, GroupBy.Campaign, GroupBy.Owner, GroupBy.Team, GroupBy.Status);

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "leads",
        Version = 1,
        Needs = [Datasets.Leads],
        Uses = [Datasets.Sources, Datasets.Campaigns, Datasets.Owners],
        Parameters = [.. LeadQuestion.Common, s_groupBy, .. Shape],
    };

    protected override GroupBy GroupBy => GroupBy.Source;

    protected override LeadsTally ExampleTally => new() { Leads = 40, Judged = 38, QualifiedLeads = 18, OpenLeads = 12 };

    protected override Slice<LeadsTally, LeadsRow> Ask(QueryReader query) => new((tallies, data) => tallies.AddAsync("metrics/leads.sql", data), Row);

    private static LeadsRow Row(Place place, LeadsTally t) => new()
    {
        Leads = t.Leads,
        Share = Rate.Of(t.Leads, place.AllLeads),
        OpenLeads = t.OpenLeads,
        Judged = t.Judged,
        QualifiedLeads = t.QualifiedLeads,
        QualifiedRate = Rate.Of(t.QualifiedLeads, t.Judged),
    };
}

/// <summary>What <c>leads.sql</c> counts.</summary>
public sealed class LeadsTally : Tally
{
    public long OpenLeads { get; init; }

    public long Judged { get; init; }

    public long QualifiedLeads { get; init; }
}

/// <summary>How many leads came.</summary>
public sealed record LeadsRow : GroupedRow
{
    /// <summary>Eligible leads created in the period.</summary>
    public required long Leads { get; init; }

    /// <summary>leads ÷ leads of all rows of the same time.</summary>
    public required Rate Share { get; init; }

    /// <summary>Those that are open at asOf: neither converted nor closed.</summary>
    public required long OpenLeads { get; init; }

    /// <summary>Leads of which the CRM says whether they are qualified.</summary>
    public required long Judged { get; init; }

    /// <summary>Leads that the CRM calls qualified.</summary>
    public required long QualifiedLeads { get; init; }

    /// <summary>qualifiedLeads ÷ judged.</summary>
    [Bounded]
    public required Rate QualifiedRate { get; init; }
}
