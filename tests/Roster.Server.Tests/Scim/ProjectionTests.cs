using System.Text.Json.Nodes;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Which attributes an answer shows (RFC 7644 section 3.9), on every kind of answer.</summary>
public sealed class ProjectionTests(ServerFixture fixture)
{
    const string Body = $$$$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{{{Lists.Enterprise}}}}"],"userName":"ana","title":"t","password":"a secret one","name":{"givenName":"A","familyName":"B"},
         "emails":[{"value":"a@x.test","type":"work"}],"{{{{Lists.Enterprise}}}}":{"department":"Sales","costCenter":"7"}}
        """;

    static string Names(JsonNode? resource) => string.Join(' ', resource!.AsObject().Select(m => m.Key == Lists.Enterprise ? "EXT" : m.Key).Order(StringComparer.Ordinal));

    [Theory, Holds("PJ-01", "PJ-02", "PJ-03", "PJ-04", "PJ-05", "PJ-07", "PJ-09", "PJ-10", "PJ-13")]
    [InlineData("attributes=userName", "id schemas userName")]
    [InlineData("attributes=USERNAME,%20title%20", "id schemas title userName")]
    [InlineData("attributes=userName&attributes=title", "id schemas title userName")]
    [InlineData("attributes=nosuch,userName", "id schemas userName")]
    [InlineData("attributes=password,userName", "id schemas userName")]
    [InlineData("attributes=name.givenName,emails.value", "emails id name schemas")]
    [InlineData("attributes=urn:ietf:params:scim:schemas:core:2.0:User:title", "id schemas title")]
    [InlineData("attributes=" + Lists.Enterprise, "EXT id schemas")]
    [InlineData("attributes=" + Lists.Enterprise + ":department", "EXT id schemas")]
    [InlineData("attributes=", "EXT active emails id meta name schemas title userName")]
    [InlineData("", "EXT active emails id meta name schemas title userName")]
    [InlineData("excludedAttributes=id,emails,schemas", "EXT active id meta name schemas title userName")]
    [InlineData("excludedAttributes=nosuch,META,name.givenName", "EXT active emails id name schemas title userName")]
    [InlineData("excludedAttributes=" + Lists.Enterprise, "active emails id meta name schemas title userName")]
    public async Task Every_answer_shows_what_is_asked_for(string query, string expected)
    {
        using var http = await fixture.Server.NewDirectoryAsync("directory:user:setPassword");

        using var created = await http.SendAsync("POST", $"{Lists.Prefix}/Users?{query}", Body);
        var first = await created.JsonAsync();
        var path = $"{Lists.Prefix}/Users/{first.Text("id")}";
        using var got = await http.SendAsync("GET", $"{path}?{query}");
        using var put = await http.SendAsync("PUT", $"{path}?{query}", Body);
        using var patched = await http.SendAsync("PATCH", $"{path}?{query}", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"u"}]}""");
        var list = await http.ListAsync($"/Users?{query}");
        var root = await http.ListAsync($"?{query}");

        foreach (var resource in new[] { first, await got.JsonAsync(), await put.JsonAsync(), await patched.JsonAsync(), list["Resources"]![0]!, root["Resources"]![0]! })
        {
            Assert.Equal(expected, Names(resource));
            if (query.Contains("name.givenName", StringComparison.Ordinal))
                Assert.Equal(query.StartsWith("attributes", StringComparison.Ordinal) ? "givenName" : "familyName", Names(resource["name"]));
            if (query.Contains(":department", StringComparison.Ordinal))
                Assert.Equal("department", Names(resource[Lists.Enterprise]));
        }
    }

    [Theory, Holds("PJ-08", "PJ-15")]
    [InlineData("attributes=userName&excludedAttributes=title")]
    [InlineData("attributes=emails%5Btype%20eq%20%22work%22%5D")]
    [InlineData("excludedAttributes=emails%5Btype%20eq%20%22work%22%5D.value")]
    public async Task What_contradicts_itself_is_refused_everywhere(string query)
    {
        using var http = await fixture.Server.NewDirectoryAsync();
        var id = await http.CreateAsync("/Users", """{"userName":"ana"}""");

        foreach (var path in new[] { $"/Users/{id}", "/Users", "" })
        {
            var (status, type, _) = await http.SendAsync("GET", $"{Lists.Prefix}{path}?{query}").RefusedAsync();
            Assert.Equal((400, "invalidValue"), (status, type));
        }
    }

    [Fact, Holds("PJ-11", "PJ-12", "PJ-14")]
    public async Task A_projected_answer_is_of_the_whole_resource_s_version_and_names_the_schemas_that_it_shows()
    {
        using var http = await fixture.Server.NewDirectoryAsync("directory:user:setPassword");
        using var created = await http.SendAsync("POST", $"{Lists.Prefix}/Users", Body);
        var path = $"{Lists.Prefix}/Users/{(await created.JsonAsync()).Text("id")}";

        using var whole = await http.SendAsync("GET", path);
        using var part = await http.SendAsync("GET", path + "?attributes=userName");
        using var extension = await http.SendAsync("GET", $"{path}?attributes={Lists.Enterprise}:department");
        using var patched = await http.SendAsync(
            "PATCH", path + "?attributes=title", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"u"}]}""", headers: ("Prefer", "return=minimal"));

        Assert.Equal(whole.Header("ETag"), part.Header("ETag"));
        Assert.Equal(["urn:ietf:params:scim:schemas:core:2.0:User"], (await part.JsonAsync())["schemas"]!.AsArray().Select(s => s!.GetValue<string>()));
        Assert.Equal(["urn:ietf:params:scim:schemas:core:2.0:User", Lists.Enterprise], (await extension.JsonAsync())["schemas"]!.AsArray().Select(s => s!.GetValue<string>()));
        Assert.Equal(200, (int)patched.StatusCode);
        Assert.Equal("id schemas title", Names(await patched.JsonAsync()));
    }
}
