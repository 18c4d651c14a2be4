using System.Text.Json.Nodes;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Versions on the standard surface (RFC 7644 section 3.14, RFC 9110 sections 8.8.3 and 13).</summary>
public sealed class EntityTagTests(ServerFixture fixture)
{
    const string Users = "/scim/v2/Users";

    RosterServer Server => fixture.Server;

    async Task<(string Path, string Name, string Tag)> CreateAsync()
    {
        var name = Wire.NewName();
        using var created = await Server.Http.SendAsync("POST", Users, Wire.UserBody(name));
        return ($"{Users}/{(await created.JsonAsync()).Text("id")}", name, created.Header("ETag")!);
    }

    [Fact, Holds("V-01", "V-02", "V-03", "V-17", "S-15")]
    public async Task Every_answer_about_a_resource_has_its_tag_and_another_when_it_changed()
    {
        var (path, name, first) = await CreateAsync();
        using var read = await Server.Http.SendAsync("GET", path);
        using var same = await Server.Http.SendAsync("PUT", path, Wire.UserBody(name));
        using var put = await Server.Http.SendAsync("PUT", path, Wire.UserBody(name, ",\"title\":\"x\""));
        using var patch = await Server.Http.SendAsync("PATCH", path, Title("y"));
        using var config = await Server.Anonymous.SendAsync("GET", "/scim/v2/ServiceProviderConfig");

        foreach (var answer in new[] { read, same, put, patch })
        {
            Assert.Matches("^W/\"[^\"]+\"$", answer.Header("ETag"));
            Assert.Equal(answer.Header("ETag"), (await answer.JsonAsync())["meta"]!.AsObject().Text("version"));
        }

        Assert.Equal([first, first], [read.Header("ETag"), same.Header("ETag")]);
        Assert.Equal(3, new[] { first, put.Header("ETag"), patch.Header("ETag") }.Distinct(StringComparer.Ordinal).Count());
        Assert.True((await config.JsonAsync())["etag"]!["supported"]!.GetValue<bool>());
    }

    // {now} is the stored tag, {bare} what stands between its quotes.
    [Theory, Holds("V-04", "V-05", "V-12")]
    [InlineData("{now}", 304)]
    [InlineData("\"{bare}\"", 304)]
    [InlineData("{bare}", 304)]
    [InlineData("W/\"x\", {now}", 304)]
    [InlineData("*", 304)]
    [InlineData("W/\"999\"", 200)]
    [InlineData("nonsense", 200)]
    [InlineData("\"{bare}", 200)]
    [InlineData("W/", 200)]
    [InlineData(",", 200)]
    public async Task A_reader_that_knows_the_version_gets_304_and_a_malformed_tag_is_ignored(string tag, int status)
    {
        var (path, _, now) = await CreateAsync();

        using var read = await Server.Http.SendAsync("GET", path, headers: ("If-None-Match", Filled(tag, now)));

        Assert.Equal((status, now), ((int)read.StatusCode, read.Header("ETag")));
        Assert.Equal(status == 304, (await read.Content.ReadAsByteArrayAsync()).Length == 0);
    }

    [Theory, Holds("V-06", "V-07", "V-08", "V-09", "V-12", "V-16")]
    [InlineData("{now}", true)]
    [InlineData("\"{bare}\"", true)]
    [InlineData("{bare}", true)]
    [InlineData("\"x\", {now}", true)]
    [InlineData("*", true)]
    [InlineData("W/\"999\"", false)]
    [InlineData("nonsense", false)]
    [InlineData("\"{bare}", false)]
    [InlineData("W/", false)]
    [InlineData(",", false)]
    public async Task A_write_is_made_on_the_version_that_it_names_and_a_malformed_tag_names_none(string tag, bool made)
    {
        foreach (var method in new[] { "PUT", "PATCH", "DELETE" })
        {
            var (path, name, now) = await CreateAsync();
            var body = method switch { "PUT" => Wire.UserBody(name, ",\"title\":\"x\""), "PATCH" => Title("x"), _ => null };

            using var written = await Server.Http.SendAsync(method, path, body, headers: ("If-Match", Filled(tag, now)));
            using var unknown = await Server.Http.SendAsync(method, Users + "/nobody", body, headers: ("If-Match", Filled(tag, now)));
            using var after = await Server.Http.SendAsync("GET", path);

            Assert.Equal(made ? method == "DELETE" ? 204 : 200 : 412, (int)written.StatusCode);
            Assert.Equal(404, (int)unknown.StatusCode);
            if (!made)
            {
                Assert.Equal("412", (await written.JsonAsync()).Text("status"));
                Assert.Equal(now, after.Header("ETag"));
            }
        }
    }

    [Theory, Holds("V-10", "V-11")]
    [InlineData(null, "{now}", 412)]
    [InlineData(null, "*", 412)]
    [InlineData(null, "nonsense", 200)]
    [InlineData("{now}", "W/\"999\"", 200)]
    [InlineData("{now}", "{now}", 412)]
    [InlineData("W/\"999\"", "W/\"999\"", 412)]
    public async Task A_write_is_not_made_on_a_version_that_it_excludes(string? match, string noneMatch, int status)
    {
        var (path, name, now) = await CreateAsync();
        var headers = new List<(string, string)> { ("If-None-Match", Filled(noneMatch, now)) };
        if (match is not null)
            headers.Add(("If-Match", Filled(match, now)));

        using var written = await Server.Http.SendAsync("PUT", path, Wire.UserBody(name, ",\"title\":\"x\""), headers: [.. headers]);
        using var stranger = await Server.Anonymous.SendAsync("PUT", path, Wire.UserBody(name), headers: [.. headers]);

        Assert.Equal(status, (int)written.StatusCode);
        Assert.Equal(401, (int)stranger.StatusCode);
    }

    static string Filled(string tag, string now) => tag.Replace("{now}", now, StringComparison.Ordinal).Replace("{bare}", now.Split('"')[1], StringComparison.Ordinal);

    static string Title(string value) => new JsonObject
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
        ["Operations"] = new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = "title", ["value"] = value }),
    }.ToJsonString();
}
