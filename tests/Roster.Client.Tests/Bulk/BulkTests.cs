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

    static Reply Created(params string[] ids) => new(200, new JsonObject
    {
        ["Operations"] = new JsonArray([.. ids.Select(id => new JsonObject { ["method"] = "POST", ["bulkId"] = id, ["location"] = $"https://x.example/Users/id{id}", ["status"] = "201" })]),
    }.ToJsonString());

    static async Task<List<int>> StatusesAsync(ScriptedServer server, ScimBulk bulk, int? maxOperations = null, long? maxBytes = null) =>
        await new ScimService(server.Connection()).BulkInPartsAsync(bulk, new() { MaxOperations = maxOperations, MaxPayloadSize = maxBytes }).Select(o => o.Status).ToListAsync();

    [Fact]
    public async Task A_job_of_more_operations_than_the_server_takes_goes_in_parts_which_know_each_other_by_id()
    {
        await using var server = new ScriptedServer(Created("1", "2"), Created("3"), Created("4", "5"));
        var bulk = new ScimBulk();
        var ana = bulk.Create("Users", new JsonObject { ["userName"] = "ana" });
        bulk.Create("Users", new JsonObject { ["userName"] = "bob" });
        bulk.Create("Groups", new JsonObject { ["displayName"] = "Care", ["members"] = new JsonArray(new JsonObject { ["value"] = ana.ToString() }) });
        bulk.Patch("Users", ana, new ScimPatch().Replace("active", false));

        Assert.Equal([201, 201, 201], await StatusesAsync(server, bulk, maxOperations: 2));
        var second = JsonNode.Parse(server.Requests[1].Body)!["Operations"]!;
        Assert.Equal(("id1", "/Users/id1"), ((string?)second[0]!["data"]!["members"]![0]!["value"], (string?)second[1]!["path"]));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task No_part_is_longer_than_the_server_takes_but_for_one_operation_that_is()
    {
        await using var server = new ScriptedServer((request, _) => Created([.. JsonNode.Parse(request.Body)!["Operations"]!.AsArray().Select(o => (string)o!["bulkId"]!)]));
        var bulk = new ScimBulk();
        foreach (var length in new[] { 10, 10, 10, 5000, 10 })
            bulk.Create("Users", new JsonObject { ["userName"] = new string('é', length) });

        await StatusesAsync(server, bulk, maxBytes: 400);

        Assert.Equal(1, server.Requests.Count(r => System.Text.Encoding.UTF8.GetByteCount(r.Body) > 400));
        Assert.Equal(5, server.Requests.Sum(r => JsonNode.Parse(r.Body)!["Operations"]!.AsArray().Count));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Failures_of_all_parts_count_together()
    {
        var failed = new Reply(200, """{"Operations":[{"method":"POST","bulkId":"1","status":"409"}]}""");
        await using var server = new ScriptedServer(failed, failed, failed);
        var bulk = new ScimBulk { FailOnErrors = 2 };
        for (var i = 0; i < 3; i++)
            bulk.Create("Users", []);

        Assert.Equal([409, 409], await StatusesAsync(server, bulk, maxOperations: 1));
        Assert.Equal([2, 1], server.Requests.Select(r => (int)JsonNode.Parse(r.Body)!["failOnErrors"]!));
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
