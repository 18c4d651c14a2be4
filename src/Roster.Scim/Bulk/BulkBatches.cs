using System.Collections.Immutable;

namespace Roster.Scim.Bulk;

/// <summary>
/// Which consecutive steps of a job may be done at once: creates that take different unique values, or changes of different resources that leave unique
/// values alone. Everything else goes one by one.
/// </summary>
static class BulkBatches
{
    public static ImmutableArray<ImmutableArray<BulkStep>> Of(ImmutableArray<BulkStep> steps, int[][] edges, BulkFootprint[] footprints)
    {
        var batches = ImmutableArray.CreateBuilder<ImmutableArray<BulkStep>>();
        var batch = new Batch();
        foreach (var step in steps)
        {
            if (!batch.TryAdd(step, edges, footprints))
            {
                batches.Add([.. batch.Steps]);
                batch = new Batch();
                batch.TryAdd(step, edges, footprints);
            }
        }

        batches.Add([.. batch.Steps]);
        return batches.ToImmutable();
    }

    sealed class Batch
    {
        readonly HashSet<int> operations = [];
        readonly HashSet<(string Type, string Name)> names = [];
        readonly HashSet<(string Type, string Id)> targets = [];
        bool? creates;
        bool membersChange;
        bool conditional;
        bool closed;

        public List<BulkStep> Steps { get; } = [];

        public bool TryAdd(BulkStep step, int[][] edges, BulkFootprint[] footprints)
        {
            if (Steps.Count > 0 && (closed || !MayJoin(step, edges, footprints)))
                return false;

            Steps.Add(step);
            closed = step.Circular;
            foreach (var i in step.Operations)
                Note(i, footprints[i]);
            return true;
        }

        bool MayJoin(BulkStep step, int[][] edges, BulkFootprint[] footprints)
        {
            if (step.Circular)
                return false;
            var (i, footprint) = (step.Operations[0], footprints[step.Operations[0]]);
            if (footprint.Operation is not { } operation)
                return true;
            if (edges[i].Any(operations.Contains) || footprint.AnyName || operation.Verb == Verb.Delete || creates == !operation.Creates)
                return false;
            if (operation.Creates)
                return footprint.Name is not { } name || !names.Contains((operation.Type!.Name, name));

            // A change of members gives those who come or go a new version, which a condition would see.
            var members = membersChange || operation.Type!.MembersAttribute is not null;
            return !targets.Contains(footprint.Target!.Value) && !(members && (conditional || !operation.Condition.IsNone));
        }

        void Note(int index, BulkFootprint footprint)
        {
            if (footprint.Operation is not { } operation)
                return;

            operations.Add(index);
            creates = operation.Creates;
            closed |= footprint.AnyName || operation.Verb == Verb.Delete;
            membersChange |= operation.Type!.MembersAttribute is not null;
            conditional |= !operation.Condition.IsNone;
            if (footprint.Name is { } name)
                names.Add((operation.Type!.Name, name));
            if (footprint.Target is { } target)
                targets.Add(target);
        }
    }
}
