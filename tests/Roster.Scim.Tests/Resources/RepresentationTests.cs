using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Resources;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Resources;

/// <summary>What an answer shows of a resource (RFC 7644 section 3.9, RFC 7643 section 7).</summary>
public sealed class RepresentationTests
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    static readonly JsonObject Stored = JsonNode.Parse($$"""
        {
          "externalId": "e1", "userName": "amara", "name": { "givenName": "Amara", "familyName": "Okafor" }, "title": "Läufer 😀",
          "emails": [{ "value": "a@work.example", "type": "work", "primary": true }, { "value": "a@home.example", "type": "home" }],
          "{{Enterprise}}": { "department": "Support", "manager": { "value": "u5" } },
          "urn:other:door": { "secret": 1 }, "unknownHere": true
        }
        """)!.AsObject();

    static readonly ScimProfile Profile = TestProfile.Of(Tolerances.None, VectorSchemas.User, VectorSchemas.Group);

    static readonly Caller Caller = new(new TenantId(1), "client", [], "correlation");

    public static TheoryData<string, string, string> Projections { get; } = new()
    {
        { "", "", "schemas id externalId userName name title emails groups ENT meta" },
        { "userName", "", "schemas id userName" },
        { "USERNAME, title", "", "schemas id userName title" },
        { "name.givenName", "", "schemas id name(givenName)" },
        { "emails.value", "", "schemas id emails(value)" },
        { Enterprise, "", "schemas id ENT(department manager)" },
        { Enterprise + ":department", "", "schemas id ENT(department)" },
        { Enterprise + ":manager.value", "", "schemas id ENT(manager)" },
        { "urn:ietf:params:scim:schemas:core:2.0:User:title", "", "schemas id title" },
        { "nosuch,title", "", "schemas id title" },
        { "password,title", "", "schemas id title" },
        { "nosuch", "", "schemas id" },
        { "meta.version", "", "schemas id meta(version)" },
        { "", "id,schemas,emails,groups", "schemas id externalId userName name title ENT meta" },
        { "", "name.familyName,meta", "schemas id externalId userName name(givenName) title emails groups ENT" },
        { "", Enterprise, "schemas id externalId userName name title emails groups meta" },
        { "", Enterprise + ":department", "schemas id externalId userName name title emails groups ENT(manager) meta" },
    };

    [Theory, MemberData(nameof(Projections))]
    [Holds("R-04", "S-35", "PJ-01", "PJ-02", "PJ-03", "PJ-04", "PJ-05", "PJ-07", "PJ-09")]
    public void Shows_what_is_asked_for(string attributes, string excluded, string expected)
    {
        var shown = Write(Projection.Parse([attributes], [excluded], VectorSchemas.User));

        var members = expected.Split(' ').Aggregate(new List<string>(), (list, word) => { if (list.Count > 0 && list[^1].Contains('(') && !list[^1].Contains(')')) list[^1] += " " + word; else list.Add(word); return list; });
        Assert.Equal(members.Select(m => m.Split('(')[0].Replace("ENT", Enterprise, StringComparison.Ordinal)).Order(), shown.Select(m => m.Key).Order());
        foreach (var member in members.Where(m => m.Contains('(')))
        {
            var value = shown[member.Split('(')[0].Replace("ENT", Enterprise, StringComparison.Ordinal)]!;
            foreach (var part in value is JsonArray elements ? elements.Select(e => e!.AsObject()) : [value.AsObject()])
                Assert.Equal(member.Split('(')[1].TrimEnd(')').Split(' ').Order(), part.Select(p => p.Key).Order());
        }
    }

    [Fact]
    [Holds("S-02", "PJ-12")]
    public void Schemas_lists_the_base_schema_and_the_extensions_whose_data_is_shown()
    {
        Assert.Equal([VectorSchemas.User.Schema.Id, Enterprise], Schemas(Write(Projection.Default(VectorSchemas.User))));
        Assert.Equal([VectorSchemas.User.Schema.Id], Schemas(Write(Projection.Parse(["title"], [], VectorSchemas.User))));
    }

    [Fact]
    public void What_another_door_stored_is_not_shown() =>
        Assert.DoesNotContain("secret", Write(Projection.Default(VectorSchemas.User)).ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public void Text_is_answered_as_it_was_sent() =>
        Assert.Contains("Läufer", Text(Projection.Default(VectorSchemas.User)), StringComparison.Ordinal);

    [Fact]
    [Holds("Q-36")]
    public void Spliced_bytes_and_the_view_that_filters_judge_tell_the_same()
    {
        var shown = Write(Projection.Default(VectorSchemas.User));
        var judged = new ResourceView(Profile, Caller, "http://localhost").Whole(VectorSchemas.User, Resource());

        foreach (var (name, value) in shown.Where(m => m.Key != Enterprise))
            Assert.True(JsonNode.DeepEquals(value, judged[name]), name);
        Assert.True(JsonNode.DeepEquals(shown[Enterprise]!["department"], judged[Enterprise]!["department"]));
    }

    [Fact]
    public void Members_that_lie_one_after_the_other_are_shown_as_those_that_do_not()
    {
        var random = new Random(20261128);
        (string Name, string Value)[] user =
        [
            ("externalId", "\"e1\""), ("userName", "\"amara\""), ("nickName", "\"\""), ("title", "\"a\\\"b\""), ("active", "true"), ("unknownHere", "[1,{}]"),
            ("name", """{"givenName":"Amara","familyName":"Okafor"}"""), ("displayName", "\"A\""), ("name", """{"givenName":"Amara","secret":1}"""),
            ("emails", """[{"value":"a@x.test","type":"work"},{"value":"b@x.test"}]"""), ("emails", """[{"value":"a@x.test","secret":{}}]"""), ("urn:other:door", """{"secret":1}"""),
        ];
        (string Name, string Value)[] extension = [("employeeNumber", "\"1\""), ("costCenter", "\"c\""), ("department", "\"d\""), ("manager", """{"value":"u5"}"""), ("secret", "0")];
        Projection[] projections = [Projection.Default(VectorSchemas.User), Projection.Parse(["userName,title,emails.value", $"{Enterprise}:department"], [], VectorSchemas.User)];
        for (var i = 0; i < 3_000; i++)
        {
            var (own, further, projection) = (Some(user, random), Some(extension, random), projections[i % 2]);

            var apart = Text(projection, Json([.. own, (Enterprise, Json(further, " "))], " "));
            var together = Text(projection, Json([.. own, (Enterprise, Json(further, ""))], ""));
            Assert.Equal(apart, together);
        }
    }

    // In their order, or in any.
    static List<(string Name, string Value)> Some((string Name, string Value)[] members, Random random)
    {
        var some = members.Where(_ => random.Next(3) > 0).ToArray();
        if (random.Next(2) == 0)
            random.Shuffle(some);
        return [.. some.DistinctBy(m => m.Name)];
    }

    static string Json(IEnumerable<(string Name, string Value)> members, string before) => $"{{{string.Join(',', members.Select(m => $"{before}\"{m.Name}\":{m.Value}"))}}}";

    [Theory]
    [InlineData("userName", "title")]
    [InlineData("emails[type eq \"work\"]", "")]
    [Holds("PJ-08", "PJ-15")]
    public void Both_lists_and_value_filters_are_refused(string attributes, string excluded) =>
        Assert.Throws<Messages.ScimException>(() => Projection.Parse([attributes], [excluded], VectorSchemas.User));

    [Fact]
    public void Members_are_loaded_only_when_they_are_shown()
    {
        Assert.Equal(Load.ShownMembers, Projection.Default(VectorSchemas.Group).Load);
        Assert.Equal(Load.Document, Projection.Parse([], ["members"], VectorSchemas.Group).Load);
        Assert.Equal(Load.Document, Projection.Parse(["displayName"], [], VectorSchemas.Group).Load);
        Assert.Equal(Load.Memberships, Projection.Default(VectorSchemas.User).Load);
        Assert.Equal(Load.ShownMembers | Load.Names, Projection.Parse(["members"], [], VectorSchemas.Group).Load);
        Assert.Equal(Load.ShownMembers, Projection.Parse(["members.value"], [], VectorSchemas.Group).Load);
        Assert.Equal(Load.Memberships | Load.IndirectMemberships, Projection.Parse(["groups.value"], [], VectorSchemas.User).Load);
    }

    static Resource Resource() => new()
    {
        Key = new ResourceKey("User", "u1"),
        Version = 3,
        Created = DateTimeOffset.UnixEpoch,
        LastModified = DateTimeOffset.UnixEpoch.AddHours(1),
        Document = Document.From(Stored),
        Members = [],
        Memberships = ImmutableArray.Create(new Member("g1", "Group")),
    };

    static IEnumerable<string> Schemas(JsonObject shown) => shown["schemas"]!.AsArray().Select(s => s!.GetValue<string>());

    static JsonObject Write(Projection projection) => JsonNode.Parse(Text(projection))!.AsObject();

    static string Text(Projection projection, string? document = null)
    {
        var resource = document is null ? Resource() : Resource() with { Document = new Document(System.Text.Encoding.UTF8.GetBytes(document)) };
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            new Representation(Profile, Caller, "http://localhost").Write(writer, resource, VectorSchemas.User, projection);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
