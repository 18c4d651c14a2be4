using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>What the standard asks of values beyond their type, with and without the tolerances that identity providers need.</summary>
public sealed class FormatTests(ServerFixture fixture) : IAsyncLifetime
{
    const string Users = "/scim/v2/Users";
    const string User = "urn:ietf:params:scim:schemas:core:2.0:User";

    RosterServer? strict;

    public async ValueTask InitializeAsync() => strict = await RosterServer.StartAsync(o => o with { Standard = new StandardSettings { Tolerances = "none" } });

    public async ValueTask DisposeAsync()
    {
        if (strict is not null)
            await strict.DisposeAsync();
    }

    [Fact, Holds("S-26", "S-43", "S-45", "S-46")]
    public async Task To_the_letter_a_value_has_its_format_however_it_is_written_and_with_tolerances_it_may_be_any_text()
    {
        (string Place, string Attribute, string Path, string Value)[] wrong =
        [
            ("preferredLanguage", "\"preferredLanguage\":\"en_US\"", "preferredLanguage", "\"en_US\""),
            ("locale", "\"locale\":\"en_US\"", "locale", "\"en_US\""),
            ("timezone", "\"timezone\":\"Pacific Standard Time\"", "timezone", "\"Pacific Standard Time\""),
            ("addresses[0].country", "\"addresses\":[{\"type\":\"work\",\"country\":\"USA\"}]", "addresses", "[{\"type\":\"work\",\"country\":\"Germany\"}]"),
            ("emails[0].value", "\"emails\":[{\"value\":\"nobody\"}]", "emails", "[{\"value\":\"nobody\"}]"),
            ("photos[0].value", "\"photos\":[{\"value\":\"ann.png\"}]", "photos", "[{\"value\":\"/ann.png\"}]"),
            ("profileUrl", "\"profileUrl\":\"www.example.org\"", "profileUrl", "\"www.example.org\""),
        ];
        var server = strict!;
        using var created = await server.Http.SendAsync("POST", Users, Body("ann", Good));
        var path = $"{Users}/{(await created.JsonAsync()).Text("id")}";
        using var tolerated = await fixture.Server.Http.SendAsync("POST", Users, Body(Wire.NewName(), Good));
        var other = $"{Users}/{(await tolerated.JsonAsync()).Text("id")}";
        Assert.Equal([201, 201], new[] { created, tolerated }.Select(r => (int)r.StatusCode));

        foreach (var (place, attribute, at, value) in wrong)
        {
            var patch = $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"{{at}}","value":{{value}}}]}""";
            foreach (var (method, address, body) in new[] { ("POST", Users, Body("bob", attribute)), ("PUT", path, Body("ann", attribute)), ("PATCH", path, patch) })
            {
                using var refused = await server.Http.SendAsync(method, address, body);
                var error = await refused.JsonAsync();
                Assert.True((int)refused.StatusCode == 400, $"{method} {attribute}: {refused.StatusCode}");
                Assert.Equal("invalidValue", error.Text("scimType"));
                if (method is not "PATCH")
                    Assert.Contains($"'{place}'", error.Text("detail"), StringComparison.Ordinal);
            }

            foreach (var (method, address, body, status) in new[] { ("POST", Users, Body(Wire.NewName(), attribute), 201), ("PATCH", other, patch, 200) })
            {
                using var taken = await fixture.Server.Http.SendAsync(method, address, body);
                Assert.True(status == (int)taken.StatusCode, $"{method} {attribute}: {taken.StatusCode}");
            }
        }

        using var after = await server.Http.SendAsync("GET", path);
        Assert.Equal(created.Header("ETag"), after.Header("ETag"));
    }

    [Fact, Holds("S-21", "C-08")]
    public async Task To_the_letter_null_and_an_empty_array_suppress_a_default_and_for_OneLogin_null_is_nothing()
    {
        foreach (var (server, value, active) in new[]
        {
            (strict!, "null", false), (strict!, "[]", false), (fixture.Server, "[]", false), (fixture.Server, "null", true),
        })
        {
            var name = Wire.NewName();
            using var created = await server.Http.SendAsync("POST", Users, Body(name, $"\"active\":{value}"));
            var body = await created.JsonAsync();
            Assert.Equal((201, active), ((int)created.StatusCode, body.ContainsKey("active")));

            // What is shown is what is there.
            using var read = await server.Http.SendAsync("GET", $"{Users}/{body.Text("id")}");
            Assert.Equal(active, (await read.JsonAsync()).ContainsKey("active"));
        }

        using var left = await strict!.Http.SendAsync("POST", Users, Body(Wire.NewName(), "\"title\":\"x\""));
        Assert.True((await left.JsonAsync())["active"]!.GetValue<bool>());
    }

    [Fact, Holds("S-21", "RP-09")]
    public async Task Null_in_a_replacement_clears_but_for_OneLogin_leaves_who_is_active()
    {
        foreach (var (server, value, expected) in new[] { (strict!, "null", (bool?)null), (strict!, "[]", null), (fixture.Server, "[]", null), (fixture.Server, "null", false) })
        {
            var name = Wire.NewName();
            using var created = await server.Http.SendAsync("POST", Users, Body(name, "\"active\":false,\"title\":\"x\""));
            var path = $"{Users}/{(await created.JsonAsync()).Text("id")}";

            using var replaced = await server.Http.SendAsync("PUT", path, Body(name, $"\"active\":{value},\"title\":{value}"));

            var body = await replaced.JsonAsync();
            Assert.Equal((expected, null), ((bool?)body["active"], (string?)body["title"]));
        }
    }

    const string Good =
        "\"preferredLanguage\":\"de-CH, de;q=0.9\",\"locale\":\"en-US\",\"timezone\":\"Europe/Berlin\",\"addresses\":[{\"type\":\"work\",\"country\":\"US\"}]," +
        "\"emails\":[{\"value\":\"ann@example.org\"}],\"photos\":[{\"value\":\"https://example.org/ann.png\"}],\"profileUrl\":\"https://example.org/ann\"";

    static string Body(string name, string attribute) => $$"""{"schemas":["{{User}}"],"userName":"{{name}}",{{attribute}}}""";
}
