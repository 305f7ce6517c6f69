using System.Net;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Model.Clusters;

namespace ChaosService.Faults.Network.Links;

/// <summary>
/// Finds the links that a fault can be measured on, now: a node that restarted has another process and perhaps another address.
/// </summary>
internal static class LinkMap
{
    public const string Host = "this host";

    /// <summary>Where nobody listens, a closed port still answers: with a refusal.</summary>
    private const int ClosedPort = 9;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// From each of the senders to each of the receivers that run; everyone (null) includes a link from the host, where clients are.
    /// </summary>
    public static async Task<IReadOnlyList<Link>> FindAsync(
        ICluster cluster, IEnumerable<string> senders, IReadOnlyList<string>? receivers, CancellationToken cancellationToken)
    {
        var nodes = new Dictionary<string, NodeRuntime>(StringComparer.Ordinal);
        foreach (var node in cluster.Nodes) nodes[node.Name] = await cluster.InspectAsync(node.Name, cancellationToken);
        var links = new List<Link>();
        foreach (var sender in senders.Select(s => nodes[s]).Where(IsUp))
        {
            var others = (receivers ?? [.. nodes.Keys]).Where(r => r != sender.Node).Select(r => nodes[r]).Where(IsUp);
            links.AddRange(others.Select(r => new Link(sender.Node, sender.Pid, r.Node, Endpoint(r))));
            if (receivers is null) links.Add(new(Host, 0, sender.Node, Endpoint(sender)));
        }
        return links;
    }

    /// <summary>
    /// The same link as it is by now, to be asked once more: a node that has only just started listens a little later, on the port that it
    /// had before. Not at once, as a refusal takes no time.
    /// </summary>
    public static async Task<Link> AgainAsync(ICluster cluster, Link link, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, time, cancellationToken);
        var from = link.From == Host ? 0 : (await cluster.InspectAsync(link.From, cancellationToken)).Pid;
        var to = await cluster.InspectAsync(link.To, cancellationToken);
        return IsUp(to) && (from != 0 || link.From == Host) ? link with { FromPid = from, Address = Endpoint(to) } : link;
    }

    private static bool IsUp(NodeRuntime node) => node is { Pid: not 0, Address: not null };

    private static IPEndPoint Endpoint(NodeRuntime node) =>
        new(node.Address!, ProcNet.ListeningPorts(node.Pid) is [var lowest, ..] ? lowest : ClosedPort);
}
