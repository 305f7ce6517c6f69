using ChaosService.Reference.Core.Catalog;

namespace ChaosService.Reference.Core.Rebalancing;

/// <summary>Decides what is to be moved, from what the catalog says alone: two who ask get the same answer.</summary>
internal static class Planning
{
    /// <summary>Empties a node that is to go. It is empty when <see cref="CatalogState.IsInUse"/> says no more.</summary>
    public static RebalancePlan Decommission(CatalogState state, uint node) => Evacuate(state, [node]);

    /// <summary>Gives each partition that has a copy on a node that is down another one, as long as some copy is left.</summary>
    /// <param name="isOn">Whether the cluster heals itself.</param>
    public static RebalancePlan Heal(CatalogState state, bool isOn) => isOn
        ? Evacuate(state, [.. state.Nodes.Values.Where(n => n.Status == "Down").Select(n => n.Id)])
        : new([], []);

    /// <summary>
    /// Takes from the fullest node and gives to the emptiest, until no two differ by more than one copy, or no move brings them closer.
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
            Plan(new(best.Address, full, empty, full), best.Copies);
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
                // Whoever lacks most of it, so that one move takes most; then whoever has least.
                var targets = active.Where(n => Count(shard, source, n) > 0)
                    .OrderByDescending(n => Count(shard, source, n)).ThenBy(n => load[n]).ToList();
                var move = targets.Select(t => (Target: t, Donor: Donor(state, shard, source, t))).FirstOrDefault(m => m.Donor is not null);
                if (move.Donor is { } donor)
                {
                    moves.Add(new(address, source, move.Target, donor));
                    load.Move(source, move.Target, Count(shard, source, move.Target));
                }
                else
                {
                    stuck.Add($"shard {address}: " + (targets.Count == 0
                        ? $"every active node holds what node {source} does; add a node"
                        : $"no node that is up holds all that node {source} is to give up; start that node again"));
                }
            }
        }
        return new(moves, stuck);
    }

    private static uint? Donor(CatalogState state, Shard shard, uint source, uint target)
    {
        if (IsUp(source)) return source;
        var moved = shard.Partitions.Where(p => Shard.IsMoved(p, new(0, source, target, IsAborting: false))).ToList();
        return moved[0].Where(n => n != source && IsUp(n) && moved.TrueForAll(p => p.Contains(n))).Cast<uint?>().FirstOrDefault();

        bool IsUp(uint node) => state.Nodes.TryGetValue(node, out var known) && known.Status != "Down";
    }

    private static HashSet<ShardAddress> Moving(CatalogState state) =>
        [.. state.Addressed.Where(s => s.Shard.Move is not null).Select(s => s.Address)];

    private static List<uint> Active(CatalogState state) =>
        [.. state.Nodes.Values.Where(n => n.Status == NodeStatus.Active).Select(n => n.Id)];

    private static int Count(Shard shard, uint source, uint target) =>
        shard.Partitions.Count(p => Shard.IsMoved(p, new(0, source, target, IsAborting: false)));
}
