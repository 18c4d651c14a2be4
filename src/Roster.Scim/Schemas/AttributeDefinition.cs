using System.Collections.Immutable;

namespace Roster.Scim.Schemas;

/// <summary>The data types of RFC 7643 section 2.3.</summary>
public enum AttributeType { String, Boolean, Decimal, Integer, DateTime, Reference, Binary, Complex }

/// <summary>When a client may write an attribute (RFC 7643 section 7).</summary>
public enum Mutability { ReadWrite, ReadOnly, Immutable, WriteOnly }

/// <summary>When an attribute is part of an answer (RFC 7643 section 7).</summary>
public enum Returned { Default, Always, Never, Request }

/// <summary>How far a value must be the only one of its kind (RFC 7643 section 7).</summary>
public enum Uniqueness { None, Server, Global }

/// <summary>One attribute of a schema with its characteristics (RFC 7643 sections 2.2 and 7). The initial values are the standard's defaults.</summary>
public sealed record AttributeDefinition
{
    public required string Name { get; init; }
    public AttributeType Type { get; init; } = AttributeType.String;
    public bool MultiValued { get; init; }
    public string Description { get; init; } = "";
    public bool Required { get; init; }
    public bool CaseExact { get; init; }
    public Mutability Mutability { get; init; }
    public Returned Returned { get; init; }
    public Uniqueness Uniqueness { get; init; }
    public ImmutableArray<string> CanonicalValues { get; init; } = [];
    public ImmutableArray<string> ReferenceTypes { get; init; } = [];

    /// <summary>
    /// Whether <see cref="CanonicalValues"/> and <see cref="ReferenceTypes"/> are all that is allowed, as in schemas that an organization defines. The standard's
    /// are suggestions (RFC 7643 section 7).
    /// </summary>
    public bool IsClosed { get; init; }

    /// <summary>What the text must look like beyond being text.</summary>
    public ValueFormat Format { get; init; }

    /// <summary>The parts of a complex attribute; empty for every other type.</summary>
    public ImmutableArray<AttributeDefinition> SubAttributes { get; init; } = [];

    public bool IsComplex => Type == AttributeType.Complex;

    /// <summary>Whether values are compared character by character: <c>caseExact</c>, and always for binary and references (RFC 7643 2.3.6, 2.3.7).</summary>
    public bool ComparesExactly => CaseExact || Type is AttributeType.Binary or AttributeType.Reference;

    /// <summary>
    /// The sub-attribute <c>$ref</c>, where the server works it out from <c>value</c>, so that there is one source of truth; null when there is none, or it leads
    /// outside.
    /// </summary>
    public AttributeDefinition? ComputedReference =>
        Sub("value") is not null && Sub("$ref") is { } reference && !reference.ReferenceTypes.Any(t => t is "external" or "uri") ? reference : null;

    /// <summary>
    /// The sub-attribute that shows the name of the resource referred to (<c>members.display</c>, <c>manager.displayName</c>), or null. It is derived
    /// when it is asked for by name, whatever <see cref="Returned"/> is published.
    /// </summary>
    public AttributeDefinition? ReferenceName => Sub("$ref") is null ? null
        : SubAttributes.FirstOrDefault(s => s is { Mutability: Mutability.ReadOnly, Name: "display" or "displayName" });

    /// <summary>The sub-attribute of that name in any letter case, or null.</summary>
    public AttributeDefinition? Sub(string name)
    {
        foreach (var sub in SubAttributes)
        {
            if (string.Equals(sub.Name, name, StringComparison.OrdinalIgnoreCase))
                return sub;
        }

        return null;
    }
}
