using System.Net;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>A CRM's own names, values and times.</summary>
public class FileReadingTests(string engine) : ServiceTests(engine)
{
    // Names and statuses of a CRM's own, a column that nobody asked for, and times of Riyadh without an offset.
    private const string Export = """
        Lead ID;Created Date;Owner;Lead Status;Phone
        00Q1;2026-01-05 10:00;U1;Open - Not Contacted;+966 5
        00Q2;2026-01-06 00:30:00;U1;In: progress;
        """;

    private const string Reading =
        "leads?map=Lead%20ID:lead_id&map=Created%20Date:created_at&map=Owner:owner_id&map=Lead%20Status:status&unknownColumns=ignore" +
        "&mapValue=status:Open%20-%20Not%20Contacted:new&mapValue=status:In:%20progress:working&tz=Asia/Riyadh";

    [Test]
    public async Task An_export_is_read_as_its_sender_writes()
    {
        using var response = await World.PostAsync(Reading, Export);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());

        // Riyadh is three hours ahead: 10:00 is 07:00Z, and half past midnight of the 6th is the 5th, 21:30Z.
        var page = await World.GetAsync("/v1/leads");
        Assert.That(
            page["data"]!.Table("leadId createdAt ownerId status"),
            Is.EqualTo("00Q1 2026-01-05T07:00:00Z U1 new\n00Q2 2026-01-05T21:30:00Z U1 working"));
    }

    [TestCase("unknownColumns=ignore", "", "Phone")]
    [TestCase("map=Created%20Date:created_at", "map=Created%20Date:createdat", "map")]
    [TestCase("mapValue=status:Open%20-%20Not%20Contacted:new", "mapValue=Open:new", "mapValue")]
    [TestCase("tz=Asia/Riyadh", "tz=Riyadh", "tz")]
    [TestCase("tz=Asia/Riyadh", "", "offset")]
    [TestCase("map=Lead%20ID:lead_id", "map=Lead%20ID:created_at", "twice")]
    [TestCase("map=Owner:owner_id", "map=Ownr:owner_id", "no column 'Ownr'")]
    public async Task What_is_missing_or_wrong_is_named(string right, string wrong, string named)
    {
        using var response = await World.PostAsync(Reading.Replace(right, wrong, StringComparison.Ordinal), Export);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(named));
        Assert.That((await World.GetAsync("/v1/leads"))["total"]!.GetValue<long>(), Is.Zero);
    }
}
