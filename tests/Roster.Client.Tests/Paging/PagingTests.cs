using System.Globalization;

namespace Roster.Client.Tests.Paging;

/// <summary>From page to page.</summary>
public sealed class PagingTests
{
    static string Page(int start, int count, int total, string? next = null) =>
        $$"""{"totalResults":{{total}},"startIndex":{{start}},"itemsPerPage":{{count}},{{(next is null ? "" : $"\"nextCursor\":\"{next}\",")}}"Resources":[{{string.Join(',', Enumerable.Range(start, count).Select(i => $"{{\"id\":\"u{i}\"}}"))}}]}""";

    static async Task<IReadOnlyList<string?>> AllAsync(ScriptedServer server, ScimQuery query) =>
        await new ScimApi(server.Connection()).Users.AllAsync(query).Select(u => u.Id).ToListAsync();

    [Fact]
    public async Task Pages_by_index_follow_each_other_to_the_end()
    {
        await using var server = new ScriptedServer((r, _) => new Reply(200, r.Target.Contains("startIndex=3", StringComparison.Ordinal) ? Page(3, 2, 5) : r.Target.Contains("startIndex=5", StringComparison.Ordinal) ? Page(5, 1, 5) : Page(1, 2, 5)));

        var ids = await AllAsync(server, new ScimQuery { Count = 2, Filter = ScimFilter.Present("title") });

        Assert.Equal(["u1", "u2", "u3", "u4", "u5"], ids);
        Assert.Equal(
            ["/api/v2/scim/v2/users?filter=title%20pr&count=2", "/api/v2/scim/v2/users?filter=title%20pr&startIndex=3&count=2", "/api/v2/scim/v2/users?filter=title%20pr&startIndex=5&count=2"],
            server.Requests.Select(r => r.Target));
    }

    [Fact]
    public async Task Pages_by_cursor_follow_each_other_to_the_end()
    {
        await using var server = new ScriptedServer(new Reply(200, Page(1, 2, 5, "a b")), new Reply(200, Page(3, 2, 5, "c")), new Reply(200, Page(5, 1, 5)));

        var ids = await AllAsync(server, new ScimQuery { Count = 2, Cursor = "" });

        Assert.Equal(["u1", "u2", "u3", "u4", "u5"], ids);
        Assert.Equal(["/api/v2/scim/v2/users?count=2&cursor=", "/api/v2/scim/v2/users?count=2&cursor=a%20b", "/api/v2/scim/v2/users?count=2&cursor=c"], server.Requests.Select(r => r.Target));
    }

    [Fact]
    public async Task A_page_is_fetched_when_it_is_come_to()
    {
        await using var server = new ScriptedServer(new Reply(200, Page(1, 2, 4)), new Reply(200, Page(3, 2, 4)));

        await foreach (var user in new ScimApi(server.Connection()).Users.AllAsync(new ScimQuery { Count = 2 }))
        {
            if (user.Id == "u2")
                break;
        }

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 9)]
    [InlineData(2, 2)]
    public async Task An_empty_or_full_page_is_the_last(int count, int total)
    {
        await using var server = new ScriptedServer(new Reply(200, Page(1, count, total)));

        Assert.Equal(count, (await AllAsync(server, new ScimQuery())).Count);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Without_a_total_pages_go_on_until_one_is_empty()
    {
        await using var server = new ScriptedServer(new Reply(200, """{"startIndex":1,"Resources":[{"id":"u1"}]}"""), new Reply(200, """{"startIndex":2}"""));

        Assert.Equal(["u1"], await AllAsync(server, new ScimQuery()));
    }

    [Fact]
    public async Task A_server_that_always_answers_the_first_page_is_found_out()
    {
        await using var server = new ScriptedServer(new Reply(200, Page(1, 2, 5)));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AllAsync(server, new ScimQuery { Count = 2 }));

        Assert.Equal("The server was asked for the page from 3 and answered with the one from 1.", failure.Message);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_move_its_cursor_is_found_out()
    {
        await using var server = new ScriptedServer(new Reply(200, Page(1, 2, 5, "a")));

        await Assert.ThrowsAsync<InvalidOperationException>(() => AllAsync(server, new ScimQuery { Cursor = "" }));

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task All_parts_of_a_query_are_sent_either_way()
    {
        await using var server = new ScriptedServer(new Reply(200, Page(1, 0, 0)));
        var users = new ScimApi(server.Connection()).Users;
        var query = new ScimQuery { Filter = "a pr", SortBy = "userName", Descending = true, StartIndex = 2, Count = 0, Cursor = "c", Attributes = ["id", "userName"], ExcludedAttributes = ["roles"] };

        await users.ListAsync(query);
        await users.ListAsync(query with { UsesSearch = true });

        Assert.Equal("/api/v2/scim/v2/users?filter=a%20pr&sortBy=userName&sortOrder=descending&startIndex=2&count=0&cursor=c&attributes=id%2CuserName&excludedAttributes=roles", server.Requests[0].Target);
        Assert.Equal(("POST", "/api/v2/scim/v2/users/.search"), (server.Requests[1].Method, server.Requests[1].Target));
        Assert.Equal(
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"a pr","sortBy":"userName","sortOrder":"descending","startIndex":2,"count":0,"cursor":"c","attributes":["id","userName"],"excludedAttributes":["roles"]}""",
            server.Requests[1].Body);
    }

    [Theory]
    [InlineData("""{"Resources":[null]}""")]
    [InlineData("""{"Resources":{}}""")]
    [InlineData("[]")]
    public async Task A_list_that_cannot_be_read_says_so(string body)
    {
        await using var server = new ScriptedServer(new Reply(200, body));

        var failure = await Assert.ThrowsAsync<ScimException>(() => AllAsync(server, new ScimQuery()));

        Assert.Equal("200", failure.Status.ToString(CultureInfo.InvariantCulture));
    }
}
