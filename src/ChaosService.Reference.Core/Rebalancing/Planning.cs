using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Core.Rebalancing;

/// <summary>Plans moves from the catalog only: two callers get the same answer.</summary>
internal static class Planning
{
    /// <summary>Empties the nodes that are leaving. A node is empty when <see cref="CatalogState.IsInUse"/> is false.</summary>
    public static RebalancePlan Decommission(CatalogState state) =>
        Evacuate(state, [.. state.Nodes.Values.Where(n => NodeStatus.IsLeaving(n.Status)).Select(n => n.Id)]);

    /// <summary>Replaces each copy on a node that is down, as long as a majority of its partition is left.</summary>
    /// <param name="isOn">Whether the cluster heals itself.</param>
    public static RebalancePlan Heal(CatalogState state, bool isOn) => isOn
        ? Evacuate(state, [.. state.Nodes.Values.Where(n => n.Status == NodeStatus.Down).Select(n => n.Id)])
        : new([], []);

    /// <summary>
    /// Takes from the fullest node and gives to the emptiest, until no two differ by more than one copy, or no move evens them out further.
    /// </summary>
    public static RebalancePlan Spread(CatalogState state)
    {
        var (load, moves, busy) = (new NodeLoad(state), new List<PlannedMove>(), Moving(state));
        var active = Active(state);
        while (active.Count > 1)
        {
            var (full, empty) = (active.MaxBy(n => load[n]), active.MinBy(n => load[n]));
            var best = state.Addressed.Where(s => !busy.Contains(s.Address))
                .Select(s => (s.Address, Copies: Count(s.Shard, full, empty)))
                .Where(s => s.Copies > 0 && s.Copies <= (load[full] - load[empty]) / 2)
                .OrderByDescending(s => s.Copies).ThenBy(s => s.Address.Shard).FirstOrDefault();
            if (best.Address is null) break;
            Plan(new(best.Address, full, empty), best.Copies);
        }
        return new(moves, []);

        void Plan(PlannedMove move, int copies)
        {
            moves.Add(move);
            busy.Add(move.Shard);
            load.Move(move.Source, move.Target, copies);
        }
    }

    private static RebalancePlan Evacuate(CatalogState state, HashSet<uint> leaving)
    {
        var (load, moves, stuck, busy) = (new NodeLoad(state), new List<PlannedMove>(), new List<string>(), Moving(state));
        var active = Active(state).Where(n => !leaving.Contains(n)).ToList();
        foreach (var (address, shard) in state.Addressed.Where(s => !busy.Contains(s.Address)))
        {
            foreach (var source in leaving.Where(shard.IsHeldBy).Order().Take(1))
            {
                // The node that lacks most of the shard, so that one move takes the most copies; then the node with the fewest copies.
                var targets = active.Where(n => Count(shard, source, n) > 0)
                    .OrderByDescending(n => Count(shard, source, n)).ThenBy(n => load[n]).ToList();
                if (targets.Count == 0)
                {
                    stuck.Add($"shard {address}: every active node holds what node {source} does; add a node");
                }
                else if (!IsDecided(state, shard, source, targets[0]))
                {
                    stuck.Add($"shard {address}: no majority of what node {source} holds of it is up; start that node again");
                }
                else
                {
                    moves.Add(new(address, source, targets[0]));
                    load.Move(source, targets[0], Count(shard, source, targets[0]));
                }
            }
        }
        return new(moves, stuck);
    }

    /// <summary>The data comes from the partition's remaining nodes, and only a majority can admit another node.</summary>
    private static bool IsDecided(CatalogState state, Shard shard, uint source, uint target)
    {
        return shard.Partitions.Where(p => Shard.IsMoved(p, new(0, source, target, IsAborting: false)))
            .All(p => p.Count(IsUp) > p.Count / 2);

        bool IsUp(uint node) => state.Nodes.TryGetValue(node, out var known) && known.Status != NodeStatus.Down;
    }

    private static HashSet<ShardAddress> Moving(CatalogState state) =>
        [.. state.Addressed.Where(s => s.Shard.Move is not null).Select(s => s.Address)];

    private static List<uint> Active(CatalogState state) =>
        [.. state.Nodes.Values.Where(n => n.Status == NodeStatus.Active).Select(n => n.Id)];

    private static int Count(Shard shard, uint source, uint target) =>
        shard.Partitions.Count(p => Shard.IsMoved(p, new(0, source, target, IsAborting: false)));
}
