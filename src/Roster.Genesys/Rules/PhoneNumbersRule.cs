using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim;
using Roster.Scim.Messages;

namespace Roster.Genesys.Rules;

/// <summary>
/// Each type of telephone number is one place in the vendor's profile, so there is one number for each. Numbers are stored and answered as
/// they were sent. A number that was there before is not judged again: another door may have stored it.
/// </summary>
public sealed class PhoneNumbersRule : ResourceRule
{
    const string PhoneNumbers = "phoneNumbers";

    /// <summary>The type of a number that comes without one.</summary>
    const string DefaultType = "work";

    public override string ResourceType => "User";

    public override void Complete(ProposedWrite write)
    {
        var proposed = write.Attributes.Values(PhoneNumbers);
        if (proposed.Count == 0)
            return;

        var known = write.Before.Values(PhoneNumbers);
        if (write.Kind == WriteKind.Patch)
            GivePlace(proposed, known);

        var kept = new List<JsonObject>(proposed.Count);
        for (var i = 0; i < proposed.Count; i++)
        {
            var number = proposed[i];
            if (IsKnown(number, known))
            {
                kept.Add(number);
                continue;
            }

            // A number that was taken away leaves its type behind: the place is empty.
            if (number.Text("value") is not { } value)
                continue;

            var type = TypeOf(number);
            number["type"] = Types.FirstOrDefault(t => string.Equals(t, type, StringComparison.OrdinalIgnoreCase))
                ?? throw Invalid(i, $"the type '{ScimError.Quote(type)}' is none of {string.Join(", ", Types)}.");
            if (PhoneNumber.Fault(value) is { } fault)
                throw Invalid(i, $"'{ScimError.Quote(value)}' {fault}.");

            Keep(number, i, kept);
        }

        write.Attributes.Assign(PhoneNumbers, kept);
    }

    // Entra ID adds a number where it saw none, or an older one: what is new takes the place of what was there.
    static void GivePlace(List<JsonObject> proposed, List<JsonObject> known)
    {
        var places = proposed.Where(n => !IsKnown(n, known) && n.Text("value") is not null).Select(TypeOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        proposed.RemoveAll(n => IsKnown(n, known) && places.Contains(TypeOf(n)));
    }

    static bool IsKnown(JsonObject number, List<JsonObject> known) => known.Exists(k => JsonNode.DeepEquals(k, number));

    static string TypeOf(JsonObject number) => number.Text("type") ?? DefaultType;

    static void Keep(JsonObject number, int position, List<JsonObject> kept)
    {
        if (kept.Find(k => string.Equals(k.Text("type"), number.Text("type"), StringComparison.OrdinalIgnoreCase)) is not { } sameType)
            kept.Add(number);
        else if (!string.Equals(sameType.Text("value"), number.Text("value"), StringComparison.Ordinal))
            throw Invalid(position, $"there is a number of type '{number.Text("type")}' already; give it another type, or replace that one.");
    }

    static ScimException Invalid(int position, string detail) =>
        ScimError.InvalidValue($"{PhoneNumbers}, value {position + 1}: {detail}").ToException();

    static readonly ImmutableArray<string> Types = GenesysSchemas.User.Attribute(PhoneNumbers)!.Sub("type")!.CanonicalValues;
}
