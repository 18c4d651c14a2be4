using System.Text.Json.Nodes;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Admin;

/// <summary>What an organization may define, and what it may change while there are resources.</summary>
public sealed class OwnSchemaTests(ServerFixture fixture)
{
    const string Urn = "urn:example:params:scim:schemas:extension:acme:1.0:User";
    const string Users = "/scim/v2/Users";

    RosterServer Server => fixture.Server;

    Task<HttpClient> AdministratorAsync(string tenant) => Server.ClientAsync(
        tenant, "roster:schemas", "roster:resource:edit", "roster:indexes", "directory:user:view", "directory:user:add", "directory:user:edit", "directory:user:delete");

    static string Schema(string attributes, string id = Urn) => $$"""{"id":"{{id}}","name":"Acme","attributes":[{{attributes}}]}""";

    static string Attached(bool required = false, string id = Urn) =>
        $$"""{"schemaExtensions":[{"schema":"{{id}}","required":{{(required ? "true" : "false")}}}]}""";

    static async Task AttachAsync(HttpClient client, string attributes, bool required = false)
    {
        await client.AdminJsonAsync("POST", "/schemas", Schema(attributes));
        await client.AdminJsonAsync("PUT", "/resource-types/User", Attached(required));
    }

    static string User(string name, string extension) => $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{name}}","{{Urn}}":{{extension}}}""";

    static async Task<(int Status, JsonObject Body)> SendAsync(HttpClient client, string method, string path, string? body = null)
    {
        using var response = await client.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
    }

    [Fact, Holds("S-19", "X-01", "S-03", "S-02", "DI-15")]
    public async Task An_extension_of_users_is_served_from_the_next_request_on()
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        var before = await SendAsync(client, "POST", Users, User("early", """{"desk":"D1"}"""));
        Assert.Null(before.Body[Urn]);

        await AttachAsync(client, """{"name":"desk"}""");

        var made = await SendAsync(client, "POST", Users, User("ann", """{"desk":"D1"}"""));
        Assert.Equal((201, "D1"), (made.Status, (string?)made.Body[Urn]?["desk"]));
        Assert.Contains(Urn, made.Body["schemas"]!.AsArray().Select(s => (string)s!));
        Assert.Equal(["schemas", "id", "userName", "active", Urn, "meta"], made.Body.Select(m => m.Key));
        var loose = await SendAsync(client, "POST", Users, """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ben","desk":"D1"}""");
        Assert.Equal((201, false), (loose.Status, loose.Body.ToJsonString().Contains("D1", StringComparison.Ordinal)));
        var found = await SendAsync(client, "GET", $"{Users}?filter=" + Uri.EscapeDataString($"{Urn}:desk eq \"d1\""));
        Assert.Equal(1, (int)found.Body["totalResults"]!);

        var published = await SendAsync(client, "GET", "/scim/v2/Schemas/" + Urn);
        var attribute = published.Body["attributes"]!.AsArray().Single()!.AsObject();
        Assert.Equal(
            ("string", false, false, false, "readWrite", "default", "none"),
            ((string)attribute["type"]!, (bool)attribute["multiValued"]!, (bool)attribute["required"]!, (bool)attribute["caseExact"]!, (string)attribute["mutability"]!, (string)attribute["returned"]!, (string)attribute["uniqueness"]!));
    }

    [Theory, Holds("S-18", "S-28", "X-03")]
    [InlineData("""{"name":"1x"}""", Urn, 400)]
    [InlineData("""{"name":"_x"}""", Urn, 400)]
    [InlineData("""{"name":""}""", Urn, 400)]
    [InlineData("""{"name":"a b"}""", Urn, 400)]
    [InlineData("""{"name":"a.b"}""", Urn, 400)]
    [InlineData("""{"name":"a:b"}""", Urn, 400)]
    [InlineData("""{"name":"caf\u00e9"}""", Urn, 400)]
    [InlineData("""{"name":"a","type":"complex","subAttributes":[{"name":"b[c"}]}""", Urn, 400)]
    [InlineData("""{"name":"a","type":"complex","subAttributes":[{"name":"b","type":"complex","subAttributes":[{"name":"c"}]}]}""", Urn, 400)]
    [InlineData("""{"name":"a","type":"complex"}""", Urn, 400)]
    [InlineData("""{"name":"a","subAttributes":[{"name":"b"}]}""", Urn, 400)]
    [InlineData("""{"name":"a","type":"colour"}""", Urn, 400)]
    [InlineData("""{"name":"a"},{"name":"A"}""", Urn, 400)]
    [InlineData("""{"name":"meta"}""", Urn, 400)]
    [InlineData("""{"name":"a","mutability":"writeOnly"}""", Urn, 400)]
    [InlineData("""{"name":"a","uniqueness":"server","returned":"never"}""", Urn, 400)]
    [InlineData("""{"name":"a","type":"integer","canonicalValues":["1"]}""", Urn, 400)]
    [InlineData("""{"name":"a","type":"reference"}""", Urn, 400)]
    [InlineData("", Urn, 400)]
    [InlineData("""{"name":"a"}""", "acme", 400)]
    [InlineData("""{"name":"a"}""", "urn:example:with blank", 400)]
    [InlineData("""{"name":"a"}""", "urn:ietf:params:scim:schemas:core:2.0:User", 409)]
    public async Task What_is_no_schema_is_refused(string attributes, string id, int status)
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());

        var refused = await SendAsync(client, "POST", "/admin/v1/schemas", Schema(attributes, id));

        Assert.Equal(status, refused.Status);
        Assert.Empty((await client.AdminJsonAsync("GET", "/schemas"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"name":"user"}""", 409)]
    [InlineData("""{"name":"Thing","endpoint":"/Users","schema":"URN"}""", 409)]
    [InlineData("""{"name":"Thing","endpoint":"/Bulk","schema":"URN"}""", 400)]
    [InlineData("""{"name":"Thing","endpoint":"/v2","schema":"URN"}""", 400)]
    [InlineData("""{"name":"Thing","endpoint":"/a/b","schema":"URN"}""", 400)]
    [InlineData("""{"name":"Thing","endpoint":"Things","schema":"URN"}""", 400)]
    [InlineData("""{"name":"Thing","endpoint":"/Things","schema":"urn:example:none"}""", 400)]
    [InlineData("""{"name":"Thing","endpoint":"/Things","schema":"URN","schemaExtensions":[{"schema":"URN"}]}""", 400)]
    [InlineData("""{"name":"Thing","endpoint":"/Things","schema":"URN","schemaExtensions":[{"schema":"urn:example:none"}]}""", 400)]
    [InlineData("""{"name":"T h","endpoint":"/Things","schema":"URN"}""", 400)]
    public async Task What_is_no_resource_type_is_refused(string type, int status)
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await client.AdminJsonAsync("POST", "/schemas", Schema("""{"name":"a"}"""));

        Assert.Equal(status, await client.AdminStatusAsync("POST", "/resource-types", type.Replace("URN", Urn, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"name":"desk","type":"integer"}""", "desk")]
    [InlineData("""{"name":"desk","multiValued":true}""", "desk")]
    [InlineData("""{"name":"desk","caseExact":true}""", "desk")]
    [InlineData("""{"name":"desk","canonicalValues":["D1"]}""", "D1")]
    [InlineData("""{"name":"desk"},{"name":"floor","required":true}""", "floor")]
    [InlineData("""{"name":"floor"}""", "desk")]
    [InlineData("""{"name":"desk","uniqueness":"server"}""", "desk")]
    public async Task A_change_that_stored_data_contradicts_names_the_offenders_and_changes_nothing(string attributes, string named)
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, """{"name":"desk"}""");
        var ids = new List<string>();
        foreach (var name in new[] { "ann", "ben" })
            ids.Add((string)(await SendAsync(client, "POST", Users, User(name, """{"desk":"D2"}"""))).Body["id"]!);

        var refused = await SendAsync(client, "PUT", "/admin/v1/schemas/" + Urn, Schema(attributes));

        Assert.Equal(409, refused.Status);
        Assert.Contains(named, (string)refused.Body["detail"]!, StringComparison.Ordinal);
        Assert.Equal(ids.Order(StringComparer.Ordinal), refused.Body["offenders"]!.AsArray().Select(o => (string)o!["id"]!).Order(StringComparer.Ordinal));
        Assert.Equal("desk", (string)(await client.AdminJsonAsync("GET", "/schemas/" + Urn))["attributes"]!.AsArray().Single()!["name"]!);
        Assert.Equal(201, (await SendAsync(client, "POST", Users, User("eve", """{"desk":"D2"}"""))).Status);
    }

    [Fact]
    public async Task A_change_that_fits_holds_from_then_on()
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, """{"name":"desk"}""");
        Assert.Equal(201, (await SendAsync(client, "POST", Users, User("ann", """{"desk":"D1"}"""))).Status);

        await client.AdminJsonAsync("PUT", "/schemas/" + Urn, Schema("""{"name":"desk","uniqueness":"server","canonicalValues":["D1","D2"]},{"name":"floor","type":"integer"}"""));

        Assert.Equal(409, (await SendAsync(client, "POST", Users, User("ben", """{"desk":"d1"}"""))).Status);
        Assert.Equal(400, (await SendAsync(client, "POST", Users, User("ben", """{"desk":"D3"}"""))).Status);
        Assert.Equal(201, (await SendAsync(client, "POST", Users, User("ben", """{"desk":"D2","floor":3}"""))).Status);
        Assert.Equal(409, await client.AdminStatusAsync("DELETE", "/indexes/User/" + Uri.EscapeDataString(Urn + ":desk")));
    }

    [Theory]
    [InlineData("integer", "7", "7.0", 400)]
    [InlineData("integer", "9007199254740993", "9007199254740993", 409)]
    [InlineData("integer", "9007199254740993", "9007199254740992", 201)]
    [InlineData("decimal", "1.5", "1.50", 409)]
    [InlineData("dateTime", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T01:00:00+01:00\"", 409)]
    [InlineData("string", "\"a\"", "\"A\"", 409)]
    [Holds("S-24")]
    public async Task Unique_means_equal_by_the_attribute_s_type(string type, string first, string second, int status)
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, $$"""{"name":"key","type":"{{type}}","uniqueness":"server"}""");
        Assert.Equal(201, (await SendAsync(client, "POST", Users, User("ann", $$"""{"key":{{first}}}"""))).Status);

        Assert.Equal(status, (await SendAsync(client, "POST", Users, User("ben", $$"""{"key":{{second}}}"""))).Status);
    }

    [Fact, Holds("S-37", "C-21")]
    public async Task Of_many_creations_with_one_unique_value_exactly_one_succeeds()
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, """{"name":"badge","uniqueness":"server"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendAsync(client, "POST", Users, User($"u{i}", """{"badge":"B"}"""))));

        Assert.Equal(1, answers.Count(a => a.Status == 201));
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.Equal((409, "uniqueness"), (a.Status, (string?)a.Body["scimType"])));
    }

    [Fact, Holds("B-32", "B-19")]
    public async Task In_a_job_the_first_of_two_with_one_unique_value_has_it()
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, """{"name":"badge","uniqueness":"server"}""");
        var badges = Enumerable.Range(0, 60).Select(i => User($"u{i}", $$"""{"badge":"B{{i / 2}}"}"""));
        // Full-width letters make the same name.
        string[] wide = [User("\uff41nn", "{}"), User("ann", "{}")];
        var operations = badges.Concat(wide).Select((data, i) => $$"""{"method":"POST","path":"/Users","bulkId":"b{{i}}","data":""" + data + "}");

        var (status, body) = await SendAsync(client, "POST", "/scim/v2/Bulk", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[""" + string.Join(',', operations) + "]}");

        Assert.Equal(200, status);
        Assert.Equal(Enumerable.Range(0, 62).Select(i => i % 2 == 0 ? "201" : "409"), body["Operations"]!.AsArray().Select(o => (string)o!["status"]!));
    }

    [Fact, Holds("S-56")]
    public async Task A_required_extension_must_be_there()
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, """{"name":"desk"}""", required: true);

        var without = await SendAsync(client, "POST", Users, """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann"}""");

        Assert.Equal((400, "invalidValue"), (without.Status, (string?)without.Body["scimType"]));
        Assert.Equal(201, (await SendAsync(client, "POST", Users, User("ann", """{"desk":"D1"}"""))).Status);
    }

    [Fact, Holds("S-36", "PJ-06")]
    public async Task What_is_returned_on_request_is_shown_when_named_or_set()
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, """{"name":"note","returned":"request"},{"name":"desk"}""");

        var made = await SendAsync(client, "POST", Users, User("ann", """{"note":"n","desk":"D1"}"""));
        var path = $"{Users}/{(string)made.Body["id"]!}";
        var patched = await SendAsync(client, "PATCH", path, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"{{Urn}}:note","value":"m"}]}""");
        var touched = await SendAsync(client, "PATCH", path, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"t"}]}""");
        var put = await SendAsync(client, "PUT", path, User("ann", """{"note":"o"}"""));

        Assert.Equal(("n", "m", "o"), ((string?)made.Body[Urn]!["note"], (string?)patched.Body[Urn]!["note"], (string?)put.Body[Urn]!["note"]));
        Assert.Null(touched.Body[Urn]!["note"]);
        Assert.Equal("D1", (string?)touched.Body[Urn]!["desk"]);
        Assert.Null((await SendAsync(client, "GET", path)).Body[Urn]?["note"]);
        Assert.Equal("o", (string?)(await SendAsync(client, "GET", $"{path}?attributes={Urn}:note")).Body[Urn]!["note"]);
    }

    [Fact, Holds("S-26")]
    public async Task A_reference_names_a_resource_of_its_types()
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, """{"name":"mentor","type":"reference","referenceTypes":["User"]}""");
        var mentor = (string)(await SendAsync(client, "POST", Users, User("mia", """{}"""))).Body["id"]!;

        Assert.Equal(201, (await SendAsync(client, "POST", Users, User("ann", $$"""{"mentor":"Users/{{mentor}}"}"""))).Status);
        foreach (var wrong in new[] { "Users/" + Guid.NewGuid(), "Groups/" + mentor, mentor, "https://elsewhere.example/" })
        {
            var refused = await SendAsync(client, "POST", Users, User("ben", $$"""{"mentor":"{{wrong}}"}"""));
            Assert.Equal((400, "invalidValue"), (refused.Status, (string?)refused.Body["scimType"]));
            Assert.Contains("mentor", (string)refused.Body["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_deleted_comes_back_only_when_it_fits_the_schemas_of_today()
    {
        var tenant = await Server.NewTenantAsync();
        using var client = await AdministratorAsync(tenant);
        using var keeper = await Server.ClientAsync(tenant, "roster:deleted");
        await AttachAsync(client, """{"name":"desk"}""");
        var ann = (string)(await SendAsync(client, "POST", Users, User("ann", """{"desk":"D1"}"""))).Body["id"]!;
        Assert.Equal(204, (await SendAsync(client, "DELETE", $"{Users}/{ann}")).Status);
        await client.AdminJsonAsync("PUT", "/schemas/" + Urn, Schema("""{"name":"desk"},{"name":"floor","required":true}"""));

        var refused = await SendAsync(keeper, "POST", $"/admin/v1/deleted/User/{ann}/restore");

        Assert.Equal(409, refused.Status);
        Assert.Contains("floor", (string)refused.Body["detail"]!, StringComparison.Ordinal);
        Assert.Equal(404, (await SendAsync(client, "GET", $"{Users}/{ann}")).Status);
        await client.AdminJsonAsync("PUT", "/schemas/" + Urn, Schema("""{"name":"desk"}"""));
        Assert.Equal(200, (await SendAsync(keeper, "POST", $"/admin/v1/deleted/User/{ann}/restore")).Status);
        Assert.Equal("D1", (string?)(await SendAsync(client, "GET", $"{Users}/{ann}")).Body[Urn]!["desk"]);
    }

    [Fact]
    public async Task What_is_used_is_not_retired_and_what_is_not_can_be()
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, """{"name":"desk"}""");
        var ann = (string)(await SendAsync(client, "POST", Users, User("ann", """{"desk":"D1"}"""))).Body["id"]!;

        Assert.Equal(409, await client.AdminStatusAsync("DELETE", "/schemas/" + Urn));
        Assert.Equal(409, await client.AdminStatusAsync("PUT", "/resource-types/User", """{"schemaExtensions":[]}"""));
        Assert.Equal(409, await client.AdminStatusAsync("DELETE", "/resource-types/User"));

        Assert.Equal(200, (await SendAsync(client, "PATCH", $"{Users}/{ann}", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"{{Urn}}"}]}""")).Status);
        Assert.Equal(200, await client.AdminStatusAsync("PUT", "/resource-types/User", """{"schemaExtensions":[]}"""));
        Assert.Equal(204, await client.AdminStatusAsync("DELETE", "/schemas/" + Urn));
        Assert.Equal(404, (await SendAsync(client, "GET", "/scim/v2/Schemas/" + Urn)).Status);
        Assert.Equal(404, await client.AdminStatusAsync("DELETE", "/schemas/" + Urn));
    }

    [Fact]
    public async Task Writes_while_the_schema_changes_fit_the_schema_that_holds_in_the_end()
    {
        using var client = await AdministratorAsync(await Server.NewTenantAsync());
        await AttachAsync(client, """{"name":"desk"}""");
        for (var round = 0; round < 5; round++)
        {
            var tag = round.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var writes = Task.WhenAll(Enumerable.Range(0, 30).Select(i => SendAsync(client, "POST", Users, User($"u{tag}-{i}", $$"""{"desk":"D{{i}}"}"""))));
            var change = client.AdminStatusAsync("PUT", "/schemas/" + Urn, Schema("""{"name":"desk","uniqueness":"server"}"""));

            var (answers, status) = (await writes, await change);

            var desks = (await SendAsync(client, "GET", $"{Users}?count=500")).Body["Resources"]!.AsArray().Select(u => (string?)u![Urn]?["desk"]).OfType<string>().ToList();
            Assert.All(answers, a => Assert.Contains(a.Status, (int[])[201, 409]));
            // Either the change came first and held for all later ones, or what was there contradicted it.
            if (status == 200)
                Assert.Equal(desks.Count, desks.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            else
                Assert.Equal(409, status);
            await client.AdminStatusAsync("PUT", "/schemas/" + Urn, Schema("""{"name":"desk"}"""));
            foreach (var user in (await SendAsync(client, "GET", $"{Users}?count=500")).Body["Resources"]!.AsArray())
                await SendAsync(client, "DELETE", $"{Users}/{(string)user!["id"]!}");
        }
    }
}
