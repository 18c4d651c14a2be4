using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Roster.Client.Genesys;

namespace Roster.Client;

/// <summary>Changes to a resource (RFC 7644 section 3.5.2), collected one by one and done all or not at all.</summary>
public sealed class ScimPatch
{
    /// <summary>The URN of the message.</summary>
    public const string Schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    readonly List<ScimV2PatchOperation> operations = [];

    /// <summary>The changes so far.</summary>
    public IReadOnlyList<ScimV2PatchOperation> Operations => operations;

    /// <summary>Adds a value to a list, or sets an attribute.</summary>
    public ScimPatch Add(ScimPath path, JsonNode value) => With("add", path, value);

    /// <summary>Adds a value to a list, or sets an attribute.</summary>
    public ScimPatch Add<T>(ScimPath path, T value, JsonTypeInfo<T> type) => With("add", path, JsonSerializer.SerializeToNode(value, type));

    /// <summary>Sets an attribute; null removes it.</summary>
    public ScimPatch Replace(ScimPath path, JsonNode? value) => value is null ? Remove(path) : With("replace", path, value);

    /// <summary>Sets an attribute; null removes it.</summary>
    public ScimPatch Replace<T>(ScimPath path, T value, JsonTypeInfo<T> type) => Replace(path, JsonSerializer.SerializeToNode(value, type));

    /// <summary>Sets all attributes that the object has.</summary>
    public ScimPatch Replace(JsonObject attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        operations.Add(new ScimV2PatchOperation { Op = "replace", Value = attributes });
        return this;
    }

    /// <summary>Removes an attribute, or those elements of it that the path names.</summary>
    public ScimPatch Remove(ScimPath path) => With("remove", path, null);

    /// <summary>How many changes; not what they write, which may be a password.</summary>
    public override string ToString() => $"{operations.Count} operations";

    ScimPatch With(string op, ScimPath path, JsonNode? value)
    {
        ArgumentNullException.ThrowIfNull(path);
        operations.Add(new ScimV2PatchOperation { Op = op, Path = path.ToString(), Value = value });
        return this;
    }
}
