namespace ChaosService.Checking.Transactions.Graphs;

/// <summary>
/// One short cycle for each component of each kind of graph. The graphs grow: from writes to all dependencies, and from data to processes
/// to real time. A component that holds nothing of a smaller graph has only cycles that need what the larger graph added, so any of its
/// cycles is of that kind. One that does hold something is passed over: whatever level it breaks is broken already.
/// </summary>
internal sealed class AnomalyCycles
{
    /// <summary>For one component; beyond it the shortest cycle so far is taken.</summary>
    private const long WorkMax = 5_000_000;

    private const int Graphs = 4;
    private const int Nonadjacent = 2;
    private const Dependencies DataOnly = Dependencies.WriteWrite | Dependencies.WriteRead | Dependencies.ReadWriteOn;

    private static readonly Dependencies[] DataOf =
    [
        Dependencies.WriteWrite,
        Dependencies.WriteWrite | Dependencies.WriteRead,
        DataOnly | Dependencies.ReadWrite,
        DataOnly | Dependencies.ReadWrite,
    ];

    private static readonly Dependencies[] OrderOf =
        [Dependencies.None, Dependencies.Process, Dependencies.Process | Dependencies.Realtime | Dependencies.RealtimeOn];

    private readonly CyclicPart _part;
    private readonly bool[,][] _found;
    private readonly List<Cycle> _cycles = [];

    private AnomalyCycles(CyclicPart part)
    {
        _part = part;
        _found = new bool[OrderOf.Length, Graphs][];
    }

    public static IReadOnlyList<Cycle> Find(DependencyGraph whole)
    {
        var part = CyclicPart.Of(whole);
        if (part.Graph.Nodes == 0) return [];
        var search = new AnomalyCycles(part);
        var doubled = part.WithoutAdjacentAntiDependencies();
        for (var scope = 0; scope < OrderOf.Length; scope++)
        {
            for (var data = 0; data < Graphs; data++)
            {
                search._found[scope, data] = new bool[part.Graph.Nodes];
                search.FindIn(data == Nonadjacent ? doubled : part.Graph, scope, data);
            }
        }
        return search._cycles;
    }

    private void FindIn(DependencyGraph graph, int scope, int data)
    {
        var kinds = DataOf[data] | OrderOf[scope];
        var components = Components.Find(graph, kinds);
        var paths = new PathSearch(graph, components.Of);
        var perNode = data == Nonadjacent ? 2 : 1;
        foreach (var nodes in components.All)
        {
            if (nodes.Any(n => IsPassedOver(n / perNode, scope, data))) continue;
            var walk = data == Nonadjacent
                ? Nonadjacently(graph, components, nodes, paths, kinds)
                : Shortest(nodes, paths, kinds);
            foreach (var n in nodes) _found[scope, data][n / perNode] = true;
            _cycles.Add(Cycle.OfWalk([.. walk.Select(Originally)]));

            CycleStep Originally(CycleStep s) =>
                new(_part.Original[s.From / perNode], _part.Original[s.To / perNode], s.Kind);
        }
    }

    private bool IsPassedOver(int node, int scope, int data)
    {
        for (var s = 0; s <= scope; s++)
            for (var d = 0; d <= data; d++)
                if (_found[s, d][node]) return true;
        return false;
    }

    private static List<CycleStep> Shortest(int[] nodes, PathSearch paths, Dependencies kinds)
    {
        List<CycleStep>? best = null;
        var until = paths.Work + WorkMax;
        foreach (var node in nodes)
        {
            best = paths.Find(node, node, kinds, Length(best)) ?? best;
            if (best is not null && paths.Work > until) break;
        }
        return best!;
    }

    /// <summary>With one anti-dependency where there is such a cycle, because that has a name of its own; otherwise with several.</summary>
    private static List<CycleStep> Nonadjacently(
        DependencyGraph doubled, Components components, int[] nodes, PathSearch paths, Dependencies kinds)
    {
        List<CycleStep>? single = null;
        List<CycleStep>? several = null;
        var until = paths.Work + WorkMax;
        foreach (var node in nodes)
        {
            for (var e = doubled.Starts[node]; e < doubled.Starts[node + 1]; e++)
            {
                var target = doubled.Targets[e];
                if (doubled.Kinds[e] != Dependencies.ReadWrite || components.Of[target] != components.Of[node]) continue;
                var first = new CycleStep(node, target, Dependencies.ReadWrite);
                if (paths.Find(target, node, kinds & ~Dependencies.ReadWrite, Length(single) - 1) is { } back) single = [first, .. back];
                else if (single is null && paths.Find(target, node, kinds, Length(several) - 1) is { } way) several = [first, .. way];
                if ((single ?? several) is not null && paths.Work > until) return single ?? Simple(several!);
            }
        }
        return single ?? Simple(several!);
    }

    private static int Length(List<CycleStep>? walk) =>
        walk is null ? int.MaxValue : walk.Count(s => (s.Kind & Dependencies.On) == 0);

    /// <summary>
    /// A walk in the doubled graph may pass a transaction twice, once in each of its nodes. It can be cut there into two cycles, and one of
    /// them at least has no two anti-dependencies in a row: otherwise the walk would have had two.
    /// </summary>
    private static List<CycleStep> Simple(List<CycleStep> walk)
    {
        for (var i = 0; i < walk.Count; i++)
        {
            for (var j = i + 1; j < walk.Count; j++)
            {
                if (walk[i].From / 2 != walk[j].From / 2) continue;
                var inner = walk[i..j];
                List<CycleStep> outer = [.. walk[j..], .. walk[..i]];
                return Simple(Cycle.IsNonadjacent(inner) ? inner : outer);
            }
        }
        return walk;
    }
}
