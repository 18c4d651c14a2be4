using Roster.Testing;
using Xunit;

namespace Roster.Server.Tests.Http;

public sealed class HeaderTests(ServerFixture fixture)
{
    RosterServer Server => fixture.Server;

    public static TheoryData<string, string, bool> Answers => new()
    {
        { "GET", Wire.Users, true },
        { "GET", Wire.Users, false },
        { "GET", Wire.Users + "/nobody", true },
        { "GET", "/api/v2/scim/v2/serviceproviderconfig", false },
        { "POST", "/oauth/token", false },
        { "GET", "/health/live", false },
        { "GET", "/nothing/here", false },
        { "PUT", Wire.Users, true },
    };

    [Theory, MemberData(nameof(Answers))]
    [Holds("H-16", "SEC-11")]
    public async Task Every_answer_carries_the_common_headers(string method, string path, bool token)
    {
        using var response = await (token ? Server.Http : Server.Anonymous).SendAsync(method, path);

        Assert.True(Guid.TryParse(response.Header("ININ-Correlation-Id"), out _));
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("no-cache", response.Header("Pragma"));
        Assert.Null(response.Header("Server"));
        Assert.Null(response.Header("X-Powered-By"));
        Assert.Null(response.Header("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("abc-123_X.y", true)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    [InlineData("a b", false)]
    [InlineData("<script>", false)]
    [InlineData("a\u001b[31m", false)]
    public async Task A_correlation_id_is_taken_over_only_when_it_is_harmless(string given, bool kept)
    {
        using var response = await Server.Http.SendAsync("GET", Wire.Users + "?count=0", headers: ("ININ-Correlation-Id", given));

        Assert.Equal(kept, string.Equals(given, response.Header("ININ-Correlation-Id"), StringComparison.Ordinal));
    }

    [Fact]
    [Holds("SEC-12")]
    public async Task Log_lines_have_no_line_ends_and_no_query()
    {
        using var response = await Server.Http.SendAsync("GET", "/api/v2/scim/v2/users/evil%0d%0aFORGED?attributes=private");

        // The line is written when the answer is out, so its reader may be here first.
        for (var waited = 0; waited < 100 && !Server.Logs.Lines.Any(IsTheLine); waited++)
            await Task.Delay(50);
        Assert.Contains(Server.Logs.Lines, IsTheLine);
        Assert.DoesNotContain(Server.Logs.Lines, l => l.Contains("[1001]", StringComparison.Ordinal) && (l.Contains("private", StringComparison.Ordinal) || l.Contains("\nFORGED", StringComparison.Ordinal)));

        static bool IsTheLine(string line) => line.Contains("evil%0D%0AFORGED -> 404", StringComparison.Ordinal);
    }
}
