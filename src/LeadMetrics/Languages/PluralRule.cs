namespace LeadMetrics.Languages;

/// <summary>The forms that a sentence can have by the number in it, as CLDR names them.</summary>
public enum PluralForm
{
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// <summary>Which form a language uses for a whole number.</summary>
/// <param name="Forms">The forms that the language has.</param>
/// <param name="Of">The form of a number, 0 or more.</param>
/// <remarks>
/// Unicode CLDR 48, common/supplemental/plurals.xml, cardinal rules (UTS #35, part 3, "Language Plural Rules"); for whole
/// numbers alone, since sentences here count things.
/// </remarks>
public sealed record PluralRule(IReadOnlyList<PluralForm> Forms, Func<long, PluralForm> Of)
{
    public static readonly PluralRule English = new([PluralForm.One, PluralForm.Other], n => n == 1 ? PluralForm.One : PluralForm.Other);

    public static readonly PluralRule Arabic = new(Enum.GetValues<PluralForm>(), n => n switch
    {
        0 => PluralForm.Zero,
        1 => PluralForm.One,
        2 => PluralForm.Two,
        _ when n % 100 is >= 3 and <= 10 => PluralForm.Few,
        _ when n % 100 is >= 11 and <= 99 => PluralForm.Many,
        _ => PluralForm.Other,
    });
}
