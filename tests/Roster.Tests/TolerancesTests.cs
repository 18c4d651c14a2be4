using System.Text.Json.Nodes;
using Roster.Probe.Conversations;
using Roster.Scim;
using Roster.Testing;

namespace Roster.Tests;

/// <summary>
/// Which client needs which tolerance, and the recording that shows it: with that one switched off the client's conversation comes to a halt
/// on the standard surface. A tolerance that no recording needs would be a leniency without a reason.
/// </summary>
[Trait(TestEngine.Trait, TestEngine.Sqlite)]
public sealed class TolerancesTests(RunningServer server)
{
    /// <summary>A client that needs a tolerance, and its conversation.</summary>
    sealed record Need(string Tolerance, string Client, string Conversation);

    static readonly Need[] Needs =
    [
        new(nameof(Tolerances.BooleanStrings),          "Microsoft Entra ID",                  "entra-default-dialect"),
        new(nameof(Tolerances.BooleanStrings),          "Keycloak's extension, PATCH",         "keycloak-patch"),
        new(nameof(Tolerances.BooleanStrings),          "OneLogin",                            "onelogin"),
        new(nameof(Tolerances.EmptyMeansUnassigned),    "Microsoft Entra ID",                  "entra-default-dialect"),
        new(nameof(Tolerances.EmptyMeansUnassigned),    "Microsoft Entra ID, its newer form",  "entra-optscim062020"),
        new(nameof(Tolerances.EmptyMeansUnassigned),    "OneLogin",                            "onelogin"),
        new(nameof(Tolerances.OneElementArrays),        "inferred",                            "inferred"),
        new(nameof(Tolerances.BareValues),              "Microsoft Entra ID",                  "entra-default-dialect"),
        new(nameof(Tolerances.BareValues),              "Microsoft Entra ID, its newer form",  "entra-optscim062020"),
        new(nameof(Tolerances.BareValues),              "OneLogin",                            "onelogin"),
        new(nameof(Tolerances.UnknownInPatchValues),    "Microsoft Entra ID, its newer form",  "entra-optscim062020"),
        new(nameof(Tolerances.CreateOnReplace),         "Microsoft Entra ID",                  "entra-default-dialect"),
        new(nameof(Tolerances.EmptyPath),               "inferred",                            "inferred"),
        new(nameof(Tolerances.AnyPatchSchemas),         "inferred",                            "inferred"),
        new(nameof(Tolerances.NoOperations),            "Microsoft Entra ID",                  "entra-default-dialect"),
        new(nameof(Tolerances.FirstPrimaryWins),        "PingOne",                             "pingone"),
        new(nameof(Tolerances.AnySchemas),              "Google Workspace",                    "google-workspace"),
        new(nameof(Tolerances.AnySchemas),              "OneLogin",                            "onelogin"),
        new(nameof(Tolerances.AnySchemas),              "Microsoft Entra ID",                  "entra-default-dialect"),
        new(nameof(Tolerances.BareFilterValues),        "Microsoft Entra ID",                  "entra-default-dialect"),
        new(nameof(Tolerances.UnqualifiedNames),        "Microsoft Entra ID",                  "entra-default-dialect"),
        new(nameof(Tolerances.KeepMembersWhenAbsent),   "JumpCloud",                           "jumpcloud"),
        new(nameof(Tolerances.KeepMembersWhenAbsent),   "OneLogin",                            "onelogin"),
        new(nameof(Tolerances.KeepActiveWhenAbsent),    "OneLogin",                            "onelogin"),
        new(nameof(Tolerances.MetaInPatchValues),       "inferred",                            "inferred"),
        new(nameof(Tolerances.MembersInPath),           "OneLogin",                            "onelogin"),
        new(nameof(Tolerances.ReadOnlyInPatchValues),   "Okta, catalog",                       "okta-catalog"),
        new(nameof(Tolerances.NullMeansAbsent),         "OneLogin",                            "onelogin"),
        new(nameof(Tolerances.LooseFormats),            "Microsoft Entra ID",                  "entra-default-dialect"),
    ];

    public static TheoryData<string, string, string> Needed() => [.. Needs.Select(n => (n.Tolerance, n.Client, n.Conversation))];

    [Fact]
    public void Every_tolerance_names_a_client_and_its_recording()
    {
        var tolerances = typeof(Tolerances).GetProperties().Where(p => p.PropertyType == typeof(bool)).Select(p => p.Name);

        Assert.Equal(tolerances.Order(StringComparer.Ordinal), Needs.Select(n => n.Tolerance).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(Needs, need => Assert.True(Conversation.All.Any(c => c.Name == need.Conversation), $"{need.Client} has no recording '{need.Conversation}'."));
    }

    [Fact]
    public void The_page_on_identity_providers_says_so_too()
    {
        var page = File.ReadAllLines(Path.Combine(ConformanceMarks.Root, "docs", "identity-providers.md"));
        // Seven columns between eight bars: the recordings are in the last but one, the tolerances in the last.
        var rows = page.Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 9 && cells[6].StartsWith('`')).ToList();
        var recordings = rows.SelectMany(cells => cells[6].Split(", ")).Select(r => r.Trim('`')).ToList();
        var documented = rows.SelectMany(cells => cells[7].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(t => $"{t} {cells[6].Split('`')[1]}"));
        var inferred = Needs.Where(n => n.Client == "inferred").ToList();

        Assert.All(recordings, r => Assert.True(Conversation.All.Any(c => c.Name == r), $"There is no recording '{r}'."));
        Assert.Equal(Needs.Except(inferred).Select(n => $"{n.Tolerance} {n.Conversation}").Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        Assert.All(inferred, n => Assert.Contains(page, line => line.Contains(n.Tolerance, StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Needed))]
    public async Task Without_it_the_client_comes_to_a_halt(string tolerance, string client, string conversation)
    {
        var tenant = server.NewTenant();
        var caller = await server.ClientAsync(tenant, RunningServer.AllPermissions);
        await server.SetAsync(tenant, new JsonObject { ["tolerancesOff"] = new JsonArray(tolerance) });

        var halted = await Record.ExceptionAsync(() => Conversation.Read(conversation).PlayAsync(caller, "/scim/v2"));

        Assert.True(halted is ConversationException, $"{client} does not need {tolerance}: {halted?.ToString() ?? "its conversation was played to the end"}.");
    }
}
