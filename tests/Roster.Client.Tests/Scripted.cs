namespace Roster.Client.Tests;

/// <summary>Short ways to a client of a scripted server, and to what such a server says.</summary>
static class Scripted
{
    public const string ScimErrorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

    public static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    public static ScimConnection Connection(this ScriptedServer server, TimeProvider? time = null, Action<ScimConnectionOptions>? change = null, HttpClient? http = null)
    {
        var options = new ScimConnectionOptions { BaseAddress = server.Address };
        change?.Invoke(options);
        return new ScimConnection(http ?? Http, options, time ?? new SkippingTime());
    }

    public static ScimApi Api(this ScriptedServer server, TimeProvider? time = null, Action<ScimConnectionOptions>? change = null, HttpClient? http = null) =>
        new(server.Connection(time, change, http));

    public static Reply User(string version = "7") =>
        new(200, $$"""{"id":"u1","userName":"ana@example.org","active":true,"meta":{"version":"{{version}}"} }""", ("Content-Type", "application/scim+json"), ("ETag", $"\"{version}\""));

    public static Reply Error(int status, string? scimType = null, string? detail = null, params (string Name, string Value)[] headers) =>
        new(status, $$"""{"schemas":["{{ScimErrorUrn}}"],"status":"{{status}}"{{Member("scimType", scimType)}}{{Member("detail", detail)}}}""", headers);

    public static Reply Platform(int status, string code, string message, params (string Name, string Value)[] headers) =>
        new(status, $$"""{"message":"{{message}}","code":"{{code}}","status":{{status}},"contextId":"c-1","details":[],"errors":[]}""", headers);

    public static Reply Token(string token = "tok-1", int lifetime = 3600) =>
        new(200, $$"""{"expires_in":{{lifetime}},"token_type":"bearer","access_token":"{{token}}"}""");

    static string Member(string name, string? value) => value is null ? "" : $",\"{name}\":\"{value}\"";
}
