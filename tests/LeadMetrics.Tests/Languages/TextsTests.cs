using System.Text.Json;
using LeadMetrics.Http;
using LeadMetrics.Languages;
using LeadMetrics.Metrics;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Quality;

namespace LeadMetrics.Tests.Languages;

/// <summary>Nothing is missing from a language: no text, no plural form, no place for a value; and nothing is there for nobody.</summary>
public class TextsTests
{
    // Codes, names and abbreviations that are the same in every language.
    private static readonly string[] s_international = ["columns.percent"];

    [Test]
    public void Every_language_has_the_same_texts()
    {
        foreach (var texts in Texts.All)
        {
            Assert.That(texts.Forms.Keys, Is.EqualTo(Texts.English.Forms.Keys), texts.Language);
        }
    }

    [Test]
    public void A_text_with_plural_forms_has_all_of_its_language()
    {
        foreach (var texts in Texts.All)
        {
            foreach (var (key, forms) in texts.Forms)
            {
                Assert.That(
                    forms.Keys.Order(),
                    Is.EqualTo(Texts.English.Forms[key].Count > 1 ? texts.Plurals.Forms : [PluralForm.Other]), $"{texts.Language} {key}");
            }
        }
    }

    [Test]
    public void What_counts_has_plural_forms()
    {
        Assert.That(
            Texts.English.Forms.Where(text => Places(text.Value[PluralForm.Other]).Contains("count")).Select(text => text.Key),
            Is.EqualTo(Texts.English.Forms.Where(text => text.Value.Count > 1).Select(text => text.Key)));
    }

    [Test]
    public void Every_form_has_the_same_places_for_values()
    {
        foreach (var texts in Texts.All)
        {
            foreach (var (key, forms) in texts.Forms)
            {
                var places = Places(Texts.English.Forms[key][PluralForm.Other]);
                foreach (var (form, text) in forms)
                {
                    // A form that is of one number alone may say it in a word.
                    var optional = form is PluralForm.Zero or PluralForm.One or PluralForm.Two ? new[] { "count" } : [];
                    Assert.That(Places(text).Except(optional), Is.EquivalentTo(places.Except(optional)), $"{texts.Language} {key} {form}");
                }
            }
        }
    }

    [Test]
    public void Arabic_is_in_Arabic()
    {
        foreach (var (key, forms) in Texts.Arabic.Forms.Where(text => !s_international.Contains(text.Key)))
        {
            Assert.That(forms.Values, Is.All.Matches<string>(text => text.Any(letter => letter is >= 'ء' and <= 'ي')), key);
        }
    }

    [Test]
    public void No_text_is_empty_or_ends_in_a_blank()
    {
        foreach (var (key, forms) in Texts.All.SelectMany(texts => texts.Forms))
        {
            Assert.That(forms.Values, Is.All.Not.Empty.And.All.Matches<string>(text => text.Trim() == text && !text.Contains("  ", StringComparison.Ordinal)), key);
        }
    }

    [Test]
    public void Every_metric_and_figure_is_said_and_nothing_else()
    {
        Assert.That(
            Under("metrics."),
            Is.EquivalentTo(MetricList.All.SelectMany(metric => new[] { "title", "question", "formula", "unit" }.Select(part => $"{metric.Definition.Name}.{part}"))));
        Assert.That(Under("figures."), Is.EquivalentTo(Figure.All.Select(figure => figure.Name)));
        Assert.That(Under("insights."), Is.EquivalentTo(new[]
        {
            "OVERLOADED.highLoad", "OVERLOADED.overCapacity", "NEEDS_COACHING", "CAN_TAKE_MORE", "NEGLECTED_LEADS", "SLOW_RESPONSE",
            "UNEQUAL_PERFORMANCE", "CAPACITY_SHORT", "UNEVEN_DISTRIBUTION.loadPerCapacity", "UNEVEN_DISTRIBUTION.load",
        }));
    }

    [Test]
    public void Every_defect_is_said_and_no_warning_is_of_another()
    {
        Assert.That(Under("dataQuality."), Is.EquivalentTo(DataDefects.All.SelectMany(defect => new[] { "title", "meaning", "remedy" }.Select(part => $"{defect.Code}.{part}"))));
        Assert.That(Under("warnings.").Select(key => key.Split('.')[0]).Distinct(), Is.SubsetOf(DataDefects.All.Select(defect => defect.Code)));
    }

    [Test]
    public void Every_part_of_a_column_has_a_label()
    {
        var parts = MetricList.All.Select(metric => metric.CsvHeader(JsonSerializerOptions.Web))
            .Append(Formats.HeaderOf(DataQuality.ExampleRow, JsonSerializerOptions.Web)).Append(Formats.HeaderOf(DefectRecords.ExampleRecord, JsonSerializerOptions.Web))
            .Append("id,at,actor,action,subject,result,details")
            .SelectMany(header => header.Trim().Split(',', '.'));

        Assert.That(parts.Where(part => !int.TryParse(part, out _) && Texts.English.Find("columns." + part) is null), Is.Empty);
    }

    [Test]
    public void Says_a_sentence_with_its_values()
    {
        Assert.That(
            Texts.English.Say("warnings.MISSING_OWNER", ("count", 1L), ("all", 3L)),
            Is.EqualTo("1 of 3 leads has no owner; it stands in the row (unassigned)."));
        Assert.That(
            Texts.English.Say("warnings.MISSING_OWNER", ("count", 1234L), ("all", 5678L)),
            Is.EqualTo("1234 of 5678 leads have no owner; they stand in the row (unassigned)."));
        Assert.That(() => Texts.English.Say("warnings.MISSING_OWNER", ("count", 1L)), Throws.InvalidOperationException.With.Message.Contains("{all}"));
        Assert.That(() => Texts.English.Say("warnings.NOTHING"), Throws.InvalidOperationException.With.Message.Contains("warnings.NOTHING"));
        Assert.That(Texts.English.Label("efficiency.percent"), Is.EqualTo("Efficiency · %"));
        Assert.That(Texts.English.Label("neglectedBecause.0"), Is.EqualTo("Neglected because · 0"));
    }

    private static IEnumerable<string> Places(string text) => Texts.Placeholder().Matches(text).Select(place => place.Groups["name"].Value).Distinct();

    private static IEnumerable<string> Under(string path) =>
        Texts.English.Forms.Keys.Where(key => key.StartsWith(path, StringComparison.Ordinal)).Select(key => key[path.Length..]);
}
