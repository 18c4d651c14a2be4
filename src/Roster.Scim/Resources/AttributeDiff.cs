using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>What differs between two documents, attribute by attribute. The order of values means nothing (RFC 7643 section 2.4).</summary>
public static class AttributeDiff
{
    public static ImmutableArray<AttributeChange> Between(JsonObject before, JsonObject after, ResourceType type)
    {
        var changes = ImmutableArray.CreateBuilder<AttributeChange>();
        foreach (var name in before.Select(m => m.Key).Union(after.Select(m => m.Key), StringComparer.Ordinal))
        {
            // A member named by a URN is an extension, of this door or another.
            if (name.Contains(':', StringComparison.Ordinal) || type.Extension(name) is not null)
                Compare(before[name] as JsonObject ?? [], after[name] as JsonObject ?? [], name + ":", type.SchemaOf(name), changes);
            else
                Compare(before[name], after[name], name, type.Schema.Attribute(name), changes);
        }

        return changes.ToImmutable();
    }

    static void Compare(JsonObject before, JsonObject after, string prefix, Schema? schema, ImmutableArray<AttributeChange>.Builder changes)
    {
        foreach (var name in before.Select(m => m.Key).Union(after.Select(m => m.Key), StringComparer.Ordinal))
            Compare(before[name], after[name], prefix + name, schema?.Attribute(name), changes);
    }

    static void Compare(JsonNode? before, JsonNode? after, string path, AttributeDefinition? attribute, ImmutableArray<AttributeChange>.Builder changes)
    {
        if (Same(before, after))
            return;

        // What is never returned is a secret: a change of it is known, but neither value.
        var secret = attribute is not null && attribute.SubAttributes.Append(attribute).Any(a => a.Returned == Returned.Never);
        changes.Add(secret ? new AttributeChange(path, null, null) : new AttributeChange(path, before?.DeepClone(), after?.DeepClone()));
    }

    static bool Same(JsonNode? before, JsonNode? after)
    {
        if (before is not JsonArray was || after is not JsonArray now || was.Count != now.Count)
            return JsonNode.DeepEquals(before, after);

        var left = now.ToList();
        foreach (var element in was)
        {
            var twin = left.FindIndex(e => JsonNode.DeepEquals(e, element));
            if (twin < 0)
                return false;
            left.RemoveAt(twin);
        }

        return true;
    }
}
