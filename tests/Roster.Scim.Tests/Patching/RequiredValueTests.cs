using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Patching;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Patching;

/// <summary>What is required stays, whichever way a PATCH would take it: whole, by its last value, or with its extension (RFC 7644 section 3.5.2.2).</summary>
public sealed class RequiredValueTests
{
    const string Badge = "urn:example:badge";

    static ResourceType Badged { get; } = VectorSchemas.User with
    {
        Extensions =
        [
            new SchemaExtension(new Schema(Badge, "Badge", "",
            [
                new AttributeDefinition { Name = "codes", MultiValued = true, Required = true },
                new AttributeDefinition
                {
                    Name = "doors", Type = AttributeType.Complex, MultiValued = true,
                    SubAttributes = [new() { Name = "value", Required = true }, new() { Name = "type" }],
                },
            ])),
        ],
    };

    static JsonObject User => new()
    {
        ["userName"] = "amara",
        [Badge] = new JsonObject { ["codes"] = new JsonArray("a", "b"), ["doors"] = new JsonArray(new JsonObject { ["value"] = "1", ["type"] = "front" }) },
    };

    [Theory]
    [InlineData("""{"op":"remove","path":"userName"}""")]
    [InlineData("""{"op":"replace","path":"userName","value":null}""")]
    [InlineData("""{"op":"replace","value":{"userName":null}}""")]
    [InlineData("""{"op":"remove","path":"urn:example:badge:codes"}""")]
    [InlineData("""{"op":"replace","path":"urn:example:badge:codes","value":[]}""")]
    [InlineData("""{"op":"remove","path":"urn:example:badge:codes[value sw \"a\" or value eq \"b\"]"}""")]
    [InlineData("""{"op":"remove","path":"urn:example:badge:codes","value":["b","a"]}""")]
    [InlineData("""{"op":"remove","path":"urn:example:badge:doors.value"}""")]
    [InlineData("""{"op":"remove","path":"urn:example:badge:doors[type eq \"front\"].value"}""")]
    [InlineData("""{"op":"remove","path":"urn:example:badge"}""")]
    [InlineData("""{"op":"replace","path":"urn:example:badge","value":null}""")]
    [Holds("PA-16")]
    public void What_is_required_cannot_be_removed(string operation)
    {
        foreach (var tolerances in new[] { Tolerances.None, Tolerances.All })
        {
            var refused = Assert.Throws<ScimException>(() => Patched(operation, tolerances)).Error;
            Assert.Equal((400, "mutability"), (refused.Status, refused.ScimType));
        }
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"urn:example:badge:codes[value eq \"a\"]"}""", """{"codes":["b"],"doors":[{"value":"1","type":"front"}]}""")]
    [InlineData("""{"op":"remove","path":"urn:example:badge:doors"}""", """{"codes":["a","b"]}""")]
    [InlineData("""{"op":"remove","path":"urn:example:badge:doors.type"}""", """{"codes":["a","b"],"doors":[{"value":"1"}]}""")]
    public void What_leaves_enough_can(string operation, string left) =>
        Assert.Equal(left, Patched(operation, Tolerances.None)[Badge]!.ToJsonString());

    static JsonObject Patched(string operation, Tolerances tolerances)
    {
        var profile = TestProfile.Of(tolerances, Badged, VectorSchemas.Group);
        var request = new JsonObject { ["schemas"] = new JsonArray(Urn.PatchOp), ["Operations"] = new JsonArray(JsonNode.Parse(operation)) };
        return BoundPatch.Bind(PatchRequest.Parse(JsonBody.Flat(request), profile), Badged, profile).Apply(User, default, default, "u1").Attributes;
    }
}
