using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Pages by number (RFC 7644 section 3.4.2.4) on the standard surface, of one type and of all.</summary>
public sealed class PageTests(ServerFixture fixture)
{
    async Task<HttpClient> NewDirectoryAsync()
    {
        var http = await fixture.Server.NewDirectoryAsync();
        foreach (var i in Enumerable.Range(0, 7))
            await http.CreateAsync("/Users", $$"""{"userName":"u{{i}}","displayName":"{{(char)('g' - i)}}"}""");
        return http;
    }

    [Theory, Holds("IX-01", "IX-02", "IX-03", "IX-04", "IX-05", "IX-06", "IX-07", "IX-09", "IX-10", "IX-14", "Q-02", "Q-03")]
    [InlineData("", 1, 7)]
    [InlineData("startIndex=1", 1, 7)]
    [InlineData("startIndex=0", 1, 7)]
    [InlineData("startIndex=-5", 1, 7)]
    [InlineData("startIndex=3", 3, 5)]
    [InlineData("startIndex=8", 8, 0)]
    [InlineData("startIndex=1000", 1000, 0)]
    [InlineData("count=3", 1, 3)]
    [InlineData("count=0", 1, 0)]
    [InlineData("count=-1", 1, 0)]
    [InlineData("count=1000000", 1, 7)]
    [InlineData("count=2&startIndex=7", 7, 1)]
    public async Task A_page_says_where_it_begins_and_how_many_it_has_of_how_many(string query, int startIndex, int items)
    {
        using var http = await NewDirectoryAsync();

        foreach (var endpoint in new[] { "/Users", "" })
        {
            foreach (var sort in new[] { "", "&sortBy=displayName", "&sortBy=nickName" })
            {
                var list = await http.ListAsync($"{endpoint}?{query}{sort}");

                Assert.Equal((7, startIndex, items), (list.Number("totalResults"), list.Number("startIndex"), list.Number("itemsPerPage")));
                Assert.Equal(items, list["Resources"]!.AsArray().Count);
                Assert.Null(list["nextCursor"]);
            }
        }

        var none = await http.ListAsync($"/Users?filter=userName+eq+%22nobody%22&{query}");
        Assert.Equal((0, 0), (none.Number("totalResults"), none["Resources"]!.AsArray().Count));
    }

    [Fact, Holds("IX-08", "IX-12", "IX-13")]
    public async Task All_pages_together_hold_everything_once_in_the_order_of_creation()
    {
        using var http = await NewDirectoryAsync();

        foreach (var endpoint in new[] { "/Users", "" })
        {
            var pages = new[] { await http.ListAsync(endpoint + "?count=3"), await http.ListAsync(endpoint + "?count=3&startIndex=4"), await http.ListAsync(endpoint + "?count=3&startIndex=7") };

            Assert.Equal(Enumerable.Range(0, 7).Select(i => $"u{i}"), pages.SelectMany(p => p.Values("userName")));
            Assert.All(pages, p => Assert.Equal(7, p.Number("totalResults")));
        }
    }

    [Theory, Holds("IX-11", "Q-42", "Q-43", "Q-44")]
    [InlineData("startIndex=abc", 400, "invalidValue")]
    [InlineData("count=1.5", 400, "invalidValue")]
    [InlineData("count=", 400, "invalidValue")]
    [InlineData("filter=", 400, "invalidFilter")]
    [InlineData("filter=id+pr&filter=id+pr", 400, "invalidFilter")]
    [InlineData("filter=displayName%20eq+%22a%22", 200, null)]
    [InlineData("filter=displayName%2520eq%2520%22a%22", 400, "invalidFilter")]
    [InlineData("foo=1&bar", 200, null)]
    public async Task Parameters_are_read_once_and_whole(string query, int status, string? scimType)
    {
        using var http = await NewDirectoryAsync();

        foreach (var endpoint in new[] { "/Users", "" })
        {
            var answer = await http.SendAsync("GET", $"{Lists.Prefix}{endpoint}?{query}").RefusedAsync();
            Assert.Equal((status, scimType), (answer.Status, answer.ScimType));
        }
    }

    [Fact, Holds("Q-45")]
    public async Task What_was_answered_is_found_by_the_next_question()
    {
        using var http = await fixture.Server.NewDirectoryAsync();
        foreach (var i in Enumerable.Range(0, 20))
        {
            var id = await http.CreateAsync("/Users", $$"""{"userName":"u{{i}}","title":"t{{i}}"}""");
            foreach (var question in new[] { $"/Users?filter=userName+eq+%22u{i}%22", $"?filter=title+eq+%22t{i}%22", "/Users?sortBy=meta.created&sortOrder=descending&count=1" })
                Assert.Equal([id], (await http.ListAsync(question)).Values());
        }
    }
}
