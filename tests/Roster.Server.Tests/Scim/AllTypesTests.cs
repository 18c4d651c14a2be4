using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Questions about the resources of all types, at the base URL (RFC 7644 section 3.4.2.1).</summary>
public sealed class AllTypesTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";

    static async Task<(string Tenant, HttpClient Http, string Ana, string Team)> NewDirectoryAsync(RosterServer server)
    {
        var tenant = $"q{Guid.NewGuid():N}";
        var http = await server.ClientAsync(tenant, [.. Lists.Everything, "roster:indexes"]);
        var ana = await http.CreateAsync("/Users", $$$"""{"userName":"ana","displayName":"Mona","title":"boss","externalId":"e1","emails":[{"value":"ana@x.test","type":"work"}],"{{{Lists.Enterprise}}}":{"department":"Sales"}}""");
        var team = await http.CreateAsync("/Groups", $$"""{"displayName":"Zeta","externalId":"e2","members":[{"value":"{{ana}}"}]}""");
        await http.CreateAsync("/Users", """{"userName":"bob","displayName":"Bob"}""");
        await http.CreateAsync("/Groups", """{"displayName":"Alpha"}""");
        return (tenant, http, ana, team);
    }

    [Fact, Holds("Q-06", "Q-01", "Q-03", "Q-05", "IX-13")]
    public async Task All_resources_are_in_one_list_each_as_its_type_shows_it()
    {
        var (_, http, ana, team) = await NewDirectoryAsync(Server);

        var list = await http.ListAsync("");
        var paged = new[] { await http.ListAsync("?count=3"), await http.ListAsync("?count=3&startIndex=4") };
        using var single = await http.SendAsync("GET", $"{Lists.Prefix}/Users/{ana}");
        using var group = await http.SendAsync("GET", $"{Lists.Prefix}/Groups/{team}");

        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:ListResponse", list["schemas"]![0]!.GetValue<string>());
        Assert.Equal((4, 1, 4), (list.Number("totalResults"), list.Number("startIndex"), list.Number("itemsPerPage")));
        Assert.Equal(["Mona", "Zeta", "Bob", "Alpha"], list.Values("displayName"));
        Assert.Equal(list.Values(), paged.SelectMany(p => p.Values()));
        Assert.Equal((await single.JsonAsync()).ToJsonString(), list["Resources"]![0]!.ToJsonString());
        Assert.Equal((await group.JsonAsync()).ToJsonString(), list["Resources"]![1]!.ToJsonString());
        http.Dispose();
    }

    [Fact, Holds("MT-04", "Q-40")]
    public async Task A_list_over_all_types_holds_one_organizations_resources()
    {
        var (_, ours, _, _) = await NewDirectoryAsync(Server);
        var (_, theirs, _, _) = await NewDirectoryAsync(Server);

        var (mine, others) = (await ours.ListAsync("?count=100"), await theirs.ListAsync("?count=100"));

        Assert.Equal((4, 4), (mine.Number("totalResults"), others.Number("totalResults")));
        Assert.Empty(mine.Values("id").Intersect(others.Values("id")));
        ours.Dispose();
        theirs.Dispose();
    }

    [Theory, Holds("Q-07", "Q-08", "Q-28", "Q-33", "Q-37", "Q-38")]
    [InlineData("meta.resourceType eq \"User\"", "Mona Bob")]
    [InlineData("meta.resourceType eq \"user\"", "")]
    [InlineData("meta.resourceType ne \"User\"", "Zeta Alpha")]
    [InlineData("meta.resourceType eq \"Schema\" or meta.resourceType eq \"ServiceProviderConfig\" or meta.resourceType eq \"ResourceType\"", "")]
    [InlineData("schemas eq \"" + User + "\"", "Mona Bob")]
    [InlineData("schemas eq \"" + Group + "\"", "Zeta Alpha")]
    [InlineData("schemas eq \"" + Lists.Enterprise + "\"", "Mona")]
    [InlineData("userName pr", "Mona Bob")]
    [InlineData("not (userName pr)", "Zeta Alpha")]
    [InlineData("userName eq null", "Zeta Alpha")]
    [InlineData("userName ne \"ana\"", "Zeta Bob Alpha")]
    [InlineData("title eq \"boss\" or displayName eq \"alpha\"", "Mona Alpha")]
    [InlineData("members pr", "Zeta")]
    [InlineData("members eq null and userName eq null", "Alpha")]
    [InlineData("emails[type eq \"work\"] or members[type eq \"User\"]", "Mona Zeta")]
    [InlineData("externalId pr and not (title pr)", "Zeta")]
    [InlineData(User + ":userName sw \"a\"", "Mona")]
    [InlineData(Group + ":displayName sw \"a\"", "Alpha")]
    [InlineData(Lists.Enterprise + ":department eq \"sales\"", "Mona")]
    [InlineData("displayName gt \"b\"", "Mona Zeta Bob")]
    [InlineData("groups pr", "Mona")]
    [InlineData("meta.created pr and id pr", "Mona Zeta Bob Alpha")]
    public async Task A_filter_takes_what_a_type_lacks_for_unassigned(string filter, string expected)
    {
        var (_, http, _, _) = await NewDirectoryAsync(Server);

        var list = await http.ListAsync($"?filter={Lists.Q(filter)}");

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), list.Values("displayName"));
        Assert.Equal(list.Number("itemsPerPage"), list.Number("totalResults"));
        http.Dispose();
    }

    [Theory, Holds("Q-33", "Q-34", "SO-09", "PJ-08")]
    [InlineData("filter=nosuch pr", "invalidFilter")]
    [InlineData("filter=userName pr and nosuch eq 1", "invalidFilter")]
    [InlineData("filter=active eq \"maybe\"", "invalidFilter")]
    [InlineData("filter=active gt true", "invalidFilter")]
    [InlineData("filter=", "invalidFilter")]
    [InlineData("sortBy=nosuch", "invalidPath")]
    [InlineData("sortBy=name", "invalidValue")]
    [InlineData("sortBy=nosuch&filter=nosuch pr", "invalidFilter")]
    [InlineData("count=x", "invalidValue")]
    [InlineData("attributes=id&excludedAttributes=title", "invalidValue")]
    public async Task What_no_type_knows_is_refused(string query, string scimType)
    {
        using var http = await Server.NewDirectoryAsync();

        var (status, type, _) = await http.SendAsync("GET", $"{Lists.Prefix}?{query}").RefusedAsync();

        Assert.Equal((400, scimType), (status, type));
    }

    [Theory, Holds("SO-03", "SO-11", "CU-21", "PJ-09")]
    [InlineData("displayName", "Alpha Bob Mona Zeta")]
    [InlineData("externalId", "Mona Zeta Bob Alpha")]
    [InlineData("title", "Mona Zeta Bob Alpha")]
    [InlineData("userName", "Mona Bob Zeta Alpha")]
    [InlineData("members", "Zeta Mona Bob Alpha")]
    [InlineData("meta.resourceType", "Zeta Alpha Mona Bob")]
    [InlineData(User + ":displayName", "Bob Mona Zeta Alpha")]
    public async Task Resources_of_all_types_are_sorted_together(string sortBy, string expected)
    {
        var (_, http, _, _) = await NewDirectoryAsync(Server);

        var ascending = await http.ListAsync($"?sortBy={Lists.Q(sortBy)}&attributes=displayName,userName,nosuch");
        var descending = await http.WalkAsync($"?sortBy={Lists.Q(sortBy)}&sortOrder=descending&count=1");

        Assert.Equal(expected.Split(' '), ascending.Values("displayName"));
        Assert.Equal(expected.Split(' ').Reverse(), descending.SelectMany(p => p.Values("displayName")));
        Assert.Equal(2, ascending["Resources"]!.AsArray().Count(r => r!["userName"] is not null));
        http.Dispose();
    }

    [Fact, Holds("Q-40")]
    public async Task What_a_caller_may_not_list_is_not_counted_either()
    {
        var (tenant, http, _, _) = await NewDirectoryAsync(Server);
        using var users = await Server.ClientAsync(tenant, "directory:user:view");
        using var groups = await Server.ClientAsync(tenant, "directory:group:edit");
        using var none = await Server.ClientAsync(tenant, "directory:user:add");

        var (ofUsers, ofGroups) = (await users.ListAsync(""), await groups.ListAsync("?filter=displayName+pr"));
        using var refused = await none.SendAsync("GET", Lists.Prefix);
        // An attribute of what the caller may not see is unknown to it.
        var foreign = await groups.SendAsync("GET", $"{Lists.Prefix}?filter=userName+pr").RefusedAsync();

        Assert.Equal((2, "Mona Bob"), (ofUsers.Number("totalResults"), string.Join(' ', ofUsers.Values("displayName"))));
        Assert.Equal((2, "Zeta Alpha"), (ofGroups.Number("totalResults"), string.Join(' ', ofGroups.Values("displayName"))));
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Equal((400, "invalidFilter"), (foreign.Status, foreign.ScimType));
        http.Dispose();
    }

    [Fact, Holds("Q-07")]
    public async Task A_type_that_cannot_match_is_not_looked_at()
    {
        var (_, http, _, _) = await NewDirectoryAsync(Server);

        foreach (var (filter, plan) in new[]
        {
            ("meta.resourceType eq \"User\" and nickName eq \"x\"", "User: all resources of the type; 2 candidates judged for nickName"),
            ($"schemas eq \"{Group}\" and nickName eq null", "Group: all resources of the type"),
            ("nickName pr and members pr", "no type can match"),
        })
        {
            using var answer = await http.SendAsync("GET", $"{Lists.Prefix}?filter={Lists.Q(filter)}", headers: ("Roster-Explain", "true"));
            Assert.Equal(plan, answer.Header("Roster-Query-Plan"));
        }

        http.Dispose();
    }

    [Theory, Holds("Q-38", "Q-36")]
    [InlineData("meta.location eq \"{url}/scim/v2/Users/{ana}\"", "Mona")]
    [InlineData("meta.location ew \"/Users/{ana}\"", "Mona")]
    [InlineData("meta.version eq \"W/\\\"1\\\"\"", "Zeta Bob Alpha")]
    [InlineData("members.value eq \"{ana}\"", "Zeta")]
    [InlineData("members.type eq \"User\"", "Zeta")]
    [InlineData("members.$ref eq \"{url}/scim/v2/Users/{ana}\"", "Zeta")]
    [InlineData("members[value eq \"{ana}\" and $ref co \"/Users/\"]", "Zeta")]
    [InlineData("groups.value eq \"{team}\"", "Mona")]
    [InlineData("groups.$ref eq \"{url}/scim/v2/Groups/{team}\"", "Mona")]
    [InlineData("active eq true", "Mona Bob")]
    public async Task Filters_see_what_is_shown(string filter, string expected)
    {
        var (_, http, ana, team) = await NewDirectoryAsync(Server);
        filter = filter.Replace("{url}", Server.BaseUrl, StringComparison.Ordinal).Replace("{ana}", ana, StringComparison.Ordinal).Replace("{team}", team, StringComparison.Ordinal);

        var list = await http.ListAsync($"?filter={Lists.Q(filter)}");

        Assert.Equal(expected.Split(' '), list.Values("displayName"));
        http.Dispose();
    }
}
