using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>Reads a password: never through the general reader, so that no error and no document can show it.</summary>
static class PasswordText
{
    public static string? Read(AttributeDefinition attribute, JsonNode? value, string place, ScimProfile profile)
    {
        if (value is JsonArray { Count: 1 } array && profile.Tolerances.OneElementArrays)
            value = array[0];
        if (value is null)
            return null;
        if (value is not JsonValue || value.GetValueKind() != JsonValueKind.String)
            throw ScimError.InvalidValue($"'{place}' must be a string.").ToException();

        var text = value.GetValue<string>();
        if (text.Length > profile.WriteLimits.PasswordLength)
            throw ScimError.InvalidValue($"'{attribute.Name}' has more than {profile.WriteLimits.PasswordLength} characters.").ToException();
        if (text.Length == 0 && !profile.Tolerances.EmptyMeansUnassigned)
            throw ScimError.InvalidValue($"'{attribute.Name}' must not be empty.").ToException();

        if (text.Length == 0)
            return null;
        return OpaqueString.Prepare(text) ?? throw ScimError.InvalidValue($"'{attribute.Name}' must not have control characters.").ToException();
    }
}
