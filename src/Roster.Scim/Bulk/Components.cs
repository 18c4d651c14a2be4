namespace Roster.Scim.Bulk;

/// <summary>The strongly connected components of a directed graph (Tarjan), without recursion: the graph is a client's.</summary>
static class Components
{
    /// <returns>The component of each node, numbered so that an edge never leads to a higher number.</returns>
    public static int[] Of(IReadOnlyList<IReadOnlyCollection<int>> edges)
    {
        var component = new int[edges.Count];
        var index = new int[edges.Count];
        var low = new int[edges.Count];
        var open = new Stack<int>();
        var path = new Stack<(int Node, IEnumerator<int> Next)>();
        var (seen, components) = (0, 0);
        Array.Fill(component, -1);
        for (var start = 0; start < edges.Count; start++)
        {
            if (index[start] == 0)
                Enter(start);
            while (path.TryPeek(out var at))
            {
                if (!at.Next.MoveNext())
                    Leave();
                else if (index[at.Next.Current] == 0)
                    Enter(at.Next.Current);
                else if (component[at.Next.Current] < 0)
                    low[at.Node] = Math.Min(low[at.Node], index[at.Next.Current]);
            }
        }

        return component;

        void Enter(int node)
        {
            index[node] = low[node] = ++seen;
            open.Push(node);
            path.Push((node, edges[node].GetEnumerator()));
        }

        void Leave()
        {
            var (node, next) = path.Pop();
            next.Dispose();
            if (path.TryPeek(out var parent))
                low[parent.Node] = Math.Min(low[parent.Node], low[node]);
            if (low[node] != index[node])
                return;

            int member;
            do
            {
                component[member = open.Pop()] = components;
            }
            while (member != node);
            components++;
        }
    }
}
