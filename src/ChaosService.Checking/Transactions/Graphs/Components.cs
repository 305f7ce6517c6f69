namespace ChaosService.Checking.Transactions.Graphs;

/// <summary>
/// The strongly connected components of more than one node, by edges of chosen kinds: a cycle lies in one of them, and each has one.
/// Tarjan's algorithm with a stack of its own, because a chain of dependencies is as long as the history.
/// </summary>
internal sealed class Components
{
    private readonly DependencyGraph _graph;
    private readonly Dependencies _kinds;
    private readonly int[] _order;
    private readonly int[] _low;
    private readonly int[] _edge;
    private readonly int[] _path;
    private readonly int[] _open;
    private int _pathLength;
    private int _openLength;
    private int _visited;

    private Components(DependencyGraph graph, Dependencies kinds)
    {
        (_graph, _kinds) = (graph, kinds);
        _order = new int[graph.Nodes];
        _low = new int[graph.Nodes];
        _edge = new int[graph.Nodes];
        _path = new int[graph.Nodes];
        _open = new int[graph.Nodes];
        Of = new int[graph.Nodes];
        Array.Fill(Of, -1);
    }

    /// <summary>The component of each node; -1 for a node that is on no cycle.</summary>
    public int[] Of { get; }

    /// <summary>The nodes of each component.</summary>
    public List<int[]> All { get; } = [];

    public static Components Find(DependencyGraph graph, Dependencies kinds)
    {
        var found = new Components(graph, kinds);
        for (var node = 0; node < graph.Nodes; node++)
            if (found._order[node] == 0) found.Visit(node);
        return found;
    }

    private void Visit(int root)
    {
        Enter(root);
        while (_pathLength > 0)
        {
            var node = _path[_pathLength - 1];
            var end = _graph.Starts[node + 1];
            var edge = _edge[node];
            var entered = false;
            for (; edge < end && !entered; edge++)
            {
                if ((_graph.Kinds[edge] & _kinds) == 0) continue;
                var target = _graph.Targets[edge];
                if (_order[target] == 0)
                {
                    _edge[node] = edge + 1;
                    Enter(target);
                    entered = true;
                }
                else if (_low[target] != int.MaxValue) _low[node] = Math.Min(_low[node], _order[target]);
            }
            if (!entered) Leave(node);
        }
    }

    private void Enter(int node)
    {
        _order[node] = _low[node] = ++_visited;
        _edge[node] = _graph.Starts[node];
        _path[_pathLength++] = node;
        _open[_openLength++] = node;
    }

    private void Leave(int node)
    {
        _pathLength--;
        var low = _low[node];
        if (low == _order[node]) Close(node);
        if (_pathLength == 0 || low == _order[node] || _low[node] == int.MaxValue) return;
        var parent = _path[_pathLength - 1];
        _low[parent] = Math.Min(_low[parent], low);
    }

    /// <summary>Everything that was entered after the node and is still open is one component with it.</summary>
    private void Close(int node)
    {
        var first = _openLength - 1;
        while (_open[first] != node) first--;
        for (var i = first; i < _openLength; i++) _low[_open[i]] = int.MaxValue;
        if (_openLength - first > 1)
        {
            var nodes = _open.AsSpan(first, _openLength - first).ToArray();
            foreach (var n in nodes) Of[n] = All.Count;
            All.Add(nodes);
        }
        _openLength = first;
    }
}
