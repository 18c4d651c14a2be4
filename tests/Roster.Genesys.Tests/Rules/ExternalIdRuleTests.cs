using System.Text.Json.Nodes;
using Roster.Genesys.Rules;
using Roster.Scim;
using Roster.Testing;
using Xunit;
using static Roster.Genesys.Tests.Rules.Write;

namespace Roster.Genesys.Tests.Rules;

public sealed class ExternalIdRuleTests
{
    static readonly ExternalIdRule Rule = new();

    const string OfA = """{"authority":"x-pc:scimv2:v1:a","value":"A-1"}""";
    const string OfB = """{"authority":"x-pc:scimv2:v1:b","value":"B-1"}""";
    const string Teams = """{"authority":"microsoftteams","value":"t"}""";

    static string User(string externalId, params string[] entries) => $$"""{"externalId":"{{externalId}}","EXT":{"externalIds":[{{string.Join(',', entries)}}]} }""";

    static JsonArray Entries(JsonObject user) => user[Extension]!["externalIds"]!.AsArray();

    [Fact]
    public void A_clients_externalId_is_an_entry_too() =>
        Equal(User("A-1", OfA), Create(Rule, """{"externalId":"A-1"}"""));

    [Theory]
    [InlineData("a", "A-1")]
    [InlineData("b", "B-1")]
    [InlineData("c", "last")]
    [Holds("MT-07")]
    public void A_client_sees_its_own_externalId_or_else_the_last_one_written(string client, string expected) =>
        Assert.Equal(expected, Show(Rule, User("last", OfA, OfB), client)["externalId"]!.GetValue<string>());

    [Theory]
    [InlineData(WriteKind.Patch)]
    [InlineData(WriteKind.Replace)]
    public void Setting_it_leaves_other_clients_alone(WriteKind kind) =>
        Equal(User("B-2", Teams, OfA, """{"authority":"x-pc:scimv2:v1:b","value":"B-2"}"""), Change(Rule, kind, User("A-1", Teams, OfA, OfB), u => u["externalId"] = "B-2", "b"));

    [Theory]
    [InlineData(WriteKind.Patch)]
    [InlineData(WriteKind.Replace)]
    public void Sending_back_what_was_shown_changes_nothing(WriteKind kind) =>
        Equal(User("B-1", OfA, OfB), Change(Rule, kind, User("B-1", OfA, OfB), u => u["externalId"] = "A-1"));

    [Fact]
    public void Sending_back_another_clients_externalId_does_not_make_it_ones_own() =>
        Equal(User("A-1", OfA), Change(Rule, WriteKind.Replace, User("A-1", OfA), u => u["externalId"] = "A-1", "c"));

    [Fact]
    public void Clearing_it_removes_entry_and_attribute()
    {
        Equal($$"""{"EXT":{"externalIds":[{{OfB}}]} }""", Change(Rule, WriteKind.Patch, User("A-1", OfA, OfB), u => u.Remove("externalId")));
        Equal("{}", Change(Rule, WriteKind.Patch, User("A-1", OfA), u => u.Remove("externalId")));
    }

    [Fact]
    public void A_replacement_cannot_touch_clients_entries()
    {
        var invented = new JsonObject { ["authority"] = "x-pc:scimv2:v1:z", ["value"] = "Z" };

        Equal(User("A-1", OfA, OfB), Change(Rule, WriteKind.Replace, User("A-1", OfA, OfB), u => u[Extension] = new JsonObject { ["externalIds"] = new JsonArray(invented) }));
    }

    [Fact]
    public void A_new_user_cannot_bring_clients_entries() =>
        Equal($$"""{"EXT":{"externalIds":[{{Teams}}]} }""", Create(Rule, $$"""{"EXT":{"externalIds":[{{OfB}},{{Teams}}]} }"""));

    static readonly Dictionary<string, Action<JsonObject>> AimedAtClientsEntries = new(StringComparer.Ordinal)
    {
        ["changes one"] = u => Entries(u)[1]!["value"] = "stolen",
        ["adds one"] = u => Entries(u).Add((JsonNode)new JsonObject { ["authority"] = "x-pc:scimv2:v1:z", ["value"] = "Z" }),
        ["removes one"] = u => Entries(u).RemoveAt(1),
        ["empties one"] = u => Entries(u)[1]!.AsObject().Remove("value"),
    };

    public static TheoryData<string> Aims => [.. AimedAtClientsEntries.Keys];

    [Theory]
    [MemberData(nameof(Aims))]
    [Holds("G-04")]
    public void A_patch_aimed_at_clients_entries_is_a_mutability_error(string aim) =>
        Refused("mutability", () => Change(Rule, WriteKind.Patch, User("A-1", Teams, OfA, OfB), AimedAtClientsEntries[aim]));

    [Fact]
    public void A_list_put_in_place_of_the_old_one_need_not_repeat_clients_entries()
    {
        Equal(User("A-1", """{"authority":"zoomphone","value":"z"}""", OfA), Change(Rule, WriteKind.Patch, User("A-1", Teams, OfA), u =>
            u[Extension]!["externalIds"] = new JsonArray(new JsonObject { ["authority"] = "zoomphone", ["value"] = "z" })));
        Equal(User("A-1", OfA), Change(Rule, WriteKind.Patch, User("A-1", Teams, OfA), u => u[Extension]!.AsObject().Remove("externalIds")));
    }

    [Fact]
    public void A_value_taken_away_takes_its_entry_along() =>
        Equal(User("A-1", OfA), Change(Rule, WriteKind.Patch, User("A-1", Teams, OfA), u => Entries(u)[0]!.AsObject().Remove("value")));

    [Theory]
    [InlineData("""{"authority":"x"}""")]
    [InlineData("""{"value":"x"}""")]
    [InlineData("""{"authority":"x","value":"1"},{"authority":"x","value":"2"}""")]
    public void An_entry_has_authority_and_value_and_each_authority_one_entry(string entries) =>
        Refused("invalidValue", () => Create(Rule, $$"""{"EXT":{"externalIds":[{{entries}}]} }"""));

    [Fact]
    public void A_filter_on_externalId_must_look_at_the_entries_too()
    {
        var user = GenesysResourceTypes.User;

        Assert.Equal([user.Path("externalIds", "value", Extension)], Rule.AlsoStoredAs(user.Path("externalId")));
        Assert.Empty(Rule.AlsoStoredAs(user.Path("userName"))!);
    }
}
