using System.Text.Json.Nodes;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

public sealed class ListTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Fact]
    [Holds("Q-01", "Q-02", "IX-05", "IX-07", "IX-08", "IX-09")]
    public async Task A_list_has_totals_and_a_page()
    {
        using var http = await Server.ClientAsync($"list{Guid.NewGuid():N}", "directory:user:view", "directory:user:add");
        for (var i = 0; i < 30; i++)
            await http.CreateUserAsync();

        using var plain = await http.SendAsync("GET", Wire.Users);
        using var none = await http.SendAsync("GET", Wire.Users + "?count=0");
        using var late = await http.SendAsync("GET", Wire.Users + "?startIndex=29&count=10");
        using var beyond = await http.SendAsync("GET", Wire.Users + "?STARTINDEX=1000");

        AssertPage(await plain.JsonAsync(), 30, 1, 25);
        AssertPage(await none.JsonAsync(), 30, 1, 0);
        AssertPage(await late.JsonAsync(), 30, 29, 2);
        AssertPage(await beyond.JsonAsync(), 30, 1000, 0);
    }

    static void AssertPage(JsonObject list, int total, int startIndex, int items)
    {
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:ListResponse", list["schemas"]![0]!.GetValue<string>());
        Assert.Equal(total, list["totalResults"]!.GetValue<int>());
        Assert.Equal(startIndex, list["startIndex"]!.GetValue<int>());
        Assert.Equal(items, list["itemsPerPage"]!.GetValue<int>());
        Assert.Equal(items, list["Resources"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("startIndex=0", 200)]
    [InlineData("startIndex=-5", 200)]
    [InlineData("count=-1", 200)]
    [InlineData("count=2147483648", 200)]
    [InlineData("count=9223372036854775808", 200)]
    [InlineData("startIndex=99999999999999999999", 200)]
    [InlineData("startIndex=-99999999999999999999", 200)]
    [InlineData("startIndex=2147483647&count=2147483647", 200)]
    [InlineData("count=1e3", 400)]
    [InlineData("count=1.0", 400)]
    [InlineData("count=", 400)]
    [InlineData("count=-", 400)]
    [InlineData("count=abc", 400)]
    [InlineData("count=%EF%BC%91", 400)]
    [InlineData("count=%2B1", 400)]
    [InlineData("count=0x10", 400)]
    [InlineData("count=1&count=2", 400)]
    [InlineData("startIndex=1&StartIndex=2", 400)]
    [Holds("IX-02", "IX-11")]
    public async Task Paging_numbers_are_bounded_or_refused(string query, int status)
    {
        using var response = await Server.Http.SendAsync("GET", $"{Wire.Users}?{query}");
        var body = await response.JsonAsync();

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 400)
            Assert.Equal("invalidValue", body.Text("scimType"));
        else
            Assert.True(body["startIndex"]!.GetValue<long>() >= 1);
    }

    [Theory]
    [InlineData("filter=")]
    [InlineData("filter=%20")]
    [InlineData("filter=userName%20pr&filter=userName%20pr")]
    [InlineData("Filter=nonsense")]
    [InlineData("filter=password%20eq%20%22x%22")]
    [InlineData("filter=password%20sw%20%22%24argon%22")]
    [Holds("Q-42", "S-42")]
    public async Task A_filter_that_cannot_be_used_is_never_ignored(string query)
    {
        using var response = await Server.Http.SendAsync("GET", $"{Wire.Users}?{query}");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("invalidFilter", (await response.JsonAsync()).Text("scimType"));
    }

    [Theory]
    [InlineData("filter=userName+eq+%22{0}%22")]
    [InlineData("filter=userName%20eq%20%22{0}%22")]
    [InlineData("FILTER=username%20EQ%20\"{0}\"")]
    [InlineData("filter=userName eq {0}&unknown=1&sortBy=userName")]
    [Holds("Q-43", "Q-44", "Q-45")]
    public async Task A_filter_finds_a_user_however_the_query_is_written(string form)
    {
        // A plus in a name is %2B in the query, since a bare one is a blank.
        var name = $"a+{Wire.NewName()}";
        await Server.Http.CreateUserAsync(name);

        using var response = await Server.Http.SendAsync("GET", $"{Wire.Users}?{string.Format(null, form, name.Replace("+", "%2B", StringComparison.Ordinal))}");
        var list = await response.JsonAsync();

        Assert.Equal(1, list["totalResults"]!.GetValue<int>());
        Assert.Equal(name, list["Resources"]![0]!["userName"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("attributes=title,externalId")]
    [InlineData("attributes=title&attributes=externalId")]
    [InlineData("Attributes=title&ATTRIBUTES=externalId,nosuch")]
    [InlineData("excludedAttributes=displayName,emails&excludedAttributes=roles")]
    public async Task Attributes_are_chosen_by_list_or_by_repetition(string query)
    {
        var user = await Server.Http.CreateUserAsync(more: ",\"title\":\"T\",\"externalId\":\"E\"");

        using var response = await Server.Http.SendAsync("GET", $"{Wire.Users}/{user.Text("id")}?{query}");
        var shown = await response.JsonAsync();

        Assert.Equal("T", shown.Text("title"));
        Assert.Equal("E", shown.Text("externalId"));
        Assert.Null(shown["displayName"]);
        Assert.NotNull(shown["id"]);
        Assert.NotNull(shown["schemas"]);
    }
}
