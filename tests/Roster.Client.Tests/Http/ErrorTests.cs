namespace Roster.Client.Tests.Http;

/// <summary>Refusals in all their forms are one exception.</summary>
public sealed class ErrorTests
{
    static readonly ScimPatch Patch = new ScimPatch().Replace("active", false);

    public static TheoryData<int, string> Conflicts => new()
    {
        { 400, $$"""{"schemas":["{{Scripted.ScimErrorUrn}}"],"status":"400","scimType":"invalidVers","detail":"The version does not match."}""" },
        { 409, $$"""{"schemas":["{{Scripted.ScimErrorUrn}}"],"status":"409","detail":"version does not match"}""" },
        { 409, $$"""{"schemas":["{{Scripted.ScimErrorUrn}}"],"status":409,"scimType":"invalidVers"}""" },
        { 412, """{"message":"Precondition failed","code":"precondition.failed","status":412}""" },
        { 412, "" },
        { 412, "<html>nope</html>" },
    };

    [Theory, MemberData(nameof(Conflicts))]
    public async Task A_version_conflict_is_recognised_in_each_of_its_forms(int status, string body)
    {
        await using var server = new ScriptedServer(new Reply(status, body));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api().PatchScimV2UserAsync("u1", Patch, "\"7\""));

        Assert.True(failure.IsVersionConflict);
        Assert.Equal(status, failure.Status);
    }

    [Theory]
    [InlineData(409, "uniqueness", "userName is taken", "\"7\"")]
    [InlineData(409, null, "A user with this name exists.", "\"7\"")]
    [InlineData(409, "uniqueness", "a version of this user exists", "\"7\"")]
    [InlineData(400, "invalidVers", "Version 1 of the protocol is not served.", null)]
    [InlineData(400, "invalidValue", "version", "\"7\"")]
    [InlineData(404, null, "version", "\"7\"")]
    [InlineData(412, null, null, "*")]
    public async Task Other_refusals_are_no_version_conflicts(int status, string? scimType, string? detail, string? ifMatch)
    {
        await using var server = new ScriptedServer(Scripted.Error(status, scimType, detail));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api().PatchScimV2UserAsync("u1", Patch, ifMatch));

        Assert.False(failure.IsVersionConflict);
    }

    [Fact]
    public async Task The_error_of_the_standard_is_told_whole()
    {
        await using var server = new ScriptedServer(Scripted.Error(409, "uniqueness", "userName in use", ("ININ-Correlation-Id", "c-9")));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api().PostScimV2UsersAsync(new ScimV2CreateUser()));

        Assert.Equal((409, "uniqueness", "userName in use", "c-9"), (failure.Status, failure.ScimType, failure.Detail, failure.CorrelationId));
        Assert.Equal("409", failure.Error?.Status);
        Assert.Null(failure.PlatformError);
        Assert.Equal("POST api/v2/scim/v2/users was answered 409 (uniqueness): userName in use [correlation id c-9]", failure.Message);
    }

    [Fact]
    public async Task The_error_of_the_platform_is_told_whole()
    {
        await using var server = new ScriptedServer(new Reply(403, """
            {"message":"You must have one of: directory:user:view","code":"missing.any.permissions","status":403,"messageParams":{"permissions":"directory:user:view"},"contextId":"c-1",
             "details":[{"errorCode":"e","fieldName":"f","entityId":"i","entityName":"n"}],"errors":[{"message":"inner","status":400}],"limit":{"key":"k","namespace":"ns","value":300}}
            """));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api().GetScimV2UserAsync("u1"));

        Assert.Equal((403, "missing.any.permissions", "You must have one of: directory:user:view"), (failure.Status, failure.Code, failure.Detail));
        Assert.Null(failure.Error);
        var body = failure.PlatformError!;
        Assert.Equal("directory:user:view", body.MessageParams!["permissions"]);
        Assert.Equal("f", Assert.Single(body.Details!).FieldName);
        Assert.Equal("inner", Assert.Single(body.Errors!).Message);
        Assert.Equal(300, body.Limit!.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("[1,2]")]
    [InlineData("{\"message\":{\"odd\":true}}")]
    [InlineData("{\"detail\":5,\"scimType\":[]}")]
    [InlineData("{\"detail\":")]
    public async Task A_refusal_with_any_body_is_a_refusal(string body)
    {
        await using var server = new ScriptedServer(new Reply(500, body));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api().GetScimV2UserAsync("u1"));

        Assert.Equal(500, failure.Status);
        Assert.DoesNotContain("html", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"id\":\"u1\"")]
    [InlineData("[]")]
    [InlineData("<html></html>")]
    public async Task A_success_that_cannot_be_read_says_so(string body)
    {
        await using var server = new ScriptedServer(new Reply(200, body));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api().GetScimV2UserAsync("u1"));

        Assert.Equal(200, failure.Status);
    }

    [Fact]
    public async Task Not_modified_is_a_value()
    {
        await using var server = new ScriptedServer(new Reply(304, "", ("ETag", "\"7\"")));

        var user = await server.Api().GetScimV2UserAsync("u1", ifNoneMatch: "\"7\"");

        Assert.True(user.IsNotModified);
        Assert.False(user.HasValue);
        Assert.Equal("\"7\"", user.ETag);
        Assert.Throws<InvalidOperationException>(() => user.Value);
        Assert.Equal("\"7\"", server.Requests.Single().Header("If-None-Match"));
    }

    [Fact]
    public async Task A_redirect_that_is_not_followed_is_a_refusal()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        await using var server = new ScriptedServer(new Reply(302, "", ("Location", "https://elsewhere.example/")));

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api(http: http).GetScimV2UserAsync("u1"));

        Assert.Equal(302, failure.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_is_too_long_is_not_read(bool withLength)
    {
        await using var server = new ScriptedServer(new Reply(200, $"{{\"id\":\"{new string('x', 200_000)}\"}}") { HasNoLength = !withLength });

        var failure = await Assert.ThrowsAsync<ScimException>(() => server.Api(change: o => o.MaxResponseBytes = 100_000).GetScimV2UserAsync("u1"));

        Assert.Contains("more than 100000 bytes", failure.Message, StringComparison.Ordinal);
    }
}
