using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>What is switched off is not announced and answers 501.</summary>
public sealed class FeatureSwitchTests(ServerFixture fixture)
{
    const string Users = "/scim/v2/Users";
    const string Patch = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"title","value":"y"}]}""";

    [Theory, Holds("DI-03", "PA-33", "E-08", "SO-13", "B-29")]
    [InlineData("Patch", "patch", "PATCH", Users + "/{id}", Patch)]
    [InlineData("Filter", "filter", "GET", Users + "?filter=userName%20pr", null)]
    [InlineData("Sort", "sort", "GET", Users + "?sortBy=userName", null)]
    [InlineData("Bulk", "bulk", "POST", "/scim/v2/Bulk", "{}")]
    public async Task A_feature_that_is_off_is_announced_as_off_and_refused(string off, string flag, string method, string address, string? body)
    {
        await using var server = await RosterServer.StartAsync(o => o with { Standard = new StandardSettings { Off = off } });
        using var created = await server.Http.SendAsync("POST", Users, Wire.UserBody("ann"));
        var path = address.Replace("{id}", (await created.JsonAsync()).Text("id"), StringComparison.Ordinal);

        using var config = await server.Anonymous.SendAsync("GET", "/scim/v2/ServiceProviderConfig");
        using var refused = await server.Http.SendAsync(method, path, body);

        Assert.False((await config.JsonAsync())[flag]!["supported"]!.GetValue<bool>());
        Assert.Equal(501, (int)refused.StatusCode);
        Assert.Equal("501", (await refused.JsonAsync()).Text("status"));
    }

    [Theory, Holds("DI-03")]
    [InlineData("patch", "PATCH", Users + "/{id}", Patch)]
    [InlineData("filter", "GET", Users + "?filter=userName%20pr", null)]
    public async Task A_feature_that_is_on_is_announced_as_on_and_served(string flag, string method, string address, string? body)
    {
        using var created = await fixture.Server.Http.SendAsync("POST", Users, Wire.UserBody(Wire.NewName()));
        using var config = await fixture.Server.Anonymous.SendAsync("GET", "/scim/v2/ServiceProviderConfig");
        using var served = await fixture.Server.Http.SendAsync(method, address.Replace("{id}", (await created.JsonAsync()).Text("id"), StringComparison.Ordinal), body);

        Assert.True((await config.JsonAsync())[flag]!["supported"]!.GetValue<bool>());
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact, Holds("DI-04")]
    public async Task A_documentation_address_is_shown_when_there_is_one()
    {
        await using var server = await RosterServer.StartAsync(o => o with { Standard = new StandardSettings { DocumentationUri = "https://example.org/scim" } });
        using var with = await server.Anonymous.SendAsync("GET", "/scim/v2/ServiceProviderConfig");
        using var without = await fixture.Server.Anonymous.SendAsync("GET", "/scim/v2/ServiceProviderConfig");

        Assert.Equal("https://example.org/scim", (await with.JsonAsync()).Text("documentationUri"));
        Assert.False((await without.JsonAsync()).ContainsKey("documentationUri"));
        foreach (var wrong in new[] { "example.org/scim", "/scim", "ftp://example.org" })
        {
            var failure = Assert.Throws<OptionsException>(() => OptionsReader.Check(new RosterOptions { Standard = new StandardSettings { DocumentationUri = wrong } }));
            Assert.Contains("Standard:DocumentationUri", failure.Message, StringComparison.Ordinal);
        }
    }
}
