using System.Net;
using ChaosService.Faults.Network.Links;
using ChaosService.Model.Clusters;

namespace ChaosService.Faults.Network.Trains;

/// <summary>One way from one node to another, or to the host, where clients are.</summary>
/// <param name="ToPid">0: the host.</param>
internal sealed record DirectedLink(string From, int FromPid, string To, int ToPid, IPAddress Address)
{
    /// <summary>What the chosen nodes send to the others; both ways: also what the others send to them.</summary>
    public static async Task<IReadOnlyList<DirectedLink>> FindAsync(
        ICluster cluster, IReadOnlyList<string> chosen, IReadOnlyList<string>? others, bool bothWays, CancellationToken cancellationToken)
    {
        var nodes = new Dictionary<string, NodeRuntime>(StringComparer.Ordinal);
        foreach (var link in await LinkMap.FindAsync(cluster, chosen, others, cancellationToken))
            foreach (var name in (string[])[link.From, link.To])
                if (name != LinkMap.Host) nodes[name] = await cluster.InspectAsync(name, cancellationToken);
        var up = nodes.Values.Where(n => n is { Pid: not 0, Address: not null }).ToArray();
        var found = new List<DirectedLink>();
        foreach (var node in up.Where(n => chosen.Contains(n.Node)))
        {
            foreach (var other in up.Where(o => o.Node != node.Node && others?.Contains(o.Node) != false))
            {
                found.Add(new(node.Node, node.Pid, other.Node, other.Pid, other.Address!));
                if (bothWays && !chosen.Contains(other.Node)) found.Add(new(other.Node, other.Pid, node.Node, node.Pid, node.Address!));
            }
            if (others is null && HostAddress(node.Address!) is { } host) found.Add(new(node.Node, node.Pid, LinkMap.Host, 0, host));
        }
        return found;
    }

    public override string ToString() => $"{From} → {To}";

    /// <summary>
    /// By which the node would see the host; null where the host has no way to it. Connecting a datagram socket sends nothing.
    /// </summary>
    private static IPAddress? HostAddress(IPAddress node)
    {
        using var socket = new System.Net.Sockets.Socket(node.AddressFamily, System.Net.Sockets.SocketType.Dgram, 0);
        try
        {
            socket.Connect(node, port: 9);
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return null;
        }
    }
}
