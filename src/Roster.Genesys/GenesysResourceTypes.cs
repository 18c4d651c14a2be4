using System.Collections.Immutable;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Genesys;

/// <summary>The resource types as this door shows them. Endpoints are in lower case, as the vendor's <c>meta.location</c> has them.</summary>
public static class GenesysResourceTypes
{
    public static ResourceType User { get; } = new()
    {
        Name = "User",
        Endpoint = "/users",
        Description = "A person with an account.",
        Schema = GenesysSchemas.User,
        Extensions = [new(GenesysSchemas.EnterpriseUser), new(GenesysSchemas.Extension)],
        Meta = AlwaysShown,
        UniqueAttribute = "userName",
        MembershipsAttribute = "groups",
        PasswordAttribute = "password",
    };

    public static ResourceType Group(GenesysOptions options) => new()
    {
        Name = "Group",
        Endpoint = "/groups",
        Description = "A group of users.",
        Schema = GenesysSchemas.Group,
        Meta = AlwaysShown,
        UniqueAttribute = options.UniqueGroupNames ? "displayName" : null,
        MembersAttribute = "members",
    };

    /// <summary>What identity providers look users up by, beside what is always fast.</summary>
    public static ImmutableArray<AttributePath> LookedUpUserAttributes { get; } =
    [
        User.Path("emails", "value"),
        User.Path("employeeNumber", extension: Urn.EnterpriseUser),
        User.Path("manager", "value", Urn.EnterpriseUser),
        User.Path("externalIds", "value", GenesysSchemas.ExtensionUrn),
    ];

    static AttributeDefinition AlwaysShown => CommonAttributes.Meta with { Returned = Returned.Always };
}
