using System.Collections.Immutable;
using System.Globalization;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Storage.Postgres;
using Roster.Storage.Sqlite;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Members that are read while those before them are written.</summary>
public sealed class FurtherMembersTests : IAsyncLifetime
{
    const int Members = 7;

    readonly TestFolder folder = new();
    readonly SemaphoreSlim admitted = new(0);
    int asked;
    Dialect dialect = null!;
    ReaderPool pool = null!;
    TenantId tenant;
    long group;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using (var store = await OpenAsync(folder.Path))
        {
            tenant = (await store.Tenants.AddAsync("one", Cancel)).Id;
            for (var i = 0; i < Members; i++)
                await store.For(tenant).TrySaveAsync(Create($"u{i}", new() { ["userName"] = $"user-{i}" }), Caller(tenant), Cancel);
            await store.For(tenant).TrySaveAsync(Create("g", new() { ["displayName"] = "all" }, "Group", [.. Enumerable.Range(0, Members).Select(i => $"u{i}")]), Caller(tenant), Cancel);
        }

        dialect = TestEngine.ConnectionString(folder.Path) is { } database ? new PostgresDialect(database) : new SqliteDialect(Path.Combine(folder.Path, "roster.db"));
        await using (var looking = new ReaderPool(dialect, 1, null))
            group = Convert.ToInt64(await looking.ReadAsync(tenant, on => on["SELECT row_id FROM resource WHERE id = 'g'"].Scalar(), Cancel), CultureInfo.InvariantCulture);
        pool = new ReaderPool(dialect, 2, sql =>
        {
            if (!sql.Contains("FROM member", StringComparison.Ordinal))
                return;
            Interlocked.Increment(ref asked);
            admitted.Wait(Cancel);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        (dialect as IDisposable)?.Dispose();
        admitted.Dispose();
        folder.Dispose();
    }

    IAsyncEnumerator<ImmutableArray<Member>> Read() => new FurtherMembers(pool, tenant, group, after: 0, names: false, piece: 3).GetAsyncEnumerator(Cancel);

    async Task AskedAsync(int times)
    {
        while (Volatile.Read(ref asked) < times)
            await Task.Delay(5, Cancel);
        Assert.Equal(times, asked);
    }

    [Fact]
    public async Task Each_piece_is_read_while_the_one_before_it_is_taken()
    {
        var seen = new List<string>();
        admitted.Release();
        await using var members = Read();

        for (var piece = 1; await members.MoveNextAsync(); piece++)
        {
            seen.AddRange(members.Current.Select(member => member.Value));
            // Of three pieces the next is asked for already, and no other.
            await AskedAsync(Math.Min(3, piece + 1));
            admitted.Release();
        }

        Assert.Equal(Enumerable.Range(0, Members).Select(i => $"u{i}"), seen);
    }

    [Fact]
    public async Task Nobody_is_left_reading_for_an_answer_that_is_over()
    {
        admitted.Release();
        var members = Read();
        Assert.True(await members.MoveNextAsync());
        await AskedAsync(2);

        var ending = members.DisposeAsync().AsTask();
        Assert.NotSame(ending, await Task.WhenAny(ending, Task.Delay(100, Cancel)));
        admitted.Release();
        await ending;
    }
}
