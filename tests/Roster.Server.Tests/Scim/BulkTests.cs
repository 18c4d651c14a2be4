using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Roster.Scim;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;
using Roster.Server.Options;
using Roster.Server.Scim;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary><c>/Bulk</c> (RFC 7644 section 3.7).</summary>
public sealed class BulkTests(ServerFixture fixture)
{
    const string Prefix = "/scim/v2";
    const string Bulk = Prefix + "/Bulk";
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    const string NoSuchId = "7d6f3c1e-0000-4000-8000-00000000dead";

    RosterServer Server => fixture.Server;

    static JsonObject Post(string? bulkId, string path, JsonObject data)
    {
        var operation = new JsonObject { ["method"] = "POST", ["path"] = path, ["data"] = data };
        if (bulkId is not null)
            operation["bulkId"] = bulkId;
        return operation;
    }

    static JsonObject User(string bulkId, string? userName = null, string? manager = null, string? password = null)
    {
        var data = new JsonObject { ["schemas"] = new JsonArray(Urn.User), ["userName"] = userName ?? Wire.NewName() };
        if (manager is not null)
            data[Enterprise] = new JsonObject { ["manager"] = new JsonObject { ["value"] = manager } };
        if (password is not null)
            data["password"] = password;
        return Post(bulkId, "/Users", data);
    }

    static JsonObject Group(string bulkId, params string[] members) => Post(bulkId, "/Groups", new JsonObject
    {
        ["schemas"] = new JsonArray(Urn.Group),
        ["displayName"] = $"g{Guid.NewGuid():N}",
        ["members"] = new JsonArray([.. members.Select(m => new JsonObject { ["value"] = m })]),
    });

    static JsonObject Patch(string path, string op, string attribute, JsonNode? value)
    {
        var change = new JsonObject { ["op"] = op, ["path"] = attribute };
        if (value is not null)
            change["value"] = value;
        return new JsonObject
        {
            ["method"] = "PATCH", ["path"] = path,
            ["data"] = new JsonObject { ["schemas"] = new JsonArray(Urn.PatchOp), ["Operations"] = new JsonArray(change) },
        };
    }

    static JsonObject Delete(string path) => new() { ["method"] = "DELETE", ["path"] = path };

    static string Job(IEnumerable<JsonObject> operations, JsonNode? failOnErrors = null)
    {
        var job = new JsonObject { ["schemas"] = new JsonArray(Urn.BulkRequest), ["Operations"] = new JsonArray([.. operations]) };
        if (failOnErrors is not null)
            job["failOnErrors"] = failOnErrors;
        return job.ToJsonString();
    }

    static async Task<IReadOnlyList<JsonObject>> RunAsync(HttpClient http, IEnumerable<JsonObject> operations, JsonNode? failOnErrors = null)
    {
        using var response = await http.SendAsync("POST", Bulk, Job(operations, failOnErrors));
        var body = await response.JsonAsync();
        Assert.True((int)response.StatusCode == 200, body.ToJsonString());
        Assert.Equal("application/scim+json", response.Header("Content-Type"));
        Assert.Equal(["schemas", "Operations"], body.Select(m => m.Key));
        Assert.Equal(Urn.BulkResponse, body["schemas"]![0]!.GetValue<string>());
        return [.. body["Operations"]!.AsArray().Select(o => o!.AsObject())];
    }

    static string[] Statuses(IEnumerable<JsonObject> outcomes) => [.. outcomes.Select(o => o.Text("status"))];

    static string Id(JsonObject outcome) => outcome.Text("location")[(outcome.Text("location").LastIndexOf('/') + 1)..];

    async Task<JsonObject> GetAsync(JsonObject outcome)
    {
        using var response = await Server.Http.SendAsync("GET", outcome.Text("location"));
        Assert.Equal(200, (int)response.StatusCode);
        return await response.JsonAsync();
    }

    static string[] Members(JsonObject group) => [.. group["members"]?.AsArray().Select(m => m!["value"]!.GetValue<string>()) ?? []];

    [Fact, Holds("B-01", "B-03", "B-09", "B-10", "B-11", "B-12", "B-19")]
    public async Task A_job_says_of_each_operation_what_became_of_it_in_the_order_of_the_request()
    {
        var old = await Server.Http.CreateUserAsync();
        var gone = await Server.Http.CreateUserAsync();
        var path = "/Users/" + old.Text("id");

        var outcomes = await RunAsync(Server.Http,
        [
            User("a"), User("taken", old.Text("userName")), Patch(path, "replace", "title", "One"), Patch("/Users/" + NoSuchId, "replace", "title", "One"),
            new JsonObject { ["METHOD"] = "put", ["Path"] = path, ["bulkId"] = "p", ["DATA"] = new JsonObject { ["schemas"] = new JsonArray(Urn.User), ["userName"] = old.Text("userName"), ["title"] = "Two" } },
            Post("bad", "/Users", new JsonObject { ["schemas"] = new JsonArray(Urn.User) }), Delete("/Users/" + gone.Text("id")), Group("g", "bulkId:a"), User("b"), User("c"),
        ]);

        Assert.Equal(["201", "409", "200", "404", "200", "400", "204", "201", "201", "201"], Statuses(outcomes));
        Assert.Equal(["POST", "POST", "PATCH", "PATCH", "PUT", "POST", "DELETE", "POST", "POST", "POST"], outcomes.Select(o => o.Text("method")));
        Assert.Equal(["a", "taken", null, null, "p", "bad", null, "g", "b", "c"], outcomes.Select(o => o["bulkId"]?.GetValue<string>()));
        Assert.Equal(["method", "bulkId", "version", "location", "status"], outcomes[0].Select(m => m.Key));
        Assert.Equal(["method", "bulkId", "status", "response"], outcomes[1].Select(m => m.Key));
        Assert.Equal(["method", "location", "status", "response"], outcomes[3].Select(m => m.Key));
        Assert.Equal(["method", "location", "status"], outcomes[6].Select(m => m.Key));
        Assert.Equal(Server.BaseUrl + Prefix + path, outcomes[2].Text("location"));
        foreach (var failed in outcomes.Where(o => o.ContainsKey("response")))
        {
            var error = failed["response"]!.AsObject();
            Assert.Equal(Urn.Error, error["schemas"]![0]!.GetValue<string>());
            Assert.Equal(failed.Text("status"), error.Text("status"));
            Assert.NotEmpty(error.Text("detail"));
        }

        Assert.Equal("uniqueness", outcomes[1]["response"]!["scimType"]!.GetValue<string>());
        var user = await GetAsync(outcomes[4]);
        Assert.Equal(("Two", outcomes[4].Text("version")), (user.Text("title"), user["meta"]!["version"]!.GetValue<string>()));
        Assert.Equal([Id(outcomes[0])], Members(await GetAsync(outcomes[7])));
        using var deleted = await Server.Http.SendAsync("GET", outcomes[6].Text("location"));
        Assert.Equal(404, (int)deleted.StatusCode);
    }

    [Theory, Holds("B-02", "B-14", "B-31")]
    [InlineData("nonsense", "invalidSyntax")]
    [InlineData("[]", "invalidSyntax")]
    [InlineData("""{"Operations":[{"method":"DELETE","path":"/Users/1"}]}""", "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"method":"DELETE","path":"/Users/1"}]}""", "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]}""", "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[]}""", "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":{"method":"DELETE"}}""", "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":0,"Operations":[{"method":"DELETE","path":"/Users/1"}]}""", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":"x","Operations":[{"method":"DELETE","path":"/Users/1"}]}""", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":1.5,"Operations":[{"method":"DELETE","path":"/Users/1"}]}""", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":-1,"Operations":[{"method":"DELETE","path":"/Users/1"}]}""", "invalidValue")]
    public async Task A_message_that_is_no_bulk_request_is_refused_as_a_whole(string body, string scimType)
    {
        using var response = await Server.Http.SendAsync("POST", Bulk, body);
        var error = await response.JsonAsync();

        Assert.Equal((400, scimType, Urn.Error), ((int)response.StatusCode, error.Text("scimType"), error["schemas"]![0]!.GetValue<string>()));
        Assert.False(error.ContainsKey("Operations"));
    }

    [Theory, Holds("B-03", "B-04", "B-05", "B-06", "B-07", "B-18", "B-27", "B-28")]
    [InlineData("""{"method":"GET","path":"/Users/1"}""", "400 invalidSyntax")]
    [InlineData("""{"path":"/Users/1"}""", "400 invalidSyntax")]
    [InlineData("7", "400 invalidSyntax")]
    [InlineData("""{"method":"POST","path":"/Users","data":{"userName":"x"}}""", "400 invalidSyntax")]
    [InlineData("""{"method":"POST","bulkId":"","path":"/Users","data":{"userName":"x"}}""", "400 invalidSyntax")]
    [InlineData("""{"method":"POST","bulkId":7,"path":"/Users","data":{"userName":"x"}}""", "400 invalidSyntax")]
    [InlineData("""{"method":"POST","bulkId":"x","path":"/Users"}""", "400 invalidSyntax")]
    [InlineData("""{"method":"PUT","path":"/Users/1"}""", "400 invalidSyntax")]
    [InlineData("""{"method":"PATCH","path":"/Users/1","data":[{"op":"add","path":"title","value":"x"}]}""", "400 invalidSyntax")]
    [InlineData("""{"method":"PATCH","path":"/Users/{id}","data":{"op":"add","path":"title","value":"x"}}""", "400 invalidSyntax")]
    [InlineData("""{"method":"DELETE","path":"/Users/{id}","version":""}""", "400 invalidSyntax")]
    [InlineData("""{"method":"DELETE","path":"/Users/{id}","version":1}""", "400 invalidSyntax")]
    [InlineData("""{"method":"POST","bulkId":"x","data":{"userName":"x"}}""", "400 invalidPath")]
    [InlineData("""{"method":"POST","bulkId":"x","path":"Users","data":{"userName":"x"}}""", "400 invalidPath")]
    [InlineData("""{"method":"POST","bulkId":"x","path":"/Users/1","data":{"userName":"x"}}""", "400 invalidPath")]
    [InlineData("""{"method":"POST","bulkId":"x","path":"/Users?attributes=id","data":{"userName":"x"}}""", "400 invalidPath")]
    [InlineData("""{"method":"POST","bulkId":"x","path":"/Bulk","data":{}}""", "400 invalidPath")]
    [InlineData("""{"method":"POST","bulkId":"x","path":"/.search","data":{}}""", "400 invalidPath")]
    [InlineData("""{"method":"POST","bulkId":"x","path":"/Users/.search","data":{}}""", "400 invalidPath")]
    [InlineData("""{"method":"PUT","path":"/Schemas/urn:ietf:params:scim:schemas:core:2.0:User","data":{}}""", "400 invalidPath")]
    [InlineData("""{"method":"PATCH","path":"/ServiceProviderConfig","data":{}}""", "400 invalidPath")]
    [InlineData("""{"method":"DELETE","path":"/ResourceTypes/User"}""", "400 invalidPath")]
    [InlineData("""{"method":"DELETE","path":"/Users"}""", "400 invalidPath")]
    [InlineData("""{"method":"DELETE","path":"/Users/"}""", "400 invalidPath")]
    [InlineData("""{"method":"DELETE","path":"/Users/1/2"}""", "400 invalidPath")]
    [InlineData("""{"method":"DELETE","path":"https://elsewhere/scim/v2/Users/1"}""", "400 invalidPath")]
    [InlineData("""{"method":"POST","bulkId":"x","path":"/Me","data":{}}""", "400 invalidPath")]
    [InlineData("""{"method":"DELETE","path":"/Me"}""", "400 invalidPath")]
    [InlineData("""{"method":"PUT","path":"/Me","data":{"userName":"x"}}""", "404 ")]
    [InlineData("""{"method":"DELETE","path":"/Users/7d6f3c1e-0000-4000-8000-00000000dead"}""", "404 ")]
    [InlineData("""{"method":"DELETE","path":"/Users/bulkId:nobody"}""", "400 invalidValue")]
    [InlineData("""{"method":"PATCH","path":"/Users/{id}","data":{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"title","value":"bulkId:nobody"}]}}""", "400 invalidValue")]
    public async Task What_is_wrong_with_an_operation_is_its_own_failure(string operation, string expected)
    {
        var user = await Server.Http.CreateUserAsync();
        var body = $$"""{"schemas":["{{Urn.BulkRequest}}"],"Operations":[{{operation.Replace("{id}", user.Text("id"), StringComparison.Ordinal)}},{{User("good").ToJsonString()}}]}""";

        using var response = await Server.Http.SendAsync("POST", Bulk, body);
        var outcomes = (await response.JsonAsync())["Operations"]!.AsArray();

        Assert.Equal(expected, $"{outcomes[0]!["status"]} {outcomes[0]!["response"]!["scimType"]}");
        Assert.Equal("201", outcomes[1]!["status"]!.GetValue<string>());
    }

    [Fact, Holds("B-04", "B-32", "B-19")]
    public async Task Of_two_of_one_name_the_first_wins_whatever_refers_to_them()
    {
        var (name, group) = (Wire.NewName(), Group("g", "bulkId:b"));

        var outcomes = await RunAsync(Server.Http, [group, User("a", name), User("b", name.ToUpperInvariant()), User("c"), User("c")]);

        Assert.Equal(["409", "201", "409", "201", "400"], Statuses(outcomes));
        Assert.Contains("'b'", outcomes[0]["response"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        using var list = await Server.Http.SendAsync("GET", $"{Prefix}/Users?filter=userName%20eq%20%22{name}%22");
        Assert.Equal(Id(outcomes[1]), (await list.JsonAsync())["Resources"]!.AsArray().Single()!["id"]!.GetValue<string>());
    }

    [Fact, Holds("B-08", "V-15")]
    public async Task A_version_is_a_condition()
    {
        var user = await Server.Http.CreateUserAsync();
        var path = "/Users/" + user.Text("id");
        JsonObject With(JsonObject operation, string version)
        {
            operation["version"] = version;
            return operation;
        }

        var outcomes = await RunAsync(Server.Http,
        [
            With(Patch(path, "replace", "title", "x"), "W/\"7\""), With(Patch(path, "replace", "title", "y"), "W/\"1\""), With(Patch(path, "replace", "title", "z"), "W/\"1\""),
            With(Delete(path), "W/\"1\""), With(Delete(path), "W/\"2\""),
        ]);

        Assert.Equal(["412", "200", "412", "412", "204"], Statuses(outcomes));
        Assert.Equal("W/\"2\"", outcomes[1].Text("version"));
    }

    [Fact, Holds("B-15", "B-16", "B-26")]
    public async Task References_lead_to_what_the_job_creates_before_or_after()
    {
        var old = await Server.Http.CreateUserAsync();

        var outcomes = await RunAsync(Server.Http,
        [
            Group("g", "bulkId:ana", "bulkId:bo", old.Text("id")), User("ana", manager: "bulkId:bo"), User("bo"), User("cy"),
            Patch("/Groups/bulkId:g", "add", "members", new JsonArray(new JsonObject { ["value"] = "bulkId:cy", ["$ref"] = "/Users/bulkId:cy" })),
            Patch("/Groups/bulkId:g", "remove", "members[value eq \"bulkId:bo\"]", null),
            Patch("/Users/bulkId:cy", "add", Enterprise + ":manager.value", "bulkId:ana"),
        ]);

        Assert.Equal(["201", "201", "201", "201", "200", "200", "200"], Statuses(outcomes));
        var (ana, bo, cy) = (Id(outcomes[1]), Id(outcomes[2]), Id(outcomes[3]));
        Assert.Equal(new[] { ana, cy, old.Text("id") }.Order(), Members(await GetAsync(outcomes[0])).Order());
        Assert.Equal(outcomes[0].Text("location"), outcomes[5].Text("location"));
        foreach (var (outcome, manager) in new[] { (outcomes[1], bo), (outcomes[3], ana) })
        {
            var user = await GetAsync(outcome);
            Assert.Equal(manager, user[Enterprise]!["manager"]!["value"]!.GetValue<string>());
            Assert.DoesNotContain("bulkId", user.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact, Holds("B-17", "B-26")]
    public async Task Circles_are_closed()
    {
        var outcomes = await RunAsync(Server.Http,
        [
            Group("g", "bulkId:h", "bulkId:ana"), Group("h", "bulkId:g"), Group("self", "bulkId:self"),
            User("ana", manager: "bulkId:bo"), User("bo", manager: "bulkId:cy"), User("cy", manager: "bulkId:ana"),
        ]);

        Assert.All(Statuses(outcomes), s => Assert.Equal("201", s));
        var resources = new List<JsonObject>();
        foreach (var outcome in outcomes)
            resources.Add(await GetAsync(outcome));
        Assert.Equal(new[] { Id(outcomes[1]), Id(outcomes[3]) }.Order(), Members(resources[0]).Order());
        Assert.Equal([Id(outcomes[0])], Members(resources[1]));
        Assert.Equal([Id(outcomes[2])], Members(resources[2]));
        Assert.Equal([Id(outcomes[4]), Id(outcomes[5]), Id(outcomes[3])], resources[3..].Select(u => u[Enterprise]!["manager"]!["value"]!.GetValue<string>()));
        Assert.DoesNotContain(resources, r => r.ToJsonString().Contains("bulkId", StringComparison.OrdinalIgnoreCase));
        // What the answer calls the version is the version that is there, but for what later operations did to it.
        Assert.Equal(outcomes[5].Text("version"), resources[5]["meta"]!["version"]!.GetValue<string>());
    }

    [Fact, Holds("B-17", "B-18", "B-24")]
    public async Task A_circle_that_cannot_be_closed_leaves_nothing()
    {
        var (g, h) = (Group("g", "bulkId:h"), Group("h", "bulkId:g"));
        g["data"]!["members"]![0]!["type"] = "User";

        var outcomes = await RunAsync(Server.Http, [g, h, User("ana", manager: "bulkId:g"), User("bo")]);

        Assert.Equal("201", outcomes[3].Text("status"));
        Assert.Equal(["400", "409"], Statuses(outcomes.Take(2)).Order());
        Assert.Equal("409", outcomes[2].Text("status"));
        foreach (var group in new[] { g, h })
        {
            using var list = await Server.Http.SendAsync("GET", $"{Prefix}/Groups?filter=displayName%20eq%20%22{group["data"]!["displayName"]}%22");
            Assert.Equal(0, (await list.JsonAsync())["totalResults"]!.GetValue<int>());
        }
    }

    [Fact, Holds("B-23")]
    public async Task Each_operation_needs_its_own_permission()
    {
        using var adds = await Server.ClientAsync("default", "directory:user:add");
        using var nobody = await Server.ClientAsync("default");
        var user = await Server.Http.CreateUserAsync();
        var path = "/Users/" + user.Text("id");

        var outcomes = await RunAsync(adds, [User("a", manager: "bulkId:b"), User("b", manager: "bulkId:a"), Group("g"), Patch(path, "add", "title", "x"), Delete(path)]);
        var none = await RunAsync(nobody, [User("a"), Group("g", "bulkId:a"), Delete(path)]);

        // To close a circle is part of creating it and needs no permission to edit.
        Assert.Equal(["201", "201", "403", "403", "403"], Statuses(outcomes));
        Assert.Equal(["403", "409", "403"], Statuses(none));
        Assert.Contains("directory:group:edit", outcomes[2]["response"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact, Holds("B-24")]
    public async Task A_patch_is_done_whole_or_not_at_all()
    {
        var user = await Server.Http.CreateUserAsync();
        var patch = Patch("/Users/" + user.Text("id"), "add", "title", "x");
        patch["data"]!["Operations"]!.AsArray().Add(new JsonObject { ["op"] = "replace", ["path"] = "emails[type eq \"none\"].value", ["value"] = 7 });

        var outcomes = await RunAsync(Server.Http, [patch]);

        Assert.Equal("400", outcomes[0].Text("status"));
        Assert.False((await GetAsync(outcomes[0])).ContainsKey("title"));
    }

    [Fact, Holds("B-13", "B-12")]
    public async Task A_job_ends_after_as_many_errors_as_it_says()
    {
        JsonObject Bad() => Delete("/Users/" + NoSuchId);
        var last = User("last");

        var first = await RunAsync(Server.Http, [User("a"), Bad(), last, Bad()], 1);
        var second = await RunAsync(Server.Http, [User("a"), Bad(), User("b"), Bad(), User("c")], 2);
        var enough = await RunAsync(Server.Http, [Bad(), User("b"), Bad()], 3);

        Assert.Equal(["201", "404"], Statuses(first));
        Assert.Equal(["201", "404", "201", "404"], Statuses(second));
        Assert.Equal(["404", "201", "404"], Statuses(enough));
        using var list = await Server.Http.SendAsync("GET", $"{Prefix}/Users?filter=userName%20eq%20%22{last["data"]!["userName"]}%22");
        Assert.Equal(0, (await list.JsonAsync())["totalResults"]!.GetValue<int>());
    }

    [Fact, Holds("B-19")]
    public async Task Changes_of_one_resource_keep_their_order()
    {
        var users = new List<string>();
        for (var i = 0; i < 3; i++)
            users.Add("/Users/" + (await Server.Http.CreateUserAsync()).Text("id"));

        var outcomes = await RunAsync(Server.Http, Enumerable.Range(0, 90).Select(i => Patch(users[i % 3], "replace", "title", $"t{i}")));

        Assert.All(Statuses(outcomes), s => Assert.Equal("200", s));
        for (var i = 87; i < 90; i++)
            Assert.Equal($"t{i}", (await GetAsync(outcomes[i])).Text("title"));
    }

    [Fact, Holds("B-19")]
    public async Task A_name_is_free_for_the_operation_that_comes_after_the_one_that_frees_it()
    {
        var (one, two) = (await Server.Http.CreateUserAsync(), await Server.Http.CreateUserAsync());
        var swap = Wire.NewName();

        var outcomes = await RunAsync(Server.Http,
        [
            Group("g", "bulkId:heir"), Patch("/Users/" + one.Text("id"), "replace", "userName", swap), Patch("/Users/" + two.Text("id"), "replace", "userName", one.Text("userName")),
            User("heir", two.Text("userName")), Delete("/Users/" + two.Text("id")), User("again", one.Text("userName")),
        ]);

        Assert.Equal(["201", "200", "200", "201", "204", "201"], Statuses(outcomes));
    }

    [Fact, Holds("B-20", "B-21", "B-22", "DI-02")]
    public async Task A_job_over_a_limit_is_refused_and_nothing_of_it_done()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Limits = o.Limits with { BulkOperations = 3, BulkBytes = 4096 } });
        using var config = await server.Http.SendAsync("GET", Prefix + "/ServiceProviderConfig");
        var bulk = (await config.JsonAsync())["bulk"]!.AsObject();
        Assert.Equal((true, 3, 4096), (bulk["supported"]!.GetValue<bool>(), bulk["maxOperations"]!.GetValue<int>(), bulk["maxPayloadSize"]!.GetValue<int>()));
        var large = Job([User("a", password: new string('x', 5000))]);

        using var many = await server.Http.SendAsync("POST", Bulk, Job([User("a"), User("b"), User("c"), User("d")]));
        using var long_ = await server.Http.SendAsync("POST", Bulk, large);
        using var stream = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(large)));
        stream.Headers.TryAddWithoutValidation("Content-Type", "application/scim+json");
        using var chunkedRequest = new HttpRequestMessage(HttpMethod.Post, Bulk) { Content = stream };
        chunkedRequest.Headers.TransferEncodingChunked = true;
        using var chunked = await server.Http.SendAsync(chunkedRequest);
        using var most = await server.Http.SendAsync("POST", Bulk, Job([User("a"), User("b"), User("c")]));

        Assert.Equal([413, 413, 413, 200], new[] { many, long_, chunked, most }.Select(r => (int)r.StatusCode));
        Assert.Contains(" 3 ", (await many.JsonAsync()).Text("detail"), StringComparison.Ordinal);
        Assert.Contains("4096", (await long_.JsonAsync()).Text("detail"), StringComparison.Ordinal);
        Assert.Contains("4096", (await chunked.JsonAsync()).Text("detail"), StringComparison.Ordinal);
        using var list = await server.Http.SendAsync("GET", Prefix + "/Users");
        Assert.Equal(3, (await list.JsonAsync())["totalResults"]!.GetValue<int>());
    }

    [Fact, Holds("B-29", "DI-03")]
    public async Task Switched_off_it_is_501_and_the_configuration_says_so()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Standard = new StandardSettings { Off = "Bulk" } });

        using var response = await server.Http.SendAsync("POST", Bulk, Job([User("a")]));
        using var config = await server.Http.SendAsync("GET", Prefix + "/ServiceProviderConfig");

        Assert.Equal(501, (int)response.StatusCode);
        Assert.False((await config.JsonAsync())["bulk"]!["supported"]!.GetValue<bool>());
    }

    [Fact, Holds("B-01", "B-19")]
    public async Task A_thousand_operations_are_one_job()
    {
        var users = Enumerable.Range(0, 990).Select(i => User($"u{i}")).ToList();
        var groups = Enumerable.Range(0, 10).Select(i => Group($"g{i}", [.. Enumerable.Range(i * 99, 99).Select(u => $"bulkId:u{u}")]));

        var outcomes = await RunAsync(Server.Http, [.. groups, .. users]);

        Assert.Equal(1000, outcomes.Count(o => o.Text("status") == "201"));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"g{i}").Concat(Enumerable.Range(0, 990).Select(i => $"u{i}")), outcomes.Select(o => o.Text("bulkId")));
        var third = await GetAsync(outcomes[3]);
        Assert.Equal(outcomes.Skip(10 + 297).Take(99).Select(Id).Order(), Members(third).Order());
        var last = await GetAsync(outcomes[999]);
        Assert.Equal(users[989]["data"]!["userName"]!.GetValue<string>(), last.Text("userName"));
    }

    [Fact]
    public async Task Passwords_wait_their_turn_however_few_may_wait_elsewhere()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Passwords = new PasswordOptions { Concurrent = 1, Waiting = 0 } });

        var outcomes = await RunAsync(server.Http, Enumerable.Range(0, 12).Select(i => User($"u{i}", password: $"secret {i}")));

        Assert.All(Statuses(outcomes), s => Assert.Equal("201", s));
        using var verified = await server.Http.SendAsync("POST", "/admin/v1/passwords/verify", $$"""{"userId":"{{Id(outcomes[11])}}","password":"secret 11"}""", "application/json");
        Assert.True((await verified.JsonAsync())["valid"]!.GetValue<bool>());
    }

    [Fact, Holds("SEC-13")]
    public async Task Each_operation_counts_as_a_request()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await RosterServer.StartAsync(o => o with { RateLimit = new RateLimitOptions { RequestsPerMinute = 10 } }, clock);

        using var eight = await server.Http.SendAsync("POST", Bulk, Job(Enumerable.Range(0, 8).Select(i => User($"u{i}"))));
        using var three = await server.Http.SendAsync("POST", Bulk, Job(Enumerable.Range(0, 3).Select(i => User($"u{i}"))));
        using var tenth = await server.Http.SendAsync("GET", Prefix + "/Users?count=0");
        using var over = await server.Http.SendAsync("GET", Prefix + "/Users");
        clock.Advance(TimeSpan.FromMinutes(1));
        using var all = await server.Http.SendAsync("POST", Bulk, Job(Enumerable.Range(0, 10).Select(i => User($"u{i}"))));

        Assert.Equal([200, 429, 200, 429, 200], new[] { eight, three, tenth, over, all }.Select(r => (int)r.StatusCode));
        Assert.Equal("8", eight.Header("inin-ratelimit-count"));
        Assert.NotNull(three.Header("Retry-After"));
        Assert.Equal(8, (await tenth.JsonAsync())["totalResults"]!.GetValue<int>());
    }

    [Fact, Holds("B-25")]
    public async Task Any_resource_type_of_the_surface_can_be_in_a_job()
    {
        var device = new ResourceType
        {
            Name = "Device", Endpoint = "/Devices",
            Schema = new Schema("urn:example:params:scim:schemas:Device", "Device", "", [new AttributeDefinition { Name = "serial", Required = true }, new AttributeDefinition { Name = "holder" }]),
        };
        var standard = StandardProfile.Create(new StandardOptions());
        ImmutableArray<Operation> operations = [.. standard.Operations, .. Enum.GetValues<Verb>().Select(v => new Operation(v, "Device", "example:device"))];
        var door = standard with { Name = "Devices", Prefixes = ["/devices/v1"], LocationPrefix = "/devices/v1", ResourceTypes = [.. standard.ResourceTypes, device], Operations = operations };
        await using var server = await RosterServer.StartAsync(further: [door]);

        using var response = await server.Http.SendAsync("POST", "/devices/v1/Bulk", Job(
        [
            Post("d", "/Devices", new JsonObject { ["serial"] = "S1", ["holder"] = "bulkId:ana" }), User("ana"),
            Patch("/Devices/bulkId:d", "replace", "serial", "S2"), Post("e", "/Devices", new JsonObject { ["serial"] = "S3" }), Delete("/Devices/bulkId:e"),
        ]));
        var outcomes = (await response.JsonAsync())["Operations"]!.AsArray().Select(o => o!.AsObject()).ToList();
        using var got = await server.Http.SendAsync("GET", outcomes[0].Text("location"));
        var stored = await got.JsonAsync();

        Assert.Equal(["201", "201", "200", "201", "204"], Statuses(outcomes));
        Assert.Equal(("S2", Id(outcomes[1])), (stored.Text("serial"), stored.Text("holder")));
        Assert.Contains("/devices/v1/Devices/", outcomes[0].Text("location"), StringComparison.Ordinal);
    }

    [Theory, InlineData("text/plain", 415), InlineData("application/json", 200)]
    public async Task The_body_is_JSON(string contentType, int status)
    {
        using var response = await Server.Http.SendAsync("POST", Bulk, Job([User("a")]), contentType);

        Assert.Equal(status, (int)response.StatusCode);
    }
}
