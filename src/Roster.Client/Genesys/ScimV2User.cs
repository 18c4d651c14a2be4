using System.Text.Json;
using System.Text.Json.Serialization;

namespace Roster.Client.Genesys;

/// <summary>The schemas of a user and their names.</summary>
public static class ScimUserSchemas
{
    /// <summary>The standard's user.</summary>
    public const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";

    /// <summary>The standard's addition for enterprises.</summary>
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>The addition of Genesys Cloud.</summary>
    public const string Genesys = "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User";
}

/// <summary>A user as it is read and put. A null property is neither sent nor was received; what this type does not know is kept in <see cref="Further"/>.</summary>
public sealed record ScimV2User
{
    /// <summary>The server's name for the user. Read only.</summary>
    public string? Id { get; set; }

    /// <summary>The schemas in use. Read only.</summary>
    public IReadOnlyList<string>? Schemas { get; set; }

    /// <summary>Whether the user may log in.</summary>
    public bool? Active { get; set; }

    /// <summary>The name to log in with, which is the main e-mail address; unique.</summary>
    public string? UserName { get; set; }

    /// <summary>The name to be shown.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Write only.</summary>
    public string? Password { get; set; }

    /// <summary>The title.</summary>
    public string? Title { get; set; }

    /// <summary>The telephone numbers, one of a type.</summary>
    public IReadOnlyList<ScimPhoneNumber>? PhoneNumbers { get; set; }

    /// <summary>The e-mail addresses. That of type <c>other</c> follows <see cref="UserName"/>.</summary>
    public IReadOnlyList<ScimEmail>? Emails { get; set; }

    /// <summary>What the provisioning client calls the user.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The groups that the user is in. Read only: groups have members.</summary>
    public IReadOnlyList<ScimV2GroupReference>? Groups { get; set; }

    /// <summary>The roles, by name.</summary>
    public IReadOnlyList<ScimUserRole>? Roles { get; set; }

    /// <summary>Division, department, manager and the like.</summary>
    [JsonPropertyName(ScimUserSchemas.Enterprise)]
    public ScimV2EnterpriseUser? EnterpriseUser { get; set; }

    /// <summary>Skills, languages and further ids.</summary>
    [JsonPropertyName(ScimUserSchemas.Genesys)]
    public ScimUserExtensions? UserExtensions { get; set; }

    /// <summary>Version, times and location. Read only.</summary>
    public ScimMetadata? Meta { get; set; }

    /// <summary>Attributes that this type has no property for; they go back with a PUT.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Further { get; set; }

    /// <summary>Which user; not what is known of a person.</summary>
    public override string ToString() => $"user {Id}";
}

/// <summary>A user to be created. <see cref="UserName"/> and <see cref="DisplayName"/> are required by the vendor.</summary>
public sealed record ScimV2CreateUser
{
    /// <summary>The schemas in use.</summary>
    public IReadOnlyList<string>? Schemas { get; set; } = [ScimUserSchemas.Core];

    /// <summary>Whether the user may log in.</summary>
    public bool? Active { get; set; }

    /// <summary>The name to log in with, which is the main e-mail address; unique.</summary>
    public string? UserName { get; set; }

    /// <summary>The name to be shown.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Without one the server makes one that nobody knows.</summary>
    public string? Password { get; set; }

    /// <summary>The title.</summary>
    public string? Title { get; set; }

    /// <summary>The telephone numbers, one of a type.</summary>
    public IReadOnlyList<ScimPhoneNumber>? PhoneNumbers { get; set; }

    /// <summary>The e-mail addresses. That of type <c>other</c> follows <see cref="UserName"/>.</summary>
    public IReadOnlyList<ScimEmail>? Emails { get; set; }

    /// <summary>What the provisioning client calls the user.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The roles, by name.</summary>
    public IReadOnlyList<ScimUserRole>? Roles { get; set; }

    /// <summary>Division, department, manager and the like.</summary>
    [JsonPropertyName(ScimUserSchemas.Enterprise)]
    public ScimV2EnterpriseUser? EnterpriseUser { get; set; }

    /// <summary>Skills, languages and further ids.</summary>
    [JsonPropertyName(ScimUserSchemas.Genesys)]
    public ScimUserExtensions? UserExtensions { get; set; }

    /// <summary>Attributes that this type has no property for.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Further { get; set; }

    /// <summary>Nothing that is known of a person.</summary>
    public override string ToString() => "a user to be created";
}

/// <summary>An e-mail address.</summary>
public sealed record ScimEmail
{
    /// <summary>The address.</summary>
    public string? Value { get; set; }

    /// <summary><c>work</c> or <c>other</c>.</summary>
    public string? Type { get; set; }

    /// <summary>Whether it is the preferred one.</summary>
    public bool? Primary { get; set; }
}

/// <summary>A telephone number.</summary>
public sealed record ScimPhoneNumber
{
    /// <summary>E.164, or an address such as <c>tel:+13175550100;ext=1234</c>.</summary>
    public string? Value { get; set; }

    /// <summary><c>work</c>, <c>work2</c> to <c>work4</c>, <c>home</c>, <c>mobile</c>, <c>other</c>, <c>microsoftteams</c>, <c>zoomphone</c>, <c>eightbyeight</c>, <c>ringcentral</c>.</summary>
    public string? Type { get; set; }

    /// <summary>Whether it is the preferred one.</summary>
    public bool? Primary { get; set; }
}

/// <summary>A role.</summary>
public sealed record ScimUserRole
{
    /// <summary>The role's name.</summary>
    public string? Value { get; set; }
}

/// <summary>The standard's addition for enterprises, with the vendor's day of hire.</summary>
public sealed record ScimV2EnterpriseUser
{
    /// <summary>The division's name.</summary>
    public string? Division { get; set; }

    /// <summary>The department.</summary>
    public string? Department { get; set; }

    /// <summary>The user's manager.</summary>
    public Manager? Manager { get; set; }

    /// <summary>The number that the employer gave.</summary>
    public string? EmployeeNumber { get; set; }

    /// <summary>The day of hire, <c>yyyy-MM-dd</c>.</summary>
    public string? DateHire { get; set; }

    /// <summary>Attributes that this type has no property for.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Further { get; set; }
}

/// <summary>A manager.</summary>
public sealed record Manager
{
    /// <summary>The id of a user.</summary>
    public string? Value { get; set; }

    /// <summary>The address of that user. Read only.</summary>
    [JsonPropertyName("$ref")]
    public string? Ref { get; set; }
}

/// <summary>The addition of Genesys Cloud.</summary>
public sealed record ScimUserExtensions
{
    /// <summary>Skills, at most 50.</summary>
    public IReadOnlyList<ScimUserRoutingSkill>? RoutingSkills { get; set; }

    /// <summary>Languages, at most 50.</summary>
    public IReadOnlyList<ScimUserRoutingLanguage>? RoutingLanguages { get; set; }

    /// <summary>What other systems call the user.</summary>
    public IReadOnlyList<ScimGenesysUserExternalId>? ExternalIds { get; set; }
}

/// <summary>A skill.</summary>
public sealed record ScimUserRoutingSkill
{
    /// <summary>The skill's name, in the organization's own letters.</summary>
    public string? Name { get; set; }

    /// <summary>0 to 5.</summary>
    public double? Proficiency { get; set; }
}

/// <summary>A language.</summary>
public sealed record ScimUserRoutingLanguage
{
    /// <summary>The language's name, in the organization's own letters.</summary>
    public string? Name { get; set; }

    /// <summary>0 to 5.</summary>
    public double? Proficiency { get; set; }
}

/// <summary>What another system calls the user.</summary>
public sealed record ScimGenesysUserExternalId
{
    /// <summary>The other system.</summary>
    public string? Authority { get; set; }

    /// <summary>Its id for the user.</summary>
    public string? Value { get; set; }
}

/// <summary>A group that a user is in.</summary>
public sealed record ScimV2GroupReference
{
    /// <summary>The resource type. Read only.</summary>
    public string? Type { get; set; }

    /// <summary>The group's id.</summary>
    public string? Value { get; set; }

    /// <summary>The group's address. Read only.</summary>
    [JsonPropertyName("$ref")]
    public string? Ref { get; set; }
}
