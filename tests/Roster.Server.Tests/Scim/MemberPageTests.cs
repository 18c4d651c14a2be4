using System.Text.Json.Nodes;
using Roster.Testing;
using Xunit;
using static Roster.Server.Tests.Scim.GroupWire;

namespace Roster.Server.Tests.Scim;

/// <summary>A group's members as a list of their own.</summary>
public sealed class MemberPageTests(ServerFixture fixture)
{
    HttpClient Http => fixture.Server.Http;

    Task<JsonObject> PageAsync(string group, string query = "") => Http.ReadAsync($"{Groups}/{group}/members{query}");

    static string Filter(string filter) => "?filter=" + Uri.EscapeDataString(filter);

    [Fact]
    public async Task Members_come_page_by_page_in_the_order_they_were_added()
    {
        var users = new List<string>();
        for (var i = 0; i < 7; i++)
            users.Add(await Http.NewUserAsync($"Person {i}"));
        users.Reverse();
        var group = await Http.NewGroupAsync([.. users[..4]]);
        await Http.WriteAsync("PATCH", $"{Groups}/{group}", Patch("add", "members", Members(users[4..])));

        var seen = new List<string>();
        for (var start = 1; start <= 9; start += 3)
        {
            var page = await PageAsync(group, $"?startIndex={start}&count=3");
            Assert.Equal((7, start), (page["totalResults"]!.GetValue<int>(), page["startIndex"]!.GetValue<int>()));
            Assert.Equal(page["Resources"]!.AsArray().Count, page["itemsPerPage"]!.GetValue<int>());
            seen.AddRange(page.Parts("Resources").OfType<string>());
        }

        Assert.Equal(users, seen);
        var first = (await PageAsync(group))["Resources"]![0]!.AsObject();
        Assert.Equal(["value", "type", "$ref", "display"], first.Select(p => p.Key));
        Assert.Equal(("User", "Person 6"), (first.Text("type"), first.Text("display")));
        Assert.Equal($"{fixture.Server.BaseUrl}{Users}/{users[0]}", first.Text("$ref"));
        var none = await PageAsync(group, "?count=0");
        Assert.Equal((7, 0), (none["totalResults"]!.GetValue<int>(), none["Resources"]!.AsArray().Count));
        Assert.Empty((await PageAsync(group, "?startIndex=8"))["Resources"]!.AsArray());
    }

    [Fact, Holds("CU-01", "CU-02", "CU-06", "CU-13", "CU-20", "CU-22")]
    public async Task Whoever_is_a_member_all_along_is_on_one_page_by_cursor_and_on_no_other()
    {
        var users = new List<string>();
        for (var i = 0; i < 8; i++)
            users.Add(await Http.NewUserAsync());
        var (group, other) = (await Http.NewGroupAsync([.. users[..7]]), await Http.NewGroupAsync(users[0]));

        var page = await PageAsync(group, "?cursor&count=2");
        Assert.Equal((7, 2), (page["totalResults"]!.GetValue<int>(), page["itemsPerPage"]!.GetValue<int>()));
        Assert.False(page.ContainsKey("startIndex"));
        var cursor = page.Text("nextCursor");
        foreach (var (path, keyword) in new[]
        {
            ($"{Groups}/{other}/members?cursor={cursor}", "invalidCursor"), ($"{Groups}/{group}/members?cursor={cursor}&filter=type+pr", "invalidCursor"),
            ($"{Groups}/{group}/members?cursor={cursor}&count=3", "invalidCount"), ($"{Groups}/{group}/members?cursor={cursor}&startIndex=1", "invalidValue"),
        })
        {
            using var refused = await Http.SendAsync("GET", path);
            Assert.Equal((400, keyword), ((int)refused.StatusCode, (await refused.JsonAsync()).Text("scimType")));
        }

        // The one seen last goes, one not seen goes, one comes.
        await Http.WriteAsync("PATCH", $"{Groups}/{group}", Patch("remove", "members", Members([users[1], users[4]])));
        await Http.WriteAsync("PATCH", $"{Groups}/{group}", Patch("add", "members", Members([users[7]])));
        var seen = page.Parts("Resources").OfType<string>().ToList();
        while (page["nextCursor"] is { } next)
        {
            page = await PageAsync(group, $"?cursor={next.GetValue<string>()}");
            seen.AddRange(page.Parts("Resources").OfType<string>());
        }

        Assert.Equal([users[0], users[1], users[2], users[3], users[5], users[6], users[7]], seen);
    }

    [Fact]
    public async Task A_filter_is_on_the_parts_of_one_member()
    {
        var (ana, bo, nameless) = (await Http.NewUserAsync("Ana"), await Http.NewUserAsync("Bo"), await Http.NewUserAsync());
        var inner = await Http.NewGroupAsync();
        var group = await Http.NewGroupAsync(bo, ana, inner, nameless);
        var outsider = await Http.NewUserAsync("Ana too");

        foreach (var (filter, expected) in new (string, string[])[]
        {
            ($"value eq \"{ana}\"", [ana]),
            ($"value eq \"{outsider}\"", []),
            ($"value eq \"{ana}\" or value eq \"{bo}\"", [bo, ana]),
            ($"value eq \"{ana}\" and type eq \"Group\"", []),
            ("type eq \"group\"", [inner]),
            ("not (type eq \"Group\")", [bo, ana, nameless]),
            ("display co \"AN\"", [ana]),
            ("display eq \"bo\" or type eq \"Group\"", [bo, inner]),
            ($"$ref ew \"{inner}\"", [inner]),
            ($"display sw \"u\" and value eq \"{nameless}\"", [nameless]),
        })
        {
            var page = await PageAsync(group, Filter(filter));
            Assert.Equal(expected, page.Parts("Resources"));
            Assert.Equal(expected.Length, page["totalResults"]!.GetValue<int>());
            var second = await PageAsync(group, Filter(filter) + "&startIndex=2&count=1");
            Assert.Equal(expected.Skip(1).Take(1), second.Parts("Resources"));
            Assert.Equal(expected.Length, second["totalResults"]!.GetValue<int>());
        }
    }

    [Theory]
    [InlineData("emails eq \"x\"", 400, "invalidFilter")]
    [InlineData("members.value eq \"x\"", 400, "invalidFilter")]
    [InlineData("value[type eq \"x\"]", 400, "invalidFilter")]
    [InlineData("value eq", 400, "invalidFilter")]
    public async Task A_filter_that_makes_no_sense_is_refused(string filter, int status, string scimType)
    {
        using var answer = await Http.SendAsync("GET", $"{Groups}/{await Http.NewGroupAsync()}/members{Filter(filter)}");

        Assert.Equal((status, scimType), ((int)answer.StatusCode, (await answer.JsonAsync()).Text("scimType")));
    }

    [Fact]
    public async Task It_asks_for_the_permission_to_read_the_group_and_knows_only_the_callers_groups()
    {
        var group = await Http.NewGroupAsync(await Http.NewUserAsync());
        using var reader = await fixture.Server.ClientAsync("default", "directory:user:view");
        using var stranger = await fixture.Server.ClientAsync("strangers" + Guid.NewGuid().ToString("N"), "directory:group:edit");

        using var forbidden = await reader.SendAsync("GET", $"{Groups}/{group}/members");
        using var foreign = await stranger.SendAsync("GET", $"{Groups}/{group}/members");
        using var unknown = await Http.SendAsync("GET", $"{Groups}/{Guid.NewGuid()}/members");
        using var post = await Http.SendAsync("POST", $"{Groups}/{group}/members", "{}");
        using var vendor = await Http.SendAsync("GET", $"{Wire.Groups}/{group}/members");

        Assert.Equal([403, 404, 404, 405, 404], new[] { forbidden, foreign, unknown, post, vendor }.Select(a => (int)a.StatusCode));
    }
}
