using System.Text.Json.Nodes;
using Roster.Seeding;

namespace Roster.Cli.Tests.Seeding;

/// <summary>A contact centre that does not exist, and is the same each time.</summary>
public sealed class SeedTests(CommandLine roster)
{
    static List<JsonObject> Users(ulong seed, int count) => [.. new ContactCentre(seed, count, "contact.example", hasGenesys: true).Users()];

    static string Shown(IEnumerable<JsonObject> resources) => string.Join('\n', resources.Select(r => r.ToJsonString()));

    [Fact]
    public void The_same_seed_gives_the_same_and_another_seed_another()
    {
        Assert.Equal(Shown(Users(7, 500)), Shown(Users(7, 500)));
        Assert.NotEqual(Shown(Users(7, 500)), Shown(Users(8, 500)));
        // Written down here, so that a new version makes what the old one made.
        Assert.Equal("yusuf.lopez1@contact.example", (string?)Users(1, 3)[0]["userName"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(400)]
    [InlineData(5000)]
    public void Names_are_unique_who_is_referred_to_comes_first_and_everybody_is_in_a_group(int count)
    {
        var users = Users(1, count);
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var user in users)
        {
            if ((string?)user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]!["manager"]?["value"] is { } manager)
                Assert.Contains(manager["userName:".Length..], known);
            Assert.True(known.Add((string)user["userName"]!));
        }

        var groups = new ContactCentre(1, count, "contact.example", hasGenesys: false).Groups().ToList();
        var members = groups.SelectMany(g => g["members"]!.AsArray().Select(m => ((string)m!["value"]!)["userName:".Length..])).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.True(known.SetEquals(members));
        Assert.Equal(groups.Count, groups.DistinctBy(g => (string?)g["displayName"]).Count());
    }

    [Theory]
    [InlineData("standard", false)]
    [InlineData("genesys", true)]
    public async Task A_server_is_filled_once(string context, bool hasSkills)
    {
        using var person = await roster.OperatorAsync();
        person.With("ROSTER_CONTEXT", context);

        var first = await person.DoAsync("seed", "--users", "80", "--seed", "3");
        Assert.Contains("Users: 80 rows: 80 created", first.Output, StringComparison.Ordinal);
        Assert.Contains("0 created, 0 updated, 80 unchanged", (await person.DoAsync("seed", "--users", "80", "--seed", "3")).Output, StringComparison.Ordinal);

        var agent = (await person.DoAsync("users", "list", "--filter", "title eq \"Agent\"", "--limit", "1", "-o", "json")).Json[0]!;
        Assert.Equal(hasSkills, agent["urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User"]?["routingSkills"] is JsonArray { Count: > 0 });
        Assert.NotEmpty((await person.DoAsync("groups", "get", "Team 0001", "-o", "json")).Json["members"]!.AsArray());
        Assert.NotNull(agent["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]!["manager"]!["value"]);
    }

    [Fact]
    public async Task Files_of_it_are_what_an_import_takes()
    {
        using var person = await roster.OperatorAsync();

        await person.DoAsync("seed", "--users", "40", "--output", "users.jsonl", "--groups-output", "groups.jsonl");
        await person.DoAsync("import", "users", "users.jsonl");
        await person.DoAsync("import", "groups", "groups.jsonl");

        Assert.Contains("0 created, 0 updated, 40 unchanged", (await person.DoAsync("seed", "--users", "40")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await person.RunAsync("seed", "--users", "0")).Code);
        Assert.Equal(2, (await person.RunAsync("seed", "--domain", "no domain")).Code);
    }
}
