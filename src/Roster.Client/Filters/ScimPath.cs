namespace Roster.Client;

/// <summary>
/// What a filter or a PATCH operation is about (RFC 7644 sections 3.4.2.2 and 3.5.2): an attribute, elements of it, a part of it. Names are checked when a path is made,
/// so that none can become something else than a name.
/// </summary>
public sealed class ScimPath
{
    readonly string attribute;
    readonly string? subAttribute;
    readonly ScimFilter? condition;

    ScimPath(string attribute, string? subAttribute, ScimFilter? condition) => (this.attribute, this.subAttribute, this.condition) = (attribute, subAttribute, condition);

    /// <summary>An attribute by its name: <c>userName</c>, <c>name.familyName</c>, <c>urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department</c>.</summary>
    /// <exception cref="ArgumentException">It is no name of an attribute.</exception>
    public static ScimPath Of(string attribute)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        var colon = attribute.LastIndexOf(':');
        var name = attribute[(colon + 1)..];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if ((colon >= 0 && !IsUrn(attribute.AsSpan(0, colon))) || !IsName(dot < 0 ? name : name.AsSpan(0, dot)) || (dot >= 0 && !IsName(name.AsSpan(dot + 1))))
            throw new ArgumentException($"'{attribute}' is not the name of an attribute.", nameof(attribute));

        return dot < 0 ? new(attribute, null, null) : new(attribute[..(colon + 1 + dot)], name[(dot + 1)..], null);
    }

    /// <summary>Those elements of the attribute that meet a condition: <c>emails[type eq "work"]</c>.</summary>
    /// <exception cref="InvalidOperationException">The path has a condition or a part already.</exception>
    public ScimPath Where(ScimFilter element)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (!element.FitsElement)
            throw new ArgumentException($"'{element}' is no condition on an element: inside of brackets there are neither schemas nor parts nor further brackets.", nameof(element));
        return condition is null && subAttribute is null ? new(attribute, null, element) : throw new InvalidOperationException($"'{this}' can have no further condition.");
    }

    /// <summary>A part of the attribute or of its elements: <c>emails[type eq "work"].value</c>.</summary>
    /// <exception cref="InvalidOperationException">The path has a part already.</exception>
    public ScimPath Sub(string name)
    {
        if (!IsName(name))
            throw new ArgumentException($"'{name}' is not the name of an attribute.", nameof(name));
        return subAttribute is null ? new(attribute, name, condition) : throw new InvalidOperationException($"'{this}' can have no further part.");
    }

    /// <summary>An attribute by its name.</summary>
    public static implicit operator ScimPath(string attribute) => Of(attribute);

    /// <summary>The path as the standard writes it.</summary>
    public override string ToString() => $"{attribute}{(condition is null ? "" : $"[{condition}]")}{(subAttribute is null ? "" : $".{subAttribute}")}";

    internal bool HasCondition => condition is not null;

    /// <summary>Inside of brackets there are the element's own attributes alone.</summary>
    internal bool IsPlainName => condition is null && subAttribute is null && !attribute.Contains(':', StringComparison.Ordinal);

    // $ref is the one name of the standard that begins otherwise.
    static bool IsName(ReadOnlySpan<char> name) =>
        name is "$ref" || (name.Length > 0 && char.IsAsciiLetter(name[0]) && name.IndexOfAnyExcept(NameCharacters) < 0);

    static bool IsUrn(ReadOnlySpan<char> urn) => urn.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) && urn.IndexOfAnyExcept(UrnCharacters) < 0;

    static readonly System.Buffers.SearchValues<char> NameCharacters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    static readonly System.Buffers.SearchValues<char> UrnCharacters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~/+");
}
