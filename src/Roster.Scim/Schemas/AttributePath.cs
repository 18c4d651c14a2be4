namespace Roster.Scim.Schemas;

/// <summary>
/// An attribute or sub-attribute of a resource type, resolved: the names are the schema's own spelling.
/// The text form is that of RFC 7644 section 3.10, with the URN for an extension only.
/// </summary>
public sealed record AttributePath
{
    public AttributePath(string? extension, AttributeDefinition attribute, AttributeDefinition? sub = null)
    {
        Extension = extension;
        Attribute = attribute;
        Sub = sub;
        text = (extension is null ? "" : extension + ":") + attribute.Name + (sub is null ? "" : "." + sub.Name);
    }

    readonly string text;

    /// <summary>The URN of the extension that the attribute belongs to; null for the base schema and the common attributes.</summary>
    public string? Extension { get; }

    public AttributeDefinition Attribute { get; }

    public AttributeDefinition? Sub { get; }

    /// <summary>The definition that the path ends in.</summary>
    public AttributeDefinition Leaf => Sub ?? Attribute;

    /// <summary>Whether following the path can lead to more than one value.</summary>
    public bool MultiValued => Attribute.MultiValued;

    public AttributePath With(AttributeDefinition? sub) => new(Extension, Attribute, sub);

    public bool Equals(AttributePath? other) => other is not null && string.Equals(text, other.text, StringComparison.Ordinal);

    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => text;
}
