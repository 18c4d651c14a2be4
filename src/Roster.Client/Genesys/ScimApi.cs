using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Roster.Client.Genesys;

/// <summary>
/// The Genesys Cloud SCIM API. The methods are those of the vendor's SDK, under the vendor's names: each once for the default version (<c>/api/v2/scim</c>) and once
/// for version 2 (<c>/api/v2/scim/v2</c>). <see cref="Users"/> and <see cref="Groups"/> add what no SDK of the vendor has: all pages, and updates that cope with conflicts.
/// </summary>
/// <remarks>
/// <c>ifMatch</c> and <c>ifNoneMatch</c> take a version as the answer before told it (<see cref="ScimResponse.ETag"/> or <see cref="ScimMetadata.Version"/>). With
/// <c>ifMatch</c> a write is repeated when an attempt fails; without, it is sent once. Refusals are <see cref="ScimException"/>.
/// </remarks>
public sealed class ScimApi
{
    readonly ScimConnection connection;
    readonly Door byDefault;
    readonly Door v2;

    /// <param name="connection">Its base address is that of the region's API, without a path of SCIM's.</param>
    public ScimApi(ScimConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        this.connection = connection;
        byDefault = new(connection, "api/v2/scim");
        v2 = new(connection, "api/v2/scim/v2");
    }

    /// <summary>Users under version 2, with all that <see cref="ScimClient{T}"/> offers.</summary>
    public ScimClient<ScimV2User> Users => v2.Users;

    /// <summary>Groups under version 2, with all that <see cref="ScimClient{T}"/> offers.</summary>
    public ScimClient<ScimV2Group> Groups => v2.Groups;

    /// <summary>Soft delete user with specified ID.</summary>
    public Task<ScimResponse> DeleteScimUserAsync(string userId, string? ifMatch = null, CancellationToken cancel = default) => byDefault.Users.DeleteAsync(userId, ifMatch, cancel);

    /// <summary>Soft delete user with specified ID.</summary>
    public Task<ScimResponse> DeleteScimV2UserAsync(string userId, string? ifMatch = null, CancellationToken cancel = default) => v2.Users.DeleteAsync(userId, ifMatch, cancel);

    /// <summary>Return Group with specified ID.</summary>
    public Task<ScimResponse<ScimV2Group>> GetScimGroupAsync(
        string groupId, string? ifNoneMatch = null, IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default) =>
        byDefault.Groups.GetAsync(groupId, ifNoneMatch, attributes, excludedAttributes, cancel);

    /// <summary>Query Groups.</summary>
    public Task<ScimResponse<ScimGroupListResponse>> GetScimGroupsAsync(
        int? startIndex = null, int? count = null, string? filter = null,
        IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default) =>
        byDefault.ListAsync("groups", Query(filter, startIndex, count, attributes, excludedAttributes), ClientJson.Default.ScimGroupListResponse, cancel);

    /// <summary>Return user with specified ID (default version).</summary>
    public Task<ScimResponse<ScimV2User>> GetScimUserAsync(
        string userId, string? ifNoneMatch = null, IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default) =>
        byDefault.Users.GetAsync(userId, ifNoneMatch, attributes, excludedAttributes, cancel);

    /// <summary>Query Users.</summary>
    public Task<ScimResponse<ScimUserListResponse>> GetScimUsersAsync(
        string? filter = null, int? startIndex = null, int? count = null,
        IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default) =>
        byDefault.ListAsync("users", Query(filter, startIndex, count, attributes, excludedAttributes), ClientJson.Default.ScimUserListResponse, cancel);

    /// <summary>Return Group with specified ID.</summary>
    public Task<ScimResponse<ScimV2Group>> GetScimV2GroupAsync(
        string groupId, string? ifNoneMatch = null, IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default) =>
        v2.Groups.GetAsync(groupId, ifNoneMatch, attributes, excludedAttributes, cancel);

    /// <summary>Query Groups.</summary>
    public Task<ScimResponse<ScimGroupListResponse>> GetScimV2GroupsAsync(
        string? filter = null, int? startIndex = null, int? count = null,
        IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default) =>
        v2.ListAsync("groups", Query(filter, startIndex, count, attributes, excludedAttributes), ClientJson.Default.ScimGroupListResponse, cancel);

    /// <summary>Get SCIM Configuration.</summary>
    public Task<ScimResponse<ScimServiceProviderConfig>> GetScimV2ServiceproviderconfigAsync(string? ifNoneMatch = null, CancellationToken cancel = default) =>
        v2.ConfigurationAsync(ifNoneMatch, cancel);

    /// <summary>Return User with specified ID.</summary>
    public Task<ScimResponse<ScimV2User>> GetScimV2UserAsync(
        string userId, string? ifNoneMatch = null, IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default) =>
        v2.Users.GetAsync(userId, ifNoneMatch, attributes, excludedAttributes, cancel);

    /// <summary>Query Users.</summary>
    public Task<ScimResponse<ScimUserListResponse>> GetScimV2UsersAsync(
        string? filter = null, int? startIndex = null, int? count = null,
        IReadOnlyList<string>? attributes = null, IReadOnlyList<string>? excludedAttributes = null, CancellationToken cancel = default) =>
        v2.ListAsync("users", Query(filter, startIndex, count, attributes, excludedAttributes), ClientJson.Default.ScimUserListResponse, cancel);

    /// <summary>Update Group with specified ID.</summary>
    public Task<ScimResponse<ScimV2Group>> PatchScimGroupAsync(string groupId, ScimV2PatchRequest body, string? ifMatch = null, CancellationToken cancel = default) =>
        byDefault.Groups.PatchAsync(groupId, body, ifMatch, cancel);

    /// <summary>Patch user with specified ID.</summary>
    public Task<ScimResponse<ScimV2User>> PatchScimUserAsync(string userId, ScimV2PatchRequest body, string? ifMatch = null, CancellationToken cancel = default) =>
        byDefault.Users.PatchAsync(userId, body, ifMatch, cancel);

    /// <summary>Update Group with specified ID.</summary>
    public Task<ScimResponse<ScimV2Group>> PatchScimV2GroupAsync(string groupId, ScimV2PatchRequest body, string? ifMatch = null, CancellationToken cancel = default) =>
        v2.Groups.PatchAsync(groupId, body, ifMatch, cancel);

    /// <summary>Update user with specified ID.</summary>
    public Task<ScimResponse<ScimV2User>> PatchScimV2UserAsync(string userId, ScimV2PatchRequest body, string? ifMatch = null, CancellationToken cancel = default) =>
        v2.Users.PatchAsync(userId, body, ifMatch, cancel);

    /// <summary>Create user.</summary>
    public Task<ScimResponse<ScimV2User>> PostScimUsersAsync(ScimV2CreateUser body, CancellationToken cancel = default) => byDefault.CreateAsync(body, cancel);

    /// <summary>Create user.</summary>
    public Task<ScimResponse<ScimV2User>> PostScimV2UsersAsync(ScimV2CreateUser body, CancellationToken cancel = default) => v2.CreateAsync(body, cancel);

    /// <summary>Update Group with specified ID.</summary>
    public Task<ScimResponse<ScimV2Group>> PutScimGroupAsync(string groupId, ScimV2Group body, string? ifMatch = null, CancellationToken cancel = default) =>
        byDefault.Groups.ReplaceAsync(groupId, body, ifMatch, cancel);

    /// <summary>Update user with specified ID.</summary>
    public Task<ScimResponse<ScimV2User>> PutScimUserAsync(string userId, ScimV2User body, string? ifMatch = null, CancellationToken cancel = default) =>
        byDefault.Users.ReplaceAsync(userId, body, ifMatch, cancel);

    /// <summary>Update Group with specified ID.</summary>
    public Task<ScimResponse<ScimV2Group>> PutScimV2GroupAsync(string groupId, ScimV2Group body, string? ifMatch = null, CancellationToken cancel = default) =>
        v2.Groups.ReplaceAsync(groupId, body, ifMatch, cancel);

    /// <summary>Update user with specified ID.</summary>
    public Task<ScimResponse<ScimV2User>> PutScimV2UserAsync(string userId, ScimV2User body, string? ifMatch = null, CancellationToken cancel = default) =>
        v2.Users.ReplaceAsync(userId, body, ifMatch, cancel);

    /// <summary>Get SCIM Configuration (default version).</summary>
    public Task<ScimResponse<ScimServiceProviderConfig>> GetScimServiceproviderconfigAsync(string? ifNoneMatch = null, CancellationToken cancel = default) =>
        byDefault.ConfigurationAsync(ifNoneMatch, cancel);

    /// <summary>Retrieve a list of resource types (default version).</summary>
    public Task<ScimResponse<ScimConfigResourceTypesListResponse>> GetScimResourcetypesAsync(CancellationToken cancel = default) =>
        byDefault.ListAsync("resourcetypes", new ScimQuery(), ClientJson.Default.ScimConfigResourceTypesListResponse, cancel);

    /// <summary>Retrieve a resource type (default version).</summary>
    public Task<ScimResponse<ScimConfigResourceType>> GetScimResourcetypeAsync(string resourceType, CancellationToken cancel = default) =>
        byDefault.OneAsync("resourcetypes", resourceType, ClientJson.Default.ScimConfigResourceType, cancel);

    /// <summary>Retrieve a list of resource types.</summary>
    public Task<ScimResponse<ScimConfigResourceTypesListResponse>> GetScimV2ResourcetypesAsync(CancellationToken cancel = default) =>
        v2.ListAsync("resourcetypes", new ScimQuery(), ClientJson.Default.ScimConfigResourceTypesListResponse, cancel);

    /// <summary>Retrieve a resource type.</summary>
    public Task<ScimResponse<ScimConfigResourceType>> GetScimV2ResourcetypeAsync(string resourceType, CancellationToken cancel = default) =>
        v2.OneAsync("resourcetypes", resourceType, ClientJson.Default.ScimConfigResourceType, cancel);

    /// <summary>Retrieve a list of schemas (default version). The vendor answers any filter with 403.</summary>
    public Task<ScimResponse<ScimV2SchemaListResponse>> GetScimSchemasAsync(string? filter = null, CancellationToken cancel = default) =>
        byDefault.ListAsync("schemas", new ScimQuery { Filter = filter }, ClientJson.Default.ScimV2SchemaListResponse, cancel);

    /// <summary>Retrieve a schema (default version).</summary>
    public Task<ScimResponse<ScimV2SchemaDefinition>> GetScimSchemaAsync(string schemaId, CancellationToken cancel = default) =>
        byDefault.OneAsync("schemas", schemaId, ClientJson.Default.ScimV2SchemaDefinition, cancel);

    /// <summary>Retrieve a list of schemas. The vendor answers any filter with 403.</summary>
    public Task<ScimResponse<ScimV2SchemaListResponse>> GetScimV2SchemasAsync(string? filter = null, CancellationToken cancel = default) =>
        v2.ListAsync("schemas", new ScimQuery { Filter = filter }, ClientJson.Default.ScimV2SchemaListResponse, cancel);

    /// <summary>Retrieve a schema.</summary>
    public Task<ScimResponse<ScimV2SchemaDefinition>> GetScimV2SchemaAsync(string schemaId, CancellationToken cancel = default) =>
        v2.OneAsync("schemas", schemaId, ClientJson.Default.ScimV2SchemaDefinition, cancel);

    /// <summary>Where the API is.</summary>
    public override string ToString() => $"{nameof(ScimApi)} at {connection.BaseAddress}";

    static ScimQuery Query(string? filter, int? startIndex, int? count, IReadOnlyList<string>? attributes, IReadOnlyList<string>? excludedAttributes) =>
        new() { Filter = filter, StartIndex = startIndex, Count = count, Attributes = attributes, ExcludedAttributes = excludedAttributes };

    /// <summary>The API under one of its two prefixes.</summary>
    sealed class Door(ScimConnection connection, string prefix)
    {
        public ScimClient<ScimV2User> Users { get; } = new(connection, $"{prefix}/users", ClientJson.Default.ScimV2User);

        public ScimClient<ScimV2Group> Groups { get; } = new(connection, $"{prefix}/groups", ClientJson.Default.ScimV2Group);

        public Task<ScimResponse<ScimV2User>> CreateAsync(ScimV2CreateUser user, CancellationToken cancel)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(user, ClientJson.Default.ScimV2CreateUser);
            return connection.SendAsync(new ScimRequest(HttpMethod.Post, $"{prefix}/users", $"{prefix}/users") { Body = body }, ClientJson.Default.ScimV2User, cancel);
        }

        public Task<ScimResponse<TList>> ListAsync<TList>(string endpoint, ScimQuery query, JsonTypeInfo<TList> type, CancellationToken cancel) =>
            connection.SendAsync(new ScimRequest(HttpMethod.Get, $"{prefix}/{endpoint}{query.ToQueryString()}", $"{prefix}/{endpoint}"), type, cancel);

        public Task<ScimResponse<TOne>> OneAsync<TOne>(string endpoint, string id, JsonTypeInfo<TOne> type, CancellationToken cancel) =>
            connection.SendAsync(new ScimRequest(HttpMethod.Get, $"{prefix}/{endpoint}/{ScimRequest.Segment(id)}", $"{prefix}/{endpoint}/{{id}}"), type, cancel);

        public Task<ScimResponse<ScimServiceProviderConfig>> ConfigurationAsync(string? ifNoneMatch, CancellationToken cancel) =>
            connection.SendAsync(
                new ScimRequest(HttpMethod.Get, $"{prefix}/serviceproviderconfig", $"{prefix}/serviceproviderconfig") { IfNoneMatch = ifNoneMatch },
                ClientJson.Default.ScimServiceProviderConfig, cancel);
    }
}
