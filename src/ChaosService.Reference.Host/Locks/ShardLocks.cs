using System.Collections.Frozen;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Migration;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Locks;

/// <summary>
/// The partitions that take no writes on this node, because their shard is being handed over. The locks are not needed against data loss,
/// because a group orders writes and membership changes alike: they keep a move's promise that writes stop before the cutover.
/// </summary>
internal sealed class ShardLocks(uint node, MigrationBugs bugs)
{
    private readonly Lock _lock = new();
    private readonly HashSet<ulong> _lockedMoves = [];
    private readonly HashSet<ulong> _unlockedMoves = [];
    private CatalogState _state = CatalogState.Empty;
    private volatile FrozenDictionary<GroupId, string> _locked = FrozenDictionary<GroupId, string>.Empty;
    private volatile FrozenSet<GroupId> _deaf = FrozenSet<GroupId>.Empty;

    public string? WhyNot(GroupId group) => _locked.GetValueOrDefault(group);

    /// <summary>A bug: the source reports that it takes no more writes, but still takes them, without its group.</summary>
    public bool TakesAlone(GroupId group) => bugs.HasFlag(MigrationBugs.NoWriteLock) && _locked.ContainsKey(group);

    /// <summary>A bug: entries after the snapshot do not reach the target.</summary>
    public bool IsDeaf(GroupId group) => _deaf.Contains(group);

    public void See(CatalogState state)
    {
        lock (_lock)
        {
            _state = state;
            Work();
        }
    }

    /// <summary>This node is the source of a move, and must take no more writes.</summary>
    public void Close(ulong move)
    {
        lock (_lock)
        {
            _lockedMoves.Add(move);
            Work();
        }
    }

    /// <summary>This node is the target of a move and owns the shard, or is the source of one that is given up.</summary>
    public void Open(ulong move)
    {
        lock (_lock)
        {
            _lockedMoves.Remove(move);
            _unlockedMoves.Add(move);
            Work();
        }
    }

    private void Work()
    {
        var moving = _state.Shards.Where(s => s.Move is { IsAborting: false }).ToList();
        var going = moving.Select(s => s.Move!.Id).ToHashSet();
        _lockedMoves.IntersectWith(going);
        _unlockedMoves.IntersectWith(going);
        var (locked, deaf) = (new Dictionary<GroupId, string>(), new HashSet<GroupId>());
        foreach (var shard in moving)
        {
            foreach (var group in Partitions(shard))
            {
                if (IsLocked(shard)) locked[group] = Reason(shard);
                if (IsDeafTo(shard)) deaf.Add(group);
            }
        }
        (_locked, _deaf) = (locked.ToFrozenDictionary(), deaf.ToFrozenSet());
    }

    private static IEnumerable<GroupId> Partitions(Shard shard) =>
        from partition in Enumerable.Range(0, shard.Partitions.Count)
        let nodes = shard.Partitions[partition]
        where IsOver(shard)
            ? nodes.Contains(shard.Move!.Target) && !nodes.Contains(shard.Move.Source)
            : Shard.IsMoved(nodes, shard.Move!)
        select new GroupId(shard.Id, partition);

    private bool IsLocked(Shard shard) => shard.Move is { } move
        && (shard.Status == ShardStatus.AwaitingCutover
            || (move.Source == node && (IsOver(shard) || _lockedMoves.Contains(move.Id)))
            || (move.Target == node && IsOver(shard) && !_unlockedMoves.Contains(move.Id)));

    private bool IsDeafTo(Shard shard) => bugs.HasFlag(MigrationBugs.CutoverWithoutWalSync)
        && shard.Move!.Target == node && shard.Status != ShardStatus.MigratingSnapshot && !_unlockedMoves.Contains(shard.Move.Id);

    /// <summary>The target owns the shard, and the source has yet to be cleaned.</summary>
    private static bool IsOver(Shard shard) => shard.Status == ShardStatus.Stable;

    private static string Reason(Shard shard) =>
        $"shard {shard.Id} is being handed over from node {shard.Move!.Source} to node {shard.Move.Target}: try again";
}
