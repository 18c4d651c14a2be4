using System.Text.Json.Nodes;
using Roster.Scim.Resources;

namespace Roster.Testing;

/// <summary>A user as identity providers send it, 1.1 KB, for what is measured.</summary>
public static class SampleUser
{
    /// <summary>The attributes, each time anew.</summary>
    public static JsonObject Attributes() => JsonNode.Parse("""
        {
          "externalId": "ext-104711", "userName": "u0004711@example.com",
          "name": { "formatted": "Babedi Fofogu", "familyName": "Fofogu", "givenName": "Babedi" },
          "displayName": "Babedi Fofogu", "nickName": "Babedi", "title": "Engineer", "userType": "Employee",
          "preferredLanguage": "en-US", "locale": "en-US", "timezone": "Europe/Berlin", "active": true,
          "emails": [{ "value": "u0004711@example.com", "type": "work", "primary": true }, { "value": "babedi.104711@home.example.org", "type": "home" }],
          "phoneNumbers": [{ "value": "+49-555-104711", "type": "work" }, { "value": "+49-170-104711", "type": "mobile" }],
          "addresses": [{ "type": "work", "streetAddress": "311 Main Street", "locality": "Berlin", "region": "BE", "postalCode": "10115", "country": "DE" }],
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
            "employeeNumber": "104711", "costCenter": "4011", "organization": "Example Universal", "division": "Research", "department": "Dept 48"
          }
        }
        """)!.AsObject();

    /// <summary>The same as the body of a POST.</summary>
    public static JsonObject Body()
    {
        var body = Attributes();
        body["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User");
        return body;
    }

    public static Resource Resource { get; } = new()
    {
        Key = new ResourceKey("User", "2819c223-7f76-453a-919d-413861904646"),
        Version = 3,
        Created = DateTimeOffset.UnixEpoch,
        LastModified = DateTimeOffset.UnixEpoch.AddHours(1),
        Document = Document.From(Attributes()),
        Members = [],
        Memberships = [new Member("902c246b-6245-4190-8e05-00816be7344a", "Group")],
    };
}
