using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Schemas;

namespace Roster.Scim.Resources;

/// <summary>
/// As much of a resource as some paths lead to, the same there as <see cref="ResourceView.Whole"/>: what filters and sort keys look at. Of a document only what is wanted is
/// parsed, so that many can be looked through. It holds nothing of any request.
/// </summary>
public sealed class ResourceExcerpt
{
    /// <param name="rules">Those of the type.</param>
    /// <param name="paths">What will be looked at.</param>
    public ResourceExcerpt(ResourceType type, IEnumerable<ResourceRule> rules, IEnumerable<AttributePath> paths)
    {
        this.type = type;
        var all = paths.ToList();
        var wanted = all.Select(path => path.Extension ?? path.Attribute.Name).ToHashSet(StringComparer.Ordinal);
        (hasId, hasSchemas, hasMeta) = (wanted.Remove("id"), wanted.Remove("schemas"), wanted.Remove("meta"));
        hasMembers = type.MembersAttribute is { } members && wanted.Remove(members);
        hasMemberships = type.MembershipsAttribute is { } memberships && wanted.Remove(memberships);
        // Which schemas a resource has follows from which extensions are there.
        if (hasSchemas)
            wanted.UnionWith(type.Extensions.Select(extension => extension.Schema.Id));

        derivations = [.. from rule in rules from member in rule.DerivedMembers where wanted.Contains(member) select (rule, member)];
        parsed = [.. wanted.Union(derivations.SelectMany(d => d.Rule.DerivedFrom), StringComparer.Ordinal)];
        foreach (var member in parsed)
            slots.Of(member);
        isStored = all.Count <= FewTerms && derivations.IsEmpty && !(hasId || hasSchemas || hasMeta || hasMembers || hasMemberships);
    }

    // Bytes are gone through for each term of a predicate, a tree is made once for all of them.
    const int FewTerms = 6;

    // Whether what is looked at is in the document as it is shown, so that it needs no tree.
    readonly bool isStored;

    readonly ResourceType type;
    readonly bool hasId, hasSchemas, hasMeta, hasMembers, hasMemberships;
    readonly ImmutableArray<(ResourceRule Rule, string Member)> derivations;

    // By slot, which members of a document are parsed.
    readonly ImmutableArray<string> parsed;
    readonly MemberSlots slots = new();

    /// <summary>Whether a predicate that leads nowhere else is true of a resource.</summary>
    /// <param name="view">As whom it is seen.</param>
    public bool Matches(Predicate predicate, Resource resource, ResourceView view) => isStored
        ? PredicateEvaluator.Matches(predicate, new StoredView(resource.Document.Utf8.Span))
        : PredicateEvaluator.Matches(predicate, Of(resource, view));

    /// <param name="view">As whom it is seen.</param>
    public JsonObject Of(Resource resource, ResourceView view)
    {
        var json = Parsed(resource.Document.Utf8.Span);
        foreach (var (rule, member) in derivations)
            view.Derive(rule, member, json);
        if (hasSchemas)
            json["schemas"] = ResourceView.Schemas(type, json);
        if (hasId)
            json["id"] = resource.Key.Id;
        if (hasMeta)
            json["meta"] = view.Meta(type, resource);
        if (hasMembers)
            view.ShowMembers(type, resource, json);
        if (hasMemberships)
            view.ShowMemberships(type, resource, json);
        return json;
    }

    JsonObject Parsed(ReadOnlySpan<byte> document)
    {
        Span<Range> places = parsed.Length <= 16 ? stackalloc Range[parsed.Length] : new Range[parsed.Length];
        slots.Locate(document, places);
        var json = new JsonObject();
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].End.Value > 0)
                json.Add(parsed[i], StoredJson.Node(document[places[i]]));
        }

        return json;
    }
}
