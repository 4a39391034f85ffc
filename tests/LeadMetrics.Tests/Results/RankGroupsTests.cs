using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

public class RankGroupsTests
{
    [Test]
    public void Marks_by_test_who_differs_from_all_others_together()
    {
        // Of 65/320: the first against 55/220, the second 35/220, the third 45/220; the fourth, with 20 leads, is only among the others.
        // Fisher p 0.00160685, 0.00656990, 1, worked out in whole numbers apart from this code; adjusted × 3/1, × 3/2, × 3/3.
        var rankings = RankGroups.Of([(10, 100), (30, 100), (20, 100), (5, 20)], minSample: 30);

        Assert.That(Groups(rankings), Is.EqualTo(new[] { RankGroup.Below, RankGroup.Above, RankGroup.Within, RankGroup.LowSample }));
        Assert.That(rankings.Select(ranking => Rounded(ranking.P)), Is.EqualTo(new double?[] { 0.00160685, 0.0065699, 1, null }));
        Assert.That(rankings.Select(ranking => Rounded(ranking.AdjustedP)), Is.EqualTo(new double?[] { 0.00482055, 0.00985486, 1, null }));
    }

    [Test]
    public void First_and_last_of_a_sorted_list_may_be_no_different() =>
        // 22, 30 and 25 %: p 0.33, 0.26, 0.89.
        Assert.That(Groups(RankGroups.Of([(22, 100), (30, 100), (25, 100)], 30)), Is.All.EqualTo(RankGroup.Within));

    [Test]
    public void An_owner_just_large_enough_is_tested() =>
        Assert.That(
            Groups(RankGroups.Of([(0, 29), (0, 30), (500, 1000)], 30)),
            Is.EqualTo(new[] { RankGroup.LowSample, RankGroup.Below, RankGroup.Above }));

    [Test]
    public void Who_has_no_leads_is_not_tested_however_few_are_enough() =>
        Assert.That(Groups(RankGroups.Of([(0, 0), (1, 2)], 0)), Is.EqualTo(new[] { RankGroup.LowSample, RankGroup.Within }));

    [Test]
    public void Who_is_alone_is_within()
    {
        Assert.That(RankGroups.Of([(10, 100)], 30), Is.EqualTo(new[] { new Ranking { Group = RankGroup.Within, P = 1, AdjustedP = 1 } }));
        Assert.That(RankGroups.Of([], 30), Is.Empty);
    }

    [Test]
    public void Who_is_above_for_that_one_is_bad_is_not_above_the_ordinary()
    {
        // Of 120, 120 and 20 in 400 each the first two are above their others' 140 of 800; beside each other they are alike.
        (long, long)[] oneBad = [(120, 400), (120, 400), (20, 400)];
        Assert.That(Groups(RankGroups.Of(oneBad, 30)), Is.EqualTo(new[] { RankGroup.Above, RankGroup.Above, RankGroup.Below }));
        Assert.That(Enumerable.Range(0, 3).Select(i => RankGroups.IsAboveTheOrdinary(oneBad, i, 30)), Is.All.False);

        // One who is good stays so, although all others are below for that: among themselves they are not.
        (long, long)[] oneGood = [(200, 400), (100, 400), (100, 400)];
        Assert.That(Groups(RankGroups.Of(oneGood, 30)), Is.EqualTo(new[] { RankGroup.Above, RankGroup.Below, RankGroup.Below }));
        Assert.That(Enumerable.Range(0, 3).Select(i => RankGroups.IsAboveTheOrdinary(oneGood, i, 30)), Is.EqualTo(new[] { true, false, false }));

        // Of two nobody can tell whether one is good or the other bad; alone one is above nobody.
        Assert.That(RankGroups.IsAboveTheOrdinary([(120, 400), (20, 400)], 0, 30), Is.True);
        Assert.That(RankGroups.IsAboveTheOrdinary([(120, 400)], 0, 30), Is.False);
        Assert.That(RankGroups.IsAboveTheOrdinary([(29, 29), (1, 400)], 0, 30), Is.False);
    }

    [Test]
    public void Of_1000_teams_of_equal_owners_at_most_about_one_in_20_has_anyone_marked()
    {
        var random = new Random(20260301);
        var marked = Enumerable.Range(0, 1000).Count(_ => Groups(Team(random, worse: 0)).Any(group => group != RankGroup.Within));

        // 5 % of 1,000 is 50, with a standard deviation of 6.9; Fisher's test stays below it.
        Assert.That(marked, Is.InRange(10, 63));
    }

    [Test]
    public void Of_1000_teams_with_one_worse_owner_most_have_that_owner_below_and_hardly_any_other()
    {
        var random = new Random(20260302);
        var teams = Enumerable.Range(0, 1000).Select(_ => Groups(Team(random, worse: 1))).ToList();

        Assert.That(teams.Count(groups => groups[0] == RankGroup.Below), Is.GreaterThan(800));
        Assert.That(teams.Count(groups => groups[0] == RankGroup.Above), Is.EqualTo(0));

        // Of 7,000 others. Some are above: with the worse one among them, the others of each do convert less than it does.
        Assert.That(teams.Sum(groups => groups.Skip(1).Count(group => group == RankGroup.Below)), Is.LessThan(10));
    }

    [Test]
    public void Of_1000_teams_with_one_worse_owner_a_fifth_have_an_ordinary_one_above_and_hardly_any_above_the_ordinary()
    {
        var random = new Random(20260303);
        var teams = Enumerable.Range(0, 1000).Select(_ => Owners(random, worse: 1)).ToList();
        var above = teams.ConvertAll(team => Groups(RankGroups.Of(team, 30)).Select((group, i) => (group, i)).Where(owner => owner.group == RankGroup.Above).Select(owner => owner.i).ToList());

        Assert.That(above.Count(some => some.Count > 0), Is.GreaterThan(150));
        Assert.That(teams.Zip(above).Count(team => team.Second.Exists(owner => RankGroups.IsAboveTheOrdinary(team.First, owner, 30))), Is.LessThan(50));
    }

    [FsCheck.NUnit.Property]
    public Property Calls_above_only_who_is_above_the_rate_of_all_and_below_only_who_is_below() => Prop.ForAll(Teams(), team =>
    {
        var rate = team.Sum(owner => owner.K) / (double)Math.Max(1, team.Sum(owner => owner.N));
        foreach (var ((k, n), ranking) in team.Zip(RankGroups.Of(team, 30)))
        {
            Assert.That(ranking.Group == RankGroup.LowSample, Is.EqualTo(n < 30));
            Assert.That(ranking.Group is RankGroup.Above or RankGroup.Below, Is.EqualTo(ranking.AdjustedP <= RankGroups.Q));
            Assert.That(ranking.Group != RankGroup.Above || k / (double)n > rate);
            Assert.That(ranking.Group != RankGroup.Below || k / (double)n < rate);
        }
    });

    [FsCheck.NUnit.Property]
    public Property Turns_round_with_the_outcome_and_does_not_depend_on_the_order() => Prop.ForAll(Teams(), team =>
    {
        var groups = Groups(RankGroups.Of(team, 30));
        var failures = Groups(RankGroups.Of([.. team.Reverse().Select(owner => (owner.N - owner.K, owner.N))], 30));

        Assert.That(
            failures.AsEnumerable().Reverse(),
            Is.EqualTo(groups.Select(group => group == RankGroup.Above ? RankGroup.Below : group == RankGroup.Below ? RankGroup.Above : group)));
    });

    // Eight owners with 100 to 300 leads each who convert 20 %; a worse one has 300 and converts 10 %.
    private static List<(long K, long N)> Owners(Random random, int worse) =>
        [.. Enumerable.Range(0, 8).Select(i => i < worse ? Owner(random, 300, 0.1) : Owner(random, random.Next(100, 301), 0.2))];

    private static IReadOnlyList<Ranking> Team(Random random, int worse) => RankGroups.Of(Owners(random, worse), 30);

    private static (long K, long N) Owner(Random random, int leads, double rate) =>
        (Enumerable.Range(0, leads).LongCount(_ => random.NextDouble() < rate), leads);

    private static List<RankGroup> Groups(IReadOnlyList<Ranking> rankings) => [.. rankings.Select(ranking => ranking.Group)];

    private static double? Rounded(double? p) => p is null ? null : Math.Round(p.Value, 8);

    private static Arbitrary<(long K, long N)[]> Teams() =>
        (from n in Gen.Choose(0, 300) from k in Gen.Choose(0, n) select ((long)k, (long)n)).ArrayOf().ToArbitrary();
}
