using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Admin;

public sealed class CatalogueTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Theory]
    [InlineData("roles", "supervisor")]
    [InlineData("divisions", "Köln & Bonn")]
    [InlineData("skills", "a/b")]
    [InlineData("Languages", "Español")]
    public async Task Names_are_added_listed_and_removed(string catalogue, string name)
    {
        using var http = await Server.ClientAsync($"catalogue{Guid.NewGuid():N}", "roster:catalogue:edit");
        var path = $"/admin/v1/catalogues/{catalogue}/{Uri.EscapeDataString(name)}";

        using var added = await http.SendAsync("PUT", path);
        using var again = await http.SendAsync("PUT", path);
        using var found = await http.SendAsync("GET", path);
        using var listed = await http.SendAsync("GET", $"/admin/v1/catalogues/{catalogue}");
        using var removed = await http.SendAsync("DELETE", path);
        using var gone = await http.SendAsync("DELETE", path);

        Assert.Equal([201, 200, 200, 200, 204, 404], new[] { added, again, found, listed, removed, gone }.Select(r => (int)r.StatusCode));
        Assert.Contains(name, (await listed.JsonAsync())["names"]!.AsArray().Select(n => n!.GetValue<string>()));
    }

    [Fact]
    public async Task A_catalogue_that_there_is_not_is_404_and_a_name_with_control_characters_400()
    {
        using var unknown = await Server.Http.SendAsync("GET", "/admin/v1/catalogues/nothing");
        using var control = await Server.Http.SendAsync("PUT", "/admin/v1/catalogues/roles/a%0ab");
        using var blank = await Server.Http.SendAsync("PUT", "/admin/v1/catalogues/roles/%20a");

        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.Equal(400, (int)control.StatusCode);
        Assert.Equal(400, (int)blank.StatusCode);
    }

    [Fact]
    [Holds("G-09")]
    public async Task Strict_catalogues_refuse_an_unknown_role_and_open_ones_add_it()
    {
        await using var strict = await RosterServer.StartAsync(o => o with { Genesys = new GenesysSettings { Catalogues = "strict" } });
        var body = Wire.UserBody(Wire.NewName(), ",\"roles\":[{\"value\":\"inventor\"}]");

        using var refused = await strict.Http.SendAsync("POST", Wire.Users, body);
        using var added = await strict.Http.SendAsync("PUT", "/admin/v1/catalogues/roles/inventor");
        using var accepted = await strict.Http.SendAsync("POST", Wire.Users, body);
        using var open = await Server.Http.SendAsync("POST", Wire.Users, body);
        using var known = await Server.Http.SendAsync("GET", "/admin/v1/catalogues/roles/inventor");

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Equal("invalidValue", (await refused.JsonAsync()).Text("scimType"));
        Assert.Equal(201, (int)accepted.StatusCode);
        Assert.Equal(201, (int)open.StatusCode);
        Assert.Equal(200, (int)known.StatusCode);
    }
}
