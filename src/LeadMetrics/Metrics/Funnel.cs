using System.Data.Common;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;

namespace LeadMetrics.Metrics;

/// <summary>Where do leads fall out between lead, opportunity and customer?</summary>
public sealed class Funnel : LeadMetric<FunnelTally, FunnelRow>
{
    private static readonly Parameter<GroupBy> s_groupBy = Layout.By(GroupBy.None, GroupBy.Owner, GroupBy.Team, GroupBy.Source, GroupBy.Channel, GroupBy.Campaign, GroupBy.Status);

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "funnel",
        Version = 1,
        Needs = [Datasets.Leads],
        Uses = [Datasets.Activities, Datasets.Opportunities, Datasets.Orders, Datasets.LeadStatusChanges, Datasets.Owners, Datasets.Sources, Datasets.Campaigns],
        Parameters = [.. LeadQuestion.Common, s_groupBy, LeadQuestion.BasisOf, LeadQuestion.WindowLength, .. Shape],
    };

    protected override FunnelTally ExampleTally
    {
        get
        {
            var tally = new FunnelTally
            {
                Leads = 40,
                Judged = 38,
                ReachedContact = 31,
                ReachedQualified = 20,
                ReachedOpportunity = 12,
                ReachedCustomer = 5,
                Contacted = 30,
                QualifiedLeads = 18,
                ConvertedToOpportunity = 11,
                ConvertedToCustomer = 5,
                Opportunities = 14,
                WonOpportunities = 5,
            };
            tally.LeadToContact.Happened(2 * 3_600_000);
            tally.ContactToOpportunity.Happened(12 * Elapsed.Day);
            tally.OpportunityToCustomer.Happened(21 * Elapsed.Day);
            tally.LeadToCustomer.Happened(34 * Elapsed.Day);
            return tally;
        }
    }

    protected override Slice<FunnelTally, FunnelRow> Ask(QueryReader query) => new(ReadAsync, Row);

    private static async Task ReadAsync(Tallies<FunnelTally> tallies, Snapshot data)
    {
        if (tallies.Selection.Question.Basis == Basis.Period)
        {
            await tallies.AddFlowsAsync("metrics/funnel_flows.sql", data);
            await tallies.AddFlowsAsync("metrics/opportunity_flows.sql", data);
        }
        else
        {
            await tallies.AddAsync("metrics/funnel.sql", data);
        }

        await ReadTimesAsync(tallies, data);
    }

    // A step is of the lead that made it; where events of the period are counted, it stands at its own time.
    private static async Task ReadTimesAsync(Tallies<FunnelTally> tallies, Snapshot data)
    {
        var flows = tallies.Selection.Question.Basis == Basis.Period;
        await tallies.Selection.Leads.ReadAsync(data, "metrics/funnel_times.sql", Lead, "metrics/rolled_funnel_times.sql", Cell);

        void Lead(DbDataReader row)
        {
            var (key, placedAt) = (row.GetInt32(0), row.GetInt64(1));
            var (contact, opportunity, won) = (Time(2), Time(3), Time(4));
            Step(contact, Time(5), tally => tally.LeadToContact);
            Step(opportunity, Time(6), tally => tally.ContactToOpportunity);
            Step(won, Time(7), tally => tally.OpportunityToCustomer);
            Step(won, Time(8), tally => tally.LeadToCustomer);

            long? Time(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

            void Step(long? end, long? took, Func<FunnelTally, WaitingTimes> step)
            {
                if (took is { } time)
                {
                    step(tallies.At(key, flows ? end : placedAt)).Happened(time);
                }
            }
        }

        void Cell(DbDataReader row)
        {
            var tally = tallies.At(row.GetInt32(0), row.GetInt64(1));
            tally.LeadToContact.Happened(row.BytesOf(2));
            tally.ContactToOpportunity.Happened(row.BytesOf(3));
            tally.OpportunityToCustomer.Happened(row.BytesOf(4));
            tally.LeadToCustomer.Happened(row.BytesOf(5));
        }
    }

    private static FunnelRow Row(Place place, FunnelTally t)
    {
        var flows = place.Selection.Question.Basis == Basis.Period;
        var leads = t.Leads - t.Immature;
        var judged = t.Judged > 0;
        var beforeOpportunity = judged ? t.ReachedQualified : t.ReachedContact;
        return new FunnelRow
        {
            Leads = t.Leads,
            Immature = t.Immature,
            ReachedContact = t.ReachedContact,
            ContactStepRate = Share(t.ReachedContact, leads),
            ContactCumulativeRate = Share(t.ReachedContact, leads),
            ContactDropOff = leads - t.ReachedContact,
            ReachedQualified = judged ? t.ReachedQualified : null,
            QualifiedStepRate = judged ? Share(t.ReachedQualified, t.ReachedContact) : null,
            QualifiedCumulativeRate = judged ? Share(t.ReachedQualified, leads) : null,
            QualifiedDropOff = judged ? t.ReachedContact - t.ReachedQualified : null,
            ReachedOpportunity = t.ReachedOpportunity,
            OpportunityStepRate = Share(t.ReachedOpportunity, beforeOpportunity),
            OpportunityCumulativeRate = Share(t.ReachedOpportunity, leads),
            OpportunityDropOff = beforeOpportunity - t.ReachedOpportunity,
            ReachedCustomer = t.ReachedCustomer,
            CustomerStepRate = Share(t.ReachedCustomer, t.ReachedOpportunity),
            CustomerCumulativeRate = Share(t.ReachedCustomer, leads),
            CustomerDropOff = t.ReachedOpportunity - t.ReachedCustomer,
            Contacted = t.Contacted,
            QualifiedLeads = judged ? t.QualifiedLeads : null,
            ConvertedToOpportunity = t.ConvertedToOpportunity,
            ConvertedToCustomer = t.ConvertedToCustomer,
            LeadToOpportunity = Share(t.ConvertedToOpportunity, leads),
            LeadToCustomer = Share(t.ConvertedToCustomer, leads),
            Opportunities = t.Opportunities,
            WonOpportunities = t.WonOpportunities,
            OpportunityToCustomer = Share(t.WonOpportunities, t.Opportunities),
            RatioOfCounts = Money.Ratio(100m * t.ConvertedToCustomer, t.Opportunities),
            LeadToContactDaysP50 = Elapsed.Days(t.LeadToContact.Median),
            ContactToOpportunityDaysP50 = Elapsed.Days(t.ContactToOpportunity.Median),
            OpportunityToCustomerDaysP50 = Elapsed.Days(t.OpportunityToCustomer.Median),
            LeadToCustomerDaysP50 = Elapsed.Days(t.LeadToCustomer.Median),
            LeadToCustomerDaysP90 = Elapsed.Days(t.LeadToCustomer.Percentile(0.9)),
        };

        Rate Share(long part, long whole) => flows ? Rate.OfFlows(part, whole) : Rate.Of(part, whole);
    }
}
