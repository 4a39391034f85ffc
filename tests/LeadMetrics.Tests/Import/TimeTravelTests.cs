using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Import;

/// <summary>An answer as of an instant is what the service would have answered then.</summary>
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
public class TimeTravelTests(string engine)
{
    private readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(engine == TestEngines.Sqlite ? 20 : 4).WithReplay(20260301, 1);

    private static readonly CrmRow[] s_owners = [new("owners", "A", "Amal"), new("owners", "B", "Badr"), new("owners", "C", "Dana")];

    // Plans are handed over from the first: see the lack of one.
    private static readonly CrmRow[] s_plan = [new("activities", "plan", "L1", "", "call", "outbound", Crm.Time(30, 0), "", "", "")];

    private static readonly string[] s_questions =
    [
        "preset=allTime", "preset=allTime&ownerAt=current&conversion=customer&uncontactedAfter=P900D&idleAfter=P900D", "preset=allTime&ownerAt=created&start=assigned",
        "preset=allTime&ownerAt=firstAssigned&conversion=opportunity&window=P10D", "preset=allTime&clock=business&target=PT5H", "preset=allTime&clock=business&start=assigned",
        // Of two windows and of all time in one answer.
        "preset=last30Days&compare=previousPeriod",
    ];

    [Test]
    public void What_happened_after_an_instant_does_not_change_the_answer_as_of_it()
    {
        TestEngines.SkipWithout(engine);
        Prop.ForAll(CrmGenerator.Crms, CrmGenerator.Times.ToArbitrary(), (crm, at) => CheckAsync(crm, at).GetAwaiter().GetResult()).Check(_config);
    }

    [TestCase("")]
    [TestCase("&ownerAt=created")]
    public async Task An_answer_is_given_again_for_its_own_as_of(string query)
    {
        await using var world = await World.StartAsync(engine);
        await world.ImportAsync("owners", "owner_id,name\nA,Amal\nB,Badr\n");
        await world.ImportAsync("leads", "lead_id,created_at,owner_id,status\nL1,2026-02-01T10:00:00Z,A,new\nL2,2026-02-02T10:00:00Z,A,new\nL3,2026-02-03T10:00:00Z,,new\n");
        await world.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL1,A,2026-02-01T10:00:00Z\nL2,A,2026-02-02T10:00:00Z\n");
        await world.ImportAsync("activities", "activity_id,lead_id,type,due_at,occurred_at\n1,L1,call,,2026-02-01T11:00:00Z\n2,L2,call,2026-03-05T10:00:00Z,\n");
        var first = await world.GetAsync("/v1/metrics/owner-efficiency?preset=allTime" + query);

        // Three days later: L1 was given to B and won, L2 called and closed, L3 given to B, and a fourth lead came.
        world.Clock.Now = world.Clock.Now.AddDays(3);
        await world.ImportAsync("leads", "lead_id,created_at,owner_id,status\nL1,2026-02-01T10:00:00Z,B,converted\nL4,2026-03-02T10:00:00Z,B,new\n");
        await world.ImportAsync("leads", "lead_id,created_at,owner_id,status\nL2,2026-02-02T10:00:00Z,A,closed\nL3,2026-02-03T10:00:00Z,B,new\n");
        await world.ImportAsync("lead-assignments", "lead_id,owner_id,assigned_at\nL1,B,2026-03-01T10:00:00Z\nL3,B,2026-03-01T10:00:00Z\n");
        await world.ImportAsync("lead-statuses", "lead_id,status,changed_at\nL1,converted,2026-03-02T10:00:00Z\nL2,closed,2026-03-02T10:00:00Z\n");
        await world.ImportAsync("activities", "activity_id,lead_id,type,due_at,occurred_at\n2,L2,call,2026-03-05T10:00:00Z,2026-03-01T12:00:00Z\n");
        await world.ImportAsync("opportunities", "opportunity_id,lead_id,created_at,status,amount,closed_at\nO,L1,2026-03-01T09:00:00Z,won,10,2026-03-02T10:00:00Z\n");
        await world.ImportAsync("orders", "order_id,customer_id,lead_id,ordered_at,amount\n1,C,L1,2026-03-02T10:00:00Z,10\n");
        var again = await world.GetAsync("/v1/metrics/owner-efficiency?preset=allTime&asOf=" + (string)first["meta"]!["asOf"]! + query);
        var later = await world.GetAsync("/v1/metrics/owner-efficiency?preset=allTime" + query);

        Assert.That(Said(again), Is.EqualTo(Said(first)));
        Assert.That(Said(later), Is.Not.EqualTo(Said(first)));
    }

    private async Task<Property> CheckAsync(Crm sent, string at)
    {
        var crm = new Crm([s_owners, s_plan, .. sent.Final().Certain().Files]);
        return Lines.Same(await AnswersAsync(crm, at), await AnswersAsync(crm.Until(at), at));
    }

    private async Task<IReadOnlyList<string>> AnswersAsync(Crm crm, string at)
    {
        await using var world = await World.StartAsync(engine);
        await crm.SendAsync(world);
        var answers = new List<string>();
        foreach (var question in s_questions)
        {
            answers.AddRange(Said(await world.GetAsync($"/v1/metrics/owner-efficiency?{question}&asOf={at}")).Split('\n'));
        }

        // Every milestone of every lead, in the order of their ids: keys differ with what was sent.
        var leads = (await world.GetAsync($"/v1/leads?preset=allTime&asOf={at}"))["data"]!.AsArray();
        answers.AddRange(leads.Select(lead => lead!.ToJsonString()).Order(StringComparer.Ordinal));
        return answers;
    }

    // All but the data's version, which says that something was imported since, and the links, which hold the question.
    private static string Said(JsonNode answer)
    {
        var rows = answer["data"]!.AsArray().Append(answer["totals"]).Select(row => row!.AsObject()).ToList();
        rows.ForEach(row => row.Remove("links"));
        return string.Join('\n', rows.Select(row => row.ToJsonString())) + '\n' +
            answer["meta"]!["exclusions"]!.ToJsonString() + '\n' + answer["meta"]!["warnings"]!.Table("code message count percent");
    }
}
