using LeadMetrics.Languages;

namespace LeadMetrics.Tests.Languages;

/// <summary>The plural forms, against the whole-number samples of CLDR 48, common/supplemental/plurals.xml.</summary>
public class PluralRuleTests
{
    [TestCase(PluralForm.One, "1")]
    [TestCase(PluralForm.Other, "0, 2~16, 100, 1000, 10000, 100000, 1000000")]
    public void English(PluralForm form, string samples) => Check(PluralRule.English, form, samples);

    [TestCase(PluralForm.Zero, "0")]
    [TestCase(PluralForm.One, "1")]
    [TestCase(PluralForm.Two, "2")]
    [TestCase(PluralForm.Few, "3~10, 103~110, 1003")]
    [TestCase(PluralForm.Many, "11~26, 111, 1011")]
    [TestCase(PluralForm.Other, "100~102, 200~202, 300~302, 400~402, 500~502, 600, 1000, 10000, 100000, 1000000")]
    public void Arabic(PluralForm form, string samples) => Check(PluralRule.Arabic, form, samples);

    [Test]
    public void Every_form_of_a_rule_is_used_and_no_other() => Assert.That(
        Texts.All.Select(texts => Enumerable.Range(0, 1000).Select(n => texts.Plurals.Of(n)).Distinct().Order()),
        Is.EqualTo(Texts.All.Select(texts => texts.Plurals.Forms)));

    private static void Check(PluralRule rule, PluralForm form, string samples)
    {
        var numbers = samples.Split(", ").Select(sample => sample.Split('~').Select(long.Parse).ToList()).SelectMany(range => Range(range[0], range[^1])).ToList();

        Assert.That(numbers.Select(rule.Of), Is.All.EqualTo(form));
    }

    private static IEnumerable<long> Range(long from, long to) => Enumerable.Range(0, (int)(to - from) + 1).Select(i => from + i);
}
