using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using NodaTime;
using Interval = LeadMetrics.Parameters.Interval;

namespace LeadMetrics.Tests.Metrics;

/// <summary>Slots are the SQL's: this counts them as <c>sql/shared/placed.sql</c> does, and NodaTime says what day it is.</summary>
public class SlotsTests
{
    private static readonly Duration s_tick = Duration.FromMilliseconds(1);
    private static readonly Instant s_first = Instant.FromUtc(1972, 1, 1, 0, 0);
    private static readonly Instant s_last = Instant.FromUtc(2038, 1, 1, 0, 0);
    private static readonly DateTimeZone[] s_zones = [.. DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])];
    private static readonly Layout s_daily = Layout.Plain with { Interval = Interval.Day };

    /// <summary>Every zone, every year, every day beside a change of its clocks: those where a slot could straddle two days.</summary>
    [Test]
    public void A_local_day_starts_with_a_slot_of_its_own([Values(1, 7, 66)] int years)
    {
        var wrong = new List<string>();
        foreach (var zone in s_zones)
        {
            for (var year = 1972; year + years <= 2038; year += years)
            {
                var period = new ReportPeriod(new LocalDate(year, 1, 1), new LocalDate(year + years - 1, 12, 31), zone);
                var slot = Slot(period, s_daily);
                wrong.AddRange(DaysOfChange(period).Where(day => Start(day, zone) > period.Start && slot(Start(day, zone)) == slot(Start(day, zone) - s_tick))
                    .Select(day => $"{zone} {day} in {years} years from {year}"));
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Instants_of_one_slot_are_of_one_day() => Prop.ForAll(Periods(), asked =>
    {
        var (period, parts) = asked;
        var slot = Slot(period, s_daily);
        foreach (var slots in parts.Select(part => At(period, part)).GroupBy(slot))
        {
            Assert.That(slots.Select(at => ReportPeriod.DayOf(at, period.Zone)).Distinct().Count(), Is.EqualTo(1), $"{period} {string.Join(' ', slots)}");
        }
    });

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property The_buckets_of_an_interval_are_its_period_without_gap_or_overlap() => Prop.ForAll(Periods(), Gen.Elements(Enum.GetValues<Interval>()).ToArbitrary(), (asked, interval) =>
    {
        var (period, parts) = asked;
        var layout = s_daily with { Interval = interval };
        var buckets = layout.Buckets(period.From, period.To).Select(bucket => (bucket.Start, Period: new ReportPeriod(bucket.From, bucket.To, period.Zone))).ToList();

        Assert.That((buckets[0].Period.Start, buckets[^1].Period.End), Is.EqualTo((period.Start, period.End)));
        Assert.That(buckets.Skip(1).Select(bucket => bucket.Period.Start), Is.EqualTo(buckets.SkipLast(1).Select(bucket => bucket.Period.End)));
        foreach (var at in parts.Select(part => At(period, part)))
        {
            var bucket = buckets.Single(bucket => bucket.Period.Start <= at && at < bucket.Period.End);
            Assert.That(layout.StartOf(ReportPeriod.DayOf(at, period.Zone)), Is.EqualTo(bucket.Start), $"{period} {at}");
        }
    });

    [Test]
    public void Instants_of_one_slot_are_of_one_hour([Values(1, 66)] int years)
    {
        var wrong = new List<string>();
        foreach (var zone in s_zones)
        {
            for (var year = 1972; year + years <= 2038; year += years)
            {
                var period = new ReportPeriod(new LocalDate(year, 1, 1), new LocalDate(year + years - 1, 12, 31), zone);
                var slot = Slot(period, Layout.Plain with { GroupBy = GroupBy.Hour });
                wrong.AddRange(Changes(period).Where(at => at > period.Start && at < period.End && slot(at) == slot(at - s_tick)
                        && at.InZone(zone).Hour != (at - s_tick).InZone(zone).Hour)
                    .Select(at => $"{at.InZone(zone)} in {years} years from {year}"));
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    private static Func<Instant, long> Slot(ReportPeriod period, Layout layout)
    {
        var (length, offset1, offset2) = Slots.Of(Envelope.ExampleQuestion with { Period = period, TimeZone = period.Zone }, layout);
        return at => at.ToUnixTimeMilliseconds() is var ms ? ((ms + offset1) / length) + ((ms + offset2) / length) : 0;
    }

    private static Instant Start(LocalDate day, DateTimeZone zone) => new ReportPeriod(day, day, zone).Start;

    private static Instant At(ReportPeriod period, double part) =>
        period.Start + Duration.FromMilliseconds((long)(part * ((period.End - period.Start).TotalMilliseconds - 1)));

    private static IEnumerable<Instant> Changes(ReportPeriod period) =>
        period.Zone.GetZoneIntervals(period.Start, Instant.Max(period.Start.Plus(s_tick), period.End)).Where(interval => interval.HasEnd).Select(interval => interval.End);

    private static IEnumerable<LocalDate> DaysOfChange(ReportPeriod period) => Changes(period)
        .SelectMany(at => Enumerable.Range(-2, 5).Select(days => at.InZone(period.Zone).Date.PlusDays(days)))
        .Append(period.From.PlusDays(40)).Where(day => day > period.From && day <= period.To);

    // A zone, a period of up to five years, and where instants lie in it; many of them close together.
    private static Arbitrary<(ReportPeriod Period, double[] Parts)> Periods() =>
        (from zone in Gen.Elements(s_zones)
         from seconds in Gen.Choose(0, (int)((s_last - s_first).TotalSeconds / 2))
         let day = s_first.Plus(Duration.FromSeconds(seconds * 2L)).InZone(zone).Date
         from days in Gen.Frequency((3, Gen.Choose(1, 5)), (1, Gen.Choose(1, 1800)))
         from parts in Gen.Choose(0, int.MaxValue - 1).Select(part => part / (double)int.MaxValue).ListOf(20)
         let period = new ReportPeriod(day, day.PlusDays(days), zone)
         where period.End > period.Start
         select (period, parts.ToArray())).ToArbitrary();
}
