using System.Collections.Concurrent;
using System.Collections.Immutable;
using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Cluster;

/// <summary>
/// Past facts that the catalog no longer contains: the founding members of a partition's group, and removed nodes. The catalog's log
/// is kept whole, so every node has seen all of it.
/// </summary>
internal sealed class CatalogPast
{
    private readonly ConcurrentDictionary<GroupId, Beginning> _groups = [];
    private volatile ImmutableHashSet<uint> _removed = [];

    public bool WasRemoved(uint node) => _removed.Contains(node);

    /// <summary>
    /// The initial membership for a node without a copy of a partition. A founder that has never lost the partition has just not heard
    /// of it yet; any other node knows nothing of the group, and must not act as if it could vote there: its leader informs it.
    /// </summary>
    public Membership InitialOf(GroupId group, uint node) =>
        _groups.TryGetValue(group, out var beginning) && beginning.Nodes.Contains(node) && !beginning.Left.Contains(node)
            ? Membership.Of(beginning.Nodes)
            : Membership.Empty;

    /// <summary>Must get every change, in order.</summary>
    public void See(CatalogState before, CatalogState after)
    {
        if (!ReferenceEquals(before.Nodes, after.Nodes))
            _removed = _removed.Union(before.Nodes.Keys).Except(after.Nodes.Keys);
        if (ReferenceEquals(before.Databases, after.Databases)) return;
        foreach (var (address, shard) in after.Addressed)
        {
            if (ReferenceEquals(shard, before.Shard(address))) continue;
            for (var partition = 0; partition < shard.Partitions.Count; partition++)
                See(new(shard.Id, partition), shard.Partitions[partition]);
        }
    }

    private void See(GroupId group, IReadOnlyList<uint> nodes)
    {
        var known = _groups.GetOrAdd(group, _ => new(nodes, []));
        if (known.Nodes.Except(nodes).Any()) _groups[group] = known with { Left = known.Left.Union(known.Nodes.Except(nodes)) };
    }

    private sealed record Beginning(IReadOnlyList<uint> Nodes, ImmutableHashSet<uint> Left);
}
