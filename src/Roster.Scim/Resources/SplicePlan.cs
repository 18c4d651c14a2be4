using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// What one projection shows of a resource type on one surface, worked out once: names as they are written, which members of a document are wanted, and what
/// is derived from which.
/// </summary>
sealed class SplicePlan
{
    public SplicePlan(ScimProfile profile, ResourceType type, Projection projection)
    {
        SchemaId = JsonEncodedText.Encode(type.Schema.Id, Document.WriterOptions.Encoder);
        Meta = projection.Of(type.Meta, null);
        Location = new LocationWriter(type);
        Base = [.. type.Schema.Attributes.Prepend(CommonAttributes.ExternalId).Where(a => a.Name != type.PasswordAttribute).Select(a => Attribute(a, null)).OfType<Attribute>().Select(a => a with
        {
            Slot = Slots.Of(a.Definition.Name),
            References = a.IsMembers || a.IsMemberships ? new ReferenceWriter(profile, a.Visibility, a.IsMemberships) : null,
        })];
        Extensions =
        [
            .. type.Extensions.Select(e => new Extension(Slots.Of(e.Schema.Id), Name(e.Schema.Id), e.Schema.Id, [.. e.Schema.Attributes.Select(a => Attribute(a, e.Schema.Id)).OfType<Attribute>().Select((a, i) => a with { Slot = i })]))
                .Where(e => !e.Attributes.IsEmpty),
        ];
        var shown = Base.Select(a => a.Definition.Name).Concat(Extensions.Select(e => e.Id)).ToHashSet(StringComparer.Ordinal);
        Derivations =
        [
            .. from rule in profile.Rules
               where rule.ResourceType == type.Name
               from member in rule.DerivedMembers
               where shown.Contains(member)
               select new Derivation(rule, member, Slots.Of(member), [.. rule.DerivedFrom.Select(source => (source, Slots.Of(source)))]),
        ];

        Attribute? Attribute(AttributeDefinition attribute, string? extension) => projection.Of(attribute, extension) is var visibility && visibility == Visibility.None
            ? null
            : new Attribute(
                attribute, Name(attribute.Name), visibility,
                [.. attribute.SubAttributes.Where(s => visibility.Shows(s.Name)).Select(s => Name(s.Name))],
                extension is null && attribute.Name == type.MembersAttribute, extension is null && attribute.Name == type.MembershipsAttribute,
                attribute.Sub("$ref") is { ReferenceTypes: [var only] } && visibility.Shows("$ref") && profile.Type(only) is { } referenced ? new LocationWriter(referenced) : null,
                attribute.ReferenceName is { } name && visibility.Shows(name.Name) ? Name(name.Name) : null);
    }

    static readonly ConditionalWeakTable<ScimProfile, ConditionalWeakTable<Projection, SplicePlan>> Known = [];

    /// <summary>Worked out once for a projection that is asked for again.</summary>
    public static SplicePlan Of(ScimProfile profile, ResourceType type, Projection projection)
    {
        var plans = Known.GetOrCreateValue(profile);
        return plans.TryGetValue(projection, out var plan) ? plan : Add(plans, profile, type, projection);
    }

    static SplicePlan Add(ConditionalWeakTable<Projection, SplicePlan> plans, ScimProfile profile, ResourceType type, Projection projection) =>
        plans.GetValue(projection, asked => new SplicePlan(profile, type, asked));

    public JsonEncodedText SchemaId { get; }

    public Visibility Meta { get; }

    /// <summary>What writes the location of a resource.</summary>
    public LocationWriter Location { get; }

    /// <summary>The attributes of the resource itself, in the order in which they are shown.</summary>
    public ImmutableArray<Attribute> Base { get; }

    public ImmutableArray<Extension> Extensions { get; }

    public ImmutableArray<Derivation> Derivations { get; }

    /// <summary>The members of a document that are wanted.</summary>
    public MemberSlots Slots { get; } = new();

    static PropertyName Name(string name) => new(name, MemberSlots.AsWritten(name));

    /// <summary>A name as it is and as it is written.</summary>
    public sealed record PropertyName(string Text, JsonEncodedText Encoded)
    {
        public byte[] Utf8 { get; } = Encoded.EncodedUtf8Bytes.ToArray();
    }

    /// <param name="Parts">The sub-attributes that are shown.</param>
    /// <param name="Referenced">What writes its <c>$ref</c>, where that leads to one type, is worked out from its <c>value</c> and shown.</param>
    /// <param name="ReferenceName">Where the name of what it refers to is shown.</param>
    public sealed record Attribute(
        AttributeDefinition Definition, PropertyName Name, Visibility Visibility, ImmutableArray<PropertyName> Parts,
        bool IsMembers, bool IsMemberships, LocationWriter? Referenced, PropertyName? ReferenceName)
    {
        /// <summary>Where its stored value lies; in an extension, among those of the extension.</summary>
        public int Slot { get; init; }

        /// <summary>Of members and memberships, what writes them.</summary>
        public ReferenceWriter? References { get; init; }

        /// <summary>Whether something is shown that follows from <c>value</c>.</summary>
        public bool FollowsValue => Referenced is not null || ReferenceName is not null;

        /// <summary>The part of that name, as it is written, if it is shown.</summary>
        public PropertyName? Part(ReadOnlySpan<byte> name)
        {
            foreach (var part in Parts)
            {
                if (name.SequenceEqual(part.Utf8))
                    return part;
            }

            return null;
        }
    }

    public sealed record Extension(int Slot, PropertyName Name, string Id, ImmutableArray<Attribute> Attributes);

    /// <summary>A member that a rule shows otherwise than stored.</summary>
    public sealed record Derivation(ResourceRule Rule, string Member, int Slot, ImmutableArray<(string Name, int Slot)> Sources);
}
