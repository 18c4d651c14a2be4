using System.Security.Authentication;
using Roster.Commands;
using Roster.Contexts;

namespace Roster.Cli.Tests.Commands;

/// <summary>What a command says when it does not get through to a server.</summary>
public sealed class ServerFailureTests
{
    static readonly ServerContext Context = new() { Url = new Uri("https://scim.example.org/scim/v2"), Token = "secret-token" };

    static readonly Dictionary<string, Exception> Failures = new(StringComparer.Ordinal)
    {
        ["certificate"] = new HttpRequestException(HttpRequestError.SecureConnectionError, "The SSL connection could not be established", new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot")),
        ["no TLS"] = new HttpRequestException(HttpRequestError.SecureConnectionError, "The SSL connection could not be established", new AuthenticationException("Cannot determine the frame size or a corrupted frame was received.")),
        ["name"] = new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known"),
        ["refused"] = new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"),
        ["lost"] = new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."),
        ["late"] = new TimeoutException("GET Users was not answered within 00:02:00."),
        ["interrupted"] = new OperationCanceledException(),
    };

    [Theory]
    [InlineData("certificate", 1, "not trusted", "authority")]
    [InlineData("no TLS", 1, "does not speak TLS", "http://")]
    [InlineData("name", 1, "no host 'scim.example.org'", "address right")]
    [InlineData("refused", 1, "Nothing answers at https://scim.example.org", "running")]
    [InlineData("lost", 1, "was lost", "look before repeating")]
    [InlineData("late", 1, "too slow", "look before repeating")]
    [InlineData("interrupted", 130, "Interrupted", "")]
    public void Each_failure_is_told_with_what_to_do_next(string failure, int code, string what, string next)
    {
        var explained = ServerFailure.Explain(Failures[failure], Context)!;

        Assert.Equal(code, explained.ExitCode);
        Assert.Contains(what, explained.Message, StringComparison.Ordinal);
        Assert.Contains(next, explained.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", explained.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_failure_of_a_server_is_not_explained_away() => Assert.Null(ServerFailure.Explain(new InvalidOperationException("a bug") { Source = "Roster" }, Context));

    [Theory]
    [InlineData(400, false, 1)]
    [InlineData(400, true, 4)]
    [InlineData(401, false, 5)]
    [InlineData(403, false, 5)]
    [InlineData(404, false, 3)]
    [InlineData(409, false, 4)]
    [InlineData(412, true, 4)]
    [InlineData(429, false, 1)]
    [InlineData(500, false, 1)]
    public void A_status_has_an_exit_code(int status, bool isVersionConflict, int code) => Assert.Equal(code, ServerFailure.ExitCodeOf(status, isVersionConflict));

    [Fact]
    public void Nothing_that_shows_a_context_shows_its_secret()
    {
        var client = Context with { Token = null, ClientId = "id", ClientSecret = "secret-of-client" };

        Assert.DoesNotContain("secret", $"{Context} {client} {client.Who()} {client.SignedOut()}", StringComparison.Ordinal);
    }
}
