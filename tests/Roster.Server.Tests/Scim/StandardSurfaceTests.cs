using System.Text.Json.Nodes;
using Roster.Scim.Schemas;
using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

public sealed class StandardSurfaceTests(ServerFixture fixture)
{
    const string Prefix = "/scim/v2";
    const string Users = Prefix + "/Users";
    const string Patch = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"title","value":"y"}]}""";

    RosterServer Server => fixture.Server;

    [Theory, InlineData(Users), InlineData(Wire.Users)]
    [Holds("S-12", "C-02", "R-02", "R-06", "MT-05")]
    public async Task Every_answer_about_one_resource_says_where_it_is(string users)
    {
        using var created = await Server.Http.SendAsync("POST", users, Wire.UserBody(Wire.NewName()));
        var user = await created.JsonAsync();
        var path = $"{users}/{user.Text("id")}";
        var location = user["meta"]!["location"]!.GetValue<string>();
        Assert.Equal(location, created.Header("Location"));

        using var got = await Server.Http.SendAsync("GET", path);
        using var head = await Server.Http.SendAsync("HEAD", path);
        using var put = await Server.Http.SendAsync("PUT", path, Wire.UserBody(user.Text("userName"), ",\"title\":\"x\""));
        using var patch = await Server.Http.SendAsync("PATCH", path, Patch);

        Assert.All([got, head, put, patch], a => Assert.Equal((200, location), ((int)a.StatusCode, a.Header("Content-Location"))));
        Assert.Equal(got.Header("ETag"), head.Header("ETag"));
        Assert.Equal(got.Header("Content-Length"), head.Header("Content-Length"));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        using var there = await Server.Http.SendAsync("GET", location);
        Assert.Equal(200, (int)there.StatusCode);
    }

    [Theory, InlineData(Users, 412), InlineData(Wire.Users, 400)]
    [Holds("V-10", "V-11")]
    public async Task A_write_can_be_forbidden_for_a_version(string users, int status)
    {
        using var created = await Server.Http.SendAsync("POST", users, Wire.UserBody(Wire.NewName()));
        var user = await created.JsonAsync();
        var path = $"{users}/{user.Text("id")}";
        foreach (var method in new[] { "PUT", "PATCH", "DELETE" })
        {
            foreach (var tag in new[] { "*", "W/\"1\"", "\"7\", \"1\"" })
            {
                using var refused = await Server.Http.SendAsync(method, path, method == "PATCH" ? Patch : method == "PUT" ? Wire.UserBody("never") : null, headers: ("If-None-Match", tag));
                Assert.Equal(status, (int)refused.StatusCode);
            }
        }

        using var stale = await Server.Http.SendAsync("PUT", path, Wire.UserBody("never"), headers: [("If-Match", "\"7\""), ("If-None-Match", "\"7\"")]);
        Assert.Equal(status, (int)stale.StatusCode);
        using var after = await Server.Http.SendAsync("GET", path);
        Assert.Equal(created.Header("ETag"), after.Header("ETag"));
        using var deleted = await Server.Http.SendAsync("DELETE", path, headers: [("If-Match", "*"), ("If-None-Match", "\"7\"")]);
        Assert.Equal(204, (int)deleted.StatusCode);
    }

    [Fact]
    [Holds("DI-15", "DI-16", "DI-17")]
    public async Task Published_schemas_are_those_of_RFC_7643_with_their_errata()
    {
        foreach (var name in new[] { "User", "Group", "EnterpriseUser", "ServiceProviderConfig", "ResourceType", "Schema" })
        {
            using var stream = typeof(CoreSchemas).Assembly.GetManifestResourceStream(
                typeof(CoreSchemas).Assembly.GetManifestResourceNames().Single(n => n.EndsWith($".{name}.json", StringComparison.Ordinal)))!;
            var file = (await JsonNode.ParseAsync(stream))!.AsObject();
            using var response = await Server.Http.SendAsync("GET", $"{Prefix}/Schemas/{file.Text("id")}");
            var published = await response.JsonAsync();

            Assert.StartsWith(Server.BaseUrl + Prefix + "/Schemas/", published["meta"]!["location"]!.GetValue<string>(), StringComparison.Ordinal);
            published.Remove("meta");
            Assert.Equal(Plain(file), Plain(published));
        }
    }

    // The order of members and what the standard makes the default differ between hand-written and generated JSON.
    static string Plain(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.Where(m => m.Value is not null && !IsDefault(m)).OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}:{Plain(m.Value)}")) + "}",
        JsonArray a => "[" + string.Join(',', a.Select(Plain)) + "]",
        _ => node?.ToJsonString() ?? "null",
    };

    static bool IsDefault(KeyValuePair<string, JsonNode?> member) => (member.Key, member.Value!.ToJsonString()) is ("caseExact", "false") or ("uniqueness", "\"none\"");

    [Fact]
    [Holds("DI-19")]
    public async Task Every_schema_in_an_answer_is_published()
    {
        using var all = await Server.Http.SendAsync("GET", Prefix + "/Schemas");
        var published = (await all.JsonAsync())["Resources"]!.AsArray().Select(s => s!["id"]!.GetValue<string>()).ToList();

        foreach (var path in new[] { "/Users", "/ServiceProviderConfig", "/ResourceTypes/User", "/Schemas/" + published[0] })
        {
            using var answer = await Server.Http.SendAsync("GET", Prefix + path);
            var body = await answer.JsonAsync();
            foreach (var resource in body["Resources"]?.AsArray() ?? [body.DeepClone()])
                Assert.Subset(published.ToHashSet(), resource!["schemas"]!.AsArray().Select(s => s!.GetValue<string>()).ToHashSet());
        }
    }

    [Fact]
    [Holds("DI-08", "IX-06", "IX-10", "Q-39")]
    public async Task A_page_has_100_resources_unless_the_client_says_otherwise_and_500_at_most()
    {
        await using var server = await RosterServer.StartAsync();
        foreach (var chunk in Enumerable.Range(0, 505).Chunk(50))
            await Task.WhenAll(chunk.Select(n => server.Http.SendAsync("POST", Users, Wire.UserBody($"u{n}"))));

        foreach (var (query, expected) in new[] { ("", 100), ("?count=1000000", 500), ("?startIndex=501", 5) })
        {
            using var answer = await server.Http.SendAsync("GET", Users + query);
            var body = await answer.JsonAsync();
            Assert.Equal((505, expected, expected), (body["totalResults"]!.GetValue<int>(), body["itemsPerPage"]!.GetValue<int>(), body["Resources"]!.AsArray().Count));
        }
    }

    [Fact]
    [Holds("C-09", "S-23", "Q-10", "G-12")]
    public async Task Without_tolerances_requests_are_taken_to_the_letter()
    {
        await using var strict = await RosterServer.StartAsync(o => o with { Standard = new StandardSettings { Tolerances = "none" } });

        using var noSchemas = await strict.Http.SendAsync("POST", Users, """{"userName":"ana"}""");
        using var text = await strict.Http.SendAsync("POST", Users, """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","active":"True"}""");
        using var good = await strict.Http.SendAsync("POST", Users, """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","active":true}""");
        using var bare = await strict.Http.SendAsync("GET", Users + "?filter=userName%20eq%20ana");
        using var tolerant = await Server.Http.SendAsync("POST", Users, $$"""{"userName":"{{Wire.NewName()}}","active":"True"}""");

        Assert.Equal([400, 400, 201, 400, 201], new[] { noSchemas, text, good, bare, tolerant }.Select(r => (int)r.StatusCode));
        Assert.Equal("invalidSyntax", (await noSchemas.JsonAsync()).Text("scimType"));
        Assert.Equal("invalidValue", (await text.JsonAsync()).Text("scimType"));
        Assert.Equal("invalidFilter", (await bare.JsonAsync()).Text("scimType"));
    }

    [Fact]
    [Holds("E-01", "E-02", "E-04", "E-06", "A-08")]
    public async Task Failures_before_the_operation_have_the_same_body_as_those_within()
    {
        using var nobody = await Server.ClientAsync("default");
        using var noToken = await Server.Anonymous.SendAsync("GET", Users);
        using var badToken = await Server.Anonymous.SendAsync("GET", Users, headers: ("Authorization", "Bearer bad"));
        using var forbidden = await nobody.SendAsync("GET", Users);
        using var unknown = await Server.Http.SendAsync("GET", Prefix + "/nothing/here");
        using var media = await Server.Http.SendAsync("POST", Users, "x", "text/plain");
        using var large = await Server.Http.SendAsync("POST", Users, "\"" + new string('x', 1_100_000) + "\"");

        foreach (var (answer, status) in new[] { (noToken, 401), (badToken, 401), (forbidden, 403), (unknown, 404), (media, 415), (large, 413) })
        {
            var body = await answer.JsonAsync();
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("application/scim+json", answer.Header("Content-Type"));
            Assert.Equal(["schemas", "status", "detail"], body.Select(m => m.Key));
            Assert.Equal(status.ToString(null, null), body.Text("status"));
            Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", body["schemas"]![0]!.GetValue<string>());
        }
    }
}
