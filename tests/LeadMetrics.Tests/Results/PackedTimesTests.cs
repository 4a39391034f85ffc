using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Results;

namespace LeadMetrics.Tests.Results;

/// <summary>Durations as bytes.</summary>
public class PackedTimesTests
{
    // 0, then 5 more, then 300 more: 300 = 2 × 128 + 44, so 44 with the bit that says more follows, then 2.
    [Test]
    public void Are_in_order_each_as_what_it_adds() => Assert.That(PackedTimes.Pack([305, 0, 5]), Is.EqualTo(new byte[] { 0, 5, 0x80 | 44, 2 }));

    [FsCheck.NUnit.Property]
    public Property Come_back_as_they_were() => Prop.ForAll(Times.ToArbitrary(), times =>
    {
        Assert.That(Unpacked(PackedTimes.Pack([.. times])), Is.EqualTo(times.Order()));
    });

    [FsCheck.NUnit.Property]
    public Property What_is_added_and_taken_away_leaves_no_trace() => Prop.ForAll(Times.Two().ToArbitrary(), lists =>
    {
        var (held, more) = lists;
        var (packed, count) = PackedTimes.Change(PackedTimes.Pack([.. held]), more, []);
        Assert.That(count, Is.EqualTo(held.Length + more.Length));

        Assert.That(PackedTimes.Change(packed, [], [.. more]), Is.EqualTo((PackedTimes.Pack([.. held]), held.Length)));
    });

    [Test]
    public void What_is_not_there_cannot_be_taken_away() =>
        Assert.That(() => PackedTimes.Change(PackedTimes.Pack([1, 3]), [2], [2]), Throws.InvalidOperationException.With.Message.Contains("--rebuild-facts"));

    private static Gen<long[]> Times => Gen.OneOf(Gen.Choose(0, 3).Select(time => (long)time), Gen.Choose(0, int.MaxValue).Select(time => time * 146_097L)).ArrayOf();

    private static List<long> Unpacked(byte[] packed)
    {
        var times = new List<long>();
        PackedTimes.Unpack(packed, times.Add);
        return times;
    }
}
