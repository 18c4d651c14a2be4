using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>A POST or PUT body, read by the schemas of the door it came through.</summary>
/// <param name="Attributes">What the document shall hold, canonical.</param>
/// <param name="Members">The members, or default when the body has no such attribute (or null for it, where silence keeps them).</param>
/// <param name="Password">The password in clear, or null.</param>
public sealed record ReadResource(JsonObject Attributes, ImmutableArray<Member> Members, string? Password)
{
    /// <summary>The attributes the body has a member for, be it null or empty, each with its extension: the rest was left out.</summary>
    public required IReadOnlyList<(string? Extension, string Name)> Given { get; init; }

    /// <summary>Those of <see cref="Given"/> that are empty on purpose, as paths.</summary>
    public required IReadOnlySet<string> Emptied { get; init; }

    /// <summary>Whether the body has a member for an attribute.</summary>
    public bool Gives(string? extension, AttributeDefinition attribute)
    {
        for (var i = 0; i < Given.Count; i++)
        {
            if (string.Equals(Given[i].Name, attribute.Name, StringComparison.Ordinal) && string.Equals(Given[i].Extension, extension, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}

/// <summary>
/// Reads a resource that a client sends: names into the schema's spelling, values typed. Read-only and unknown attributes are
/// ignored (RFC 7644 sections 3.3 and 3.5.1), so that whatever we answered may be sent back.
/// </summary>
public sealed class ResourceReader(JsonElement body, ResourceType type, ScimProfile profile)
{
    readonly ValueReader values = new(profile, patching: false);
    readonly List<(string? Extension, string Name)> given = new(body.GetPropertyCount());
    HashSet<string>? emptied;
    readonly JsonObject attributes = [];
    ImmutableArray<Member> members;
    string? password;
    int unknown;

    /// <exception cref="ScimException">A value does not fit its attribute, or <c>schemas</c> does not fit the resource type.</exception>
    public static ReadResource Read(JsonElement body, ResourceType type, ScimProfile profile)
    {
        var reader = new ResourceReader(body, type, profile);
        reader.CheckSchemas();
        foreach (var member in body.EnumerateObject())
            reader.ReadMember(member.NameOf(), member.Value);

        return new ReadResource(reader.attributes, reader.members, reader.password) { Given = reader.given, Emptied = (IReadOnlySet<string>?)reader.emptied ?? FrozenSet<string>.Empty };
    }

    void ReadMember(string name, JsonElement value)
    {
        if (type.Extension(name)?.Schema is { } extension)
            ReadExtension(extension, value);
        else if (type.BaseAttribute(name) is { } attribute)
            ReadAttribute(attribute, null, value, attributes);
        else
            Ignore(name);
    }

    void ReadExtension(Schema extension, JsonElement value)
    {
        if (values.IsUnassigned(value))
            return;
        if (value.ValueKind != JsonValueKind.Object)
            throw ScimError.InvalidValue($"'{extension.Id}' must be an object with the extension's attributes.").ToException();

        var container = new JsonObject();
        foreach (var part in value.EnumerateObject())
        {
            var name = part.NameOf();
            if (extension.Attribute(name) is { } attribute)
                ReadAttribute(attribute, extension.Id, part.Value, container);
            else
                Ignore(name, extension);
        }

        if (container.Count > 0)
            attributes[extension.Id] = container;
    }

    void ReadAttribute(AttributeDefinition attribute, string? extension, JsonElement value, JsonObject container)
    {
        if (attribute.Mutability == Mutability.ReadOnly || attribute == CommonAttributes.Schemas)
            return;

        var place = Place.In(extension, attribute.Name);
        given.Add((extension, attribute.Name));
        if (extension is null && attribute.Name == type.PasswordAttribute)
            password = PasswordText.Read(attribute, value, attribute.Name, profile);
        else if (extension is null && attribute.Name == type.MembersAttribute)
            members = value.IsNothing() && profile.Tolerances.KeepMembersWhenAbsent ? default : MemberReader.Read(attribute, value, attribute.Name, profile, values);
        else if (values.Read(attribute, value, place) is { } read)
            container[attribute.Name] = read;
        else if (value.ValueKind == JsonValueKind.Array || !profile.Tolerances.NullMeansAbsent)
            (emptied ??= new(StringComparer.Ordinal)).Add(place.ToString());
    }

    void CheckSchemas()
    {
        if (profile.Tolerances.AnySchemas)
            return;

        var urns = SchemaUrns(body.Member("schemas")) ?? throw ScimError.InvalidSyntax($"'schemas' must be an array that names '{type.Schema.Id}'.").ToException();
        if (!urns.Contains(type.Schema.Id, StringComparer.OrdinalIgnoreCase))
            throw ScimError.InvalidSyntax($"'schemas' must name '{type.Schema.Id}'.").ToException();
        RequireKnown(urns, type);
    }

    internal static void RequireKnown(IEnumerable<string> urns, ResourceType type)
    {
        if (urns.FirstOrDefault(urn => type.SchemaOf(urn) is null) is { } unknown)
            throw ScimError.InvalidValue($"'schemas' names '{ScimError.Quote(unknown)}', which {type.Name} does not have.").ToException();
    }

    /// <returns>Null when it is no array of texts, or an empty one.</returns>
    internal static string[]? SchemaUrns(JsonElement schemas) =>
        schemas.ValueKind == JsonValueKind.Array && schemas.GetArrayLength() > 0 && schemas.EnumerateArray().All(u => u.ValueKind == JsonValueKind.String)
            ? [.. schemas.EnumerateArray().Select(u => u.GetString()!)]
            : null;

    void Ignore(string name, Schema? extension = null)
    {
        if (profile.RefusesUnknownAttributes)
            throw ScimError.InvalidSyntax($"{extension?.Id ?? type.Name} has no attribute '{ScimError.Quote(name)}'; the organization does not take what it does not know.").ToException();
        if (++unknown > profile.WriteLimits.UnknownAttributes)
            throw ScimError.InvalidSyntax($"The body has more than {profile.WriteLimits.UnknownAttributes} attributes that {type.Name} does not have.").ToException();
    }
}
