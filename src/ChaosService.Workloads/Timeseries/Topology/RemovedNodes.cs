using System.Collections.Frozen;

namespace ChaosService.Workloads.Timeseries.Topology;

/// <summary>
/// Nodes that were removed from the cluster while their processes keep running. Such a node serves no requests and receives nothing, which
/// is not a problem of the cluster. The catalog's leader decides who is a member; a node that was not in any list yet is not removed, it
/// has yet to join.
/// </summary>
internal sealed class RemovedNodes(NodePages pages)
{
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private volatile FrozenSet<string> _removed = [];

    /// <summary>As of the latest poll.</summary>
    public bool Has(string node) => _removed.Contains(node);

    /// <summary>Without an answer of the catalog's leader the previous state is kept.</summary>
    /// <param name="groups">The groups reported by each node that answered.</param>
    public async Task LookAsync(IReadOnlyDictionary<string, GroupPage[]> groups, IReadOnlyList<string> nodes, CancellationToken stop)
    {
        var leader = TimeseriesRoles.CatalogLeaderOf(groups);
        if (leader is null || await pages.MembersAsync(leader, stop) is not { } members) return;
        var listed = members.Select(m => $"{m.Id}").ToHashSet(StringComparer.Ordinal);
        _listed.UnionWith(listed);
        var ids = await Task.WhenAll(nodes.Select(node => pages.IdAsync(node, stop)));
        _removed = nodes.Zip(ids).Where(n => n.Second is { } id && _listed.Contains(id) && !listed.Contains(id))
            .Select(n => n.First).ToFrozenSet(StringComparer.Ordinal);
    }
}
