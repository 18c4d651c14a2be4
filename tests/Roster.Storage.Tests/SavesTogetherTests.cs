using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Testing;
using static Roster.Storage.Tests.TestStores;

namespace Roster.Storage.Tests;

/// <summary>Saves that wait at the same time are stored together; it makes no difference to any of them.</summary>
public sealed class SavesTogetherTests : AdministeredStore
{
    readonly ConcurrentBag<string> run = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Store.DisposeAsync();
        Store = await RosterStore.OpenAsync(
            Options(Folder) with
            {
                Clock = Clock,
                SqlRun = sql =>
                {
                    SqlRules.Watch(sql);
                    run.Add(sql);
                },
            },
            None);
    }

    static JsonObject Full(int i) => new()
    {
        ["userName"] = $"Person {i}",
        ["externalId"] = $"E-{i}",
        ["active"] = i % 3 != 0,
        ["title"] = i % 4 == 0 ? null : $"Title {i % 7}",
        ["emails"] = new JsonArray(Enumerable.Range(0, i % 3).Select(k => (JsonNode)new JsonObject { ["value"] = $"p{i}.{k}@example.com", ["primary"] = k == 0 }).ToArray()),
        ["name"] = new JsonObject { ["familyName"] = "Ünlü " + i },
    };

    static IEnumerable<ResourceChange> Creates(int from, int count) => Enumerable.Range(from, count).Select(i =>
        i % 10 == 9
            ? TestStores.Create($"g{i}", new JsonObject { ["displayName"] = $"Group {i}" }, "Group")
            : TestStores.Create($"u{i}", Full(i)) with { PasswordHash = i % 5 == 0 ? $"hash {i}" : null, Revival = i % 2 == 0 ? Document.From(Full(i)) : null });

    Task<ResourceChange?> SaveAsync(TenantId tenant, ResourceChange change) => Store.For(tenant).TrySaveAsync(change, Caller(tenant), None);

    async Task<string> OutcomeAsync(TenantId tenant, ResourceChange change)
    {
        try
        {
            return await SaveAsync(tenant, change) is { } saved ? $"{saved.Key.Id} {saved.After?.Version} {saved.Revived}" : "another version";
        }
        catch (ScimException refused)
        {
            return $"{refused.Error.Status} {refused.Error.Detail}";
        }
        catch (SchemaChangedException)
        {
            return "other schemas";
        }
    }

    async Task<List<string>> OneByOneAsync(TenantId tenant, IReadOnlyList<ResourceChange> changes)
    {
        var outcomes = new List<string>();
        foreach (var change in changes)
            outcomes.Add(await OutcomeAsync(tenant, change));
        return outcomes;
    }

    async Task<List<string>> AtOnceAsync(TenantId tenant, IReadOnlyList<ResourceChange> changes) => [.. await Task.WhenAll(changes.Select(change => OutcomeAsync(tenant, change)))];

    static readonly string[] StoredSql =
    [
        """
        SELECT type, id, version, created, modified, deleted_at, CASE WHEN tombstone > 0 THEN 1 ELSE 0 END, unique_value, display_name, external_id, active, checksum, password_hash, document
          FROM resource WHERE tenant = @tenant
        """,
        """
        SELECT r.id, v.path, v.element, v.text, v.number, v.instant
          FROM resource_value v JOIN resource r ON r.tenant = v.tenant AND r.row_id = v.resource WHERE v.tenant = @tenant
        """,
        """
        SELECT r.id, c.at, c.client, c.correlation, c.version, c.kind, c.delta
          FROM change c JOIN resource r ON r.tenant = c.tenant AND r.row_id = c.resource WHERE c.tenant = @tenant
        """,
        """
        SELECT g.id, row_number() OVER (PARTITION BY m.group_row ORDER BY m.row_id), r.id
          FROM member m JOIN resource g ON g.tenant = m.tenant AND g.row_id = m.group_row JOIN resource r ON r.tenant = m.tenant AND r.row_id = m.member_row WHERE m.tenant = @tenant
        """,
    ];

    /// <summary>All that is stored of a tenant's resources, less the numbers of the rows.</summary>
    async Task<List<string>> StoredAsync(TenantId tenant)
    {
        var stored = new List<string>();
        await using var connection = OpenRaw();
        foreach (var sql in StoredSql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@tenant", tenant.Value);
            command.Parameters.Add(parameter);
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                var line = new StringBuilder(sql[..20]);
                for (var i = 0; i < rows.FieldCount; i++)
                    line.Append(" | ").Append(rows.GetValue(i) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture));
                stored.Add(line.ToString());
            }
        }

        stored.Sort(StringComparer.Ordinal);
        return stored;
    }

    [Fact]
    public async Task New_resources_at_once_are_stored_as_one_by_one()
    {
        var creates = Creates(0, 120).ToList();

        var alone = await OneByOneAsync(One, creates);
        var together = await AtOnceAsync(Two, creates);

        Assert.Equal(alone, together);
        Assert.Equal(await StoredAsync(One), await StoredAsync(Two));
        if (TestEngine.IsPostgres)
            Assert.Contains(run, sql => sql.Contains("unnest(@types", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_creates_at_once_each_that_is_refused_is_refused_alone()
    {
        var creates = Creates(0, 100).ToList();
        foreach (var tenant in (TenantId[])[One, Two])
        {
            foreach (var i in (int[])[11, 22])
                await SaveAsync(tenant, TestStores.Create($"old{i}", Full(i)));
            // With a way back for 22, and none for 11.
            var gone = await FindAsync(tenant, "old22", load: Load.Document);
            await SaveAsync(tenant, TestStores.Delete(gone!));
        }

        creates[40] = creates[40] with { SchemaVersion = 7 };
        creates[43] = TestStores.Create("u43", new JsonObject { ["userName"] = new string('é', 3000) });
        creates[50] = TestStores.Create("u51", Full(50));
        creates[60] = TestStores.Create("g60", new JsonObject { ["displayName"] = "With members" }, "Group", "nobody");

        var alone = await OneByOneAsync(One, creates);
        var together = await AtOnceAsync(Two, creates);

        Assert.StartsWith("409 ", alone[11], StringComparison.Ordinal);
        Assert.Equal("old22 3 True", alone[22]);
        Assert.Equal("other schemas", alone[40]);
        Assert.Equal(alone.Index().Where(o => o.Index is not (50 or 51)), together.Index().Where(o => o.Index is not (50 or 51)));
        // Either of the two with the same id.
        Assert.Single(together[50..52], outcome => outcome.StartsWith("409 ", StringComparison.Ordinal));
        Assert.Equal(Except(await StoredAsync(One)), Except(await StoredAsync(Two)));

        static IEnumerable<string> Except(List<string> stored) => stored.Where(line => !line.Contains("| u51 |", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_at_once_are_stored_as_one_by_one()
    {
        var before = new Dictionary<(TenantId, int), Resource>();
        foreach (var tenant in (TenantId[])[One, Two])
        {
            await AtOnceAsync(tenant, [.. Creates(0, 100).Where(c => c.Key.Type == "User")]);
            foreach (var i in Enumerable.Range(0, 100).Where(i => i % 10 != 9))
                before[(tenant, i)] = (await FindAsync(tenant, $"u{i}", load: Load.Document))!;
        }

        List<ResourceChange> Changes(TenantId tenant) =>
        [
            .. Enumerable.Range(0, 100).Where(i => i % 10 != 9).Select(i => TestStores.Update(before[(tenant, i)], user =>
            {
                user["title"] = $"New title {i % 5}";
                if (i % 4 == 0)
                    user["externalId"] = $"X-{i}";
            }) with
            {
                ExpectedVersion = i == 33 ? 8 : 1,
                SchemaVersion = 0,
            }),
            // Taken; somebody who is not there.
            TestStores.Update(before[(tenant, 1)], user => user["userName"] = "Person 2") with { ExpectedVersion = null },
            TestStores.Update(before[(tenant, 5)] with { Key = new ResourceKey("User", "nobody") }, user => user["title"] = "None"),
            TestStores.Update(before[(tenant, 6)] with { Key = new ResourceKey("Group", "u6") }, user => user["title"] = "None"),
        ];

        var alone = await OneByOneAsync(One, Changes(One));
        var together = await AtOnceAsync(Two, Changes(Two));

        Assert.Equal("another version", alone[30]);
        Assert.Equal(["409", "404", "404"], alone[^3..].Select(outcome => outcome[..3]));
        Assert.Equal(alone, together);
        Assert.Equal(await StoredAsync(One), await StoredAsync(Two));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Members_who_come_and_go_at_once_are_stored_as_one_by_one(int seed)
    {
        foreach (var tenant in (TenantId[])[One, Two])
        {
            await OneByOneAsync(tenant, [.. Enumerable.Range(0, 12).Select(i => TestStores.Create($"u{i}", new JsonObject { ["userName"] = $"Person {i}" }))]);
            await OneByOneAsync(tenant, [.. Enumerable.Range(0, 3).Select(g => TestStores.Create($"g{g}", new JsonObject { ["displayName"] = $"Group {g}" }, "Group", $"u{g}", "u5"))]);
        }

        var random = new Random(seed);
        // One of 14 is not there, and one of 30 is said to be what it is not.
        string Any() => random.Next(14) switch { < 12 and var i => $"u{i}", 12 => "nobody", _ => "u3" };
        string[] Some(int least) => [.. Enumerable.Range(0, random.Next(least, 4)).Select(_ => Any())];
        var group = new Resource { Key = new ResourceKey("Group", ""), Version = 1, Created = default, LastModified = default, Document = Document.From([]) };
        var changes = Enumerable.Range(0, 150).Select(i => TestStores.MembersOf(
            group with { Key = new ResourceKey("Group", $"g{random.Next(4)}") },
            new MembersChange([.. Some(1).Select(id => new Member(id, random.Next(30) == 0 ? "Group" : random.Next(2) == 0 ? "User" : null))], [.. Some(0)])) with
        {
            At = DateTimeOffset.UnixEpoch.AddYears(60).AddSeconds(random.Next(100)),
        }).ToList();

        var alone = await OneByOneAsync(One, changes);
        var together = await AtOnceAsync(Two, changes);

        Assert.Contains(alone, outcome => outcome.StartsWith("404 ", StringComparison.Ordinal));
        Assert.Contains(alone, outcome => outcome.StartsWith("400 ", StringComparison.Ordinal));
        Assert.Equal(alone, together);
        Assert.Equal(await StoredAsync(One), await StoredAsync(Two));
        if (TestEngine.IsPostgres)
            Assert.Contains(run, sql => sql.Contains("unnest(@groups, @members, @ids, @types)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Groups_that_become_members_of_each_other_at_once_count_each_change()
    {
        var groups = new List<Resource>();
        for (var g = 0; g < 12; g++)
            groups.Add((await SaveAsync(One, TestStores.Create($"g{g}", new JsonObject { ["displayName"] = $"Group {g}" }, "Group")))!.After!);

        await Task.WhenAll(groups.SelectMany(group => groups.Select(other => SaveAsync(One, TestStores.MembersOf(group, new MembersChange([new Member(other.Key.Id, null)], []))))));

        foreach (var group in groups)
        {
            var stored = await FindAsync(One, group.Key.Id, "Group", Load.Members);
            Assert.Equal(groups.Count, stored!.Members.Length);
            // Twelve of its own, and one for each other group that it came into.
            Assert.Equal(1 + (2 * groups.Count) - 1, stored.Version);
        }
    }

    [Fact]
    public async Task A_resource_that_is_changed_twice_at_once_is_changed_by_each_in_turn()
    {
        var user = await CreateUserAsync(One, "u1");
        await CreateUserAsync(One, "u2");

        var outcomes = await AtOnceAsync(One, [.. Enumerable.Range(0, 40).Select(i => TestStores.Update(user, u => u["title"] = $"Title {i}"))]);

        Assert.Single(outcomes, "u1 2 False");
        Assert.Equal(39, outcomes.Count(outcome => outcome == "another version"));
        Assert.Equal(2, (await FindAsync(One, "u1"))!.Version);
    }

    [Fact]
    public async Task A_damaged_row_hurts_only_who_changes_it()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => CreateUserAsync(One, $"u{i}")));
        await using (var connection = OpenRaw())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE resource SET checksum = checksum + 1 WHERE id = 'u7'";
            await command.ExecuteNonQueryAsync();
        }

        var outcomes = await Task.WhenAll(users.Select(async user =>
        {
            try
            {
                return (await SaveAsync(One, TestStores.Update(user, u => u["title"] = "New")))!.After!.Version;
            }
            catch (StorageException)
            {
                return 0;
            }
        }));

        Assert.Equal(users.Select(user => user.Key.Id == "u7" ? 0L : 2L), outcomes);
    }
}
