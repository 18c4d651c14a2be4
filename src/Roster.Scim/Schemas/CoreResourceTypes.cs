namespace Roster.Scim.Schemas;

/// <summary>The resource types of RFC 7643 section 4, with what storage and rules must know of their attributes.</summary>
public static class CoreResourceTypes
{
    public static ResourceType User { get; } = new()
    {
        Name = "User",
        Endpoint = "/Users",
        Description = "A person with an account.",
        Schema = CoreSchemas.User,
        Extensions = [new(CoreSchemas.EnterpriseUser)],
        UniqueAttribute = "userName",
        MembershipsAttribute = "groups",
        PasswordAttribute = "password",
    };

    public static ResourceType Group { get; } = new()
    {
        Name = "Group",
        Endpoint = "/Groups",
        Description = "A group of users and groups.",
        Schema = CoreSchemas.Group,
        MembersAttribute = "members",
    };
}
