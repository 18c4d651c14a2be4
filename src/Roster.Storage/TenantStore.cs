using System.Collections.Concurrent;
using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Storage;

/// <summary>The tenants of this installation, and each one's settings.</summary>
public sealed class TenantStore
{
    internal TenantStore(Database database, TimeProvider clock)
    {
        (this.database, this.clock) = (database, clock);
        database.Administration.Changed += (_, _) => known = new();
    }

    readonly Database database;
    readonly TimeProvider clock;

    // Replaced as a whole, as in TokenStore.
    volatile ConcurrentDictionary<TenantId, TenantSettings> known = new();

    // ---- The tenants themselves

    const string Columns = "id, name, created, suspended_at, purge_begun";

    const string InsertSql = "INSERT INTO tenant (name, created) VALUES (@name, @now) ON CONFLICT DO NOTHING RETURNING id";

    /// <exception cref="ScimException">409 when there is a tenant of that name.</exception>
    public Task<Tenant> AddAsync(string name, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return database.AdministerAsync(
            on => on[InsertSql].Insert(("@name", name), ("@now", now.UtcTicks)) is { } id ? new Tenant(new TenantId(id), name, now) : throw Taken(name), cancel);
    }

    const string FindSql = $"SELECT {Columns} FROM tenant WHERE name = @name";

    public Task<Tenant?> FindAsync(string name, CancellationToken cancel) => database.Readers.ReadAsync(on => One(on[FindSql].Read(("@name", name))), cancel).AsTask();

    public Task<Tenant?> FindAsync(TenantId tenant, CancellationToken cancel) => database.Readers.ReadAsync(on => Find(on, tenant), cancel).AsTask();

    const string ListSql = $"SELECT {Columns} FROM tenant WHERE id > @after ORDER BY id LIMIT @take";

    public Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancel) => ListAsync(new TenantId(0), int.MaxValue, cancel);

    /// <summary>The tenants in the order in which they were added.</summary>
    /// <param name="after">Only those after this one; 0 for all.</param>
    public Task<IReadOnlyList<Tenant>> ListAsync(TenantId after, int take, CancellationToken cancel) => database.Readers.ReadAsync<IReadOnlyList<Tenant>>(
        on =>
        {
            var tenants = new List<Tenant>();
            using var rows = on[ListSql].Read(("@after", after.Value), ("@take", (long)take));
            while (rows.Next())
                tenants.Add(Read(rows));
            return tenants;
        },
        cancel).AsTask();

    const string RenameSql = "UPDATE tenant SET name = @name WHERE id = @id";

    /// <exception cref="ScimException">404 when there is no such tenant, 409 when another has the name.</exception>
    public Task<Tenant> RenameAsync(TenantId tenant, string name, CancellationToken cancel) => database.AdministerAsync(
        on =>
        {
            var before = Find(on, tenant) ?? throw NotThere();
            if (One(on[FindSql].Read(("@name", name))) is { } other && other.Id != tenant)
                throw Taken(name);
            on[RenameSql].Run(("@id", tenant.Value), ("@name", name));
            return before with { Name = name };
        },
        cancel);

    const string SuspendSql = "UPDATE tenant SET suspended_at = @now WHERE id = @id AND suspended_at IS NULL";

    /// <summary>From now on its tokens say that they are <see cref="TokenGrant.Suspended"/>.</summary>
    /// <returns>False when there is no such tenant, or it was suspended before.</returns>
    public Task<bool> SuspendAsync(TenantId tenant, CancellationToken cancel) =>
        database.AdministerAsync(on => on[SuspendSql].Run(("@id", tenant.Value), ("@now", clock.GetUtcNow().UtcTicks)) > 0, cancel);

    const string ResumeSql = "UPDATE tenant SET suspended_at = NULL WHERE id = @id AND suspended_at IS NOT NULL AND purge_begun IS NULL";

    /// <returns>False when there is no such tenant, it was not suspended, or it is being purged.</returns>
    public Task<bool> ResumeAsync(TenantId tenant, CancellationToken cancel) => database.AdministerAsync(on => on[ResumeSql].Run(("@id", tenant.Value)) > 0, cancel);

    /// <summary>
    /// Removes everything of a tenant. Its clients and tokens end at once; the rest goes in small steps between other writes. Ended half-way, by a
    /// cancellation or a crash, the tenant stays suspended and the next call or <see cref="Retention.SweepAsync"/> goes on.
    /// </summary>
    /// <returns>False when there is no such tenant.</returns>
    public Task<bool> PurgeAsync(TenantId tenant, CancellationToken cancel) => new TenantPurge(database, clock).RunAsync(tenant, cancel);

    // ---- Settings

    const string SettingsSql = "SELECT settings FROM tenant WHERE id = @id";

    /// <summary>A tenant's settings, from memory when they were asked for before; the defaults when none were saved.</summary>
    public async ValueTask<TenantSettings> FindSettingsAsync(TenantId tenant, CancellationToken cancel)
    {
        await database.Administration.CheckAsync();
        var current = known;
        return current.TryGetValue(tenant, out var cached) ? cached : await ReadSettingsAsync(tenant, current, cancel);
    }

    async Task<TenantSettings> ReadSettingsAsync(TenantId tenant, ConcurrentDictionary<TenantId, TenantSettings> current, CancellationToken cancel)
    {
        var settings = await database.Readers.ReadAsync(on => TenantSettings.FromJson(on[SettingsSql].Scalar(("@id", tenant.Value)) as string), cancel);
        return current.GetOrAdd(tenant, settings);
    }

    const string SaveSettingsSql = "UPDATE tenant SET settings = @settings WHERE id = @id";

    /// <exception cref="ScimException">404 when there is no such tenant, 400 <c>invalidValue</c> for a setting out of its range.</exception>
    public Task SaveSettingsAsync(TenantId tenant, TenantSettings settings, CancellationToken cancel)
    {
        settings.Validate();
        var json = settings.ToJson();
        return database.AdministerAsync(on => on[SaveSettingsSql].Run(("@id", tenant.Value), ("@settings", json)) > 0 ? true : throw NotThere(), cancel);
    }

    internal static Tenant? Find(StoreConnection on, TenantId tenant) => One(on[FindByIdSql].Read(("@id", tenant.Value)));

    const string FindByIdSql = $"SELECT {Columns} FROM tenant WHERE id = @id";

    static Tenant? One(Rows rows)
    {
        using (rows)
            return rows.Next() ? Read(rows) : null;
    }

    static Tenant Read(Rows rows) => new(new TenantId(rows.Number(0)), rows.Text(1), StoredResource.Time(rows.Number(2)))
    {
        SuspendedAt = StoredResource.TimeOrNull(rows.NumberOrNull(3)),
        PurgeBegunAt = StoredResource.TimeOrNull(rows.NumberOrNull(4)),
    };

    internal static ScimException NotThere() => new ScimError(404, null, "The organization does not exist.").ToException();

    static ScimException Taken(string name) => ScimError.Unique($"There is an organization '{ScimError.Quote(name)}' already.").ToException();
}
