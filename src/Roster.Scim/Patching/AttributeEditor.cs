using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim.Patching;

/// <summary>Applies operations to the attributes of one resource, in place (RFC 7644 sections 3.5.2.1 to 3.5.2.3).</summary>
sealed class AttributeEditor(ResourceType type, ScimProfile profile, JsonObject attributes, ImmutableArray<Member> memberships, string id)
{
    readonly ValueReader values = new(profile, patching: true);
    readonly Tolerances tolerances = profile.Tolerances;

    public string? Password { get; private set; }

    public void Apply(BoundOperation operation)
    {
        if (operation.Path.Extension is { } extension)
        {
            RemoveExtension(extension.Schema);
            return;
        }

        var path = operation.Path.Target!;
        if (path.Extension is null && path.Attribute.Name == type.PasswordAttribute)
            SetPassword(operation);
        else if (path.Attribute == CommonAttributes.Schemas)
            CheckSchemas(operation);
        else if (IsWritable(operation, path))
            Edit(operation, path);
    }

    /// <summary>The attributes without what the operations left empty.</summary>
    public JsonObject Finish()
    {
        foreach (var extension in type.Extensions)
        {
            if (attributes[extension.Schema.Id] is JsonObject { Count: 0 })
                attributes.Remove(extension.Schema.Id);
        }

        return attributes;
    }

    void Edit(BoundOperation operation, AttributePath path)
    {
        if (Container(path, create: operation.Verb != PatchVerb.Remove) is not { } container)
            return;
        if (path.Attribute.MultiValued)
            EditValues(operation, path, container);
        else if (path.Sub is null)
            EditSingle(operation, path.Attribute, container);
        else
            EditPart(operation, path.Attribute, path.Sub, container);
    }

    // Singular attributes: rows T-03 to T-09, T-15, T-26 to T-30, T-34, T-35, T-43, T-47 of the decision table in docs/conformance.md.

    void EditSingle(BoundOperation operation, AttributeDefinition attribute, JsonObject container)
    {
        if (operation.Verb == PatchVerb.Remove)
        {
            Assign(container, attribute, null, operation);
            return;
        }

        var value = values.Read(attribute, operation.Value, operation.Path.Text);
        if (value is null && operation.Verb == PatchVerb.Add)
            return;
        if (value is JsonObject parts && container[attribute.Name] is JsonObject present)
            value = Merged(attribute, present, parts, operation);
        if (attribute.IsComplex && operation.Verb == PatchVerb.Replace && operation.Value.ValueKind == JsonValueKind.Object)
            value = WithoutCleared(attribute, (value ?? container[attribute.Name]?.DeepClone()) as JsonObject, operation.Value);

        Assign(container, attribute, value, operation);
    }

    void EditPart(BoundOperation operation, AttributeDefinition attribute, AttributeDefinition sub, JsonObject container)
    {
        var value = operation.Verb == PatchVerb.Remove ? null : values.Read(sub, operation.Value, operation.Path.Text);
        if (value is null && operation.Verb == PatchVerb.Add)
            return;
        if (value is null && container[attribute.Name] is null)
            return;

        var parts = container[attribute.Name] as JsonObject ?? [];
        container[attribute.Name] = parts;
        Assign(parts, sub, value, operation);
        if (parts.Count == 0)
            Assign(container, attribute, null, operation);
    }

    // Multi-valued attributes: rows T-10 to T-14, T-16 to T-21, T-31 to T-33, T-36 to T-41, T-45, T-46, T-48 to T-51.

    void EditValues(BoundOperation operation, AttributePath path, JsonObject container)
    {
        var attribute = path.Attribute;
        var elements = container[attribute.Name] as JsonArray ?? [];
        var made = operation.Path.Condition is not null ? EditMatches(operation, path, elements)
            : path.Sub is not null ? EditPartOfAll(operation, path.Sub, attribute, elements)
            : EditAll(operation, attribute, elements);

        DemoteOthers(attribute, elements, made, operation);
        if (elements.Count > profile.WriteLimits.Values)
            throw ScimError.InvalidValue($"'{attribute.Name}' would have {elements.Count} values; at most {profile.WriteLimits.Values} are allowed.").ToException();
        if (elements.Count == 0)
            Assign(container, attribute, null, operation);
        else if (elements.Parent is null)
            container[attribute.Name] = elements;
    }

    /// <returns>The elements that the operation brought or changed.</returns>
    List<JsonNode> EditAll(BoundOperation operation, AttributeDefinition attribute, JsonArray elements)
    {
        if (operation.Verb == PatchVerb.Remove)
        {
            RemoveAll(operation, attribute, elements);
            return [];
        }

        var read = (JsonArray?)values.Read(attribute, operation.Value, operation.Path.Text) ?? [];
        var made = new List<JsonNode>();
        if (operation.Verb == PatchVerb.Replace)
            elements.Clear();
        foreach (var element in read.ToArray())
        {
            read.Remove(element);
            var same = ElementIdentity.IndexOf(attribute, elements, element);
            if (same < 0)
                elements.Add(element);
            else if (elements[same] is JsonObject present && element is JsonObject parts)
                MergeInto(attribute, present, parts, operation, keepAssigned: true);
            made.Add(elements[same < 0 ? elements.Count - 1 : same]!);
        }

        return made;
    }

    void RemoveAll(BoundOperation operation, AttributeDefinition attribute, JsonArray elements)
    {
        // The value selects what to remove; it never clears the whole attribute.
        if (operation.Value.IsNothing())
        {
            elements.Clear();
            return;
        }

        var selectors = (JsonArray?)values.Read(attribute, operation.Value, $"{operation.Place}.value") ?? [];
        for (var i = elements.Count - 1; i >= 0; i--)
        {
            if (selectors.Any(s => ElementIdentity.Selects(attribute, s, elements[i])))
                elements.RemoveAt(i);
        }
    }

    List<JsonNode> EditPartOfAll(BoundOperation operation, AttributeDefinition sub, AttributeDefinition attribute, JsonArray elements)
    {
        if (elements.Count == 0 && operation.Verb != PatchVerb.Remove)
            elements.Add(new JsonObject());

        return EditPartOf([.. elements.OfType<JsonObject>()], operation, sub, attribute, elements);
    }

    List<JsonNode> EditMatches(BoundOperation operation, AttributePath path, JsonArray elements)
    {
        var matches = elements.Where(e => e is not null && PredicateEvaluator.MatchesElement(operation.Path.Condition!, e)).Select(e => e!).ToList();
        if (matches.Count == 0)
            return operation.Verb == PatchVerb.Remove ? [] : CreateMatch(operation, path, elements);
        if ((path.Sub ?? BareValuePart(operation, path.Attribute)) is { } sub)
            return EditPartOf([.. matches.OfType<JsonObject>()], operation, sub, path.Attribute, elements);
        if (operation.Verb != PatchVerb.Remove)
            return EditWhole(operation, path.Attribute, elements, matches);

        matches.ForEach(m => elements.Remove(m));
        return [];
    }

    // A plain value for a selected complex one means its 'value'; the parts that selected it stay.
    AttributeDefinition? BareValuePart(BoundOperation operation, AttributeDefinition attribute) =>
        tolerances.BareValues && operation.Verb != PatchVerb.Remove && !operation.Value.IsNothing() && operation.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) ? attribute.Sub("value") : null;

    List<JsonNode> EditWhole(BoundOperation operation, AttributeDefinition attribute, JsonArray elements, List<JsonNode> matches)
    {
        if (values.ReadElement(attribute, operation.Value, operation.Path.Text) is not { } value)
        {
            if (operation.Verb == PatchVerb.Replace)
                matches.ForEach(m => elements.Remove(m));
            return [];
        }

        if (operation.Verb == PatchVerb.Add && value is JsonObject parts)
        {
            foreach (var match in matches.OfType<JsonObject>())
                MergeInto(attribute, match, parts, operation, keepAssigned: false);
            return matches;
        }

        // RFC 7644 3.5.2.3: the whole matching value is replaced.
        var made = new List<JsonNode>();
        foreach (var match in matches)
        {
            RequireSameImmutables(attribute, match, value, operation);
            var at = elements.IndexOf(match);
            elements[at] = value.DeepClone();
            made.Add(elements[at]!);
        }

        ElementIdentity.Collapse(attribute, elements);
        return made;
    }

    List<JsonNode> EditPartOf(List<JsonObject> targets, BoundOperation operation, AttributeDefinition sub, AttributeDefinition attribute, JsonArray elements)
    {
        var value = operation.Verb == PatchVerb.Remove ? null : values.Read(sub, operation.Value, operation.Path.Text);
        if (value is null && operation.Verb == PatchVerb.Add)
        {
            foreach (var empty in targets.Where(t => t.Count == 0))
                elements.Remove(empty);
            return [];
        }

        foreach (var target in targets)
        {
            Assign(target, sub, value?.DeepClone(), operation);
            if (target.Count == 0 || (value is null && IsHollow(attribute, sub, target)))
                elements.Remove(target);
        }

        return [.. targets];
    }

    // An element that lost its 'value' and keeps only labels says nothing (Entra ID clears a phone number that way).
    bool IsHollow(AttributeDefinition attribute, AttributeDefinition sub, JsonObject element) =>
        tolerances.EmptyMeansUnassigned && sub.Name == "value" && attribute.Sub("value") == sub && element.All(p => p.Key is "type" or "primary" or "display");

    List<JsonNode> CreateMatch(BoundOperation operation, AttributePath path, JsonArray elements)
    {
        var create = operation.Verb == PatchVerb.Add || tolerances.CreateOnReplace;
        if (!create || operation.Path.Implied is not { } implied)
            throw ScimError.NoTarget($"'{operation.Place}': no value of '{path.Attribute.Name}' matches '{operation.Path.Text}'.").ToException();

        var given = path.Sub is { } sub
            ? values.Read(sub, operation.Value, operation.Path.Text)
            : values.ReadElement(path.Attribute, operation.Value, operation.Path.Text);
        if (given is null)
            return [];
        if (!path.Attribute.IsComplex)
        {
            elements.Add(given);
            return [given];
        }

        var element = new JsonObject();
        foreach (var (part, value) in implied)
            element[part.Name] = values.Read(part, JsonBody.Flat(value), operation.Path.Text);
        if (path.Sub is not null)
            element[path.Sub.Name] = given;
        else
            MergeInto(path.Attribute, element, given.AsObject(), operation, keepAssigned: false);
        elements.Add(element);
        return [element];
    }

    static void DemoteOthers(AttributeDefinition attribute, JsonArray elements, List<JsonNode> made, BoundOperation operation)
    {
        if (attribute.Sub("primary") is null)
            return;

        var chosen = made.OfType<JsonObject>().Where(ElementIdentity.IsPrimary).ToList();
        if (chosen.Count > 1)
            throw ScimError.InvalidValue($"'{operation.Place}' makes {chosen.Count} values of '{attribute.Name}' primary; only one can be.").ToException();
        if (chosen.Count == 0)
            return;

        foreach (var other in elements.OfType<JsonObject>().Where(e => e != chosen[0] && ElementIdentity.IsPrimary(e)))
            other["primary"] = false;
    }

    // Assignments, and what may not be assigned.

    static void Assign(JsonObject container, AttributeDefinition attribute, JsonNode? value, BoundOperation operation)
    {
        var present = container[attribute.Name];
        if (attribute.Mutability == Mutability.Immutable && present is not null && !JsonNode.DeepEquals(present, value))
            throw ScimError.Mutability($"'{operation.Place}': '{operation.Path.Text}' is immutable and already has a value.").ToException();
        if (value is null && attribute.Required)
            throw ScimError.Mutability($"'{operation.Place}': '{attribute.Name}' is required and cannot be removed.").ToException();

        if (value is null)
            container.Remove(attribute.Name);
        else if (value != present)
            container[attribute.Name] = value.Parent is null ? value : value.DeepClone();
    }

    static JsonObject Merged(AttributeDefinition attribute, JsonObject present, JsonObject parts, BoundOperation operation)
    {
        var merged = present.DeepClone().AsObject();
        MergeInto(attribute, merged, parts, operation, keepAssigned: false);
        return merged;
    }

    /// <param name="keepAssigned">Leave what identifies the element as it is, whose text may differ in letter case: adding what is there is no change.</param>
    static void MergeInto(AttributeDefinition attribute, JsonObject present, JsonObject parts, BoundOperation operation, bool keepAssigned)
    {
        foreach (var (name, value) in parts)
        {
            var sub = attribute.Sub(name)!;
            if (!(keepAssigned && (name is "value" or "type") && present.ContainsKey(name)))
                Assign(present, sub, value?.DeepClone(), operation);
        }
    }

    static JsonObject? WithoutCleared(AttributeDefinition attribute, JsonObject? value, JsonElement sent)
    {
        foreach (var part in sent.EnumerateObject())
        {
            if ((part.Value.IsNothing() || (part.Value.ValueKind == JsonValueKind.Array && part.Value.GetArrayLength() == 0)) && attribute.Sub(part.NameOf()) is { } sub)
                value?.Remove(sub.Name);
        }

        return value is { Count: 0 } ? null : value;
    }

    static void RequireSameImmutables(AttributeDefinition attribute, JsonNode before, JsonNode after, BoundOperation operation)
    {
        foreach (var sub in attribute.SubAttributes.Where(s => s.Mutability == Mutability.Immutable))
        {
            if (before is JsonObject was && was[sub.Name] is { } value && !JsonNode.DeepEquals(value, (after as JsonObject)?[sub.Name]))
                throw ScimError.Mutability($"'{operation.Place}': '{attribute.Name}.{sub.Name}' is immutable.").ToException();
        }
    }

    /// <summary>False when the operation is to be passed over in silence.</summary>
    bool IsWritable(BoundOperation operation, AttributePath path)
    {
        if (path.Attribute.Mutability != Mutability.ReadOnly && path.Sub?.Mutability != Mutability.ReadOnly)
            return true;

        // Okta and authentik send along what they read: the id with a rename, the groups with everything.
        if (operation.FromObject && path.Sub is null && IsUnchanged(path.Attribute, operation.Value))
            return false;

        throw ScimError.Mutability($"'{operation.Place}': '{operation.Path.Text}' is read-only.").ToException();
    }

    bool IsUnchanged(AttributeDefinition attribute, JsonElement sent)
    {
        if (attribute == CommonAttributes.Id)
            return sent.Text() == id;
        if (attribute.Name != type.MembershipsAttribute || memberships.IsDefault || sent.ValueKind != JsonValueKind.Array)
            return false;

        var groups = sent.EnumerateArray().Select(g => g.ValueKind == JsonValueKind.Object ? g.Member("value").Text() : null).ToHashSet(StringComparer.Ordinal);
        return !groups.Contains(null) && groups.SetEquals(memberships.Select(m => m.Value));
    }

    void SetPassword(BoundOperation operation)
    {
        if (operation.Verb == PatchVerb.Remove)
            throw ScimError.Mutability($"'{operation.Place}': a password can be replaced, not removed.").ToException();

        Password = PasswordText.Read(operation.Path.Target!.Attribute, operation.Value, operation.Path.Text, profile) ?? Password;
    }

    void CheckSchemas(BoundOperation operation)
    {
        if (operation.Verb == PatchVerb.Remove)
            throw ScimError.Mutability($"'{operation.Place}': 'schemas' follows the data and cannot be removed.").ToException();
        if (!tolerances.AnySchemas)
            ResourceReader.RequireKnown(ResourceReader.SchemaUrns(operation.Value) ?? throw ScimError.InvalidValue($"'{operation.Place}.value' must be an array of URNs.").ToException(), type);
    }

    void RemoveExtension(Schema schema)
    {
        if (attributes[schema.Id] is not JsonObject container)
            return;

        foreach (var attribute in schema.Attributes.Where(a => container.ContainsKey(a.Name)))
        {
            if (attribute.Required || attribute.Mutability is Mutability.Immutable or Mutability.ReadOnly)
                throw ScimError.Mutability($"'{schema.Id}' cannot be removed: '{attribute.Name}' is required, immutable or read-only.").ToException();
            container.Remove(attribute.Name);
        }
    }

    JsonObject? Container(AttributePath path, bool create)
    {
        if (path.Extension is not { } urn)
            return attributes;
        if (attributes[urn] is JsonObject container || !create)
            return attributes[urn] as JsonObject;

        container = [];
        attributes[urn] = container;
        return container;
    }
}
