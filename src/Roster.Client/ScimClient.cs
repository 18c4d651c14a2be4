using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Roster.Client.Genesys;

namespace Roster.Client;

/// <summary>The resources of one type on any SCIM server, whatever their schema.</summary>
/// <typeparam name="T">A type of the application with its <see cref="JsonTypeInfo"/>, or <see cref="JsonElement"/>.</typeparam>
public sealed class ScimClient<T>
{
    const int UpdateAttempts = 5;

    readonly ScimConnection connection;
    readonly JsonTypeInfo<T> type;
    readonly string endpoint;

    /// <param name="endpoint">Where the resources are, after the connection's base address: <c>Users</c>, or <c>scim/v2/Users</c>.</param>
    /// <param name="type">How a resource is written and read.</param>
    public ScimClient(ScimConnection connection, string endpoint, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(endpoint);
        ArgumentNullException.ThrowIfNull(type);
        (this.connection, this.type, this.endpoint) = (connection, type, endpoint.Trim('/'));
    }

    /// <summary>Creates a resource. Not repeated once it was sent, unless the server says that it took none (429): it may have it already.</summary>
    public Task<ScimResponse<T>> CreateAsync(T resource, CancellationToken cancel = default) =>
        connection.SendAsync(new ScimRequest(HttpMethod.Post, endpoint, endpoint) { Body = JsonSerializer.SerializeToUtf8Bytes(resource, type) }, type, cancel);

    /// <param name="ifNoneMatch">A version that the caller has; if it is still the resource's, the answer is <see cref="ScimResponse.IsNotModified"/>.</param>
    /// <param name="attributes">The attributes that are asked for, beside those that always come.</param>
    /// <param name="excludedAttributes">The attributes that are not asked for.</param>
    public Task<ScimResponse<T>> GetAsync(
        string id, string? ifNoneMatch = null, IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default)
    {
        var query = ScimRequest.Query(("attributes", ScimQuery.Joined(attributes)), ("excludedAttributes", ScimQuery.Joined(excludedAttributes)));
        return connection.SendAsync(One(HttpMethod.Get, id, query, ifNoneMatch: ifNoneMatch), type, cancel);
    }

    /// <summary>Puts a whole resource in place of what is there.</summary>
    /// <param name="ifMatch">The version that it is to replace. With one, the request is repeated when an attempt fails.</param>
    public Task<ScimResponse<T>> ReplaceAsync(string id, T resource, string? ifMatch = null, CancellationToken cancel = default) =>
        connection.SendAsync(One(HttpMethod.Put, id, ifMatch: ifMatch, body: JsonSerializer.SerializeToUtf8Bytes(resource, type)), type, cancel);

    /// <summary>Changes a resource. Servers may answer with it or without.</summary>
    /// <param name="ifMatch">The version that the changes are meant for. With one, the request is repeated when an attempt fails.</param>
    public Task<ScimResponse<T>> PatchAsync(string id, ScimV2PatchRequest patch, string? ifMatch = null, CancellationToken cancel = default) =>
        connection.SendAsync(One(HttpMethod.Patch, id, ifMatch: ifMatch, body: JsonSerializer.SerializeToUtf8Bytes(patch, ClientJson.Default.ScimV2PatchRequest)), type, cancel);

    /// <param name="ifMatch">The version that is meant. With one, the request is repeated when an attempt fails.</param>
    public Task<ScimResponse> DeleteAsync(string id, string? ifMatch = null, CancellationToken cancel = default) =>
        connection.SendAsync(One(HttpMethod.Delete, id, ifMatch: ifMatch), cancel);

    /// <summary>One page.</summary>
    public Task<ScimResponse<ScimList<T>>> ListAsync(ScimQuery? query = null, CancellationToken cancel = default)
    {
        query ??= new ScimQuery();
        var request = query.UsesSearch
            ? new ScimRequest(HttpMethod.Post, $"{endpoint}/.search", $"{endpoint}/.search")
            {
                Body = JsonSerializer.SerializeToUtf8Bytes(query.ToSearchRequest(), ClientJson.Default.JsonObject),
                IsSearch = true,
            }
            : new ScimRequest(HttpMethod.Get, endpoint + query.ToQueryString(), endpoint);
        return connection.SendAsync(request, body => ScimList<T>.Read(body, type), cancel);
    }

    /// <summary>
    /// All resources, page after page, each fetched when it is come to. Pages by index can miss or repeat what is created and deleted meanwhile;
    /// pages by cursor (<c>Cursor = ""</c>) do not, where the server has them.
    /// </summary>
    /// <exception cref="InvalidOperationException">The server answers with another page than it was asked for.</exception>
    public async IAsyncEnumerable<T> AllAsync(ScimQuery? query = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var next = query ?? new ScimQuery();
        while (true)
        {
            var page = (await ListAsync(next, cancel)).Value;
            if (next.Cursor is null && page.StartIndex is { } start && start != (next.StartIndex ?? 1))
                throw new InvalidOperationException($"The server was asked for the page from {next.StartIndex ?? 1} and answered with the one from {start}.");

            foreach (var resource in page.Resources)
                yield return resource;

            if (page.NextCursor is { Length: > 0 } cursor)
            {
                if (string.Equals(cursor, next.Cursor, StringComparison.Ordinal))
                    throw new InvalidOperationException("The server answered with the cursor that it was asked with.");
                next = next with { Cursor = cursor, StartIndex = null };
                continue;
            }

            var after = (next.StartIndex ?? 1) + page.Resources.Count;
            if (next.Cursor is not null || page.Resources.Count == 0 || after > page.TotalResults)
                yield break;
            next = next with { StartIndex = after };
        }
    }

    /// <summary>
    /// Reads a resource, changes it and puts it back, on the condition that it is still what was read. If somebody else was faster, it is read and changed anew. A change that
    /// changes nothing is not sent. An attempt whose answer was lost is found done when the resource is read again.
    /// </summary>
    /// <param name="change">Called once for each time the resource is read.</param>
    /// <exception cref="InvalidOperationException">The server has no versions: it names none by <c>ETag</c> and none by <c>meta.version</c>.</exception>
    public async Task<ScimResponse<T>> UpdateAsync(string id, Func<T, T> change, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 1; ; attempt++)
        {
            var before = await GetAsync(id, cancel: cancel);
            var asRead = JsonSerializer.SerializeToUtf8Bytes(before.Value, type);
            var changed = change(before.Value);
            if (JsonSerializer.SerializeToUtf8Bytes(changed, type).AsSpan().SequenceEqual(asRead))
                return before;

            try
            {
                return await ReplaceAsync(id, changed, before.Version ?? throw new InvalidOperationException("The server names no version, so nobody could tell whether the resource is still what was read."), cancel);
            }
            catch (ScimException e) when (e.IsVersionConflict && attempt < UpdateAttempts)
            {
                await connection.PauseAsync(attempt, cancel);
            }
        }
    }

    ScimRequest One(HttpMethod method, string id, string query = "", string? ifMatch = null, string? ifNoneMatch = null, byte[]? body = null) =>
        new(method, $"{endpoint}/{ScimRequest.Segment(id)}{query}", endpoint + "/{id}") { IfMatch = ifMatch, IfNoneMatch = ifNoneMatch, Body = body };
}
