using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Bulk;

/// <summary>The path of a bulk operation, relative to the surface's prefix: a type's endpoint for a POST, one of its resources otherwise.</summary>
static class BulkPath
{
    const string Self = "/Me";

    /// <returns>The id is null for a POST, and for the caller's own user when the caller acts for none.</returns>
    /// <exception cref="ScimException"><c>invalidPath</c>; 501 when the path is of a feature that the surface lacks.</exception>
    public static (ResourceType Type, string? Id) Parse(string path, Verb verb, string place, ScimProfile profile, Caller caller)
    {
        if (IsName(path, Self) && profile.SelfType is { } own)
        {
            if (!profile.Has(Features.Me))
                throw new ScimError(501, null, $"'{Self}' is not supported here.").ToException();
            if (verb is not (Verb.Replace or Verb.Patch))
                throw Invalid(path, place, $"'{Self}' can be replaced and patched only");
            return (own, caller.UserId);
        }

        foreach (var type in profile.ResourceTypes)
        {
            if (IsName(path, type.Endpoint))
                return verb == Verb.Create ? (type, null) : throw Invalid(path, place, $"it must go on with the id of the {type.Name}");
            if (path.Length > type.Endpoint.Length && path[type.Endpoint.Length] == '/' && path.StartsWith(type.Endpoint, StringComparison.OrdinalIgnoreCase))
                return (type, Id(path, path[(type.Endpoint.Length + 1)..], type, verb, place));
        }

        throw Invalid(path, place, "it must begin with the endpoint of a resource type, such as /Users");
    }

    static string Id(string path, string rest, ResourceType type, Verb verb, string place)
    {
        if (rest.Length == 0 || rest.StartsWith('.') || rest.AsSpan().ContainsAny('/', '?', '#'))
            throw Invalid(path, place, $"after '{type.Endpoint}/' the id of a {type.Name} must follow, and nothing else");
        if (verb == Verb.Create)
            throw Invalid(path, place, $"a POST goes to '{type.Endpoint}'");
        return Uri.UnescapeDataString(rest);
    }

    static bool IsName(string path, string name) => string.Equals(path, name, StringComparison.OrdinalIgnoreCase);

    static ScimException Invalid(string path, string place, string reason) => ScimError.InvalidPath($"'{place}.path' is '{ScimError.Quote(path)}': {reason}.").ToException();
}
