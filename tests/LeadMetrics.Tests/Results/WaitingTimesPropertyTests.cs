using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

/// <summary>Any list of times, against implementations that share nothing with the one tested.</summary>
public class WaitingTimesPropertyTests
{
    private const double Never = double.PositiveInfinity;

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Equals_PERCENTILE_CONT_where_nobody_waits() =>
        Prop.ForAll(Lists(Gen.Constant(Kind.Happened)), list => Same(list, PercentileCont));

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Equals_PERCENTILE_CONT_with_infinite_times_for_never() =>
        Prop.ForAll(Lists(Gen.Elements(Kind.Happened, Kind.Happened, Kind.Never)), list => Same(list, PercentileCont));

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Equals_Efrons_redistribution_where_some_wait() =>
        Prop.ForAll(Lists(Gen.Elements(Kind.Happened, Kind.Happened, Kind.Waiting, Kind.Never)), list => Same(list, Redistributed));

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Grows_with_p() => Prop.ForAll(Lists(Gen.Elements(Kind.Happened, Kind.Happened, Kind.Waiting, Kind.Never)), list =>
    {
        var times = Times(list);
        var percentiles = Enumerable.Range(0, 21).Select(i => times.Percentile(i / 20d) ?? Never).ToArray();

        Assert.That(percentiles, Is.Ordered);
    });

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Does_not_depend_on_the_order_or_on_the_parts_it_was_added_from() =>
        Prop.ForAll(Lists(Gen.Elements(Kind.Happened, Kind.Happened, Kind.Waiting, Kind.Never)), list =>
        {
            var (whole, parts) = (Times(list), new WaitingTimes());
            foreach (var part in list.AsEnumerable().Reverse().Chunk(3))
            {
                parts.Add(Times(part));
            }

            Assert.That((parts.Count, parts.Median, parts.Percentile(0.9)), Is.EqualTo((whole.Count, whole.Median, whole.Percentile(0.9))));
        });

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Median_is_null_when_fewer_than_half_happened() =>
        Prop.ForAll(Lists(Gen.Elements(Kind.Happened, Kind.Waiting, Kind.Never)), list =>
        {
            if (list.Count(one => one.Kind == Kind.Happened) * 2 < list.Length)
            {
                Assert.That(Times(list).Median, Is.Null);
            }
        });

    // Every time is spread by its own factor, so that the list has more than are kept as they are, of all lengths.
    [FsCheck.NUnit.Property(MaxTest = 50)]
    public Property Many_are_PERCENTILE_CONT_to_within_the_error_that_is_stated() => Prop.ForAll(Lists(Gen.Elements(Kind.Happened, Kind.Happened, Kind.Never)), list =>
    {
        if (list.Length == 0)
        {
            return;
        }

        var many = Enumerable.Range(1, WaitingTimes.ExactUpTo + 1).SelectMany(i => list.Select(one => (one.Kind, Time: one.Time * i * i))).ToArray();
        var (times, parts) = (Times(many), new WaitingTimes());
        foreach (var part in many.Chunk(many.Length / 3))
        {
            parts.Add(Times(part));
        }

        foreach (var percent in new[] { 0, 25, 50, 75, 90, 100 })
        {
            var exact = PercentileCont(many, percent);
            Assert.That(times.Percentile(percent / 100d), exact is null ? Is.Null : Is.EqualTo(exact).Within(100 * WaitingTimes.RelativeError).Percent, $"p{percent} of {many.Length}");
            Assert.That(parts.Percentile(percent / 100d), Is.EqualTo(times.Percentile(percent / 100d)));
        }
    });

    private static void Same((Kind Kind, long Time)[] list, Func<(Kind Kind, long Time)[], int, double?> oracle)
    {
        var times = Times(list);
        foreach (var percent in new[] { 0, 25, 50, 75, 90, 100 })
        {
            Assert.That(
                times.Percentile(percent / 100d), Is.EqualTo(oracle(list, percent)).Within(1e-6), $"p{percent} of {string.Join(", ", list)}");
        }
    }

    // PERCENTILE_CONT as its documentation gives it: rank = p × (n − 1); between floor and ceiling; never is infinite.
    private static double? PercentileCont((Kind Kind, long Time)[] list, int percent)
    {
        if (list.Length == 0)
        {
            return null;
        }

        var sorted = list.Select(one => one.Kind == Kind.Never ? Never : one.Time).Order().ToList();
        var (whole, hundredths) = Math.DivRem(percent * (list.Length - 1), 100);
        var value = hundredths == 0 ? sorted[whole]
            : double.IsInfinity(sorted[whole + 1]) ? Never
            : sorted[whole] + ((sorted[whole + 1] - sorted[whole]) * hundredths / 100d);
        return double.IsInfinity(value) ? null : value;
    }

    // The Kaplan–Meier estimate by redistribution to the right (Efron, Fifth Berkeley Symposium 4 (1967), 831–853): each of
    // n starts with 1 ÷ n; one that waits hands what it has to all that come after it, in equal parts. In whole numbers.
    private static double? Redistributed((Kind Kind, long Time)[] list, int percent)
    {
        // Of equal times, what happened comes before what waits; never comes last.
        var sorted = list.OrderBy(one => one.Kind == Kind.Never).ThenBy(one => one.Time).ThenBy(one => one.Kind).ToList();
        var whole = Enumerable.Range(1, sorted.Count).Aggregate(BigInteger.One, (product, i) => product * i);
        var masses = Enumerable.Repeat(whole, sorted.Count).ToArray();
        for (var i = 0; i < sorted.Count; i++)
        {
            var after = sorted.Count - i - 1;
            if (sorted[i].Kind == Kind.Waiting && after > 0)
            {
                for (var j = i + 1; j < sorted.Count; j++)
                {
                    masses[j] += masses[i] / after;
                }

                masses[i] = 0;
            }
        }

        // Rank p × (n − 1) ÷ n, in units of whole ÷ 100; one that waits at the very end keeps its mass, as never does.
        var events = sorted.Zip(masses).Where(one => one.First.Kind == Kind.Happened).ToList();
        var (rank, passed) = (whole * percent * (sorted.Count - 1), BigInteger.Zero);
        for (var i = 0; i < events.Count; i++)
        {
            var mass = events[i].Second * 100;
            if (rank == passed)
            {
                return events[i].First.Time;
            }

            if (rank < passed + mass)
            {
                return i + 1 == events.Count ? null
                    : events[i].First.Time + ((events[i + 1].First.Time - events[i].First.Time) * ((double)(rank - passed) / (double)mass));
            }

            passed += mass;
        }

        return null;
    }

    private static WaitingTimes Times(IEnumerable<(Kind Kind, long Time)> list)
    {
        var times = new WaitingTimes();
        foreach (var (kind, time) in list)
        {
            switch (kind)
            {
                case Kind.Happened:
                    times.Happened(time);
                    break;
                case Kind.Waiting:
                    times.StillWaiting(time);
                    break;
                default:
                    times.Never(1);
                    break;
            }
        }

        return times;
    }

    // Few different times, so that many are equal.
    private static Arbitrary<(Kind Kind, long Time)[]> Lists(Gen<Kind> kinds) =>
        (from kind in kinds
         from most in Gen.Elements(5, 100, 1_000_000)
         from time in Gen.Choose(0, most)
         select (kind, (long)time)).ArrayOf().ToArbitrary();

    private enum Kind
    {
        Happened,
        Waiting,
        Never,
    }
}
