namespace ChaosService.Checking.Transactions.Graphs;

/// <summary>
/// What of a graph lies on cycles: everything else is left out, so that the search for anomalies costs nothing where there are none.
/// </summary>
/// <param name="Graph">Its nodes are numbered anew.</param>
/// <param name="Original">The node that each of them was.</param>
internal sealed record CyclicPart(DependencyGraph Graph, int[] Original)
{
    private const Dependencies All = (Dependencies)0xFF;

    public static CyclicPart Of(DependencyGraph whole)
    {
        var components = Components.Find(whole, All);
        int[] original = [.. components.All.SelectMany(c => c).Order()];
        var number = new Dictionary<int, int>(original.Length);
        for (var i = 0; i < original.Length; i++) number.Add(original[i], i);
        var builder = new DependencyGraphBuilder(original.Length);
        foreach (var node in original)
        {
            for (var e = whole.Starts[node]; e < whole.Starts[node + 1]; e++)
            {
                var target = whole.Targets[e];
                if (components.Of[target] == components.Of[node]) builder.Add(number[node], number[target], whole.Kinds[e]);
            }
        }
        return new CyclicPart(builder.Build(), original);
    }

    /// <summary>
    /// The same graph twice: a node 2n is reached by anything but an anti-dependency, 2n+1 by one, and from there no second one leads on.
    /// A cycle of it is one of the graph without two anti-dependencies in a row.
    /// </summary>
    public DependencyGraph WithoutAdjacentAntiDependencies()
    {
        var builder = new DependencyGraphBuilder(Graph.Nodes * 2);
        for (var node = 0; node < Graph.Nodes; node++)
        {
            for (var e = Graph.Starts[node]; e < Graph.Starts[node + 1]; e++)
            {
                var (to, kind) = (Graph.Targets[e] * 2, Graph.Kinds[e]);
                if (kind is Dependencies.ReadWrite) builder.Add(node * 2, to + 1, kind);
                else if (kind is Dependencies.ReadWriteOn) builder.Add(node * 2 + 1, to + 1, kind);
                else
                {
                    builder.Add(node * 2, to, kind);
                    builder.Add(node * 2 + 1, to, kind);
                }
            }
        }
        return builder.Build();
    }
}
