using System.Collections.Frozen;

namespace ChaosService.Workloads.Timeseries.Topology;

/// <summary>
/// Nodes that were taken out of the cluster while their processes run on. Such a node serves nobody and hears nothing, which is no trouble
/// of the cluster's. Who leads the catalog says who belongs to it; a node that was in no list yet is not removed, it has yet to join.
/// </summary>
internal sealed class RemovedNodes(NodePages pages)
{
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private volatile FrozenSet<string> _removed = [];

    /// <summary>As of the latest look.</summary>
    public bool Has(string node) => _removed.Contains(node);

    /// <summary>Without an answer of the catalog's leader what was known holds on.</summary>
    /// <param name="groups">What each node that answered says of its groups.</param>
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
