using System.Collections.Immutable;
using System.Text.Json;
using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Storage;

/// <summary>One value of an indexed attribute, in comparison form. The field that the attribute's type compares by is set.</summary>
readonly record struct IndexedValue(long Path, int Element, string? Text, double? Number, long? Instant);

/// <summary>A document with what is stored beside it to find it by.</summary>
sealed record IndexedDocument(
    Document Document, string? UniqueValue, string? DisplayName, string? ExternalId, bool? Active, ImmutableArray<IndexedValue> Values);

/// <summary>What is indexed of one resource type: the built-in columns and the attributes with rows of their own.</summary>
sealed class IndexedType
{
    /// <param name="filling">Those of the attributes whose rows are not complete, so that they are written but not asked.</param>
    public IndexedType(ResourceType type, ImmutableArray<(long Id, AttributePath Path)> attributes, ImmutableHashSet<long>? filling = null)
    {
        (Type, Attributes, this.filling) = (type, attributes, filling ?? []);
        var demanded = type.UniquePaths.ToHashSet();
        UniqueValues = [.. attributes.Where(a => demanded.Contains(a.Path))];
        Unique = type.UniqueAttribute is { } unique ? type.Schema.Attribute(unique) : null;
        DisplayName = Column("displayName", AttributeType.String);
        ExternalId = Column("externalId", AttributeType.String);
        Active = Column("active", AttributeType.Boolean);
        Plans = new KnownPlans(this);
    }

    readonly ImmutableHashSet<long> filling;

    public ResourceType Type { get; }

    /// <summary>The attributes in <c>resource_value</c>, with their numbers there.</summary>
    public ImmutableArray<(long Id, AttributePath Path)> Attributes { get; }

    /// <summary>Those of the attributes of which no two resources share a value, the <see cref="Unique"/> one apart.</summary>
    public ImmutableArray<(long Id, AttributePath Path)> UniqueValues { get; }

    public AttributeDefinition? Unique { get; }
    public AttributeDefinition? DisplayName { get; }
    public AttributeDefinition? ExternalId { get; }
    public AttributeDefinition? Active { get; }

    /// <summary>How its resources are found.</summary>
    public KnownPlans Plans { get; }

    /// <summary>The number under which all values of a path are indexed, or null.</summary>
    public long? Indexed(AttributePath path)
    {
        foreach (var (id, indexed) in Attributes)
        {
            if (indexed.Equals(path) && !filling.Contains(id))
                return id;
        }

        return null;
    }

    /// <summary>Takes out of a document what is stored to find it by.</summary>
    public IndexedDocument Index(Document document)
    {
        using var json = JsonDocument.Parse(document.Utf8);
        var root = json.RootElement;
        var values = ImmutableArray.CreateBuilder<IndexedValue>(Attributes.Length);
        foreach (var (id, path) in Attributes)
            AddValues(values, id, path, root, UniqueValues.Contains((id, path)));

        return new IndexedDocument(
            document,
            Unique is not null && Text(root, Unique) is { } unique ? Folding.Unique(Unique, unique) : null,
            DisplayName is not null && Text(root, DisplayName) is { } name ? Folding.For(DisplayName, name) : null,
            ExternalId is not null && Text(root, ExternalId) is { } external ? Folding.For(ExternalId, external) : null,
            Active is null || !root.TryGetProperty(Active.Name, out var active) ? null : active.ValueKind == JsonValueKind.True,
            values.DrainToImmutable());
    }

    AttributeDefinition? Column(string name, AttributeType type) =>
        Type.BaseAttribute(name) is { MultiValued: false } attribute && attribute.Type == type && attribute != Unique ? attribute : null;

    static string? Text(JsonElement root, AttributeDefinition attribute) =>
        root.TryGetProperty(attribute.Name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static void AddValues(ImmutableArray<IndexedValue>.Builder values, long id, AttributePath path, JsonElement root, bool unique)
    {
        var owner = root;
        if (path.Extension is not null && !root.TryGetProperty(path.Extension, out owner))
            return;
        if (!owner.TryGetProperty(path.Attribute.Name, out var attribute))
            return;

        if (attribute.ValueKind != JsonValueKind.Array)
        {
            AddValue(values, id, 0, path, attribute, unique);
            return;
        }

        var element = 0;
        foreach (var item in attribute.EnumerateArray())
            AddValue(values, id, element++, path, item, unique);
    }

    static void AddValue(ImmutableArray<IndexedValue>.Builder values, long id, int element, AttributePath path, JsonElement value, bool unique)
    {
        if (path.Sub is not null && (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(path.Sub.Name, out value)))
            return;

        // Unique values are compared as text, which unlike a floating-point number has all digits.
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                values.Add(new(id, element, unique ? value.GetRawText() : null, value.ValueKind == JsonValueKind.True ? 1 : 0, null));
                break;
            case JsonValueKind.Number:
                var number = ScimValue.ParseNumber(value.GetRawText());
                values.Add(new(id, element, unique ? Digits(number) : null, (double)number, null));
                break;
            // Text that is no time stays text: assigned, but equal to no time.
            case JsonValueKind.String when path.Leaf.Type == AttributeType.DateTime && ScimValue.TryParseInstant(value.GetString()!, out var instant):
                values.Add(new(id, element, unique ? Digits(instant.UtcTicks) : null, null, instant.UtcTicks));
                break;
            case JsonValueKind.String:
                values.Add(new(id, element, Folding.For(path.Leaf, value.GetString()!), null, null));
                break;
        }
    }

    // Divided by one with many zeros a decimal loses those at its end.
    static string Digits(decimal number) => (number / 1.0000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
