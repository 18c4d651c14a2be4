using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Client.Tests;

/// <summary>The client against a server that has nothing of ours: the npm packages scimmy and scimmy-routers in Express (<c>tests/scimmy</c>).</summary>
public sealed class ScimmyTests(ScimmyTests.Peer peer) : IClassFixture<ScimmyTests.Peer>
{
    static string Name() => "u" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_user_lives_and_dies()
    {
        var users = peer.Service().Resources("Users", TestJson.Default.Person);
        var name = Name();

        var created = await users.CreateAsync(new Person(name) { NickName = "An" });
        var id = created.Value.Id!;
        Assert.Equal(201, created.Status);
        Assert.True((await users.GetAsync(id, created.ETag)).IsNotModified);
        Assert.Equal("An", (await users.GetAsync(id, attributes: ["nickName"])).Value.NickName);

        await users.PatchAsync(id, new ScimPatch().Replace("displayName", "Ana").Add("emails", new JsonArray(new JsonObject { ["value"] = "a@example.org", ["type"] = "work" })));
        await users.PatchAsync(id, new ScimPatch().Replace(ScimPath.Of("emails").Where(ScimFilter.Equal("type", "work")).Sub("value"), "b@example.org").Remove("nickName"));
        JsonObject patched = await peer.Service().Objects("Users").GetAsync(id);
        Assert.Equal(("Ana", "b@example.org", null), ((string?)patched["displayName"], (string?)patched["emails"]![0]!["value"], (string?)patched["nickName"]));

        var updated = await users.UpdateAsync(id, u => u with { DisplayName = u.DisplayName + " Ruiz" });
        Assert.Equal("Ana Ruiz", updated.Value.DisplayName);

        Assert.Equal(204, (await users.DeleteAsync(id)).Status);
        Assert.Equal(404, (await Assert.ThrowsAsync<ScimException>(() => users.GetAsync(id))).Status);
    }

    [Fact]
    public async Task Refusals_are_told()
    {
        var users = peer.Service().Resources("Users", TestJson.Default.Person);
        var name = Name();
        await users.CreateAsync(new Person(name));

        var taken = await Assert.ThrowsAsync<ScimException>(() => users.CreateAsync(new Person(name.ToUpperInvariant())));
        Assert.Equal((409, "uniqueness", "userName is taken"), (taken.Status, taken.ScimType, taken.Detail));

        var odd = await Assert.ThrowsAsync<ScimException>(() => users.ListAsync(new ScimQuery { Filter = "userName is odd" }));
        Assert.Equal((400, "invalidFilter"), (odd.Status, odd.ScimType));

        var refused = await Assert.ThrowsAsync<ScimException>(() => peer.Service(token: "wrong").Elements("Users").ListAsync());
        Assert.Equal((401, "Authorization not detected!"), (refused.Status, refused.Detail));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_pages_come(bool bySearch)
    {
        var users = peer.Service().Objects("Users");
        var title = Name();
        var names = Enumerable.Range(0, 7).Select(i => (string?)$"{title}-{i}").ToList();
        foreach (var name in names)
            await users.CreateAsync(new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = name!, ["title"] = title });

        var found = await users.AllAsync(new ScimQuery { Filter = ScimFilter.Equal("title", title), SortBy = "userName", Count = 3, UsesSearch = bySearch }).Select(u => (string?)u["userName"]).ToListAsync();

        Assert.Equal(names, found);
    }

    [Fact]
    public async Task A_list_that_is_always_its_first_page_is_found_out()
    {
        var users = peer.Service("forgetful").Objects("Users");
        for (var i = 0; i < 21; i++)
            await users.CreateAsync(new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = Name() });

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await users.AllAsync(new ScimQuery { Count = 5 }).CountAsync());
    }

    [Fact]
    public async Task A_job_refers_to_what_it_creates()
    {
        var scim = peer.Service();
        var bulk = new ScimBulk();
        var user = bulk.Create("Users", new Person(Name()), TestJson.Default.Person);
        var group = bulk.Create("Groups", new JsonObject { ["schemas"] = new JsonArray(ScimV2Group.Schema), ["displayName"] = Name(), ["members"] = new JsonArray(new JsonObject { ["value"] = user.ToString() }) });

        var result = (await scim.BulkAsync(bulk)).Value;

        Assert.True(result.Succeeded);
        JsonObject made = await scim.Objects("Groups").GetAsync(result[group].Id!);
        Assert.Equal(result[user].Id, (string?)made["members"]![0]!["value"]);
    }

    [Fact]
    public async Task Discovery_is_read()
    {
        var scim = peer.Service();

        ScimServiceProviderConfig configuration = await scim.GetServiceProviderConfigAsync();
        Assert.Equal((true, false, 200), (configuration.Patch!.Supported, configuration.Etag!.Supported, configuration.Filter!.MaxResults));
        Assert.Contains((await scim.GetResourceTypesAsync()).Value.Resources, t => t.SchemaExtensions?.Any(s => s.Schema == ScimUserSchemas.Enterprise) == true);
        Assert.Contains((await scim.GetSchemasAsync()).Value.Resources, s => s.Attributes!.Any(a => a.Name == "userName"));
    }

    /// <summary>The program, for as long as it is tested.</summary>
    public sealed class Peer : IAsyncLifetime
    {
        readonly HttpClient http = new();
        ScimmyServer? server;

        public ScimService Service(string root = "scim", string token = ScimmyServer.Token) =>
            new(new ScimConnection(http, new ScimConnectionOptions { BaseAddress = server!.Address, Credential = ScimCredential.Token(token) }), root);

        public async ValueTask InitializeAsync() => server = await ScimmyServer.StartAsync();

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await server!.DisposeAsync();
        }
    }
}
