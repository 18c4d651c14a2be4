using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>Reads the members of a group: many, so by themselves and not into the document.</summary>
static class MemberReader
{
    /// <returns>The members without repetitions; empty for null.</returns>
    public static ImmutableArray<Member> Read(AttributeDefinition attribute, JsonElement value, Place place, ScimProfile profile, ValueReader values)
    {
        if (value.IsNothing())
            return [];

        var (count, elements) = value.ValueKind == JsonValueKind.Array ? (value.GetArrayLength(), value.EnumerateArray()) : (1, (IEnumerable<JsonElement>)[value]);
        if (count > profile.WriteLimits.Members)
            throw ScimError.TooLarge($"'{place}' has {count} members; at most {profile.WriteLimits.Members} are allowed in one request.").ToException();

        var seen = new HashSet<string>(count, StringComparer.Ordinal);
        var members = ImmutableArray.CreateBuilder<Member>(count);
        var (at, type) = (0, (string?)null);
        foreach (var element in elements)
        {
            if (ReadOne(attribute, element, place.At(at++), values) is not var (id, said) || !seen.Add(id))
                continue;

            // One text for the type of all of them.
            type = string.Equals(said, type, StringComparison.Ordinal) ? type : said;
            members.Add(new Member(id, type));
        }

        return members.DrainToImmutable();
    }

    static (string Id, string? Type)? ReadOne(AttributeDefinition attribute, JsonElement value, Place place, ValueReader values)
    {
        if (values.ReadElement(attribute, value, place) is not JsonObject element)
            return null;

        return element["value"] is JsonValue id
            ? (id.GetValue<string>(), element["type"]?.GetValue<string>())
            : throw ScimError.InvalidValue($"'{place}' needs 'value', the id of the member.").ToException();
    }
}
