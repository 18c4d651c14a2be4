using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>The standard surface without tolerances: what it forgives by default is refused as RFC 7643 and RFC 7644 say.</summary>
public sealed class ToTheLetterTests(ToTheLetterTests.StrictServer strict) : IClassFixture<ToTheLetterTests.StrictServer>
{
    const string Users = "/scim/v2/Users";
    const string User = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]";
    const string TwoPrimaries = "\"emails\":[{\"value\":\"a@x.example\",\"type\":\"work\",\"primary\":true},{\"value\":\"b@x.example\",\"type\":\"home\",\"primary\":true}]";

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "the schemas of another type", "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"userName\":\"{0}\"}", "invalidSyntax" },
        { "a schema that there is not", "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\",\"urn:example:nosuch\"],\"userName\":\"{0}\"}", "invalidValue" },
        { "two primary values", $"{{{User},\"userName\":\"{{0}}\",{TwoPrimaries}}}", "invalidValue" },
        { "a boolean as text", $"{{{User},\"userName\":\"{{0}}\",\"active\":\"True\"}}", "invalidValue" },
    };

    [Theory, MemberData(nameof(Refusals))]
    [Holds("S-23", "S-30", "C-09", "C-11", "RP-14", "RP-18")]
    public async Task Neither_created_nor_replaced(string what, string body, string scimType)
    {
        var name = Wire.NewName();
        using var made = await strict.Server.Http.SendAsync("POST", Users, $"{{{User},\"userName\":\"{name}\"}}");
        var path = $"{Users}/{(await made.JsonAsync()).Text("id")}";

        using var post = await strict.Server.Http.SendAsync("POST", Users, body.Replace("{0}", Wire.NewName(), StringComparison.Ordinal));
        using var put = await strict.Server.Http.SendAsync("PUT", path, body.Replace("{0}", name, StringComparison.Ordinal));
        using var after = await strict.Server.Http.SendAsync("GET", path);

        foreach (var refused in new[] { post, put })
        {
            Assert.True((int)refused.StatusCode == 400, $"{what}: {(int)refused.StatusCode}");
            Assert.Equal(scimType, (await refused.JsonAsync()).Text("scimType"));
        }

        Assert.Equal(made.Header("ETag"), after.Header("ETag"));
    }

    [Fact]
    [Holds("S-22")]
    public async Task An_empty_text_is_a_value()
    {
        using var made = await strict.Server.Http.SendAsync("POST", Users, $"{{{User},\"userName\":\"{Wire.NewName()}\",\"title\":\"\"}}");

        Assert.Equal("", (await made.JsonAsync()).Text("title"));
    }

    [Fact]
    [Holds("RP-04")]
    public async Task What_a_replacement_leaves_out_is_cleared_or_what_it_is_by_default()
    {
        using var made = await strict.Server.Http.SendAsync("POST", Users, $"{{{User},\"userName\":\"{Wire.NewName()}\",\"title\":\"Lead\",\"active\":false}}");
        var user = await made.JsonAsync();

        using var put = await strict.Server.Http.SendAsync("PUT", $"{Users}/{user.Text("id")}", $"{{{User},\"userName\":\"{user.Text("userName")}\"}}");
        var replaced = await put.JsonAsync();

        Assert.Equal(200, (int)put.StatusCode);
        Assert.NotEqual("false", replaced["active"]?.ToJsonString());
        Assert.Null(replaced["title"]);
    }

    public sealed class StrictServer : IAsyncLifetime
    {
        RosterServer? server;

        public RosterServer Server => server ?? throw new InvalidOperationException("The server has not been started.");

        public async ValueTask InitializeAsync() => server = await RosterServer.StartAsync(o => o with { Standard = new StandardSettings { Tolerances = "none" } });

        public async ValueTask DisposeAsync()
        {
            if (server is not null)
                await server.DisposeAsync();
        }
    }
}
