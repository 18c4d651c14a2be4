using System.Diagnostics;
using System.Text;

namespace Roster.Client.Tests.Http;

/// <summary>Nothing secret is in what gets logged: exceptions, activities, texts of objects.</summary>
public sealed class SecrecyTests
{
    const string Secret = "the-client-secret";
    const string Token = "the-access-token";

    [Theory]
    [InlineData(Secret)]
    [InlineData(@"\u0074he-client-secret")]
    public async Task A_server_that_repeats_a_secret_is_not_quoted(string written)
    {
        await using var server = new ScriptedServer(new Reply(401, $$"""{"error":"invalid_client","error_description":"no client has the secret {{written}}"}"""));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api(change: o => o.Credential = ScimCredential.ClientCredentials("id", Secret)).GetScimV2UserAsync("u1"));

        Assert.DoesNotContain(Secret, failure + failure.Detail, StringComparison.Ordinal);
        Assert.Contains("no client has the secret ***", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_repeats_a_token_is_not_quoted(bool fetched)
    {
        await using var server = new ScriptedServer((r, _) => r.Target == "/oauth/token" ? Scripted.Token(Token) : new Reply(403, $$"""{"message":"the token {{Token}} may not","code":"{{Token}}","messageParams":{"token":"{{Token}}"} }"""));
        var credential = fetched ? ScimCredential.ClientCredentials("id", Secret) : ScimCredential.Token(Token);

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api(change: o => o.Credential = credential).GetScimV2UserAsync("u1"));

        Assert.DoesNotContain(Token, failure + failure.Detail + failure.Code + failure.PlatformError, StringComparison.Ordinal);
        Assert.Equal("***", failure.PlatformError!.MessageParams!["token"]);
    }

    [Theory]
    [InlineData("""{"access_token":"the access token"}""")]
    [InlineData("""{"access_token":"the-access-token\n"}""")]
    [InlineData("""{"access_token":"the-access-token""")]
    [InlineData("""{"access_token":["the-access-token"]}""")]
    public async Task A_token_that_cannot_be_used_is_not_quoted(string body)
    {
        await using var server = new ScriptedServer(new Reply(200, body));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api(change: o => o.Credential = ScimCredential.ClientCredentials("id", Secret)).GetScimV2UserAsync("u1"));

        Assert.DoesNotContain("access token", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("")]
    [InlineData("über")]
    public void A_token_that_no_header_can_carry_is_refused_unquoted(string token)
    {
        var failure = Assert.Throws<ArgumentException>(() => ScimCredential.Token(token));

        Assert.True(token.Length == 0 || !failure.Message.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public void No_object_shows_a_secret_as_its_text()
    {
        object[] objects =
        [
            ScimCredential.ClientCredentials("id", Secret), ScimCredential.Token(Secret), new ScimConnectionOptions().UseGenesys(GenesysRegion.UsEast1, "id", Secret),
            new ScimV2User { Password = Secret }, new ScimV2CreateUser { Password = Secret },
            new ScimPatch().Replace("password", Secret), (ScimV2PatchRequest)new ScimPatch().Replace("password", Secret), new ScimPatch().Replace("password", Secret).Operations[0],
            new PatchRequest { Operations = [new PatchOperation { Value = Secret }] }, new PatchOperation { Value = Secret },
        ];

        Assert.All(objects, o => Assert.DoesNotContain(Secret, o.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Activities_tell_the_operation_and_neither_secrets_nor_persons()
    {
        var told = new StringBuilder();
        var names = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == ScimConnection.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
            {
                lock (told)
                {
                    names.Add(a.OperationName);
                    told.AppendLine(a.OperationName).AppendJoin(' ', a.TagObjects).AppendJoin(' ', a.Events.SelectMany(e => e.Tags)).AppendLine(a.StatusDescription);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = new ScriptedServer((r, n) => r.Target == "/oauth/token" ? Scripted.Token(Token) : n == 0 ? Scripted.Error(503) : n == 1 ? Scripted.User() : Scripted.Error(404, null, "no ana@example.org"));
        var api = server.Api(change: o => o.Credential = ScimCredential.ClientCredentials("id", Secret));

        await api.GetScimV2UserAsync("ana@example.org");
        await Assert.ThrowsAsync<ScimException>(() => api.GetScimV2UsersAsync(ScimFilter.Equal("userName", "ana@example.org")));

        var text = told.ToString();
        Assert.Contains("GET api/v2/scim/v2/users/{id}", names);
        Assert.Contains("POST oauth/token", names);
        Assert.Contains("[http.response.status_code, 200]", text, StringComparison.Ordinal);
        Assert.Contains("[http.request.resend_count, 1]", text, StringComparison.Ordinal);
        Assert.Contains("[error.type, 404]", text, StringComparison.Ordinal);
        Assert.Contains("[scim.correlation_id, ", text, StringComparison.Ordinal);
        Assert.All([Secret, Token, "ana"], s => Assert.DoesNotContain(s, text, StringComparison.Ordinal));
    }
}
