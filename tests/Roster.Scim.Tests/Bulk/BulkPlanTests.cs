using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Bulk;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;
using Roster.Testing;
using Xunit;

namespace Roster.Scim.Tests.Bulk;

/// <summary>In which order a job is done, and what of it at once. Operations are named by their place in the request.</summary>
public sealed class BulkPlanTests
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    static readonly Caller Caller = new(new TenantId(1), "client", [], "correlation");

    // A desk must have an owner; a seat may have a desk.
    static readonly ResourceType Desk = Custom("Desk", new AttributeDefinition { Name = "owner", Required = true });
    static readonly ResourceType Seat = Custom("Seat", new AttributeDefinition { Name = "desk" });

    static readonly ScimProfile Profile = TestProfile.Of(Tolerances.All, CoreResourceTypes.User, CoreResourceTypes.Group, Desk, Seat) with { Features = Features.Patch | Features.Me };

    static ResourceType Custom(string name, AttributeDefinition attribute) => new()
    {
        Name = name, Endpoint = $"/{name}s", Schema = new Schema("urn:example:" + name, name, "", [attribute]),
    };

    static string User(string bulkId, string? name = null, string? manager = null) => Post(bulkId, "/Users", manager is null
        ? $$"""{"userName":"{{name ?? bulkId}}"}"""
        : $$"""{"userName":"{{name ?? bulkId}}","{{Enterprise}}":{"manager":{"value":"{{manager}}"} } }""");

    static string Group(string bulkId, params string[] members) =>
        Post(bulkId, "/Groups", $$"""{"displayName":"{{bulkId}}","members":[{{string.Join(',', members.Select(m => $$"""{"value":"{{m}}"}"""))}}]}""");

    static string Post(string bulkId, string path, string data) => $$"""{"method":"POST","bulkId":"{{bulkId}}","path":"{{path}}","data":{{data}} }""";

    static string Patch(string path, string attribute, string value, string more = "") =>
        $$"""{"method":"PATCH","path":"{{path}}",{{more}}"data":{"Operations":[{"op":"add","path":{{JsonValue.Create(attribute).ToJsonString()}},"value":"{{value}}"}]} }""";

    static string Delete(string path) => $$"""{"method":"DELETE","path":"{{path}}"}""";

    /// <summary>Operations, and the batches: steps done at once stand together, circles in brackets, batches are parted by a bar.</summary>
    public static TheoryData<string[], string> Plans { get; } = new()
    {
        { [User("a"), User("b"), Group("g", "7"), User("c")], "0 1 2 3" },
        { [Group("g", "bulkId:a"), User("a")], "1 | 0" },
        { [Group("g", "bulkId:a", "bulkId:c"), User("a"), User("b"), User("c")], "1 3 | 0 2" },
        { [Group("1", "bulkId:2"), Group("2", "bulkId:3"), Group("3")], "2 | 1 | 0" },
        { [Group("g", "bulkId:h"), Group("h", "bulkId:g")], "(0 1)" },
        { [Group("g", "bulkId:g")], "(0)" },
        { [User("x"), User("a", manager: "bulkId:b"), User("b", manager: "bulkId:a"), Group("g", "bulkId:a")], "0 | (1 2) | 3" },
        { [Group("g", "bulkId:a"), User("a", manager: "bulkId:b"), User("b", manager: "bulkId:c"), User("c", manager: "bulkId:a"), User("d")], "(1 2 3) | 0 4" },
        { [User("a", "Same"), User("b", "sAME"), User("c")], "0 | 1 2" },
        // What is done before its place takes along what it must not overtake: who had the name first, who freed it.
        { [Patch("/Groups/1", "members", "bulkId:b"), User("a", "same"), User("b", "same")], "1 | 2 | 0" },
        { [Patch("/Groups/1", "members", "bulkId:b"), Delete("/Users/9"), User("b")], "1 | 2 | 0" },
        { [Patch("/Groups/1", "members", "bulkId:b"), Patch("/Users/9", "userName", "x"), User("b")], "1 | 2 | 0" },
        { [Patch("/Groups/1", "members", "bulkId:b"), Patch("/Groups/1", "displayName", "x"), User("b")], "2 | 0 | 1" },
        { [User("a"), Delete("/Users/1"), User("b")], "0 | 1 | 2" },
        { [Patch("/Users/1", "title", "x"), Patch("/Users/2", "title", "x"), Patch("/Users/1", "title", "y")], "0 1 | 2" },
        { [Patch("/Users/1", "title", "x"), Patch("/Users/2", "USERNAME", "x"), Patch("/Users/3", "title", "y")], "0 | 1 | 2" },
        { [User("a"), Patch("/Users/bulkId:a", "title", "x"), Patch("/Users/bulkId:a", "title", "y"), Delete("/Users/bulkId:a")], "0 | 1 | 2 | 3" },
        { [User("a"), Patch("/Groups/1", "members[value eq \"bulkId:a\"]", "x")], "0 | 1" },
        { [Patch("/Users/1", "title", "x", "\"version\":\"1\","), Patch("/Users/2", "title", "x", "\"version\":\"1\",")], "0 1" },
        { [Patch("/Users/1", "title", "x", "\"version\":\"1\","), Patch("/Groups/2", "members", "1")], "0 | 1" },
        { [Patch("/Groups/2", "members", "1"), Patch("/Users/1", "title", "x", "\"version\":\"1\",")], "0 | 1" },
        { [Post("s", "/Seats", """{"desk":"bulkId:d"}"""), Post("d", "/Desks", """{"owner":"bulkId:s"}""")], "(0 1)" },
        { [Post("d", "/Desks", """{"owner":"bulkId:s"}"""), Post("s", "/Seats", """{"desk":"bulkId:d"}""")], "(1 0)" },
        { [Post("d", "/Desks", """{"owner":"x"}"""), "{}", User("a")], "0 1 2" },
    };

    [Theory, MemberData(nameof(Plans))]
    [Holds("B-16", "B-17", "B-19", "B-32")]
    public void Operations_keep_their_order_as_far_as_their_references_let_them(string[] operations, string batches) =>
        Assert.Equal(batches, string.Join(" | ", Plan(operations).Batches.Select(b => string.Join(' ', b.Select(Show)))));

    static string Show(BulkStep step) => step.Circular ? $"({string.Join(' ', step.Operations)})" : $"{step.Operations[0]}";

    static BulkPlan Plan(string[] operations, string more = "") => BulkPlan.Of(
        BulkRequest.Parse(JsonElement.Parse($$"""{"schemas":["{{Urn.BulkRequest}}"],{{more}}"Operations":[{{string.Join(',', operations)}}]}"""), Profile, Caller), Profile);

    [Fact, Holds("B-13")]
    public void A_job_that_may_end_early_goes_one_by_one() =>
        Assert.All(Plan([User("a"), User("b"), User("c")], "\"failOnErrors\":1,").Batches, b => Assert.Single(b));

    [Fact, Holds("B-17")]
    public void A_circle_of_what_is_required_cannot_be_solved()
    {
        var plan = Plan([Post("1", "/Desks", """{"owner":"bulkId:2"}"""), Post("2", "/Desks", """{"owner":"bulkId:1"}"""), Post("3", "/Desks", """{"owner":"bulkId:3"}"""), User("a")]);

        Assert.Equal([409, 409, 409, null], plan.Operations.Select(o => o.Fault?.Status));
    }

    [Fact, Holds("B-18")]
    public void A_reference_to_nothing_is_that_operation_s_fault()
    {
        var plan = Plan([Group("g", "bulkId:nobody"), Patch("/Users/1", "bulkId", "x"), Patch("/Users/bulkId:nobody", "title", "x"), User("a")]);

        Assert.Equal(["invalidValue", null, "invalidValue", null], plan.Operations.Select(o => o.Fault?.ScimType));
        Assert.Contains("nobody", plan.Operations[0].Fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_operations_in_one_chain_are_put_in_order()
    {
        var profile = Profile with { BulkLimits = new BulkLimits(MaxOperations: 10_000) };
        var operations = Enumerable.Range(0, 10_000).Select(i => Group($"{i}", i == 9_999 ? "x" : $"bulkId:{i + 1}"));
        var request = BulkRequest.Parse(JsonElement.Parse($$"""{"schemas":["{{Urn.BulkRequest}}"],"Operations":[{{string.Join(',', operations)}}]}"""), profile, Caller);

        Assert.Equal(Enumerable.Range(0, 10_000).Reverse(), BulkPlan.Of(request, profile).Steps.SelectMany(s => s.Operations));
    }

    public static TheoryData<string, string> Texts { get; } = new()
    {
        { """{"value":"bulkId:a"}""", """{"value":"id-a"}""" },
        { """{"value":"BULKID:a"}""", """{"value":"id-a"}""" },
        { """{"$ref":"/Users/bulkId:a"}""", """{"$ref":"/Users/id-a"}""" },
        { """{"$ref":"https://host/scim/v2/Users/bulkId:a"}""", """{"$ref":"https://host/scim/v2/Users/id-a"}""" },
        { """{"members":[{"value":"bulkId:a"},"bulkId:b",{"value":"7"}]}""", """{"members":[{"value":"id-a"},"id-b",{"value":"7"}]}""" },
        { """{"urn:x":{"manager":{"value":"bulkId:b"}}}""", """{"urn:x":{"manager":{"value":"id-b"}}}""" },
        { """{"title":"see bulkId:a","nickName":"/Nowhere/bulkId:a"}""", """{"title":"see bulkId:a","nickName":"/Nowhere/bulkId:a"}""" },
        { """{"password":"bulkId:a"}""", """{"password":"bulkId:a"}""" },
        { """{"Operations":[{"path":"password","value":"bulkId:a"}]}""", """{"Operations":[{"path":"password","value":"bulkId:a"}]}""" },
        { """{"Operations":[{"path":"members[value eq \"bulkId:a\" or value eq \"x\"].display"}]}""", """{"Operations":[{"path":"members[value eq \"id-a\" or value eq \"x\"].display"}]}""" },
        { """{"Operations":[{"path":"x","value":[{"value":"bulkId:b"}]}]}""", """{"Operations":[{"path":"x","value":[{"value":"id-b"}]}]}""" },
    };

    [Theory, MemberData(nameof(Texts))]
    [Holds("B-15")]
    public void References_are_found_wherever_a_value_can_stand(string data, string expected)
    {
        var operation = new BulkOperation { Method = "PATCH", Verb = Verb.Patch, Type = CoreResourceTypes.User, Id = "bulkId:a", Data = JsonElement.Parse(data) };

        var references = new BulkReferences(Profile.ResourceTypes);
        var body = references.WithBody(operation, bulkId => "id-" + bulkId).Data;

        Assert.Equal("id-a", references.WithPath(operation, bulkId => "id-" + bulkId).Id);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), body), body.GetRawText());
        Assert.Equal(data != expected, references.In(operation with { Id = "7" }).Count > 0);
    }
}
