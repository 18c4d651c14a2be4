using System.CommandLine;
using System.Text.Json.Nodes;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Options;

namespace Roster.Commands;

/// <summary>
/// <c>roster schema</c> and <c>roster resource-type</c>: what an organization defines for itself, read from files in the forms of RFC 7643 sections 7 and 6.
/// A running server serves a change within a second.
/// </summary>
static class SchemaCommand
{
    static readonly Argument<FileInfo> File = new("file") { Description = "A JSON file." };
    static readonly Argument<string> Urn = new("id") { Description = "The schema's URN." };
    static readonly Argument<string> Name = new("name") { Description = "The resource type's name." };

    public static Command CreateSchema() => new("schema", "Manage an organization's own schemas.") { SetSchema(), ListSchemas(), RetireSchema() };

    public static Command CreateResourceType() => new("resource-type", "Manage an organization's resource types.") { SetType(), ListTypes(), RetireType() };

    static Command SetSchema() => new Command("set", "Add the schema in a file, or change the one that has its id.") { File, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var schema = OwnSchemasJson.ReadSchema(await ReadAsync(given, cancel));
        var installed = store.Schemas.Installed;
        var own = await store.Schemas.ChangeAsync(
            (await store.TenantAsync(given, cancel)).Id, o => o.Schema(schema.Id) is null ? o.Add(schema, installed) : o.Replace(schema, installed), cancel);

        given.Print(OwnSchemasJson.Write(own.Schema(schema.Id)!), $"The organization has the schema '{schema.Id}'.");
        return 0;
    });

    static Command ListSchemas() => new Command("list", "List the organization's own schemas.") { DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var own = store.Schemas.Of((await store.TenantAsync(given, cancel)).Id);

        given.Print(
            new JsonObject { ["schemas"] = new JsonArray([.. own.Schemas.Select(OwnSchemasJson.Write)]) },
            string.Join(Environment.NewLine, own.Schemas.Select(s => $"{s.Id}  {string.Join(", ", s.Attributes.Select(a => a.Name))}")));
        return 0;
    });

    static Command RetireSchema() => new Command("retire", "Take away a schema that no resource type uses.") { Urn, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        await store.Schemas.ChangeAsync((await store.TenantAsync(given, cancel)).Id, o => o.Retire(given.GetValue(Urn)!), cancel);

        given.Print(new JsonObject { ["id"] = given.GetValue(Urn), ["retired"] = true }, "The schema is retired.");
        return 0;
    });

    static Command SetType() => new Command("set", "Add the resource type in a file, or change the one that has its name.") { File, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var installed = store.Schemas.Installed;
        var type = OwnSchemasJson.ReadResourceType(await ReadAsync(given, cancel), installed);
        var own = await store.Schemas.ChangeAsync(
            (await store.TenantAsync(given, cancel)).Id,
            o => type.Schema is not null && o.ResourceType(type.Name) is null ? o.Add(type, installed) : o.Replace(type, installed),
            cancel);

        given.Print(own.ResourceType(type.Name) is { } set ? OwnSchemasJson.Write(set) : [], $"The resource type '{type.Name}' is set.");
        return 0;
    });

    static Command ListTypes() => new Command("list", "List the resource types that the organization has.") { DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        var types = store.Schemas.Of((await store.TenantAsync(given, cancel)).Id).Extend(store.Schemas.Installed);

        given.Print(
            new JsonObject { ["resourceTypes"] = new JsonArray([.. types.Select(Describe)]) },
            string.Join(Environment.NewLine, types.Select(t => $"{t.Name}  {t.Endpoint}  {string.Join(", ", t.Extensions.Select(e => e.Schema.Id).Prepend(t.Schema.Id))}")));
        return 0;
    });

    static Command RetireType() => new Command("retire", "Take away a resource type that has no resources.") { Name, DataOption.Tenant }.Administers(async (store, given, cancel) =>
    {
        await store.Schemas.ChangeAsync((await store.TenantAsync(given, cancel)).Id, o => o.RetireType(given.GetValue(Name)!, store.Schemas.Installed), cancel);

        given.Print(new JsonObject { ["name"] = given.GetValue(Name), ["retired"] = true }, "The resource type is retired.");
        return 0;
    });

    static JsonObject Describe(ResourceType type) => new()
    {
        ["name"] = type.Name,
        ["endpoint"] = type.Endpoint,
        ["schema"] = type.Schema.Id,
        ["schemaExtensions"] = new JsonArray([.. type.Extensions.Select(e => new JsonObject { ["schema"] = e.Schema.Id, ["required"] = e.Required })]),
    };

    static async Task<JsonObject> ReadAsync(ParseResult given, CancellationToken cancel)
    {
        var file = given.GetValue(File)!;
        return file.Exists ? JsonBody.Parse(await System.IO.File.ReadAllBytesAsync(file.FullName, cancel)) : throw new OptionsException($"There is no file '{file.FullName}'.");
    }
}
