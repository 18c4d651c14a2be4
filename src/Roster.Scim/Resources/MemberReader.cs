using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>Reads the members of a group: many, so by themselves and not into the document.</summary>
static class MemberReader
{
    /// <returns>The members without repetitions; empty for null.</returns>
    public static ImmutableArray<Member> Read(AttributeDefinition attribute, JsonNode? value, string place, ScimProfile profile, ValueReader values)
    {
        if (value is null)
            return [];

        var elements = value as JsonArray ?? [value.DeepClone()];
        if (elements.Count > profile.WriteLimits.Members)
            throw ScimError.TooLarge($"'{place}' has {elements.Count} members; at most {profile.WriteLimits.Members} are allowed in one request.").ToException();

        var seen = new HashSet<string>(elements.Count, StringComparer.Ordinal);
        var members = ImmutableArray.CreateBuilder<Member>(elements.Count);
        for (var i = 0; i < elements.Count; i++)
        {
            var member = ReadOne(attribute, elements[i], $"{place}[{i}]", values);
            if (member is not null && seen.Add(member.Value))
                members.Add(member);
        }

        return members.ToImmutable();
    }

    static Member? ReadOne(AttributeDefinition attribute, JsonNode? value, string place, ValueReader values)
    {
        if (values.ReadElement(attribute, value, place) is not JsonObject element)
            return null;

        return element["value"] is JsonValue id
            ? new Member(id.GetValue<string>(), element["type"]?.GetValue<string>())
            : throw ScimError.InvalidValue($"'{place}' needs 'value', the id of the member.").ToException();
    }
}
