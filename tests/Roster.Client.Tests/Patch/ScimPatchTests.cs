using System.Text.Json;
using System.Text.Json.Nodes;

namespace Roster.Client.Tests.Patch;

/// <summary>PATCH requests as they are sent.</summary>
public sealed class ScimPatchTests
{
    static readonly ScimPath WorkMail = ScimPath.Of("emails").Where(ScimFilter.Equal("type", "a\"b"));

    static async Task<JsonNode> SentAsync(ScimPatch patch)
    {
        await using var server = new ScriptedServer(Scripted.User());
        await server.Api().PatchScimV2UserAsync("u1", patch);
        return JsonNode.Parse(server.Requests.Single().Body)!["Operations"]!;
    }

    [Fact]
    public async Task Operations_are_sent_in_their_order_with_values_of_any_kind()
    {
        var sent = await SentAsync(new ScimPatch()
            .Replace("title", "Agent").Replace("active", false).Replace("age", 5).Replace("nickName", null)
            .Add("roles", new JsonArray("a")).Add("emails", new Person("ana"), TestJson.Default.Person)
            .Replace(WorkMail.Sub("value"), "x").Remove(WorkMail).Replace(new JsonObject { ["displayName"] = "Ana" }));

        Assert.Equal(
            """
            [{"op":"replace","path":"title","value":"Agent"},{"op":"replace","path":"active","value":false},{"op":"replace","path":"age","value":5},{"op":"remove","path":"nickName"},
            {"op":"add","path":"roles","value":["a"]},{"op":"add","path":"emails","value":{"userName":"ana","schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}},
            {"op":"replace","path":"emails[type eq \u0022a\\\u0022b\u0022].value","value":"x"},{"op":"remove","path":"emails[type eq \u0022a\\\u0022b\u0022]"},{"op":"replace","value":{"displayName":"Ana"}}]
            """.ReplaceLineEndings(""), sent.ToJsonString());
    }

    [Theory]
    [InlineData("emails")]
    [InlineData("name.familyName")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
    [InlineData("urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds")]
    public void A_name_is_a_path(string name) => Assert.Equal(name, ScimPath.Of(name).ToString());

    [Fact]
    public void A_path_takes_one_condition_and_one_part()
    {
        Assert.Equal("emails[type eq \"a\\\"b\"].value", WorkMail.Sub("value").ToString());
        Assert.Throws<InvalidOperationException>(() => WorkMail.Where(ScimFilter.Present("value")));
        Assert.Throws<InvalidOperationException>(() => WorkMail.Sub("value").Sub("type"));
        Assert.Throws<InvalidOperationException>(() => ScimPath.Of("name.familyName").Where(ScimFilter.Present("value")));
        Assert.Throws<ArgumentException>(() => WorkMail.Sub("value eq"));
    }

    [Fact]
    public async Task A_value_of_the_application_is_written_by_its_own_type_information()
    {
        var sent = await SentAsync(new ScimPatch().Replace("people", [new Person("ana")], TestJson.Default.PersonArray));

        Assert.Equal(JsonValueKind.Array, sent[0]!["value"]!.GetValueKind());
    }
}
