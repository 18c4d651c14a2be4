namespace Roster.Client.Tests;

/// <summary>Read, change, put: against whoever else does the same.</summary>
public sealed class UpdateTests(RunningRoster roster)
{
    [Theory]
    [InlineData(400, "invalidVers")]
    [InlineData(409, "invalidVers")]
    [InlineData(412, null)]
    public async Task A_conflict_is_met_by_reading_again(int status, string? scimType)
    {
        await using var server = new ScriptedServer(Scripted.User("7"), Scripted.Error(status, scimType), Scripted.User("8"), Scripted.User("9"));
        var seen = new List<string?>();

        var answer = await server.Api().Users.UpdateAsync("u1", u =>
        {
            seen.Add(u.Meta!.Version);
            return u with { Title = "Chief" };
        });

        Assert.Equal("\"9\"", answer.ETag);
        Assert.Equal(["7", "8"], seen);
        Assert.Equal(["GET", "PUT \"7\"", "GET", "PUT \"8\""], server.Requests.Select(r => $"{r.Method} {r.Header("If-Match")}".TrimEnd()));
    }

    [Fact]
    public async Task Who_is_never_fast_enough_is_told_so()
    {
        await using var server = new ScriptedServer((r, _) => r.Method == "GET" ? Scripted.User() : Scripted.Error(412));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api().Users.UpdateAsync("u1", u => u with { Title = "Chief" }));

        Assert.True(failure.IsVersionConflict);
        Assert.Equal(5, server.Requests.Count(r => r.Method == "PUT"));
    }

    [Fact]
    public async Task Another_refusal_ends_it()
    {
        await using var server = new ScriptedServer((r, _) => r.Method == "GET" ? Scripted.User() : Scripted.Error(409, "uniqueness"));

        await Assert.ThrowsAsync<ScimException>(() => server.Api().Users.UpdateAsync("u1", u => u with { UserName = "taken" }));

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_not_sent()
    {
        await using var server = new ScriptedServer(Scripted.User());

        var answer = await server.Api().Users.UpdateAsync("u1", u => u with { UserName = u.UserName });

        Assert.Equal("\"7\"", answer.ETag);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_resource_that_is_changed_in_place_is_changed_all_the_same()
    {
        await using var server = new ScriptedServer(Scripted.User());

        await new ScimService(server.Connection()).Objects("Users").UpdateAsync("u1", u =>
        {
            u["title"] = "Chief";
            return u;
        });

        Assert.Contains("Chief", server.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_no_header_names_is_that_of_the_body()
    {
        var silent = new Reply(200, """{"id":"u1","userName":"ana@example.org","meta":{"version":"W/\"7\""}}""");
        await using var server = new ScriptedServer(silent, Scripted.Error(412), silent, Scripted.User("9"));

        await server.Api().Users.UpdateAsync("u1", u => u with { Title = "Chief" });

        Assert.Equal(["GET", "PUT W/\"7\"", "GET", "PUT W/\"7\""], server.Requests.Select(r => $"{r.Method} {r.Header("If-Match")}".TrimEnd()));
    }

    [Fact]
    public async Task Without_versions_there_are_no_updates()
    {
        await using var server = new ScriptedServer(new Reply(200, """{"id":"u1"}"""));

        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Api().Users.UpdateAsync("u1", u => u with { Title = "Chief" }));

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("api/v2/scim/v2/Users")]
    [InlineData("scim/v2/Users")]
    public async Task No_update_of_many_at_once_is_lost(string endpoint)
    {
        const int Writers = 4, Each = 3;
        var connection = await roster.ConnectAsync();
        var users = new ScimClient<Person>(connection, endpoint, TestJson.Default.Person);
        Person ana = await users.CreateAsync(new Person("ana@example.org") { DisplayName = "Ana" });

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; i < Each; i++)
            {
                // An update gives up after some attempts, which is for its caller to decide about.
                for (var done = false; !done;)
                {
                    try
                    {
                        await users.UpdateAsync(ana.Id!, u => u with { DisplayName = $"{u.DisplayName} {writer}.{i}" });
                        done = true;
                    }
                    catch (ScimException e) when (e.IsVersionConflict)
                    {
                        await Task.Yield();
                    }
                }
            }
        }));

        Person after = await users.GetAsync(ana.Id!);
        var written = after.DisplayName!.Split(' ')[1..];
        Assert.Equal(Enumerable.Range(0, Writers).SelectMany(w => Enumerable.Range(0, Each).Select(i => $"{w}.{i}")), written.Order(StringComparer.Ordinal));
    }
}
