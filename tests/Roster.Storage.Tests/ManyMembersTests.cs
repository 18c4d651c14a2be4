using Npgsql;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>A write of many rows takes its time, beyond what other statements may take at most.</summary>
[Trait(TestEngine.Trait, TestEngine.Postgres)]
public sealed class ManyMembersTests : IAsyncLifetime
{
    const int Many = 3_000;

    PostgresDatabase database = null!;
    RosterStore store = null!;
    TenantId tenant;

    static CancellationToken None => CancellationToken.None;

    public async ValueTask InitializeAsync()
    {
        database = await PostgresDatabase.CreateAsync();
        // While users are made the limit is that of the tests; then it is a second, in which a database as slow as this one writes nothing.
        await using (var quick = await OpenAsync(30))
        {
            tenant = (await quick.Tenants.AddAsync("one", None)).Id;
            await Task.WhenAll(Enumerable.Range(0, Many).Select(i => quick.For(tenant).TrySaveAsync(Create($"u{i}", new() { ["userName"] = $"user-{i}" }), Caller(tenant), None)));
        }

        await database.ExecuteAsAdminAsync("""
            CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(2); RETURN NULL; END $$;
            CREATE TRIGGER slowly BEFORE INSERT OR DELETE ON member FOR EACH STATEMENT EXECUTE FUNCTION slowly();
            """);
        store = await OpenAsync(1);
    }

    Task<RosterStore> OpenAsync(int seconds) => RosterStore.OpenAsync(
        Options("") with { ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Timeout = 15, CommandTimeout = seconds }.ConnectionString }, None);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_large_group_is_made_changed_and_removed()
    {
        var resources = store.For(tenant);
        var made = await resources.TrySaveAsync(Create("g", new() { ["displayName"] = "all" }, "Group", [.. Enumerable.Range(0, Many).Select(i => $"u{i}")]), Caller(tenant), None);
        Assert.Equal(Many, made!.Members.Add.Length);

        var removed = await resources.TrySaveAsync(Delete(made.After!), Caller(tenant), None);
        Assert.Equal(Many, removed!.Members.Remove.Length);
        Assert.True((await resources.FindAsync(new("User", "u7"), Load.Memberships, None))!.Memberships.IsEmpty);
    }

    [Fact]
    public async Task What_is_about_few_rows_has_the_usual_limit()
    {
        await database.ExecuteAsAdminAsync("CREATE OR REPLACE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(20); RETURN NULL; END $$");

        var refused = await Assert.ThrowsAsync<ScimException>(() => store.For(tenant).TrySaveAsync(Create("g", new() { ["displayName"] = "few" }, "Group", "u1", "u2"), Caller(tenant), None));

        Assert.Equal(503, refused.Error.Status);
    }
}
