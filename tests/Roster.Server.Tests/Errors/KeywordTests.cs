using System.Text.Json.Nodes;
using Roster.Server.Tests.Admin;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Errors;

/// <summary>Each keyword of RFC 7644 table 9, and of RFC 9865 table 3 but for the one that takes time, is answered where it applies and nowhere else.</summary>
public sealed class KeywordTests(ServerFixture fixture)
{
    const string Users = "/scim/v2/Users";
    const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    static string Patch(string operation) => $$"""{"schemas":["{{PatchOp}}"],"Operations":[{{operation}}]}""";

    static string User(string name) => $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{name}}"}""";

    [Fact, Holds("E-05", "E-03", "E-02")]
    public async Task Every_keyword_is_met()
    {
        var tenant = await fixture.Server.NewTenantAsync();
        await fixture.Server.Http.AdminJsonAsync("PUT", $"/tenants/{tenant}/settings", """{"lookThrough":100}""");
        using var http = await fixture.Server.ClientAsync(tenant, "directory:user:view", "directory:user:add", "directory:user:edit", "directory:group:edit");
        for (var i = 0; i < 101; i++)
        {
            using var made = await http.SendAsync("POST", Users, User($"u{i}"));
            Assert.Equal(201, (int)made.StatusCode);
        }

        var path = $"{Users}/{(string)(await BodyAsync("GET", Users + "?count=1", null)).Body["Resources"]![0]!["id"]!}";
        (string Method, string Path, string? Body, int Status, string Keyword)[] faults =
        [
            ("GET", Users + "?filter=userName%20is%20x", null, 400, "invalidFilter"),
            ("GET", Users + "?filter=title%20eq%20%22x%22", null, 400, "tooMany"),
            ("POST", Users, User("U1"), 409, "uniqueness"),
            ("PATCH", path, Patch("""{"op":"replace","path":"meta.created","value":"2026-01-01T00:00:00Z"}"""), 400, "mutability"),
            ("POST", Users, "{", 400, "invalidSyntax"),
            ("PATCH", path, Patch("""{"op":"replace","path":"nosuch","value":"x"}"""), 400, "invalidPath"),
            ("PATCH", path, Patch("""{"op":"remove"}"""), 400, "noTarget"),
            ("POST", Users, """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":7}""", 400, "invalidValue"),
            ("GET", "/scim/v1/Users", null, 400, "invalidVers"),
            ("GET", Users + "?filter=password%20eq%20%22x%22", null, 403, "sensitive"),
            ("GET", Users + "?cursor=none", null, 400, "invalidCursor"),
            ("GET", Users + "?cursor&count=x", null, 400, "invalidCount"),
        ];

        foreach (var (method, address, body, status, keyword) in faults)
        {
            var answer = await BodyAsync(method, address, body);
            Assert.Equal((status, keyword, status.ToString(System.Globalization.CultureInfo.InvariantCulture)), (answer.Status, (string?)answer.Body["scimType"], (string?)answer.Body["status"]));
        }

        var absent = await BodyAsync("GET", $"{Users}/{Guid.NewGuid()}", null);
        Assert.Equal((404, false), (absent.Status, absent.Body.ContainsKey("scimType")));

        async Task<(int Status, JsonObject Body)> BodyAsync(string method, string address, string? body)
        {
            using var response = await http.SendAsync(method, address, body);
            return ((int)response.StatusCode, await response.JsonAsync());
        }
    }
}
