using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Roster.Client.Genesys;

namespace Roster.Client;

/// <summary>How this library's own types are written and read, worked out when it is compiled.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(ListEnvelope))]
[JsonSerializable(typeof(BulkRequest))]
[JsonSerializable(typeof(BulkOperation))]
[JsonSerializable(typeof(ScimBulkResult))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(ScimError))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ScimV2User))]
[JsonSerializable(typeof(ScimV2CreateUser))]
[JsonSerializable(typeof(ScimV2Group))]
[JsonSerializable(typeof(ScimV2PatchRequest))]
[JsonSerializable(typeof(ScimUserListResponse))]
[JsonSerializable(typeof(ScimGroupListResponse))]
[JsonSerializable(typeof(ScimServiceProviderConfig))]
[JsonSerializable(typeof(ScimConfigResourceType))]
[JsonSerializable(typeof(ScimConfigResourceTypesListResponse))]
[JsonSerializable(typeof(ScimV2SchemaDefinition))]
[JsonSerializable(typeof(ScimV2SchemaListResponse))]
sealed partial class ClientJson : JsonSerializerContext;
