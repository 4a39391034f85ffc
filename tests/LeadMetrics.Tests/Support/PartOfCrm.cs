using System.Text;
using LeadMetrics.Import;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Support;

/// <summary>A CRM as the text of its files.</summary>
public sealed record CrmFiles(IReadOnlyList<(string Dataset, string Csv)> Files)
{
    public void Send(World world)
    {
        var reports = world.Services.GetRequiredService<Importer>().Import(
            [.. Files.Select(file => new ImportFile(Datasets.Find(file.Dataset)!, () => new MemoryStream(Encoding.UTF8.GetBytes(file.Csv)), FileFormat.Csv))], FileReading.Plain, "test");
        Assert.That(reports.SelectMany(report => report.RejectedRows), Is.Empty);
    }

    /// <summary>
    /// What belongs to some leads, and nothing of others: what the CRM would be if there were no other leads. Owners whom the caller may
    /// not know of have left, so that they have no row of their own. Sources, campaigns and rates are everybody's.
    /// </summary>
    /// <param name="leads">The ids of the leads.</param>
    /// <param name="owners">The owners who are still there.</param>
    /// <param name="spend">Which spend is left, by its source.</param>
    public CrmFiles Of(IReadOnlySet<string> leads, Func<string, bool> owners, Func<string, bool> spend)
    {
        var leadOfOpportunity = Rows("opportunities").ToDictionary(row => row("opportunity_id"), row => row("lead_id"));
        return new([.. Files.Select(file => (file.Dataset, file.Dataset switch
        {
            "owners" => Each(file.Csv, (row, fields, at) =>
            {
                fields[at("active")] = owners(row("owner_id")) ? fields[at("active")] : "false";
                return true;
            }),
            "leads" or "lead-assignments" or "lead-statuses" or "opportunities" => Each(file.Csv, (row, _, _) => leads.Contains(row("lead_id"))),
            "opportunity-stages" => Each(file.Csv, (row, _, _) => leads.Contains(leadOfOpportunity.GetValueOrDefault(row("opportunity_id"), ""))),
            "activities" or "orders" => Each(file.Csv, (row, fields, at) =>
            {
                var (lead, other) = (row("lead_id"), leadOfOpportunity.GetValueOrDefault(row("opportunity_id"), ""));
                if (lead != "" && other != lead)
                {
                    fields[at("opportunity_id")] = "";
                }

                return leads.Contains(lead != "" ? lead : other);
            }),
            "spend" => Each(file.Csv, (row, _, _) => spend(row("source_id"))),
            _ => file.Csv,
        }))]);
    }

    private IEnumerable<Func<string, string>> Rows(string dataset)
    {
        foreach (var lines in Files.Where(file => file.Dataset == dataset).Select(file => file.Csv.TrimEnd('\n').Split('\n')))
        {
            var header = lines[0].Split(',');
            foreach (var fields in lines.Skip(1).Select(line => line.Split(',')))
            {
                yield return column => fields[Array.IndexOf(header, column)];
            }
        }
    }

    private static string Each(string csv, Func<Func<string, string>, string[], Func<string, int>, bool> keep)
    {
        var lines = csv.TrimEnd('\n').Split('\n');
        var header = lines[0].Split(',');
        var kept = lines.Skip(1).Select(line => line.Split(',')).Where(fields => keep(
            column => Array.IndexOf(header, column) is >= 0 and var i ? fields[i] : "", fields, column => Array.IndexOf(header, column))).Select(fields => string.Join(',', fields));
        return string.Join('\n', kept.Prepend(lines[0])) + "\n";
    }
}
