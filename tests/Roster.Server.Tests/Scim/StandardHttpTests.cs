using System.Globalization;
using Microsoft.Data.Sqlite;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>HTTP's own rules on the standard surface.</summary>
public sealed class StandardHttpTests(ServerFixture fixture)
{
    const string Prefix = "/scim/v2";
    const string Users = Prefix + "/Users";
    const string Patch = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"title","value":"y"}]}""";

    RosterServer Server => fixture.Server;

    [Theory, Holds("R-07", "E-08", "E-13", "C-19", "RP-16", "PA-30", "DE-07", "H-10")]
    [InlineData(Users, "GET, HEAD, POST, OPTIONS")]
    [InlineData(Users + "/x", "DELETE, GET, HEAD, PATCH, PUT, OPTIONS")]
    [InlineData(Prefix + "/Groups", "GET, HEAD, POST, OPTIONS")]
    [InlineData(Prefix + "/Groups/x", "DELETE, GET, HEAD, PATCH, PUT, OPTIONS")]
    public async Task A_method_that_makes_no_sense_is_405_with_Allow_and_OPTIONS_tells_the_same(string path, string allow)
    {
        foreach (var method in new[] { "TRACE", "POST", "PUT", "PATCH", "DELETE", "BREW" }.Where(m => !allow.Contains(m, StringComparison.Ordinal)))
        {
            using var refused = await Server.Http.SendAsync(method, path, method is "POST" or "PUT" or "PATCH" ? "{}" : null);
            var error = await refused.JsonAsync();
            Assert.Equal((405, allow, "405"), ((int)refused.StatusCode, refused.Header("Allow"), error.Text("status")));
            Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", error["schemas"]![0]!.GetValue<string>());
        }

        using var options = await Server.Anonymous.SendAsync("OPTIONS", path, headers: ("Origin", "https://example.org"));
        Assert.Equal((204, allow), ((int)options.StatusCode, options.Header("Allow")));
        Assert.Null(options.Header("Access-Control-Allow-Origin"));
    }

    [Fact, Holds("R-02", "R-06", "R-12", "H-16", "H-17", "E-20")]
    public async Task HEAD_is_GET_without_the_body_nothing_is_cached_and_what_has_no_body_has_no_type()
    {
        using var created = await Server.Http.SendAsync("POST", Users, Wire.UserBody(Wire.NewName()));
        var user = await created.JsonAsync();
        var path = $"{Users}/{user.Text("id")}";
        foreach (var address in new[] { path, Users, Prefix + "/Schemas", Users + "/nobody", Prefix + "/nothing" })
        {
            using var get = await Server.Http.SendAsync("GET", address);
            using var head = await Server.Http.SendAsync("HEAD", address);
            Assert.Equal(get.StatusCode, head.StatusCode);
            foreach (var header in new[] { "ETag", "Content-Type", "Content-Location" })
                Assert.Equal(get.Header(header), head.Header(header));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            Assert.All([get, head], r => Assert.Contains("no-store", r.Header("Cache-Control"), StringComparison.Ordinal));
        }

        using var read = await Server.Http.SendAsync("GET", path);
        Assert.Equal(user["meta"]!["location"]!.GetValue<string>(), read.Header("Content-Location"));
        if (read.Header("Last-Modified") is { } modified)
            Assert.Equal(DateTimeOffset.Parse(user["meta"]!.AsObject().Text("lastModified"), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture), modified);

        using var known = await Server.Http.SendAsync("GET", path, headers: ("If-None-Match", read.Header("ETag")!));
        using var minimal = await Server.Http.SendAsync("PATCH", path, Patch, headers: ("Prefer", "return=minimal"));
        using var deleted = await Server.Http.SendAsync("DELETE", path);
        foreach (var (empty, status) in new[] { (known, 304), (minimal, 204), (deleted, 204) })
        {
            Assert.Equal(status, (int)empty.StatusCode);
            Assert.Empty(await empty.Content.ReadAsByteArrayAsync());
            Assert.Null(empty.Content.Headers.ContentType);
            Assert.Contains("no-store", empty.Header("Cache-Control"), StringComparison.Ordinal);
        }
    }

    [Fact, Holds("H-11", "C-20")]
    public async Task A_POST_creates_whatever_its_headers_say()
    {
        foreach (var header in new[] { ("X-HTTP-Method-Override", "DELETE"), ("X-HTTP-Method", "PUT"), ("If-None-Match", "*"), ("If-Match", "\"7\"") })
        {
            using var created = await Server.Http.SendAsync("POST", Users, Wire.UserBody(Wire.NewName()), headers: header);
            Assert.Equal(201, (int)created.StatusCode);
        }
    }

    [Theory, Holds("E-17")]
    [InlineData(Prefix + "/Nosuch")]
    [InlineData(Prefix + "/Users/a/b/c")]
    [InlineData("/scim/Nosuch")]
    public async Task An_unknown_address_is_404_with_a_body_of_the_standard(string path)
    {
        using var response = await Server.Http.SendAsync("GET", path);
        var error = await response.JsonAsync();

        Assert.Equal((404, "404"), ((int)response.StatusCode, error.Text("status")));
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", error["schemas"]![0]!.GetValue<string>());
    }

    [Trait(TestEngine.Trait, TestEngine.Sqlite), Theory, Holds("E-16")]
    [InlineData(Users)]
    [InlineData(Wire.Users)]
    public async Task A_fault_of_ours_is_500_with_a_correlation_id_and_nothing_of_the_inside(string users)
    {
        await using var server = await RosterServer.StartAsync();
        using var created = await server.Http.SendAsync("POST", users, Wire.UserBody("ann"));
        var path = $"{users}/{(await created.JsonAsync()).Text("id")}";
        await using (var data = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "roster.db")};Pooling=False"))
        {
            // A disk that turned a bit.
            await data.OpenAsync();
            await using var damage = data.CreateCommand();
            damage.CommandText = "UPDATE resource SET checksum = checksum + 1";
            Assert.Equal(1, await damage.ExecuteNonQueryAsync());
        }

        foreach (var (method, body) in new[] { ("GET", null), ("PUT", Wire.UserBody("ann", ",\"title\":\"x\"")), ("PATCH", Patch) })
        {
            using var failed = await server.Http.SendAsync(method, path, body);
            var text = await failed.Content.ReadAsStringAsync();

            Assert.Equal(500, (int)failed.StatusCode);
            Assert.Contains(failed.Header("ININ-Correlation-Id")!, text, StringComparison.Ordinal);
            foreach (var inside in new[] { "checksum", "Exception", "   at ", "SELECT", "Roster.", server.Folder })
                Assert.DoesNotContain(inside, text, StringComparison.Ordinal);
            Assert.Contains(server.Logs.Lines, l => l.Contains("[1101]", StringComparison.Ordinal) && l.Contains(failed.Header("ININ-Correlation-Id")!, StringComparison.Ordinal));
        }
    }

    [Theory, Holds("SEC-12")]
    [InlineData("/%00")]
    [InlineData("/a%0d%0ab")]
    [InlineData("/a%1bb")]
    public async Task Control_characters_in_an_id_find_nothing_and_reach_no_log(string id)
    {
        using var response = await Server.Http.SendAsync("GET", Users + id);
        var body = await response.Content.ReadAsStringAsync();

        Assert.InRange((int)response.StatusCode, 400, 404);
        Assert.DoesNotContain(body, c => char.IsControl(c));
        Assert.DoesNotContain(Server.Logs.Lines, l => l.Contains("[1001]", StringComparison.Ordinal) && l.Any(char.IsControl));
    }

    [Theory, Holds("SEC-07")]
    [InlineData(65, 400)]
    [InlineData(30, 201)]
    public async Task Bodies_are_nested_so_far_and_no_further(int depth, int status)
    {
        using var response = await Server.Http.SendAsync("POST", Users, Wire.UserBody(Wire.NewName(), $",\"unknown\":{new string('[', depth)}{new string(']', depth)}"));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory, Holds("SEC-07")]
    [InlineData("\"title\":\"{0}\"", 1024, 201)]
    [InlineData("\"title\":\"{0}\"", 1025, 400)]
    public async Task Text_is_so_long_and_no_longer(string attribute, int length, int status)
    {
        using var response = await Server.Http.SendAsync("POST", Users, Wire.UserBody(Wire.NewName(), "," + attribute.Replace("{0}", new string('x', length), StringComparison.Ordinal)));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory, Holds("SEC-07")]
    [InlineData(100, 201)]
    [InlineData(101, 400)]
    public async Task Arrays_are_so_long_and_no_longer(int length, int status)
    {
        var emails = string.Join(',', Enumerable.Range(0, length).Select(i => $"{{\"value\":\"a{i}@example.org\"}}"));
        using var response = await Server.Http.SendAsync("POST", Users, Wire.UserBody(Wire.NewName(), $",\"emails\":[{emails}]"));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory, Holds("SEC-11")]
    [InlineData(Users, true)]
    [InlineData(Users, false)]
    [InlineData(Prefix + "/nothing", true)]
    public async Task Every_answer_is_taken_for_what_it_says_and_does_not_tell_who_made_it(string path, bool token)
    {
        using var response = await (token ? Server.Http : Server.Anonymous).SendAsync("GET", path);

        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Null(response.Header("Server"));
        Assert.Null(response.Header("X-Powered-By"));
    }
}
