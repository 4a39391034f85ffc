using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Import;
using LeadMetrics.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Import;

/// <summary>
/// The facts, their roll-ups and the amounts in the base currency follow from the rows alone: not from the order in which rows came, nor from how often they were sent.
/// A failure names the seed that plays it again, and the smallest CRM that was found.
/// </summary>
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
public class FactsTests(string engine)
{
    private readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(engine == TestEngines.Sqlite ? 25 : 4).WithReplay(20260301, 1);

    [Test]
    public void Facts_are_those_of_a_rebuild_and_of_the_last_rows_in_the_best_order()
    {
        TestEngines.SkipWithout(engine);
        Prop.ForAll(CrmGenerator.Crms, crm => CheckAsync(crm).GetAwaiter().GetResult()).Check(_config);
    }

    private async Task<Property> CheckAsync(Crm crm)
    {
        IReadOnlyList<string> imported, rebuilt, ordered, atOnce;
        await using (var world = await World.StartAsync(engine))
        {
            await crm.SendAsync(world);
            imported = Read(world);
            world.Services.GetRequiredService<HeldCalendar>().Rebuild();
            rebuilt = Read(world);
        }

        await using (var world = await World.StartAsync(engine))
        {
            await crm.Final().SendAsync(world);
            ordered = Read(world);
        }

        await using (var world = await World.StartAsync(engine))
        {
            crm.SendAtOnce(world);
            atOnce = Read(world);
        }

        var leads = crm.Final().Files.SelectMany(file => file).Count(row => row.Dataset == "leads");
        var facts = imported.Count(line => line.StartsWith("lead_id=", StringComparison.Ordinal));
        return (facts == leads).Label($"{facts} facts of {leads} leads")
            .And(Lines.Same(imported, rebuilt))
            .And(Lines.Same(imported, ordered))
            .And(Lines.Same(imported, atOnce));

        static IReadOnlyList<string> Read(World world) => [.. FactTable.Read(world.Engine), .. FactTable.ReadAmounts(world.Engine), .. FactTable.ReadRollups(world.Engine)];
    }
}
