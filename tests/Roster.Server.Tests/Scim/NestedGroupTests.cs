using Roster.Testing;
using Xunit;
using static Roster.Server.Tests.Scim.GroupWire;

namespace Roster.Server.Tests.Scim;

/// <summary>Groups in groups, also in a circle.</summary>
public sealed class NestedGroupTests(ServerFixture fixture)
{
    HttpClient Http => fixture.Server.Http;

    [Fact]
    [Holds("S-47", "S-51")]
    public async Task Groups_may_contain_each_other_and_a_user_is_told_each_of_them_once()
    {
        var user = await Http.NewUserAsync();
        var first = await Http.NewGroupAsync(user);
        var second = await Http.NewGroupAsync(first);
        var third = await Http.NewGroupAsync(second, first);
        await Http.WriteAsync("PATCH", $"{Groups}/{first}", Patch("add", "members", Members(third, first)));

        var plain = await Http.ReadAsync($"{Users}/{user}");
        Assert.Equal([first], plain.Parts("groups"));
        foreach (var attributes in new[] { "groups", "groups.value,groups.type" })
        {
            var asked = await Http.ReadAsync($"{Users}/{user}?attributes={attributes}");
            Assert.Equal([first, second, third], asked.Parts("groups"));
            Assert.Equal(["direct", "indirect", "indirect"], asked.Parts("groups", "type"));
        }

        Assert.Equal([user, third, first], (await Http.ReadAsync($"{Groups}/{first}")).Parts("members"));
        Assert.Equal(plain.Version(), (await Http.ReadAsync($"{Users}/{user}?attributes=groups,meta")).Version());
    }

    [Fact]
    public async Task Direct_membership_stays_direct_whatever_other_ways_there_are()
    {
        var user = await Http.NewUserAsync();
        var inner = await Http.NewGroupAsync(user);
        var outer = await Http.NewGroupAsync(inner, user);

        var asked = await Http.ReadAsync($"{Users}/{user}?attributes=groups");

        Assert.Equal([inner, outer], asked.Parts("groups"));
        Assert.Equal(["direct", "direct"], asked.Parts("groups", "type"));
    }

    [Fact]
    public async Task Filters_on_groups_mean_direct_membership()
    {
        var user = await Http.NewUserAsync();
        var inner = await Http.NewGroupAsync(user);
        var outer = await Http.NewGroupAsync(inner);

        Assert.Equal([user], (await Http.ReadAsync($"{Users}?filter=groups.value%20eq%20%22{inner}%22")).Parts("Resources", "id"));
        Assert.Empty((await Http.ReadAsync($"{Users}?attributes=groups&filter=groups.value%20eq%20%22{outer}%22")).Parts("Resources", "id"));
        Assert.Empty((await Http.ReadAsync($"{Users}?filter=groups.type%20eq%20%22indirect%22%20and%20id%20eq%20%22{user}%22")).Parts("Resources", "id"));
    }

    [Fact]
    public async Task A_door_that_cannot_tell_indirect_groups_does_not_show_them()
    {
        var user = await Http.NewUserAsync();
        var inner = await Http.NewGroupAsync(user);
        await Http.NewGroupAsync(inner);

        var asked = await Http.ReadAsync($"{Wire.Users}/{user}?attributes=groups");

        Assert.Equal([inner], asked.Parts("groups"));
        Assert.Equal(["Group"], asked.Parts("groups", "type"));
    }

    [Fact]
    public async Task A_deleted_group_leaves_those_it_is_in_and_those_who_are_in_it()
    {
        var user = await Http.NewUserAsync();
        var inner = await Http.NewGroupAsync(user);
        var outer = await Http.NewGroupAsync(inner);
        await Http.WriteAsync("PATCH", $"{Groups}/{inner}", Patch("add", "members", Members(outer, inner)));

        using var deleted = await Http.SendAsync("DELETE", $"{Groups}/{inner}");

        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Empty((await Http.ReadAsync($"{Users}/{user}?attributes=groups")).Parts("groups"));
        Assert.Empty((await Http.ReadAsync($"{Groups}/{outer}")).Parts("members"));
        using var stale = await Http.SendAsync("GET", $"{Groups}/{inner}/members");
        Assert.Equal(404, (int)stale.StatusCode);
    }
}
