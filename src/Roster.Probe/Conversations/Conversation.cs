using System.Reflection;
using System.Text.Json.Nodes;

namespace Roster.Probe.Conversations;

/// <summary>
/// A recorded exchange between a client and a server: requests in order, each with the answer that keeps the client going. The files
/// lie in <c>tests/corpus/conversations</c>; <c>README.md</c> beside them says what they hold.
/// </summary>
public sealed class Conversation
{
    const string Folder = "conversations/";

    readonly JsonObject recorded;

    Conversation(string name, JsonObject recorded)
    {
        (Name, this.recorded) = (name, recorded);
        Steps = [.. recorded["steps"]!.AsArray().Select(s => new Step(s!.AsObject()))];
    }

    /// <summary>Every recording, by name.</summary>
    public static IReadOnlyList<Conversation> All { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => Read(n[Folder.Length..]))];

    public string Name { get; }

    public string About => (string?)recorded["about"] ?? "";

    /// <summary>The product whose part it is, as <c>docs/identity-providers.md</c> names it; null: nobody's in particular.</summary>
    public string? Client => (string?)recorded["client"];

    /// <summary>The surfaces where it can be held, by prefix; null: on every one.</summary>
    public IReadOnlyList<string>? Prefixes => (recorded["prefixes"] as JsonArray)?.Select(p => (string)p!).ToList();

    /// <summary>It can only be held where nobody else's resources are.</summary>
    public bool Alone => (bool?)recorded["alone"] ?? false;

    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The requirement lines that it holds: the file's own and those of its steps.</summary>
    public IReadOnlyList<string> Holds => [.. (recorded["holds"] as JsonArray ?? []).Select(id => (string)id!).Concat(Steps.SelectMany(s => s.Holds)).Distinct(StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">There is no recording of that name.</exception>
    public static Conversation Read(string name)
    {
        using var text = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name) ?? throw new ArgumentException($"There is no conversation '{name}'.", nameof(name));
        return new(name, JsonNode.Parse(text)!.AsObject());
    }
}
