using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

/// <summary>Cases worked by hand. Those of any list of times are in <see cref="WaitingTimesPropertyTests"/>.</summary>
public class WaitingTimesTests
{
    // Remission of 21 children with leukaemia on 6-mercaptopurine, in weeks; the negative ones were still in remission.
    // Freireich et al., Blood 21 (1963), 699–716; Gehan, Biometrika 52 (1965), 203–223; the estimate is table 1.1 of
    // Cox and Oakes, Analysis of Survival Data (1984), and chapter 2 of Kleinbaum and Klein, Survival Analysis.
    private static readonly long[] s_mercaptopurine =
        [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35];

    // The 21 children on placebo; all relapsed.
    private static readonly long[] s_placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

    [Test]
    public void Is_null_without_any_time()
    {
        var times = Times([]);

        Assert.That(times.Count, Is.Zero);
        Assert.That(new[] { times.Median, times.Percentile(0), times.Percentile(1) }, Is.All.Null);
    }

    // PERCENTILE_CONT: row 1 + p × (n − 1), between its neighbours.
    [TestCase(0.5, new long[] { 7 }, 7, TestName = "One time is every percentile")]
    [TestCase(0.9, new long[] { 7 }, 7, TestName = "One time is every percentile, the 90th too")]
    [TestCase(0.5, new long[] { 30, 10, 20 }, 20, TestName = "The median of three is the middle one")]
    [TestCase(0.5, new long[] { 10, 20, 40, 50 }, 30, TestName = "The median of four is between the middle ones")]
    [TestCase(0.9, new long[] { 10, 20, 30, 40 }, 37, TestName = "Rank 1 + 0.9 × 3 = 3.7: 30 + 0.7 × 10")]
    [TestCase(0, new long[] { 10, 20, 30, 40 }, 10, TestName = "0 is the least")]
    [TestCase(1, new long[] { 10, 20, 30, 40 }, 40, TestName = "1 is the greatest")]
    [TestCase(0.5, new long[] { 5, 5, 5, 9 }, 5, TestName = "Equal times stand as often as they came")]
    public void Is_linear_between_the_closest_ranks_where_nobody_waits(double p, long[] happened, double expected) =>
        Assert.That(Times(happened).Percentile(p), Is.EqualTo(expected).Within(1e-9));

    [Test]
    public void Is_the_textbook_median_where_everything_happened() => Assert.That(Times(s_placebo).Median, Is.EqualTo(8).Within(1e-9));

    // Where p × (n − 1) ÷ n is what has happened before a time, the percentile is that time. So the published
    // survival S after the time before it, put in as p = (1 − S) × 21 ÷ 20, must give it back; S has 3 decimals.
    [TestCase(1.000, 6)]
    [TestCase(0.857, 7)]
    [TestCase(0.807, 10)]
    [TestCase(0.753, 13)]
    [TestCase(0.690, 16)]
    [TestCase(0.627, 22)]
    [TestCase(0.538, 23)]
    public void Follows_the_published_Kaplan_Meier_curve(double survivalBefore, double time) =>
        Assert.That(Times(s_mercaptopurine).Percentile((1 - survivalBefore) * 21 / 20), Is.EqualTo(time).Within(0.1));

    [Test]
    public void Is_between_two_steps_of_the_curve_for_a_rank_between_them() =>
        // S falls to 18/21 at 6 (3 of 21), to 18/21 × 16/17 = 288/357 at 7 (1 of 17), and by 1/15 of that, 19.2/357, at 10.
        // Rank 0.25 × 20/21 = 85/357 is (85 − 69) ÷ 19.2 = 5/6 of the way from 10 to the next one, 13.
        Assert.That(Times(s_mercaptopurine).Percentile(0.25), Is.EqualTo(12.5).Within(1e-9));

    [Test]
    public void Is_null_past_the_end_of_the_curve() =>
        // S(23) = 0.448: how long 60 % took is not known while the others are still in remission.
        Assert.That(Times(s_mercaptopurine).Percentile(0.6), Is.Null);

    [Test]
    public void Median_is_null_when_fewer_than_half_happened() => Assert.That(Times(s_mercaptopurine).Median, Is.Null);

    [Test]
    public void A_lead_that_waits_moves_its_share_to_the_later_ones() =>
        // 10, 20 waiting, 30, 40: masses 1/4, then 3/4 ÷ 2 = 3/8 each for 30 and 40. Median rank 3/8 is 1/8 past the first
        // mass, a third of the way from 30 to 40. Without the waiting one it were 30, with a fourth time of 20 it were 25.
        Assert.That(Times([10, -20, 30, 40]).Median, Is.EqualTo(30 + (10 / 3d)).Within(1e-9));

    [Test]
    public void A_lead_that_waits_as_long_as_another_took_is_still_at_risk_then() =>
        // 10 and a waiting 10: one of two at risk, mass 1/2; then 30 with the rest. Of three: 10, waiting 10, 30.
        // Masses 1/3 and 2/3; median rank 1/2 × 2/3 = 1/3 is where 30 starts.
        Assert.That(Times([10, -10, 30]).Median, Is.EqualTo(30).Within(1e-9));

    [TestCase(new long[] { 10, 20, 30 }, 1, 25, TestName = "10 20 30 never: between the second and the third")]
    [TestCase(new long[] { 10, 20, 30 }, 2, 30, TestName = "10 20 30 never never: the third of five")]
    [TestCase(new long[] { 10, 20 }, 3, null, TestName = "10 20 never never never: never")]
    [TestCase(new long[] { 10 }, 1, null, TestName = "10 never: half-way to never is never")]
    [TestCase(new long[] { }, 2, null, TestName = "never never: never")]
    public void Never_is_longer_than_any_time(long[] happened, int never, double? median) =>
        Assert.That(Times(happened, never).Median, Is.EqualTo(median).Within(1e-9));

    [Test]
    public void Never_is_not_the_same_as_still_waiting() =>
        // One that never comes is the last of four: rank 0.5 × 3/4 = 3/8 is half-way through the second quarter, from 20 to 30.
        // One that has waited 5 so far hands its quarter on: thirds; 3/8 is an eighth of the way through the second third.
        Assert.Multiple(() =>
        {
            Assert.That(Times([10, 20, 30], never: 1).Median, Is.EqualTo(25).Within(1e-9));
            Assert.That(Times([10, 20, 30, -5]).Median, Is.EqualTo(21.25).Within(1e-9));
        });

    [Test]
    public void Adds_up()
    {
        var all = Times([10, -20], never: 1);
        _ = all.Median;
        all.Add(Times([30, 5, 1], never: 0));

        // 1, 5, 10, waiting 20, 30, never: 1, 5 and 10 have a sixth each. Rank 0.5 × 5/6 = 5/12 is half-way from 10 to 30.
        Assert.That(all.Count, Is.EqualTo(6));
        Assert.That(all.Median, Is.EqualTo(20).Within(1e-9));
    }

    // The median of n is the last time there is, however many steps lead there. The larger ones were once lost to rounding.
    // Of so many each time is known to within its share of itself.
    [TestCase(100_001)]
    [TestCase(500_001)]
    [TestCase(2_000_001)]
    public void Finds_a_rank_that_falls_on_the_last_time_among_many(int n) =>
        Assert.That(Times([.. Enumerable.Range(1, (n + 1) / 2)], never: (n - 1) / 2).Median, Is.EqualTo((n + 1) / 2).Within(100 * WaitingTimes.RelativeError).Percent);

    private static WaitingTimes Times(long[] times, int never = 0)
    {
        var all = new WaitingTimes();
        foreach (var time in times)
        {
            if (time < 0)
            {
                all.StillWaiting(-time);
            }
            else
            {
                all.Happened(time);
            }
        }

        for (var i = 0; i < never; i++)
        {
            all.Never(1);
        }

        return all;
    }
}
