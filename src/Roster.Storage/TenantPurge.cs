using Roster.Scim;

namespace Roster.Storage;

/// <summary>Removes everything of one tenant, in steps between which other writes get their turn.</summary>
sealed class TenantPurge(Database database, TimeProvider clock)
{
    const long RowsAtOnce = 1_000;

    public async Task<bool> RunAsync(TenantId tenant, CancellationToken cancel)
    {
        if (!await BeginAsync(tenant, cancel))
            return false;

        // Once the purge has begun nothing is created in the tenant, so when its resources are gone nothing of it can change any more.
        foreach (var (sql, valuesSql) in Steps)
        {
            while (await database.Writer.RunAsync(tenant, on => RemoveSome(on, tenant, sql, valuesSql), null, cancel))
            {
                // Other writes come between the steps.
            }
        }

        await database.AdministerAsync(
            tenant,
            on =>
            {
                on[IndexesSql].Run(("@tenant", tenant.Value));
                on[SchemasSql].Run(("@tenant", tenant.Value));
                on[PopulationSql].Run(("@tenant", tenant.Value));
                ValueIndex.Advance(on);
                return on[EndSql].Run(("@id", tenant.Value));
            },
            cancel);
        return true;
    }

    const string BeginSql = "UPDATE tenant SET purge_begun = coalesce(purge_begun, @now), suspended_at = coalesce(suspended_at, @now) WHERE id = @id";

    const string TokensSql = "DELETE FROM token WHERE client IN (SELECT id FROM client WHERE tenant = @tenant)";

    const string SecretsSql = "DELETE FROM client_secret WHERE client IN (SELECT id FROM client WHERE tenant = @tenant)";

    const string ClientsSql = "DELETE FROM client WHERE tenant = @tenant";

    const string IndexesSql = "DELETE FROM indexed_attribute WHERE tenant = @tenant";

    const string SchemasSql = "DELETE FROM own_schemas WHERE tenant = @tenant";

    const string PopulationSql = "DELETE FROM population WHERE tenant = @tenant";

    const string EndSql = "DELETE FROM tenant WHERE id = @id";

    Task<bool> BeginAsync(TenantId tenant, CancellationToken cancel) => database.AdministerAsync(
        tenant,
        on =>
        {
            if (on[BeginSql].Run(("@id", tenant.Value), ("@now", clock.GetUtcNow().UtcTicks)) == 0)
                return false;
            foreach (var sql in new[] { TokensSql, SecretsSql, ClientsSql })
                on[sql].Run(("@tenant", tenant.Value));
            return true;
        },
        cancel);

    static readonly (string Sql, string? ValuesSql)[] Steps =
    [
        (
            "DELETE FROM resource WHERE tenant = @tenant AND row_id IN (SELECT row_id FROM resource WHERE tenant = @tenant ORDER BY id LIMIT @count)",
            "DELETE FROM resource_value WHERE tenant = @tenant AND resource IN (SELECT row_id FROM resource WHERE tenant = @tenant ORDER BY id LIMIT @count)"
        ),
        ("DELETE FROM member WHERE tenant = @tenant AND row_id IN (SELECT row_id FROM member WHERE tenant = @tenant LIMIT @count)", null),
        ("DELETE FROM change WHERE tenant = @tenant AND sequence IN (SELECT sequence FROM change WHERE tenant = @tenant ORDER BY sequence LIMIT @count)", null),
        ("DELETE FROM catalogue WHERE tenant = @tenant AND (catalogue, name) IN (SELECT catalogue, name FROM catalogue WHERE tenant = @tenant LIMIT @count)", null),
    ];

    static bool RemoveSome(StoreConnection on, TenantId tenant, string sql, string? valuesSql)
    {
        if (valuesSql is not null)
            on[valuesSql].Run(("@tenant", tenant.Value), ("@count", RowsAtOnce));
        return on[sql].Run(("@tenant", tenant.Value), ("@count", RowsAtOnce)) > 0;
    }
}
