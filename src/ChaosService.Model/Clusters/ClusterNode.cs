using System.Net;

namespace ChaosService.Model.Clusters;

/// <summary>A member of the target. <paramref name="Group"/> tells kinds of member apart: <c>redis</c> and <c>sentinel</c>.</summary>
public sealed record ClusterNode(string Name, string Group)
{
    /// <summary>
    /// The service that it is a container of. Another name than its own where the service has several: <c>member</c> of <c>member-2</c>.
    /// </summary>
    public string Service { get; init; } = Name;

    /// <summary>Which container of its service; null: the only one.</summary>
    public int? Number { get; init; }
}

/// <summary>Finds nodes by what an experiment calls them.</summary>
public static class ClusterNodes
{
    /// <summary>The node of that name, else every container of the service of that name; none when there is neither.</summary>
    public static IReadOnlyList<ClusterNode> Called(this IReadOnlyList<ClusterNode> nodes, string name) =>
        nodes.FirstOrDefault(n => n.Name == name) is { } one ? [one] : [.. nodes.Where(n => n.Service == name)];

    /// <summary>Where the node listens right now; null when it does not run. It changes when the node restarts.</summary>
    public static IPEndPoint? EndPoint(this ICluster cluster, string node, int port) =>
        cluster.LastKnown(node).Address is { } address ? new IPEndPoint(address, port) : null;
}
