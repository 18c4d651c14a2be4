namespace Roster.Attributes;

/// <summary>What the command line knows of a kind of resource: where it is, what it is named by, and which of its attributes people look at first.</summary>
/// <param name="Word">What one is called: <c>user</c>.</param>
/// <param name="Endpoint">Where they are: <c>Users</c>.</param>
/// <param name="Type">The resource type's name, in which its core schema's URN ends.</param>
/// <param name="NameAttribute">What people name one by.</param>
/// <param name="Columns">The columns of a table.</param>
/// <param name="FileColumns">The columns of a CSV or LDIF file, as far as the server's schemas have them.</param>
sealed record ResourceKind(string Word, string Endpoint, string Type, string NameAttribute, IReadOnlyList<string> Columns, IReadOnlyList<string> FileColumns)
{
    const string Enterprise = Client.Genesys.ScimUserSchemas.Enterprise;

    public static ResourceKind Users { get; } = new("user", "Users", "User", "userName", ["id", "userName", "displayName", "active"],
    [
        "userName", "externalId", "displayName", "name.givenName", "name.familyName", "title", "active",
        "emails[type eq \"work\"].value", "phoneNumbers[type eq \"work\"].value", "phoneNumbers[type eq \"mobile\"].value", "preferredLanguage",
        $"{Enterprise}:employeeNumber", $"{Enterprise}:department", $"{Enterprise}:division", $"{Enterprise}:manager.value",
    ]);

    public static ResourceKind Groups { get; } = new("group", "Groups", "Group", "displayName", ["id", "displayName"], ["displayName", "externalId", "members"]);

    public static IReadOnlyList<ResourceKind> All { get; } = [Users, Groups];

    /// <summary>The URN of the core schema.</summary>
    public string Schema => $"urn:ietf:params:scim:schemas:core:2.0:{Type}";
}
