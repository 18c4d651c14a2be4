using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// The writing of one resource. Stored attributes are spliced in as the bytes they are, complex ones part by part;
/// only what the profile derives is parsed.
/// </summary>
sealed class ResourceSplice
{
    public ResourceSplice(ScimProfile profile, ResourceView view, Utf8JsonWriter writer, Resource resource, ResourceType type, Projection projection)
    {
        (this.profile, this.view, this.writer, this.resource, this.type, this.projection) = (profile, view, writer, resource, type, projection);
        stored = Members(resource.Document.Utf8.Span);
        derived = Derive();
    }

    readonly ScimProfile profile;
    readonly ResourceView view;
    readonly Utf8JsonWriter writer;
    readonly Resource resource;
    readonly ResourceType type;
    readonly Projection projection;

    // Where each member of the document lies in its bytes, and the members that the profile shows otherwise than stored.
    readonly Dictionary<string, Range> stored;
    readonly Dictionary<string, JsonNode?> derived;

    int written;

    /// <summary>
    /// Writes up to the members, if more of them are to come, and leaves their array open for <see cref="WriteMembers"/>; otherwise all but the end.
    /// </summary>
    public void Begin()
    {

        writer.WriteStartObject();
        writer.WriteStartArray("schemas");
        writer.WriteStringValue(type.Schema.Id);
        foreach (var schema in Extensions())
            writer.WriteStringValue(schema.Id);
        writer.WriteEndArray();
        writer.WriteString("id", resource.Key.Id);
        WriteAttribute(CommonAttributes.ExternalId);
        WriteBase();
    }

    public void WriteMembers(IEnumerable<Member> members) =>
        WriteReferences(members, projection.Of(type.BaseAttribute(type.MembersAttribute!)!, null), memberships: false);

    public void End()
    {
        if (HasOpenMembers)
        {
            writer.WriteEndArray();
            open = false;
            WriteBase();
        }

        foreach (var schema in Extensions())
            WriteExtension(schema);
        WriteMeta();
        writer.WriteEndObject();
    }

    /// <summary>Whether <see cref="WriteMembers"/> may be called.</summary>
    public bool HasOpenMembers => open;

    bool open;

    void WriteBase()
    {
        while (!open && written < type.Schema.Attributes.Length)
            WriteAttribute(type.Schema.Attributes[written++]);
    }

    IEnumerable<Schema> Extensions() => type.Extensions.Select(e => e.Schema).Where(Shows);

    bool Shows(Schema extension) =>
        (derived.TryGetValue(extension.Id, out var node) ? node is not null : stored.ContainsKey(extension.Id))
        && extension.Attributes.Any(a => projection.Of(a, extension.Id) != Visibility.None);

    void WriteAttribute(AttributeDefinition attribute)
    {
        var visibility = projection.Of(attribute, null);
        if (visibility == Visibility.None || attribute.Name == type.PasswordAttribute)
            return;

        // No members are shown as an empty list: authentik adds members only where it sees the attribute.
        if (attribute.Name == type.MembersAttribute)
        {
            writer.WriteStartArray(attribute.Name);
            WriteReferences(resource.Members, visibility, memberships: false);
            if (resource.FurtherMembers is not null)
                open = true;
            else
                writer.WriteEndArray();
        }
        else if (attribute.Name == type.MembershipsAttribute && !resource.Memberships.IsDefaultOrEmpty)
        {
            writer.WriteStartArray(attribute.Name);
            WriteReferences(resource.Memberships.Where(m => profile.TellsIndirectMembership || !m.Indirect), visibility, memberships: true);
            writer.WriteEndArray();
        }
        else if (derived.TryGetValue(attribute.Name, out var node))
            WriteNode(attribute, node, visibility);
        else if (stored.TryGetValue(attribute.Name, out var range))
            WriteStored(attribute, resource.Document.Utf8.Span[range], visibility);
    }

    void WriteExtension(Schema schema)
    {
        writer.WriteStartObject(schema.Id);
        var node = derived.GetValueOrDefault(schema.Id) as JsonObject;
        var bytes = node is null ? resource.Document.Utf8.Span[stored[schema.Id]] : default;
        var parts = node is null ? Members(bytes) : [];
        foreach (var attribute in schema.Attributes)
        {
            var visibility = projection.Of(attribute, schema.Id);
            if (visibility == Visibility.None)
                continue;

            if (node is not null)
                WriteNode(attribute, node[attribute.Name], visibility);
            else if (parts.TryGetValue(attribute.Name, out var range))
                WriteStored(attribute, bytes[range], visibility);
        }

        writer.WriteEndObject();
    }

    void WriteMeta()
    {
        var visibility = projection.Of(type.Meta, null);
        if (visibility == Visibility.None)
            return;

        writer.WriteStartObject("meta");
        if (visibility.Shows("resourceType"))
            writer.WriteString("resourceType", type.Name);
        if (visibility.Shows("created") && profile.ShowsCreated)
            writer.WriteString("created", ScimValue.FormatInstant(resource.Created));
        if (visibility.Shows("lastModified"))
            writer.WriteString("lastModified", ScimValue.FormatInstant(resource.LastModified));
        if (visibility.Shows("location"))
            writer.WriteString("location", view.Location(type, resource.Key.Id));
        if (visibility.Shows("version"))
            writer.WriteString("version", view.Version(resource.Version));
        writer.WriteEndObject();
    }

    void WriteReferences(IEnumerable<Member> references, Visibility visibility, bool memberships)
    {
        foreach (var reference in references)
        {
            writer.WriteStartObject();
            if (visibility.Shows("value"))
                writer.WriteString("value", reference.Value);
            if (visibility.Shows("type") && view.ReferenceType(reference, memberships) is { } shown)
                writer.WriteString("type", shown);
            if (visibility.Shows("$ref") && reference.Type is not null && profile.Type(reference.Type) is { } referenced)
                writer.WriteString("$ref", view.Location(referenced, reference.Value));
            if (visibility.Shows("display") && reference.Display is not null)
                writer.WriteString("display", reference.Display);
            writer.WriteEndObject();
        }
    }

    void WriteStored(AttributeDefinition attribute, ReadOnlySpan<byte> value, Visibility visibility)
    {
        writer.WritePropertyName(attribute.Name);
        if (!attribute.IsComplex)
            writer.WriteRawValue(value, skipInputValidation: true);
        else if (attribute.MultiValued)
            WriteStoredElements(attribute, value, visibility);
        else
            WriteStoredParts(attribute, value, visibility);
    }

    void WriteStoredElements(AttributeDefinition attribute, ReadOnlySpan<byte> elements, Visibility visibility)
    {
        writer.WriteStartArray();
        var reader = new Utf8JsonReader(elements);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            WriteStoredParts(attribute, elements[start..(int)reader.BytesConsumed], visibility);
        }

        writer.WriteEndArray();
    }

    void WriteStoredParts(AttributeDefinition attribute, ReadOnlySpan<byte> value, Visibility visibility)
    {
        writer.WriteStartObject();
        string? id = null;
        foreach (var (name, range) in Members(value))
        {
            if (name == "value")
                id = TextOf(value[range]);
            if (!visibility.Shows(name))
                continue;

            writer.WritePropertyName(name);
            writer.WriteRawValue(value[range], skipInputValidation: true);
        }

        WriteComputedReference(attribute, id, visibility);
        writer.WriteEndObject();
    }

    void WriteNode(AttributeDefinition attribute, JsonNode? node, Visibility visibility)
    {
        if (node is null)
            return;

        writer.WritePropertyName(attribute.Name);
        switch (node)
        {
            case JsonArray elements when attribute.IsComplex:
                writer.WriteStartArray();
                foreach (var element in elements.OfType<JsonObject>())
                    WriteNodeParts(attribute, element, visibility);
                writer.WriteEndArray();
                break;
            case JsonObject parts when attribute.IsComplex:
                WriteNodeParts(attribute, parts, visibility);
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    void WriteNodeParts(AttributeDefinition attribute, JsonObject parts, Visibility visibility)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in parts)
        {
            if (value is null || !visibility.Shows(name))
                continue;

            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        WriteComputedReference(attribute, parts["value"] is JsonValue id && id.GetValueKind() == JsonValueKind.String ? id.GetValue<string>() : null, visibility);
        writer.WriteEndObject();
    }

    // A reference such as a manager's: '$ref' follows from 'value', whether or not the id is known here, so that a foreign id and an unknown one look alike.
    // Neither has a name.
    void WriteComputedReference(AttributeDefinition attribute, string? id, Visibility visibility)
    {
        if (id is not null && visibility.Shows("$ref") && attribute.Sub("$ref") is { ReferenceTypes: [var only] } && profile.Type(only) is { } referenced)
            writer.WriteString("$ref", view.Location(referenced, id));
        if (id is not null && attribute.ReferenceName is { } name && visibility.Shows(name.Name) && resource.Names?.GetValueOrDefault(id) is { } text)
            writer.WriteString(name.Name, text);
    }

    Dictionary<string, JsonNode?> Derive()
    {
        var shown = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        JsonObject? attributes = null;
        foreach (var rule in profile.Rules.Where(r => r.ResourceType == type.Name))
        {
            foreach (var member in rule.DerivedMembers)
            {
                attributes ??= resource.Document.ToJson();
                var value = shown.TryGetValue(member, out var earlier) ? earlier : attributes[member]?.DeepClone();
                shown[member] = view.Derived(rule, member, value, attributes);
            }
        }

        return shown;
    }

    static Dictionary<string, Range> Members(ReadOnlySpan<byte> json)
    {
        var members = new Dictionary<string, Range>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            members[name] = start..(int)reader.BytesConsumed;
        }

        return members;
    }

    static string? TextOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }
}
