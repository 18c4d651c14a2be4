using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Bulk;

/// <summary>One attribute of the body of a POST: a base attribute, or one of an extension.</summary>
/// <param name="Extension">The extension's member of the body, as the client spells it.</param>
/// <param name="Name">The attribute's member, as the client spells it.</param>
/// <param name="Attribute">Null when the resource type has no such attribute.</param>
/// <param name="Path">For a PATCH.</param>
sealed record BulkPart(string? Extension, string Name, AttributeDefinition? Attribute, string Path, JsonNode? Value)
{
    public static IEnumerable<BulkPart> Of(JsonObject body, ResourceType type)
    {
        foreach (var (name, value) in body)
        {
            if (type.Extension(name)?.Schema is not { } schema || value is not JsonObject parts)
            {
                yield return new BulkPart(null, name, type.BaseAttribute(name), name, value);
                continue;
            }

            foreach (var (part, partValue) in parts)
                yield return new BulkPart(name, part, schema.Attribute(part), $"{schema.Id}:{part}", partValue);
        }
    }

    /// <summary>
    /// Takes out of the body of a POST what refers to resources that are not there yet: whole attributes, but of members only those concerned.
    /// </summary>
    /// <returns>The body that is left, and the PATCH that adds the rest later; null when nothing had to be taken out.</returns>
    public static (JsonObject Body, JsonObject? Later) Split(BulkOperation post, BulkReferences references, Func<string, bool> isMissing)
    {
        var body = post.Tree();
        var additions = new JsonArray();
        foreach (var part in Of(body, post.Type!).Where(p => references.In(p.Value).Any(isMissing)).ToList())
        {
            var container = part.Extension is null ? body : body[part.Extension]!.AsObject();
            var later = part.Value;
            if (part.Extension is null && part.Attribute?.Name == post.Type!.MembersAttribute && part.Value is JsonArray members)
            {
                later = new JsonArray([.. members.Where(m => references.In(m).Any(isMissing)).Select(m => m!.DeepClone())]);
                container[part.Name] = new JsonArray([.. members.Where(m => !references.In(m).Any(isMissing)).Select(m => m?.DeepClone())]);
            }
            else
            {
                container.Remove(part.Name);
            }

            // What a create ignores is not added later either.
            if (part.Attribute is { Mutability: not Mutability.ReadOnly })
                additions.Add(new JsonObject { ["op"] = "add", ["path"] = part.Path, ["value"] = later!.DeepClone() });
        }

        return (body, additions.Count == 0 ? null : new JsonObject { ["schemas"] = new JsonArray(Urn.PatchOp), ["Operations"] = additions });
    }
}
