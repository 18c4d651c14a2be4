using System.Collections.Immutable;

namespace Roster.Scim.Bulk;

/// <summary>Puts the operations of a job in order. Circles of references are steps of their own, so what is ordered has none.</summary>
sealed class BulkOrder
{
    enum State { Waiting, Open, Done }

    /// <param name="edges">By operation, the POSTs that it refers to.</param>
    /// <param name="firm">Those of a POST's edges that must not be left for later.</param>
    public BulkOrder(int[][] edges, BulkFootprint[] footprints, Func<int, HashSet<int>> firm)
    {
        (this.edges, this.footprints, this.firm) = (edges, footprints, firm);
        component = Components.Of(edges);
        members = component.Index().ToLookup(c => c.Item, c => c.Index);
        states = new State[members.Count];
    }

    readonly int[][] edges;
    readonly BulkFootprint[] footprints;
    readonly Func<int, HashSet<int>> firm;
    readonly int[] component;
    readonly ILookup<int, int> members;
    readonly State[] states;
    readonly ImmutableArray<BulkStep>.Builder steps = ImmutableArray.CreateBuilder<BulkStep>();
    readonly Stack<(int Component, Queue<(int Component, bool Needed)> Before)> path = new();

    // All operations before this one are done.
    int first;

    public ImmutableArray<BulkStep> Steps()
    {
        for (first = 0; first < edges.Length; first++)
        {
            if (states[component[first]] == State.Waiting)
                Open(component[first]);
            while (path.TryPeek(out var at))
            {
                if (!at.Before.TryDequeue(out var next))
                    Close();
                else if (states[next.Component] == State.Waiting && (next.Needed || !NeedsOpen(next.Component)))
                    Open(next.Component);
            }
        }

        return steps.ToImmutable();
    }

    void Open(int opened)
    {
        states[opened] = State.Open;
        var before = new Queue<(int, bool)>();
        foreach (var operation in members[opened])
        {
            // Done earlier than its place, it takes along what stands before it and would make a difference.
            for (var i = first; i < operation; i++)
            {
                if (states[component[i]] == State.Waiting && footprints[i].ConflictsWith(footprints[operation]))
                    before.Enqueue((component[i], false));
            }

            foreach (var needed in edges[operation].Where(n => component[n] != opened))
                before.Enqueue((component[needed], true));
        }

        path.Push((opened, before));
    }

    // What waits for something that is under way cannot come before it, whatever the request's order.
    bool NeedsOpen(int asked)
    {
        var seen = new HashSet<int> { asked };
        var open = new Stack<int>([asked]);
        while (open.TryPop(out var at))
        {
            foreach (var needed in members[at].SelectMany(m => edges[m]).Select(n => component[n]))
            {
                if (states[needed] == State.Open)
                    return true;
                if (states[needed] == State.Waiting && seen.Add(needed))
                    open.Push(needed);
            }
        }

        return false;
    }

    void Close()
    {
        var closed = path.Pop().Component;
        states[closed] = State.Done;
        int[] operations = [.. members[closed]];
        steps.Add(operations is [var single] && !edges[single].Contains(single) ? new BulkStep([single], Circular: false) : new BulkStep(Arranged(operations), Circular: true));
    }

    /// <summary>The operations of a circle, each after those that it cannot be created without.</summary>
    ImmutableArray<int> Arranged(int[] operations)
    {
        var arranged = ImmutableArray.CreateBuilder<int>(operations.Length);
        var waiting = operations.Select(o => (Operation: o, Needs: firm(o).Intersect(operations).ToHashSet())).ToList();
        while (waiting.Count > 0)
        {
            // One is free: circles of nothing but such needs were refused before.
            var next = waiting.Find(w => w.Needs.Count == 0);
            waiting.Remove(next);
            waiting.ForEach(w => w.Needs.Remove(next.Operation));
            arranged.Add(next.Operation);
        }

        return arranged.DrainToImmutable();
    }
}
