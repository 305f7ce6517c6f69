using System.Net;

namespace ChaosService.Model.Clusters;

/// <summary>A member of the target. <paramref name="Group"/> distinguishes kinds of member: <c>redis</c> and <c>sentinel</c>.</summary>
public sealed record ClusterNode(string Name, string Group)
{
    /// <summary>
    /// The service whose container it is. Differs from its name if the service has several containers: <c>member</c> of <c>member-2</c>.
    /// </summary>
    public string Service { get; init; } = Name;

    /// <summary>Which container of its service; null: the only one.</summary>
    public int? Number { get; init; }

    /// <summary>Where it is, <c>host:port</c>, when nothing else is known of it; null: it is a container.</summary>
    public string? Address { get; init; }
}

/// <summary>Finds nodes by the names that an experiment uses.</summary>
public static class ClusterNodes
{
    /// <summary>The node with that name, or else every container of the service with that name; empty when there is neither.</summary>
    public static IReadOnlyList<ClusterNode> Called(this IReadOnlyList<ClusterNode> nodes, string name) =>
        nodes.FirstOrDefault(n => n.Name == name) is { } one ? [one] : [.. nodes.Where(n => n.Service == name)];

    /// <summary>
    /// Where the node listens right now; null when it does not run. It changes when the node restarts. A node that is known by its address
    /// alone has the port of that address, whichever is asked for.
    /// </summary>
    public static IPEndPoint? EndPoint(this ICluster cluster, string node, int port) => cluster is INodeAddresses known
        ? known.EndPointOf(node)
        : cluster.LastKnown(node).Address is { } address ? new IPEndPoint(address, port) : null;
}
