using System.Text.Json.Nodes;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>What is taken comes back as it was sent, and sending back what was read changes nothing (T51): else an identity provider writes for ever.</summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class RoundTripTests(RunningServer server)
{
    public static readonly TheoryData<string> Texts =
    [
        "plain", "Zoë Ångström", "Zoe\u0308", "李雷", "\U0001F600\U0001F468\u200D\U0001F469\u200D\U0001F467", "a\u2028b\u2029c", "\U0010FFFD", "\"quoted\" \\ and /", "<b>&amp;</b>", "=1+1", "  inner  ", "tab\there", "It's 100% _sure_", "ß ſ K İ ı Σς", "‏עברית",
        "e\u0301\u0301\u0301", "null", "true", "42",
    ];

    [Theory, MemberData(nameof(Texts))]
    [Holds("SEC-08", "RP-12", "PA-36")]
    public async Task A_text_comes_back_is_found_and_changes_nothing_when_it_is_sent_again(string text)
    {
        var client = await server.DirectoryAsync();
        var body = Resources.User(Resources.UniqueName());
        body["displayName"] = text;
        body["title"] = text;
        body["externalId"] = text;
        body[Resources.Enterprise] = new JsonObject { ["department"] = text };
        body[Resources.Genesys] = new JsonObject { ["externalIds"] = new JsonArray(new JsonObject { ["authority"] = "other", ["value"] = text }) };

        var created = (await client.PostAsync("/api/v2/scim/v2/users", body)).Expect(201);
        var path = "/api/v2/scim/v2/users/" + created.Id;

        var read = (await client.GetAsync(path)).Expect(200);
        Assert.Equal(text, (string?)read.Body["displayName"]);
        Assert.Equal(text, (string?)read.Body["externalId"]);
        Assert.Equal(text, (string?)read.Body[Resources.Enterprise]!["department"]);
        Assert.Contains(read.Body[Resources.Genesys]!["externalIds"]!.AsArray(), e => (string?)e!["authority"] == "other" && (string?)e["value"] == text);

        var quoted = JsonValue.Create(text).ToJsonString();
        foreach (var attribute in new[] { "displayName", "title", "externalId", Resources.Enterprise + ":department" })
        {
            foreach (var op in new[] { "eq", "co", "sw", "ew" })
            {
                var found = (await client.GetAsync($"/api/v2/scim/v2/users?filter={Uri.EscapeDataString($"{attribute} {op} {quoted}")}")).Expect(200);
                Assert.True((int)found.Body["totalResults"]! == 1, $"{attribute} {op} {quoted}: {found.Text}");
            }
        }

        await AssertUnchangedAsync(client, path, read);
    }

    [Fact]
    [Holds("S-14", "S-44", "RP-12", "PA-36")]
    public async Task A_full_user_can_be_sent_back_in_every_way()
    {
        var client = await server.DirectoryAsync();
        var manager = await client.CreateUserAsync();
        var body = JsonNode.Parse($$"""
            {
              "userName": "Full.User@example.test", "displayName": "Full", "title": "Agent", "active": true, "externalId": "X-1", "password": "secret",
              "emails": [{"value": "Work@example.test", "type": "work", "primary": true}],
              "phoneNumbers": [{"value": "+13175550100", "type": "work"}, {"value": "tel:+13175550101;ext=12", "type": "mobile", "primary": true}],
              "roles": [{"value": "agent"}, {"value": "supervisor"}],
              "{{Resources.Enterprise}}": {"division": "Home", "department": "Care", "employeeNumber": "1", "dateHire": "2024-02-29T23:59:59+10:00", "manager": {"value": "{{manager.Id}}"} },
              "{{Resources.Genesys}}": {
                "routingSkills": [{"name": "Billing", "proficiency": 4.5}, {"name": "Sales", "proficiency": 0}],
                "routingLanguages": [{"name": "Greek", "proficiency": 5}],
                "externalIds": [{"authority": "zoomphone", "value": "z"}]
              }
            }
            """)!;
        var created = (await client.PostAsync("/api/v2/scim/users", body)).Expect(201);
        await client.CreateGroupAsync("Full group", created.Id);

        var path = "/api/v2/scim/v2/users/" + created.Id;
        await AssertUnchangedAsync(client, path, (await client.GetAsync(path)).Expect(200));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(99), InlineData(100), InlineData(101), InlineData(1500)]
    [Holds("RP-12", "RP-15")]
    public async Task A_group_of_any_size_is_whole_and_can_be_sent_back(int size)
    {
        var client = await server.DirectoryAsync();
        var ids = new List<string>();
        foreach (var chunk in Enumerable.Range(0, size).Chunk(50))
            ids.AddRange((await Task.WhenAll(chunk.Select(_ => client.CreateUserAsync()))).Select(u => u.Id));

        var group = await client.CreateGroupAsync("Sized", [.. ids]);

        var path = "/api/v2/scim/v2/groups/" + group.Id;
        var read = (await client.GetAsync(path)).Expect(200);
        Assert.Equal(ids.Order(StringComparer.Ordinal), Members(read).Order(StringComparer.Ordinal));
        await AssertUnchangedAsync(client, path, read);

        if (size == 0)
            return;
        var without = (await client.PatchAsync(path, Resources.Patch(Resources.Operation("remove", "members", Resources.Members(ids[0]))))).Expect(200);
        Assert.Equal(ids.Skip(1).Order(StringComparer.Ordinal), Members(without).Order(StringComparer.Ordinal));
        var emptied = (await client.PutAsync(path, Resources.Group("Sized"))).Expect(200);
        Assert.Empty(Members(emptied));
    }

    static IEnumerable<string> Members(Answer group) => group.Body["members"]?.AsArray().Select(m => (string)m!["value"]!) ?? [];

    /// <summary>PUT of what was read, and PATCH with it as the value, leave the version and every byte as they were.</summary>
    static async Task AssertUnchangedAsync(ApiClient client, string path, Answer read)
    {
        var put = await client.PutAsync(path, read.Body, ("If-Match", read.Headers["ETag"]));
        Assert.True(put.Status == 200, put.Text);
        Assert.Equal(read.Text, put.Text);

        foreach (var op in new[] { "add", "replace" })
        {
            var value = read.Body.DeepClone().AsObject();
            var patched = await client.PatchAsync(path, Resources.Patch(Resources.Operation(op, path: null, value)));
            Assert.True(patched.Status == 200, $"{op}: {patched.Text}");
            Assert.Equal(read.Text, patched.Text);
        }
    }
}
