using System.Collections.Concurrent;
using System.Collections.Immutable;
using Roster.Scim;
using Roster.Scim.Resources;

namespace Roster.Storage;

/// <summary>The per-tenant catalogues of names that attributes may use, such as roles. Names compare case-sensitively.</summary>
public sealed class CatalogueStore
{
    internal CatalogueStore(Database database)
    {
        this.database = database;
        database.Administration.Changed += (_, _) => known = new();
    }

    readonly Database database;

    // By tenant, everything in its catalogues. Replaced as a whole, as in TokenStore.
    volatile ConcurrentDictionary<TenantId, ImmutableHashSet<(string Catalogue, string Name)>> known = new();

    const string InsertSql = "INSERT INTO catalogue (tenant, catalogue, name) VALUES (@tenant, @catalogue, @name) ON CONFLICT DO NOTHING";

    /// <returns>False when the name was there already.</returns>
    public Task<bool> AddAsync(TenantId tenant, string catalogue, string name, CancellationToken cancel) => database.AdministerAsync(
        tenant,
        on => on[InsertSql].Run(("@tenant", tenant.Value), ("@catalogue", catalogue), ("@name", name)) > 0, cancel);

    const string DeleteSql = "DELETE FROM catalogue WHERE tenant = @tenant AND catalogue = @catalogue AND name = @name";

    /// <summary>Takes the name out; resources that use it keep it.</summary>
    /// <returns>False when the name was not there.</returns>
    public Task<bool> RemoveAsync(TenantId tenant, string catalogue, string name, CancellationToken cancel) => database.AdministerAsync(
        tenant,
        on => on[DeleteSql].Run(("@tenant", tenant.Value), ("@catalogue", catalogue), ("@name", name)) > 0, cancel);

    /// <summary>The names of one catalogue in code point order.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(TenantId tenant, string catalogue, CancellationToken cancel) =>
    [
        .. (await NamesAsync(tenant, cancel)).Where(entry => string.Equals(entry.Catalogue, catalogue, StringComparison.Ordinal))
            .Select(entry => entry.Name).Order(Comparer<string>.Create(Scim.Filters.Folding.CompareCodePoints)),
    ];

    internal async Task<IReadOnlyList<CatalogueUse>> MissingAsync(TenantId tenant, IReadOnlyCollection<CatalogueUse> uses, CancellationToken cancel)
    {
        if (uses.Count == 0)
            return [];
        var names = await NamesAsync(tenant, cancel);
        return [.. uses.Where(use => !names.Contains((use.Catalogue, use.Name)))];
    }

    const string ListSql = "SELECT catalogue, name FROM catalogue WHERE tenant = @tenant";

    async ValueTask<ImmutableHashSet<(string Catalogue, string Name)>> NamesAsync(TenantId tenant, CancellationToken cancel)
    {
        await database.Administration.CheckAsync();
        var current = known;
        if (current.TryGetValue(tenant, out var cached))
            return cached;

        var names = await database.Readers.ReadAsync(
            tenant,
            on =>
            {
                var found = ImmutableHashSet.CreateBuilder<(string, string)>();
                using var rows = on[ListSql].Read(("@tenant", tenant.Value));
                while (rows.Next())
                    found.Add((rows.Text(0), rows.Text(1)));
                return found.ToImmutable();
            },
            cancel);
        return current.GetOrAdd(tenant, names);
    }
}
