using System.Reflection;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>A resource type that an organization defines at run time is like one that the server was built with, from the next request on.</summary>
public sealed class OwnTypeTests(RunningServer server)
{
    const string Permissions = RunningServer.AllPermissions + ",roster:schemas,roster:resource:edit,roster:indexes,roster:changes,roster:deleted";
    const string Devices = "/scim/v2/Devices";
    const string Core = "urn:ietf:params:scim:schemas:core:2.0:Device";
    const string Ble = "urn:ietf:params:scim:schemas:extension:ble:2.0:Device";
    const string Dpp = "urn:ietf:params:scim:schemas:extension:dpp:2.0:Device";

    static readonly string Folder = Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "tests", "corpus", "schemas");

    static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!.AsObject();

    static readonly string[] Extensions = ["ble", "dpp", "zigbee", "fido-device-onboard", "ethernet-mab", "endpointAppsExt"];

    async Task<ApiClient> WithDevicesAsync(string? tenant = null)
    {
        var client = await server.ClientAsync(tenant ?? server.NewTenant(), Permissions);
        foreach (var name in Extensions.Prepend("device"))
            (await client.PostAsync("/admin/v1/schemas", Read(name))).Expect(201);
        (await client.PostAsync("/admin/v1/resource-types", new JsonObject
        {
            ["name"] = "Device", ["endpoint"] = "/Devices", ["description"] = "A thing.", ["schema"] = Core,
            ["schemaExtensions"] = new JsonArray([.. Extensions.Select(e => new JsonObject { ["schema"] = (string)Read(e)["id"]!, ["required"] = false })]),
        })).Expect(201);
        return client;
    }

    static JsonObject Device(string name, string? mac = null)
    {
        var device = new JsonObject { ["schemas"] = new JsonArray(Core), ["displayName"] = name, ["active"] = true };
        if (mac is not null)
        {
            device["schemas"]!.AsArray().Add(Ble);
            device[Ble] = new JsonObject { ["versionSupport"] = new JsonArray("5.3"), ["deviceMacAddress"] = mac, ["irk"] = "a-secret-key-of-the-device" };
        }

        return device;
    }

    [Fact, Holds("X-01", "X-02", "X-06", "C-17")]
    public async Task It_is_created_read_listed_replaced_patched_and_deleted()
    {
        var client = await WithDevicesAsync();

        var made = (await client.PostAsync(Devices, Device("Lamp", "AA:BB"))).Expect(201);
        var path = $"{Devices}/{made.Id}";
        Assert.Equal("Device", (string)made.Body["meta"]!["resourceType"]!);
        Assert.EndsWith(path, (string)made.Body["meta"]!["location"]!, StringComparison.Ordinal);
        Assert.Equal([Core, Ble], made.Body["schemas"]!.AsArray().Select(s => (string)s!));

        (await client.PostAsync(Devices, Device("Door"))).Expect(201);
        var got = (await client.GetAsync(path)).Expect(200);
        Assert.Equal("AA:BB", (string)got.Body[Ble]!["deviceMacAddress"]!);
        var numbered = Device("Numbered");
        numbered[Dpp] = new JsonObject { ["dppVersion"] = 2, ["bootstrapKey"] = "k", ["serialNumber"] = "S1" };
        var immutable = (await client.PostAsync(Devices, numbered)).Expect(201);
        Assert.Equal("S1", (string)(await client.GetAsync($"{Devices}/{immutable.Id}")).Body[Dpp]!["serialNumber"]!);
        Assert.Equal(204, (await client.DeleteAsync($"{Devices}/{immutable.Id}")).Status);
        Assert.DoesNotContain("a-secret-key", got.Text, StringComparison.Ordinal);
        Assert.Equal(304, (await client.GetAsync(path, ("If-None-Match", got.Headers["ETag"]))).Status);

        var found = (await client.GetAsync($"{Devices}?filter={Ble}:deviceMacAddress eq \"aa:bb\"")).Expect(200);
        Assert.Equal(made.Id, (string)found.Body["Resources"]!.AsArray().Single()!["id"]!);
        Assert.Equal(2, (int)(await client.GetAsync(Devices)).Body["totalResults"]!);

        var put = Device("Lamp 2", "AA:BB");
        Assert.Equal("Lamp 2", (string)(await client.PutAsync(path, put)).Expect(200).Body["displayName"]!);
        var patched = (await client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", $"{Ble}:mobility", JsonValue.Create(true)), Resources.Operation("replace", "active", JsonValue.Create(false))))).Expect(200);
        Assert.True((bool)patched.Body[Ble]!["mobility"]!);
        Assert.False((bool)patched.Body["active"]!);
        Assert.Equal(412, (await client.DeleteAsync(path, ("If-Match", "W/\"1\""))).Status);
        Assert.Equal(204, (await client.DeleteAsync(path)).Status);
        Assert.Equal(404, (await client.GetAsync(path)).Status);
        (await client.PostAsync(Devices, Device("Lamp", "aa:bb"))).Expect(201);
    }

    [Fact, Holds("X-02", "DI-19", "DI-28", "DI-11", "DI-20", "MT-03")]
    public async Task It_is_published_to_its_organization_and_to_no_other()
    {
        var client = await WithDevicesAsync();
        var other = await server.ClientAsync(server.NewTenant(), Permissions);

        var types = (await client.GetAsync("/scim/v2/ResourceTypes")).Expect(200).Body["Resources"]!.AsArray();
        var device = types.Single(t => (string)t!["name"]! == "Device")!;
        Assert.Equal("/Devices", (string)device["endpoint"]!);
        foreach (var urn in device["schemaExtensions"]!.AsArray().Select(e => (string)e!["schema"]!).Append(Core))
            (await client.GetAsync("/scim/v2/Schemas/" + urn)).Expect(200);
        (await client.GetAsync("/scim/v2/ResourceTypes/Device")).Expect(200);

        Assert.Equal(404, (await other.GetAsync("/scim/v2/ResourceTypes/Device")).Status);
        Assert.Equal(404, (await other.GetAsync("/scim/v2/Schemas/" + Core)).Status);
        Assert.Equal(404, (await other.GetAsync(Devices)).Status);
        Assert.Equal(404, (await other.PostAsync(Devices, Device("x"))).Status);
        Assert.DoesNotContain("Device", (await other.GetAsync("/scim/v2/Schemas")).Text, StringComparison.Ordinal);
    }

    [Fact, Holds("S-33", "S-37", "S-23", "S-56", "C-15", "RP-06", "PA-09", "S-34")]
    public async Task Its_characteristics_are_enforced()
    {
        var client = await WithDevicesAsync();
        (await client.PostAsync(Devices, Device("first", "AA"))).Expect(201);

        async Task RefusedAsync(int status, string? scimType, string names, Action<JsonObject> change)
        {
            var body = Device("x");
            change(body);
            var refused = (await client.PostAsync(Devices, body)).Expect(status);
            Assert.Equal(scimType, (string?)refused.Body["scimType"]);
            Assert.Contains(names, (string)refused.Body["detail"]!, StringComparison.Ordinal);
        }

        await RefusedAsync(400, "invalidValue", "active", d => d.Remove("active"));
        await RefusedAsync(400, "invalidValue", "mudUrl", d => d["mudUrl"] = "no address");
        await RefusedAsync(400, "invalidValue", "versionSupport", d => d[Ble] = new JsonObject { ["deviceMacAddress"] = "BB" });
        await RefusedAsync(409, "uniqueness", "deviceMacAddress", d => d[Ble] = new JsonObject { ["deviceMacAddress"] = "aa", ["versionSupport"] = new JsonArray("5") });
        await RefusedAsync(400, "invalidValue", "bootstrappingMethod", d => d[Dpp] = new JsonObject { ["dppVersion"] = 2, ["bootstrapKey"] = "k", ["bootstrappingMethod"] = new JsonArray("SMOKE") });
        await RefusedAsync(400, "invalidValue", "dppVersion", d => d[Dpp] = new JsonObject { ["dppVersion"] = 1.5, ["bootstrapKey"] = "k" });

        var second = (await client.PostAsync(Devices, Device("second", "CC"))).Expect(201);
        var path = $"{Devices}/{second.Id}";
        var rename = Resources.Patch(Resources.Operation("replace", $"{Ble}:deviceMacAddress", "Aa"));
        Assert.Equal(409, (await client.PatchAsync(path, rename)).Status);
        Assert.Equal(409, (await client.PutAsync(path, Device("second", "AA"))).Status);
        (await client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", $"{Ble}:deviceMacAddress", "cc")))).Expect(200);

        (await client.PatchAsync(path, Resources.Patch(Resources.Operation("add", null, new JsonObject
        {
            [Dpp] = new JsonObject { ["dppVersion"] = 2, ["bootstrapKey"] = "k", ["serialNumber"] = "S1" },
        })))).Expect(200);
        var changed = (await client.PatchAsync(path, Resources.Patch(Resources.Operation("replace", $"{Dpp}:serialNumber", "S2")))).Expect(400);
        Assert.Equal("mutability", (string?)changed.Body["scimType"]);
        Assert.Equal(2, (int)(await client.GetAsync(Devices)).Body["totalResults"]!);
    }

    [Fact, Holds("S-34", "SEC-05")]
    public async Task What_is_never_returned_is_neither_shown_nor_found_nor_logged()
    {
        var client = await WithDevicesAsync();
        var made = (await client.PostAsync(Devices, Device("Lamp", "AA"))).Expect(201);
        var changed = (await client.PatchAsync($"{Devices}/{made.Id}", Resources.Patch(Resources.Operation("replace", $"{Ble}:irk", "another-secret-key")))).Expect(200);
        var named = (await client.GetAsync($"{Devices}/{made.Id}?attributes={Ble}:irk")).Expect(200);
        var log = (await client.GetAsync("/admin/v1/changes")).Expect(200);
        var guess = await client.GetAsync($"{Devices}?filter={Ble}:irk sw \"a\"");

        Assert.Contains(Ble + ":irk", log.Text, StringComparison.Ordinal);
        Assert.All([made, changed, named, log, guess], a => Assert.DoesNotContain("secret-key", a.Text, StringComparison.Ordinal));
        Assert.InRange(guess.Status, 400, 403);
    }

    [Fact, Holds("A-04", "Q-40")]
    public async Task Its_permissions_are_its_own()
    {
        var tenant = server.NewTenant();
        var admin = await WithDevicesAsync(tenant);
        var made = (await admin.PostAsync(Devices, Device("Lamp"))).Expect(201);
        var reader = await server.ClientAsync(tenant, "roster:resource:view");
        var stranger = await server.ClientAsync(tenant, RunningServer.AllPermissions);

        Assert.Equal(200, (await reader.GetAsync(Devices)).Status);
        Assert.Equal(200, (await reader.GetAsync($"{Devices}/{made.Id}")).Status);
        Assert.Equal(403, (await reader.PostAsync(Devices, Device("x"))).Status);
        Assert.Equal(403, (await reader.DeleteAsync($"{Devices}/{made.Id}")).Status);
        Assert.Equal(403, (await stranger.GetAsync(Devices)).Status);
        Assert.Equal(403, (await stranger.PostAsync("/admin/v1/schemas", Read("device"))).Status);
    }

    [Fact]
    public async Task A_deleted_one_is_restored_and_keeps_its_unique_values()
    {
        var client = await WithDevicesAsync();
        var made = (await client.PostAsync(Devices, Device("Lamp", "AA"))).Expect(201);
        Assert.Equal(204, (await client.DeleteAsync($"{Devices}/{made.Id}")).Status);
        var twin = (await client.PostAsync(Devices, Device("Twin", "AA"))).Expect(201);

        Assert.Equal(409, (await client.SendAsync("POST", $"/admin/v1/deleted/Device/{made.Id}/restore")).Status);
        Assert.Equal(204, (await client.DeleteAsync($"{Devices}/{twin.Id}")).Status);
        (await client.SendAsync("POST", $"/admin/v1/deleted/Device/{made.Id}/restore")).Expect(200);
        Assert.Equal(409, (await client.PostAsync(Devices, Device("Third", "AA"))).Status);
    }
}
