using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using LeadMetrics.Engines;
using LeadMetrics.Metrics.Common;
using LeadMetrics.Parameters;
using LeadMetrics.Sql;

namespace LeadMetrics.Access;

/// <summary>The keys that the database holds.</summary>
public sealed class ApiKeys(Database database, IEngine engine, TimeProvider clock)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    // What an unknown key is compared with, so that it takes as long as a known one.
    private static readonly string s_nobodys = KeyText.New().Hash();

    /// <summary>
    /// The key that a client sent; null where it is unknown, wrong, revoked or past its time, and why, for the log. It is looked up each time, so that a
    /// revoked key opens nothing on any instance from that moment on.
    /// </summary>
    public async Task<(ApiKey? Key, string Why)> FindAsync(KeyText text, CancellationToken cancel)
    {
        var rows = await database.ReadLatestAsync(data => data.RowsAsync<Row>("access/api_key.sql", new { id = text.Id }), cancel);
        var row = rows.SingleOrDefault();
        var isRight = text.Is(row?.SecretHash ?? s_nobodys);
        if (row is null || !isRight)
        {
            return (null, row is null ? "there is no key of the id that was sent" : $"the secret that was sent is not that of the key {row.KeyId}");
        }

        var key = Kept(row);
        return key.IsGoodAt(clock.GetUtcNow()) ? (key, "") : (null, $"the key {key.Id} {(key.RevokedAt is null ? "has expired" : "was revoked")}");
    }

    /// <summary>Every key, the oldest first.</summary>
    public IReadOnlyList<ApiKey> All()
    {
        using var connection = engine.OpenForWriting();
        return [.. connection.Query<Row>(SqlText.Render("access/api_keys.sql")).Select(Kept)];
    }

    /// <summary>Makes a key.</summary>
    /// <returns>The key, and what its holder must send; that is kept nowhere.</returns>
    public (ApiKey Key, KeyText Text) Create(NewKey wanted, string by)
    {
        var (text, now) = (KeyText.New(), clock.GetUtcNow());
        wanted.Check(now);
        var scope = wanted.Scope.IsLimited ? JsonSerializer.Serialize(new StoredScope(wanted.Scope.OwnerIds, wanted.Scope.Teams, wanted.Scope.SourceIds), s_json) : null;
        using var connection = engine.OpenForWriting();
        using var transaction = connection.BeginTransaction();
        connection.Execute(
            """
            insert into api_key (key_id, name, secret_hash, roles, scope, records, created_at, expires_at)
            values (@id, @name, @hash, @roles, @scope, @records, @createdAt, @expiresAt)
            """,
            new
            {
                id = text.Id,
                name = wanted.Name,
                hash = text.Hash(),
                roles = string.Join(' ', wanted.Roles),
                scope,
                records = wanted.SeesRecords ? 1 : 0,
                createdAt = now.ToUnixTimeMilliseconds(),
                expiresAt = wanted.ExpiresAt?.ToUnixTimeMilliseconds(),
            },
            transaction);
        AuditLog.Write(transaction, clock, new Deed(by, AuditAction.CreateKey, text.Id, AuditResult.Done, new Dictionary<string, object?>
        {
            ["roles"] = string.Join(' ', wanted.Roles),
            ["limited"] = wanted.Scope.IsLimited,
            ["records"] = wanted.SeesRecords,
            ["expiresAt"] = wanted.ExpiresAt?.UtcDateTime,
        }));
        transaction.Commit();
        return (Kept(connection.QuerySingle<Row>(SqlText.Render("access/api_key.sql"), new { id = text.Id })), text);
    }

    /// <summary>Ends a key, now and everywhere.</summary>
    /// <exception cref="AccessException">There is no such key.</exception>
    public ApiKey Revoke(string id, string by)
    {
        using var connection = engine.OpenForWriting();
        using var transaction = connection.BeginTransaction();
        var revoked = connection.Execute(
            "update api_key set revoked_at = @now where key_id = @id and revoked_at is null", new { id, now = clock.GetUtcNow().ToUnixTimeMilliseconds() }, transaction);
        var row = connection.QuerySingleOrDefault<Row>(SqlText.Render("access/api_key.sql"), new { id }, transaction)
            ?? throw new AccessException($"There is no {(KeyText.MayBeId(id) ? $"key '{id}'" : "such key")} in the database {engine.Place}; keys list shows the ids.");
        if (revoked > 0)
        {
            AuditLog.Write(transaction, clock, new Deed(by, AuditAction.RevokeKey, id, AuditResult.Done, new Dictionary<string, object?>()));
        }

        transaction.Commit();
        return Kept(row);
    }

    /// <summary>What a scope names and no data does: <c>owner 'U-9'</c>. Data that names it may come later.</summary>
    public IReadOnlyList<string> UnknownOf(Scope scope)
    {
        using var connection = engine.OpenForWriting();
        var owners = connection.Query<OwnerRow>(SqlText.Render("metrics/owners.sql")).ToList();
        var sources = connection.Query<SourceRow>(SqlText.Render("metrics/sources.sql"));
        return [
            .. Unknown("owner", scope.OwnerIds, owners.Select(owner => owner.OwnerId)),
            .. Unknown("team", scope.Teams, owners.Where(owner => owner.OwnerKey != 0).Select(owner => owner.Team ?? LeadQuestion.Nobody)),
            .. Unknown("source", scope.SourceIds, sources.Select(source => source.SourceId)),
        ];

        static IEnumerable<string> Unknown(string what, IReadOnlyList<string>? named, IEnumerable<string> known) => (named ?? []).Except(known).Select(id => $"{what} '{id}'");
    }

    /// <summary>Refuses a start that nobody could call.</summary>
    /// <exception cref="AccessException">The service asks for keys and tokens, and neither can be.</exception>
    public void CheckThatSomebodyCanCall(AccessOptions access)
    {
        if (access.Mode != AccessOptions.Open && access.Jwt.Authority is null && !All().Any(key => key.IsGoodAt(clock.GetUtcNow())))
        {
            throw new AccessException(
                "Nobody could call this service: it holds no key that is in force, and takes no tokens. Make a key with the command keys create --name bi --role read, " +
                "or name an issuer of tokens with Access:Jwt:Authority and Access:Jwt:Audience, or let everybody who reaches it do everything with Access:Mode=open.");
        }
    }

    private static ApiKey Kept(Row row)
    {
        var scope = row.Scope is null ? new StoredScope(null, null, null) : JsonSerializer.Deserialize<StoredScope>(row.Scope, s_json)!;
        return new()
        {
            Id = row.KeyId,
            Name = row.Name,
            Roles = row.Roles.Split(' '),
            Scope = new() { OwnerIds = scope.OwnerIds, Teams = scope.Teams, SourceIds = scope.SourceIds },
            SeesRecords = row.Records == 1,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
            ExpiresAt = At(row.ExpiresAt),
            RevokedAt = At(row.RevokedAt),
        };
    }

    private static DateTimeOffset? At(long? milliseconds) => milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private sealed record StoredScope(IReadOnlyList<string>? OwnerIds, IReadOnlyList<string>? Teams, IReadOnlyList<string>? SourceIds);

    private sealed class Row
    {
        public string KeyId { get; init; } = "";

        public string Name { get; init; } = "";

        public string SecretHash { get; init; } = "";

        public string Roles { get; init; } = "";

        public string? Scope { get; init; }

        public int Records { get; init; }

        public long CreatedAt { get; init; }

        public long? ExpiresAt { get; init; }

        public long? RevokedAt { get; init; }
    }
}

/// <summary>A key to make.</summary>
public sealed record NewKey
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public Scope Scope { get; init; } = Scope.Everything;

    public bool SeesRecords { get; init; } = true;

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <exception cref="AccessException">There can be no such key; the message says what can.</exception>
    public void Check(DateTimeOffset now)
    {
        if (Name.Trim().Length is 0 or > 200 || Name.Any(char.IsControl))
        {
            throw new AccessException("A key needs a name of 1 to 200 characters that says what it is for.");
        }

        if (Roles.Count == 0 || Roles.Except(Access.Roles.All).Any())
        {
            throw new AccessException($"A key needs at least one role; allowed are {string.Join(", ", Access.Roles.All)}.");
        }

        if (new[] { Scope.OwnerIds, Scope.Teams, Scope.SourceIds }.Any(ids => ids is not null && (ids.Count == 0 || ids.Any(id => id.Trim().Length is 0 or > 200))))
        {
            throw new AccessException("A limit is the id of an owner or a source, or the name of a team, of 1 to 200 characters.");
        }

        if (Scope.IsLimited && Roles.Any(role => role != Access.Roles.Read))
        {
            throw new AccessException("A key that is limited to owners, teams or sources can only have the role read: imports and the audit log are of everything.");
        }

        if (!SeesRecords && Roles.Contains(Access.Roles.Admin))
        {
            throw new AccessException("A key of the role admin sees everything; leave out --no-records, or the role.");
        }

        if (ExpiresAt <= now)
        {
            throw new AccessException("The key would have expired already; give a time to come.");
        }
    }
}

/// <summary>What is asked of the access control cannot be; the message says what can.</summary>
public sealed class AccessException(string message) : Exception(message);
