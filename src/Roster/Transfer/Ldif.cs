using Roster.Attributes;
using Roster.Client.Genesys;

namespace Roster.Transfer;

/// <summary>What LDAP's attributes are called in SCIM. Where several are one attribute here, the one that says more comes first.</summary>
static class Ldif
{
    public static IReadOnlyList<ColumnRule> People { get; } =
    [
        Rule("uid", "userName"),
        Rule("entryUUID", "externalId"),
        Rule("displayName", "displayName"),
        Rule("cn", "displayName"),
        Rule("givenName", "name.givenName"),
        Rule("sn", "name.familyName"),
        Rule("title", "title"),
        Rule("mail", "emails[type eq \"work\"].value"),
        Rule("telephoneNumber", "phoneNumbers[type eq \"work\"].value"),
        Rule("mobile", "phoneNumbers[type eq \"mobile\"].value"),
        Rule("homePhone", "phoneNumbers[type eq \"home\"].value"),
        Rule("street", "addresses[type eq \"work\"].streetAddress"),
        Rule("l", "addresses[type eq \"work\"].locality"),
        Rule("st", "addresses[type eq \"work\"].region"),
        Rule("postalCode", "addresses[type eq \"work\"].postalCode"),
        Rule("preferredLanguage", "preferredLanguage"),
        Rule("employeeType", "userType"),
        Rule("employeeNumber", $"{ScimUserSchemas.Enterprise}:employeeNumber"),
        Rule("departmentNumber", $"{ScimUserSchemas.Enterprise}:department"),
        Rule("ou", $"{ScimUserSchemas.Enterprise}:department"),
        Rule("o", $"{ScimUserSchemas.Enterprise}:organization"),
        Rule("manager", $"{ScimUserSchemas.Enterprise}:manager.value") with { Type = "dn" },
    ];

    public static IReadOnlyList<ColumnRule> Groups { get; } =
    [
        Rule("cn", "displayName"),
        Rule("entryUUID", "externalId"),
        Rule("member", "members") with { Type = "dn" },
        Rule("uniqueMember", "members") with { Type = "dn" },
        Rule("memberUid", "members") with { Type = "reference" },
    ];

    static ColumnRule Rule(string name, string path) => new(name, ValuePath.Parse(path));
}
