namespace Roster.Scim.Schemas;

/// <summary>
/// The schemas of RFC 7643 section 8.7, as its verified errata leave them. Beyond these, <c>members.display</c> and <c>manager.displayName</c>
/// are read-only because we compute them, and <c>manager.$ref</c> is computed from <c>manager.value</c>. Names in references are shown to those who ask for
/// them by name, although the schemas, like the standard's, say <c>default</c> of them.
/// </summary>
public static class CoreSchemas
{
    public static Schema User { get; } = Read("User.json");

    public static Schema Group { get; } = Read("Group.json");

    public static Schema EnterpriseUser { get; } = Read("EnterpriseUser.json");

    public static Schema ServiceProviderConfig { get; } = Read("ServiceProviderConfig.json");

    public static Schema ResourceType { get; } = Read("ResourceType.json");

    public static Schema Schema { get; } = Read("Schema.json");

    static Schema Read(string fileName) => Schemas.Schema.FromResource<Schema>(fileName);
}
