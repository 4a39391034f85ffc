using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>Two files of the same leads at once: both are taken, one after the other, and no lead is of both.</summary>
[NonParallelizable]
public class OverlappingImportTests(string engine) : ServiceTests(engine)
{
    // A has leads 1 to 600, B has 301 to 900: whoever comes last has the 300 in the middle.
    private static readonly string s_ofA = Rows("A", 1, 600);
    private static readonly string s_ofB = Rows("B", 301, 900);

    [Test]
    public async Task Over_http()
    {
        var reports = await Task.WhenAll(TakenAsync(s_ofA), TakenAsync(s_ofB));

        // 600 new leads, then 300 new ones and 300 that change.
        Assert.That(
            string.Join('\n', reports.OrderBy(report => (long)report["dataVersion"]!).Select(report => report.Table("inserted updated rejected dataVersion"))),
            Is.EqualTo("600 0 0 1\n300 300 0 2"));
        Assert.That(await OwnersAsync(), Is.EqualTo((long)reports[0]["dataVersion"]! == 2 ? "A 600\nB 300" : "A 300\nB 600"));
    }

    [Test]
    public async Task Over_http_and_by_the_command_line()
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".csv");
        await File.WriteAllTextAsync(file, s_ofB);
        try
        {
            var commanded = Task.Run(() => TheProgram.RunAsync(["import", "leads", file, .. World.DatabaseSettings]));
            var report = await TakenAsync(s_ofA);

            Assert.That(await commanded, Is.EqualTo((0, "")));
            Assert.That(await OwnersAsync(), Is.EqualTo((long)report["dataVersion"]! == 2 ? "A 600\nB 300" : "A 300\nB 600"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<JsonNode> TakenAsync(string rows)
    {
        using var response = await World.PostAsync("leads", rows);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), body);
        return JsonNode.Parse(body)!;
    }

    private async Task<string> OwnersAsync() =>
        (await World.GetAsync("/v1/metrics/owner-efficiency?preset=allTime&sort=name&order=asc"))["data"]!.Table("ownerId leads");

    private static string Rows(string owner, int first, int last) =>
        "lead_id,created_at,owner_id\n" + string.Concat(Enumerable.Range(first, last - first + 1)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"L{i},2026-01-05T00:00:00Z,{owner}\n")));
}
