using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Genesys.Rules;

/// <summary>
/// The e-mail of type <c>other</c> is the userName, seen from another side: it is shown and never stored. A whole document that brings
/// another one follows the userName silently; a change that aims at it is refused.
/// </summary>
public sealed class EmailsRule : ResourceRule
{
    const string Emails = "emails";
    const string UserName = "userName";
    const string Mirror = "other";

    public override string ResourceType => "User";

    public override IReadOnlyList<string> DerivedMembers => [Emails];

    public override IReadOnlyList<string> DerivedFrom => [UserName];

    public override JsonNode? Derive(string member, JsonNode? stored, JsonObject attributes, Caller caller)
    {
        var shown = stored as JsonArray ?? [];
        foreach (var hidden in shown.OfType<JsonObject>().Where(IsMirror).ToList())
            shown.Remove(hidden);

        if (attributes.Text(UserName) is { } userName)
        {
            var mirror = new JsonObject { ["value"] = userName, ["type"] = Mirror };
            if (!shown.OfType<JsonObject>().Any(IsPrimary))
                mirror["primary"] = true;
            shown.Add((JsonNode)mirror);
        }

        return shown.Count == 0 ? null : shown;
    }

    public override IReadOnlyList<AttributePath>? AlsoStoredAs(AttributePath path) => path.ToString() switch
    {
        "emails.value" => [GenesysResourceTypes.User.Path(UserName)],
        "emails" or "emails.type" or "emails.primary" => null,
        _ => [],
    };

    public override void Complete(ProposedWrite write)
    {
        var proposed = write.Attributes.Values(Emails);
        if (write.Kind == WriteKind.Patch)
            RequireMirror(proposed.Where(IsMirror), write);

        // An address that was taken away leaves its type behind, which alone says nothing.
        var kept = proposed.Where(e => !IsMirror(e) && e.Text("value") is not null).ToList();
        write.Attributes.Assign(Emails, WithHidden(kept, write));
    }

    // The other door may have stored an e-mail of this type; this one neither shows it nor takes it away.
    static List<JsonObject> WithHidden(List<JsonObject> kept, ProposedWrite write)
    {
        if (write.Kind is WriteKind.Create or WriteKind.Revive)
            return kept;

        var stored = write.StoredBefore.Values(Emails);
        return AttributeValues.Same(kept, stored.Where(e => !IsMirror(e))) ? stored : [.. kept, .. stored.Where(IsMirror)];
    }

    static void RequireMirror(IEnumerable<JsonObject> mirrors, ProposedWrite write)
    {
        // The mirror of the old name is what the client was shown: who renames a user need not know of it.
        string?[] names = [write.Attributes.Text(UserName), write.Before.Text(UserName)];
        foreach (var mirror in mirrors)
        {
            if (mirror.Text("value") is not { } value || !names.Any(n => n is not null && Folding.Fold(n) == Folding.Fold(value)))
                throw ScimError.Mutability("emails[type eq \"other\"] always equals userName and cannot be changed by itself; change userName, or use the type \"work\".").ToException();
        }
    }

    static bool IsMirror(JsonObject email) => string.Equals(email.Text("type"), Mirror, StringComparison.OrdinalIgnoreCase);

    static bool IsPrimary(JsonObject email) => email["primary"] is JsonValue primary && primary.TryGetValue<bool>(out var yes) && yes;
}
