using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Roster.Scim.Filters;
using Roster.Scim.Messages;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim.Patching;

/// <summary>
/// The operations on a group's members, gathered into one change. When the members are not at hand it knows only what to add and
/// what to remove, and that is all a group of 100,000 needs to gain or lose one.
/// </summary>
sealed class MemberEdits(ResourceType type, ScimProfile profile, ImmutableArray<Member> before)
{
    readonly ValueReader values = new(profile, patching: true);
    readonly OrderedDictionary<string, Member> content = Index(before);
    readonly HashSet<string> removed = new(StringComparer.Ordinal);

    // From a clear on, or when the members were loaded, 'content' is the whole of them; until then only those to add.
    bool complete = !before.IsDefault;
    bool cleared;

    /// <summary>Whether the operation asks about members that it does not name by id.</summary>
    public static bool NeedMembers(BoundOperation operation) => operation.Path.Condition is not null
        && (operation.Verb == PatchVerb.Remove ? RemovedIds(operation.Path) is null : operation.Verb == PatchVerb.Replace || ImpliedId(operation.Path) is null);

    public void Apply(BoundOperation operation)
    {
        if (operation.Path.Target!.Sub is { } sub)
            throw ScimError.Mutability($"'{operation.Path.Text}' cannot be changed: members are added and removed, their '{sub.Name}' is not edited.").ToException();

        if (operation.Path.Condition is null)
            ApplyToAll(operation);
        else
            ApplyToMatches(operation);
    }

    public MembersChange Change()
    {
        if (before.IsDefault)
            return new MembersChange([.. content.Values], cleared ? [] : [.. removed], cleared);

        var was = before.Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        return new MembersChange([.. content.Values.Where(m => !was.Contains(m.Value))], [.. was.Where(id => !content.ContainsKey(id))]);
    }

    void ApplyToAll(BoundOperation operation)
    {
        switch (operation.Verb)
        {
            case PatchVerb.Add:
                Add(Read(operation));
                break;
            case PatchVerb.Replace:
                var members = Read(operation);
                Clear();
                Add(members);
                break;
            // Entra ID and authentik name those to remove in 'value'; reading that as "all" would empty the group.
            case PatchVerb.Remove when !operation.Value.IsNothing():
                foreach (var member in Read(operation))
                    Remove(member.Value);
                break;
            default:
                Clear();
                break;
        }
    }

    void ApplyToMatches(BoundOperation operation)
    {
        var path = operation.Path;
        if (operation.Verb == PatchVerb.Remove)
        {
            foreach (var id in complete ? [.. Matches(path)] : RemovedIds(path)!)
                Remove(id);
            return;
        }

        var matches = complete ? Matches(path) : [];
        if (operation.Verb == PatchVerb.Replace && matches.Count > 0)
        {
            matches.ForEach(Remove);
            Add(Read(operation));
        }
        else if (matches.Count == 0)
        {
            var create = operation.Verb == PatchVerb.Add ? profile.Tolerances.MembersInPath || complete : profile.Tolerances.CreateOnReplace;
            if (!create || ImpliedId(path) is not { } id)
                throw ScimError.NoTarget($"'{operation.Place}': no member matches '{path.Text}'.").ToException();
            Add([new Member(id, null)]);
        }
    }

    ImmutableArray<Member> Read(BoundOperation operation) =>
        MemberReader.Read(operation.Path.Target!.Attribute, operation.Value, $"{operation.Place}.value", profile, values);

    void Add(ImmutableArray<Member> members)
    {
        foreach (var member in members)
        {
            removed.Remove(member.Value);
            if (!content.TryGetValue(member.Value, out var present))
                content.Add(member.Value, member);
            else if (present.Type is not null && member.Type is not null && !string.Equals(present.Type, member.Type, StringComparison.OrdinalIgnoreCase))
                throw ScimError.Mutability($"'{type.MembersAttribute}' has '{ScimError.Quote(member.Value)}' as a {present.Type}; a member's type cannot be changed.").ToException();
        }
    }

    void Remove(string id)
    {
        content.Remove(id);
        if (!cleared)
            removed.Add(id);
    }

    void Clear()
    {
        content.Clear();
        removed.Clear();
        complete = cleared = true;
    }

    List<string> Matches(PatchPath path) =>
        [.. content.Values.Where(m => PredicateEvaluator.MatchesElement(path.Condition!, Json(m))).Select(m => m.Value)];

    static JsonObject Json(Member member)
    {
        var json = new JsonObject { ["value"] = member.Value };
        if (member.Type is not null)
            json["type"] = member.Type;
        return json;
    }

    /// <summary>Those that the condition names by id alone: <c>value eq "a" or value eq "b"</c>.</summary>
    static string[]? RemovedIds(PatchPath path) => MemberIds.In(path.Condition!) is { Exact: true } named ? [.. named.Ids] : null;

    static string? ImpliedId(PatchPath path) =>
        path.Implied is { } implied ? implied.FirstOrDefault(i => i.Sub.Name == "value").Value?.GetValue<string>() : null;

    static OrderedDictionary<string, Member> Index(ImmutableArray<Member> members)
    {
        var index = new OrderedDictionary<string, Member>(StringComparer.Ordinal);
        if (!members.IsDefault)
        {
            foreach (var member in members)
                index.TryAdd(member.Value, member);
        }

        return index;
    }
}
