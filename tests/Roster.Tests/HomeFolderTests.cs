using Roster.Testing;

namespace Roster.Tests;

/// <summary>A server writes where its data are, and nowhere else.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class HomeFolderTests : IDisposable
{
    readonly string data = Directory.CreateTempSubdirectory("roster-data-").FullName;
    readonly string home = Directory.CreateTempSubdirectory("roster-home-").FullName;
    readonly HttpClient http = new();

    [Fact]
    public async Task A_server_leaves_nothing_in_the_home_folder()
    {
        await using (var roster = await RosterProcess.StartAsync(data, http, TimeSpan.FromSeconds(60), ("HOME", home)))
        {
            Assert.NotEmpty(await RosterProcess.TokenAsync(http, roster.Address, RosterProcess.ClientId, RosterProcess.ClientSecret));
            roster.Terminate();
            Assert.Equal(0, await roster.ExitedAsync(TimeSpan.FromSeconds(40)));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(home));
    }

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(data, recursive: true);
        Directory.Delete(home, recursive: true);
    }
}
