using ChaosService.Model.Clusters;

namespace ChaosService.Workloads.Clients;

/// <summary>What clients ask a cluster about its members.</summary>
internal static class ClusterMembers
{
    /// <summary>The nodes of the database itself, in the definition's order.</summary>
    public static IReadOnlyList<string> DatabaseNodes(this ICluster cluster) => cluster.InGroup(cluster.Nodes[0].Group);

    /// <summary>With those that may join it later; without what runs beside it, such as an object store.</summary>
    public static IReadOnlyList<string> DatabaseNodesEver(this ICluster cluster) =>
        [.. cluster.Nodes.Where(n => n.Group == cluster.Nodes[0].Group || cluster.Definition.ComesLater(n)).Select(n => n.Name)];

    public static IReadOnlyList<string> InGroup(this ICluster cluster, string group) =>
        [.. cluster.Nodes.Where(n => n.Group == group).Select(n => n.Name)];
}
