using System.Security.Cryptography;
using System.Text;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Server;
using Roster.Server.Options;
using Roster.Storage.Sqlite;
using Roster.Testing;

namespace Roster.Storage.Tests.Migrations;

/// <summary>What installations of earlier versions have is read by this one, and a new one has nothing else.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class MigrationTests : IDisposable
{
    readonly TestFolder folder = new();

    static CancellationToken None => CancellationToken.None;

    public static TheoryData<string> Versions => [.. StoredVersion.Names];

    [Fact]
    public void Every_version_of_the_schema_has_its_populated_file() => Assert.Equal(
        Enumerable.Range(1, SqliteMigrations.Latest).Select(StoredVersion.Name).Order(StringComparer.Ordinal), StoredVersion.Names);

    [Theory, MemberData(nameof(Versions))]
    public async Task After_opening_the_schema_is_that_of_a_new_file(string version)
    {
        using var fresh = new TestFolder();
        await StoredVersion.MakeAsync(version, folder.Path);

        await (await OpenAsync(folder.Path)).DisposeAsync();
        await (await OpenAsync(fresh.Path)).DisposeAsync();

        Assert.Equal(await SqliteSchema.OfAsync(fresh.Path), await SqliteSchema.OfAsync(folder.Path));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task All_that_an_earlier_version_stored_is_there(string version)
    {
        await StoredVersion.MakeAsync(version, folder.Path);

        await using var store = await OpenAsync(folder.Path);

        var tenants = await store.Tenants.ListAsync(None);
        Assert.Equal(["default", "acme", "empty-org", "dormant"], tenants.Select(t => t.Name));
        Assert.Equal(["dormant"], tenants.Where(t => t.SuspendedAt is not null).Select(t => t.Name));
        Assert.Equal([(null, 90), (100, null), (null, 90), (null, 90)], await SettingsAsync(store, tenants));

        var acme = tenants[1].Id;
        Assert.Equal([("acme's IdP", 2, false), ("old", 1, true)], (await store.Clients.ListAsync(acme, None)).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => (c.Name, c.Secrets.Length, c.RevokedAt is not null)));
        Assert.Equal(["entra", "own"], (await store.Tokens.ListAsync(acme, null, "", 10, None)).Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["Knots & <ropes>"], await store.Catalogues.ListAsync(acme, "skills", None));
        Assert.True((await store.Clients.FindAsync(StoredVersion.ClientId, None))!.HasSecret(Server.OAuth.Credentials.Hash(StoredVersion.ClientSecret)));

        var own = store.Schemas.Of(acme);
        Assert.Equal(["urn:example:params:scim:schemas:core:1.0:Locker", "urn:example:params:scim:schemas:extension:acme:1.0:User"], own.Schemas.Select(s => s.Id).Order(StringComparer.Ordinal));
        Assert.Contains("title", (await store.Indexes.ListAsync(acme, None)).Where(i => i.Complete).Select(i => i.Path));
        Assert.Equal(["Group doomed", "User 11"], (await store.Deleted.ListAsync(acme, null, "", 10, None)).Select(d => d.Key.Type is "Group" ? "Group doomed" : $"User {d.UniqueValue?[4..6]}").Order(StringComparer.Ordinal));

        Assert.Equal((6, 4, 0), await CountAsync(store, tenants[0].Id));
        Assert.Equal((12, 4, 2), await CountAsync(store, acme));
        Assert.Equal((0, 0, 0), await CountAsync(store, tenants[2].Id));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Members_stay_in_their_order_and_a_persons_groups_and_history_with_them(string version)
    {
        await StoredVersion.MakeAsync(version, folder.Path);

        await using var store = await OpenAsync(folder.Path);

        var acme = (await store.Tenants.FindAsync("acme", None))!.Id;
        var users = await ListAsync(store, acme, "User");
        var groups = (await ListAsync(store, acme, "Group")).ToDictionary(g => g["displayName"], StringComparer.Ordinal);
        Assert.Equal(["amir05", "amir04", "amir03"], groups["amir inner"].Resource.Members.Select(m => NameOf(m.Value)));
        // The first member was taken out and put in again, behind the others.
        Assert.Equal([null, "amir06", "amir02", "amir01"], groups["amir outer"].Resource.Members.Select(m => NameOf(m.Value)));
        Assert.Equal([groups["amir outer"].Resource.Key.Id], users.Single(u => u["userName"].StartsWith("Amir01", StringComparison.Ordinal)).Resource.Memberships.Select(m => m.Value));

        var changed = users.Single(u => u["userName"].StartsWith("Amir02", StringComparison.Ordinal)).Resource;
        Assert.StartsWith("$argon2id$", await store.FindPasswordHashAsync(acme, users.Single(u => u["userName"].StartsWith("Amir01", StringComparison.Ordinal)).Resource.Key, None), StringComparison.Ordinal);
        var history = await store.Changes.ListAsync(acme, changed.Key, 0, 10, None);
        Assert.Equal([ChangeKind.Create, ChangeKind.Update], history.Select(h => h.Kind).Distinct());
        Assert.Contains("Chef", history[^1].Delta, StringComparison.Ordinal);
        Assert.Contains(await store.Changes.ListAsync(acme, null, 0, 1000, None), entry => entry.Purged);

        string? NameOf(string id) => users.SingleOrDefault(u => u.Resource.Key.Id == id)?["userName"][..6].ToLowerInvariant();
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task How_many_resources_live_in_each_block_is_counted(string version)
    {
        await StoredVersion.MakeAsync(version, folder.Path);
        await TestStores.SqliteLinesAsync(folder.Path, "INSERT INTO resource (row_id, tenant, type, id, version, created, modified, tombstone, active, checksum, document) VALUES (16383, 2, 'User', 'a', 1, 0, 0, 0, 1, 0, x''), (16384, 2, 'User', 'b', 1, 0, 0, 0, 1, 0, x''), (16385, 2, 'User', 'c', 1, 0, 0, 0, NULL, 0, x''), (49152, 2, 'User', 'd', 1, 0, 0, 49152, 1, 0, x'')");

        await (await OpenAsync(folder.Path)).DisposeAsync();

        Assert.Equal(
            ["1 Group 0 2 4", "1 User 0 0 2", "1 User 0 1 4", "2 Group 0 2 4", "2 Locker 0 2 2", "2 User 0 0 3", "2 User 0 1 10", "2 User 16384 1 1", "2 User 16384 2 1"],
            await TestStores.SqliteLinesAsync(folder.Path, "SELECT concat_ws(' ', tenant, type, block, active, living) FROM population ORDER BY tenant, type, block, active"));
    }

    [Fact]
    public void A_script_that_was_released_never_changes()
    {
        Dictionary<string, string> released = new(StringComparer.Ordinal)
        {
            ["0001_directory.sql"] = "7b2411962503bcd87cbfe7b1281c655fc54a66e0001de377a81972c3bb521464",
            ["0002_population.sql"] = "ca266562816393fb0a302566f18aaa00696024f66732a3b3a33f9777207ce5c6",
            ["0003_member_ids.sql"] = "37633b6be24b0c4bd03563ad00fe907678416a58c0452f3c9cbf23c4a627a167",
            ["0004_blocks.sql"] = "953a89cfa5c0fd0644f033daa1eeb6aa15c1617f46c79ae70e565e3901fb5876",
        };

        foreach (var name in typeof(RosterStore).Assembly.GetManifestResourceNames().Where(n => n.Contains(".Migrations.Sqlite.", StringComparison.Ordinal)))
        {
            var script = name[(name.IndexOf(".Sqlite.", StringComparison.Ordinal) + ".Sqlite.".Length)..];
            using var text = new StreamReader(typeof(RosterStore).Assembly.GetManifestResourceStream(name)!);
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReadToEnd().ReplaceLineEndings("\n"))));

            Assert.True(released.TryGetValue(script, out var known), $"'{script}' is new. Put its hash here: {hash}. Raise SqliteMigrations.Latest, and keep what the last program before it stores (tests/tools/version-fixture.py).");
            Assert.True(hash == known, $"'{script}' was changed, and installations that have run it will not run it again. Undo that, and put what shall be different into a new script with the next number.");
        }
    }

    [Fact]
    public async Task A_migration_that_fails_half_way_leaves_the_version_from_before()
    {
        await StoredVersion.MakeAsync(StoredVersion.Name(SqliteMigrations.Latest), folder.Path);
        var file = Path.Combine(folder.Path, "roster.db");
        var (schema, rows) = (await SqliteSchema.OfAsync(folder.Path), await CountAsync(file));
        var broken = new SqlScript("9999_broken.sql", $"""
            CREATE TABLE half (id INTEGER PRIMARY KEY);
            ALTER TABLE resource ADD COLUMN half TEXT;
            DELETE FROM resource;
            PRAGMA user_version = {SqliteMigrations.Latest + 1};
            INSERT INTO nowhere VALUES (1);
            """);

        using (var connection = (SqliteConnection)new SqliteDialect(file).OpenWriter())
        {
            var error = Assert.Throws<StorageException>(() => SqliteMigrations.Apply(connection, file, broken));
            Assert.Contains("9999_broken.sql", error.Message, StringComparison.Ordinal);
            Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(schema, await SqliteSchema.OfAsync(folder.Path));
        Assert.Equal(rows, await CountAsync(file));
        await using var store = await OpenAsync(folder.Path);
        Assert.Equal(4, (await store.Tenants.ListAsync(None)).Count);
    }

    static Task<RosterStore> OpenAsync(string folder) =>
        RosterStore.OpenAsync(RosterApplication.Storage(RosterApplication.Profiles(new RosterOptions()), new RosterOptions { Data = folder }, TimeProvider.System), None);

    static async Task<List<(int?, int?)>> SettingsAsync(RosterStore store, IEnumerable<Tenant> tenants)
    {
        var settings = new List<(int?, int?)>();
        foreach (var tenant in tenants)
        {
            var one = await store.Tenants.FindSettingsAsync(tenant.Id, None);
            settings.Add((one.MaxCount, one.DeletedRetentionDays));
        }

        return settings;
    }

    /// <summary>How many users, groups and lockers are read, each with its checksum compared.</summary>
    static async Task<(int, int, int)> CountAsync(RosterStore store, TenantId tenant) =>
        ((await ListAsync(store, tenant, "User")).Count, (await ListAsync(store, tenant, "Group")).Count, (await ListAsync(store, tenant, "Locker")).Count);

    static async Task<List<Read>> ListAsync(RosterStore store, TenantId tenant, string type)
    {
        if (store.Schemas.Of(tenant).Extend(store.Schemas.Installed).FirstOrDefault(t => t.Name == type) is not { } known)
            return [];
        var query = new ResourceQuery { Parts = [new TypeQuery { Type = known, Load = Load.Document | Load.Members | Load.Memberships }], Take = 100 };
        return [.. (await store.For(tenant).QueryAsync(query, None)).Resources.Select(r => new Read(r))];
    }

    sealed record Read(Resource Resource)
    {
        public string this[string attribute] => Resource.Document.ToJson()[attribute]!.ToString();
    }

    static async Task<long> CountAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM resource";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public void Dispose() => folder.Dispose();
}
