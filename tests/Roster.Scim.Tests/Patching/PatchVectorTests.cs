using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Patching;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Patching;

/// <summary>Every PATCH vector, to the letter of the standard and with the tolerances that clients need.</summary>
public sealed class PatchVectorTests
{
    public static TheoryData<string> Ids { get; } = [.. Vectors.Keys];

    static Dictionary<string, JsonObject> Vectors =>
        JsonNode.Parse(File.ReadAllText(Corpus.Path("vectors/patches.json")))!["vectors"]!.AsArray().ToDictionary(v => v!["id"]!.GetValue<string>(), v => v!.AsObject(), StringComparer.Ordinal);

    static Dictionary<string, JsonObject> Tolerated =>
        JsonNode.Parse(File.ReadAllText(Corpus.Path("vectors/tolerated-patches.json")))!.AsArray().ToDictionary(v => v!["id"]!.GetValue<string>(), v => v!.AsObject(), StringComparer.Ordinal);

    [Theory, MemberData(nameof(Ids))]
    public void To_the_letter_every_vector_is_met(string id)
    {
        var vector = Vectors[id];

        Check(vector, vector, Tolerances.None);
    }

    [Theory, MemberData(nameof(Ids))]
    public void With_tolerances_every_vector_is_met_but_those_that_a_client_rule_overrides(string id)
    {
        var vector = Vectors[id];

        Check(vector, Tolerated.GetValueOrDefault(id) ?? vector, Tolerances.All);
    }

    [Fact]
    public void Each_overridden_vector_names_its_rule_and_differs_from_the_standard()
    {
        foreach (var (id, overriding) in Tolerated)
        {
            Assert.False(string.IsNullOrEmpty(overriding["rule"]!.GetValue<string>()));
            Assert.ThrowsAny<Exception>(() => Check(Vectors[id], Vectors[id], Tolerances.All));
        }
    }

    [Theory, MemberData(nameof(Ids))]
    [Holds("PA-34")]
    public void Changes_of_members_that_need_no_members_are_the_same_without_them(string id)
    {
        var vector = Vectors[id];
        if (vector["resourceType"]!.GetValue<string>() != "Group" || vector["after"] is not JsonObject after)
            return;

        var (type, profile) = Profile(vector, Tolerances.None);
        var bound = BoundPatch.Bind(PatchRequest.Parse(JsonBody.Flat(vector["request"]!), profile), type, profile);
        if (bound.Needs == Load.Members)
            return;

        var (attributes, members) = Split(vector["before"]!.AsObject(), type);
        var change = bound.Apply(attributes, default, default, vector["before"]!["id"]!.GetValue<string>()).Members;

        var result = members.Where(m => !change.Clear && !change.Remove.Contains(m.Value, StringComparer.Ordinal)).Select(m => m.Value)
            .Concat(change.Add.Select(m => m.Value)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(Split(after, type).Members.Select(m => m.Value).Order(StringComparer.Ordinal), result);
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"u1"}]}""", Load.Document)]
    [InlineData("""{"op":"add","value":{"members":[{"value":"u1"}]}}""", Load.Document)]
    [InlineData("""{"op":"add","path":"members[value eq \"u1\"]"}""", Load.Document)]
    [InlineData("""{"op":"remove","path":"members[value eq \"u1\"]"}""", Load.Document)]
    [InlineData("""{"op":"remove","path":"members[value eq \"u1\" or value eq \"u2\"]"}""", Load.Document)]
    [InlineData("""{"op":"remove","path":"members","value":[{"value":"u1"}]}""", Load.Document)]
    [InlineData("""{"op":"remove","path":"members"}""", Load.Document)]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"u1"}]}""", Load.Document)]
    [InlineData("""{"op":"replace","path":"displayName","value":"g"}""", Load.Document)]
    [InlineData("""{"op":"remove","path":"members[type eq \"Group\"]"}""", Load.Members)]
    [Holds("PA-34")]
    public void The_members_of_a_group_are_read_only_when_an_operation_asks_about_those_it_does_not_name(string operation, Load needs)
    {
        var profile = TestProfile.Of(Tolerances.All, VectorSchemas.User, VectorSchemas.Group);
        var message = new JsonObject { ["schemas"] = new JsonArray(Urn.PatchOp), ["Operations"] = new JsonArray(JsonNode.Parse(operation)) };

        Assert.Equal(needs, BoundPatch.Bind(PatchRequest.Parse(JsonBody.Flat(message), profile), VectorSchemas.Group, profile).Needs);
    }

    static void Check(JsonObject vector, JsonObject expected, Tolerances tolerances)
    {
        var (type, profile) = Profile(vector, tolerances);
        var (attributes, members) = Split(vector["before"]!.AsObject(), type);
        var untouched = attributes.ToJsonString();
        PatchResult Apply() => BoundPatch.Bind(PatchRequest.Parse(JsonBody.Flat(vector["request"]!), profile), type, profile)
            .Apply(attributes, members, default, vector["before"]!["id"]!.GetValue<string>());

        if (expected["error"] is JsonObject error)
        {
            var thrown = Assert.Throws<ScimException>(() => Apply());
            Assert.Equal((error["status"]!.GetValue<int>(), error["scimType"]!.GetValue<string>()), (thrown.Error.Status, thrown.Error.ScimType));
            Assert.Equal(untouched, attributes.ToJsonString());
            return;
        }

        var result = Apply();
        var (after, afterMembers) = Split(expected["after"]!.AsObject(), type);
        var password = expected["after"]!["password"]?.GetValue<string>();

        Assert.Empty(AttributeDiff.Between(Document.From(after), Document.From(result.Attributes), type));
        Assert.Equal(password, result.Password);
        Assert.Equal(Named(afterMembers), Named(Applied(members, result.Members)));
        var changed = AttributeDiff.Between(Document.From(attributes), Document.From(result.Attributes), type).Length > 0 || !result.Members.IsEmpty || result.Password is not null;
        Assert.Equal(expected["changed"]!.GetValue<bool>(), changed);
    }

    static IEnumerable<Member> Applied(ImmutableArray<Member> before, MembersChange change) =>
        before.Where(m => !change.Remove.Contains(m.Value, StringComparer.Ordinal)).Concat(change.Add);

    static IEnumerable<string> Named(IEnumerable<Member> members) => members.Select(m => $"{m.Value} {m.Type}").Order(StringComparer.Ordinal);

    /// <summary>A vector's resource as the store would hold it: attributes apart from members, without what the server keeps itself.</summary>
    static (JsonObject Attributes, ImmutableArray<Member> Members) Split(JsonObject resource, ResourceType type)
    {
        var attributes = resource.DeepClone().AsObject();
        foreach (var own in new[] { "id", "schemas", "meta", "password" })
            attributes.Remove(own);
        if (type.MembersAttribute is null)
            return (attributes, []);

        var members = attributes["members"] as JsonArray ?? [];
        attributes.Remove("members");
        return (attributes, [.. members.Select(m => new Member(m!["value"]!.GetValue<string>(), m["type"]?.GetValue<string>()))]);
    }

    static (ResourceType, ScimProfile) Profile(JsonObject vector, Tolerances tolerances)
    {
        var type = vector["resourceType"]!.GetValue<string>() == "User" ? VectorSchemas.User : VectorSchemas.Group;
        return (type, TestProfile.Of(tolerances, VectorSchemas.User, VectorSchemas.Group));
    }
}
