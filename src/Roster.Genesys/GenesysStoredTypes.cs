using System.Collections.Immutable;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Genesys;

/// <summary>
/// What storage must know when both doors lead to one directory: each resource type with the union of the attributes that either door shows.
/// </summary>
public static class GenesysStoredTypes
{
    public static ResourceType User { get; } = CoreResourceTypes.User with
    {
        Extensions = [new(EnterpriseUser()), new(GenesysSchemas.Extension)],
    };

    public static ResourceType Group(GenesysOptions options) => CoreResourceTypes.Group with
    {
        UniqueAttribute = options.UniqueGroupNames ? "displayName" : null,
    };

    /// <summary>What the index holds besides the attributes that are always fast: what identity providers look users up by.</summary>
    public static ImmutableArray<AttributePath> IndexedUserAttributes { get; } =
    [
        User.Path("emails", "value"),
        User.Path("employeeNumber", extension: Urn.EnterpriseUser),
        User.Path("manager", "value", Urn.EnterpriseUser),
        User.Path("externalIds", "value", GenesysSchemas.ExtensionUrn),
    ];

    // The day of hire is the vendor's addition to the standard's extension; it has no URN of its own.
    static Schema EnterpriseUser() => CoreSchemas.EnterpriseUser with
    {
        Attributes = [.. CoreSchemas.EnterpriseUser.Attributes, GenesysSchemas.EnterpriseUser.Attribute("dateHire")!],
    };
}
