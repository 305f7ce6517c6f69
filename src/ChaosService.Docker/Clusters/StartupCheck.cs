using System.Text;
using ChaosService.Model.Clusters;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Docker.Clusters;

/// <summary>
/// Whether all members are running and stay so for a moment. A server that cannot start exits within it, and its log shows why.
/// </summary>
internal sealed class StartupCheck(DockerClient docker, DockerCluster cluster, TimeProvider time)
{
    private const string LogLines = "10";
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(700);

    /// <summary>
    /// Throws <see cref="ClusterUnavailableException"/> with the first member that is not running, and the end of its log.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken);
        await Task.Delay(Settle, time, cancellationToken);
        await CheckAsync(cancellationToken);
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var node in cluster.Nodes.Where(n => !cluster.Definition.ComesLater(n)))
        {
            var runtime = await cluster.InspectAsync(node.Name, cancellationToken);
            if (runtime.State is NodeState.Running or NodeState.Paused)
            {
                if (runtime.Address is null) throw new ClusterUnavailableException(await WhyNoAddressAsync(runtime, cancellationToken));
                continue;
            }
            throw new ClusterUnavailableException(runtime.State == NodeState.Gone
                ? $"The compose project {cluster.Project} has no container for the service {node.Name}."
                : $"The service {node.Name} of {cluster.Project} exited with {runtime.ExitCode}. Its last "
                    + $"lines:\n{await LastLinesAsync(runtime, cancellationToken)}");
        }
    }

    /// <summary>Without its own address nobody could reach it, and faults on a network that it shares would affect others.</summary>
    private async Task<string> WhyNoAddressAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        var container = await docker.Containers.InspectContainerAsync(node.ContainerId, cancellationToken);
        var why = container.NetworkSettings?.Networks?.Keys.FirstOrDefault() switch
        {
            "host" => "is in this machine's own network (network_mode: host), where faults would hit the machine",
            "none" => "has no network (network_mode: none)",
            null => "is in another container's network (network_mode: service or container), where faults would hit that one as well",
            var network => $"has no IPv4 address on its network {network}",
        };
        return $"The node {node.Node} of {cluster.Project} {why}; "
            + "give it a network of its own, such as the project's default one, or leave it out of the target's nodes.";
    }

    private async Task<string> LastLinesAsync(NodeRuntime runtime, CancellationToken cancellationToken)
    {
        var container = await docker.Containers.InspectContainerAsync(runtime.ContainerId, cancellationToken);
        var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = LogLines };
        using var log = await docker.Containers.GetContainerLogsAsync(runtime.ContainerId, parameters, cancellationToken);
        using var text = new MemoryStream();
        await log.CopyOutputToAsync(Stream.Null, text, text, cancellationToken);
        return text.Length == 0 ? container.State?.Error ?? "" : Encoding.UTF8.GetString(text.ToArray()).TrimEnd();
    }
}
