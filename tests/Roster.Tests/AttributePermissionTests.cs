using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>
/// Permissions limited to attributes (T03): <c>directory:user:setPassword</c> changes the password and nothing else,
/// <c>directory:user:edit</c> everything but the password, by whatever spelling.
/// </summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class AttributePermissionTests(RunningServer server, AttributePermissionTests.Editors editors) : IClassFixture<AttributePermissionTests.Editors>
{
    const string Edit = "directory:user:edit";
    const string SetPassword = "directory:user:setPassword";
    const string Secret = "a password nobody has";

    /// <summary>Every attribute that a client can write on the Genesys surface, with a value that differs from the stored one.</summary>
    static readonly Dictionary<string, string> Writable = new(StringComparer.Ordinal)
    {
        ["userName"] = "\"other-{n}@example.test\"",
        ["displayName"] = "\"Somebody Else\"",
        ["active"] = "false",
        ["title"] = "\"Director\"",
        ["externalId"] = "\"other\"",
        ["password"] = $"\"{Secret}\"",
        ["emails"] = """[{"value":"second@example.test","type":"work"}]""",
        ["phoneNumbers"] = """[{"value":"+13175550199","type":"home"}]""",
        ["roles"] = """[{"value":"supervisor"}]""",
        [Resources.Enterprise + ":division"] = "\"Elsewhere\"",
        [Resources.Enterprise + ":department"] = "\"Sales\"",
        [Resources.Enterprise + ":employeeNumber"] = "\"4712\"",
        [Resources.Enterprise + ":dateHire"] = "\"2025-02-03\"",
        [Resources.Enterprise + ":manager"] = """{"value":"7d6f3c1e-0000-4000-8000-00000000beef"}""",
        [Resources.Genesys + ":routingSkills"] = """[{"name":"Billing","proficiency":3}]""",
        [Resources.Genesys + ":routingLanguages"] = """[{"name":"Spanish","proficiency":4}]""",
        [Resources.Genesys + ":externalIds"] = """[{"authority":"microsoftteams","value":"t-2"}]""",
    };

    /// <summary>The same for the standard surface.</summary>
    static readonly Dictionary<string, string> WritableByTheStandard = new(StringComparer.Ordinal)
    {
        ["userName"] = "\"other-{n}@example.test\"",
        ["displayName"] = "\"Somebody Else\"",
        ["active"] = "false",
        ["title"] = "\"Director\"",
        ["externalId"] = "\"other\"",
        ["password"] = $"\"{Secret}\"",
        ["name"] = """{"familyName":"Else"}""",
        ["nickName"] = "\"Sam\"",
        ["profileUrl"] = "\"https://example.test/sam\"",
        ["userType"] = "\"Intern\"",
        ["preferredLanguage"] = "\"de-DE\"",
        ["locale"] = "\"de-DE\"",
        ["timezone"] = "\"Europe/Berlin\"",
        ["emails"] = """[{"value":"second@example.test","type":"other"}]""",
        ["phoneNumbers"] = """[{"value":"+13175550199","type":"pager"}]""",
        ["ims"] = """[{"value":"sam","type":"xmpp"}]""",
        ["photos"] = """[{"value":"https://example.test/sam.png","type":"photo"}]""",
        ["addresses"] = """[{"type":"work","locality":"Porto"}]""",
        ["entitlements"] = """[{"value":"vpn"}]""",
        ["roles"] = """[{"value":"supervisor"}]""",
        ["x509Certificates"] = """[{"value":"MAA="}]""",
        [Resources.Enterprise + ":employeeNumber"] = "\"4712\"",
        [Resources.Enterprise + ":costCenter"] = "\"C2\"",
        [Resources.Enterprise + ":organization"] = "\"Elsewhere\"",
        [Resources.Enterprise + ":division"] = "\"Elsewhere\"",
        [Resources.Enterprise + ":department"] = "\"Sales\"",
        [Resources.Enterprise + ":manager"] = """{"value":"7d6f3c1e-0000-4000-8000-00000000beef"}""",
    };

    const string Genesys = "/api/v2/scim/v2/users/";
    const string Standard = "/scim/v2/Users/";

    static readonly string[] Spellings =
    [
        "PUT", "PUT in capitals", "PATCH replace", "PATCH add", "PATCH with the URN", "PATCH in capitals", "PATCH op in capitals", "PATCH without path",
        "PATCH without path in capitals", "PATCH without path, key with the URN", "PATCH beside an equal value",
    ];

    public static TheoryData<string, string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string, string>();
        foreach (var (surface, attribute) in Writable.Keys.Select(a => (Genesys, a)).Concat(WritableByTheStandard.Keys.Select(a => (Standard, a))))
        {
            foreach (var spelling in Spellings)
            {
                foreach (var held in new[] { Edit, SetPassword, Edit + "," + SetPassword })
                    cases.Add(surface, attribute, spelling, held);
            }
        }

        return cases;
    }

    [Fact]
    public async Task Every_attribute_that_the_standard_surface_lets_clients_write_is_tried()
    {
        var core = (await editors.Root.GetAsync("/scim/v2/Schemas/" + Resources.CoreUser)).Expect(200).Body;
        var enterprise = (await editors.Root.GetAsync("/scim/v2/Schemas/" + Resources.Enterprise)).Expect(200).Body;

        static IEnumerable<string> Names(JsonObject schema, string prefix) =>
            schema["attributes"]!.AsArray().Where(a => (string)a!["mutability"]! != "readOnly").Select(a => prefix + (string)a!["name"]!);

        Assert.Equal(
            Names(core, "").Concat(Names(enterprise, Resources.Enterprise + ":")).Append("externalId").Order(StringComparer.Ordinal),
            WritableByTheStandard.Keys.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Cases))]
    [Holds("SEC-03")]
    public async Task An_attribute_changes_only_for_who_may_change_it(string surface, string attribute, string spelling, string held)
    {
        var user = await editors.NewUserAsync(surface);
        var allowed = held.Contains(attribute == "password" ? SetPassword : Edit, StringComparison.Ordinal);
        var value = JsonNode.Parse((surface == Standard ? WritableByTheStandard : Writable)[attribute].Replace("{n}", user.Id, StringComparison.Ordinal))!;

        var answer = await SendAsync(editors.With(held), surface, spelling, user, attribute, value);

        var after = (await editors.Root.GetAsync(surface + user.Id)).Expect(200);
        if (allowed)
        {
            Assert.True(answer.Status == 200, $"{answer.Status} {answer.Text}");
            Assert.NotEqual(user.Version, after.Version);
        }
        else
        {
            Assert.True(answer.Status == 403, $"{answer.Status} {answer.Text}");
            Assert.Contains(attribute == "password" ? SetPassword : Edit, answer.Text, StringComparison.Ordinal);
            Assert.Equal(user.Text, after.Text);
        }

        Assert.DoesNotContain(Secret, answer.Text + after.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Genesys), InlineData(Standard)]
    public async Task A_password_may_come_with_attributes_that_are_already_so(string surface)
    {
        var user = await editors.NewUserAsync(surface);
        var all = user.Body.DeepClone().AsObject();
        all["password"] = Secret;

        var replaced = await editors.With(SetPassword).PutAsync(surface + user.Id, all);
        Assert.True(replaced.Status == 200, replaced.Text);
        Assert.NotEqual(user.Version, replaced.Version);

        var patched = await editors.With(SetPassword).PatchAsync(surface + user.Id, Resources.Patch(
            Resources.Operation("replace", "title", user.Body["title"]!.DeepClone()),
            Resources.Operation("replace", null, new JsonObject { ["password"] = Secret + "!", ["displayName"] = user.Body["displayName"]!.DeepClone() })));
        Assert.True(patched.Status == 200, patched.Text);
        Assert.NotEqual(replaced.Version, patched.Version);
    }

    [Theory, InlineData(Genesys), InlineData(Standard)]
    public async Task A_password_does_not_carry_another_change_through(string surface)
    {
        var user = await editors.NewUserAsync(surface);

        var refused = await editors.With(SetPassword).PatchAsync(surface + user.Id, Resources.Patch(
            Resources.Operation("replace", "password", Secret),
            Resources.Operation("replace", "roles", new JsonArray(new JsonObject { ["value"] = "admin" }))));

        Assert.Equal(403, refused.Status);
        Assert.Equal(user.Text, (await editors.Root.GetAsync(surface + user.Id)).Text);
    }

    public static readonly MatrixTheoryData<string, string> Removals =
        new([Genesys, Standard], ["title", "roles", Resources.Enterprise + ":department", "phoneNumbers[type eq \"work\"]"]);

    [Theory, MemberData(nameof(Removals))]
    public async Task Removing_is_a_change_too(string surface, string path)
    {
        var user = await editors.NewUserAsync(surface);
        var patch = Resources.Patch(Resources.Operation("remove", path, value: null));

        Assert.Equal(403, (await editors.With(SetPassword).PatchAsync(surface + user.Id, patch)).Status);
        Assert.Equal(user.Text, (await editors.Root.GetAsync(surface + user.Id)).Text);

        (await editors.With(Edit).PatchAsync(surface + user.Id, patch)).Expect(200);
    }

    [Theory, InlineData(Genesys), InlineData(Standard)]
    public async Task Creating_with_a_password_needs_the_permission_to_add_and_no_other(string surface)
    {
        var body = Resources.User(Resources.UniqueName());
        body["password"] = Secret;

        var created = await (await server.ClientAsync(editors.Tenant, "directory:user:add")).PostAsync(surface, body);

        Assert.Equal(201, created.Status);
        Assert.DoesNotContain("password", created.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Holds("SEC-03")]
    public async Task What_a_client_is_not_shown_is_not_found_out_by_a_filter_either()
    {
        // On the Genesys surface each client has an external id of its own for a user, and is not shown another's beside it.
        var tenant = server.NewTenant();
        var (one, two) = (await server.ClientAsync(tenant, RunningServer.AllPermissions), await server.ClientAsync(tenant, RunningServer.AllPermissions));
        var body = Resources.User(Resources.UniqueName());
        body["externalId"] = "of-one";
        var user = (await one.PostAsync(Genesys.TrimEnd('/'), body)).Expect(201);
        (await two.PatchAsync(Genesys + user.Id, Resources.Patch(Resources.Operation("replace", "externalId", "of-two")))).Expect(200);

        foreach (var (client, own, other) in new[] { (one, "of-one", "of-two"), (two, "of-two", "of-one") })
        {
            Assert.Equal(own, (string?)(await client.GetAsync(Genesys + user.Id)).Expect(200).Body["externalId"]);
            foreach (var filter in new[] { "externalId eq \"{0}\"", "externalId sw \"{0}\"", "externalId co \"{0}\" and userName pr" })
            {
                Assert.Equal(1, await FoundAsync(client, filter.Replace("{0}", own, StringComparison.Ordinal)));
                Assert.Equal(0, await FoundAsync(client, filter.Replace("{0}", other, StringComparison.Ordinal)));
            }
        }

        static async Task<int> FoundAsync(ApiClient client, string filter) =>
            (int)(await client.GetAsync($"{Genesys.TrimEnd('/')}?filter={filter}")).Expect(200).Body["totalResults"]!;
    }

    static Task<Answer> SendAsync(ApiClient client, string surface, string spelling, Answer user, string attribute, JsonNode value)
    {
        var path = surface + user.Id;
        var qualified = attribute.StartsWith("urn:", StringComparison.Ordinal) ? attribute : $"{Resources.CoreUser}:{attribute}";
        switch (spelling)
        {
            case "PUT":
                return client.PutAsync(path, Put(user, attribute, value, name => name));
            case "PUT in capitals":
                return client.PutAsync(path, Put(user, attribute, value, name => name.ToUpperInvariant()));
            case "PATCH replace":
                return client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", attribute, value)));
            case "PATCH add":
                return client.PatchAsync(path, Resources.Patch(Resources.Operation("add", attribute, value)));
            case "PATCH with the URN":
                return client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", qualified, value)));
            case "PATCH in capitals":
                return client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", attribute.ToUpperInvariant(), value)));
            case "PATCH op in capitals":
                return client.PatchAsync(path, Resources.Patch(Resources.Operation("REPLACE", attribute, value)));
            case "PATCH without path":
                return client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", null, Nested(attribute, value, name => name))));
            case "PATCH without path in capitals":
                return client.PatchAsync(path, Resources.Patch(Resources.Operation("add", null, Nested(attribute, value, name => name.ToUpperInvariant()))));
            case "PATCH without path, key with the URN":
                return client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", null, new JsonObject { [qualified] = value })));
            case "PATCH beside an equal value":
                return client.PatchAsync(path, Resources.Patch(
                    Resources.Operation("replace", "displayName", user.Body["displayName"]!.DeepClone()),
                    Resources.Operation("replace", attribute, value)));
            default:
                throw new ArgumentOutOfRangeException(nameof(spelling), spelling, null);
        }
    }

    /// <summary>The stored resource with one attribute changed and its name spelled in another way.</summary>
    static JsonObject Put(Answer user, string attribute, JsonNode value, Func<string, string> spell)
    {
        var body = user.Body.DeepClone().AsObject();
        if (!attribute.StartsWith("urn:", StringComparison.Ordinal))
        {
            body.Remove(attribute);
            body[spell(attribute)] = value;
            return body;
        }

        var urn = attribute[..attribute.LastIndexOf(':')];
        var extension = body[urn]?.DeepClone().AsObject() ?? [];
        extension.Remove(attribute[(urn.Length + 1)..]);
        extension[spell(attribute[(urn.Length + 1)..])] = value;
        body.Remove(urn);
        body[spell(urn)] = extension;
        return body;
    }

    static JsonObject Nested(string attribute, JsonNode value, Func<string, string> spell)
    {
        if (!attribute.StartsWith("urn:", StringComparison.Ordinal))
            return new() { [spell(attribute)] = value };

        var urn = attribute[..attribute.LastIndexOf(':')];
        return new() { [spell(urn)] = new JsonObject { [spell(attribute[(urn.Length + 1)..])] = value } };
    }

    /// <summary>Clients with one permission, the other, and both, in one organization.</summary>
    public sealed class Editors(RunningServer server) : IAsyncLifetime
    {
        readonly Dictionary<string, ApiClient> _clients = new(StringComparer.Ordinal);

        public string Tenant { get; private set; } = "";

        public ApiClient Root { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Tenant = server.NewTenant();
            Root = await server.ClientAsync(Tenant, RunningServer.AllPermissions);
            foreach (var held in new[] { Edit, SetPassword, Edit + "," + SetPassword })
                _clients[held] = await server.ClientAsync(Tenant, held);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public ApiClient With(string permissions) => _clients[permissions];

        public async Task<Answer> NewUserAsync(string surface)
        {
            var body = Resources.User(Resources.UniqueName());
            body["title"] = "Agent";
            body["roles"] = JsonNode.Parse("""[{"value":"employee"}]""");
            body["phoneNumbers"] = JsonNode.Parse("""[{"value":"+13175550100","type":"work"}]""");
            body[Resources.Enterprise] = new JsonObject { ["department"] = "Care" };
            var created = (await Root.PostAsync(surface, body)).Expect(201);
            return (await Root.GetAsync(surface + created.Id)).Expect(200);
        }
    }
}
