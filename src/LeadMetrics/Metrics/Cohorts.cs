using System.Data.Common;
using LeadMetrics.Engines;
using LeadMetrics.Import;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Results;
using NodaTime;

namespace LeadMetrics.Metrics;

/// <summary>Of the leads of each month, how many convert, and after how long?</summary>
public sealed class Cohorts : LeadMetric<CohortTally, CohortsRow>
{
    private static readonly string[] s_cell = ["mature", "immature", "converted"];
    private static readonly Parameter<GroupBy> s_groupBy = Layout.By(GroupBy.None, GroupBy.Owner, GroupBy.Team, GroupBy.Source, GroupBy.Channel, GroupBy.Campaign);

    public override MetricDefinition Definition { get; } = new()
    {
        Name = "cohorts",
        Version = 1,
        Period = Preset.AllTime,
        Needs = [Datasets.Leads],
        Uses = [Datasets.Opportunities, Datasets.Orders, Datasets.LeadStatusChanges],
        Parameters = [.. LeadQuestion.Common, s_groupBy, LeadQuestion.Converted, .. ShapeBy(Parameters.Interval.Month)],
    };

    protected override CohortTally ExampleTally
    {
        get
        {
            var tally = new CohortTally { Leads = 40, Converted = 9 };
            tally.Eventual.Happened(12, 6);
            tally.Eventual.Happened(41, 3);
            tally.Eventual.StillWaiting(45, 19);
            for (var lead = 0; lead < 40; lead++)
            {
                tally.ByAge.Add(45 * Elapsed.Day, lead < 6 ? 12 * Elapsed.Day : lead < 9 ? 41 * Elapsed.Day : null);
            }

            return tally;
        }
    }

    protected override Slice<CohortTally, CohortsRow> Ask(QueryReader query) => new(ReadAsync, Row);

    private static async Task ReadAsync(Tallies<CohortTally> tallies, Snapshot data)
    {
        await tallies.AddAsync("metrics/cohorts.sql", data);
        var (selection, places) = (tallies.Selection, new PlacesInTime<CohortTally>(tallies));
        var asOf = selection.Question.AsOf.ToUnixTimeMilliseconds();
        var youngSince = asOf - (CohortAges.Days[^1] * Elapsed.Day);
        await selection.Leads.ReadAsync("metrics/cohort_leads.sql", data, Lead, KeyValuePair.Create("youngSince", (object?)youngSince));

        void Lead(DbDataReader row)
        {
            var (createdAt, took, outcome) = (row.GetInt64(1), row.GetInt64(2), row.GetInt32(3));
            var tally = places.At(row.GetInt32(0), createdAt);
            tally.ByAge.Add(asOf - createdAt, outcome > 0 ? took : null);

            // One dated before its creation counts as of the first day.
            var days = Math.Max(0, took) / Elapsed.Day;
            if (outcome > 0)
            {
                tally.Eventual.Happened(days, 1);
            }
            else if (outcome == 0)
            {
                tally.Eventual.StillWaiting(days, 1);
            }
        }
    }

    private static CohortsRow Row(Place place, CohortTally t)
    {
        var row = new CohortsRow
        {
            Leads = t.Leads,
            Converted = t.Converted,
            Rate = Rate.Of(t.Converted, t.Leads),
            Within30Days = Cell(30),
            Within60Days = Cell(60),
            Within90Days = Cell(90),
            Within180Days = Cell(180),
            Within365Days = Cell(365),
            Eventual = t.Eventual.ToRate(t.Leads),
        };
        row.Links = place.Links is null ? row.Links : CohortAges.Days.SelectMany(age => Links(place.Links, age)).ToDictionary();
        return row;

        CohortAge Cell(int age)
        {
            var (immature, converted) = t.ByAge.Of(age);
            var mature = t.Leads - immature;
            var complete = place.Question.Period?.End.Plus(Duration.FromDays(age));
            return new CohortAge
            {
                Mature = mature,
                Immature = immature,
                Converted = converted,
                Rate = Rate.Of(converted, mature),
                Complete = complete <= place.Question.AsOf,
                CompleteFrom = complete?.InZone(place.Question.TimeZone).Date.ToDateOnly(),
            };
        }
    }

    // The drill-down of a cell asks with its age as the window.
    private static IEnumerable<KeyValuePair<string, string>> Links(LeadLinks links, int age)
    {
        var within = links.With(question => question with { Window = Duration.FromDays(age) });
        return s_cell.Select(figure => KeyValuePair.Create($"within{age}Days.{figure}", within.To(figure)));
    }
}
