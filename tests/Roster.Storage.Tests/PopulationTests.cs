using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Pages that begin somewhere behind: by the numbers that are kept of each block of row numbers they are those that going through all of them gives.</summary>
public sealed class PopulationTests : AdministeredStore
{
    static readonly long Block = TestEngine.IsPostgres ? 4_096 : 16_384;

    static readonly bool?[] Actives = [null, true, false];

    static readonly ResourceType[][] Questions = [[Types[0]], [Types[1]], [Types[0], Types[1]]];

    static ResourceQuery Query(IEnumerable<ResourceType> types, bool? active) => new()
    {
        Parts = [.. types.Select(type => new TypeQuery
        {
            Type = type,
            Narrow = active is not { } wanted ? null : type == Types[0] ? new Predicate.Compare(VectorSchemas.User.Path("active"), Comparison.Eq, new ScimValue.Boolean(wanted)) : new Predicate.Constant(false),
        })],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_page_is_the_one_that_going_through_all_gives(int seed)
    {
        var random = new Random(seed);
        await FillAsync(random);

        foreach (var tenant in new[] { One, Two })
        {
            foreach (var types in Questions)
            {
                foreach (var active in Actives)
                {
                    var query = Query(types, active);
                    var all = (await QueryAsync(tenant, query with { Take = 1000 })).Resources.Select(r => r.Key).ToList();
                    for (var skip = 0; skip <= all.Count + 2; skip++)
                    {
                        var take = random.Next(4);
                        var page = await QueryAsync(tenant, query with { Skip = skip, Take = take });

                        Assert.Equal(all.Skip(skip).Take(take), page.Resources.Select(r => r.Key));
                        Assert.Equal(all.Count, page.TotalResults);
                        Assert.Equal(take > 0 && skip + take < all.Count, page.Next is not null);
                        if (page.Next is { } next)
                            Assert.Equal(all.Skip(skip + take).Take(2), (await QueryAsync(tenant, query with { After = next, Take = 2 })).Resources.Select(r => r.Key));
                    }
                }
            }
        }
    }

    [Fact]
    public async Task A_block_in_which_nobody_lives_any_more_is_not_kept()
    {
        await CreateUserAsync(One, "u1");
        for (long block = 1; block <= 3; block++)
        {
            await GoOnAtAsync(block * Block);
            await CreateUserAsync(One, $"gone-{block}");
            await DeleteAsync(One, $"gone-{block}");
        }

        Assert.Equal(1, await CountAsync("SELECT count(*) FROM population"));
        await RestoreAsync(One, new("User", "gone-2"));
        Assert.Equal(2, await CountAsync("SELECT count(*) FROM population"));
        Assert.Equal(["gone-2"], (await QueryAsync(One, Query([Types[0]], null) with { Skip = 1, Take = 5 })).Resources.Select(r => r.Key.Id));
    }

    Task<ResourcePage> QueryAsync(TenantId tenant, ResourceQuery query) => Store.For(tenant).QueryAsync(query, None);

    Task<RestoredResource> RestoreAsync(TenantId tenant, ResourceKey key) => Store.Deleted.RestoreAsync(tenant, key, Caller(tenant), Clock.GetUtcNow(), None);

    /// <summary>What many do to a directory, with row numbers that begin before, at and after the bounds of blocks.</summary>
    async Task FillAsync(Random random)
    {
        var (living, gone) = (new List<(TenantId Tenant, ResourceKey Key)>(), new List<(TenantId Tenant, ResourceKey Key)>());
        for (long block = 1; block <= 5; block++)
        {
            for (var i = 0; i < 24; i++)
            {
                var (tenant, id) = (random.Next(3) == 0 ? Two : One, $"r{block}-{i}");
                var created = random.Next(4) == 0
                    ? await CreateGroupAsync(tenant, id)
                    : await CreateAsync(tenant, id, random.Next(3) is > 0 and var n ? new JsonObject { ["userName"] = id, ["active"] = n == 1 } : new JsonObject { ["userName"] = id });
                living.Add((tenant, created.Key));
            }

            for (var i = 0; i < 16; i++)
            {
                var one = random.Next(living.Count);
                var (tenant, key) = living[one];
                switch (random.Next(4))
                {
                    case 0 or 1:
                        await DeleteAsync(tenant, key.Id, key.Type);
                        living.RemoveAt(one);
                        gone.Add((tenant, key));
                        break;
                    case 2 when gone.Count > 0:
                        await RestoreAsync(gone[^1].Tenant, gone[^1].Key);
                        living.Add(gone[^1]);
                        gone.RemoveAt(gone.Count - 1);
                        break;
                    default:
                        var changed = Update((await FindAsync(tenant, key.Id, key.Type))!, user => user["active"] = random.Next(2) == 0);
                        await Store.For(tenant).TrySaveAsync(changed, Caller(tenant), None);
                        break;
                }
            }

            await GoOnAtAsync((block * Block) - random.Next(30));
        }
    }

    /// <summary>As if so many had been created and purged: nothing is left of them but their numbers.</summary>
    async Task GoOnAtAsync(long row)
    {
        await using var connection = OpenRaw();
        await using var command = connection.CreateCommand();
        command.CommandText = TestEngine.IsPostgres
            ? $"SELECT setval('resource_row', {row}, false)"
            : $"""
                INSERT INTO resource (row_id, tenant, type, id, version, created, modified, tombstone, checksum, document)
                VALUES ({row - 1}, {One.Value}, 'User', 'purged-{row}', 1, 0, 0, {row - 1}, 0, x'')
                """;
        await command.ExecuteNonQueryAsync();
    }
}
