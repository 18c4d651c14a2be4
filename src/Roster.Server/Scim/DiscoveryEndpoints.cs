using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Server.Http;

namespace Roster.Server.Scim;

/// <summary>
/// What the surface can do and what its resources look like (RFC 7644 section 4), for the organization that asks. Paging parameters are ignored, a filter is refused.
/// </summary>
sealed class DiscoveryEndpoints(TenantSurface surface, PublicAddress address)
{
    readonly DiscoveryPaths paths = surface.Profile.Discovery;

    /// <summary>With a token it is the organization's own; without one, the installation's.</summary>
    public Task GetServiceProviderConfigAsync(HttpContext http) => http.Facts().Caller is null
        ? AnswerConfigurationAsync(http, surface.Profile)
        : surface.RunAsync(http, request => AnswerConfigurationAsync(http, request.Profile));

    Task AnswerConfigurationAsync(HttpContext http, ScimProfile profile)
    {
        var config = profile.ServiceProviderConfig.DeepClone().AsObject();
        config["meta"] = Meta(http, "ServiceProviderConfig", paths.ServiceProviderConfig);
        return AnswerAsync(http, Shown(http, Configuration, config));
    }

    public Task ListResourceTypesAsync(HttpContext http) => surface.RunAsync(http, request =>
    {
        request.Profile.Demand(Verb.List, "ResourceType", request.Caller);
        return AnswerAsync(http, List(http, request.Profile.ResourceTypes.Select(x => Shown(http, Kind, Describe(http, x)))));
    });

    public Task GetResourceTypeAsync(HttpContext http) => surface.RunAsync(http, request =>
    {
        request.Profile.Demand(Verb.Get, "ResourceType", request.Caller);
        var id = Id(http);
        var type = request.Profile.ResourceTypes.FirstOrDefault(t => t.Name.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw ScimError.NotFound(new ResourceKey("ResourceType", id)).ToException();
        return AnswerAsync(http, Shown(http, Kind, Describe(http, type)));
    });

    public Task ListSchemasAsync(HttpContext http) => surface.RunAsync(http, request =>
    {
        request.Profile.Demand(Verb.List, "Schema", request.Caller);
        return AnswerAsync(http, List(http, AllSchemas(request.Profile).Select(x => Shown(http, SchemaKind, Describe(http, x)))));
    });

    public Task GetSchemaAsync(HttpContext http) => surface.RunAsync(http, request =>
    {
        request.Profile.Demand(Verb.Get, "Schema", request.Caller);
        var id = Id(http);
        var schema = AllSchemas(request.Profile).FirstOrDefault(s => s.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw ScimError.NotFound(new ResourceKey("Schema", id)).ToException();
        return AnswerAsync(http, Shown(http, SchemaKind, Describe(http, schema)));
    });

    // What discovery itself answers has schemas too, so that every URN in an answer can be looked up.
    static IEnumerable<Schema> AllSchemas(ScimProfile profile) =>
        profile.ResourceTypes.SelectMany(t => t.Extensions.Select(e => e.Schema).Prepend(t.Schema)).DistinctBy(s => s.Id, StringComparer.Ordinal)
            .Concat([CoreSchemas.ServiceProviderConfig, CoreSchemas.ResourceType, CoreSchemas.Schema]);

    JsonObject Describe(HttpContext http, ResourceType type) => new()
    {
        ["schemas"] = new JsonArray(Urn.ResourceType),
        ["id"] = type.Name,
        ["name"] = type.Name,
        ["description"] = type.Description,
        ["endpoint"] = type.Endpoint,
        ["schema"] = type.Schema.Id,
        ["schemaExtensions"] = new JsonArray([.. type.Extensions.Select(e => new JsonObject { ["schema"] = e.Schema.Id, ["required"] = e.Required })]),
        ["meta"] = Meta(http, "ResourceType", $"{paths.ResourceTypes}/{type.Name}"),
    };

    JsonObject Describe(HttpContext http, Schema schema)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("schemas"u8);
            writer.WriteStringValue(Urn.Schema);
            writer.WriteEndArray();
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        var json = JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
        json["meta"] = Meta(http, "Schema", $"{paths.Schemas}/{schema.Id}");
        return json;
    }

    JsonObject Meta(HttpContext http, string resourceType, string path) => new()
    {
        ["resourceType"] = resourceType,
        ["location"] = (surface.Profile.AbsoluteLocations ? address.Of(http) : "") + surface.Profile.LocationPrefix + path,
    };

    // Discovery describes itself by schemas too, so 'attributes' works on it as on any resource (RFC 7644 section 3.9).
    static readonly ResourceType Configuration = Described("ServiceProviderConfig", CoreSchemas.ServiceProviderConfig);
    static readonly ResourceType Kind = Described("ResourceType", CoreSchemas.ResourceType);
    static readonly ResourceType SchemaKind = Described("Schema", CoreSchemas.Schema);

    static ResourceType Described(string name, Schema schema) => new() { Name = name, Endpoint = "/" + name, Schema = schema };

    static JsonObject Shown(HttpContext http, ResourceType type, JsonObject resource) =>
        ScimQuery.Projection(http.Request.Query, type) is { IsDefault: false } projection ? projection.Show(resource) : resource;

    static JsonObject List(HttpContext http, IEnumerable<JsonObject> resources)
    {
        // RFC 7644 section 4: 403 keeps a client from believing that its filter was applied.
        if (http.Request.Query.ContainsKey("filter"))
            throw new ScimError(403, null, "These resources cannot be filtered; leave 'filter' out.").ToException();

        JsonNode[] all = [.. resources];
        return new JsonObject
        {
            ["schemas"] = new JsonArray(Urn.ListResponse),
            ["totalResults"] = all.Length,
            ["startIndex"] = 1,
            ["itemsPerPage"] = all.Length,
            ["Resources"] = new JsonArray(all),
        };
    }

    static Task AnswerAsync(HttpContext http, JsonObject document)
    {
        var body = JsonAnswer.Bytes(document);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"";
        if (http.Request.Headers.IfNoneMatch.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(t => t is "*" || t.EndsWith(tag, StringComparison.Ordinal)))
        {
            ScimAnswer.NotModified(http, tag);
            return Task.CompletedTask;
        }

        http.Response.Headers.ETag = tag;
        return JsonAnswer.WriteAsync(http, 200, body, MediaTypes.ForAnswer(http.Request));
    }

    // A route value keeps an escaped colon escaped only where the server does; both forms name the schema.
    static string Id(HttpContext http) => Uri.UnescapeDataString((string)http.GetRouteValue("id")!);
}
