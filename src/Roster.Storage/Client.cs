using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Storage;

/// <summary>An OAuth client as it is to be added. Secrets come hashed; nothing here could be used to sign in.</summary>
public sealed record NewClient
{
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    public required string Name { get; init; }

    public required ImmutableHashSet<string> Permissions { get; init; }

    /// <summary>SHA-256 of the secret, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> SecretHash { get; init; }

    /// <summary>How long its access tokens live: 300 seconds to 450 days.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(1);
}

/// <summary>An OAuth client. Its tokens act in its tenant and no other.</summary>
public sealed record Client
{
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    public required string Name { get; init; }

    public required ImmutableHashSet<string> Permissions { get; init; }

    /// <summary>SHA-256 of the secret, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> SecretHash { get; init; }

    public required TimeSpan TokenLifetime { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was revoked, and its tokens with it; null while it may be used.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>The OAuth clients of all tenants: they are looked up before the tenant is known.</summary>
public sealed class ClientStore
{
    internal ClientStore(Database database, TimeProvider clock) => (this.database, this.clock) = (database, clock);

    readonly Database database;
    readonly TimeProvider clock;

    const string InsertSql = """
        INSERT INTO client (id, tenant, name, permissions, secret_hash, token_lifetime, created)
        VALUES (@id, @tenant, @name, @permissions, @secret, @lifetime, @now)
        ON CONFLICT DO NOTHING
        """;

    /// <exception cref="ScimException">409 when there is a client of that id.</exception>
    /// <exception cref="ArgumentException">The hash is not 32 bytes, the lifetime out of range, or a permission has a blank in it.</exception>
    public Task<Client> AddAsync(NewClient client, CancellationToken cancel)
    {
        if (client.SecretHash.Length != 32)
            throw new ArgumentException("A secret's hash has 32 bytes.", nameof(client));
        if (client.TokenLifetime < TimeSpan.FromSeconds(300) || client.TokenLifetime > TimeSpan.FromDays(450))
            throw new ArgumentException("A token's lifetime is 300 seconds to 450 days.", nameof(client));
        if (client.Permissions.Any(p => p.Length == 0 || p.Any(char.IsWhiteSpace)))
            throw new ArgumentException("A permission is a word without blanks.", nameof(client));

        // Kept in whole seconds and ticks, so what is answered now is what is found later.
        var added = new Client
        {
            Id = client.Id,
            Tenant = client.Tenant,
            Name = client.Name,
            Permissions = client.Permissions,
            SecretHash = client.SecretHash.ToArray(),
            TokenLifetime = TimeSpan.FromSeconds(Math.Floor(client.TokenLifetime.TotalSeconds)),
            CreatedAt = clock.GetUtcNow().ToUniversalTime(),
        };
        return database.AdministerAsync(
            on => on[InsertSql].Run(
                ("@id", added.Id), ("@tenant", added.Tenant.Value), ("@name", added.Name),
                ("@permissions", string.Join(' ', added.Permissions.Order(StringComparer.Ordinal))), ("@secret", added.SecretHash.ToArray()),
                ("@lifetime", (long)added.TokenLifetime.TotalSeconds), ("@now", added.CreatedAt.UtcTicks)) > 0
                ? added
                : throw ScimError.Unique($"There is a client '{ScimError.Quote(added.Id)}' already.").ToException(),
            cancel);
    }

    const string Columns = "id, tenant, name, permissions, secret_hash, token_lifetime, created, revoked_at";

    const string FindSql = $"SELECT {Columns} FROM client WHERE id = @id";

    /// <summary>The client of that id, revoked or not; null when there is none.</summary>
    public Task<Client?> FindAsync(string clientId, CancellationToken cancel) => database.Readers.ReadAsync(
        on =>
        {
            using var rows = on[FindSql].Read(("@id", clientId));
            return rows.Next() ? Read(rows) : null;
        },
        cancel).AsTask();

    const string ListSql = $"SELECT {Columns} FROM client WHERE tenant = @tenant ORDER BY created, id";

    public Task<IReadOnlyList<Client>> ListAsync(TenantId tenant, CancellationToken cancel) => database.Readers.ReadAsync<IReadOnlyList<Client>>(
        on =>
        {
            var clients = new List<Client>();
            using var rows = on[ListSql].Read(("@tenant", tenant.Value));
            while (rows.Next())
                clients.Add(Read(rows));
            return clients;
        },
        cancel).AsTask();

    const string RevokeSql = "UPDATE client SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL";

    const string EndTokensSql = "DELETE FROM token WHERE client = @id";

    /// <summary>Ends the client and all its tokens, at once.</summary>
    /// <returns>False when there is no such client, or it was revoked before.</returns>
    public Task<bool> RevokeAsync(string clientId, CancellationToken cancel) => database.AdministerAsync(
        on =>
        {
            on[EndTokensSql].Run(("@id", clientId));
            return on[RevokeSql].Run(("@id", clientId), ("@now", clock.GetUtcNow().UtcTicks)) > 0;
        },
        cancel);

    internal static ImmutableHashSet<string> ReadPermissions(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToImmutableHashSet(StringComparer.Ordinal);

    static Client Read(StoreConnection.Rows rows) => new()
    {
        Id = rows.Text(0),
        Tenant = new TenantId(rows.Number(1)),
        Name = rows.Text(2),
        Permissions = ReadPermissions(rows.Text(3)),
        SecretHash = rows.Bytes(4),
        TokenLifetime = TimeSpan.FromSeconds(rows.Number(5)),
        CreatedAt = StoredResource.Time(rows.Number(6)),
        RevokedAt = rows.NumberOrNull(7) is { } revoked ? StoredResource.Time(revoked) : null,
    };
}
