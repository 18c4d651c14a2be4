using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Scim.Patching;

public enum PatchVerb { Add, Remove, Replace }

/// <summary>One operation as the client wrote it; its path is bound when it is applied, as it depends on the resource type.</summary>
/// <param name="Path">Null for an operation on the resource itself.</param>
/// <param name="HasValue">Whether there was a <c>value</c> member, be it <c>null</c>.</param>
public sealed record PatchOperation(PatchVerb Verb, string? Path, JsonNode? Value, bool HasValue);

/// <summary>A PATCH message (RFC 7644 section 3.5.2), syntactically sound.</summary>
public sealed record PatchRequest(ImmutableArray<PatchOperation> Operations)
{
    /// <summary>Reads the message; names of members and of operations in any letter case, unknown members ignored.</summary>
    /// <exception cref="ScimException"><c>invalidSyntax</c> when the body is no PATCH message; 413 when it has too many operations.</exception>
    public static PatchRequest Parse(JsonObject body, ScimProfile profile)
    {
        if (!profile.Tolerances.AnyPatchSchemas && !NamesPatchOp(Member(body, "schemas")))
            throw ScimError.InvalidSyntax($"'schemas' must name '{Urn.PatchOp}'.").ToException();
        if (PackedArray.In(Member(body, "Operations")) is { } packed && packed.Count > profile.WriteLimits.Operations)
            throw TooMany(packed.Count, profile);
        if (Member(body, "Operations") is not JsonArray operations)
            throw ScimError.InvalidSyntax("'Operations' must be an array of operations.").ToException();
        if (operations.Count == 0 && !profile.Tolerances.NoOperations)
            throw ScimError.InvalidSyntax("'Operations' is empty.").ToException();
        if (operations.Count > profile.WriteLimits.Operations)
            throw TooMany(operations.Count, profile);

        return new PatchRequest([.. operations.Select((operation, i) => ParseOperation(operation, i, profile.Tolerances))]);
    }

    static ScimException TooMany(int count, ScimProfile profile) =>
        ScimError.TooLarge($"'Operations' has {count} operations; at most {profile.WriteLimits.Operations} are allowed in one request.").ToException();

    static PatchOperation ParseOperation(JsonNode? json, int index, Tolerances tolerances)
    {
        if (json is not JsonObject operation)
            throw ScimError.InvalidSyntax($"'Operations[{index}]' must be an object.").ToException();

        var verb = Text(Member(operation, "op"))?.ToLowerInvariant() switch
        {
            "add" => PatchVerb.Add,
            "remove" => PatchVerb.Remove,
            "replace" => PatchVerb.Replace,
            _ => throw ScimError.InvalidSyntax($"'Operations[{index}].op' must be add, remove or replace.").ToException(),
        };

        var pathNode = Member(operation, "path");
        var path = Text(pathNode);
        if (pathNode is not null && path is null)
            throw ScimError.InvalidSyntax($"'Operations[{index}].path' must be a string.").ToException();
        if (path is { Length: 0 } && tolerances.EmptyPath)
            path = null;

        return new PatchOperation(verb, path, Member(operation, "value"), HasMember(operation, "value"));
    }

    static bool NamesPatchOp(JsonNode? schemas) =>
        schemas is JsonArray urns && urns.Any(u => string.Equals(Text(u), Urn.PatchOp, StringComparison.OrdinalIgnoreCase));

    static string? Text(JsonNode? node) => node is JsonValue && node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    static bool HasMember(JsonObject json, string name) => json.Any(m => string.Equals(m.Key, name, StringComparison.OrdinalIgnoreCase));

    static JsonNode? Member(JsonObject json, string name) => json.FirstOrDefault(m => string.Equals(m.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
