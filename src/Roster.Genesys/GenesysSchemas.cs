using Roster.Scim.Schemas;

namespace Roster.Genesys;

/// <summary>The schemas as Genesys Cloud shows them: a part of the standard's, and its own extension.</summary>
public static class GenesysSchemas
{
    /// <summary>The URN of the vendor's extension of User.</summary>
    public const string ExtensionUrn = "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User";

    public static Schema User { get; } = Read("GenesysUser.json");

    public static Schema Group { get; } = Read("GenesysGroup.json");

    public static Schema EnterpriseUser { get; } = Read("GenesysEnterpriseUser.json");

    public static Schema Extension { get; } = Read("GenesysUserExtension.json");

    static Schema Read(string fileName) => Schema.FromResource<GenesysOptions>(fileName);
}
