using System.Text.Json.Nodes;

namespace Roster.Client.Tests.Bulk;

/// <summary>Jobs as they are sent, and answers that are no better than they must be.</summary>
public sealed class BulkTests
{
    [Fact]
    public async Task A_job_is_sent_as_the_standard_has_it_and_once()
    {
        await using var server = new ScriptedServer(Scripted.Error(503), new Reply(200, "{}"));
        var bulk = new ScimBulk { FailOnErrors = 2 };
        var ana = bulk.Create("/Users/", new JsonObject { ["userName"] = "ana" });
        bulk.Patch("Users", ana, new ScimPatch().Replace("active", false))
            .Patch("Users", "bulkId:1", new ScimPatch().Remove("title"), "7")
            .Replace("Users", "a/b", new JsonObject { ["userName"] = "bob" }, TestJson.Default.JsonObject)
            .Delete("Users", "u1", "W/\"8\"");

        await Assert.ThrowsAsync<ScimException>(() => new ScimService(server.Connection()).BulkAsync(bulk));

        Assert.Equal(
            """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":2,"Operations":[
            {"method":"POST","path":"/Users","bulkId":"1","data":{"userName":"ana"}},
            {"method":"PATCH","path":"/Users/bulkId:1","data":{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}},
            {"method":"PATCH","path":"/Users/bulkId%3A1","version":"\u00227\u0022","data":{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"title"}]}},
            {"method":"PUT","path":"/Users/a%2Fb","data":{"userName":"bob"}},
            {"method":"DELETE","path":"/Users/u1","version":"W/\u00228\u0022"}]}
            """.ReplaceLineEndings(""), server.Requests.Single().Body);
    }

    [Fact]
    public async Task Outcomes_are_read_in_whatever_form_they_come()
    {
        await using var server = new ScriptedServer(new Reply(200, """
            {"Operations":[{"method":"POST","bulkId":"1","location":"https://x.example/Users/a%2Fb/","version":"W/\"1\"","status":"201"},
             {"method":"POST","bulkId":"2","status":409,"response":{"status":"409","scimType":"uniqueness","detail":"taken"}},{"method":"DELETE","status":"odd"}]}
            """));
        var bulk = new ScimBulk();
        var (first, second, third) = (bulk.Create("Users", []), bulk.Create("Users", []), bulk.Create("Users", []));

        var result = (await new ScimService(server.Connection()).BulkAsync(bulk)).Value;

        Assert.Equal((201, true, "a/b"), (result[first].Status, result[first].Succeeded, result[first].Id));
        Assert.Equal((409, false, "uniqueness", null), (result[second].Status, result[second].Succeeded, result[second].Error?.ScimType, result[second].Id));
        Assert.Equal(0, result.Outcomes[2].Status);
        Assert.Throws<KeyNotFoundException>(() => result[third]);
        Assert.False(result.Succeeded);
    }
}
