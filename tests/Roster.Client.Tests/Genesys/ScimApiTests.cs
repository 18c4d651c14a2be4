namespace Roster.Client.Tests.Genesys;

/// <summary>The vendor's API as Roster plays it, through both prefixes.</summary>
public sealed class ScimApiTests(RunningRoster roster)
{
    [Fact]
    public async Task A_user_lives_and_dies_under_the_default_version()
    {
        var api = new ScimApi(await roster.ConnectAsync());

        var created = await api.PostScimUsersAsync(new ScimV2CreateUser { UserName = "ana@example.org", DisplayName = "Ana", Password = "correct horse battery", Emails = [new() { Value = "work@example.org", Type = "work" }] });
        var id = created.Value.Id!;
        Assert.Equal(201, created.Status);
        Assert.NotNull(created.CorrelationId);
        Assert.True((await api.GetScimUserAsync(id, created.ETag)).IsNotModified);

        var patched = await api.PatchScimUserAsync(id, new ScimPatch().Replace("title", "Agent").Replace(ScimPath.Of("emails").Where(ScimFilter.Equal("type", "work")).Sub("value"), "new@example.org"), created.ETag);
        Assert.Equal(("Agent", "new@example.org"), (patched.Value.Title, patched.Value.Emails!.Single(e => e.Type == "work").Value));
        Assert.Equal("Ana", (await api.GetScimUserAsync(id, created.ETag)).Value.DisplayName);

        var stale = await Assert.ThrowsAsync<ScimException>(() => api.PutScimUserAsync(id, patched.Value with { Title = "Chief" }, created.ETag));
        Assert.True(stale.IsVersionConflict);
        var put = await api.PutScimUserAsync(id, patched.Value with { Title = "Chief" }, patched.Value.Meta!.Version);
        Assert.Equal("Chief", put.Value.Title);

        ScimUserListResponse found = await api.GetScimUsersAsync(ScimFilter.Equal("userName", "ana@example.org"), 1, 10);
        Assert.Equal(id, found.Resources.Single().Id);
        Assert.Equal(1, (await api.GetScimUsersAsync(count: 0)).Value.TotalResults);

        var deleted = await api.DeleteScimUserAsync(id, put.ETag);
        Assert.Equal(204, deleted.Status);
        Assert.Equal(404, (await Assert.ThrowsAsync<ScimException>(() => api.GetScimUserAsync(id))).Status);
    }

    [Fact]
    public async Task A_user_lives_and_dies_under_version_2()
    {
        var api = new ScimApi(await roster.ConnectAsync());

        ScimV2User manager = await api.PostScimV2UsersAsync(new ScimV2CreateUser { UserName = "boss@example.org", DisplayName = "Boss" });
        var created = await api.PostScimV2UsersAsync(new ScimV2CreateUser
        {
            UserName = "ana@example.org",
            DisplayName = "Ana",
            EnterpriseUser = new() { Department = "Care", Division = "Home", Manager = new() { Value = manager.Id }, EmployeeNumber = "9001", DateHire = "2024-01-15" },
            UserExtensions = new() { RoutingSkills = [new() { Name = "Billing", Proficiency = 4 }], ExternalIds = [new() { Authority = "microsoftteams", Value = "t-1" }] },
            Roles = [new() { Value = "supervisor" }],
        });
        var id = created.Value.Id!;
        ScimV2User read = await api.GetScimV2UserAsync(id);
        Assert.Equal((manager.Id, "2024-01-15"), (read.EnterpriseUser!.Manager!.Value, read.EnterpriseUser.DateHire));
        Assert.Equal(("Billing", 4d), (read.UserExtensions!.RoutingSkills!.Single().Name, read.UserExtensions.RoutingSkills!.Single().Proficiency));
        Assert.Equal("supervisor", read.Roles!.Single().Value);

        var few = (await api.GetScimV2UserAsync(id, attributes: ["displayName"])).Value;
        Assert.Equal(("Ana", "ana@example.org", null), (few.DisplayName, few.UserName, few.EnterpriseUser));
        Assert.Null((await api.GetScimV2UserAsync(id, excludedAttributes: ["roles"])).Value.Roles);

        var taken = await Assert.ThrowsAsync<ScimException>(() => api.PostScimV2UsersAsync(new ScimV2CreateUser { UserName = "ANA@example.org", DisplayName = "Other" }));
        Assert.Equal((409, "uniqueness", false), (taken.Status, taken.ScimType, taken.IsVersionConflict));

        var patched = await api.PatchScimV2UserAsync(id, new ScimPatch().Replace("active", false));
        Assert.False(patched.Value.Active);
        await api.PutScimV2UserAsync(id, patched.Value with { Active = true }, patched.ETag);
        Assert.Equal([id], (await api.GetScimV2UsersAsync(ScimFilter.Equal($"{ScimUserSchemas.Enterprise}:employeeNumber", "9001"))).Value.Resources.Select(u => u.Id));
        Assert.Equal(204, (await api.DeleteScimV2UserAsync(id)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_group_is_read_and_changed_under_each_version(bool v2)
    {
        var api = new ScimApi(await roster.ConnectAsync());
        ScimV2User user = await api.PostScimV2UsersAsync(new ScimV2CreateUser { UserName = "ana@example.org", DisplayName = "Ana" });
        ScimV2Group made = await api.Groups.CreateAsync(new ScimV2Group { Schemas = [ScimV2Group.Schema], DisplayName = "Care" });
        var id = made.Id!;

        var group = v2 ? await api.GetScimV2GroupAsync(id) : await api.GetScimGroupAsync(id);
        ScimV2PatchRequest add = new ScimPatch().Add("members", new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["value"] = user.Id }));
        var patched = v2 ? await api.PatchScimV2GroupAsync(id, add, group.ETag) : await api.PatchScimGroupAsync(id, add, group.ETag);
        Assert.Equal(user.Id, patched.Value.Members!.Single().Value);

        var stale = await Assert.ThrowsAsync<ScimException>(() => v2 ? api.PutScimV2GroupAsync(id, patched.Value, group.ETag) : api.PutScimGroupAsync(id, patched.Value, group.ETag));
        Assert.True(stale.IsVersionConflict);
        var changed = patched.Value with { ExternalId = "x", Members = [] };
        var put = v2 ? await api.PutScimV2GroupAsync(id, changed, patched.ETag) : await api.PutScimGroupAsync(id, changed, patched.ETag);
        Assert.Equal(("x", 0), (put.Value.ExternalId, put.Value.Members?.Count ?? 0));

        ScimGroupListResponse found = v2 ? await api.GetScimV2GroupsAsync("displayName eq Care") : await api.GetScimGroupsAsync(filter: "displayName eq Care");
        Assert.Equal(id, found.Resources.Single().Id);
    }

    [Fact]
    public async Task Discovery_answers_under_both_versions()
    {
        var api = new ScimApi(await roster.ConnectAsync());

        Assert.True((await api.GetScimV2ServiceproviderconfigAsync()).Value.Etag!.Supported);
        Assert.True((await api.GetScimServiceproviderconfigAsync()).Value.Patch!.Supported);
        Assert.Contains((await api.GetScimV2ResourcetypesAsync()).Value.Resources, t => t.Id == "User");
        Assert.Contains((await api.GetScimResourcetypesAsync()).Value.Resources, t => t.Id == "Group");
        Assert.Equal("User", (await api.GetScimV2ResourcetypeAsync("User")).Value.Name);
        Assert.Equal("Group", (await api.GetScimResourcetypeAsync("Group")).Value.Name);
        Assert.Contains((await api.GetScimV2SchemasAsync()).Value.Resources, s => s.Id == ScimUserSchemas.Genesys);
        Assert.Contains((await api.GetScimSchemasAsync()).Value.Resources, s => s.Id == ScimUserSchemas.Enterprise);
        Assert.Contains((await api.GetScimV2SchemaAsync(ScimUserSchemas.Core)).Value.Attributes!, a => a.Name == "userName");
        Assert.Contains((await api.GetScimSchemaAsync(ScimV2Group.Schema)).Value.Attributes!, a => a.Name == "members");
        Assert.Equal(403, (await Assert.ThrowsAsync<ScimException>(() => api.GetScimV2SchemasAsync("id eq x"))).Status);
    }

    [Fact]
    public async Task A_refused_token_is_the_platforms_error()
    {
        using var http = new HttpClient();
        var api = new ScimApi(new ScimConnection(http, new ScimConnectionOptions { BaseAddress = roster.Address, Credential = ScimCredential.Token("wrong") }));

        var failure = await Assert.ThrowsAsync<ScimException>(() => api.GetScimV2UsersAsync());

        Assert.Equal((401, "bad.credentials"), (failure.Status, failure.Code));
        Assert.Equal(failure.CorrelationId, failure.PlatformError!.ContextId);
    }
}
