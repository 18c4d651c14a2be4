using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
    Projection(ResourceType type, ImmutableHashSet<string>? only, ImmutableHashSet<string> except, ImmutableHashSet<string> also)
    {
        (this.type, this.only, this.except, this.also) = (type, only, except, also);
        shown = new(ReferenceEqualityComparer.Instance);
    }

    readonly ResourceType type;
    readonly ImmutableHashSet<string>? only;
    readonly ImmutableHashSet<string> except;
    // Attributes that are returned on request only, and are shown as if they were returned by default.
    readonly ImmutableHashSet<string> also;
    readonly ConcurrentDictionary<AttributeDefinition, Visibility> shown;

    // What is shown to whoever asks for nothing in particular is the same for each.
    static readonly ConditionalWeakTable<ResourceType, Projection> Defaults = [];

    /// <summary>The attributes that are returned by default.</summary>
    public static Projection Default(ResourceType type) => Defaults.GetValue(type, static t => new Projection(t, null, [], []));

    /// <param name="attributes">Values of <c>attributes</c>, each possibly a comma-separated list; empty when not given.</param>
    /// <param name="excludedAttributes">The same for <c>excludedAttributes</c>.</param>
    /// <exception cref="ScimException"><c>invalidValue</c> when both are given, or a name has a value filter.</exception>
    public static Projection Parse(ReadOnlySpan<string?> attributes, ReadOnlySpan<string?> excludedAttributes, ResourceType type)
    {
        // Most requests ask for nothing in particular, and most others for what was asked for before.
        if (attributes.IsEmpty && excludedAttributes.IsEmpty)
            return Default(type);
        if (attributes.Length > 1 || excludedAttributes.Length > 1)
            return Read(attributes, excludedAttributes, type);

        (string? Attributes, string? Excluded) asked = (attributes.IsEmpty ? null : attributes[0], excludedAttributes.IsEmpty ? null : excludedAttributes[0]);
        var known = Known.GetOrCreateValue(type);
        if (known.TryGetValue(asked, out var projection))
            return projection;

        projection = Read(attributes, excludedAttributes, type);
        if ((asked.Attributes?.Length ?? 0) + (asked.Excluded?.Length ?? 0) > LongestKnown)
            return projection;
        if (known.Count >= MostKnown)
            known.Clear();
        return known.GetOrAdd(asked, projection);
    }

    // Of a type, the projections of requests with at most one value of each parameter. Clients have few; who makes up new ones is served as if there were none.
    static readonly ConditionalWeakTable<ResourceType, ConcurrentDictionary<(string? Attributes, string? Excluded), Projection>> Known = [];

    const int MostKnown = 64, LongestKnown = 1024;

    static Projection Read(ReadOnlySpan<string?> attributes, ReadOnlySpan<string?> excludedAttributes, ResourceType type)
    {
        var named = Names(attributes, type, "attributes", out var someNamed);
        var excluded = Names(excludedAttributes, type, "excludedAttributes", out var someExcluded);
        if (someNamed && someExcluded)
            throw ScimError.InvalidValue("'attributes' and 'excludedAttributes' exclude one another; send one of them.").ToException();

        return someNamed || !excluded.IsEmpty ? new Projection(type, someNamed ? named : null, excluded, []) : Default(type);
    }

    /// <summary>The same, but attributes with these names that are returned on request are shown where the default ones are.</summary>
    public Projection Showing(IEnumerable<string> names, ResourceType ofType)
    {
        if (only is not null || !ofType.HasRequested)
            return this;

        var resolver = new PathResolver(ofType, Tolerances.All);
        ImmutableHashSet<string> set =
        [
            .. names.Select(n => (resolver.Resolve(n) as PathResolution.Found)?.Path).OfType<AttributePath>()
                .SelectMany(p => p.Sub is null ? p.Attribute.SubAttributes.Select(s => p.With(s)).Append(p) : [p]).Select(p => p.ToString()),
        ];
        return set.IsEmpty ? this : new Projection(type, only, except, set);
    }

    /// <summary>What must be loaded to show it.</summary>
    public Load Load => load >= 0 ? (Load)load : (Load)(load = (int)Needed());

    // -1 until it was asked for. One word, since many requests share a default projection.
    volatile int load = -1;

    Load Needed() =>
        (Shows(type.MembersAttribute) ? Load.ShownMembers : Load.Document)
        | (Shows(type.MembershipsAttribute) ? Load.Memberships : Load.Document)
        | (Names(type.MembershipsAttribute) ? Load.IndirectMemberships : Load.Document)
        | (ShowsNames() ? Load.Names : Load.Document);

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

    /// <summary>Whether the client named the attribute or a part of it in <c>attributes</c>.</summary>
    bool Names(string? attribute) =>
        attribute is not null && only?.Any(n => n == attribute || n.StartsWith(attribute + '.', StringComparison.Ordinal)) == true;

    bool ShowsNames() =>
        only is not null && type.Extensions.SelectMany(e => e.Schema.Attributes.Select(a => (a, (string?)e.Schema.Id))).Concat(type.Schema.Attributes.Select(a => (a, (string?)null)))
            .Any(x => x.a.ReferenceName is { } name && Of(x.a, x.Item2).Shows(name.Name));

    Visibility Decide(AttributePath path)
    {
        var attribute = path.Attribute;
        if (attribute.Returned == Returned.Never)
            return Visibility.None;

        var name = path.ToString();
        var container = path.Extension ?? type.Schema.Id;
        if (only is null)
        {
            var hidden = (attribute.Returned == Returned.Request && !also.Contains(name)) || except.Contains(name) || (except.Contains(container) && !IsCommon(attribute));
            return hidden && attribute.Returned != Returned.Always
                ? Visibility.None
                : Parts(attribute, s => (s.Returned != Returned.Request || also.Contains($"{name}.{s.Name}")) && s != attribute.ReferenceName && !except.Contains($"{name}.{s.Name}"));
        }

        if (attribute.Returned == Returned.Always || only.Contains(name))
            return Parts(attribute, _ => true);

        // Names of other resources cost a look at each of them, so a schema's URN alone does not ask for them.
        if (only.Contains(container) && !IsCommon(attribute))
            return Parts(attribute, s => s != attribute.ReferenceName || only.Contains($"{name}.{s.Name}"));

        return attribute.SubAttributes.Any(s => only.Contains($"{name}.{s.Name}"))
            ? Parts(attribute, s => only.Contains($"{name}.{s.Name}"))
            : Visibility.None;
    }

    static Visibility Parts(AttributeDefinition attribute, Func<AttributeDefinition, bool> asked) =>
        new(attribute.SubAttributes.Where(s => s.Returned != Returned.Never && (s.Returned == Returned.Always || asked(s))).Select(s => s.Name).ToHashSet(StringComparer.Ordinal));

    static bool IsCommon(AttributeDefinition attribute) => attribute.Name is "id" or "schemas" or "meta" or "externalId";

    static ImmutableHashSet<string> Names(ReadOnlySpan<string?> lists, ResourceType type, string parameter, out bool given)
    {
        var texts = new List<string>();
        foreach (var list in lists)
            texts.AddRange((list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        given = texts.Count > 0;
        if (texts.Find(t => t.Contains('[', StringComparison.Ordinal)) is { } filtered)
            throw ScimError.InvalidValue($"'{parameter}' has '{ScimError.Quote(filtered)}'; a name there takes no value filter.").ToException();

        var resolver = new PathResolver(type, Tolerances.All);
        return [.. texts.Select(t => type.SchemaOf(t)?.Id ?? (resolver.Resolve(t) as PathResolution.Found)?.Path.ToString()).OfType<string>()];
    }
}

/// <summary>How much of an attribute is shown: nothing, or (for a complex one) which of its parts.</summary>
sealed class Visibility(HashSet<string> parts)
{
    public static Visibility None { get; } = new([]);

    public bool Shows(string part) => parts.Contains(part);
}
