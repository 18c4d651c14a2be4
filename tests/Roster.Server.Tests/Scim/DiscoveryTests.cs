using System.Text.Json.Nodes;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

public sealed class DiscoveryTests(ServerFixture fixture)
{
    const string Prefix = "/api/v2/scim/v2";

    RosterServer Server => fixture.Server;

    [Fact]
    public async Task ServiceProviderConfig_needs_no_token_but_a_bad_one_is_401()
    {
        using var without = await Server.Anonymous.SendAsync("GET", Prefix + "/ServiceProviderConfig");
        using var bad = await Server.Anonymous.SendAsync("GET", Prefix + "/ServiceProviderConfig", headers: ("Authorization", "Bearer bad"));
        var config = await without.JsonAsync();

        Assert.Equal(200, (int)without.StatusCode);
        Assert.True(config["patch"]!["supported"]!.GetValue<bool>());
        Assert.False(config["bulk"]!["supported"]!.GetValue<bool>());
        Assert.Equal("ServiceProviderConfig", config["meta"]!["resourceType"]!.GetValue<string>());
        Assert.Equal(401, (int)bad.StatusCode);
    }

    [Fact]
    public async Task Every_listed_type_and_schema_is_found_by_itself_and_where_it_says()
    {
        foreach (var list in new[] { "/ResourceTypes", "/Schemas" })
        {
            using var response = await Server.Http.SendAsync("GET", Prefix + list + "?startIndex=5&count=1");
            var resources = (await response.JsonAsync())["Resources"]!.AsArray();
            Assert.True(resources.Count >= 2);

            foreach (var listed in resources.Select(r => r!.AsObject()))
            {
                using var one = await Server.Http.SendAsync("GET", $"{Prefix}{list}/{listed.Text("id")}");
                using var there = await Server.Http.SendAsync("GET", listed["meta"]!["location"]!.GetValue<string>());

                Assert.True(JsonNode.DeepEquals(listed, await one.JsonAsync()));
                Assert.True(JsonNode.DeepEquals(listed, await there.JsonAsync()));
            }
        }
    }

    [Fact]
    public async Task Every_schema_that_a_type_names_is_published()
    {
        using var types = await Server.Http.SendAsync("GET", Prefix + "/ResourceTypes");
        foreach (var type in (await types.JsonAsync())["Resources"]!.AsArray())
        {
            foreach (var urn in type!["schemaExtensions"]!.AsArray().Select(e => e!["schema"]!.GetValue<string>()).Append(type["schema"]!.GetValue<string>()))
            {
                using var schema = await Server.Http.SendAsync("GET", $"{Prefix}/Schemas/{urn}");
                Assert.Equal(200, (int)schema.StatusCode);
            }
        }
    }

    [Theory]
    [InlineData("/schemas/urn:ietf:params:scim:schemas:core:2.0:User", 200)]
    [InlineData("/schemas/urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Acore%3A2.0%3AUser", 200)]
    [InlineData("/schemas/URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER", 200)]
    [InlineData("/schemas/urn:ietf:params:scim:schemas:core:2.0:Schema", 200)]
    [InlineData("/schemas/urn:nothing", 404)]
    [InlineData("/resourcetypes/user", 200)]
    [InlineData("/resourcetypes/nothing", 404)]
    [InlineData("/schemas?filter=id%20pr", 403)]
    [InlineData("/resourcetypes?filter=id%20pr", 403)]
    public async Task Discovery_is_found_in_any_spelling(string path, int status)
    {
        using var response = await Server.Http.SendAsync("GET", Prefix + path);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/ServiceProviderConfig")]
    [InlineData("/ResourceTypes/User")]
    [InlineData("/Schemas")]
    public async Task Discovery_answers_304_to_its_own_tag(string path)
    {
        using var first = await Server.Http.SendAsync("GET", Prefix + path);
        var tag = first.Header("ETag")!;

        using var known = await Server.Http.SendAsync("GET", Prefix + path, headers: ("If-None-Match", $"\"x\", W/{tag}"));
        using var other = await Server.Http.SendAsync("GET", Prefix + path, headers: ("If-None-Match", "\"x\""));

        Assert.Equal(304, (int)known.StatusCode);
        Assert.Equal(tag, known.Header("ETag"));
        Assert.Equal(200, (int)other.StatusCode);
    }

    [Theory, Holds("DI-24")]
    [InlineData(Prefix)]
    [InlineData("/scim/v2")]
    public async Task Discovery_shows_the_attributes_that_are_asked_for(string prefix)
    {
        using var names = await Server.Http.SendAsync("GET", prefix + "/Schemas?attributes=NAME,attributes.name");
        foreach (var schema in (await names.JsonAsync())["Resources"]!.AsArray().Select(r => r!.AsObject()))
        {
            Assert.Equal(["attributes", "id", "name", "schemas"], schema.Select(m => m.Key).Order());
            Assert.All(schema["attributes"]!.AsArray(), a => Assert.Equal(["name"], a!.AsObject().Select(m => m.Key)));
        }

        using var less = await Server.Http.SendAsync("GET", prefix + "/ResourceTypes/User?excludedAttributes=schemaExtensions,id,meta.location");
        var type = await less.JsonAsync();
        Assert.False(type.ContainsKey("schemaExtensions"));
        Assert.Equal("User", type.Text("id"));
        Assert.Equal(["resourceType"], type["meta"]!.AsObject().Select(m => m.Key));

        using var config = await Server.Anonymous.SendAsync("GET", prefix + "/ServiceProviderConfig?attributes=patch");
        Assert.True((await config.JsonAsync())["patch"]!["supported"]!.GetValue<bool>());
        Assert.False((await config.JsonAsync()).ContainsKey("bulk"));
        using var both = await Server.Http.SendAsync("GET", prefix + "/Schemas?attributes=name&excludedAttributes=id");
        Assert.Equal(400, (int)both.StatusCode);
    }

    [Theory, Holds("DI-22", "DI-23", "DI-25", "DI-26")]
    [InlineData("/ServiceProviderConfig")]
    [InlineData("/ResourceTypes")]
    [InlineData("/Schemas")]
    public async Task Discovery_of_the_standard_has_tags_and_neither_pages_sorts_filters_nor_changes(string path)
    {
        const string Standard = "/scim/v2";
        using var plain = await Server.Http.SendAsync("GET", Standard + path);
        using var paged = await Server.Http.SendAsync("GET", Standard + path + "?startIndex=5&count=1&sortBy=name&sortOrder=descending&cursor=");
        using var known = await Server.Http.SendAsync("GET", Standard + path, headers: ("If-None-Match", plain.Header("ETag")!));
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await paged.Content.ReadAsStringAsync());
        Assert.Equal((304, plain.Header("ETag")), ((int)known.StatusCode, known.Header("ETag")));
        Assert.Empty(await known.Content.ReadAsByteArrayAsync());

        using var filtered = await Server.Http.SendAsync("GET", Standard + path + "?filter=name%20pr");
        Assert.Equal(path == "/ServiceProviderConfig" ? 200 : 403, (int)filtered.StatusCode);
        foreach (var method in new[] { "POST", "PUT", "PATCH", "DELETE" })
        {
            using var refused = await Server.Http.SendAsync(method, Standard + path, "{}");
            Assert.Equal((405, "GET, HEAD, OPTIONS"), ((int)refused.StatusCode, refused.Header("Allow")));
        }
    }
}
