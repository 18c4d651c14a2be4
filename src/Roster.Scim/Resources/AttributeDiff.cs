using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// What differs between two documents, attribute by attribute. The order of values means nothing (RFC 7643 section 2.4). Documents are written in one way, so that what is alike
/// is written alike, and only what is not becomes a tree.
/// </summary>
public static class AttributeDiff
{
    public static ImmutableArray<AttributeChange> Between(Document before, Document after, ResourceType type)
    {
        if (before.SameAs(after))
            return [];

        var changes = ImmutableArray.CreateBuilder<AttributeChange>();
        Compare(before.Utf8.Span, after.Utf8.Span, type, null, changes);
        return changes.ToImmutable();
    }

    /// <param name="extension">Whose container it is; null for the document.</param>
    static void Compare(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, ResourceType type, string? extension, ImmutableArray<AttributeChange>.Builder changes)
    {
        for (var members = new StoredJson(before); members.NextMember(out var name, out var value);)
            Compare(name, before[value], Value(after, name), type, extension, changes);

        for (var members = new StoredJson(after); members.NextMember(out var name, out var value);)
        {
            if (Value(before, name).IsEmpty)
                Compare(name, [], after[value], type, extension, changes);
        }
    }

    static void Compare(ReadOnlySpan<byte> name, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, ResourceType type, string? extension, ImmutableArray<AttributeChange>.Builder changes)
    {
        if (before.SequenceEqual(after))
            return;

        var text = Encoding.UTF8.GetString(name);
        // A member named by a URN is an extension, of this door or another.
        if (extension is null && (text.Contains(':', StringComparison.Ordinal) || type.Extension(text) is not null))
            Compare(Container(before), Container(after), type, text, changes);
        else
            Compare(extension is null ? text : $"{extension}:{text}", Node(before), Node(after), (extension is null ? type.Schema : type.SchemaOf(extension))?.Attribute(text), changes);
    }

    static void Compare(string path, JsonNode? before, JsonNode? after, AttributeDefinition? attribute, ImmutableArray<AttributeChange>.Builder changes)
    {
        if (Same(before, after))
            return;

        // What is never returned is a secret: a change of it is known, but neither value.
        var secret = attribute is not null && attribute.SubAttributes.Append(attribute).Any(a => a.Returned == Returned.Never);
        changes.Add(secret ? new AttributeChange(path, null, null) : new AttributeChange(path, before, after));
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

    /// <returns>Empty when there is none.</returns>
    static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        for (var members = new StoredJson(json); members.NextMember(out var other, out var value);)
        {
            if (name.SequenceEqual(other))
                return json[value];
        }

        return [];
    }

    static ReadOnlySpan<byte> Container(ReadOnlySpan<byte> value) => !value.IsEmpty && StoredJson.IsObject(value) ? value : "{}"u8;

    static JsonNode? Node(ReadOnlySpan<byte> value) => value.IsEmpty ? null : StoredJson.Node(value);
}
