using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Storage.Postgres;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>One connection reads for one tenant after another, and knows each only for as long as it reads for it.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class BoundReadsTests : IAsyncLifetime
{
    PostgresDatabase database = null!;
    PostgresDialect dialect = null!;
    ReaderPool pool = null!;
    TenantId tenant;
    TenantId other;

    static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresDatabase.CreateAsync();
        await using (var store = await RosterStore.OpenAsync(Options("") with { ConnectionString = database.ConnectionString }, None))
        {
            (tenant, other) = ((await store.Tenants.AddAsync("one", None)).Id, (await store.Tenants.AddAsync("two", None)).Id);
            foreach (var one in new[] { tenant, other })
                await store.For(one).TrySaveAsync(Create("u1", new() { ["userName"] = "amara" }), Caller(one), None);
        }

        dialect = new PostgresDialect(database.ConnectionString);
        pool = new ReaderPool(dialect, 1, null);
    }

    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        dialect.Dispose();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_forgets_the_tenant_of_each_read()
    {
        const string Whose = "SELECT tenant FROM resource ORDER BY 1";

        foreach (var one in new[] { tenant, other, tenant })
        {
            Assert.Equal(one.Value, await pool.ReadAsync(one, on => on[Whose].Scalar(), None));
            await RequireNobodyAsync();
            Assert.Equal(one.Value, await pool.SnapshotAsync(one, on => on[Whose].Scalar(), None));
            await RequireNobodyAsync();
            await pool.SnapshotAsync(one, on => 0, None);
            await RequireNobodyAsync();
            Assert.Equal(
                (one.Value, one.Value),
                await pool.SnapshotAsync(
                    one,
                    on =>
                    {
                        var first = on[Whose].Scalar();
                        on.EndWithNext();
                        return (first, on[Whose].Scalar());
                    },
                    None));
            await RequireNobodyAsync();
            await Assert.ThrowsAsync<ScimException>(() => pool.SnapshotAsync<int>(one, on => on[Whose].Scalar() is null ? 0 : throw Failures.Unavailable().ToException(), None).AsTask());
            await RequireNobodyAsync();
            Assert.Equal([tenant.Value, other.Value], await pool.SnapshotAsync<object?[]>(null, on => [Entered(on, tenant), Entered(on, other)], None));
            await RequireNobodyAsync();
        }

        object? Entered(StoreConnection on, TenantId one)
        {
            on.Enter(one);
            return on[Whose].Scalar();
        }

        async Task RequireNobodyAsync() => Assert.Equal("", await pool.ReadAsync(on => on["SELECT COALESCE(current_setting('roster.tenant', true), '')"].Scalar(), None));
    }

    [Fact]
    public async Task Nothing_is_read_after_what_was_said_to_be_the_last()
    {
        const string Count = "SELECT count(*) FROM resource";

        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.SnapshotAsync(
            tenant,
            on =>
            {
                on.EndWithNext();
                on[Count].Scalar();
                return on[Count].Scalar();
            },
            None).AsTask());

        Assert.Equal(1L, await pool.ReadAsync(tenant, on => on[Count].Scalar(), None));
    }
}
