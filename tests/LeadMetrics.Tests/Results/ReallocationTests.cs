using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class ReallocationTests
{
    [Test]
    public void Gives_leads_by_capacity_and_rate_and_says_what_that_could_add()
    {
        // Of one source, 10 of 40 and 30 of 40. E is 20 of each, so the adjusted rates are their own, 25 and 75 %. Equal capacities: 1 : 3 of 80 leads.
        var plan = Of(30, (40, 10, 5), (40, 30, 5));

        // 20 × 0.75 − 20 × 0.25 = 10. Newcombe's interval of the difference 0.5 is 0.285125…0.652918, × 20.
        // 0.5 − √((0.75 − 0.598060)² + (0.401940 − 0.25)²); 0.5 + √((0.858129 − 0.75)² + (0.25 − 0.141871)²).
        Assert.That(Table(plan), Is.EqualTo("20 60: 10 5.7025 13.0583 "));
        var difference = Change.OfRates(Rate.Of(30, 40), Rate.Of(10, 40));
        Assert.That(new[] { plan.Added.Low, plan.Added.High }, Is.EqualTo(new[] { (double?)difference.Low * 0.2, (double?)difference.High * 0.2 }).Within(0.0001));
    }

    [Test]
    public void Takes_the_rates_as_with_all_owners_sources()
    {
        // The example of the definitions: 11.2, 13 and 9.0769 %. With capacities 10, 10 and 50 the claims are 112 : 130 : 453.845 of 1000 leads:
        // 160.9554, 186.8232 and 652.2214; two are left for the largest remainders, the first two.
        var mixes = SourceMix.Of<string, string>(
        [
            ("A", "Referral", 80, 27), ("A", "Ads", 20, 1), ("B", "Referral", 20, 7), ("B", "Ads", 80, 6), ("C", "Referral", 100, 26), ("C", "Ads", 700, 33),
        ]);

        var plan = Reallocation.Of([(100, 10, For(mixes["A"], 10)), (100, 10, For(mixes["B"], 10)), (800, 50, For(mixes["C"], 10))]);

        // 61 × 0.112 + 87 × 0.13 − 148 × 0.090769 = 4.708188. Below: 61 × (11.2 − 8.0559), 87 × (13 − 7.7572) and 148 × (11.5655 − 9.0769) percent
        // are 1.917901, 4.561236 and 3.683128, the root of their squares 6.168359. Above: 61 × 3.7952, 87 × 7.9804 and 148 × 1.9871 percent: 7.887523.
        Assert.That(Table(plan), Is.EqualTo("161 187 652: 4.7082 -1.4602 12.5957 "));
    }

    [Test]
    public void Nobody_is_sure_of_an_owner_who_converted_all_or_none()
    {
        // 0 of 40 and 40 of 40: all 80 leads to the second. 40 × 1 − 40 × 0; Wilson 0…8.7622 % and 91.2378…100 %: 40 × 0.087622 × √2 = 4.9566.
        Assert.That(Table(Of(30, (40, 0, 5), (40, 40, 5))), Is.EqualTo("0 80: 40 35.0434 40 "));
    }

    [Test]
    public void Where_nothing_changes_nothing_is_added() =>
        Assert.That(Table(Of(30, (40, 20, 5), (80, 40, 10))), Is.EqualTo("40 80: 0 0 0 "));

    [Test]
    public void An_owner_of_few_leads_counts_with_the_rate_of_all()
    {
        // C's 3 of 3 say little: the rate of all, 43 of 83 = 51.8072 %. A 25 and B 75 %: of 83 leads 13.6687, 41.0060 and 28.3254.
        var plan = Of(30, (40, 10, 5), (40, 30, 5), (3, 3, 5));

        // A −26, B +1, C +25: −26 × 0.25 + 1 × 0.75 + 25 × 0.518072 = 7.2018. C's rate is taken as known.
        // Below: 26 × (0.401940 − 0.25) = 3.950440 and 0.75 − 0.598060; above: 26 × (0.25 − 0.141871) = 2.811354 and 0.858129 − 0.75.
        Assert.That(Table(plan), Is.EqualTo("14 41 28: 7.2018 3.2484 10.0152 "));
    }

    [Test]
    public void Where_all_have_few_leads_they_go_by_capacity_and_what_that_adds_is_not_known() =>
        Assert.That(Table(Of(30, (4, 1, 5), (4, 3, 15))), Is.EqualTo("2 6:    NoReliableOwner"));

    [Test]
    public void An_owner_of_whom_nothing_was_to_be_expected_counts_with_the_rate_of_all()
    {
        // Nobody ever converted a lead of A's source: E = 0.
        var mixes = SourceMix.Of<string, string>([("A", "Cold", 40, 0), ("B", "Ads", 40, 20)]);

        Assert.That(AssumedRate.For(mixes["A"], 30, 25), Is.EqualTo(new AssumedRate { Percent = 25, Low = null, High = null, RateOf = RateOf.AllOwners }));
        Assert.That(AssumedRate.For(null, 30, 25).RateOf, Is.EqualTo(RateOf.AllOwners), "who has no leads");
    }

    [Test]
    public void A_rate_above_100_percent_is_100_percent()
    {
        // 8 of the 8 that came from ads, of which 1.6 were to be expected: 300 %, 202.6777…300.
        var mixes = SourceMix.Of<string, string>([("A", "Ads", 8, 8), ("B", "Ads", 32, 0), ("B", "Fair", 40, 40)]);

        Assert.That(AssumedRate.For(mixes["A"], 1, 60), Is.EqualTo(new AssumedRate { Percent = 100, Low = 100, High = 100, RateOf = RateOf.Owner }));
    }

    [Test]
    public void Cannot_be_said_of_one_owner_or_of_none_who_converts()
    {
        Assert.That(Table(Of(30)), Is.EqualTo(":    TooFewOwners"));
        Assert.That(Table(Of(30, (40, 10, 5))), Is.EqualTo(":    TooFewOwners"));
        Assert.That(Table(Of(30, (40, 0, 5), (4, 0, 5))), Is.EqualTo(":    NoConversions"));
    }

    [Test]
    public void The_first_of_equal_claims_gets_the_last_lead()
    {
        // A third of 100 each, 33.33; and of 3 leads by 1 : 1, 1.5 each.
        Assert.That(Table(Of(1, (34, 17, 1), (34, 17, 1), (32, 16, 1))), Does.StartWith("34 33 33: "));
        Assert.That(Table(Of(30, (1, 1, 1), (2, 1, 1))), Does.StartWith("2 1: "));
    }

    [TestCase(-1, 4)]
    [TestCase(5, 0)]
    public void Refuses_what_cannot_be(long leads, long capacity) =>
        Assert.That(() => Reallocation.Of([(leads, capacity, AssumedRate.For(null, 1, 50))]), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property]
    public Property Keeps_every_lead_and_gives_each_owner_their_claim_to_the_lead() => Prop.ForAll(Teams(), team =>
    {
        var plan = Of(1, team);
        if (plan.Leads is null)
        {
            return;
        }

        var (n, k) = (team.Sum(owner => owner.N), team.Sum(owner => owner.K));
        var rates = team.Select(owner => Rate.Of(owner.N == 0 ? k : owner.K, owner.N == 0 ? n : owner.N).Percent!.Value).ToList();
        var all = team.Zip(rates).Sum(owner => owner.First.Capacity * owner.Second);
        Assert.That(plan.Leads.Sum(), Is.EqualTo(n));
        Assert.That(team.Zip(rates, plan.Leads).Select(owner => Math.Abs(owner.Third - (n * owner.First.Capacity * owner.Second / all))), Is.All.LessThan(1.001));

        // What it adds is what the new leads would give less what the old ones would, and the interval holds it.
        if (plan.Added.Value is { } added)
        {
            Assert.That(added, Is.EqualTo(team.Zip(rates, plan.Leads).Sum(owner => (owner.Third - owner.First.N) * owner.Second / 100)).Within(0.01));
            Assert.That(added, Is.InRange(plan.Added.Low!, plan.Added.High!));
        }
    });

    [FsCheck.NUnit.Property]
    public Property Does_not_depend_on_the_unit_of_capacity() => Prop.ForAll(Teams(), team =>
        Assert.That(Table(Of(5, [.. team.Select(owner => owner with { Capacity = owner.Capacity * 7 })])), Is.EqualTo(Table(Of(5, team)))));

    // Owners of one source with leads, conversions and a capacity.
    private static Reallocation Of(long minSample, params (long N, long K, long Capacity)[] team)
    {
        var mixes = SourceMix.Of(team.Select((owner, i) => (i, 0, owner.N, owner.K)));
        var all = Rate.Of(team.Sum(owner => owner.K), team.Sum(owner => owner.N)).Percent ?? 0;
        return Reallocation.Of([.. team.Select((owner, i) => (owner.N, owner.Capacity, AssumedRate.For(mixes[i], minSample, all)))]);
    }

    private static AssumedRate For(SourceMix mix, double all) => AssumedRate.For(mix, 30, all);

    private static string Table(Reallocation plan) => FormattableString.Invariant(
        $"{string.Join(' ', plan.Leads ?? [])}: {plan.Added.Value} {plan.Added.Low} {plan.Added.High} {plan.Added.Missing}");

    private static Arbitrary<(long N, long K, long Capacity)[]> Teams() =>
        (from n in Gen.Choose(0, 60)
         from k in Gen.Choose(0, n)
         from capacity in Gen.Choose(1, 40)
         select ((long)n, (long)k, (long)capacity)).ArrayOf().ToArbitrary();
}
