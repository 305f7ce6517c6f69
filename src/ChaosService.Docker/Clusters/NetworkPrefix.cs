using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet;

namespace ChaosService.Docker.Clusters;

/// <summary>
/// The first three numbers of a target's network. Compose files give every member a fixed address in it, so that a node keeps its address
/// across restarts and several targets can be up at the same time.
/// </summary>
internal static class NetworkPrefix
{
    private const int Candidates = 256;

    public static async Task<string> FreeAsync(DockerClient docker, ProjectName project, CancellationToken cancellationToken)
    {
        var networks = await docker.Networks.ListNetworksAsync(cancellationToken: cancellationToken);
        var engines =
            networks.SelectMany(n => n.IPAM.Config ?? []).Where(c => c.Subnet.Contains('.')).Select(c => IPNetwork.Parse(c.Subnet));
        return Choose(project, [.. engines, .. OwnAddresses()]);
    }

    /// <summary>
    /// The first that overlaps with none of the taken ones. The start of the search depends on the project, so that two concurrent searches
    /// rarely collide.
    /// </summary>
    internal static string Choose(ProjectName project, IReadOnlyList<IPNetwork> taken)
    {
        var start = project.Text.Aggregate(17u, (hash, c) => hash * 31 + c);
        for (var i = 0u; i < Candidates; i++)
        {
            var prefix = $"10.213.{(start + i) % Candidates}";
            var network = IPNetwork.Parse($"{prefix}.0/24");
            if (!taken.Any(t => t.Contains(network.BaseAddress) || network.Contains(t.BaseAddress))) return prefix;
        }
        throw new ClusterUnavailableException(
            "Every network 10.213.0.0/24 to 10.213.255.0/24 is taken; remove container networks that nobody needs (docker network ls).");
    }

    /// <summary>Not the networks that contain them: a host inside a large 10.0.0.0/8 may use a small part of it itself.</summary>
    private static IEnumerable<IPNetwork> OwnAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Where(a => a.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(a => new IPNetwork(a.Address, 32));
}
