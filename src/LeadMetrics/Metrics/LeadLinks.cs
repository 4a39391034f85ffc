using System.Text;
using LeadMetrics.Parameters;

namespace LeadMetrics.Metrics;

/// <summary>Addresses of the leads behind a figure: the question as it was resolved, and the figure's name.</summary>
public sealed class LeadLinks
{
    private readonly string _ofPeriod;
    private readonly string _ofAllTime;

    /// <summary>Links to the leads of a question.</summary>
    public LeadLinks(LeadQuestion question)
    {
        _ofPeriod = Query(question);
        _ofAllTime = Query(question with { Period = null });
    }

    /// <summary>Links to those of one owner among them.</summary>
    public LeadLinks ForOwner(string ownerId) => new(this, "&ownerId=" + Uri.EscapeDataString(ownerId));

    private LeadLinks(LeadLinks all, string more)
    {
        _ofPeriod = all._ofPeriod + more;
        _ofAllTime = all._ofAllTime + more;
    }

    /// <summary>The address of the leads that a figure counts.</summary>
    public string To(Figure figure) => $"/v1/leads?figure={figure.Name}{(figure.OfPeriod ? _ofPeriod : _ofAllTime)}";

    /// <summary>The address of the same leads, whatever period the figure is usually asked for.</summary>
    public string ToSame(Figure figure) => $"/v1/leads?figure={figure.Name}{_ofPeriod}";

    /// <summary>The address of the leads that a figure counts.</summary>
    public string To(string figure) => To(Figure.All.First(f => f.Name == figure));

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
