using System.Reflection;
using System.Text.Json.Nodes;
using Roster.Probe.Conversations;

namespace Roster.Probe.Checks;

/// <summary>How much a failed check weighs.</summary>
public enum Severity
{
    /// <summary>The standard says MUST.</summary>
    Must,

    /// <summary>The standard says SHOULD.</summary>
    Should,

    /// <summary>The standard leaves it open or says otherwise; identity providers need it.</summary>
    Need,
}

/// <summary>
/// One thing that a server does or does not do, as the files beside this one describe it. <c>docs/probe.md</c> says what such a description can hold.
/// </summary>
public sealed class Check
{
    const string Folder = "checks/";
    const string FixturesFile = "fixtures";

    readonly JsonObject described;

    Check(string group, JsonObject described)
    {
        (Group, this.described) = (group, described);
        Steps = [.. Expanded(described).Select(s => new Step(s))];
    }

    /// <summary>Every check, in the order in which they are made.</summary>
    public static IReadOnlyList<Check> All { get; } =
        [.. Names().Where(n => n != FixturesFile).Select(Read).SelectMany(file => file["checks"]!.AsArray().Select(c => new Check((string)file["group"]!, c!.AsObject())))];

    /// <summary>Steps that make what several checks need, by name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Step>> Fixtures { get; } =
        Read(FixturesFile).ToDictionary(f => f.Key, IReadOnlyList<Step> (f) => [.. f.Value!.AsArray().Select(s => new Step(s!.AsObject()))], StringComparer.Ordinal);

    /// <summary>Its name in reports, such as <c>filter-urn-qualified</c>.</summary>
    public string Id => (string)described["id"]!;

    /// <summary>What it belongs to, such as <c>Filters</c>.</summary>
    public string Group { get; }

    /// <summary>What holds when it passes.</summary>
    public string Title => (string)described["title"]!;

    /// <summary>What comes of it when it does not.</summary>
    public string Why => (string)described["why"]!;

    /// <summary>What to do about it.</summary>
    public string Remedy => (string)described["remedy"]!;

    public Severity Severity => Enum.Parse<Severity>((string)described["severity"]!, ignoreCase: true);

    /// <summary>The requirement lines that it asks for (<c>tests/corpus/requirements.json</c>).</summary>
    public IReadOnlyList<string> Holds => Texts("holds");

    /// <summary>Whose provisioning stops or goes wrong when it fails.</summary>
    public IReadOnlyList<string> Breaks => Texts("breaks");

    /// <summary>Who goes on, but does something worse.</summary>
    public IReadOnlyList<string> Limits => Texts("limits");

    /// <summary>The member of the service provider configuration that must be true for the check to be made, such as <c>etag.supported</c>.</summary>
    public string? Announced => (string?)described["announced"];

    /// <summary>The fixture that it needs.</summary>
    public string? Given => (string?)described["given"];

    /// <summary>Its fixture stays for the checks after it.</summary>
    public bool SharesGiven => Given == "cast";

    /// <summary>It is about requests without a token, or with a wrong one.</summary>
    public bool NeedsToken => (bool?)described["needsToken"] ?? false;

    /// <summary>Why the vendor's API rightly does otherwise; null where it does not.</summary>
    public string? NotOnGenesys => (string?)described["genesys"];

    /// <summary>The member of <see cref="CodedChecks"/> that judges it; null when its steps do.</summary>
    public string? Code => (string?)described["code"];

    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Whether it can be made without writing anything.</summary>
    public bool ReadsOnly => Given is null && !((bool?)described["writes"] ?? false) && Steps.All(s => s.Request.StartsWith("GET ", StringComparison.Ordinal) || s.Request.Contains("/.search", StringComparison.Ordinal));

    IReadOnlyList<string> Texts(string member) => [.. (described[member] as JsonArray ?? []).Select(t => (string)t!)];

    /// <summary>The short forms in steps: <c>patch</c> and <c>then</c>, <c>filter</c> and <c>finds</c>, <c>filter</c> and <c>refused</c>.</summary>
    static IEnumerable<JsonObject> Expanded(JsonObject check)
    {
        foreach (var step in (check["steps"] as JsonArray ?? []).Select(s => s!.AsObject()))
            yield return step;

        if (check["patch"] is JsonArray operations)
        {
            var resource = (string?)check["of"] ?? "/Users/{u}";
            yield return Object(("request", $"PATCH {resource}"), ("body", Object(("schemas", new JsonArray("{PATCHOP}")), ("Operations", operations.DeepClone()))), ("status", new JsonArray(200, 204)));
            yield return Object(("request", $"GET {resource}"), ("status", 200), ("answer", check["then"]!.DeepClone()));
        }

        if ((string?)check["filter"] is { } filter)
        {
            var request = $"GET {(string?)check["of"] ?? "/Users"}?filter={filter}";
            yield return check["finds"] is JsonArray found
                ? Object(("request", request), ("status", 200), ("answer", Object(("totalResults", found.Count), ("Resources", new JsonArray([.. found.Select(id => Object(("id", $"{{{id}}}")))])))))
                : Object(("request", request), ("status", 400), ("answer", Object(("schemas", new JsonArray("{ERROR}")), ("scimType", "invalidFilter"))));
        }
    }

    static JsonObject Object(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var made = new JsonObject();
        foreach (var (name, value) in members)
            made[name] = value;
        return made;
    }

    static IEnumerable<string> Names() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => n[Folder.Length..]);

    static JsonObject Read(string name)
    {
        using var text = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name)!;
        return JsonNode.Parse(text)!.AsObject();
    }
}
