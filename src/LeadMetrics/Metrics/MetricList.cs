using LeadMetrics.Metrics.Common;

namespace LeadMetrics.Metrics;

/// <summary>Every metric there is. A new one is a line here, beside its slice, its SQL and its tests.</summary>
public static class MetricList
{
    public static readonly IReadOnlyList<IMetric> All =
    [
        new OwnerEfficiency(),
        new Distribution(),
        new Funnel(),
        new Cohorts(),
        new ResponseTime(),
        new Leads(),
        new LeadAgeing(),
        new AcquisitionCost(),
    ];
}
