namespace ChaosService.Checking.Transactions.Graphs;

/// <summary>
/// A directed graph in three arrays: the edges of a node are a range of <see cref="Targets"/> and <see cref="Kinds"/>. The first nodes are
/// the transactions; those above are junctions, which stand for many edges by few.
/// </summary>
internal sealed class DependencyGraph(int[] starts, int[] targets, Dependencies[] kinds)
{
    /// <summary>For each node where its edges begin; one more at the end.</summary>
    public int[] Starts { get; } = starts;

    public int[] Targets { get; } = targets;

    public Dependencies[] Kinds { get; } = kinds;

    public int Nodes => Starts.Length - 1;
}

/// <summary>Takes edges in any order.</summary>
internal sealed class DependencyGraphBuilder(int transactions)
{
    private int[] _from = new int[Math.Max(16, transactions * 4)];
    private int[] _to = new int[Math.Max(16, transactions * 4)];
    private Dependencies[] _kinds = new Dependencies[Math.Max(16, transactions * 4)];
    private int _edges;
    private int _nodes = transactions;

    /// <summary>A node that is no transaction.</summary>
    public int Junction() => _nodes++;

    public void Add(int from, int to, Dependencies kind)
    {
        if (_edges == _from.Length)
        {
            Array.Resize(ref _from, _edges * 2);
            Array.Resize(ref _to, _edges * 2);
            Array.Resize(ref _kinds, _edges * 2);
        }
        _from[_edges] = from;
        _to[_edges] = to;
        _kinds[_edges++] = kind;
    }

    /// <summary>Sorts the edges by their first node, by counting.</summary>
    public DependencyGraph Build()
    {
        var starts = new int[_nodes + 1];
        for (var e = 0; e < _edges; e++) starts[_from[e] + 1]++;
        for (var n = 0; n < _nodes; n++) starts[n + 1] += starts[n];
        var targets = new int[_edges];
        var kinds = new Dependencies[_edges];
        var next = starts.AsSpan(0, _nodes).ToArray();
        for (var e = 0; e < _edges; e++)
        {
            var at = next[_from[e]]++;
            targets[at] = _to[e];
            kinds[at] = _kinds[e];
        }
        return new DependencyGraph(starts, targets, kinds);
    }
}
