using System.Text.Json;
using System.Text.Json.Serialization;

namespace Roster.Client.Genesys;

/// <summary>A group. A null property is neither sent nor was received.</summary>
public sealed record ScimV2Group
{
    /// <summary>The schema of a group.</summary>
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /// <summary>The server's name for the group. Read only.</summary>
    public string? Id { get; set; }

    /// <summary>The schemas in use. Read only.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>The group's name. The vendor passes over it in a PUT.</summary>
    public string? DisplayName { get; set; }

    /// <summary>What the provisioning client calls the group.</summary>
    public string? ExternalId { get; set; }

    /// <summary>Who is in the group.</summary>
    public IReadOnlyList<ScimV2MemberReference>? Members { get; set; }

    /// <summary>Version, times and location. Read only.</summary>
    public ScimMetadata? Meta { get; set; }

    /// <summary>Attributes that this type has no property for; they go back with a PUT.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Further { get; set; }

    /// <summary>Which group.</summary>
    public override string ToString() => $"group {Id}";
}

/// <summary>A member of a group.</summary>
public sealed record ScimV2MemberReference
{
    /// <summary>The resource type. Read only.</summary>
    public string? Type { get; set; }

    /// <summary>The member's id.</summary>
    public string? Value { get; set; }

    /// <summary>The member's address. Read only.</summary>
    [JsonPropertyName("$ref")]
    public string? Ref { get; set; }
}
