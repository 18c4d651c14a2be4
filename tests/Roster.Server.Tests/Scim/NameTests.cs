using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Scim;

/// <summary>A name that is refused as taken is found, and the other way round.</summary>
public sealed class NameTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    [Theory, Holds("S-37", "S-38")]
    [InlineData("/scim/v2/Users")]
    [InlineData(Wire.Users)]
    public async Task Names_that_read_alike_are_one_name_in_uniqueness_and_in_filters(string users)
    {
        var unique = Guid.NewGuid().ToString("N");
        using var created = await Server.Http.SendAsync("POST", users, Wire.UserBody($"Ａｎn\u00e9-{unique}@example.test"));
        var user = await created.JsonAsync();
        Assert.Equal($"Ａｎn\u00e9-{unique}@example.test", user.Text("userName"));

        foreach (var alike in new[] { $"ann\u00e9-{unique}@example.test", $"ANNE\u0301-{unique}＠example．test", $"ＡＮＮ\u00c9-{unique}@EXAMPLE.test" })
        {
            using var taken = await Server.Http.SendAsync("POST", users, Wire.UserBody(alike));
            Assert.Equal((409, "uniqueness"), ((int)taken.StatusCode, (await taken.JsonAsync()).Text("scimType")));

            foreach (var filter in new[] { $"userName eq \"{alike}\"", $"userName sw \"{alike[..^4]}\"", $"userName co \"{alike[1..]}\"", $"not (userName ne \"{alike}\")" })
            {
                using var found = await Server.Http.SendAsync("GET", $"{users}?filter={Uri.EscapeDataString(filter)}");
                Assert.Equal(user.Text("id"), Assert.Single((await found.JsonAsync())["Resources"]!.AsArray())!["id"]!.GetValue<string>());
            }
        }

        // Only names that must be unique are prepared: other text is what was written.
        using var title = await Server.Http.SendAsync("GET", $"{users}?filter={Uri.EscapeDataString($"displayName eq \"Ｓomebody\" and id eq \"{user.Text("id")}\"")}");
        Assert.Equal(0, (await title.JsonAsync())["totalResults"]!.GetValue<int>());
    }
}
