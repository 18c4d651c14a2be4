using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Storage;

/// <summary>Access and provisioning tokens, known by their hash alone.</summary>
public sealed class TokenStore
{
    const int MaxCached = 50_000;
    const int PurgedAtOnce = 100;
    const int ValidOfOneName = 2;
    static readonly TimeSpan UsesWrittenEvery = TimeSpan.FromMinutes(1);

    internal TokenStore(Database database, StorageOptions options)
    {
        (this.database, clock, tokensPerClient) = (database, options.Clock, options.TokensPerClient);
        database.Administration.Changed += (_, _) => Forget();
        Uses = new TokenUses(database, clock, UsesWrittenEvery);
    }

    readonly Database database;
    readonly TimeProvider clock;
    readonly int tokensPerClient;

    /// <summary>Whoever closes the store closes it too.</summary>
    internal TokenUses Uses { get; }

    // Replaced as a whole: a look-up that began before a revocation puts what it read into the old one, where nobody looks.
    volatile ConcurrentDictionary<TokenHash, TokenGrant> known = new();

    /// <summary>SHA-256 as a key. The numbers are random already, so the first is as good a hash code as any.</summary>
    readonly record struct TokenHash(long A, long B, long C, long D)
    {
        public override int GetHashCode() => A.GetHashCode();
    }

    const string InsertSql = "INSERT INTO token (hash, client, kind, issued_at, expires_at) VALUES (@hash, @client, 0, @issued, @expires)";

    const string PurgeSql = "DELETE FROM token WHERE hash IN (SELECT hash FROM token WHERE expires_at <= @now ORDER BY expires_at LIMIT @count)";

    const string CountSql = "SELECT count(*) FROM token WHERE client = @client AND kind = 0";

    const string EndOldestSql = "DELETE FROM token WHERE hash IN (SELECT hash FROM token WHERE client = @client AND kind = 0 ORDER BY issued_at LIMIT @count)";

    /// <summary>Adds an access token. A client that has as many as it may loses its oldest; some expired ones of anybody are cleared away.</summary>
    /// <param name="hash">SHA-256 of the token, 32 bytes.</param>
    public Task AddAsync(ReadOnlyMemory<byte> hash, string clientId, DateTimeOffset issuedAt, DateTimeOffset expiresAt, CancellationToken cancel)
    {
        Require32(hash);
        var bytes = hash.ToArray();
        return database.Writer.RunAsync(
            null,
            on =>
            {
                on[PurgeSql].Run(("@now", clock.GetUtcNow().UtcTicks), ("@count", (long)PurgedAtOnce));
                var excess = Convert.ToInt64(on[CountSql].Scalar(("@client", clientId)), CultureInfo.InvariantCulture) - tokensPerClient + 1;
                var ended = excess > 0 && on[EndOldestSql].Run(("@client", clientId), ("@count", excess)) > 0;
                if (ended)
                    Administration.Advance(on);
                on[InsertSql].Run(("@hash", bytes), ("@client", clientId), ("@issued", issuedAt.UtcTicks), ("@expires", expiresAt.UtcTicks));
                return ended;
            },
            ended =>
            {
                // An added token empties no cache, since absent ones are not remembered.
                if (ended)
                    database.Administration.Invalidate();
            },
            cancel);
    }

    const string FindSql = """
        SELECT c.tenant, c.id, c.permissions, t.issued_at, t.expires_at, c.revoked_at, o.suspended_at, t.kind, t.name, t.user_id
          FROM token t JOIN client c ON c.id = t.client JOIN tenant o ON o.id = c.tenant
         WHERE t.hash = @hash
        """;

    /// <summary>Looks a token up, in memory when it was looked up before. A revocation by this process shows at once, by another within a second.</summary>
    public async ValueTask<TokenGrant?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancel)
    {
        var key = Key(hash);
        await database.Administration.CheckAsync();
        var current = known;
        return current.TryGetValue(key, out var cached) ? cached : await ReadAsync(key, hash, current, cancel);
    }

    async Task<TokenGrant?> ReadAsync(TokenHash key, ReadOnlyMemory<byte> hash, ConcurrentDictionary<TokenHash, TokenGrant> current, CancellationToken cancel)
    {
        var grant = await database.Readers.ReadAsync(
            on =>
            {
                using var rows = on[FindSql].Read(("@hash", hash.ToArray()));
                return !rows.Next() ? null : new TokenGrant(
                    new TenantId(rows.Number(0)), rows.Text(1), ClientStore.ReadPermissions(rows.Text(2)),
                    StoredResource.Time(rows.Number(3)), StoredResource.Time(rows.Number(4)), rows.NumberOrNull(5) is not null)
                {
                    Suspended = rows.NumberOrNull(6) is not null,
                    Kind = (TokenKind)rows.Number(7),
                    Name = rows.TextOrNull(8),
                    UserId = rows.TextOrNull(9),
                };
            },
            cancel);

        if (grant is not null)
        {
            if (current.Count >= MaxCached)
                Forget();
            current.TryAdd(key, grant);
        }

        return grant;
    }

    const string RevokeSql = "DELETE FROM token WHERE hash = @hash AND client = @client";

    /// <summary>Ends one token, at once.</summary>
    /// <returns>False when there is no such token of that client.</returns>
    public Task<bool> RevokeAsync(ReadOnlyMemory<byte> hash, string clientId, CancellationToken cancel)
    {
        var bytes = hash.ToArray();
        return database.AdministerAsync(on => on[RevokeSql].Run(("@hash", bytes), ("@client", clientId)) > 0, cancel);
    }

    // ---- Provisioning tokens

    const string ValidSql = "SELECT count(*) FROM token WHERE client = @client AND kind = 1 AND name = @name AND expires_at > @now";

    const string UserSql = "SELECT 1 FROM resource WHERE tenant = @tenant AND id = @id AND type = @type AND tombstone = 0";

    const string InsertProvisioningSql = """
        INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown)
        VALUES (@hash, @client, 1, @issued, @expires, @name, @user, @shown)
        """;

    /// <exception cref="ScimException">
    /// 404 when the tenant has no such client, or it was revoked; 400 when it has no such user, or the expiry is past; 409 for a third valid one of that name.
    /// </exception>
    public Task<ProvisioningToken> AddProvisioningAsync(NewProvisioningToken token, CancellationToken cancel)
    {
        Require32(token.Hash);
        var hash = token.Hash.ToArray();
        var now = clock.GetUtcNow().ToUniversalTime();
        if (token.ExpiresAt <= now)
            throw ScimError.InvalidValue("The token would have expired already.").ToException();

        return database.AdministerAsync(
            token.Tenant,
            on =>
            {
                ClientStore.Usable(on, token.Tenant, token.ClientId);
                if (token.UserId is { } user && on[UserSql].Scalar(("@tenant", token.Tenant.Value), ("@id", user), ("@type", "User")) is null)
                    throw ScimError.InvalidValue($"The user '{ScimError.Quote(user)}' does not exist.").ToException();
                if (Convert.ToInt64(on[ValidSql].Scalar(("@client", token.ClientId), ("@name", token.Name), ("@now", now.UtcTicks)), CultureInfo.InvariantCulture) >= ValidOfOneName)
                    throw ClientStore.Conflict($"The client has two valid tokens '{ScimError.Quote(token.Name)}' already. Revoke the old one first.");

                on[InsertProvisioningSql].Run(
                    ("@hash", hash), ("@client", token.ClientId), ("@issued", now.UtcTicks), ("@expires", (token.ExpiresAt ?? DateTimeOffset.MaxValue).UtcTicks),
                    ("@name", token.Name), ("@user", token.UserId), ("@shown", token.Prefix));
                return new ProvisioningToken(IdOf(hash), token.Tenant, token.ClientId, token.Name, token.Prefix, token.UserId, now, token.ExpiresAt?.ToUniversalTime(), null);
            },
            cancel);
    }

    const string Columns = "t.hash, c.tenant, t.client, t.name, t.shown, t.user_id, t.issued_at, t.expires_at, t.used_at";

    const string ListSql = $"""
        SELECT {Columns}
          FROM client c JOIN token t ON t.client = c.id
         WHERE c.tenant = @tenant AND (CAST(@client AS TEXT) IS NULL OR c.id = @client) AND t.kind = 1 AND t.hash > @after
         ORDER BY t.hash
         LIMIT @take
        """;

    /// <summary>A tenant's provisioning tokens in the order of their ids, expired ones too until they are cleared away.</summary>
    /// <param name="clientId">Only those of this client; null for all.</param>
    /// <param name="after">Only those with a greater id; empty for all.</param>
    public Task<IReadOnlyList<ProvisioningToken>> ListAsync(TenantId tenant, string? clientId, string after, int take, CancellationToken cancel)
    {
        if (after.Length > 0 && !IsId(after))
            return Task.FromResult<IReadOnlyList<ProvisioningToken>>([]);
        byte[] beyond = after.Length == 0 ? [] : [.. Convert.FromHexString(after), .. Enumerable.Repeat(byte.MaxValue, 24)];
        return ListAsync(on => on[ListSql].Read(("@tenant", tenant.Value), ("@client", clientId), ("@after", beyond), ("@take", (long)take)), cancel);
    }

    const string ExpiringSql = $"""
        SELECT {Columns}
          FROM token t JOIN client c ON c.id = t.client
         WHERE t.expires_at > @now AND t.expires_at <= @until AND t.kind = 1
         ORDER BY t.expires_at
        """;

    /// <summary>The provisioning tokens of all tenants that are valid, but not for longer than <paramref name="within"/>; the first to expire first.</summary>
    public Task<IReadOnlyList<ProvisioningToken>> ExpiringAsync(TimeSpan within, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return ListAsync(on => on[ExpiringSql].Read(("@now", now.UtcTicks), ("@until", (now + within).UtcTicks)), cancel);
    }

    const string RevokeByIdSql = """
        DELETE FROM token
         WHERE hash > @from AND hash <= @to AND kind = 1 AND client IN (SELECT id FROM client WHERE tenant = @tenant)
        """;

    /// <summary>Ends one provisioning token, at once.</summary>
    /// <returns>False when the tenant has no such token.</returns>
    public Task<bool> RevokeByIdAsync(TenantId tenant, string id, CancellationToken cancel)
    {
        if (!IsId(id))
            return Task.FromResult(false);
        var start = Convert.FromHexString(id);
        byte[] end = [.. start, .. Enumerable.Repeat(byte.MaxValue, 24)];
        return database.AdministerAsync(on => on[RevokeByIdSql].Run(("@from", start), ("@to", end), ("@tenant", tenant.Value)) > 0, cancel);
    }

    /// <summary>Remembers that a provisioning token was used now. It costs a look into memory; once a minute the last uses are written together.</summary>
    public void NoteUse(ReadOnlyMemory<byte> hash)
    {
        Require32(hash);
        Uses.Note(hash);
    }

    /// <summary>Removes some tokens that have expired.</summary>
    /// <returns>How many; fewer than <paramref name="count"/> when no more are left.</returns>
    internal Task<int> RemoveExpiredAsync(DateTimeOffset now, int count, CancellationToken cancel) =>
        database.Writer.RunAsync(null, on => on[PurgeSql].Run(("@now", now.UtcTicks), ("@count", (long)count)), null, cancel);

    Task<IReadOnlyList<ProvisioningToken>> ListAsync(Func<StoreConnection, Rows> read, CancellationToken cancel) =>
        database.Readers.ReadAsync<IReadOnlyList<ProvisioningToken>>(
            on =>
            {
                var tokens = new List<ProvisioningToken>();
                using var rows = read(on);
                while (rows.Next())
                {
                    var expires = rows.Number(7);
                    tokens.Add(new ProvisioningToken(
                        IdOf(rows.Bytes(0)), new TenantId(rows.Number(1)), rows.Text(2), rows.Text(3), rows.Text(4), rows.TextOrNull(5), StoredResource.Time(rows.Number(6)),
                        expires == DateTimeOffset.MaxValue.UtcTicks ? null : StoredResource.Time(expires), StoredResource.TimeOrNull(rows.NumberOrNull(8))));
                }

                return tokens;
            },
            cancel).AsTask();

    static string IdOf(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, 8));

    static bool IsId(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);

    // ---- What both share

    void Forget() => known = new();

    static TokenHash Key(ReadOnlyMemory<byte> hash)
    {
        Require32(hash);
        return MemoryMarshal.Read<TokenHash>(hash.Span);
    }

    static void Require32(ReadOnlyMemory<byte> hash)
    {
        if (hash.Length != 32)
            throw new ArgumentException("A token's hash has 32 bytes.", nameof(hash));
    }
}
