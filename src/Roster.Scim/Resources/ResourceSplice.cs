using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;

namespace Roster.Scim.Resources;

/// <summary>
/// The writing of one resource. Stored attributes are spliced in as the bytes they are, complex ones part by part where some are not shown;
/// only what the profile derives is parsed.
/// </summary>
sealed class ResourceSplice : IDisposable
{
    public ResourceSplice(SplicePlan plan, ScimProfile profile, ResourceView view, Utf8JsonWriter writer, Resource resource, Schemas.ResourceType type)
    {
        (this.plan, this.profile, this.view, this.writer, this.resource, this.type) = (plan, profile, view, writer, resource, type);
        stored = ArrayPool<Range>.Shared.Rent(plan.Slots.Count);
        plan.Slots.Locate(resource.Document.Utf8.Span, stored.AsSpan(0, plan.Slots.Count));
        Derive();
    }

    readonly SplicePlan plan;
    readonly ScimProfile profile;
    readonly ResourceView view;
    readonly Utf8JsonWriter writer;
    readonly Resource resource;
    readonly Schemas.ResourceType type;

    // By slot, where each wanted member of the document lies in its bytes (empty: nowhere), and what the profile shows instead of it. The first is lent.
    readonly Range[] stored;
    bool[]? isDerived;
    JsonNode?[]? derived;

    int written;
    bool open;

    /// <summary>
    /// Writes up to the members, if more of them are to come, and leaves their array open for <see cref="WriteMembers"/>; otherwise all but the end.
    /// </summary>
    public void Begin()
    {
        writer.WriteStartObject();
        writer.WriteStartArray("schemas"u8);
        writer.WriteStringValue(plan.SchemaId);
        foreach (var extension in plan.Extensions)
        {
            if (Shows(extension))
                writer.WriteStringValue(extension.Name.Encoded);
        }

        writer.WriteEndArray();
        writer.WriteString("id"u8, resource.Key.Id);
        WriteBase();
    }

    public void WriteMembers(ImmutableArray<Member> members) => plan.Base.First(a => a.IsMembers).References!.Write(writer, members, view);

    public void End()
    {
        if (HasOpenMembers)
        {
            writer.WriteEndArray();
            open = false;
            WriteBase();
        }

        foreach (var extension in plan.Extensions)
        {
            if (Shows(extension))
                WriteExtension(extension);
        }

        WriteMeta();
        writer.WriteEndObject();
    }

    /// <summary>Whether <see cref="WriteMembers"/> may be called.</summary>
    public bool HasOpenMembers => open;

    public void Dispose() => ArrayPool<Range>.Shared.Return(stored);

    void WriteBase()
    {
        while (!open && written < plan.Base.Length)
        {
            WriteAttribute(plan.Base[written]);
            written++;
        }
    }

    bool Shows(SplicePlan.Extension extension) => isDerived?[extension.Slot] == true ? derived![extension.Slot] is not null : IsStored(extension.Slot);

    bool IsStored(int slot) => stored[slot].End.Value > 0;

    ReadOnlySpan<byte> Stored(int slot) => resource.Document.Utf8.Span[stored[slot]];

    void WriteAttribute(SplicePlan.Attribute attribute)
    {
        // No members are shown as an empty list: authentik adds members only where it sees the attribute.
        if (attribute.IsMembers)
        {
            writer.WriteStartArray(attribute.Name.Encoded);
            attribute.References!.Write(writer, resource.Members, view);
            if (resource.FurtherMembers is not null)
                open = true;
            else
                writer.WriteEndArray();
        }
        else if (attribute.IsMemberships && !resource.Memberships.IsDefaultOrEmpty)
        {
            writer.WriteStartArray(attribute.Name.Encoded);
            attribute.References!.Write(writer, resource.Memberships, view);
            writer.WriteEndArray();
        }
        else if (isDerived?[attribute.Slot] == true)
        {
            WriteNode(attribute, derived![attribute.Slot]);
        }
        else if (IsStored(attribute.Slot))
        {
            WriteStored(plan.Base, ref written, resource.Document.Utf8.Span, stored, isDerived);
        }
    }

    void WriteExtension(SplicePlan.Extension extension)
    {
        writer.WriteStartObject(extension.Name.Encoded);
        if (isDerived?[extension.Slot] == true)
        {
            foreach (var attribute in extension.Attributes)
                WriteNode(attribute, derived![extension.Slot]![attribute.Definition.Name]);
        }
        else
        {
            WriteExtension(extension, Stored(extension.Slot));
        }

        writer.WriteEndObject();
    }

    void WriteExtension(SplicePlan.Extension extension, ReadOnlySpan<byte> json)
    {
        Span<Range> places = extension.Attributes.Length <= 64 ? stackalloc Range[extension.Attributes.Length] : new Range[extension.Attributes.Length];
        places.Clear();
        var last = -1;
        for (var members = new StoredJson(json); members.NextMember(out var name, out var value);)
        {
            for (var i = 1; i <= places.Length; i++)
            {
                var place = (last + i) % places.Length;
                if (!name.SequenceEqual(extension.Attributes[place].Name.Utf8))
                    continue;
                places[last = place] = value;
                break;
            }
        }

        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].End.Value > 0)
                WriteStored(extension.Attributes, ref i, json, places, isDerived: null);
        }
    }

    void WriteMeta()
    {
        if (plan.Meta == Visibility.None)
            return;

        writer.WriteStartObject("meta"u8);
        if (plan.Meta.Shows("resourceType"))
            writer.WriteString("resourceType"u8, type.Name);
        if (plan.Meta.Shows("created") && profile.ShowsCreated)
            WriteInstant("created"u8, resource.Created);
        if (plan.Meta.Shows("lastModified"))
            WriteInstant("lastModified"u8, resource.LastModified);
        if (plan.Meta.Shows("location"))
            plan.Location.Write(writer, "location"u8, resource.Key.Id, view);
        if (plan.Meta.Shows("version"))
            WriteVersion();
        writer.WriteEndObject();
    }

    void WriteVersion()
    {
        Span<byte> text = stackalloc byte[ResourceView.VersionLength];
        writer.WriteString("version"u8, text[..view.FormatVersion(resource.Version, text)]);
    }

    void WriteInstant(ReadOnlySpan<byte> name, DateTimeOffset instant)
    {
        Span<byte> text = stackalloc byte[ScimValue.InstantLength];
        ScimValue.FormatInstant(instant, text);
        writer.WriteString(name, text);
    }

    // ---- As stored

    /// <summary>Writes an attribute, and with it those after it that lie there one after the other in the same order and are shown as they are.</summary>
    /// <param name="at">Which of the attributes it is; then the last that was written.</param>
    /// <param name="places">By slot, where the attributes lie in <paramref name="json"/>.</param>
    void WriteStored(ImmutableArray<SplicePlan.Attribute> attributes, ref int at, ReadOnlySpan<byte> json, ReadOnlySpan<Range> places, bool[]? isDerived)
    {
        var first = attributes[at];
        var shown = places[first.Slot];
        writer.WritePropertyName(first.Name.Encoded);
        if (!ShowsAllOf(first, json[shown]))
        {
            if (first.Definition.MultiValued)
                WriteStoredElements(first, json[shown]);
            else
                WriteStoredParts(first, json[shown]);
            return;
        }

        for (; at + 1 < attributes.Length && attributes[at + 1] is { IsMembers: false, IsMemberships: false } next && isDerived?[next.Slot] != true; at++)
        {
            var place = places[next.Slot];
            if (place.End.Value == 0)
                continue;
            if (!Follows(next, place, shown) || !ShowsAllOf(next, json[place]))
                break;
            shown = shown.Start..place.End;
        }

        // To the writer it is one value.
        writer.WriteRawValue(json[shown], skipInputValidation: true);
    }

    // Between them is what the writer would put there: a comma, the name in its quotes, a colon.
    static bool Follows(SplicePlan.Attribute attribute, Range place, Range last) => place.Start.Value == last.End.Value + attribute.Name.Utf8.Length + 4;

    // Another door may have stored parts that this one does not have.
    static bool ShowsAllOf(SplicePlan.Attribute attribute, ReadOnlySpan<byte> value)
    {
        if (!attribute.Definition.IsComplex)
            return true;
        if (attribute.FollowsValue)
            return false;
        if (!StoredJson.IsArray(value))
            return ShowsAllParts(attribute, value);

        for (var elements = new StoredJson(value); elements.NextElement(out var element);)
        {
            if (!ShowsAllParts(attribute, element))
                return false;
        }

        return true;
    }

    static bool ShowsAllParts(SplicePlan.Attribute attribute, ReadOnlySpan<byte> value)
    {
        for (var parts = new StoredJson(value); parts.NextMember(out var name, out _);)
        {
            if (attribute.Part(name) is null)
                return false;
        }

        return true;
    }

    void WriteStoredElements(SplicePlan.Attribute attribute, ReadOnlySpan<byte> array)
    {
        writer.WriteStartArray();
        for (var elements = new StoredJson(array); elements.NextElement(out var element);)
            WriteStoredParts(attribute, element);
        writer.WriteEndArray();
    }

    void WriteStoredParts(SplicePlan.Attribute attribute, ReadOnlySpan<byte> value)
    {
        writer.WriteStartObject();
        string? id = null;
        for (var parts = new StoredJson(value); parts.NextMember(out var name, out var range);)
        {
            if (attribute.FollowsValue && name.SequenceEqual("value"u8))
                id = TextOf(value[range]);
            if (attribute.Part(name) is not { } part)
                continue;

            writer.WritePropertyName(part.Encoded);
            writer.WriteRawValue(value[range], skipInputValidation: true);
        }

        WriteWhatFollows(attribute, id);
        writer.WriteEndObject();
    }

    // ---- As derived

    void WriteNode(SplicePlan.Attribute attribute, JsonNode? node)
    {
        if (node is null)
            return;

        writer.WritePropertyName(attribute.Name.Encoded);
        switch (node)
        {
            case JsonArray elements when attribute.Definition.IsComplex:
                writer.WriteStartArray();
                foreach (var element in elements.OfType<JsonObject>())
                    WriteNodeParts(attribute, element);
                writer.WriteEndArray();
                break;
            case JsonObject parts when attribute.Definition.IsComplex:
                WriteNodeParts(attribute, parts);
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    void WriteNodeParts(SplicePlan.Attribute attribute, JsonObject parts)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in parts)
        {
            if (value is null || !attribute.Visibility.Shows(name))
                continue;

            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        WriteWhatFollows(attribute, parts["value"] is JsonValue id && id.GetValueKind() == JsonValueKind.String ? id.GetValue<string>() : null);
        writer.WriteEndObject();
    }

    // A reference such as a manager's: '$ref' follows from 'value', whether or not the id is known here, so that a foreign id and an unknown one look alike.
    // Neither has a name.
    void WriteWhatFollows(SplicePlan.Attribute attribute, string? id)
    {
        if (id is null)
            return;
        attribute.Referenced?.Write(writer, "$ref"u8, id, view);
        if (attribute.ReferenceName is { } name && resource.Names?.GetValueOrDefault(id) is { } text)
            writer.WriteString(name.Encoded, text);
    }

    // ---- The document

    void Derive()
    {
        foreach (var derivation in plan.Derivations)
        {
            (isDerived, derived) = (isDerived ?? new bool[plan.Slots.Count], derived ?? new JsonNode?[plan.Slots.Count]);
            var value = isDerived[derivation.Slot] ? derived[derivation.Slot] : Parsed(derivation.Slot);
            var sources = new JsonObject();
            foreach (var (name, slot) in derivation.Sources)
                sources[name] = Parsed(slot);
            derived[derivation.Slot] = view.Derived(derivation.Rule, derivation.Member, value, sources);
            isDerived[derivation.Slot] = true;
        }
    }

    JsonNode? Parsed(int slot) => IsStored(slot) ? JsonNode.Parse(Stored(slot)) : null;

    static string? TextOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }
}
