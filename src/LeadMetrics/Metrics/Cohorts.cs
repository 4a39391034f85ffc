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
    private static readonly int[] s_ages = [30, 60, 90, 180, 365];
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
            var tally = new CohortTally { Leads = 40, Converted = 9, Mature30 = 40, Converted30 = 6 };
            tally.Eventual.Happened(12, 6);
            tally.Eventual.Happened(41, 3);
            tally.Eventual.StillWaiting(45, 19);
            tally.Eventual.Never(12);
            return tally;
        }
    }

    protected override Slice<CohortTally, CohortsRow> Ask(QueryReader query) => new(ReadAsync, Row);

    private static async Task ReadAsync(Tallies<CohortTally> tallies, Snapshot data)
    {
        var asOf = tallies.Selection.Question.AsOf.ToUnixTimeMilliseconds();
        var ages = s_ages.SelectMany(age => new[] { KeyValuePair.Create($"age{age}", (object?)(age * Elapsed.Day)), KeyValuePair.Create($"matureUntil{age}", (object?)(asOf - (age * Elapsed.Day))) });
        await tallies.AddAsync("metrics/cohorts.sql", data, [.. ages]);
        foreach (var row in await tallies.RowsAsync<DaysRow>("metrics/cohort_days.sql", data, KeyValuePair.Create("dayLength", (object?)Elapsed.Day)))
        {
            var eventual = tallies.At(row.GroupKey, row.SlotAt).Eventual;
            switch (row.Outcome)
            {
                case 1:
                    eventual.Happened(row.Days, row.Leads);
                    break;
                case 0:
                    eventual.StillWaiting(row.Days, row.Leads);
                    break;
                default:
                    eventual.Never(row.Leads);
                    break;
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
            Within30Days = Cell(30, t.Mature30, t.Converted30),
            Within60Days = Cell(60, t.Mature60, t.Converted60),
            Within90Days = Cell(90, t.Mature90, t.Converted90),
            Within180Days = Cell(180, t.Mature180, t.Converted180),
            Within365Days = Cell(365, t.Mature365, t.Converted365),
            Eventual = t.Eventual.ToRate(),
        };
        row.Links = place.Links is null ? row.Links : s_ages.SelectMany(age => Links(place.Links, age)).ToDictionary();
        return row;

        CohortAge Cell(int age, long mature, long converted)
        {
            var complete = place.Question.Period?.End.Plus(Duration.FromDays(age));
            return new CohortAge
            {
                Mature = mature,
                Immature = t.Leads - mature,
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

    private sealed class DaysRow
    {
        public int GroupKey { get; init; }

        public long SlotAt { get; init; }

        public long Days { get; init; }

        public int Outcome { get; init; }

        public long Leads { get; init; }
    }
}
