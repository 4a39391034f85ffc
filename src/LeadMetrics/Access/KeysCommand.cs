using System.CommandLine;
using System.Globalization;
using LeadMetrics.Engines;
using LeadMetrics.Http;
using LeadMetrics.Parameters;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LeadMetrics.Access;

/// <summary><c>keys create</c>, <c>keys list</c>, <c>keys revoke</c>: over the database alone, so that the first key needs no key.</summary>
public static class KeysCommand
{
    private static readonly Parameter<Duration?> s_lasting = Param.Length("expires", "");
    private static readonly Parameter<LocalDate?> s_until = Param.Date("expires", "");

    public static Command Make() => new("keys", "Make, list and revoke the API keys that callers of the service show.") { Create(), List(), Revoke() };

    private static Command Create()
    {
        var name = new Option<string>("--name") { Description = "What the key is for, such as bi; nothing of a person.", Required = true };
        var roles = Texts("--role", "What its holder may do: read (ask), import (send data), admin (everything, and read the audit log). Repeatable.");
        roles.Required = true;
        roles.AcceptOnlyFromAmong([.. Roles.All]);
        var owners = Texts("--owner-id", "Its holder knows of the leads of this owner alone. Repeatable; adds to --team.");
        var teams = Texts("--team", "Its holder knows of the leads of this team's owners alone. Repeatable; adds to --owner-id.");
        var sources = Texts("--source-id", "Its holder knows of the leads from this source alone. Repeatable.");
        var noRecords = new Option<bool>("--no-records") { Description = "Its holder sees figures, and neither single leads nor figures of few." };
        var expires = new Option<string?>("--expires") { Description = "When it ends: after so long, such as P90D, or with the beginning of a day (UTC), such as 2027-01-01. Without, it never does by itself." };
        var command = new Command("create", "Make a key. It is shown once, and cannot be shown again.") { name, roles, owners, teams, sources, noRecords, expires };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancel) => RunAsync(parsed, makesDatabase: true, (keys, clock, engine) =>
        {
            var wanted = new NewKey
            {
                Name = parsed.GetRequiredValue(name),
                Roles = [.. Roles.All.Intersect(parsed.GetRequiredValue(roles))],
                Scope = new() { OwnerIds = Given(parsed, owners), Teams = Given(parsed, teams), SourceIds = Given(parsed, sources) },
                SeesRecords = !parsed.GetValue(noRecords),
                ExpiresAt = Expiry(parsed.GetValue(expires), clock.GetUtcNow()),
            };
            var (key, text) = keys.Create(wanted, AuditLog.CommandLine);

            // The key alone goes where a script reads.
            Console.Error.WriteLine($"Key {key.Id} ({Say(key, clock)}) of the database {engine.Place}.");
            foreach (var unknown in keys.UnknownOf(key.Scope))
            {
                Console.Error.WriteLine($"The data names no {unknown} yet: until it does, the key sees nothing of it.");
            }

            Console.Error.WriteLine("Keep it now, it is shown this once:");
            Console.WriteLine(text.Reveal());
        }));
        return command;

        static Option<string[]> Texts(string option, string description) => new(option) { Description = description };

        static IReadOnlyList<string>? Given(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) is { Length: > 0 } ids ? ids : null;
    }

    private static Command List()
    {
        var command = new Command("list", "List the keys: all but their secrets.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancel) => RunAsync(parsed, makesDatabase: false, (keys, clock, engine) =>
        {
            Console.Error.WriteLine($"Keys of the database {engine.Place}:");
            foreach (var key in keys.All())
            {
                Console.WriteLine($"{key.Id}  {key.Name}  ({Say(key, clock)})");
            }
        }));
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "The id of the key: the part between lm_ and the next _. The whole key does as well." };
        var command = new Command("revoke", "End a key: from now on it opens nothing, on any instance.") { id };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancel) => RunAsync(parsed, makesDatabase: false, (keys, clock, engine) =>
        {
            var key = keys.Revoke(KeyText.IdOf(parsed.GetRequiredValue(id)), AuditLog.CommandLine);
            Console.Error.WriteLine($"In the database {engine.Place}:");
            Console.WriteLine($"{key.Id}  {key.Name}  ({Say(key, clock)})");
        }));
        return command;
    }

    // The first key is made before the first start. Any other command in a folder where there is no database was meant for another.
    private static Task<int> RunAsync(ParseResult parsed, bool makesDatabase, Action<ApiKeys, TimeProvider, IEngine> run) => CommandLine.GuardAsync(async () =>
    {
        await using var app = Service.Build([.. CommandLine.Settings(parsed), "--Logging:LogLevel:Default=Warning"]);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var migrator = app.Services.GetRequiredService<Migrator>();
        if (makesDatabase)
        {
            migrator.Migrate();
        }
        else
        {
            migrator.MustBeUpToDate();
        }

        run(app.Services.GetRequiredService<ApiKeys>(), app.Services.GetRequiredService<TimeProvider>(), app.Services.GetRequiredService<IEngine>());
        return 0;
    });

    private static DateTimeOffset? Expiry(string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return text.StartsWith('P') ? now + s_lasting.Read(text)!.Value.ToTimeSpan() : s_until.Read(text)!.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToDateTimeOffset();
        }
        catch (FormatException)
        {
            throw new AccessException($"--expires is '{text}'; allowed is {s_lasting.Allowed}, or {s_until.Allowed}.");
        }
    }

    private static string Say(ApiKey key, TimeProvider clock)
    {
        var parts = new List<string> { string.Join(" and ", key.Roles) };
        Add("owners", key.Scope.OwnerIds);
        Add("teams", key.Scope.Teams);
        Add("sources", key.Scope.SourceIds);
        if (!key.SeesRecords)
        {
            parts.Add("no records");
        }

        parts.Add(key.RevokedAt is { } revoked ? $"revoked {At(revoked)}"
            : key.ExpiresAt is not { } end ? "does not expire"
            : key.IsGoodAt(clock.GetUtcNow()) ? $"expires {At(end)}" : $"expired {At(end)}");
        return string.Join("; ", parts);

        void Add(string what, IReadOnlyList<string>? ids)
        {
            if (ids is not null)
            {
                parts.Add($"{what} {string.Join(", ", ids)}");
            }
        }
    }

    private static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
