using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>
/// Who may do what, operation by operation and client by client (T02). The table is typed from the vendor's documentation of its 21
/// operations, not from our own tables, so that a slip there is seen here.
/// </summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class PermissionMatrixTests(RunningServer server, SixtyFourClients clients) : IClassFixture<SixtyFourClients>
{
    const string View = "directory:user:view";
    const string Edit = "directory:user:edit";
    const string Add = "directory:user:add";
    const string Delete = "directory:user:delete";
    const string SetPassword = "directory:user:setPassword";
    const string GroupEdit = "directory:group:edit";

    internal static readonly string[] Permissions = [View, Edit, Add, Delete, SetPassword, GroupEdit];

    /// <summary>The document's method, its HTTP form, and the permissions any one of which it asks for.</summary>
    public static readonly TheoryData<string, string, string> Documented = new()
    {
        { "delete_scim_user", "DELETE /api/v2/scim/users/{user}", Delete },
        { "delete_scim_v2_user", "DELETE /api/v2/scim/v2/users/{user}", Delete },
        { "get_scim_group", "GET /api/v2/scim/groups/{group}", GroupEdit },
        { "get_scim_groups", "GET /api/v2/scim/groups", GroupEdit },
        { "get_scim_user", "GET /api/v2/scim/users/{user}", View + " " + Edit },
        { "get_scim_users", "GET /api/v2/scim/users", View + " " + Edit },
        { "get_scim_v2_group", "GET /api/v2/scim/v2/groups/{group}", GroupEdit },
        { "get_scim_v2_groups", "GET /api/v2/scim/v2/groups", GroupEdit },
        { "get_scim_v2_serviceproviderconfig", "GET /api/v2/scim/v2/serviceproviderconfig", "" },
        { "get_scim_v2_user", "GET /api/v2/scim/v2/users/{user}", View + " " + Edit },
        { "get_scim_v2_users", "GET /api/v2/scim/v2/users", View + " " + Edit },
        { "patch_scim_group", "PATCH /api/v2/scim/groups/{group}", GroupEdit },
        { "patch_scim_user", "PATCH /api/v2/scim/users/{user}", Edit + " " + SetPassword },
        { "patch_scim_v2_group", "PATCH /api/v2/scim/v2/groups/{group}", GroupEdit },
        { "patch_scim_v2_user", "PATCH /api/v2/scim/v2/users/{user}", Edit + " " + SetPassword },
        { "post_scim_users", "POST /api/v2/scim/users", Add },
        { "post_scim_v2_users", "POST /api/v2/scim/v2/users", Add },
        { "put_scim_group", "PUT /api/v2/scim/groups/{group}", GroupEdit },
        { "put_scim_user", "PUT /api/v2/scim/users/{user}", Edit + " " + SetPassword },
        { "put_scim_v2_group", "PUT /api/v2/scim/v2/groups/{group}", GroupEdit },
        { "put_scim_v2_user", "PUT /api/v2/scim/v2/users/{user}", Edit + " " + SetPassword },
        // The standard surface, with groups' whole life, asks for the same permissions.
        { "delete_scim_standard_user", "DELETE /scim/v2/Users/{user}", Delete },
        { "delete_scim_standard_group", "DELETE /scim/v2/Groups/{group}", GroupEdit },
        { "get_scim_standard_group", "GET /scim/v2/Groups/{group}", GroupEdit },
        { "get_scim_standard_groups", "GET /scim/v2/Groups", GroupEdit },
        { "get_scim_standard_user", "GET /scim/v2/Users/{user}", View + " " + Edit },
        { "get_scim_standard_users", "GET /scim/v2/Users", View + " " + Edit },
        { "get_scim_standard_serviceproviderconfig", "GET /scim/v2/ServiceProviderConfig", "" },
        { "patch_scim_standard_group", "PATCH /scim/v2/Groups/{group}", GroupEdit },
        { "patch_scim_standard_user", "PATCH /scim/v2/Users/{user}", Edit + " " + SetPassword },
        { "post_scim_standard_users", "POST /scim/v2/Users", Add },
        { "post_scim_standard_groups", "POST /scim/v2/Groups", GroupEdit },
        { "put_scim_standard_group", "PUT /scim/v2/Groups/{group}", GroupEdit },
        { "put_scim_standard_user", "PUT /scim/v2/Users/{user}", Edit + " " + SetPassword },
    };

    [Theory, MemberData(nameof(Documented))]
    [Holds("A-04", "SEC-03")]
    public async Task Each_of_the_64_sets_of_permissions_may_do_what_the_document_says_and_nothing_else(string operation, string request, string anyOf)
    {
        Assert.StartsWith(request.Split(' ')[0].ToLowerInvariant() + "_scim", operation, StringComparison.Ordinal);
        var (method, template) = (request.Split(' ')[0], request.Split(' ')[1]);
        var needed = anyOf.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var wrong = new List<string>();

        var door = IsStandard(template) ? Resources.StandardDoor : Resources.GenesysDoor;
        var user = await clients.Root.CreateUserAsync(door: door);
        var group = (await clients.Root.PostAsync(door + "/groups", Resources.Group("Group " + Resources.UniqueName()))).Expect(201);

        foreach (var (permissions, client) in clients.All)
        {
            var allowed = needed.Length == 0 || needed.Any(permissions.Contains);
            // A soft-deleted user is gone for the next client.
            if (method == "DELETE")
                (user, group) = (await clients.Root.CreateUserAsync(door: door), (await clients.Root.PostAsync(door + "/groups", Resources.Group("Group " + Resources.UniqueName()))).Expect(201));
            var path = template.Replace("{user}", user.Id, StringComparison.Ordinal).Replace("{group}", group.Id, StringComparison.Ordinal);
            var ofUsers = path.Contains("users", StringComparison.OrdinalIgnoreCase);
            var resource = ofUsers ? user : group;
            var name = Resources.UniqueName();
            // Which attributes a permission may change is another question: here an allowed write changes none.
            var body = method == "POST" && !ofUsers ? Resources.Group(name) : Body(method, resource, allowed, name);

            var answer = await client.SendAsync(method, path, body?.ToJsonString());

            var who = $"[{string.Join(' ', permissions)}] → {answer.Status}";
            if (allowed)
            {
                if (answer.Status is < 200 or > 299)
                    wrong.Add($"{who}, but is allowed: {answer.Text}");
                continue;
            }

            if (answer.Status != 403)
                wrong.Add($"{who}, but is not allowed");
            else if (!IsRefusal(answer, path) || !needed.All(answer.Text.Contains))
                wrong.Add($"{who} without naming what is missing: {answer.Text}");
            else if (await HasChangedAsync(method, door, resource, ofUsers, name))
                wrong.Add($"{who}, and yet something changed");
        }

        Assert.True(wrong.Count == 0, $"{operation}: {string.Join("\n", wrong)}");
    }

    [Theory, MemberData(nameof(Documented))]
    [Holds("A-01")]
    public async Task Without_a_token_only_the_configuration_is_shown(string operation, string request, string anyOf)
    {
        var (method, path) = (request.Split(' ')[0], request.Split(' ')[1].Replace("{user}", Resources.NeverExisted, StringComparison.Ordinal).Replace("{group}", Resources.NeverExisted, StringComparison.Ordinal));

        var answer = await server.Anonymous.SendAsync(method, path);

        Assert.True(answer.Status == (anyOf.Length == 0 ? 200 : 401), $"{operation}: {answer.Status} {answer.Text}");
        if (answer.Status == 401)
        {
            if (IsStandard(path))
                Assert.Equal("""["urn:ietf:params:scim:api:messages:2.0:Error"]""", answer.Body["schemas"]!.ToJsonString());
            else
                Assert.Equal("authentication.required", (string?)answer.Body["code"]);
            Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Documented))]
    public async Task A_caller_without_permission_learns_nothing_about_ids_or_bodies(string operation, string request, string anyOf)
    {
        if (anyOf.Length == 0)
            return;

        var (method, template) = (request.Split(' ')[0], request.Split(' ')[1]);
        var nobody = clients.All.Single(c => c.Permissions.Length == 0).Client;
        var user = await clients.Root.CreateUserAsync();
        var group = await clients.Root.CreateGroupAsync("Group " + Resources.UniqueName());
        string Path(string userId, string groupId) => template.Replace("{user}", userId, StringComparison.Ordinal).Replace("{group}", groupId, StringComparison.Ordinal);

        var existing = await nobody.SendAsync(method, Path(user.Id, group.Id), method is "GET" or "DELETE" ? null : "{}");
        var unknown = await nobody.SendAsync(method, Path(Resources.NeverExisted, Resources.NeverExisted), method is "GET" or "DELETE" ? null : "{}");
        var broken = await nobody.SendAsync(method, Path(user.Id, group.Id), "{ this is no JSON");

        Assert.Equal(403, existing.Status);
        Assert.True(Anonymized(existing) == Anonymized(unknown), $"{operation} tells existing from unknown: {existing.Text} {unknown.Text}");
        Assert.True(Anonymized(existing) == Anonymized(broken), $"{operation} reads the body first: {existing.Text} {broken.Text}");
    }

    static bool IsStandard(string path) => path.StartsWith("/scim/", StringComparison.Ordinal);

    static bool IsRefusal(Answer answer, string path) => IsStandard(path)
        ? (string?)answer.Body["status"] == "403" && answer.Body["schemas"] is not null && answer.Headers["WWW-Authenticate"].Contains("insufficient_scope", StringComparison.Ordinal)
        : (int?)answer.Body["status"] == 403 && (string?)answer.Body["code"] is "missing.any.permissions" or "missing.permissions";

    static JsonObject? Body(string method, Answer resource, bool allowed, string name) => method switch
    {
        "POST" => Resources.User(name),
        "PUT" when allowed => resource.Body.DeepClone().AsObject(),
        "PUT" => With(resource.Body, "displayName", name),
        "PATCH" => Resources.Patch(Resources.Operation("replace", "displayName", allowed ? resource.Body["displayName"]!.DeepClone() : name)),
        _ => null,
    };

    static JsonObject With(JsonObject resource, string attribute, string value)
    {
        var changed = resource.DeepClone().AsObject();
        changed[attribute] = value;
        return changed;
    }

    async Task<bool> HasChangedAsync(string method, string door, Answer before, bool ofUsers, string newName)
    {
        if (method == "POST" && !ofUsers)
            return (int)(await clients.Root.GetAsync($"/api/v2/scim/v2/groups?filter=displayName eq \"{newName}\"")).Expect(200).Body["totalResults"]! != 0;
        if (method == "POST")
            return (int)(await clients.Root.GetAsync($"/api/v2/scim/v2/users?filter=userName eq \"{newName}\"")).Expect(200).Body["totalResults"]! != 0;

        var kind = (string)before.Body["meta"]!["resourceType"]! == "User" ? "users" : "groups";
        var after = await clients.Root.GetAsync($"{door}/{kind}/{before.Id}");
        return after.Status != 200 || !JsonNode.DeepEquals(before.Body, after.Body);
    }

    /// <summary>The answer without what differs from request to request by intent.</summary>
    static string Anonymized(Answer answer)
    {
        var body = answer.Body.DeepClone().AsObject();
        body.Remove("contextId");
        return $"{answer.Status} {body.ToJsonString()}";
    }
}

/// <summary>One organization with a client for each set of the six permissions.</summary>
public sealed class SixtyFourClients(RunningServer server) : IAsyncLifetime
{
    public (string[] Permissions, ApiClient Client)[] All { get; private set; } = [];

    public ApiClient Root => All[^1].Client;

    public async ValueTask InitializeAsync()
    {
        var tenant = server.NewTenant();
        var made = new (string[], ApiClient)[64];
        for (var set = 0; set < made.Length; set++)
        {
            var permissions = PermissionMatrixTests.Permissions.Where((_, bit) => (set & (1 << bit)) != 0).ToArray();
            made[set] = (permissions, await server.ClientAsync(tenant, string.Join(',', permissions)));
        }

        All = made;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
