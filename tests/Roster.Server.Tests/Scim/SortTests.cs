using Roster.Testing;
using Roster.Server.Options;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Sorting (RFC 7644 section 3.4.2.3).</summary>
public sealed class SortTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    /// <summary>Three users with values of every type and one that has none of them.</summary>
    async Task<HttpClient> NewDirectoryAsync(params string[] more)
    {
        var http = await Server.NewDirectoryAsync(more);
        await http.CreateAsync("/Users", $$$$"""{"userName":"one","externalId":"a","title":"b","displayName":"Ähre","active":true,"name":{"familyName":"Cruz"},"emails":[{"value":"z@x.test","type":"work"},{"value":"a@x.test","type":"home","primary":true}],"{{{{Lists.Enterprise}}}}":{"department":"Sales","manager":{"value":"m2"}}}""");
        await http.CreateAsync("/Users", $$$$"""{"userName":"TWO","externalId":"B","title":"A","displayName":"Zebra","active":false,"name":{"familyName":"adams"},"emails":[{"value":"m@x.test","type":"work"},{"value":"b@x.test","type":"other"}],"{{{{Lists.Enterprise}}}}":{"department":"engineering","manager":{"value":"M1"}}}""");
        await http.CreateAsync("/Users", $$$"""{"userName":"three","externalId":"c","title":"c","displayName":"apple","active":true,"name":{"familyName":"Baker"},"emails":[{"value":"c@x.test","type":"work"}],"{{{Lists.Enterprise}}}":{"department":"Legal"}}""");
        await http.CreateAsync("/Users", """{"userName":"four","active":true}""");
        return http;
    }

    [Theory, Holds("SO-01", "SO-02", "SO-03", "SO-04", "SO-05", "SO-06", "SO-07", "SO-08")]
    [InlineData("userName", "four one three TWO")]
    [InlineData("USERNAME", "four one three TWO")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName", "four one three TWO")]
    [InlineData("externalId", "TWO one three four")]
    [InlineData("title", "TWO one three four")]
    [InlineData("displayName", "three TWO one four")]
    [InlineData("name.familyName", "TWO three one four")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "TWO three one four")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "TWO one three four")]
    [InlineData("emails", "one three TWO four")]
    [InlineData("emails.value", "one three TWO four")]
    [InlineData("emails.type", "one TWO three four")]
    [InlineData("active", "TWO one three four")]
    [InlineData("meta.created", "one TWO three four")]
    [InlineData("meta.resourceType", "one TWO three four")]
    [InlineData("groups", "one TWO three four")]
    public async Task Users_come_in_the_order_of_the_attribute_and_back(string sortBy, string expected)
    {
        using var http = await NewDirectoryAsync();
        var order = expected.Split(' ');

        var ascending = await http.ListAsync($"/Users?sortBy={Lists.Q(sortBy)}");
        var said = await http.ListAsync($"/Users?sortBy={Lists.Q(sortBy)}&sortOrder=Ascending");
        var descending = await http.ListAsync($"/Users?sortBy={Lists.Q(sortBy)}&sortOrder=DESCENDING");
        var byPages = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => http.ListAsync($"/Users?count=1&startIndex={i}&sortBy={Lists.Q(sortBy)}")));

        Assert.Equal(order, ascending.Values("userName"));
        Assert.Equal(order, said.Values("userName"));
        Assert.Equal(order.Reverse(), descending.Values("userName"));
        Assert.Equal(order, byPages.SelectMany(p => p.Values("userName")));
    }

    [Theory, Holds("SO-09", "SO-10", "SEC-03")]
    [InlineData("sortBy=nosuch", "invalidPath", "nosuch")]
    [InlineData("sortBy=name.nosuch", "invalidPath", "nosuch")]
    [InlineData("sortBy=urn:x:y", "invalidPath", "urn:x:y")]
    [InlineData("sortBy=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "invalidPath", "enterprise")]
    [InlineData("sortBy=", "invalidPath", "sortBy")]
    [InlineData("sortBy=name", "invalidValue", "name")]
    [InlineData("sortBy=addresses", "invalidValue", "addresses")]
    [InlineData("sortBy=password", "invalidValue", "password")]
    [InlineData("sortBy=PassWord&sortOrder=descending", "invalidValue", "password")]
    [InlineData("sortBy=userName&sortOrder=upwards", "invalidValue", "sortOrder")]
    [InlineData("sortBy=userName&sortBy=title", "invalidValue", "sortBy")]
    public async Task What_cannot_be_sorted_by_is_refused(string query, string scimType, string named)
    {
        using var http = await Server.NewDirectoryAsync();

        var (status, type, detail) = await http.SendAsync("GET", $"{Lists.Prefix}/Users?{query}").RefusedAsync();

        Assert.Equal((400, scimType), (status, type));
        Assert.Contains(named, detail, StringComparison.Ordinal);
    }

    [Fact, Holds("SO-12")]
    public async Task A_sort_order_without_an_attribute_says_nothing()
    {
        using var http = await NewDirectoryAsync();

        Assert.Equal(["one", "TWO", "three", "four"], (await http.ListAsync("/Users?sortOrder=descending")).Values("userName"));
    }

    [Fact, Holds("SO-11")]
    public async Task Sorting_goes_with_a_filter_a_projection_and_both_kinds_of_pages()
    {
        using var http = await NewDirectoryAsync();
        var query = $"/Users?filter={Lists.Q("title pr and not (userName eq \"three\") or userName eq \"four\"")}&sortBy=title&sortOrder=descending&attributes=userName&count=2";

        var first = await http.ListAsync(query);
        var second = await http.ListAsync(query + "&startIndex=3");
        var walk = await http.WalkAsync(query);

        Assert.Equal((3, 2, 1), (first.Number("totalResults"), first.Number("itemsPerPage"), second.Number("itemsPerPage")));
        Assert.Equal(["four", "one", "TWO"], [.. first.Values("userName"), .. second.Values("userName")]);
        Assert.Equal(["four", "one", "TWO"], walk.SelectMany(p => p.Values("userName")));
        Assert.All(first["Resources"]!.AsArray(), r => Assert.Equal(["schemas", "id", "userName"], r!.AsObject().Select(m => m.Key)));
    }

    [Fact, Holds("SO-08", "CU-12")]
    public async Task Equal_values_are_neither_lost_nor_doubled_between_pages()
    {
        using var http = await Server.NewDirectoryAsync();
        foreach (var i in Enumerable.Range(0, 25))
            await http.CreateAsync("/Users", $$"""{"userName":"u{{i}}"{{(i % 3 == 0 ? "" : $",\"title\":\"t{i % 2}\",\"displayName\":\"t{i % 2}\"")}}}""");

        foreach (var sortBy in new[] { "title", "displayName" })
        {
            foreach (var order in new[] { "ascending", "descending" })
            {
                var whole = (await http.ListAsync($"/Users?sortBy={sortBy}&sortOrder={order}")).Values();
                var pages = new List<string>();
                for (var start = 1; start <= 25; start += 4)
                    pages.AddRange((await http.ListAsync($"/Users?sortBy={sortBy}&sortOrder={order}&startIndex={start}&count=4")).Values());
                var walk = (await http.WalkAsync($"/Users?sortBy={sortBy}&sortOrder={order}&count=4")).SelectMany(p => p.Values());

                Assert.Equal(25, whole.Distinct().Count());
                Assert.Equal(whole, pages);
                Assert.Equal(whole, walk);
            }
        }
    }

    [Fact]
    public async Task A_client_that_administers_indexes_is_told_how_its_answer_was_found()
    {
        using var http = await NewDirectoryAsync("roster:indexes");
        using var other = await Server.NewDirectoryAsync();

        var (indexed, looked) = (await PlanAsync(http, "sortBy=displayName"), await PlanAsync(http, $"filter={Lists.Q("title eq \"secret\"")}&sortBy=nickName"));

        Assert.Equal("all resources of the type; in the order of the index on displayName", indexed);
        Assert.Equal("all resources of the type; 4 candidates judged for title; sorted by nickName", looked);
        Assert.Null(await PlanAsync(other, "sortBy=displayName"));
        using var unasked = await http.SendAsync("GET", $"{Lists.Prefix}/Users");
        Assert.Null(unasked.Header("Roster-Query-Plan"));

        static async Task<string?> PlanAsync(HttpClient http, string query)
        {
            using var answer = await http.SendAsync("GET", $"{Lists.Prefix}/Users?{query}", headers: ("Roster-Explain", "true"));
            Assert.Equal(200, (int)answer.StatusCode);
            return answer.Header("Roster-Query-Plan");
        }
    }

    [Fact, Holds("Q-09", "Q-39")]
    public async Task A_sort_or_filter_that_would_read_too_much_names_the_attribute_to_index()
    {
        var tenant = $"q{Guid.NewGuid():N}";
        using var http = await Server.ClientAsync(tenant, [.. Lists.Everything, "roster:indexes"]);
        var id = (await Server.Store.Tenants.FindAsync(tenant, CancellationToken.None))!.Id;
        await Server.Store.Tenants.SaveSettingsAsync(id, new() { LookThrough = 100 }, CancellationToken.None);
        foreach (var chunk in Enumerable.Range(0, 101).Chunk(10))
            await Task.WhenAll(chunk.Select(i => http.CreateAsync("/Users", $$"""{"userName":"u{{i}}","nickName":"n{{i}}"}""")));

        var sort = await http.SendAsync("GET", $"{Lists.Prefix}/Users?sortBy=nickName").RefusedAsync();
        var filter = await http.SendAsync("GET", $"{Lists.Prefix}?filter={Lists.Q("nickName eq \"n5\"")}").RefusedAsync();
        var narrowed = await http.ListAsync($"/Users?sortBy=nickName&filter={Lists.Q("userName sw \"u9\"")}");

        Assert.Equal((400, "tooMany"), (sort.Status, sort.ScimType));
        Assert.Contains("index made on nickName", sort.Detail, StringComparison.Ordinal);
        Assert.Equal((400, "tooMany"), (filter.Status, filter.ScimType));
        Assert.Contains("index made on nickName", filter.Detail, StringComparison.Ordinal);
        Assert.Equal(11, narrowed.Number("totalResults"));

        // With the index it is answered, and says so.
        await Server.Store.Indexes.AddAsync(id, "User", "nickName", CancellationToken.None);
        for (var answered = false; !answered; await Task.Delay(20))
        {
            using var again = await http.SendAsync("GET", $"{Lists.Prefix}/Users?sortBy=nickName&count=1", headers: ("Roster-Explain", "true"));
            answered = again.Header("Roster-Query-Plan") is { } plan && plan.EndsWith("in the order of the index on nickName", StringComparison.Ordinal);
        }
    }

    [Fact, Holds("SO-13")]
    public async Task Switched_off_it_is_refused_rather_than_ignored()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Standard = new StandardSettings { Off = "Sort;Cursor;Search;AllTypes" } });

        foreach (var path in new[] { "/Users?sortBy=userName", "/Users?cursor", "?filter=id+pr" })
            Assert.Equal(501, (await server.Http.SendAsync("GET", Lists.Prefix + path).RefusedAsync()).Status);
        foreach (var path in new[] { "", "/Users", "/Groups" })
            Assert.Equal(501, (await server.Http.SearchAsync(path, "")
                .RefusedAsync()).Status);
        using var config = await server.Anonymous.SendAsync("GET", $"{Lists.Prefix}/ServiceProviderConfig");
        var facts = await config.JsonAsync();
        Assert.False(facts["sort"]!["supported"]!.GetValue<bool>());
        Assert.False(facts["pagination"]!["cursor"]!.GetValue<bool>());
        Assert.Null(facts["pagination"]!["cursorTimeout"]);
    }

    [Fact]
    public async Task Without_the_feature_in_a_search_its_members_are_refused_too()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Standard = new StandardSettings { Off = "Sort;Cursor" } });

        Assert.Equal(501, (await server.Http.SearchAsync("/Users", "\"sortBy\":\"userName\"").RefusedAsync()).Status);
        Assert.Equal(501, (await server.Http.SearchAsync("/Users", "\"cursor\":\"\"").RefusedAsync()).Status);
        using var plain = await server.Http.SearchAsync("", "");
        Assert.Equal(200, (int)plain.StatusCode);
    }

    [Fact]
    public async Task The_vendor_s_surface_ignores_the_parameters_and_has_no_searches()
    {
        using var http = await NewDirectoryAsync();

        using var ignored = await http.SendAsync("GET", $"{Wire.Users}?sortBy=nosuch&sortOrder=up&cursor=x&startIndex=1");
        var list = await ignored.JsonAsync();

        Assert.Equal(["one", "three", "four"], list.Values("userName"));
        Assert.Equal(1, list.Number("startIndex"));
        Assert.Null(list["nextCursor"]);
        foreach (var path in new[] { "/api/v2/scim/v2/.search", "/api/v2/scim/v2/groups/.search", "/api/v2/scim/v2/users/.search" })
        {
            using var absent = await http.SendAsync("POST", path, "{}");
            Assert.Contains((int)absent.StatusCode, (int[])[404, 405]);
        }

        using var root = await http.SendAsync("GET", "/api/v2/scim/v2");
        Assert.Equal(404, (int)root.StatusCode);
    }
}
