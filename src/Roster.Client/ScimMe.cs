using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Roster.Client.Genesys;

namespace Roster.Client;

/// <summary>
/// The resource of whoever the token stands for (RFC 7644 section 3.11). A server that knows nobody by the token answers 404 or 501, and one that would send the request elsewhere 308: each is a
/// <see cref="ScimException"/>.
/// </summary>
/// <typeparam name="T">A type of the application with its <see cref="JsonTypeInfo"/>, or <see cref="JsonElement"/>.</typeparam>
public sealed class ScimMe<T>
{
    readonly ScimConnection connection;
    readonly string endpoint;
    readonly JsonTypeInfo<T> type;

    internal ScimMe(ScimConnection connection, string endpoint, JsonTypeInfo<T> type) => (this.connection, this.endpoint, this.type) = (connection, endpoint, type);

    /// <summary>Reads it.</summary>
    /// <param name="ifNoneMatch">A version that the caller has; if it is still the resource's, the answer is <see cref="ScimResponse.IsNotModified"/>.</param>
    /// <param name="attributes">The attributes that are asked for, beside those that always come.</param>
    /// <param name="excludedAttributes">The attributes that are not asked for.</param>
    public Task<ScimResponse<T>> GetAsync(string? ifNoneMatch = null, IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default)
    {
        var query = ScimRequest.Query(("attributes", ScimQuery.Joined(attributes)), ("excludedAttributes", ScimQuery.Joined(excludedAttributes)));
        return connection.SendAsync(new ScimRequest(HttpMethod.Get, endpoint + query, endpoint) { IfNoneMatch = ifNoneMatch }, type, cancel);
    }

    /// <summary>Puts a whole resource in place of what is there.</summary>
    /// <param name="ifMatch">The version that it is to replace. With one, the request is repeated when an attempt fails.</param>
    public Task<ScimResponse<T>> ReplaceAsync(T resource, string? ifMatch = null, CancellationToken cancel = default) =>
        connection.SendAsync(new ScimRequest(HttpMethod.Put, endpoint, endpoint) { IfMatch = ifMatch, Body = JsonSerializer.SerializeToUtf8Bytes(resource, type) }, type, cancel);

    /// <summary>Changes it. Servers may answer with it or without.</summary>
    /// <param name="ifMatch">The version that the changes are meant for. With one, the request is repeated when an attempt fails.</param>
    public Task<ScimResponse<T>> PatchAsync(ScimV2PatchRequest patch, string? ifMatch = null, CancellationToken cancel = default) =>
        connection.SendAsync(new ScimRequest(HttpMethod.Patch, endpoint, endpoint) { IfMatch = ifMatch, Body = JsonSerializer.SerializeToUtf8Bytes(patch, ClientJson.Default.ScimV2PatchRequest) }, type, cancel);

    /// <summary>Deletes it.</summary>
    /// <param name="ifMatch">The version that is meant. With one, the request is repeated when an attempt fails.</param>
    public Task<ScimResponse> DeleteAsync(string? ifMatch = null, CancellationToken cancel = default) =>
        connection.SendAsync(new ScimRequest(HttpMethod.Delete, endpoint, endpoint) { IfMatch = ifMatch }, cancel);
}
