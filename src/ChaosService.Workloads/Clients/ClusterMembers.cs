using ChaosService.Model.Clusters;

namespace ChaosService.Workloads.Clients;

/// <summary>Questions about a cluster's members that clients need.</summary>
internal static class ClusterMembers
{
    /// <summary>The nodes of the database itself, in the definition's order.</summary>
    public static IReadOnlyList<string> DatabaseNodes(this ICluster cluster) => cluster.InGroup(cluster.Nodes[0].Group);

    /// <summary>Including those that may join later, but not auxiliary containers such as an object store.</summary>
    public static IReadOnlyList<string> DatabaseNodesEver(this ICluster cluster) =>
        [.. cluster.Nodes.Where(n => n.Group == cluster.Nodes[0].Group || cluster.Definition.ComesLater(n)).Select(n => n.Name)];

    public static IReadOnlyList<string> InGroup(this ICluster cluster, string group) =>
        [.. cluster.Nodes.Where(n => n.Group == group).Select(n => n.Name)];
}
