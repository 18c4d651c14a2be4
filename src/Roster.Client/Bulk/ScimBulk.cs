using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Roster.Client.Genesys;

namespace Roster.Client;

/// <summary>Many operations in one request (RFC 7644 section 3.7). What one creates, others can refer to before it has an id.</summary>
public sealed class ScimBulk
{
    readonly List<BulkOperation> operations = [];

    /// <summary>After how many failures the server shall give up; without, it does what it can.</summary>
    public int? FailOnErrors { get; init; }

    /// <summary>Operations so far.</summary>
    public int Count => operations.Count;

    /// <summary>Creates a resource.</summary>
    /// <param name="endpoint">Where resources of its type are: <c>Users</c>.</param>
    /// <returns>What stands for its id in the rest of the job.</returns>
    public BulkReference Create(string endpoint, JsonObject resource)
    {
        var bulkId = string.Create(CultureInfo.InvariantCulture, $"{operations.Count + 1}");
        operations.Add(new BulkOperation { Method = "POST", Path = Endpoint(endpoint), BulkId = bulkId, Data = resource });
        return new BulkReference(bulkId);
    }

    /// <summary>Creates a resource.</summary>
    /// <param name="endpoint">Where resources of its type are: <c>Users</c>.</param>
    /// <returns>What stands for its id in the rest of the job.</returns>
    public BulkReference Create<T>(string endpoint, T resource, JsonTypeInfo<T> type) => Create(endpoint, Object(resource, type));

    /// <summary>Puts a whole resource in place of what is there.</summary>
    /// <param name="version">The version that it is to replace; null for any.</param>
    public ScimBulk Replace<T>(string endpoint, string id, T resource, JsonTypeInfo<T> type, string? version = null) =>
        With("PUT", endpoint, ScimRequest.Segment(id), version, Object(resource, type));

    /// <summary>Changes a resource.</summary>
    /// <param name="version">The version that the changes are meant for; null for any.</param>
    public ScimBulk Patch(string endpoint, string id, ScimPatch patch, string? version = null) => With("PATCH", endpoint, ScimRequest.Segment(id), version, Node(patch));

    /// <summary>Changes a resource that the same job creates.</summary>
    public ScimBulk Patch(string endpoint, BulkReference created, ScimPatch patch) => With("PATCH", endpoint, created.ToString(), version: null, Node(patch));

    /// <summary>Deletes a resource.</summary>
    /// <param name="version">The version that is meant; null for any.</param>
    public ScimBulk Delete(string endpoint, string id, string? version = null) => With("DELETE", endpoint, ScimRequest.Segment(id), version, data: null);

    /// <summary>How many operations; not what they write, which may be passwords.</summary>
    public override string ToString() => $"{Count} operations";

    internal BulkParts Parts(ScimServiceProviderConfigBulkFeature limits) => new(operations, FailOnErrors, limits);

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new BulkRequest { FailOnErrors = FailOnErrors, Operations = operations }, ClientJson.Default.BulkRequest);

    ScimBulk With(string method, string endpoint, string segment, string? version, JsonNode? data)
    {
        operations.Add(new BulkOperation { Method = method, Path = $"{Endpoint(endpoint)}/{segment}", Version = EntityTag.Format(version), Data = data });
        return this;
    }

    static string Endpoint(string endpoint)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(endpoint);
        return "/" + endpoint.Trim('/');
    }

    static JsonObject Object<T>(T resource, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToNode(resource, type) as JsonObject ?? throw new ArgumentException("A resource is a JSON object.", nameof(resource));

    static JsonNode? Node(ScimPatch patch) => JsonSerializer.SerializeToNode((ScimV2PatchRequest)patch, ClientJson.Default.ScimV2PatchRequest);
}

/// <summary>Stands for the id of what a job creates, wherever an id may stand: <c>bulkId:1</c>.</summary>
public readonly record struct BulkReference
{
    internal BulkReference(string bulkId) => BulkId = bulkId;

    /// <summary>The operation's name within the job.</summary>
    public string? BulkId { get; }

    /// <summary>The reference as it is written in place of an id.</summary>
    public override string ToString() => $"bulkId:{BulkId}";
}

sealed class BulkRequest
{
    public IReadOnlyList<string> Schemas { get; } = ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"];

    public int? FailOnErrors { get; init; }

    [JsonPropertyName("Operations")]
    public required IReadOnlyList<BulkOperation> Operations { get; init; }
}

sealed class BulkOperation
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    public string? BulkId { get; init; }

    public string? Version { get; init; }

    public JsonNode? Data { get; init; }
}
