using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>The requests that most tests begin with.</summary>
static class Resources
{
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string Genesys = "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User";
    public const string CoreUser = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string CoreGroup = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string NeverExisted = "7d6f3c1e-0000-4000-8000-00000000dead";

    static int _number;

    public static string UniqueName() => string.Create(CultureInfo.InvariantCulture, $"user{Interlocked.Increment(ref _number)}@example.test");

    public static JsonObject User(string userName) => new()
    {
        ["schemas"] = new JsonArray(CoreUser),
        ["userName"] = userName,
        ["displayName"] = "Person " + userName,
    };

    public static JsonObject Group(string displayName, params string[] members) => new()
    {
        ["schemas"] = new JsonArray(CoreGroup),
        ["displayName"] = displayName,
        ["members"] = Members(members),
    };

    public static JsonArray Members(params IEnumerable<string> ids) => new([.. ids.Select(id => new JsonObject { ["value"] = id })]);

    public static JsonObject Patch(params JsonObject[] operations) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
        ["Operations"] = new JsonArray([.. operations]),
    };

    public static JsonObject Operation(string op, string? path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = op };
        if (path is not null)
            operation["path"] = path;
        if (value is not null)
            operation["value"] = value;
        return operation;
    }

    public const string GenesysDoor = "/api/v2/scim/v2";
    public const string StandardDoor = "/scim/v2";

    public static async Task<Answer> CreateUserAsync(this ApiClient client, string? userName = null, string door = GenesysDoor) =>
        (await client.PostAsync(door + "/users", User(userName ?? UniqueName()))).Expect(201);

    public static async Task<Answer> CreateGroupAsync(this ApiClient client, string displayName, params string[] members) =>
        (await client.PostAsync("/api/v2/scim/v2/groups", Group(displayName, members))).Expect(201);

    /// <summary>Everything that an organization's own administrator can see, as one text: two dumps are equal when nothing has changed.</summary>
    public static async Task<string> DumpAsync(this ApiClient client)
    {
        string[] lists =
        [
            "/api/v2/scim/v2/users?count=500",
            "/api/v2/scim/v2/users?count=500&filter=active eq false",
            "/api/v2/scim/v2/groups?count=500",
        ];
        var answers = await Task.WhenAll(lists.Select(list => client.GetAsync(list)));
        return string.Join('\n', answers.Select(a => a.Expect(200).Text));
    }
}
