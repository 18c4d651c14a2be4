using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Roster.Scim;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Testing;

namespace Roster.Storage.Tests;

/// <summary>A data folder that goes with the test.</summary>
sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("roster-storage-").FullName;

    public void Dispose()
    {
        TestEngine.Drop(Path);
        Directory.Delete(Path, recursive: true);
    }
}

static class TestStores
{
    public static ImmutableArray<ResourceType> Types { get; } = [VectorSchemas.User, VectorSchemas.Group];

    public static ImmutableArray<IndexedAttribute> Indexed { get; } =
    [
        new("User", VectorSchemas.User.Path("emails", "value")),
        new("User", VectorSchemas.User.Path("emails", "type")),
        new("User", VectorSchemas.User.Path("emails", "primary")),
        new("User", VectorSchemas.User.Path("title")),
        new("User", VectorSchemas.User.Path("name", "familyName")),
        new("User", VectorSchemas.User.Path("score", extension: VectorSchemas.Test)),
        new("User", VectorSchemas.User.Path("rating", extension: VectorSchemas.Test)),
        new("User", VectorSchemas.User.Path("hiredOn", extension: VectorSchemas.Test)),
        new("User", VectorSchemas.User.Path("badge", extension: VectorSchemas.Test)),
        new("User", VectorSchemas.User.Path("tags", extension: VectorSchemas.Test)),
        new("User", VectorSchemas.User.Path("skills", "name", VectorSchemas.Test)),
        new("User", VectorSchemas.User.Path("skills", "proficiency", VectorSchemas.Test)),
    ];

    public static StorageOptions Options(string folder) =>
        new() { Folder = folder, ConnectionString = TestEngine.ConnectionString(folder), ResourceTypes = Types, Indexed = Indexed, Readers = 4, SqlRun = SqlRules.Watch };

    public static Task<RosterStore> OpenAsync(string folder) => RosterStore.OpenAsync(Options(folder), CancellationToken.None);

    public static Caller Caller(TenantId tenant) => new(tenant, "client-1", [], "correlation-1");

    public static ResourceChange Create(string id, JsonObject attributes, string type = "User", params ImmutableArray<string> members) => new()
    {
        Kind = ChangeKind.Create,
        Key = new ResourceKey(type, id),
        At = Noon,
        Document = Document.From(attributes),
        Attributes = [.. attributes.Select(a => new AttributeChange(a.Key, null, a.Value?.DeepClone()))],
        Members = new MembersChange([.. members.Select(m => new Member(m, null))], []),
    };

    public static ResourceChange Update(Resource before, Action<JsonObject> edit)
    {
        var attributes = before.Document.ToJson();
        edit(attributes);
        return new ResourceChange
        {
            Kind = ChangeKind.Update,
            Key = before.Key,
            At = Noon.AddMinutes(1),
            Before = before,
            Document = Document.From(attributes),
            Attributes = AttributeChanges(before.Document.ToJson(), attributes),
            ExpectedVersion = before.Version,
        };
    }

    /// <summary>A change that only adds and removes members, as a PATCH makes it.</summary>
    public static ResourceChange MembersOf(Resource group, MembersChange members) => new()
    {
        Kind = ChangeKind.Update, Key = group.Key, At = Noon.AddMinutes(1), Before = group, Document = group.Document, Members = members,
    };

    public static ResourceChange Delete(Resource before) =>
        new() { Kind = ChangeKind.Delete, Key = before.Key, At = Noon.AddMinutes(2), Before = before };

    public static MembersChange Add(params ImmutableArray<string> ids) => new([.. ids.Select(id => new Member(id, null))], []);

    public static MembersChange Remove(params ImmutableArray<string> ids) => new([], ids);

    /// <summary>Runs a statement on the file that a store in a folder has, beside the store.</summary>
    /// <returns>The first column of each row.</returns>
    public static async Task<List<string>> SqliteLinesAsync(string folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "roster.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync())
            lines.Add(rows.GetString(0));
        return lines;
    }

    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    static ImmutableArray<AttributeChange> AttributeChanges(JsonObject before, JsonObject after) =>
    [
        .. before.Select(a => a.Key).Union(after.Select(a => a.Key), StringComparer.Ordinal)
            .Where(name => !JsonNode.DeepEquals(before[name], after[name]))
            .Select(name => new AttributeChange(name, before[name]?.DeepClone(), after[name]?.DeepClone())),
    ];
}
