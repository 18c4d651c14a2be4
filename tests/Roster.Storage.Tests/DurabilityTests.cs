using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>What stays when the store is closed, damaged, overloaded or used in the large.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class DurabilityTests : IAsyncLifetime
{
    readonly TestFolder folder = new();
    RosterStore store = null!;
    TenantId tenant;

    public async ValueTask InitializeAsync()
    {
        store = await OpenAsync(folder.Path);
        tenant = (await store.Tenants.AddAsync("one", CancellationToken.None)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    string DatabaseFile => Path.Combine(folder.Path, "roster.db");

    IResourceStore Resources => store.For(tenant);

    Task<ResourceChange?> SaveAsync(ResourceChange change) => Resources.TrySaveAsync(change, Caller(tenant), CancellationToken.None);

    Task<Resource?> FindAsync(string id, string type = "User", Load load = Load.Document) => Resources.FindAsync(new ResourceKey(type, id), load, CancellationToken.None).AsTask();

    static JsonObject User(string userName) => new() { ["userName"] = userName };

    static ResourceQuery TitleIs(string title) =>
        FilterAgreementTests.Query(new Predicate.Compare(VectorSchemas.User.Path("title"), Comparison.Eq, new ScimValue.Text(title)), Types[0]) with { Take = 100 };

    [Fact]
    public async Task What_was_answered_is_there_after_closing_and_opening()
    {
        await SaveAsync(TestStores.Create("u1", User("amara")) with { PasswordHash = "hash" });
        await SaveAsync(TestStores.Create("g1", new() { ["displayName"] = "g" }, "Group", "u1"));

        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => SaveAsync(TestStores.Create("u2", User("liam"))));
        store = await OpenAsync(folder.Path);

        Assert.Equal(["g1"], (await FindAsync("u1", load: Load.Memberships))!.Memberships.Select(m => m.Value));
        Assert.Equal("hash", await store.FindPasswordHashAsync(tenant, new ResourceKey("User", "u1"), CancellationToken.None));
        Assert.Equal(tenant, (await store.Tenants.FindAsync("one", CancellationToken.None))!.Id);
        Assert.Equal(2, (await store.Changes.ListAsync(tenant, null, 0, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_flipped_bit_in_a_document_is_an_error_and_no_answer()
    {
        await SaveAsync(TestStores.Create("u1", User("amara-with-a-telling-name")));
        await SaveAsync(TestStores.Create("u2", User("liam")));
        await store.DisposeAsync();

        var bytes = await File.ReadAllBytesAsync(DatabaseFile);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("{\"userName\":\"amara-with-a-telling-name\"}"));
        Assert.True(at > 0);
        bytes[at + 20] ^= 1;
        await File.WriteAllBytesAsync(DatabaseFile, bytes);
        store = await OpenAsync(folder.Path);

        var error = await Assert.ThrowsAsync<StorageException>(() => FindAsync("u1"));
        Assert.Contains("Row 1 of table 'resource' (User 'u1')", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(() => Resources.QueryAsync(new ResourceQuery { Parts = [new TypeQuery { Type = Types[0] }], Take = 10 }, CancellationToken.None));
        Assert.NotNull(await FindAsync("u2"));
        await SaveAsync(TestStores.Create("u3", User("chen")));
    }

    [Fact]
    public async Task A_document_in_another_row_is_an_error_too()
    {
        await SaveAsync(TestStores.Create("u1", User("amara")));
        await SaveAsync(TestStores.Create("u2", User("liam")));
        await using (var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var swap = connection.CreateCommand();
            swap.CommandText = "UPDATE resource SET document = (SELECT document FROM resource WHERE id = 'u2'), checksum = (SELECT checksum FROM resource WHERE id = 'u2') WHERE id = 'u1'";
            Assert.Equal(1, await swap.ExecuteNonQueryAsync());
        }

        await Assert.ThrowsAsync<StorageException>(() => FindAsync("u1"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_a_message_and_left_as_it_is()
    {
        using var other = new TestFolder();
        var file = Path.Combine(other.Path, "roster.db");
        await File.WriteAllTextAsync(file, new string('x', 8192));

        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(other.Path));

        Assert.Contains(other.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 8192), await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        await store.DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var raise = connection.CreateCommand();
            raise.CommandText = "PRAGMA user_version = 9999";
            await raise.ExecuteNonQueryAsync();
        }

        Assert.Contains("newer version", (await Assert.ThrowsAsync<StorageException>(() => OpenAsync(folder.Path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_that_open_a_new_folder_at_once_all_succeed()
    {
        using var other = new TestFolder();

        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RosterStore.OpenAsync(new StorageOptions { Folder = other.Path }, CancellationToken.None))));

        await Task.WhenAll(opened.Select((s, i) => s.Tenants.AddAsync($"tenant {i}", CancellationToken.None)));
        Assert.Equal(4, (await opened[0].Tenants.ListAsync(CancellationToken.None)).Count);
        foreach (var one in opened)
            await one.DisposeAsync();
    }

    [Fact]
    public async Task Failed_writes_in_a_batch_leave_their_neighbours_alone()
    {
        await SaveAsync(TestStores.Create("u0", User("taken")));
        var group = (await SaveAsync(TestStores.Create("g1", new() { ["displayName"] = "g" }, "Group")))!.After!;

        // Good creates, taken names, members that do not exist, and renames that fail after something was written, all at once.
        var writes = Enumerable.Range(1, 400).Select(i => Task.Run(async () =>
        {
            try
            {
                await SaveAsync((i % 4) switch
                {
                    0 => TestStores.Create($"u{i}", User("taken")),
                    1 => MembersOf(group, Add("nobody")),
                    2 => TestStores.Create($"u{i}", User($"user{i}")) with { CatalogueAdditions = [new("roles", null!, "roles")] },
                    _ => TestStores.Create($"u{i}", User($"user{i}")),
                });
                return true;
            }
            catch (Exception refused) when (refused is ScimException or SqliteException)
            {
                return false;
            }
        })).ToList();
        var saved = await Task.WhenAll(writes);

        for (var i = 1; i <= 400; i++)
        {
            Assert.Equal(i % 4 == 3, saved[i - 1]);
            Assert.Equal(i % 4 == 3, await FindAsync($"u{i}") is not null);
        }

        Assert.Equal(102, (await store.Changes.ListAsync(tenant, null, 0, 1000, CancellationToken.None)).Count);
        Assert.Equal(1, (await FindAsync("g1", "Group"))!.Version);
    }

    [Fact]
    public async Task A_group_of_twenty_thousand_is_replaced_in_one_write()
    {
        await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => SaveLaterAsync(TestStores.Create($"u{i}", User($"user{i}")))));
        var group = (await SaveAsync(TestStores.Create("g1", new() { ["displayName"] = "g" }, "Group", "u1", "u2")))!.After!;

        var saved = (await SaveAsync(MembersOf(group, Add([.. Enumerable.Range(2, 19_998).Reverse().Select(i => $"u{i}")]) with { Clear = true })))!;
        var one = (await SaveAsync(MembersOf(group, Add("u0"))))!;

        Assert.Equal((19_997, 1), (saved.Members.Add.Length, saved.Members.Remove.Length));
        Assert.Single(one.Members.Add);
        var members = (await FindAsync("g1", "Group", Load.Members))!.Members;
        Assert.Equal(19_999, members.Length);
        Assert.Equal(["u2", "u19999", "u19998"], members.Take(3).Select(m => m.Value));
        Assert.Equal("u0", members[^1].Value);
        Assert.Equal(2, (await FindAsync("u19999"))!.Version);

        // The writer takes ten thousand waiting writes and refuses more with 503; a client then tries again.
        async Task SaveLaterAsync(ResourceChange change)
        {
            while (true)
            {
                try
                {
                    await SaveAsync(change);
                    return;
                }
                catch (ScimException busy) when (busy.Error is { Status: 503, RetryAfter: not null })
                {
                    await Task.Delay(20);
                }
            }
        }
    }

    [Fact]
    [Holds("SEC-05")]
    public async Task The_change_log_tells_each_effective_change_and_nothing_else()
    {
        var user = (await SaveAsync(TestStores.Create("u1", User("amara"))))!.After!;
        var group = (await SaveAsync(TestStores.Create("g1", new() { ["displayName"] = "g" }, "Group", "u1")))!.After!;
        await SaveAsync(MembersOf(group, Add("u1")));
        await SaveAsync(Update(user, _ => { }) with { ExpectedVersion = null });
        user = (await SaveAsync(Update((await FindAsync("u1"))!, a => a["title"] = "Lead")))!.After!;
        await Assert.ThrowsAsync<ScimException>(() => SaveAsync(TestStores.Create("u2", User("amara"))));
        await SaveAsync(Delete(user));
        await SaveAsync(TestStores.Create("u3", User("amara")) with { Revival = Document.From(User("amara")) });

        var entries = await store.Changes.ListAsync(tenant, new ResourceKey("User", "u1"), 0, 10, CancellationToken.None);

        Assert.Equal([(ChangeKind.Create, 1, false), (ChangeKind.Update, 3, false), (ChangeKind.Delete, 4, false), (ChangeKind.Create, 5, true)], entries.Select(e => (e.Kind, e.Version, e.Revived)));
        Assert.All(entries, e => Assert.Equal(("client-1", "correlation-1"), (e.ClientId, e.CorrelationId)));
        Assert.Equal("""{"attributes":[{"path":"title","to":"Lead"}]}""", entries[1].Delta);
        Assert.Equal("""{"memberships":["g1"]}""", entries[2].Delta);
        Assert.Equal("""{"attributes":[{"path":"title","from":"Lead"}]}""", entries[3].Delta);
        Assert.Equal("{}", entries[0].Delta);

        var all = await store.Changes.ListAsync(tenant, null, 0, 10, CancellationToken.None);
        Assert.Equal(5, all.Count);
        Assert.Contains("\"members\":{\"add\":[\"u1\"],\"remove\":[]}", all[1].Delta, StringComparison.Ordinal);
        Assert.Equal(all.Skip(2).Take(2), await store.Changes.ListAsync(tenant, null, all[1].Sequence, 2, CancellationToken.None));
        var other = (await store.Tenants.AddAsync("two", CancellationToken.None)).Id;
        Assert.Empty(await store.Changes.ListAsync(other, null, 0, 10, CancellationToken.None));
        Assert.Empty(await store.Changes.ListAsync(other, new ResourceKey("User", "u1"), 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task An_index_is_filled_when_it_is_first_asked_for_and_goes_when_it_no_longer_is()
    {
        await store.DisposeAsync();
        store = await RosterStore.OpenAsync(Options(folder.Path) with { Indexed = [] }, CancellationToken.None);
        foreach (var i in Enumerable.Range(0, 1200))
            _ = SaveAsync(TestStores.Create($"u{i}", new() { ["userName"] = $"user{i}", ["title"] = $"t{i % 100}" }));
        var without = await Resources.QueryAsync(TitleIs("t7"), CancellationToken.None);
        await SaveAsync(TestStores.Create("last", User("last")));
        without = await Resources.QueryAsync(TitleIs("t7"), CancellationToken.None);

        await store.DisposeAsync();
        store = await OpenAsync(folder.Path);
        var with = await Resources.QueryAsync(TitleIs("t7"), CancellationToken.None);
        await store.DisposeAsync();
        store = await RosterStore.OpenAsync(Options(folder.Path) with { Indexed = [] }, CancellationToken.None);
        var again = await Resources.QueryAsync(TitleIs("t7"), CancellationToken.None);

        Assert.Equal(["all resources of the type; 1201 candidates judged for title", "index on title"], [without.Plan, with.Plan]);
        Assert.Equal((12, 12, 12), (without.TotalResults, with.TotalResults, again.TotalResults));
        Assert.Equal(without.Plan, again.Plan);
    }

    [Fact]
    [Holds("SEC-10")]
    public async Task Too_many_candidates_name_the_attribute_to_index()
    {
        foreach (var i in Enumerable.Range(0, 3))
            await SaveAsync(TestStores.Create($"u{i}", User($"user{i}")));
        var query = FilterAgreementTests.Query(new Predicate.Present(VectorSchemas.User.Path("nickName")), Types[0]) with { LookThrough = 2, Take = 1 };

        var error = (await Assert.ThrowsAsync<ScimException>(() => Resources.QueryAsync(query, CancellationToken.None))).Error;

        Assert.Equal("tooMany", error.ScimType);
        Assert.Contains("nickName", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_of_another_process_that_does_not_end_is_503_and_reads_go_on()
    {
        await SaveAsync(TestStores.Create("u1", User("amara")));
        Assert.True(await store.IsWritableAsync(CancellationToken.None));

        await using (var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var begin = connection.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync();

            var error = (await Assert.ThrowsAsync<ScimException>(() => SaveAsync(TestStores.Create("u2", User("liam"))))).Error;
            Assert.Equal((503, 5), (error.Status, error.RetryAfter));
            Assert.NotNull(await FindAsync("u1"));
        }

        await SaveAsync(TestStores.Create("u2", User("liam")));
        Assert.NotNull(await FindAsync("u2"));
    }

    [Fact]
    public async Task A_full_disk_is_503_and_reads_go_on_and_so_do_writes_when_there_is_room_again()
    {
        await SaveAsync(TestStores.Create("u1", User("amara")));
        await store.DisposeAsync();
        long pages = 1;
        store = await RosterStore.OpenAsync(Options(folder.Path) with { MaxPages = () => Volatile.Read(ref pages) }, CancellationToken.None);
        var large = new JsonObject { ["userName"] = "liam", ["title"] = new string('x', 200_000) };

        var error = (await Assert.ThrowsAsync<ScimException>(() => SaveAsync(TestStores.Create("u2", large)))).Error;
        var found = await FindAsync("u1");
        Volatile.Write(ref pages, 1_000_000);
        await Assert.ThrowsAsync<ScimException>(() => SaveAsync(TestStores.Create("u1", User("amara"))));
        await SaveAsync(TestStores.Create("u2", large));

        Assert.Equal((503, 5), (error.Status, error.RetryAfter));
        Assert.NotNull(found);
        Assert.NotNull(await FindAsync("u2"));
        Assert.Equal(2, (await store.Changes.ListAsync(tenant, null, 0, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_cancelled_write_that_has_not_begun_is_not_made()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Resources.TrySaveAsync(TestStores.Create("u1", User("amara")), Caller(tenant), cancelled.Token));

        Assert.Null(await FindAsync("u1"));
    }

    [Fact]
    public async Task A_page_and_its_total_are_of_one_moment()
    {
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var user = (await SaveAsync(TestStores.Create($"u{i}", User($"user{i}"))))!.After!;
                await SaveAsync(Delete(user));
            }
        });

        for (var i = 0; i < 500; i++)
        {
            var page = await Resources.QueryAsync(new ResourceQuery { Parts = [new TypeQuery { Type = Types[0] }], Take = 1 + (i % 2) }, CancellationToken.None);
            Assert.Equal(page.TotalResults, page.Resources.Count);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public void One_process_holds_a_data_folder()
    {
        var path = Path.Combine(folder.Path, "new");
        using (var held = DataFolderLock.TryAcquire(path))
        {
            Assert.NotNull(held);
            Assert.Null(DataFolderLock.TryAcquire(path));
        }

        using var again = DataFolderLock.TryAcquire(path);
        Assert.NotNull(again);
    }
}
