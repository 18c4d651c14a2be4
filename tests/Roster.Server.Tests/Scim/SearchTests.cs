using System.Text.Json.Nodes;
using Roster.Server.Tests.Admin;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>Searching by POST (RFC 7644 section 3.4.3).</summary>
public sealed class SearchTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    async Task<HttpClient> NewDirectoryAsync()
    {
        var http = await Server.NewDirectoryAsync();
        foreach (var i in Enumerable.Range(0, 4))
            await http.CreateAsync("/Users", $$"""{"userName":"u{{i}}","title":"t{{i % 2}}","emails":[{"value":"u{{i}}@x.test","type":"work"}]}""");
        await http.CreateAsync("/Groups", """{"displayName":"g"}""");
        return http;
    }

    [Theory, Holds("Q-32", "Q-33")]
    [InlineData("/Users", Lists.Enterprise + ":manager.displayName eq \"Eva\"", "manager.displayName", 1)]
    [InlineData("/Users", "title pr or " + Lists.Enterprise + ":manager.$ref pr", "manager.$ref", 13)]
    [InlineData("/Users", Lists.Enterprise + ":manager[displayName pr]", "displayName", 68)]
    public async Task What_is_worked_out_for_an_answer_cannot_be_searched_for(string endpoint, string filter, string name, int position)
    {
        using var http = await fixture.Server.NewDirectoryAsync();

        var refused = await http.SearchAsync(endpoint, $"\"filter\":{System.Text.Json.JsonSerializer.Serialize(filter)}").RefusedAsync();

        Assert.Equal((400, "invalidFilter"), (refused.Status, refused.ScimType));
        Assert.Contains(name, refused.Detail, StringComparison.Ordinal);
        Assert.Contains($"position {position}", refused.Detail, StringComparison.Ordinal);
    }

    [Theory, Holds("SE-01", "SE-02", "SE-05", "PJ-03", "PJ-10")]
    [InlineData("/Users", "", "")]
    [InlineData("/Groups", "", "")]
    [InlineData("", "", "")]
    [InlineData("/Users", "?filter=title eq \"t1\"&attributes=userName,emails.value", "\"filter\":\"title eq \\\"t1\\\"\",\"attributes\":[\"USERNAME\",\" emails.value \"]")]
    [InlineData("/Users", "?sortBy=userName&sortOrder=descending&startIndex=2&count=2", "\"SORTBY\":\"userName\",\"sortorder\":\"Descending\",\"startIndex\":2,\"count\":2")]
    [InlineData("/Users", "?excludedAttributes=emails,meta&count=1", "\"excludedAttributes\":[\"emails\",\"meta\"],\"count\":1,\"unknown\":{\"x\":[1]},\"filter\":null,\"cursor\":null")]
    [InlineData("", "?filter=id pr&sortBy=displayName&count=0", "\"filter\":\"id pr\",\"sortBy\":\"displayName\",\"count\":0")]
    [InlineData("", "?startIndex=-3&count=99999999999", "\"startIndex\":-3,\"count\":99999999999")]
    public async Task A_search_answers_like_the_list_and_its_query_string_says_nothing(string endpoint, string query, string members)
    {
        using var http = await NewDirectoryAsync();

        using var got = await http.SendAsync("GET", Lists.Prefix + endpoint + query);
        using var searched = await http.SearchAsync(endpoint, members);
        using var ignored = await http.SendAsync(
            "POST", $"{Lists.Prefix}{endpoint}/.search?count=0&filter=nonsense&cursor=x", $$"""{"Schemas":["{{Lists.SearchRequest.ToUpperInvariant()}}"]{{(members.Length == 0 ? "" : "," + members)}}}""");

        Assert.Equal([200, 200, 200], new[] { got, searched, ignored }.Select(a => (int)a.StatusCode));
        var list = await got.Content.ReadAsStringAsync();
        Assert.Equal(list, await searched.Content.ReadAsStringAsync());
        Assert.Equal(list, await ignored.Content.ReadAsStringAsync());
        Assert.Equal(got.Header("Content-Type"), searched.Header("Content-Type"));
    }

    [Theory, Holds("SE-03", "SE-06", "Q-42", "PJ-08", "PJ-15", "SO-09")]
    [InlineData("{}", "invalidSyntax")]
    [InlineData("{\"schemas\":[]}", "invalidSyntax")]
    [InlineData("{\"schemas\":\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"}", "invalidSyntax")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"]}", "invalidSyntax")]
    [InlineData("[]", "invalidSyntax")]
    [InlineData("{\"$\",\"count\":1,\"Count\":2}", "invalidSyntax")]
    [InlineData("{\"$\",\"count\":\"5\"}", "invalidValue")]
    [InlineData("{\"$\",\"count\":1.5}", "invalidValue")]
    [InlineData("{\"$\",\"count\":true}", "invalidValue")]
    [InlineData("{\"$\",\"count\":\"5\",\"cursor\":\"\"}", "invalidCount")]
    [InlineData("{\"$\",\"startIndex\":[1]}", "invalidValue")]
    [InlineData("{\"$\",\"filter\":{\"a\":1}}", "invalidValue")]
    [InlineData("{\"$\",\"filter\":\" \"}", "invalidFilter")]
    [InlineData("{\"$\",\"filter\":\"nosuch pr\"}", "invalidFilter")]
    [InlineData("{\"$\",\"sortBy\":1}", "invalidValue")]
    [InlineData("{\"$\",\"sortBy\":\"\"}", "invalidPath")]
    [InlineData("{\"$\",\"sortBy\":\"id\",\"sortOrder\":\"up\"}", "invalidValue")]
    [InlineData("{\"$\",\"attributes\":\"userName\"}", "invalidValue")]
    [InlineData("{\"$\",\"attributes\":[1]}", "invalidValue")]
    [InlineData("{\"$\",\"attributes\":[\"emails[type eq \\\"work\\\"]\"]}", "invalidValue")]
    [InlineData("{\"$\",\"attributes\":[\"id\"],\"excludedAttributes\":[\"title\"]}", "invalidValue")]
    [InlineData("{\"$\",\"cursor\":7}", "invalidValue")]
    [InlineData("{\"$\",\"cursor\":\"x\"}", "invalidCursor")]
    [InlineData("{\"$\",\"cursor\":\"\",\"startIndex\":1}", "invalidValue")]
    public async Task A_search_that_is_none_is_refused_on_every_endpoint(string body, string scimType)
    {
        using var http = await Server.NewDirectoryAsync();

        foreach (var endpoint in new[] { "/Users", "/Groups", "" })
        {
            var (status, type, _) = await http.SendAsync("POST", $"{Lists.Prefix}{endpoint}/.search", body.Replace("\"$\"", $"\"schemas\":[\"{Lists.SearchRequest}\"]", StringComparison.Ordinal)).RefusedAsync();
            Assert.Equal((400, scimType), (status, type));
        }
    }

    [Fact, Holds("SE-02", "CU-15")]
    public async Task A_search_goes_by_cursor_and_a_list_may_go_on_with_it()
    {
        using var http = await NewDirectoryAsync();
        var found = new List<string>();
        var cursor = "";
        do
        {
            using var answer = await http.SearchAsync("", $"\"count\":2,\"cursor\":\"{cursor}\",\"sortBy\":\"id\"");
            var page = await answer.JsonAsync();
            Assert.Null(page["startIndex"]);
            found.AddRange(page.Values());
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(5, found.Count);
        Assert.Equal(found.Order(StringComparer.Ordinal), found);
        using var first = await http.SearchAsync("/Users", "\"count\":3,\"cursor\":\"\",\"attributes\":[\"id\",\"title\"]");
        var rest = await http.ListAsync($"/Users?attributes=id,title&cursor={(await first.JsonAsync()).Text("nextCursor")}");
        Assert.Equal(1, rest.Number("itemsPerPage"));
    }

    [Fact, Holds("SE-04", "SE-07", "SE-08")]
    public async Task A_search_needs_no_more_than_reading_and_is_never_cached()
    {
        var tenant = $"q{Guid.NewGuid():N}";
        using var reader = await Server.ClientAsync(tenant, "directory:user:view");
        using var nobody = await Server.ClientAsync(tenant, "directory:user:add", "directory:user:delete");

        using var found = await reader.SearchAsync("/Users", "");
        using var get = await reader.SendAsync("GET", $"{Lists.Prefix}/Users/.search");
        using var plain = await reader.SendAsync("POST", $"{Lists.Prefix}/Users/.search", "{", "text/plain");

        Assert.Equal(200, (int)found.StatusCode);
        Assert.Contains("no-store", found.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(403, (await reader.SearchAsync("/Groups", "").RefusedAsync()).Status);
        Assert.Equal(403, (await nobody.SearchAsync("/Users", "").RefusedAsync()).Status);
        Assert.Equal(403, (await nobody.SearchAsync("", "").RefusedAsync()).Status);
        Assert.Equal(405, (int)get.StatusCode);
        Assert.Equal("POST, OPTIONS", get.Content.Headers.TryGetValues("Allow", out var allow) ? string.Join(", ", allow) : "");
        Assert.Equal(415, (int)plain.StatusCode);
        foreach (var method in new[] { "PUT", "PATCH", "DELETE" })
            Assert.Equal(405, (await reader.SendAsync(method, $"{Lists.Prefix}/Users/.search", "{}").RefusedAsync()).Status);
    }

    [Theory, Holds("Q-35", "SE-09")]
    [InlineData("password eq \"x\"")]
    [InlineData("userName pr or PASSWORD sw \"a\"")]
    [InlineData("password pr")]
    [InlineData("not (password eq null)")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:password co \"x\"")]
    public async Task A_password_in_a_filter_is_refused_by_both_ways_whatever_it_is(string filter)
    {
        using var http = await Server.NewDirectoryAsync();
        var texts = new HashSet<string>();

        foreach (var endpoint in new[] { "/Users", "" })
        {
            var got = await http.SendAsync("GET", $"{Lists.Prefix}{endpoint}?filter={Lists.Q(filter)}").RefusedAsync();
            var searched = await http.SearchAsync(endpoint, $"\"filter\":{JsonValue.Create(filter).ToJsonString()}").RefusedAsync();

            Assert.Equal((403, "sensitive"), (got.Status, got.ScimType));
            Assert.Contains("/.search", got.Detail, StringComparison.Ordinal);
            Assert.Equal((400, "invalidFilter"), (searched.Status, searched.ScimType));
            texts.Add(got.Detail);
        }

        Assert.Single(texts);
        var vendor = await Server.Http.SendAsync("GET", $"{Wire.Users}?filter={Lists.Q(filter)}").RefusedAsync();
        Assert.Equal(400, vendor.Status);
    }

    [Fact, Holds("SEC-02", "SE-09")]
    public async Task An_organization_may_take_filters_in_bodies_only()
    {
        var tenant = await Server.NewTenantAsync();
        using var http = await Server.ClientAsync(tenant, Lists.Everything);
        await http.CreateAsync("/Users", """{"userName":"ana"}""");
        await Server.Http.AdminJsonAsync("PUT", $"/tenants/{tenant}/settings", """{"filtersInBodyOnly":true}""");

        foreach (var (path, search) in new[] { ("/Users", "/Users/.search"), ("/Groups", "/Groups/.search"), ("", "/.search") })
        {
            var (status, type, detail) = await http.SendAsync("GET", $"{Lists.Prefix}{path}?filter={Lists.Q("id pr")}").RefusedAsync();
            Assert.Equal((403, "sensitive"), (status, type));
            Assert.Contains($"'{search}'", detail, StringComparison.Ordinal);
        }

        using var searched = await http.SearchAsync("/Users", "\"filter\":\"userName eq \\\"ana\\\"\"");
        Assert.Equal(1, (await searched.JsonAsync()).Number("totalResults"));
        Assert.Equal(1, (await http.ListAsync("/Users?sortBy=userName")).Number("totalResults"));
        // The vendor's surface has no searches, and its clients no other way to ask.
        using var vendor = await http.SendAsync("GET", $"{Wire.Users}?filter={Lists.Q("userName eq \"ana\"")}");
        Assert.Equal(1, (await vendor.JsonAsync()).Number("totalResults"));
        using var others = await Server.Http.SendAsync("GET", $"{Lists.Prefix}/Users?filter={Lists.Q("id eq \"x\"")}");
        Assert.Equal(200, (int)others.StatusCode);
    }

    [Fact, Holds("Q-41")]
    public async Task A_filter_may_be_8_KiB_long_and_50_deep()
    {
        using var http = await NewDirectoryAsync();
        static string Nested(int depth) => string.Concat(Enumerable.Repeat("not (", depth)) + "title eq \"t1\"" + new string(')', depth);
        static string Mixed(int depth) => string.Concat(Enumerable.Range(0, depth).Select(i => $"title ne \"{i}\" {(i % 2 == 0 ? "and" : "or")} (")) + "userName sw \"u\"" + new string(')', depth);
        static string Long(int length) => $"title eq \"{new string('x', length - 11)}\"";

        foreach (var (filter, total) in new[] { (Nested(50), 2), (Mixed(50), 4), (Long(8192), 0) })
        {
            using var answer = await http.SearchAsync("/Users", $"\"filter\":{JsonValue.Create(filter).ToJsonString()}");
            var list = await answer.JsonAsync();
            Assert.True((int)answer.StatusCode == 200, list.ToJsonString());
            Assert.Equal(total, list.Number("totalResults"));
        }

        foreach (var filter in new[] { Nested(51), Mixed(51), Long(8193), new string('(', 1000) + "title pr" + new string(')', 1000), string.Join(" or ", Enumerable.Repeat("title pr", 101)) })
        {
            var (status, type, _) = await http.SearchAsync("/Users", $"\"filter\":{JsonValue.Create(filter).ToJsonString()}").RefusedAsync();
            Assert.Equal((400, "invalidFilter"), (status, type));
        }
    }
}
