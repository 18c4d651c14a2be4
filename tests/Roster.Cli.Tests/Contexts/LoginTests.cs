using System.Runtime.Versioning;
using Roster.Server.Options;
using Roster.Testing;

namespace Roster.Cli.Tests.Contexts;

/// <summary>Who asks, and where: contexts, secrets, variables of the environment.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LoginTests(CommandLine roster)
{
    [Fact]
    public async Task Contexts_are_made_listed_chosen_shown_and_forgotten_without_telling_a_secret()
    {
        var (id, secret) = await roster.CredentialsAsync();
        using var person = CommandLine.Nobody();
        var runs = new List<Run>
        {
            await person.FeedAsync(secret, "login", roster.Server.BaseUrl, "--client-id", id),
            await person.FeedAsync(secret, "login", roster.Server.BaseUrl, "--surface", "genesys", "--client-id", id, "--name", "gen"),
            await person.RunAsync("context", "list"),
            await person.RunAsync("context", "use", "127.0.0.1"),
            await person.RunAsync("context", "show"),
            await person.RunAsync("context", "show", "gen", "--json"),
            await person.RunAsync("context", "remove", "gen"),
            await person.RunAsync("context", "list", "--json"),
        };

        Assert.All(runs, run => Assert.Equal(0, run.Code));
        Assert.All(runs, run => Assert.DoesNotContain(secret, run.Output + run.Errors, StringComparison.Ordinal));
        Assert.Contains("* gen", runs[2].Output, StringComparison.Ordinal);
        Assert.Contains($"{roster.Server.BaseUrl}/scim/v2", runs[4].Output, StringComparison.Ordinal);
        Assert.Equal($"{roster.Server.BaseUrl}/api/v2/scim/v2", (string?)runs[5].Json["url"]);
        Assert.Equal("127.0.0.1", (string?)runs[7].Json["current"]);
        Assert.Single(runs[7].Json["contexts"]!.AsArray());
    }

    [Fact]
    public async Task Secrets_lie_where_nobody_else_reads_them_and_a_file_that_is_open_is_refused()
    {
        using var person = await roster.OperatorAsync();
        var file = Path.Combine(person.Settings, "contexts.json");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(person.Settings));

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var refused = await person.RunAsync("users", "list");
        Assert.Equal(2, refused.Code);
        Assert.Contains("chmod 600", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_out_is_nobody_until_the_next_login()
    {
        using var person = await roster.OperatorAsync();
        await person.DoAsync("users", "list");
        await person.DoAsync("logout");

        Assert.DoesNotContain("clientSecret", person.Read("settings/contexts.json").Split("\"standard\"")[2], StringComparison.Ordinal);
        var refused = await person.RunAsync("users", "list");
        Assert.Equal(5, refused.Code);
        Assert.Contains("roster login", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_of_the_environment_go_where_the_environment_or_an_option_says()
    {
        var (id, secret) = await roster.CredentialsAsync();
        using var byClient = CommandLine.Nobody().With("ROSTER_URL", roster.Server.BaseUrl).With("ROSTER_CLIENT_ID", id).With("ROSTER_CLIENT_SECRET", secret);
        using var byToken = CommandLine.Nobody().With("ROSTER_TOKEN", await roster.Server.TokenAsync(id, secret));
        using var half = CommandLine.Nobody().With("ROSTER_URL", roster.Server.BaseUrl).With("ROSTER_CLIENT_ID", id);

        await byClient.DoAsync("users", "list");
        await byToken.DoAsync("users", "list", "--url", $"{roster.Server.BaseUrl}/scim/v2");
        Assert.Equal(2, (await byToken.RunAsync("users", "list")).Code);
        Assert.Equal(2, (await half.RunAsync("users", "list")).Code);
    }

    [Fact]
    public async Task A_context_of_the_environment_is_meant_when_none_is_named()
    {
        using var person = await roster.OperatorAsync();
        person.With("ROSTER_CONTEXT", "nowhere");

        Assert.Equal(2, (await person.RunAsync("users", "list")).Code);
        Assert.Equal(0, (await person.RunAsync("users", "list", "--context", "genesys")).Code);
    }

    [Theory]
    [InlineData(2, "Name the server", "")]
    [InlineData(2, "Say who signs in", "", "http://127.0.0.1:1")]
    [InlineData(2, "two ways", "x", "http://127.0.0.1:1", "--client-id", "a", "--token-stdin")]
    [InlineData(2, "not an http or https address", "x", "ftp://x", "--client-id", "a")]
    [InlineData(2, "--surface", "x", "http://127.0.0.1:1", "--client-id", "a", "--surface", "soap")]
    [InlineData(2, "has a path already", "x", "http://127.0.0.1:1/scim", "--client-id", "a", "--surface", "genesys")]
    [InlineData(2, "--region", "x", "--region", "nowhere", "--client-id", "a")]
    [InlineData(2, "plain HTTP", "x", "http://scim.example.org", "--client-id", "a")]
    [InlineData(2, "The secret is empty", "", "http://127.0.0.1:1", "--client-id", "a")]
    [InlineData(2, "'roster login --help'", "", "a", "b")]
    public async Task What_is_no_login_is_said_before_anything_is_sent(int code, string sentence, string input, params string[] arguments)
    {
        using var person = CommandLine.Nobody();

        var run = await person.FeedAsync(input, ["login", .. arguments]);

        Assert.Equal(code, run.Code);
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(person.Settings));
    }

    [Fact]
    public async Task What_a_server_says_to_a_login_comes_with_the_next_step()
    {
        var (id, _) = await roster.CredentialsAsync();
        using var person = CommandLine.Nobody();

        var wrong = await person.FeedAsync("not-the-secret", "login", roster.Server.BaseUrl, "--client-id", id);
        Assert.Equal((5, true), (wrong.Code, wrong.Errors.Contains("Sign in again", StringComparison.Ordinal)));

        var nothing = await person.FeedAsync("token", "login", "http://127.0.0.1:1", "--token-stdin");
        Assert.Equal((1, true), (nothing.Code, nothing.Errors.Contains("Nothing answers", StringComparison.Ordinal)));

        var noTls = await person.FeedAsync("token", "login", roster.Server.BaseUrl.Replace("http:", "https:", StringComparison.Ordinal), "--token-stdin");
        Assert.Equal((1, true), (noTls.Code, noTls.Errors.Contains("does not speak TLS", StringComparison.Ordinal)));

        var elsewhere = await person.FeedAsync("token", "login", $"{roster.Server.BaseUrl}/health", "--token-stdin");
        Assert.NotEqual(0, elsewhere.Code);
        Assert.Contains("root of a SCIM service", elsewhere.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_list_users_is_signed_in_and_told()
    {
        var (id, secret) = await roster.CredentialsAsync("directory:group:edit");
        using var person = CommandLine.Nobody();

        var run = await person.FeedAsync(secret, "login", roster.Server.BaseUrl, "--client-id", id);
        Assert.Equal((0, true), (run.Code, run.Errors.Contains("may not list users", StringComparison.Ordinal)));

        await person.DoAsync("groups", "list");
        var refused = await person.RunAsync("users", "list");
        Assert.Equal((5, true), (refused.Code, refused.Errors.Contains("permission", StringComparison.Ordinal)));
    }

    // The server reads ROSTER_ too: one name must not mean two things.
    [Fact]
    public void No_variable_of_the_command_line_is_an_option_of_the_server()
    {
        string[] variables = ["URL", "TOKEN", "CLIENT_ID", "CLIENT_SECRET", "CONTEXT", "CONFIG"];

        Assert.Empty(typeof(RosterOptions).GetProperties().Select(p => p.Name).Intersect(variables, StringComparer.OrdinalIgnoreCase));
    }
}
