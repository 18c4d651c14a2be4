using System.Collections.Immutable;
using System.Text.Json;
using Roster.Scim.Messages;
using Roster.Scim.Resources;

namespace Roster.Scim.Patching;

public enum PatchVerb { Add, Remove, Replace }

/// <summary>One operation as the client wrote it; its path is bound when it is applied, as it depends on the resource type.</summary>
/// <param name="Path">Null for an operation on the resource itself.</param>
/// <param name="Value"><see cref="JsonValueKind.Undefined"/> when the operation has none, which is not the same as <c>null</c>.</param>
public sealed record PatchOperation(PatchVerb Verb, string? Path, JsonElement Value);

/// <summary>A PATCH message (RFC 7644 section 3.5.2), syntactically sound.</summary>
public sealed record PatchRequest(ImmutableArray<PatchOperation> Operations)
{
    /// <summary>Reads the message; names of members and of operations in any letter case, unknown members ignored. The values stay where they are in it.</summary>
    /// <exception cref="ScimException"><c>invalidSyntax</c> when the body is no PATCH message; 413 when it has too many operations.</exception>
    public static PatchRequest Parse(JsonElement body, ScimProfile profile)
    {
        if (!profile.Tolerances.AnyPatchSchemas && !NamesPatchOp(body.Member("schemas")))
            throw ScimError.InvalidSyntax($"'schemas' must name '{Urn.PatchOp}'.").ToException();
        if (body.Member("Operations") is not { ValueKind: JsonValueKind.Array } sent)
            throw ScimError.InvalidSyntax("'Operations' must be an array of operations.").ToException();
        var count = sent.GetArrayLength();
        if (count == 0 && !profile.Tolerances.NoOperations)
            throw ScimError.InvalidSyntax("'Operations' is empty.").ToException();
        if (count > profile.WriteLimits.Operations)
            throw ScimError.TooLarge($"'Operations' has {count} operations; at most {profile.WriteLimits.Operations} are allowed in one request.").ToException();

        var operations = ImmutableArray.CreateBuilder<PatchOperation>(count);
        foreach (var operation in sent.EnumerateArray())
            operations.Add(ParseOperation(operation, operations.Count, profile.Tolerances));
        return new PatchRequest(operations.MoveToImmutable());
    }

    static PatchOperation ParseOperation(JsonElement operation, int index, Tolerances tolerances)
    {
        if (operation.ValueKind != JsonValueKind.Object)
            throw ScimError.InvalidSyntax($"'Operations[{index}]' must be an object.").ToException();

        var verb = operation.Member("op").Text()?.ToLowerInvariant() switch
        {
            "add" => PatchVerb.Add,
            "remove" => PatchVerb.Remove,
            "replace" => PatchVerb.Replace,
            _ => throw ScimError.InvalidSyntax($"'Operations[{index}].op' must be add, remove or replace.").ToException(),
        };

        var path = operation.Member("path");
        if (!path.IsNothing() && path.ValueKind != JsonValueKind.String)
            throw ScimError.InvalidSyntax($"'Operations[{index}].path' must be a string.").ToException();

        var text = path.Text();
        return new PatchOperation(verb, text is { Length: 0 } && tolerances.EmptyPath ? null : text, operation.Member("value"));
    }

    static bool NamesPatchOp(JsonElement schemas) => schemas.Elements().Any(u => string.Equals(u.Text(), Urn.PatchOp, StringComparison.OrdinalIgnoreCase));
}
