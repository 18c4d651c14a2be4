using System.Text.Json.Nodes;
using Roster.Genesys.Tests.Rules;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Patching;
using Roster.Scim.Resources;
using Roster.Testing;
using Xunit;

namespace Roster.Genesys.Tests;

/// <summary>What identity providers send to users as this door shows them: patch, then all rules in their order, as one write does.</summary>
public sealed class PatchThroughTheDoorTests
{
    static readonly ScimProfile Profile = GenesysProfile.Create(new GenesysOptions());

    const string Stored = """
        {"externalId":"A-1","userName":"ana@x","displayName":"Ana","active":true,"phoneNumbers":[{"value":"+4930111","type":"work"}],"roles":[{"value":"employee"}],
         "ENT":{"department":"Care"},"EXT":{"externalIds":[{"authority":"microsoftteams","value":"t"},{"authority":"x-pc:scimv2:v1:a","value":"A-1"}]}}
        """;

    static JsonObject Patched(string operations)
    {
        var type = Profile.Type("User")!;
        var caller = Write.Client("a");
        var body = Write.Json($$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{{operations}} }""");
        var shown = new ResourceView(Profile, caller, "").Attributes(type, Document.From(Write.Json(Stored)));
        var patched = BoundPatch.Bind(PatchRequest.Parse(JsonBody.Flat(body), Profile), type, Profile).Apply(shown, default, default, "id").Attributes;

        var write = new ProposedWrite(WriteKind.Patch, patched, new Lazy<JsonObject>(shown), Write.Json(Stored), caller);
        foreach (var rule in Profile.Rules.Where(r => r.ResourceType == type.Name))
            rule.Complete(write);
        return write.Attributes;
    }

    static JsonNode? At(JsonObject attributes, string attribute)
    {
        var urn = attribute.Contains(':', StringComparison.Ordinal) ? attribute[..attribute.LastIndexOf(':')].Replace("ENT", Write.Enterprise, StringComparison.Ordinal).Replace("EXT", Write.Extension, StringComparison.Ordinal) : null;
        return urn is null ? attributes[attribute] : attributes[urn]?[attribute[(attribute.LastIndexOf(':') + 1)..]];
    }

    const string Skill = """{"op":"add","path":"urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:routingSkills","value":[{"name":"Billing","proficiency":4.0}]}""";

    [Theory]
    [InlineData("""[{"op":"Replace","path":"emails[type eq \"work\"].value","value":"w@x"}]""", "emails", """[{"type":"work","value":"w@x"}]""")]
    [InlineData("""[{"op":"replace","path":"userName","value":"new@x"}]""", "emails", "null")]
    [InlineData("""[{"op":"remove","path":"emails"}]""", "emails", "null")]
    [InlineData("""[{"op":"Add","path":"phoneNumbers[type eq \"mobile\"].value","value":"+4917222"}]""", "phoneNumbers", """[{"value":"+4930111","type":"work"},{"type":"mobile","value":"+4917222"}]""")]
    [InlineData("""[{"op":"Replace","path":"phoneNumbers[type eq \"work\"].value","value":""}]""", "phoneNumbers", "null")]
    [InlineData("""[{"op":"Add","path":"roles","value":[{"value":"agent"}]}]""", "roles", """[{"value":"employee"},{"value":"agent"}]""")]
    [InlineData("""[{"op":"replace","path":"externalId","value":"A-2"}]""", "EXT:externalIds", """[{"authority":"microsoftteams","value":"t"},{"authority":"x-pc:scimv2:v1:a","value":"A-2"}]""")]
    [InlineData("""[{"op":"remove","path":"externalId"}]""", "EXT:externalIds", """[{"authority":"microsoftteams","value":"t"}]""")]
    [InlineData("""[{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds[authority eq \"microsoftteams\"].value","value":"t2"}]""", "EXT:externalIds", """[{"authority":"microsoftteams","value":"t2"},{"authority":"x-pc:scimv2:v1:a","value":"A-1"}]""")]
    [InlineData("""[{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds[authority eq \"zoomphone\"].value","value":"z"}]""", "EXT:externalIds", """[{"authority":"microsoftteams","value":"t"},{"authority":"zoomphone","value":"z"},{"authority":"x-pc:scimv2:v1:a","value":"A-1"}]""")]
    [InlineData("""[{"op":"Remove","path":"urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds[authority eq \"microsoftteams\"].value"}]""", "EXT:externalIds", """[{"authority":"x-pc:scimv2:v1:a","value":"A-1"}]""")]
    [InlineData("""[{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds[authority eq \"microsoftteams\"].value","value":""}]""", "EXT:externalIds", """[{"authority":"x-pc:scimv2:v1:a","value":"A-1"}]""")]
    [InlineData("[" + Skill + "," + Skill + "]", "EXT:routingSkills", """[{"name":"Billing","proficiency":4.0}]""")]
    [InlineData("""[{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:dateHire","value":"2024-01-15T09:00:00Z"}]""", "ENT:dateHire", "\"2024-01-15\"")]
    [InlineData("""[{"op":"replace","value":{"active":"False","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division":"Home"}}]""", "ENT:division", "\"Home\"")]
    public void A_patch_is_stored_as(string operations, string attribute, string expected)
    {
        var actual = At(Patched(operations), attribute);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"replace","path":"active","value":true}]""")]
    [InlineData("""[{"op":"replace","value":{"externalId":"A-1","emails":[{"value":"ANA@x","type":"other","primary":true}]}}]""")]
    [InlineData("""[{"op":"replace","path":"emails[type eq \"other\"].primary","value":false}]""")]
    [InlineData("[]")]
    public void A_patch_that_says_what_is_shown_changes_nothing(string operations) =>
        Write.Equal(Stored, Patched(operations));

    [Theory]
    [InlineData("""[{"op":"replace","path":"emails[type eq \"other\"].value","value":"else@x"}]""", "mutability")]
    [InlineData("""[{"op":"remove","path":"urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds[authority eq \"x-pc:scimv2:v1:a\"]"}]""", "mutability")]
    [InlineData("""[{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds[authority sw \"x-pc\"].value","value":"B"}]""", "mutability")]
    [InlineData("""[{"op":"replace","path":"phoneNumbers[type eq \"work\"].value","value":"0301111"}]""", "invalidValue")]
    [InlineData("""[{"op":"replace","path":"groups","value":[{"value":"g"}]}]""", "mutability")]
    [Holds("G-04", "G-05")]
    public void A_patch_is_refused(string operations, string scimType) =>
        Assert.Equal(scimType, Assert.Throws<ScimException>(() => Patched(operations)).Error.ScimType, StringComparer.Ordinal);
}
