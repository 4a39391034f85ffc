using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class EventualRateTests
{
    private const double Z = 1.959963984540054;

    // Remission of 21 children with leukaemia on 6-mercaptopurine, in weeks; the negative ones were still in remission.
    // Freireich et al., Blood 21 (1963), 699–716.
    private static readonly long[] s_mercaptopurine =
        [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35];

    [Test]
    public void Is_null_without_leads() =>
        Assert.That(new EventualLeads().ToRate(0), Is.EqualTo(Expected(null, null, null, 0, 0, 0)));

    // The survival and its Greenwood standard error, as textbooks print them for these children (Klein and Moeschberger,
    // Survival Analysis, chapter 4; Collett, Modelling Survival Data in Medical Research, chapter 2), worked out to four
    // decimals apart from this code. What was known on a day: whoever is longer in remission than that still waits.
    [TestCase(6, 0.8571, 0.0764)]
    [TestCase(7, 0.8067, 0.0869)]
    [TestCase(10, 0.7529, 0.0963)]
    [TestCase(13, 0.6902, 0.1068)]
    [TestCase(16, 0.6275, 0.1141)]
    [TestCase(22, 0.5378, 0.1282)]
    [TestCase(23, 0.4482, 0.1346)]
    [TestCase(35, 0.4482, 0.1346)]
    public void Follows_the_published_curve_and_its_standard_errors(long day, double survival, double error)
    {
        var rate = RateOf([.. s_mercaptopurine.Select(week => Math.Abs(week) <= day ? week : -day)]);

        Assert.That(rate.Percent, Is.EqualTo(100 * (1 - survival)).Within(0.006));
        Assert.That(rate.Low, Is.EqualTo(Math.Max(0, 100 * (1 - survival - (Z * error)))).Within(0.016));
        Assert.That(rate.High, Is.EqualTo(100 * (1 - survival + (Z * error))).Within(0.016));
    }

    [Test]
    public void Is_the_value_at_the_last_event_when_the_longest_still_waits() =>
        // S = 18/21 × 16/17 × 14/15 × 11/12 × 10/11 × 6/7 × 5/6 = 160/357: 55.1821 %. Greenwood's sum is 3/(21 × 18) +
        // 1/(17 × 16) + 1/(15 × 14) + 1/(12 × 11) + 1/(11 × 10) + 1/(7 × 6) + 1/(6 × 5); its root × S is 0.134591.
        Assert.That(RateOf(s_mercaptopurine), Is.EqualTo(Expected(55.1821, 28.8026, 81.5615, 9, 12, 0)));

    [Test]
    public void Is_the_plain_share_with_its_plain_interval_when_nobody_waits()
    {
        // 30 of 40: 75 ± 1.96 × √(0.75 × 0.25 ÷ 40) = 75 ± 13.4190, as the sum of Greenwood's terms is 1/10 − 1/40.
        var leads = new EventualLeads();
        leads.Happened(3, 20);
        leads.Happened(8, 10);

        Assert.That(leads.ToRate(40), Is.EqualTo(Expected(75, 61.5810, 88.4190, 30, 0, 10)));
    }

    [Test]
    public void Takes_the_events_of_a_day_before_those_who_have_waited_until_it()
    {
        // On day 5 the one who waits is still at risk: 1 of 2, then the other has gone and 1/2 is what is known.
        var leads = new EventualLeads();
        leads.StillWaiting(5, 1);
        leads.Happened(5, 1);

        // 50 ± 1.96 × 0.5 × √(1 ÷ (2 × 1)) = 50 ± 69.3, cut off.
        Assert.That(leads.ToRate(2), Is.EqualTo(Expected(50, 0, 100, 1, 1, 0)));
    }

    [Test]
    public void Never_is_not_the_same_as_still_waiting()
    {
        // 10 leads: 2 at day 1, then 4 who have waited 2 days, then 2 at day 3; the last 2 never.
        // Survival 8/10 × 2/4 = 0.4; if all others had been closed it were 6/10.
        var leads = new EventualLeads();
        leads.Happened(1, 2);
        leads.StillWaiting(2, 4);
        leads.Happened(3, 2);

        Assert.That(leads.ToRate(10).Percent, Is.EqualTo(60));
    }

    [TestCase(0, 7, 3, 0, TestName = "Nothing happened yet")]
    [TestCase(4, 0, 0, 100, TestName = "It happened to all")]
    public void Has_no_width_where_nothing_varies(long happened, long waiting, long never, double percent)
    {
        var leads = new EventualLeads();
        leads.Happened(1, happened);
        leads.StillWaiting(1, waiting);

        Assert.That(leads.ToRate(happened + waiting + never), Is.EqualTo(Expected(percent, percent, percent, happened, waiting, never)));
    }

    [Test]
    public void Refuses_fewer_than_no_leads()
    {
        var leads = new EventualLeads();

        Assert.That(() => leads.Happened(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => leads.StillWaiting(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());

        leads.Happened(1, 9);
        Assert.That(() => leads.ToRate(8), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Lies_inside_its_interval_and_never_below_what_has_happened() => Prop.ForAll(Lists(), list =>
    {
        var rate = RateOf(list, 1);

        Assert.That(rate.Low, Is.InRange(0d, rate.Percent!));
        Assert.That(rate.High, Is.InRange(rate.Percent!, 100d));
        Assert.That(rate.Percent, Is.GreaterThanOrEqualTo(Rate.Of(rate.Happened, list.Length + 1).Percent!));
    });

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Without_waiting_ones_is_exactly_the_share() => Prop.ForAll(Lists(), list =>
    {
        var rate = RateOf([.. list.Where(day => day >= 0)], list.Count(day => day < 0));

        Assert.That(rate.Percent, Is.EqualTo(Rate.Of(rate.Happened, list.Length).Percent));
    });

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Equals_the_product_over_single_leads() => Prop.ForAll(Lists(), list =>
    {
        // One lead after the other, of equal days the events first, each of those left at risk.
        var (survival, atRisk) = (1.0, list.Length + 3);
        foreach (var day in list.OrderBy(Math.Abs).ThenByDescending(day => day))
        {
            survival *= day >= 0 ? (atRisk - 1.0) / atRisk : 1;
            atRisk--;
        }

        Assert.That(RateOf(list, 3).Percent, Is.EqualTo(100 * (1 - survival)).Within(0.0001));
    });

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Does_not_depend_on_the_order_or_on_the_parts_it_was_added_from() => Prop.ForAll(Lists(), list =>
    {
        var parts = new EventualLeads();
        foreach (var part in list.AsEnumerable().Reverse().Chunk(3))
        {
            parts.Add(Leads(part));
        }

        Assert.That(parts.ToRate(list.Length + 2), Is.EqualTo(RateOf(list, 2)));
    });

    private static EventualRate Expected(double? percent, double? low, double? high, long happened, long waiting, long never) =>
        new() { Percent = percent, Low = low, High = high, Happened = happened, StillWaiting = waiting, Never = never };

    private static EventualRate RateOf(long[] days, long never = 0) => Leads(days).ToRate(days.Length + never);

    private static EventualLeads Leads(long[] days)
    {
        var leads = new EventualLeads();
        foreach (var day in days)
        {
            if (day < 0)
            {
                leads.StillWaiting(-day, 1);
            }
            else
            {
                leads.Happened(day, 1);
            }
        }

        return leads;
    }

    // Few different days, so that many are equal; negative ones still wait.
    private static Arbitrary<long[]> Lists() =>
        (from most in Gen.Elements(5, 100) from day in Gen.Choose(-most, most) select (long)day).ArrayOf().ToArbitrary();
}
