using System.Text.Json.Nodes;
using Roster.Probe.Checks;
using Roster.Probe.Conversations;
using Roster.Testing;

namespace Roster.Probe.Tests;

/// <summary>What the files of checks and conversations must keep to, so that a run can be trusted on somebody else's server.</summary>
public sealed class CatalogueTests
{
    static readonly HashSet<string> Requirements = [.. Corpus.Read("requirements.json").AsArray().Select(r => (string)r!["id"]!)];
    static readonly HashSet<string> Providers = [.. Conversation.All.Select(c => c.Client).OfType<string>()];

    public static TheoryData<string> Checks => [.. Check.All.Select(c => c.Id)];

    public static TheoryData<string> Conversations => [.. Conversation.All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Checks))]
    public void A_check_says_what_it_asks_for_why_and_what_to_do(string id)
    {
        var check = Check.All.Single(c => c.Id == id);

        Assert.NotEmpty(check.Holds);
        Assert.All(check.Holds, requirement => Assert.Contains(requirement, Requirements));
        Assert.All(check.Breaks.Concat(check.Limits), provider => Assert.Contains(provider, Providers));
        Assert.Empty(check.Breaks.Intersect(check.Limits, StringComparer.Ordinal));
        Assert.All([check.Title, check.Why, check.Remedy], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.Equal(check.Code is null, check.Steps.Count > 0);
        if (check.Code is { } code)
            Assert.Contains(code, CodedChecks.Names);
        if (check.Given is { } given)
            Assert.Contains(given, Check.Fixtures.Keys);
        // What is there because providers need it says which.
        if (check.Severity == Severity.Need)
            Assert.NotEmpty(check.Breaks.Concat(check.Limits));
    }

    [Fact]
    public void Every_coded_check_is_made_and_every_check_has_a_name_of_its_own()
    {
        Assert.Equal(CodedChecks.Names.Order(StringComparer.Ordinal), Check.All.Select(c => c.Code).OfType<string>().Order(StringComparer.Ordinal));
        Assert.Equal(Check.All.Count, Check.All.Select(c => c.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.True(Check.All.Count(c => c.ReadsOnly) > 20);
    }

    // What a run makes is known again by its word alone: what did not bear it could neither be changed nor removed.
    [Theory, MemberData(nameof(Conversations))]
    public void Whatever_a_conversation_makes_bears_the_name_of_the_run(string name) => Assert.All(Conversation.Read(name).Steps, step => BearsTheName(step, "{run}"));

    [Fact]
    public void Whatever_a_check_makes_bears_the_name_of_the_run() =>
        Assert.All(Check.All.SelectMany(c => c.Steps).Concat(Check.Fixtures.Values.SelectMany(f => f)), step => BearsTheName(step, "{run}", "{cast}"));

    static void BearsTheName(Step step, params string[] names)
    {
        var isWrite = step.Request.StartsWith("POST ", StringComparison.Ordinal) || step.Request.StartsWith("PUT ", StringComparison.Ordinal) || step.Request.StartsWith("PATCH ", StringComparison.Ordinal);
        if (!isWrite || step.Body is not JsonObject body || !step.Statuses.Any(s => s is >= 200 and < 300))
            return;

        foreach (var (what, value) in Names(body, step.Request.Contains("/groups", StringComparison.OrdinalIgnoreCase)))
            Assert.True(names.Any(n => value.Contains(n, StringComparison.Ordinal)), $"{step.Request} gives {what} '{value}', which does not bear the name of the run.");
    }

    static IEnumerable<(string What, string Value)> Names(JsonObject body, bool isGroup)
    {
        var operations = (body["Operations"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var inPatches = operations.Where(o => Is((string?)o["path"], isGroup)).Select(o => ((string)o["path"]!, o["value"]))
            .Concat(operations.Where(o => o["path"] is null).Select(o => o["value"]).OfType<JsonObject>().SelectMany(v => v).Where(m => Is(m.Key, isGroup)).Select(m => (m.Key, m.Value)));
        return body.Where(m => Is(m.Key, isGroup)).Select(m => (m.Key, m.Value)).Concat(inPatches)
            .Where(m => m.Item2 is JsonValue value && value.TryGetValue<string>(out _))
            .Select(m => (m.Item1, m.Item2!.ToString()));
    }

    static bool Is(string? name, bool isGroup) => string.Equals(name, isGroup ? "displayName" : "userName", StringComparison.OrdinalIgnoreCase);
}
