using System.Collections.Immutable;
using Roster.Scim.Messages;

namespace Roster.Scim.Bulk;

/// <summary>Operations that are one matter: a single one, or POSTs that refer to each other in a circle and succeed or fail together.</summary>
/// <param name="Operations">By their place in the request, in the order to create them.</param>
public sealed record BulkStep(ImmutableArray<int> Operations, bool Circular);

/// <summary>
/// In which order the operations of a job are done: that of the request, but each after the POSTs whose bulkIds it refers to (RFC 7644 section 3.7.1),
/// and those after what came before them and could make a difference to them.
/// </summary>
public sealed class BulkPlan
{
    BulkPlan(ImmutableArray<BulkOperation> operations, IReadOnlyDictionary<string, int> posts, int[][] edges, ImmutableArray<BulkStep> steps, ImmutableArray<ImmutableArray<BulkStep>> batches) =>
        (Operations, Posts, this.edges, Steps, Batches) = (operations, posts, edges, steps, batches);

    readonly int[][] edges;

    /// <summary>As in the request, with the faults that lie in their references.</summary>
    public ImmutableArray<BulkOperation> Operations { get; }

    /// <summary>The POST that a bulkId names.</summary>
    public IReadOnlyDictionary<string, int> Posts { get; }

    /// <summary>Whether the operation refers to what another one creates.</summary>
    public bool Refers(int operation) => edges[operation].Length > 0;

    /// <summary>All operations, in order.</summary>
    public ImmutableArray<BulkStep> Steps { get; }

    /// <summary>The same steps, those together that may be done at once and still end as if done one after the other.</summary>
    public ImmutableArray<ImmutableArray<BulkStep>> Batches { get; }

    public static BulkPlan Of(BulkRequest request, ScimProfile profile)
    {
        var references = new BulkReferences(profile.ResourceTypes);
        var operations = request.Operations.ToArray();
        var posts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i] is { Method: "POST", BulkId: { } bulkId })
                posts.TryAdd(bulkId, i);
        }

        var needs = operations.Select(o => Needs(o, references, posts)).ToArray();
        for (var i = 0; i < operations.Length; i++)
        {
            if (needs[i] is null)
                operations[i] = operations[i] with { Fault = Unknown(operations[i], references, posts) };
        }

        RefuseUnsolvable(operations, needs, references, posts);
        int[][] wanted = [.. needs.Select((n, i) => operations[i].Fault is null ? n! : [])];
        BulkFootprint[] footprints = [.. operations.Select(o => new BulkFootprint(o))];
        var steps = new BulkOrder(wanted, footprints, i => Firm(operations[i], references, posts)).Steps();
        return new BulkPlan([.. operations], posts, wanted, steps, request.FailOnErrors is null ? BulkBatches.Of(steps, wanted, footprints) : [.. steps.Select(s => ImmutableArray.Create(s))]);
    }

    /// <returns>Null when one of them is not in the job.</returns>
    static int[]? Needs(BulkOperation operation, BulkReferences references, Dictionary<string, int> posts)
    {
        if (operation.Fault is not null)
            return [];
        var named = references.In(operation);
        return named.All(posts.ContainsKey) ? [.. named.Select(n => posts[n])] : null;
    }

    static ScimError Unknown(BulkOperation operation, BulkReferences references, Dictionary<string, int> posts) =>
        ScimError.InvalidValue($"The operation refers to bulkId '{ScimError.Quote(references.In(operation).First(n => !posts.ContainsKey(n)))}', which no POST of the job has.");

    /// <summary>The POSTs that must have been done for this one to be possible: it refers to them where a value is required.</summary>
    static HashSet<int> Firm(BulkOperation operation, BulkReferences references, Dictionary<string, int> posts) =>
        operation.Creates
            ? [.. BulkPart.Of(operation.Tree(), operation.Type!).Where(p => p.Attribute?.Required == true).SelectMany(p => references.In(p.Value)).Select(name => posts[name])]
            : [];

    // RFC 7644 section 3.7.1: circular references are resolved if possible, else it is a conflict. What all of a circle require can be made first by none.
    static void RefuseUnsolvable(BulkOperation[] operations, int[]?[] needs, BulkReferences references, Dictionary<string, int> posts)
    {
        HashSet<int>[] firm = [.. operations.Select((o, i) => needs[i] is { Length: > 0 } ? Firm(o, references, posts) : [])];
        var component = Components.Of(firm);
        var sizes = component.CountBy(c => c).ToDictionary();
        for (var i = 0; i < operations.Length; i++)
        {
            if (sizes[component[i]] > 1 || firm[i].Contains(i))
                operations[i] = operations[i] with { Fault = new ScimError(409, null, "The operation requires another one of the job that in turn requires it; none of them can be done first.") };
        }
    }
}
