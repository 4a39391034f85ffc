using System.Text;
using LeadMetrics.Parameters;

namespace LeadMetrics.Metrics.Common;

/// <summary>Addresses of the leads behind the figures of a question: the question as it was resolved, and the figure's name.</summary>
public sealed class LeadLinks(LeadQuestion question)
{
    private readonly string _asked = Query(question);

    // Figures that ask otherwise than the question do so in few ways.
    private readonly Dictionary<(bool OfPeriod, Basis? Basis), string> _askedOtherwise = [];

    /// <summary>The address of the leads that a figure counts.</summary>
    public string To(Figure figure)
    {
        if (!_askedOtherwise.TryGetValue((figure.OfPeriod, figure.Basis), out var query))
        {
            var asked = figure.AskedOf(question);
            query = ReferenceEquals(asked, question) ? _asked : Query(asked);
            _askedOtherwise.Add((figure.OfPeriod, figure.Basis), query);
        }

        return Address(figure, query);
    }

    /// <summary>The address of the same leads, whatever period or basis the figure is usually asked for.</summary>
    public string ToSame(Figure figure) => Address(figure, _asked);

    /// <summary>Links to the leads of the question asked otherwise.</summary>
    public LeadLinks With(Func<LeadQuestion, LeadQuestion> change) => new(change(question));

    /// <summary>The address of the leads that a figure counts.</summary>
    public string To(string figure) => To(Figure.Of(figure));

    /// <summary>The address of the same question elsewhere.</summary>
    public string Address(string path) => path + "?" + _asked.TrimStart('&');

    private static string Address(Figure figure, string query) => $"/v1/leads?figure={figure.Name}{query}";

    private static string Query(LeadQuestion question)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in question.ToQuery())
        {
            text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }
}
