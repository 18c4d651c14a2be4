using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Roster.Scim;

namespace Roster.Storage;

/// <summary>
/// What an access token allows. It may have expired or its client been revoked: the caller looks at <see cref="ExpiresAt"/> and
/// <see cref="Revoked"/>. A token that was ended is not found at all.
/// </summary>
public sealed record TokenGrant(
    TenantId Tenant, string ClientId, ImmutableHashSet<string> Permissions, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, bool Revoked);

/// <summary>Access tokens, known by their hash alone.</summary>
public sealed class TokenStore
{
    const int MaxCached = 50_000;
    const int PurgedAtOnce = 100;

    internal TokenStore(Database database, StorageOptions options)
    {
        (this.database, clock, tokensPerClient) = (database, options.Clock, options.TokensPerClient);
        database.Administration.Changed += (_, _) => Forget();
    }

    readonly Database database;
    readonly TimeProvider clock;
    readonly int tokensPerClient;

    // Replaced as a whole: a look-up that began before a revocation puts what it read into the old one, where nobody looks.
    volatile ConcurrentDictionary<TokenHash, TokenGrant> known = new();

    /// <summary>SHA-256 as a key. The numbers are random already, so the first is as good a hash code as any.</summary>
    readonly record struct TokenHash(long A, long B, long C, long D)
    {
        public override int GetHashCode() => A.GetHashCode();
    }

    const string InsertSql = "INSERT INTO token (hash, client, issued_at, expires_at) VALUES (@hash, @client, @issued, @expires)";

    const string PurgeSql = "DELETE FROM token WHERE hash IN (SELECT hash FROM token WHERE expires_at <= @now ORDER BY expires_at LIMIT @count)";

    const string CountSql = "SELECT count(*) FROM token WHERE client = @client";

    const string EndOldestSql = "DELETE FROM token WHERE hash IN (SELECT hash FROM token WHERE client = @client ORDER BY issued_at LIMIT @count)";

    /// <summary>Adds a token. A client that has as many as it may loses its oldest; some expired ones of anybody are cleared away.</summary>
    /// <param name="hash">SHA-256 of the token, 32 bytes.</param>
    public Task AddAsync(ReadOnlyMemory<byte> hash, string clientId, DateTimeOffset issuedAt, DateTimeOffset expiresAt, CancellationToken cancel)
    {
        Require32(hash);
        var bytes = hash.ToArray();
        return database.Writer.RunAsync(
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
        SELECT c.tenant, c.id, c.permissions, t.issued_at, t.expires_at, c.revoked_at
          FROM token t JOIN client c ON c.id = t.client
         WHERE t.hash = @hash
        """;

    /// <summary>Looks a token up, in memory when it was looked up before. A revocation by this process shows at once, by another within a second.</summary>
    public async ValueTask<TokenGrant?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancel)
    {
        var key = Key(hash);
        database.Administration.Check();
        var current = known;
        if (current.TryGetValue(key, out var cached))
            return cached;

        var grant = await database.Readers.ReadAsync(
            on =>
            {
                using var rows = on[FindSql].Read(("@hash", hash.ToArray()));
                return !rows.Next() ? null : new TokenGrant(
                    new TenantId(rows.Number(0)), rows.Text(1), ClientStore.ReadPermissions(rows.Text(2)),
                    StoredResource.Time(rows.Number(3)), StoredResource.Time(rows.Number(4)), rows.NumberOrNull(5) is not null);
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
