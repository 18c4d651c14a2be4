using Roster.Scim.Filters;
using Roster.Scim.Resources;
using Roster.Scim.Schemas;

namespace Roster.Scim.Bulk;

/// <summary>What an operation touches, as far as it decides whether two may change places or run at once. When in doubt they may not.</summary>
sealed class BulkFootprint
{
    public BulkFootprint(BulkOperation operation)
    {
        if (operation.Fault is not null || operation.Type is not { } type)
            return;

        Operation = operation;
        Type = type;
        var further = type.UniquePaths;
        if (type.UniqueAttribute is null && further.IsEmpty)
            return;
        if (operation.Verb == Verb.Create)
        {
            AnyName = !further.IsEmpty && Mentions(operation, further.Select(p => p.Leaf.Name));
            if (type.UniqueAttribute is { } unique && operation.Data.Member(unique).Text() is { } name)
                Name = Folding.Unique(type.BaseAttribute(unique)!, name);
        }
        else
        {
            AnyName = operation.Verb == Verb.Delete || Mentions(operation, further.Select(p => p.Leaf.Name).Concat(type.UniqueAttribute is { } unique ? [unique] : []));
        }
    }

    static bool Mentions(BulkOperation operation, IEnumerable<string> names)
    {
        var data = operation.Data.GetRawText();
        // An escaped letter could hide a name.
        return data.Contains("\\u", StringComparison.OrdinalIgnoreCase) || names.Any(name => data.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Null when the operation will not be tried, and touches nothing.</summary>
    public BulkOperation? Operation { get; }

    ResourceType? Type { get; }

    /// <summary>The unique value that a POST takes, folded.</summary>
    public string? Name { get; }

    /// <summary>Whether the operation may free or take a unique value that is not looked at.</summary>
    public bool AnyName { get; }

    /// <summary>The one resource that the operation is about; null for a POST.</summary>
    public (string Type, string Id)? Target => Operation?.Id is { } id ? (Type!.Name, id) : null;

    /// <summary>Whether the order of the two matters.</summary>
    public bool ConflictsWith(BulkFootprint other)
    {
        if (Operation is null || other.Operation is null)
            return false;
        if (Target is { } target && target == other.Target)
            return true;
        if (Type!.Name == other.Type!.Name && ((AnyName && (other.AnyName || other.Name is not null)) || (other.AnyName && Name is not null) || (Name is not null && Name == other.Name)))
            return true;
        // Who has been deleted cannot become a member, and stops being one.
        return (Operation.Verb == Verb.Delete && other.Type.MembersAttribute is not null) || (other.Operation.Verb == Verb.Delete && Type.MembersAttribute is not null);
    }
}
