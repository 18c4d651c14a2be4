using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// Which attributes an answer shows (RFC 7644 section 3.9), resolved against a resource type. Names that the type does not have are ignored,
/// since schemas differ and nothing is disclosed by that.
/// </summary>
public sealed class Projection
{
    Projection(ResourceType type, ImmutableHashSet<string>? only, ImmutableHashSet<string> except)
    {
        (this.type, this.only, this.except) = (type, only, except);
        shown = new(ReferenceEqualityComparer.Instance);
    }

    readonly ResourceType type;
    readonly ImmutableHashSet<string>? only;
    readonly ImmutableHashSet<string> except;
    readonly Dictionary<AttributeDefinition, Visibility> shown;

    /// <summary>The attributes that are returned by default.</summary>
    public static Projection Default(ResourceType type) => new(type, null, []);

    /// <param name="attributes">Values of <c>attributes</c>, each possibly a comma-separated list; empty when not given.</param>
    /// <param name="excludedAttributes">The same for <c>excludedAttributes</c>.</param>
    /// <exception cref="ScimException"><c>invalidValue</c> when both are given, or a name has a value filter.</exception>
    public static Projection Parse(IEnumerable<string?> attributes, IEnumerable<string?> excludedAttributes, ResourceType type)
    {
        var named = Names(attributes, type, "attributes", out var someNamed);
        var excluded = Names(excludedAttributes, type, "excludedAttributes", out var someExcluded);
        if (someNamed && someExcluded)
            throw ScimError.InvalidValue("'attributes' and 'excludedAttributes' exclude one another; send one of them.").ToException();

        return new Projection(type, someNamed ? named : null, excluded);
    }

    /// <summary>What must be loaded to show it.</summary>
    public Load Load =>
        (Shows(type.MembersAttribute) ? Load.Members : Load.Document) | (Shows(type.MembershipsAttribute) ? Load.Memberships : Load.Document);

    /// <summary>Whether the client asked for particular attributes.</summary>
    public bool IsDefault => only is null && except.IsEmpty;

    /// <summary>As much of a resource as is shown, for one that is made as JSON and not stored.</summary>
    public JsonObject Show(JsonObject resource)
    {
        var copy = new JsonObject();
        foreach (var (name, value) in resource)
        {
            // Every resource has these (RFC 7643 section 3.1), whatever its own schema says of them.
            if (name is "schemas" or "id")
                copy[name] = value?.DeepClone();
            else if (type.BaseAttribute(name) is { } attribute && Of(attribute, null) is var visibility && visibility != Visibility.None)
                copy[name] = Parts(value, visibility);
        }

        return copy;
    }

    static JsonNode? Parts(JsonNode? value, Visibility visibility) => value switch
    {
        JsonObject complex => new JsonObject(complex.Where(part => visibility.Shows(part.Key)).Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone()))),
        JsonArray several => new JsonArray([.. several.Select(one => Parts(one, visibility))]),
        _ => value?.DeepClone(),
    };

    /// <summary>How much of an attribute is shown.</summary>
    internal Visibility Of(AttributeDefinition attribute, string? extension)
    {
        if (!shown.TryGetValue(attribute, out var visibility))
            shown[attribute] = visibility = Decide(new AttributePath(extension, attribute));
        return visibility;
    }

    bool Shows(string? attribute) => attribute is not null && type.BaseAttribute(attribute) is { } definition && Of(definition, null) != Visibility.None;

    Visibility Decide(AttributePath path)
    {
        var attribute = path.Attribute;
        if (attribute.Returned == Returned.Never)
            return Visibility.None;

        var name = path.ToString();
        var container = path.Extension ?? type.Schema.Id;
        if (only is null)
        {
            var hidden = attribute.Returned == Returned.Request || except.Contains(name) || (except.Contains(container) && !IsCommon(attribute));
            return hidden && attribute.Returned != Returned.Always ? Visibility.None : Parts(attribute, s => s.Returned != Returned.Request && !except.Contains($"{name}.{s.Name}"));
        }

        if (attribute.Returned == Returned.Always || only.Contains(name) || (only.Contains(container) && !IsCommon(attribute)))
            return Parts(attribute, _ => true);

        return attribute.SubAttributes.Any(s => only.Contains($"{name}.{s.Name}"))
            ? Parts(attribute, s => only.Contains($"{name}.{s.Name}"))
            : Visibility.None;
    }

    static Visibility Parts(AttributeDefinition attribute, Func<AttributeDefinition, bool> asked) =>
        new(attribute.SubAttributes.Where(s => s.Returned != Returned.Never && (s.Returned == Returned.Always || asked(s))).Select(s => s.Name).ToImmutableHashSet(StringComparer.Ordinal));

    static bool IsCommon(AttributeDefinition attribute) => attribute.Name is "id" or "schemas" or "meta" or "externalId";

    static ImmutableHashSet<string> Names(IEnumerable<string?> lists, ResourceType type, string parameter, out bool given)
    {
        var texts = lists.SelectMany(l => (l ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        given = texts.Count > 0;
        if (texts.Find(t => t.Contains('[', StringComparison.Ordinal)) is { } filtered)
            throw ScimError.InvalidValue($"'{parameter}' has '{ScimError.Quote(filtered)}'; a name there takes no value filter.").ToException();

        var resolver = new PathResolver(type, Tolerances.All);
        return [.. texts.Select(t => type.SchemaOf(t)?.Id ?? (resolver.Resolve(t) as PathResolution.Found)?.Path.ToString()).OfType<string>()];
    }
}

/// <summary>How much of an attribute is shown: nothing, or (for a complex one) which of its parts.</summary>
sealed class Visibility(ImmutableHashSet<string> parts)
{
    public static Visibility None { get; } = new(ImmutableHashSet<string>.Empty);

    public bool Shows(string part) => parts.Contains(part);
}
