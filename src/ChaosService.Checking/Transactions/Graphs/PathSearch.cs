namespace ChaosService.Checking.Transactions.Graphs;

/// <summary>
/// Shortest paths inside one component, breadth first; edges that lead on from a junction cost nothing, so that the length is in
/// transactions. Its arrays are used again and again, so a search costs only what it looks at.
/// </summary>
internal sealed class PathSearch(DependencyGraph graph, int[] componentOf)
{
    private readonly int[] _seen = new int[graph.Nodes];
    private readonly int[] _distance = new int[graph.Nodes];
    private readonly int[] _edge = new int[graph.Nodes];
    private readonly int[] _from = new int[graph.Nodes];
    private readonly Stack<int> _now = new();
    private readonly List<int> _then = [];
    private int _search;

    /// <summary>How many edges were looked at so far.</summary>
    public long Work { get; private set; }

    /// <summary>
    /// From one node to another by edges of these kinds, at least one; null when there is none of fewer than <paramref name="shorterThan"/>
    /// transactions.
    /// </summary>
    public List<CycleStep>? Find(int from, int to, Dependencies kinds, int shorterThan = int.MaxValue)
    {
        _search++;
        _now.Clear();
        _then.Clear();
        _now.Push(from);
        for (var distance = 0; distance < shorterThan; distance++)
        {
            while (_now.TryPop(out var node))
            {
                // It may have been reached at less cost after it was put here.
                if (node != from && _distance[node] < distance) continue;
                if (Expand(node, distance, from, to, kinds)) return Trace(from, to);
            }
            if (_then.Count == 0) return null;
            foreach (var node in _then) _now.Push(node);
            _then.Clear();
        }
        return null;
    }

    private bool Expand(int node, int distance, int from, int to, Dependencies kinds)
    {
        var component = componentOf[node];
        Work += graph.Starts[node + 1] - graph.Starts[node];
        for (var e = graph.Starts[node]; e < graph.Starts[node + 1]; e++)
        {
            var target = graph.Targets[e];
            if ((graph.Kinds[e] & kinds) == 0 || componentOf[target] != component) continue;
            var free = (graph.Kinds[e] & Dependencies.On) != 0;
            var cost = free ? distance : distance + 1;
            if (target == from && to != from) continue;
            if (_seen[target] == _search && _distance[target] <= cost) continue;
            _seen[target] = _search;
            _distance[target] = cost;
            _edge[target] = e;
            _from[target] = node;
            if (target == to) return true;
            if (free) _now.Push(target);
            else _then.Add(target);
        }
        return false;
    }

    private List<CycleStep> Trace(int from, int to)
    {
        var steps = new List<CycleStep>();
        var node = to;
        do
        {
            steps.Add(new CycleStep(_from[node], node, graph.Kinds[_edge[node]]));
            node = _from[node];
        }
        while (node != from);
        steps.Reverse();
        return steps;
    }
}
