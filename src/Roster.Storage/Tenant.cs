using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Storage;

/// <summary>An organization that has a directory of its own.</summary>
public sealed record Tenant(TenantId Id, string Name, DateTimeOffset CreatedAt);

/// <summary>The tenants of this installation.</summary>
public sealed class TenantStore
{
    internal TenantStore(Database database, TimeProvider clock) => (this.database, this.clock) = (database, clock);

    readonly Database database;
    readonly TimeProvider clock;

    const string InsertSql = "INSERT INTO tenant (name, created) VALUES (@name, @now) ON CONFLICT DO NOTHING RETURNING id";

    /// <exception cref="ScimException">409 when there is a tenant of that name.</exception>
    public Task<Tenant> AddAsync(string name, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return database.AdministerAsync(
            on => on[InsertSql].RunReturning(("@name", name), ("@now", now.UtcTicks)) is { } id
                ? new Tenant(new TenantId(id), name, now)
                : throw ScimError.Unique($"There is an organization '{ScimError.Quote(name)}' already.").ToException(),
            cancel);
    }

    const string FindSql = "SELECT id, name, created FROM tenant WHERE name = @name";

    public Task<Tenant?> FindAsync(string name, CancellationToken cancel) => database.Readers.ReadAsync(
        on =>
        {
            using var rows = on[FindSql].Read(("@name", name));
            return rows.Next() ? Read(rows) : null;
        },
        cancel).AsTask();

    const string ListSql = "SELECT id, name, created FROM tenant ORDER BY id";

    public Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancel) => database.Readers.ReadAsync<IReadOnlyList<Tenant>>(
        on =>
        {
            var tenants = new List<Tenant>();
            using var rows = on[ListSql].Read();
            while (rows.Next())
                tenants.Add(Read(rows));
            return tenants;
        },
        cancel).AsTask();

    static Tenant Read(StoreConnection.Rows rows) => new(new TenantId(rows.Number(0)), rows.Text(1), StoredResource.Time(rows.Number(2)));
}
