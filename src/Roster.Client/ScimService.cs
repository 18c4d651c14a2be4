using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Roster.Client;

/// <summary>Any SCIM 2.0 server: what it can do, its resources of any type, and jobs of many operations.</summary>
public sealed class ScimService
{
    readonly ScimConnection connection;
    readonly string prefix;

    /// <summary>A service whose root is the connection's base address.</summary>
    public ScimService(ScimConnection connection)
        : this(connection, "")
    {
    }

    /// <param name="root">The service's root after the connection's base address, such as <c>scim/v2</c>.</param>
    public ScimService(ScimConnection connection, string root)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(root);
        this.connection = connection;
        prefix = root.Trim('/') is { Length: > 0 } path ? path + "/" : "";
    }

    /// <summary>Resources of a type that the application has a class for.</summary>
    /// <param name="endpoint">Where they are: <c>Users</c>.</param>
    public ScimClient<T> Resources<T>(string endpoint, JsonTypeInfo<T> type) => new(connection, prefix + endpoint, type);

    /// <summary>Resources of any schema, to be read.</summary>
    /// <param name="endpoint">Where they are: <c>Users</c>.</param>
    public ScimClient<JsonElement> Elements(string endpoint) => Resources(endpoint, ClientJson.Default.JsonElement);

    /// <summary>Resources of any schema, to be changed.</summary>
    /// <param name="endpoint">Where they are: <c>Users</c>.</param>
    public ScimClient<JsonObject> Objects(string endpoint) => Resources(endpoint, ClientJson.Default.JsonObject);

    /// <summary>What the server can do.</summary>
    public Task<ScimResponse<ScimServiceProviderConfig>> GetServiceProviderConfigAsync(CancellationToken cancel = default) =>
        GetAsync("ServiceProviderConfig", ClientJson.Default.ScimServiceProviderConfig, cancel);

    /// <summary>Which types of resources there are.</summary>
    public Task<ScimResponse<ScimConfigResourceTypesListResponse>> GetResourceTypesAsync(CancellationToken cancel = default) =>
        GetAsync("ResourceTypes", ClientJson.Default.ScimConfigResourceTypesListResponse, cancel);

    /// <summary>Which schemas there are.</summary>
    public Task<ScimResponse<ScimV2SchemaListResponse>> GetSchemasAsync(CancellationToken cancel = default) => GetAsync("Schemas", ClientJson.Default.ScimV2SchemaListResponse, cancel);

    /// <summary>Sends a job. It is sent once: nobody could tell which of its operations a lost answer was about.</summary>
    public Task<ScimResponse<ScimBulkResult>> BulkAsync(ScimBulk bulk, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(bulk);
        return connection.SendAsync(new ScimRequest(HttpMethod.Post, prefix + "Bulk", prefix + "Bulk") { Body = bulk.ToBytes() }, ClientJson.Default.ScimBulkResult, cancel);
    }

    /// <summary>
    /// Sends a job in as many requests as the server's limits ask for, one after the other, and hands over what became of each operation as it is known, in the order of the operations. What a
    /// request created is known to the later ones by its id; an operation that refers to what comes in a later request is refused by the server. Each request is sent once, so when one is lost, what
    /// was handed over until then is done and the rest is not known.
    /// </summary>
    /// <param name="limits">What the server lets in at once: <see cref="ScimServiceProviderConfig.Bulk"/>.</param>
    public async IAsyncEnumerable<ScimBulkOutcome> BulkInPartsAsync(ScimBulk bulk, ScimServiceProviderConfigBulkFeature limits, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(bulk);
        ArgumentNullException.ThrowIfNull(limits);
        var parts = bulk.Parts(limits);
        while (parts.Next() is { } part)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(part, ClientJson.Default.BulkRequest);
            var result = (await connection.SendAsync(new ScimRequest(HttpMethod.Post, prefix + "Bulk", prefix + "Bulk") { Body = body }, ClientJson.Default.ScimBulkResult, cancel)).Value;
            var isWhole = parts.Done(part, result);
            foreach (var outcome in result.Outcomes)
                yield return outcome;
            if (!isWhole)
                yield break;
        }
    }

    /// <summary>The resource of whoever the token stands for.</summary>
    public ScimMe<T> Me<T>(JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new(connection, prefix + "Me", type);
    }

    /// <summary>The resource of whoever the token stands for, to be changed.</summary>
    public ScimMe<JsonObject> Me() => Me(ClientJson.Default.JsonObject);

    Task<ScimResponse<T>> GetAsync<T>(string endpoint, JsonTypeInfo<T> type, CancellationToken cancel) =>
        connection.SendAsync(new ScimRequest(HttpMethod.Get, prefix + endpoint, prefix + endpoint), type, cancel);
}
