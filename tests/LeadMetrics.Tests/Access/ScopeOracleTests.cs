using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LeadMetrics.Access;
using LeadMetrics.Engines;
using LeadMetrics.Metrics;
using LeadMetrics.Tests.Metrics;
using LeadMetrics.Tests.Support;

namespace LeadMetrics.Tests.Access;

/// <summary>
/// What a limited caller is told is what everybody would be told if the database held nothing but the leads in their scope: of
/// every metric, in every group, series, basis and comparison, and of every list.
/// </summary>
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
public class ScopeOracleTests(string engine)
{
    // Who may not know of everybody's leads is told no spend; that is tested by itself.
    private static readonly string[] s_ofSpend =
        ["spendMarketing", "spendSales", "cost", "costPerLead", "costPerOpportunity", "costPerAcquisition", "laggedCostPerAcquisition", "roiPercent", "roas"];

    // What is told of no other leads' references: whether there is what they name.
    private static readonly string[] s_ofAll = ["DANGLING_REFERENCE", "SPEND_OUT_OF_SCOPE"];

    private static readonly Scope[] s_scopes =
    [
        new() { OwnerIds = ["A"] }, new() { OwnerIds = ["B", "(unassigned)"] }, new() { Teams = ["Riyadh"] }, new() { SourceIds = ["ads"] },
        new() { SourceIds = ["web", "(unknown)"], Teams = ["Cairo"], OwnerIds = ["A"] }, new() { SourceIds = ["ads"], OwnerIds = ["Z"] },
    ];

    private static readonly string[] s_ownerAts = ["conversionOrCurrent", "current", "created", "firstAssigned"];

    private static readonly (string Dataset, string Csv) s_owners = ("owners", "owner_id,name,team,active,capacity\nA,Amal,Riyadh,true,10\nB,Badr,Riyadh,true,\nC,Dana,Cairo,true,4\n");

    private static readonly (string Dataset, string Csv) s_sources = ("sources", "source_id,name,channel\nads,Ads,paid\nweb,Web,organic\n");

    // Plans are handed over from the first, for a lead that never comes: whether there are any is no secret.
    private const string Planned = "LX";
    private static readonly (string Dataset, string Csv) s_plan = ("activities", $"activity_id,lead_id,opportunity_id,due_at\nplan,{Planned},,2026-01-01T00:00:00Z\n");

    private readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(engine == TestEngines.Sqlite ? 8 : 1).WithReplay(20260301, 5);

    [Test]
    public void A_database_of_only_their_leads_gives_the_same_answers_at_random()
    {
        TestEngines.SkipWithout(engine);
        var ways = Gen.Elements(s_scopes).Zip(Gen.Elements(s_ownerAts)).ToArbitrary();
        Prop.ForAll(CrmGenerator.Crms, ways, (crm, way) => CheckAsync(
            new CrmFiles([s_owners, s_sources, .. crm.ToFiles().Files.Where(file => file.Dataset != "owners"), s_plan]), way.Item1, way.Item2).GetAwaiter().GetResult()).Check(_config);
    }

    // Each scope by the default rule, and by one of the others.
    private static IEnumerable<object[]> ScopesAndRules =>
        s_scopes.SelectMany((scope, at) => new[] { s_ownerAts[0], s_ownerAts[1 + (at % 3)] }.Select(ownerAt => new object[] { scope, ownerAt }));

    [TestCaseSource(nameof(ScopesAndRules))]
    public async Task A_database_of_only_their_leads_gives_the_same_answers(Scope scope, string ownerAt)
    {
        TestEngines.SkipWithout(engine);
        (await CheckAsync(new CrmFiles([.. RichWorld.Files.Files, s_plan]), scope, ownerAt)).QuickCheckThrowOnFailure();
    }

    private async Task<Property> CheckAsync(CrmFiles crm, Scope scope, string ownerAt)
    {
        await using var full = await World.StartAsync(engine);
        crm.Send(full);
        var leads = LeadsOf(full.Engine, scope, ownerAt);
        await using var limited = full.As(scope);
        var actual = await AnswersAsync(limited, scope, ownerAt);
        var isOfOwners = scope.OwnerIds is not null || scope.Teams is not null;
        var part = crm.Of(leads.Append(Planned).ToHashSet(), owner => IsTheirs(scope, owner), source => !isOfOwners && source != "" && scope.SourceIds!.Contains(source));

        await using var own = await World.StartAsync(engine);
        part.Send(own);
        return Lines.Same(actual, await AnswersAsync(own, scope, ownerAt));
    }

    private static bool IsTheirs(Scope scope, string owner) =>
        (scope.OwnerIds is null && scope.Teams is null) || scope.OwnerIds?.Contains(owner) == true || scope.Teams?.Contains(owner == "C" ? "Cairo" : "Riyadh") == true;

    // By the facts: whose lead it is by the rule, and from where.
    private static HashSet<string> LeadsOf(IEngine engine, Scope scope, string ownerAt)
    {
        var column = ownerAt switch { "current" => "recent", "created" => "creator", "firstAssigned" => "initial", _ => "credited" };
        return [.. FactTable.Read(engine).Select(line => line.Split(' ').Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]))
            .Where(fact => fact[column] == "(unassigned)" ? scope.OwnerIds?.Contains("(unassigned)") ?? scope.Teams is null : IsTheirs(scope, fact[column]))
            .Where(fact => scope.SourceIds?.Contains(fact["source_id"]) != false)
            .Select(fact => fact["lead_id"])];
    }

    private static async Task<List<string>> AnswersAsync(World world, Scope scope, string ownerAt)
    {
        var answers = new List<string>();
        foreach (var metric in MetricList.All.Select(metric => metric.Definition.Name))
        {
            foreach (var asked in Questions(metric, scope))
            {
                var answer = await world.GetAsync($"/v1/metrics/{metric}?{asked}&ownerAt={ownerAt}{(metric is "owner-efficiency" or "distribution" ? "&minSample=1" : "")}");
                answers.Add($"{metric}?{asked}");
                answers.AddRange(answer["data"]!.AsArray().Append(answer["totals"]).Append(answer["meta"]!["exclusions"]).Select(row => Said(row!, scope)));
                answers.AddRange(answer["meta"]!["warnings"]!.AsArray().Where(warning => !s_ofAll.Contains((string)warning!["code"]!)).Select(warning => warning!.ToJsonString()));
            }
        }

        answers.Add("leads");
        answers.AddRange((await world.GetAsync($"/v1/leads?ownerAt={ownerAt}"))["data"]!.AsArray().Select(lead => lead!.ToJsonString()).Order(StringComparer.Ordinal));
        var neglected = await world.GetAsync($"/v1/leads/neglected?ownerAt={ownerAt}");
        answers.AddRange(neglected["data"]!.AsArray().Concat(neglected["owners"]!.AsArray()).Select(row => row!.ToJsonString()).Order(StringComparer.Ordinal));
        if (ownerAt == "conversionOrCurrent")
        {
            answers.AddRange((await world.GetAsync("/v1/data-quality"))["data"]!.AsArray().Where(row => !s_ofAll.Contains((string)row!["code"]!)).Select(row => row!.ToJsonString()));
        }

        return answers;
    }

    // Every group and basis, each of one of the periods: of the next metric the next.
    private static IEnumerable<string> Questions(string metric, Scope scope)
    {
        var ways = EveryMetricTests.ValuesOf(metric, "groupBy").Select(column => "&groupBy=" + column).Concat(EveryMetricTests.ValuesOf(metric, "basis").Select(basis => "&basis=" + basis)).Append("");
        string[] periods = [RichWorld.Period + "&compare=previousPeriod", "preset=allTime", "from=2026-01-10&to=2026-02-10&interval=month&compare=previousYear"];
        return ways.Select((way, i) => periods[(i + metric.Length) % periods.Length] + way)
            .Append(RichWorld.Period).Append(scope.SourceIds?.Contains("ads") == false ? "preset=allTime&status=new" : "from=2026-02-01&to=2026-02-28&sourceId=ads");
    }

    private static string Said(JsonNode row, Scope scope)
    {
        foreach (var column in scope.OwnerIds is null && scope.Teams is null ? [] : s_ofSpend)
        {
            row.AsObject().Remove(column);
            row["change"]?.AsObject().Remove(column);
        }

        return row.ToJsonString();
    }
}
