using System.Globalization;
using System.Text.RegularExpressions;
using LeadMetrics.Import;
using LeadMetrics.Languages;
using LeadMetrics.Metrics;

namespace LeadMetrics.Tests.Languages;

/// <summary>
/// Arabic says what English says, for readers of Arabic: names of fields, formulas and numbers are the same, all other words
/// are Arabic, and what is mixed still reads in the right direction (Unicode Standard Annex 9).
/// </summary>
public partial class ArabicTests
{
    // Latin words that are no names of texts, parameters or datasets, and no values: names of people and of things.
    private static readonly string[] s_otherNames =
    [
        "null", "false", "n", "N", "withinNDays", "stepRate", "cumulativeRate", "dropOff", "adjustedEfficiency",
        "p", "CRM", "CPL", "CPA", "PERCENTILE_CONT", "censored", "Wilson", "Benjamini", "Hochberg", "Kitagawa", "Greenwood", "Newcombe", "above", "below",
        "health", "ready", "trace", "id", "Retry", "After",
    ];

    private static readonly HashSet<string> s_names = [
        .. Texts.English.Forms.Keys.Select(key => key[(key.LastIndexOf('.') + 1)..].Trim('(', ')')),
        .. MetricList.All.SelectMany(metric => metric.Definition.Parameters)
            .SelectMany(parameter => (parameter.Values ?? []).Append(parameter.Name)),
        .. Datasets.All.SelectMany(dataset => dataset.Columns.Select(column => column.Name).Concat(dataset.Name.Split('-'))),
        .. s_otherNames];

    [Test]
    public void Latin_words_are_names_that_the_English_has_too()
    {
        Check((english, arabic) => LatinWords(arabic).All(word => s_names.Contains(word) && LatinWords(english).Contains(word)));
    }

    [Test]
    public void No_two_Latin_words_follow_each_other() =>
        Check((_, arabic) => !LatinPhrase().IsMatch(arabic.Replace("(trace id)", "", StringComparison.Ordinal)));

    [Test]
    public void Names_of_fields_are_there()
    {
        Check(
            (english, arabic) => LatinWords(english).Where(word => CamelCase().IsMatch(word)).Except(LatinWords(arabic)),
            (key, form) => !IsLabel(key) && form != PluralForm.Zero);
    }

    [Test]
    public void Formulas_have_the_same_operators()
    {
        Check((english, arabic) => Operators(arabic) == Operators(english), (key, form) => !IsLabel(key) && form != PluralForm.Zero);

        static string Operators(string text) => string.Concat(text.Where("=÷×Σ−+".Contains).Order());
    }

    // 1 is a word in Arabic: one hour. χ² is no number.
    [Test]
    public void Numbers_are_the_same() =>
        Check((english, arabic) => Numbers(english).Except(Numbers(arabic)).Except(["1"]));

    [Test]
    public void Digits_are_Western_and_punctuation_is_Arabic()
    {
        Check((_, arabic) => !arabic.Any(letter => char.IsDigit(letter) && !char.IsAsciiDigit(letter)) && !arabic.Any(",;?\"'٪٫٬ـ".Contains));
    }

    [Test]
    public void Every_sentence_is_there_and_starts_with_an_Arabic_word_or_a_number()
    {
        Check((english, arabic) => Sentences(arabic).Length == Sentences(english).Length, (_, form) => form != PluralForm.Zero);
        Check((_, arabic) => Sentences(arabic).All(sentence => ArabicStart().IsMatch(sentence)), (key, _) => key != "columns.percent");
        Check((english, arabic) => english[^1] switch { '.' => arabic[^1] == '.', '?' => arabic[^1] == '؟', _ => arabic[^1] is not ('.' or '؟') });
    }

    [Test]
    public void Brackets_are_closed() => Check((_, arabic) =>
    {
        var open = new Stack<char>();
        foreach (var letter in arabic)
        {
            if ("(«\u2066".IndexOf(letter) is >= 0 and var opening)
            {
                open.Push(")»\u2069"[opening]);
            }
            else if (")»\u2069".Contains(letter) && !(open.TryPop(out var closing) && closing == letter))
            {
                return false;
            }
        }

        return open.Count == 0;
    });

    [Test]
    public void Nothing_is_invisible_but_what_isolates_an_address()
    {
        Check((_, arabic) => !Isolated().Replace(arabic, "").Any(letter => CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format));
        Check((_, arabic) => !Isolated().Replace(arabic, "").Contains('/'));
    }

    // A formula in Latin alone is a run from the left. If its end were Arabic, the sign between would stand at the run's wrong end; with
    // the name in brackets, as in (eventual) = 1 − …, all is from the right.
    [Test]
    public void A_formula_is_Latin_to_its_end_or_has_its_name_in_brackets()
    {
        Check((_, arabic) => WithoutArabic().Matches(arabic).Select(run => run.Value.Trim(' ', '.')).All(run =>
            !LatinFormula().IsMatch(run) || (!"=÷×−+".Contains(run[0]) && !"=÷×−+".Contains(run[^1]))));
    }

    [Test]
    public void Columns_that_English_tells_apart_have_their_own_labels()
    {
        var labels = Texts.Arabic.Forms.Keys.Where(IsLabel).GroupBy(key => Texts.Arabic[key])
            .Where(same => same.Select(key => Texts.English[key]).Distinct().Count() > 1);

        Assert.That(labels.Select(same => string.Join(" = ", same)), Is.Empty);
    }

    [TestCase(0, "لا يوجد أي عميل محتمل بلا مصدر من أصل 345.")]
    [TestCase(1, "عميل محتمل واحد من أصل 345 ليس له مصدر.")]
    [TestCase(2, "عميلان محتملان من أصل 345 ليس لهما مصدر.")]
    [TestCase(3, "3 عملاء محتملين من أصل 345 ليس لهم مصدر.")]
    [TestCase(11, "11 عميلاً محتملاً من أصل 345 ليس لهم مصدر.")]
    [TestCase(100, "100 عميل محتمل من أصل 345 ليس لهم مصدر.")]
    public void Says_a_sentence_as_its_number_wants_it(long count, string sentence) =>
        Assert.That(Texts.Arabic.Say("warnings.UNKNOWN_SOURCE", ("count", count), ("all", 345L)), Is.EqualTo(sentence));

    private static bool IsLabel(string key) => key.StartsWith("columns.", StringComparison.Ordinal);

    private static IEnumerable<string> LatinWords(string text) => LatinWord().Matches(Texts.Placeholder().Replace(text, "")).Select(word => word.Value);

    private static IEnumerable<string> Numbers(string text) => Number().Matches(Texts.Placeholder().Replace(text, "")).Select(number => number.Value);

    private static string[] Sentences(string text) => SentenceEnd().Split(text);

    private static void Check(Func<string, string, IEnumerable<string>> missing, Func<string, PluralForm, bool>? among = null) =>
        Check((english, arabic) => !missing(english, arabic).Any(), among);

    private static void Check(Func<string, string, bool> isRight, Func<string, PluralForm, bool>? among = null)
    {
        var wrong =
            from text in Texts.Arabic.Forms
            from form in text.Value
            where among?.Invoke(text.Key, form.Key) ?? true
            where !isRight(Texts.English.Forms[text.Key][PluralForm.Other], form.Value)
            select $"{text.Key} {form.Key}: {form.Value}";

        Assert.That(wrong, Is.Empty);
    }

    [GeneratedRegex("[A-Za-z][A-Za-z0-9_]*")]
    private static partial Regex LatinWord();

    [GeneratedRegex("[A-Za-z] [A-Za-z]")]
    private static partial Regex LatinPhrase();

    [GeneratedRegex("^[a-z]+[A-Z]")]
    private static partial Regex CamelCase();

    [GeneratedRegex(@"(?<![A-Za-z0-9.])[0-9]+(\.[0-9]+)?")]
    private static partial Regex Number();

    [GeneratedRegex("(?<=[.?؟]) ")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^([ء-ي]|\{count\}|[0-9])")]
    private static partial Regex ArabicStart();

    [GeneratedRegex("\u2066[^\u2066\u2069]+\u2069")]
    private static partial Regex Isolated();

    [GeneratedRegex("[^\u0621-\u0652؛،؟«»:]+")]
    private static partial Regex WithoutArabic();

    [GeneratedRegex("[A-Za-z] [=÷×−+] [A-Za-z0-9(]")]
    private static partial Regex LatinFormula();
}
