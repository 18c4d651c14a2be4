using Microsoft.Extensions.DependencyInjection;
using Roster.Server.Hosting;
using Roster.Server.Options;
using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "roster-start-" + Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task The_first_start_makes_a_client_and_later_ones_do_not()
    {
        FirstClient first;
        await using (var server = await StartAsync(new BootstrapOptions()))
        {
            first = server.App.Services.GetRequiredService<FirstClient>();
            Assert.Contains(first.Secret!, Greeting.Text(first, [server.BaseUrl]), StringComparison.Ordinal);
            Assert.DoesNotContain(server.Logs.Lines, l => l.Contains(first.Secret!, StringComparison.Ordinal));
        }

        await using var later = await StartAsync(new BootstrapOptions());

        Assert.Null(later.App.Services.GetService<FirstClient>());
        Assert.NotEmpty(await later.TokenAsync(first.ClientId, first.Secret!));
    }

    [Fact]
    public async Task What_the_first_answers_need_is_gone_through_while_the_server_begins_to_listen()
    {
        await using var server = await StartAsync(new BootstrapOptions());

        await server.App.Services.GetRequiredService<Rehearsal>().Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.DoesNotContain(server.Logs.Lines, l => l.Contains("/Users", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_configured_client_is_made_at_any_start_and_its_secret_is_not_shown()
    {
        var options = new BootstrapOptions { ClientId = "ci", ClientSecret = "a configured secret" };
        await using (await StartAsync(new BootstrapOptions()))
        {
        }

        await using (var server = await StartAsync(options))
        {
            Assert.NotEmpty(await server.TokenAsync("ci", "a configured secret"));
            Assert.DoesNotContain("a configured secret", Greeting.Text(server.App.Services.GetRequiredService<FirstClient>(), [server.BaseUrl]), StringComparison.Ordinal);
        }

        await using var again = await StartAsync(options);
        Assert.Null(again.App.Services.GetService<FirstClient>());
    }

    [Fact]
    public async Task The_configured_client_with_another_secret_or_revoked_stops_the_start()
    {
        await using (var server = await StartAsync(new BootstrapOptions { ClientId = "ci", ClientSecret = "a configured secret" }))
        {
            await server.NewCredentialsAsync("default", []);
        }

        await Assert.ThrowsAsync<OptionsException>(() => StartAsync(new BootstrapOptions { ClientId = "ci", ClientSecret = "another secret here" }));

        // A failed start gives the folder back.
        await using (var server = await StartAsync(new BootstrapOptions { ClientId = "ci", ClientSecret = "a configured secret" }))
            await server.Store.Clients.RevokeAsync("ci", CancellationToken.None);
        await Assert.ThrowsAsync<OptionsException>(() => StartAsync(new BootstrapOptions { ClientId = "ci", ClientSecret = "a configured secret" }));
    }

    [Trait(TestEngine.Trait, TestEngine.Sqlite)]
    [Fact]
    public async Task A_second_server_on_the_same_folder_does_not_start()
    {
        await using var server = await StartAsync(new BootstrapOptions());

        var refused = await Assert.ThrowsAsync<OptionsException>(() => StartAsync(new BootstrapOptions()));

        Assert.Contains("another server runs", refused.Message, StringComparison.Ordinal);
    }

    [Trait(TestEngine.Trait, TestEngine.Sqlite)]
    [Fact]
    public async Task The_data_folder_is_for_its_owner_alone()
    {
        await using var server = await StartAsync(new BootstrapOptions());

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_is_told_without_a_token(string path)
    {
        await using var server = await StartAsync(new BootstrapOptions());

        using var response = await server.Anonymous.SendAsync("GET", path);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("ok", (await response.JsonAsync()).Text("status"));
    }

    Task<RosterServer> StartAsync(BootstrapOptions bootstrap) => RosterServer.StartAsync(o => o with { Bootstrap = bootstrap }, folder: folder);

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
