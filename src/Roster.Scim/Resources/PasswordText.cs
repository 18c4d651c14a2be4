using System.Text.Json;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>Reads a password: never through the general reader, so that no error and no document can show it.</summary>
static class PasswordText
{
    public static string? Read(AttributeDefinition attribute, JsonElement value, string place, ScimProfile profile)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && profile.Tolerances.OneElementArrays)
            value = value[0];
        if (value.IsNothing())
            return null;

        var text = value.Text() ?? throw ScimError.InvalidValue($"'{place}' must be a string.").ToException();
        if (text.Length > profile.WriteLimits.PasswordLength)
            throw ScimError.InvalidValue($"'{attribute.Name}' has more than {profile.WriteLimits.PasswordLength} characters.").ToException();
        if (text.Length == 0 && !profile.Tolerances.EmptyMeansUnassigned)
            throw ScimError.InvalidValue($"'{attribute.Name}' must not be empty.").ToException();

        if (text.Length == 0)
            return null;
        return OpaqueString.Prepare(text) ?? throw ScimError.InvalidValue($"'{attribute.Name}' must not have control characters.").ToException();
    }
}
