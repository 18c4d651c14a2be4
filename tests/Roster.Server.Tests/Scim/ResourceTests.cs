using System.Text.Json.Nodes;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

public sealed class ResourceTests(ServerFixture fixture)
{
    HttpClient Http => fixture.Server.Http;

    [Fact]
    [Holds("C-01")]
    public async Task A_created_user_comes_back_whole_with_its_location_and_version()
    {
        var name = Wire.NewName();

        using var response = await Http.SendAsync("POST", Wire.Users, Wire.UserBody(name, ",\"title\":\"Agent\""));
        var user = await response.JsonAsync();

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(name, user.Text("userName"));
        Assert.Equal("Agent", user.Text("title"));
        Assert.Equal(user["meta"]!["location"]!.GetValue<string>(), response.Header("Location"));
        Assert.Equal($"{Wire.Users}/{user.Text("id")}", response.Header("Location"));
        Assert.Equal($"\"{user["meta"]!["version"]!.GetValue<string>()}\"", response.Header("ETag"));
        Assert.Equal("application/scim+json", response.Header("Content-Type"));
    }

    [Theory]
    [InlineData("\"{0}\"", 304)]
    [InlineData("{0}", 304)]
    [InlineData("W/\"{0}\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"9\", \"{0}\"", 304)]
    [InlineData("\"9\"", 200)]
    [InlineData("\"x\"", 200)]
    [Holds("V-04", "V-05", "H-17")]
    public async Task A_known_version_is_304_without_a_body(string form, int status)
    {
        var user = await Http.CreateUserAsync();
        var version = user["meta"]!["version"]!.GetValue<string>();

        using var response = await Http.SendAsync("GET", $"{Wire.Users}/{user.Text("id")}", headers: ("If-None-Match", string.Format(null, form, version)));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal($"\"{version}\"", response.Header("ETag"));
        if (status == 304)
        {
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            Assert.Null(response.Header("Content-Type"));
        }
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [Holds("RP-13", "DE-05")]
    public async Task A_write_with_an_old_version_changes_nothing(string method)
    {
        var user = await Http.CreateUserAsync();
        var path = $"{Wire.Users}/{user.Text("id")}";

        using var refused = await Http.SendAsync(method, path, Body(method, user), headers: ("If-Match", "\"99\""));
        using var after = await Http.SendAsync("GET", path);
        using var done = await Http.SendAsync(method, path, Body(method, user), headers: ("If-Match", after.Header("ETag")!));

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Equal("invalidVers", (await refused.JsonAsync()).Text("scimType"));
        Assert.Equal(user["meta"]!.ToJsonString(), (await after.JsonAsync())["meta"]!.ToJsonString());
        Assert.InRange((int)done.StatusCode, 200, 204);

        static string? Body(string method, JsonObject user) => method switch
        {
            "PUT" => Wire.UserBody(user.Text("userName"), ",\"title\":\"x\""),
            "PATCH" => """{"Operations":[{"op":"replace","path":"title","value":"x"}]}""",
            _ => null,
        };
    }

    [Theory]
    [InlineData(null, "", 200)]
    [InlineData("return=minimal", "", 204)]
    [InlineData("respond-async, Return=Minimal", "", 204)]
    [InlineData("return=\"minimal\"", "", 204)]
    [InlineData("return=representation", "", 200)]
    [InlineData("return=minimal", "?attributes=userName", 200)]
    [InlineData("return=minimal", "?excludedAttributes=title", 200)]
    [Holds("PA-29", "PJ-11", "H-17")]
    public async Task A_patch_answers_with_the_resource_unless_told_otherwise(string? prefer, string query, int status)
    {
        var user = await Http.CreateUserAsync();
        const string Patch = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"Lead"}]}""";

        using var response = prefer is null
            ? await Http.SendAsync("PATCH", $"{Wire.Users}/{user.Text("id")}{query}", Patch)
            : await Http.SendAsync("PATCH", $"{Wire.Users}/{user.Text("id")}{query}", Patch, headers: ("Prefer", prefer));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotNull(response.Header("ETag"));
        if (status == 204)
        {
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
            Assert.Null(response.Header("Content-Type"));
            Assert.Equal("return=minimal", response.Header("Preference-Applied"));
        }
    }

    [Fact]
    [Holds("DE-01", "DE-02", "H-17")]
    public async Task A_deleted_user_is_gone()
    {
        var user = await Http.CreateUserAsync();
        var path = $"{Wire.Users}/{user.Text("id")}";

        using var deleted = await Http.SendAsync("DELETE", path);
        using var read = await Http.SendAsync("GET", path);
        using var again = await Http.SendAsync("DELETE", path);

        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Null(deleted.Header("Content-Type"));
        Assert.Equal(404, (int)read.StatusCode);
        Assert.Equal("404", (await read.JsonAsync()).Text("status"));
        Assert.Equal(404, (int)again.StatusCode);
    }

    [Fact]
    [Holds("C-05", "E-19")]
    public async Task A_taken_name_is_409_and_does_not_tell_whose()
    {
        var user = await Http.CreateUserAsync();

        using var response = await Http.SendAsync("POST", Wire.Users, Wire.UserBody(user.Text("userName").ToUpperInvariant()));
        var body = await response.JsonAsync();

        Assert.Equal(409, (int)response.StatusCode);
        Assert.Equal("uniqueness", body.Text("scimType"));
        Assert.DoesNotContain(user.Text("id"), body.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(response.Header("Location"));
    }

    [Fact]
    [Holds("G-01")]
    public async Task Both_prefixes_lead_to_one_directory()
    {
        const string Long = "/api/v2/scim/v2", Short = "/api/v2/scim";
        var id = (await Http.CreateUserAsync()).Text("id");
        using var made = await Http.SendAsync("POST", Wire.Groups, $$"""{"displayName":"{{Wire.NewName()}}","members":[{"value":"{{id}}"}]}""");
        var group = (await made.JsonAsync()).Text("id");

        // Reads are the same to the byte, addresses in them included; writes by one prefix are seen by the other.
        foreach (var path in new[]
        {
            $"/users/{id}", $"/users?filter=id%20eq%20%22{id}%22", $"/groups/{group}", $"/groups?filter=id%20eq%20%22{group}%22",
            "/serviceproviderconfig", "/resourcetypes", "/resourcetypes/User", "/schemas", "/schemas/urn:ietf:params:scim:schemas:core:2.0:User",
        })
        {
            using var first = await Http.SendAsync("GET", Long + path);
            using var second = await Http.SendAsync("GET", Short + path);
            Assert.Equal((200, path, 200), ((int)first.StatusCode, path, (int)second.StatusCode));
            Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        }

        using var created = await Http.SendAsync("POST", Short + "/users", Wire.UserBody(Wire.NewName()));
        Assert.Equal(201, (int)created.StatusCode);
        var other = $"/users/{(await created.JsonAsync()).Text("id")}";
        using var put = await Http.SendAsync("PUT", Short + other, Wire.UserBody(Wire.NewName(), ",\"title\":\"put\""));
        Assert.Equal("put", (await Http.ReadAsync(Long + other)).Text("title"));
        using var patched = await Http.SendAsync("PATCH", Short + other, """{"Operations":[{"op":"replace","path":"title","value":"patched"}]}""");
        Assert.Equal("patched", (await Http.ReadAsync(Long + other)).Text("title"));
        using var renamed = await Http.SendAsync("PATCH", $"{Short}/groups/{group}", """{"Operations":[{"op":"remove","path":"members"}]}""");
        Assert.Empty((await Http.ReadAsync($"{Long}/groups/{group}"))["members"]?.AsArray() ?? []);
        using var deleted = await Http.SendAsync("DELETE", Short + other);
        using var gone = await Http.SendAsync("GET", Long + other);
        Assert.Equal((204, 404), ((int)deleted.StatusCode, (int)gone.StatusCode));
    }

    [Fact]
    public async Task Text_comes_back_as_it_was_sent()
    {
        const string Title = "<b>\u00e9\u2028\ud83d\ude00 \\\" ' &";

        var user = await Http.CreateUserAsync(more: $",\"title\":{JsonValue.Create(Title).ToJsonString()}");
        using var response = await Http.SendAsync("GET", $"{Wire.Users}/{user.Text("id")}");

        Assert.Equal(Title, (await response.JsonAsync()).Text("title"));
    }

    [Fact]
    [Holds("C-22", "S-47")]
    public async Task Members_of_a_group_are_written_and_read()
    {
        var (a, b) = (await Http.CreateUserAsync(), await Http.CreateUserAsync());
        using var created = await Http.SendAsync("POST", Wire.Groups, $$"""{"displayName":"G{{Guid.NewGuid()}}","members":[{"value":"{{a.Text("id")}}"}]}""");
        var group = await created.JsonAsync();
        var path = $"{Wire.Groups}/{group.Text("id")}";

        using var patched = await Http.SendAsync("PATCH", path, $$"""{"Operations":[{"op":"add","path":"members","value":[{"value":"{{b.Text("id")}}"}]}]}""");
        using var without = await Http.SendAsync("GET", path + "?excludedAttributes=members");
        using var user = await Http.SendAsync("GET", $"{Wire.Users}/{b.Text("id")}");

        Assert.Equal(201, (int)created.StatusCode);
        Assert.Equal(2, (await patched.JsonAsync())["members"]!.AsArray().Count);
        Assert.Null((await without.JsonAsync())["members"]);
        Assert.Equal(group.Text("id"), (await user.JsonAsync())["groups"]![0]!["value"]!.GetValue<string>());
    }
}
