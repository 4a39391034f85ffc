using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class SourceMixTests
{
    [Test]
    public void The_crudely_worse_owner_is_the_better_one_with_the_same_sources()
    {
        // The example of the definitions. The team: Referral 60/200 = 0.30, Ads 40/800 = 0.05; together 100/1000 = 10 %.
        var owners = SourceMix.Of<string, string>(
        [
            ("A", "Referral", 80, 27), ("A", "Ads", 20, 1),
            ("B", "Referral", 20, 7), ("B", "Ads", 80, 6),
            ("C", "Referral", 100, 26), ("C", "Ads", 700, 33),
        ]);

        // E = 80 × 0.30 + 20 × 0.05 = 25; 28/25; × 10 %. Wilson of 28/100 is 20.1397…37.4880 %, × 100/25 × 10 %. Without A: Referral 33/120, Ads 39/780: 80 × 0.275 + 20 × 0.05 = 23 of 100.
        Assert.That(owners["A"], Is.EqualTo(Expected(100, 28, 25, 1.12, 11.2, (8.0559, 14.9952), 23)));

        // E = 20 × 0.30 + 80 × 0.05 = 10; 13/10. Without B: 20 × 53/180 + 80 × 34/720 = 5.888889 + 3.777778 = 9.666667 of 100.
        Assert.That(owners["B"], Is.EqualTo(Expected(100, 13, 10, 1.3, 13, (7.7572, 20.9804), 9.6667)));

        // E = 100 × 0.30 + 700 × 0.05 = 65; 59/65 = 0.907692. Without C: 100 × 34/100 + 700 × 7/100 = 34 + 49 = 83 of 800.
        Assert.That(owners["C"], Is.EqualTo(Expected(800, 59, 65, 0.9077, 9.0769, (7.0898, 11.5655), 10.375)));
    }

    [Test]
    public void Quality_leaves_out_the_leads_of_a_source_that_no_other_owner_has()
    {
        // Fairs are A's alone. E = 10 × 5/10 + 20 × 4/40 = 7; 7/7; the team 9/50 = 18 %. Quality: Ads without A 2/20 = 10 % of the 20.
        var owners = SourceMix.Of<string, string>([("A", "Fair", 10, 5), ("A", "Ads", 20, 2), ("B", "Ads", 20, 2)]);

        Assert.That(owners["A"], Is.EqualTo(Expected(30, 7, 7, 1, 18, (9.097, 31.5733), 10, withoutComparison: 10)));
    }

    [Test]
    public void Quality_is_null_where_nothing_can_be_compared()
    {
        var owners = SourceMix.Of<int, int>([(1, 1, 10, 5), (2, 2, 10, 1)]);

        // The team 6/20 = 30 %; each owner is what is expected of it, having made the rate alone.
        Assert.That(owners[1], Is.EqualTo(Expected(10, 5, 5, 1, 30, (14.1956, 45.8044), null, withoutComparison: 10)));
        Assert.That(owners[2], Is.EqualTo(Expected(10, 1, 1, 1, 30, (5.3629, 121.245), null, withoutComparison: 10)));
    }

    [Test]
    public void The_index_is_null_where_nothing_can_be_expected()
    {
        // Nobody has converted a lead of source 1.
        var owners = SourceMix.Of<int, int>([(1, 1, 10, 0), (2, 1, 10, 0), (2, 2, 10, 5), (3, 2, 0, 0)]);

        Assert.That(owners[1], Is.EqualTo(Expected(10, 0, 0, null, null, null, 0)));
        Assert.That(owners[3], Is.EqualTo(Expected(0, 0, 0, null, null, null, null)));
    }

    [Test]
    public void The_adjusted_rate_may_pass_100_percent()
    {
        // Ads 8/40: E = 8 × 0.2 = 1.6; 8/1.6 = 5; the team 48/80 = 60 %: 300 %.
        var owners = SourceMix.Of<int, int>([(1, 1, 8, 8), (2, 1, 32, 0), (2, 2, 40, 40)]);

        Assert.That(owners[1], Is.EqualTo(Expected(8, 8, 1.6, 5, 300, (202.6777, 300), 0)));
    }

    [Test]
    public void Cells_of_the_same_owner_and_source_add_up() =>
        Assert.That(
            SourceMix.Of<int, int>([(1, 1, 10, 2), (2, 1, 30, 9), (1, 1, 10, 4)]),
            Is.EqualTo(SourceMix.Of<int, int>([(1, 1, 20, 6), (2, 1, 30, 9)])));

    [Test]
    public void Nobody_is_no_owner() => Assert.That(SourceMix.Of<int, int>([]), Is.Empty);

    [TestCase(4, 5)]
    [TestCase(4, -1)]
    public void Refuses_counts_that_cannot_be(long n, long k) =>
        Assert.That(() => SourceMix.Of<int, int>([(1, 1, n, k)]), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [FsCheck.NUnit.Property]
    public Property What_is_expected_of_all_is_what_all_have_converted() => Prop.ForAll(Teams(), cells =>
    {
        var owners = SourceMix.Of(cells);

        Assert.That(owners.Values.Sum(owner => owner.Expected), Is.EqualTo((double)cells.Sum(cell => cell.K)).Within(0.0001 * cells.Length));
        Assert.That(owners.Values.Sum(owner => owner.Leads), Is.EqualTo(cells.Sum(cell => cell.N)));
        Assert.That(owners.Values.Sum(owner => owner.Conversions), Is.EqualTo(cells.Sum(cell => cell.K)));
    });

    [FsCheck.NUnit.Property]
    public Property Quality_does_not_depend_on_what_the_owner_converted() => Prop.ForAll(Teams(), cells =>
    {
        var other = SourceMix.Of(cells.Select(cell => cell.Owner == 1 ? (cell.Owner, cell.Source, cell.N, 0L) : cell));

        Assert.That(other.GetValueOrDefault(1)?.QualityPercent, Is.EqualTo(SourceMix.Of(cells).GetValueOrDefault(1)?.QualityPercent).Within(0.0001));
    });

    [FsCheck.NUnit.Property]
    public Property With_one_source_the_adjusted_rate_is_the_rate() => Prop.ForAll(Teams(), cells =>
    {
        foreach (var owner in SourceMix.Of(cells.Select(cell => cell with { Source = 1 })).Values.Where(owner => owner.AdjustedPercent is not null))
        {
            // Both are rounded to four decimals: 39.84375 may go either way.
            Assert.That(owner.AdjustedPercent, Is.EqualTo(Rate.Of(owner.Conversions, owner.Leads).Percent).Within(0.00015));
        }
    });

    private static SourceMix Expected(long leads, long k, double expected, double? index, double? adjusted, (double Low, double High)? interval, double? quality, long withoutComparison = 0) => new()
    {
        Leads = leads,
        Conversions = k,
        Expected = expected,
        Index = index,
        AdjustedPercent = adjusted,
        AdjustedLow = interval?.Low,
        AdjustedHigh = interval?.High,
        QualityPercent = quality,
        WithoutComparison = withoutComparison,
    };

    private static Arbitrary<(int Owner, int Source, long N, long K)[]> Teams() =>
        (from owner in Gen.Choose(1, 4)
         from source in Gen.Choose(1, 4)
         from n in Gen.Choose(0, 200)
         from k in Gen.Choose(0, n)
         select (owner, source, (long)n, (long)k)).ArrayOf().ToArbitrary();
}
