using System.Globalization;
using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>Whatever is sent, the server answers in its own words: no 5xx, an error body that fits the status, and nothing changed by a refusal.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class HostileRequestTests(HostileRequestTests.Target target) : IClassFixture<HostileRequestTests.Target>
{
    const string Deep = "{{{deep}}}";

    /// <summary>The user as it was before the request, as far as it is known.</summary>
    string? _before;

    /// <summary>Values that have ended other servers: broken Unicode, huge numbers, nesting, types that do not fit, and texts that mean something elsewhere.</summary>
    public static readonly TheoryData<string> Values =
    [
        "null", "true", "0", "-1", "1e999", "12345678901234567890123", "0.1", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\uffff\"", "\"\\u2028\"",
        "\"'; DROP TABLE resource; --\"", "\"%_\\\\\"", "\"<script>\"", "\"=cmd|x\"", "[]", "{}", "[[]]", "[null]", "[{}]", "[[[[1]]]]", "{\"value\":null}", "{\"value\":{\"value\":{}}}", "[{\"value\":[1]}]",
        "[{\"value\":\"x\"},{\"value\":\"x\"}]", "[\"x\",1,null,{}]", "{\"$ref\":\"file:///etc/passwd\"}", "{\"$type\":\"System.IO.FileInfo, System.IO\",\"fileName\":\"/etc/passwd\"}", "\"2024-13-45T99:99:99Z\"", "\"0001-01-01\"", "\"9999-12-31T23:59:60Z\"",
        "{\"a\":1,\"a\":2}", "{\"value\":\"x\",\"VALUE\":\"y\"}", Deep,
    ];

    static readonly string[] Attributes =
    [
        "userName", "displayName", "title", "active", "password", "externalId", "emails", "phoneNumbers", "roles", "groups", "id", "meta", "schemas", "nosuch", "members",
        Resources.Enterprise, Resources.Enterprise + ":manager", Resources.Enterprise + ":dateHire", Resources.Enterprise + ":employeeNumber",
        Resources.Genesys, Resources.Genesys + ":routingSkills", Resources.Genesys + ":externalIds",
    ];

    [Theory, MemberData(nameof(Values))]
    [Holds("E-02", "E-09", "PA-06", "RP-18")]
    public async Task Any_value_for_any_attribute_is_taken_or_refused_but_never_breaks_the_server(string value)
    {
        var json = value == Deep ? new string('[', 5000) + new string(']', 5000) : value;
        foreach (var attribute in Attributes)
        {
            foreach (var (kind, id) in new[] { ("users", target.User.Id), ("groups", target.Group.Id) })
            {
                var path = $"/api/v2/scim/v2/{kind}/{id}";
                await SendAsync("PATCH", path, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"{{attribute}}","value":{{json}}}]}""");
                await SendAsync("PATCH", path, $$$"""{"Operations":[{"op":"add","value":{"{{{attribute}}}":{{{json}}}}}]}""");
                await SendAsync("PATCH", path, $$"""{"Operations":[{"op":"remove","path":"{{attribute}}","value":{{json}}}]}""");
                await SendAsync("PUT", path, $$"""{"userName":"{{Resources.UniqueName()}}","displayName":"x","{{attribute}}":{{json}}}""");
            }

            await SendAsync("POST", "/api/v2/scim/users", $$"""{"userName":"{{Resources.UniqueName()}}","displayName":"x","{{attribute}}":{{json}}}""");
            await SendAsync("POST", "/api/v2/scim/v2/groups", $$"""{"displayName":"{{Resources.UniqueName()}}","{{attribute}}":{{json}}}""");
        }
    }

    [Theory, MemberData(nameof(Values))]
    public async Task Any_value_in_the_place_of_a_message_is_taken_or_refused(string value)
    {
        var json = value == Deep ? new string('[', 5000) + new string(']', 5000) : value;
        foreach (var body in new[] { json, $$"""{"Operations":{{json}}}""", $$"""{"Operations":[{{json}}]}""", $$"""{"Operations":[{"op":{{json}},"path":"title","value":"x"}]}""", $$"""{"Operations":[{"op":"add","path":{{json}},"value":"x"}]}""", $$"""{"schemas":{{json}},"Operations":[]}""" })
        {
            await SendAsync("PATCH", "/api/v2/scim/v2/users/" + target.User.Id, body);
            await SendAsync("PATCH", "/api/v2/scim/groups/" + target.Group.Id, body);
            await SendAsync("PUT", "/api/v2/scim/v2/users/" + target.User.Id, body);
            await SendAsync("POST", "/api/v2/scim/v2/users", body);
        }
    }

    public static TheoryData<string> Paths() =>
    [
        "", " ", ".", "..", "[", "]", "a[", "emails[", "emails[]", "emails[type]", "emails[type eq]", "emails[type eq \"work\"", "emails[type eq \"work\"].", "emails[type eq \"work\"]x", "emails[type eq \"work\"].value.value",
        "emails[emails[type eq \"work\"]]", "title[value eq \"x\"]", "members[value eq \"x\"].value", "urn:", "urn:a:b", "urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:User:", Resources.Enterprise + ":", Resources.Enterprise + ":manager.",
        "emails.value.x", "$ref", "meta.version", "schemas", "password", "userName.x", "emails[value co \"\"]", "emails[not (type eq \"x\")]", "emails[type eq \"work\" and]", "roles[value eq null].value", "x\u0000y", "emails[type eq \"\\ud800\"]",
        string.Concat(Enumerable.Repeat("a.", 20_000)) + "a", "emails[" + new string('(', 50_000) + "type pr" + new string(')', 50_000) + "]", "emails[" + string.Join(" or ", Enumerable.Repeat("type eq \"x\"", 5_000)) + "]",
    ];

    [Theory, MemberData(nameof(Paths))]
    public async Task Any_path_is_understood_or_refused(string path)
    {
        foreach (var op in new[] { "add", "replace", "remove" })
        {
            foreach (var resource in new[] { "users/" + target.User.Id, "groups/" + target.Group.Id })
                await SendAsync("PATCH", "/api/v2/scim/v2/" + resource, Resources.Patch(Resources.Operation(op, path, op == "remove" ? null : "x")).ToJsonString());
        }

        if (path.Length < 2_000)
            await SendAsync("GET", "/api/v2/scim/v2/users?filter=" + Uri.EscapeDataString(path + " eq \"x\""), null);
        if (path.Length is > 0 and < 2_000)
            await SendAsync("GET", $"/api/v2/scim/v2/users/{target.User.Id}?attributes={Uri.EscapeDataString(path)}&excludedAttributes={Uri.EscapeDataString(path)}", null);
    }

    [Theory]
    [InlineData("userName eq \"\\ud800\""), InlineData("userName eq \"\0\""), InlineData("meta.lastModified gt \"9999-99-99\""), InlineData("meta.lastModified gt 5"), InlineData("active eq 1e999"), InlineData("id gt \"x\"")]
    [InlineData("meta eq \"x\""), InlineData("emails eq null"), InlineData("groups.value eq \"x\""), InlineData("groups pr"), InlineData("schemas eq \"x\""), InlineData("externalIds.value pr"), InlineData("manager.$ref pr"), InlineData("password ne \"x\"")]
    [InlineData("meta.version eq \"1\""), InlineData("meta.location co \"users\""), InlineData("meta.resourceType eq \"User\""), InlineData("routingSkills.proficiency gt 3"), InlineData("routingSkills[proficiency ge 4.5 and name sw \"B\"]"), InlineData("dateHire gt \"2020-01-01\"")]
    [InlineData("not (not (not (active eq true)))"), InlineData("emails[type eq \"work\"] or roles[value pr]"), InlineData("emails[not (type eq \"work\")].value pr"), InlineData("displayName co \"\""), InlineData("displayName sw \"\u0130\"")]
    public async Task Any_filter_is_answered(string filter)
    {
        foreach (var kind in new[] { "users", "groups" })
            await SendAsync("GET", $"/api/v2/scim/{kind}?filter={Uri.EscapeDataString(filter)}", null);
    }

    [Theory]
    [InlineData("GET", "/api/v2/scim/users/%00"), InlineData("GET", "/api/v2/scim/users/%2e%2e%2f"), InlineData("GET", "/api/v2/scim/users/%zz"), InlineData("GET", "/api/v2/scim/users/a%2Fb"), InlineData("DELETE", "/api/v2/scim/users/;x"), InlineData("GET", "/api/v2/scim/users/%ff%fe")]
    [InlineData("GET", "/api/v2/scim/schemas/%00"), InlineData("GET", "/api/v2/scim/resourcetypes/%F0%9F%98%80"), InlineData("GET", "/api/v2/scim/users?filter=%ff"), InlineData("GET", "/api/v2/scim/users?filter=a&filter=b"), InlineData("GET", "/api/v2/scim/users?count=1&count=2")]
    [InlineData("GET", "/api/v2/scim/users?startIndex=9223372036854775807"), InlineData("GET", "/api/v2/scim/users?startIndex=2147483647&count=2147483647"), InlineData("GET", "/api/v2/scim/users?startIndex=%D9%A1"), InlineData("GET", "/api/v2/scim/users?count="), InlineData("TRACE", "/api/v2/scim/users")]
    [InlineData("PROPFIND", "/api/v2/scim/users"), InlineData("OPTIONS", "/api/v2/scim/users"), InlineData("HEAD", "/api/v2/scim/users"), InlineData("GET", "/api/v2/scim"), InlineData("GET", "/api/v2/scim/v2/v2/users"), InlineData("POST", "/api/v2/scim/users/x")]
    public async Task Any_address_is_answered(string method, string path) => await SendAsync(method, path, null);

    [Theory]
    [InlineData("If-Match", "\""), InlineData("If-Match", "W/"), InlineData("If-Match", ",,,"), InlineData("If-None-Match", "\"{}\""), InlineData("If-Match", "99999999999999999999999"), InlineData("If-None-Match", "W/\"1\", *, x")]
    [InlineData("Accept", "text/html"), InlineData("Accept", ";;;"), InlineData("Accept", "application/json;q=abc"), InlineData("Content-Type", "application/json; charset=utf-7"), InlineData("Content-Type", ";;"), InlineData("Content-Encoding", "gzip")]
    [InlineData("ININ-Correlation-Id", "x\ty"), InlineData("X-HTTP-Method-Override", "DELETE"), InlineData("Prefer", "return=minimal"), InlineData("Host", "evil.example")]
    public async Task Any_header_is_answered(string header, string value)
    {
        foreach (var (method, body) in new[] { ("GET", null), ("PATCH", Resources.Patch(Resources.Operation("replace", "title", "x")).ToJsonString()), ("PUT", target.User.Body.ToJsonString()) })
            await SendAsync(method, "/api/v2/scim/v2/users/" + target.User.Id, body, (header, value));
    }

    [Fact]
    [Holds("PA-35", "SEC-07")]
    public async Task Limits_refuse_what_is_one_too_many()
    {
        string Operations(int count) => Resources.Patch([.. Enumerable.Repeat(0, count).Select(_ => Resources.Operation("replace", "title", "x"))]).ToJsonString();
        Assert.Equal(200, (await SendAsync("PATCH", "/api/v2/scim/v2/users/" + target.User.Id, Operations(1000))).Status);
        Assert.InRange((await SendAsync("PATCH", "/api/v2/scim/v2/users/" + target.User.Id, Operations(1001))).Status, 400, 413);

        string Title(int length) => Resources.Patch(Resources.Operation("replace", "title", new string('x', length))).ToJsonString();
        Assert.Equal(200, (await SendAsync("PATCH", "/api/v2/scim/v2/users/" + target.User.Id, Title(1024))).Status);
        Assert.Equal(400, (await SendAsync("PATCH", "/api/v2/scim/v2/users/" + target.User.Id, Title(1025))).Status);

        // Without waiting for the server's word the client would still be sending when it closes, and could miss the answer.
        Assert.Equal(413, (await SendAsync("PATCH", "/api/v2/scim/v2/users/" + target.User.Id, Title(1_048_576), ("Expect", "100-continue"))).Status);
        Assert.Equal(200, (await SendAsync("PATCH", "/api/v2/scim/v2/users/" + target.User.Id, Title(3))).Status);
    }

    /// <summary>Sends, and judges what holds for every answer.</summary>
    async Task<Answer> SendAsync(string method, string path, string? body, params (string, string)[] headers)
    {
        _before ??= (await target.Client.GetAsync("/api/v2/scim/v2/users/" + target.User.Id)).Text;

        var answer = await target.Client.SendAsync(method, path, body, headers);

        var what = string.Create(CultureInfo.InvariantCulture, $"{method} {path} {(body?.Length > 300 ? body[..300] : body)} → {answer.Status} {(answer.Text.Length > 600 ? answer.Text[..600] : answer.Text)}");
        Assert.True(answer.Status < 500, what);
        if (answer.Status < 400)
        {
            _before = null;
            return answer;
        }

        Assert.Equal(_before, (await target.Client.GetAsync("/api/v2/scim/v2/users/" + target.User.Id)).Text);
        if (method is "HEAD" || answer.Text.Length == 0)
            return answer;

        var error = JsonNode.Parse(answer.Text)!.AsObject();
        Assert.True(error["status"]?.ToString() == answer.Status.ToString(CultureInfo.InvariantCulture), what);
        Assert.True(((string?)error["detail"] ?? (string?)error["message"])?.Length is > 0 and < 1024, what);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        return answer;
    }

    /// <summary>A user and a group to aim at.</summary>
    public sealed class Target(RunningServer server) : IAsyncLifetime
    {
        public ApiClient Client { get; private set; } = null!;

        public Answer User { get; private set; } = null!;

        public Answer Group { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Client = await server.DirectoryAsync();
            User = await Client.CreateUserAsync();
            Group = await Client.CreateGroupAsync("Target", User.Id);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
