using System.Text.Json.Nodes;
using Roster.Scim.Messages;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// What the references of a document name, where its schema says that nothing else is allowed (<see cref="AttributeDefinition.IsClosed"/>):
/// a resource of one of the reference types, or an absolute URI for <c>external</c> and <c>uri</c>.
/// </summary>
static class ReferenceTargets
{
    /// <summary>A reference to a resource, where it stands, and what it may name.</summary>
    /// <param name="Candidates">The resources that the URI can mean; it must mean one that exists.</param>
    public sealed record Target(string Place, IReadOnlyList<ResourceKey> Candidates);

    /// <summary>The references to resources that the document has and the one before had not.</summary>
    /// <exception cref="ScimException">400 <c>invalidValue</c> when a reference is not of the form that its attribute demands.</exception>
    public static List<Target> Of(JsonObject attributes, JsonObject? before, ResourceType type, ScimProfile profile)
    {
        var targets = new List<Target>();
        Collect(attributes, before, type.Schema, null);
        foreach (var extension in type.Extensions)
        {
            if (attributes[extension.Schema.Id] is JsonObject container)
                Collect(container, before?[extension.Schema.Id] as JsonObject, extension.Schema, extension.Schema.Id);
        }

        return targets;

        void Collect(JsonObject container, JsonObject? was, Schema schema, string? extension)
        {
            foreach (var attribute in schema.Attributes)
            {
                if (!MayName(attribute) || container[attribute.Name] is not { } value || JsonNode.DeepEquals(value, was?[attribute.Name]))
                    continue;

                foreach (var (element, i) in (value as JsonArray ?? [value.DeepClone()]).Select((e, i) => (e, i)))
                {
                    var place = Place.In(extension, attribute.Name) + (attribute.MultiValued ? $"[{i}]" : "");
                    Add(attribute, element, place);
                    foreach (var sub in attribute.SubAttributes)
                        Add(sub, (element as JsonObject)?[sub.Name], $"{place}.{sub.Name}");
                }
            }
        }

        void Add(AttributeDefinition attribute, JsonNode? value, string place)
        {
            if (!IsChecked(attribute) || value is not JsonValue text || !text.TryGetValue(out string? uri))
                return;
            if (attribute.ReferenceTypes.Any(t => t is "external" or "uri") && Uri.TryCreate(uri, UriKind.Absolute, out _))
                return;

            var segments = uri.Split(['?', '#'])[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
            List<ResourceKey> candidates = segments.Length < 2 ? [] :
            [
                .. profile.ResourceTypes
                    .Where(t => attribute.ReferenceTypes.Contains(t.Name, StringComparer.OrdinalIgnoreCase) && string.Equals(t.Endpoint, "/" + segments[^2], StringComparison.OrdinalIgnoreCase))
                    .Select(t => new ResourceKey(t.Name, segments[^1])),
            ];
            targets.Add(candidates.Count > 0 ? new Target(place, candidates) : throw Unfit(place, attribute));
        }
    }

    static bool MayName(AttributeDefinition attribute) => IsChecked(attribute) || attribute.SubAttributes.Any(IsChecked);

    static bool IsChecked(AttributeDefinition attribute) => attribute is { Type: AttributeType.Reference, IsClosed: true };

    public static ScimException Missing(Target target) =>
        ScimError.InvalidValue($"'{target.Place}': there is no {string.Join(" or ", target.Candidates.Select(c => c.Type).Distinct())} of that address.").ToException();

    static ScimException Unfit(string place, AttributeDefinition attribute) =>
        ScimError.InvalidValue($"'{place}' must be the URI of {string.Join(" or ", attribute.ReferenceTypes)}.").ToException();
}
