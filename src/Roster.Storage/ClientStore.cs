using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Storage;

/// <summary>
/// The OAuth clients of all tenants. Only signing in looks one up by its id alone, before the tenant is known; for everything else
/// a client of another tenant is one that does not exist.
/// </summary>
public sealed class ClientStore
{
    const int MaxSecrets = 2;

    internal ClientStore(Database database, TimeProvider clock) => (this.database, this.clock) = (database, clock);

    readonly Database database;
    readonly TimeProvider clock;

    // ---- Adding

    const string InsertSql = """
        INSERT INTO client (id, tenant, name, permissions, token_lifetime, created)
        VALUES (@id, @tenant, @name, @permissions, @lifetime, @now)
        ON CONFLICT DO NOTHING
        """;

    /// <exception cref="ScimException">409 when there is a client of that id; 404 when there is no such tenant, or it is being purged.</exception>
    /// <exception cref="ArgumentException">The hash is not 32 bytes, the lifetime out of range, or a permission has a blank in it.</exception>
    public Task<Client> AddAsync(NewClient client, CancellationToken cancel)
    {
        Require32(client.SecretHash);
        RequireLifetime(client.TokenLifetime);
        RequireWords(client.Permissions);

        // Kept in whole seconds and ticks, so what is answered now is what is found later.
        var now = clock.GetUtcNow().ToUniversalTime();
        var added = new Client
        {
            Id = client.Id,
            Tenant = client.Tenant,
            Name = client.Name,
            Permissions = client.Permissions,
            Secrets = [Secret(client.SecretHash.ToArray(), now)],
            TokenLifetime = TimeSpan.FromSeconds(Math.Floor(client.TokenLifetime.TotalSeconds)),
            CreatedAt = now,
        };
        return database.AdministerAsync(
            on =>
            {
                if (TenantStore.Find(on, added.Tenant) is not { PurgeBegunAt: null } tenant)
                    throw TenantStore.NotThere();
                var inserted = on[InsertSql].Run(
                    ("@id", added.Id), ("@tenant", added.Tenant.Value), ("@name", added.Name), ("@permissions", Text(added.Permissions)),
                    ("@lifetime", (long)added.TokenLifetime.TotalSeconds), ("@now", now.UtcTicks));
                if (inserted == 0)
                    throw ScimError.Unique($"There is a client '{ScimError.Quote(added.Id)}' already.").ToException();
                Insert(on, added.Id, added.Secrets[0]);
                return added with { Suspended = tenant.SuspendedAt is not null };
            },
            cancel);
    }

    // ---- Finding

    const string Columns = "c.id, c.tenant, c.name, c.permissions, c.token_lifetime, c.created, c.revoked_at, t.suspended_at";

    const string FindSql = $"SELECT {Columns} FROM client c JOIN tenant t ON t.id = c.tenant WHERE c.id = @id";

    /// <summary>The client of that id, revoked or not; null when there is none.</summary>
    public Task<Client?> FindAsync(string clientId, CancellationToken cancel) => database.Readers.SnapshotAsync(on => Find(on, clientId), cancel).AsTask();

    /// <summary>The tenant's client of that id, revoked or not; null when it has none.</summary>
    public Task<Client?> FindAsync(TenantId tenant, string clientId, CancellationToken cancel) =>
        database.Readers.SnapshotAsync(on => Find(on, clientId) is { } client && client.Tenant == tenant ? client : null, cancel).AsTask();

    const string ListSql = $"SELECT {Columns} FROM client c JOIN tenant t ON t.id = c.tenant WHERE c.tenant = @tenant ORDER BY c.created, c.id";

    public Task<IReadOnlyList<Client>> ListAsync(TenantId tenant, CancellationToken cancel) =>
        database.Readers.SnapshotAsync(on => List(on, on[ListSql].Read(("@tenant", tenant.Value))), cancel).AsTask();

    const string PageSql = $"SELECT {Columns} FROM client c JOIN tenant t ON t.id = c.tenant WHERE c.tenant = @tenant AND c.id > @after ORDER BY c.id LIMIT @take";

    /// <summary>A tenant's clients, revoked ones too, in the order of their ids.</summary>
    /// <param name="after">Only those with a greater id; empty for all.</param>
    public Task<IReadOnlyList<Client>> ListAsync(TenantId tenant, string after, int take, CancellationToken cancel) =>
        database.Readers.SnapshotAsync(on => List(on, on[PageSql].Read(("@tenant", tenant.Value), ("@after", after), ("@take", (long)take))), cancel).AsTask();

    // ---- Changing

    const string UpdateSql = "UPDATE client SET name = @name, permissions = @permissions, token_lifetime = @lifetime WHERE id = @id";

    /// <exception cref="ScimException">404 when the tenant has no such client, or it was revoked.</exception>
    /// <exception cref="ArgumentException">The lifetime is out of range, or a permission has a blank in it.</exception>
    public Task<Client> UpdateAsync(TenantId tenant, string clientId, ClientUpdate update, CancellationToken cancel)
    {
        if (update.TokenLifetime is { } lifetime)
            RequireLifetime(lifetime);
        if (update.Permissions is not null)
            RequireWords(update.Permissions);

        return database.AdministerAsync(
            on =>
            {
                var before = Usable(on, tenant, clientId);
                var after = before with
                {
                    Name = update.Name ?? before.Name,
                    Permissions = update.Permissions ?? before.Permissions,
                    TokenLifetime = update.TokenLifetime is { } given ? TimeSpan.FromSeconds(Math.Floor(given.TotalSeconds)) : before.TokenLifetime,
                };
                on[UpdateSql].Run(
                    ("@id", clientId), ("@name", after.Name), ("@permissions", Text(after.Permissions)), ("@lifetime", (long)after.TokenLifetime.TotalSeconds));
                return after;
            },
            cancel);
    }

    const string InsertSecretSql = "INSERT INTO client_secret (client, hash, created) VALUES (@client, @hash, @now)";

    /// <summary>Gives the client a second secret; the first stays valid until it is ended.</summary>
    /// <exception cref="ScimException">404 when the tenant has no such client, or it was revoked; 409 when it has two secrets already.</exception>
    public Task<ClientSecret> AddSecretAsync(TenantId tenant, string clientId, ReadOnlyMemory<byte> hash, CancellationToken cancel)
    {
        Require32(hash);
        var secret = Secret(hash.ToArray(), clock.GetUtcNow().ToUniversalTime());
        return database.AdministerAsync(
            on =>
            {
                var client = Usable(on, tenant, clientId);
                if (client.Secrets.Length >= MaxSecrets)
                    throw Conflict("The client has two secrets already. End the old one first.");
                if (client.HasSecret(secret.Hash.Span))
                    throw Conflict("The client has this secret already.");
                Insert(on, clientId, secret);
                return secret;
            },
            cancel);
    }

    const string EndSecretSql = "DELETE FROM client_secret WHERE client = @client AND hash = @hash";

    /// <summary>Ends one of two secrets. Tokens that were fetched with it stay.</summary>
    /// <returns>False when the client has no such secret.</returns>
    /// <exception cref="ScimException">404 when the tenant has no such client, or it was revoked; 409 when it is the only secret.</exception>
    public Task<bool> EndSecretAsync(TenantId tenant, string clientId, string secretId, CancellationToken cancel) => database.AdministerAsync(
        on =>
        {
            var client = Usable(on, tenant, clientId);
            if (client.Secrets.FirstOrDefault(s => string.Equals(s.Id, secretId, StringComparison.Ordinal)) is not { } secret)
                return false;
            if (client.Secrets.Length == 1)
                throw Conflict("This is the client's only secret. Add another first, or revoke the client.");
            return on[EndSecretSql].Run(("@client", clientId), ("@hash", secret.Hash.ToArray())) > 0;
        },
        cancel);

    const string RevokeSql = "UPDATE client SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL";

    const string EndTokensSql = "DELETE FROM token WHERE client = @id";

    /// <summary>Ends the client and all its tokens, at once.</summary>
    /// <returns>False when there is no such client, or it was revoked before.</returns>
    public Task<bool> RevokeAsync(string clientId, CancellationToken cancel) => database.AdministerAsync(on => Revoke(on, clientId), cancel);

    /// <inheritdoc cref="RevokeAsync(string, CancellationToken)"/>
    /// <returns>False when the tenant has no such client, or it was revoked before.</returns>
    public Task<bool> RevokeAsync(TenantId tenant, string clientId, CancellationToken cancel) =>
        database.AdministerAsync(on => Find(on, clientId)?.Tenant == tenant && Revoke(on, clientId), cancel);

    bool Revoke(StoreConnection on, string clientId)
    {
        on[EndTokensSql].Run(("@id", clientId));
        return on[RevokeSql].Run(("@id", clientId), ("@now", clock.GetUtcNow().UtcTicks)) > 0;
    }

    // ---- What all share

    /// <exception cref="ScimException">404 when the tenant has no such client, or it was revoked.</exception>
    internal static Client Usable(StoreConnection on, TenantId tenant, string clientId) =>
        Find(on, clientId) is { RevokedAt: null } client && client.Tenant == tenant
            ? client
            : throw new ScimError(404, null, $"The client '{ScimError.Quote(clientId)}' does not exist.").ToException();

    static Client? Find(StoreConnection on, string clientId) => List(on, on[FindSql].Read(("@id", clientId))) is [var client] ? client : null;

    static IReadOnlyList<Client> List(StoreConnection on, Rows rows)
    {
        var clients = new List<Client>();
        using (rows)
        {
            while (rows.Next())
                clients.Add(Read(rows));
        }

        return [.. clients.Select(client => client with { Secrets = SecretsOf(on, client.Id) })];
    }

    const string SecretsSql = "SELECT hash, created FROM client_secret WHERE client = @client ORDER BY created, hash";

    static ImmutableArray<ClientSecret> SecretsOf(StoreConnection on, string clientId)
    {
        var secrets = ImmutableArray.CreateBuilder<ClientSecret>(MaxSecrets);
        using var rows = on[SecretsSql].Read(("@client", clientId));
        while (rows.Next())
            secrets.Add(Secret(rows.Bytes(0), StoredResource.Time(rows.Number(1))));
        return secrets.DrainToImmutable();
    }

    static ClientSecret Secret(byte[] hash, DateTimeOffset createdAt) => new(Convert.ToHexStringLower(hash.AsSpan(0, 8)), hash, createdAt);

    static void Insert(StoreConnection on, string clientId, ClientSecret secret) =>
        on[InsertSecretSql].Run(("@client", clientId), ("@hash", secret.Hash.ToArray()), ("@now", secret.CreatedAt.UtcTicks));

    static string Text(ImmutableHashSet<string> permissions) => string.Join(' ', permissions.Order(StringComparer.Ordinal));

    internal static ImmutableHashSet<string> ReadPermissions(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToImmutableHashSet(StringComparer.Ordinal);

    static Client Read(Rows rows) => new()
    {
        Id = rows.Text(0),
        Tenant = new TenantId(rows.Number(1)),
        Name = rows.Text(2),
        Permissions = ReadPermissions(rows.Text(3)),
        Secrets = [],
        TokenLifetime = TimeSpan.FromSeconds(rows.Number(4)),
        CreatedAt = StoredResource.Time(rows.Number(5)),
        RevokedAt = StoredResource.TimeOrNull(rows.NumberOrNull(6)),
        Suspended = rows.NumberOrNull(7) is not null,
    };

    static void Require32(ReadOnlyMemory<byte> hash)
    {
        if (hash.Length != 32)
            throw new ArgumentException("A secret's hash has 32 bytes.", nameof(hash));
    }

    static void RequireLifetime(TimeSpan lifetime)
    {
        if (lifetime < TimeSpan.FromSeconds(300) || lifetime > TimeSpan.FromDays(450))
            throw new ArgumentException("A token's lifetime is 300 seconds to 450 days.", nameof(lifetime));
    }

    static void RequireWords(IEnumerable<string> permissions)
    {
        if (permissions.Any(p => p.Length == 0 || p.Any(char.IsWhiteSpace)))
            throw new ArgumentException("A permission is a word without blanks.", nameof(permissions));
    }

    internal static ScimException Conflict(string detail) => new ScimError(409, null, detail).ToException();
}
