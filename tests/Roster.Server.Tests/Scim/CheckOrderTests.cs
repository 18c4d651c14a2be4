using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Of several faults the first in the order of the checks is told, so that a caller learns nothing that an earlier check would have kept from it.</summary>
public sealed class CheckOrderTests(ServerFixture fixture)
{
    const string Users = "/scim/v2/Users";
    const string PatchSchema = "\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"]";

    RosterServer Server => fixture.Server;

    [Theory, Holds("E-10", "PA-31", "V-11")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task Each_fault_is_told_before_the_ones_that_are_looked_for_later(string method)
    {
        using var reader = await Server.ClientAsync("default", "directory:user:view");
        using var other = await Server.Http.SendAsync("POST", Users, Wire.UserBody(Wire.NewName()));
        var taken = (await other.JsonAsync()).Text("userName");
        using var created = await Server.Http.SendAsync("POST", Users, Wire.UserBody(Wire.NewName()));
        var path = $"{Users}/{(await created.JsonAsync()).Text("id")}";
        var large = "\"" + new string('x', 1_100_000) + "\"";
        var (wrong, conflict) = method == "PUT"
            ? ("{\"userName\":7}", Wire.UserBody(taken))
            : ("{\"Operations\":7}", $"{{{PatchSchema},\"Operations\":[{{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"{taken}\"}}]}}");
        // A fault of the schema stands beside one of mutability and one of uniqueness, and mutability beside uniqueness.
        var invalid = $"{{{PatchSchema},\"Operations\":[{{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"{taken}\"}},{{\"op\":\"replace\",\"path\":\"active\",\"value\":\"perhaps\"}},{{\"op\":\"replace\",\"path\":\"id\",\"value\":\"x\"}}]}}";
        var readOnly = $"{{{PatchSchema},\"Operations\":[{{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"{taken}\"}},{{\"op\":\"replace\",\"path\":\"id\",\"value\":\"x\"}}]}}";
        var stale = ("If-Match", "W/\"99\"");

        await ExpectAsync(401, null, Server.Anonymous, path, large, "text/xml");
        await ExpectAsync(403, null, reader, path, large, "text/xml");
        await ExpectAsync(415, null, Server.Http, path, large, "text/xml", stale);
        await ExpectAsync(413, null, Server.Http, path, large, "application/scim+json", stale);
        await ExpectAsync(400, "invalidSyntax", Server.Http, path, "{", "application/scim+json", stale);
        await ExpectAsync(404, null, Server.Http, Users + "/nobody", wrong, "application/scim+json", stale);
        await ExpectAsync(412, null, Server.Http, path, wrong, "application/scim+json", stale);
        await ExpectAsync(412, null, Server.Http, path, conflict, "application/scim+json", stale);
        await ExpectAsync(400, method == "PUT" ? "invalidValue" : "invalidSyntax", Server.Http, path, wrong, "application/scim+json", ("If-Match", "*"));
        if (method == "PATCH")
        {
            await ExpectAsync(400, "invalidValue", Server.Http, path, invalid, "application/scim+json");
            await ExpectAsync(400, "mutability", Server.Http, path, readOnly, "application/scim+json");
        }

        await ExpectAsync(409, "uniqueness", Server.Http, path, conflict, "application/scim+json");
        using var after = await Server.Http.SendAsync("GET", path);
        Assert.Equal(created.Header("ETag"), after.Header("ETag"));

        async Task ExpectAsync(int status, string? scimType, HttpClient http, string address, string body, string contentType, params (string Name, string Value)[] headers)
        {
            using var response = await http.SendAsync(method, address, body, contentType, headers);
            var error = await response.JsonAsync();
            Assert.True(status == (int)response.StatusCode, $"{status} expected, {(int)response.StatusCode}: {error.ToJsonString()}");
            Assert.Equal(scimType, (string?)error["scimType"]);
        }
    }
}
