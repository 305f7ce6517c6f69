using System.Collections.Concurrent;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Network.Ports;

/// <summary>Leaves nodes no local port for new connections, as after too many connections: connect fails with EADDRNOTAVAIL.</summary>
internal sealed class PortExhaustionKind(DockerClient docker) : IFaultKind
{
    /// <summary>Which fault has a node's ports, by project and node.</summary>
    private readonly ConcurrentDictionary<(ProjectName Project, string Node), string> _holders = new();

    public string Name => "port-exhaustion";

    public string Summary => "leaves nodes no port to make new TCP connections from (ip_local_port_range, and sockets that hold it)";

    public FaultParameters? Bind(MapReader reader) => new PortExhaustionParameters();

    /// <summary>Tried in a network that is gone when the command ends.</summary>
    public async ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken)
    {
        var result = await CommandRunner.RunAsync(
            NetworkNamespace.EnterNew(PortRange.Writing(new(60000, 60063))), cancellationToken);
        return result.Succeeded
            ? new(true, "ip_local_port_range")
            : new(
                false,
                $"net.ipv4.ip_local_port_range of a network cannot be written ({result.Error.Trim().Split('\n')[0]}): that "
                    + $"{Privileges.Own().Explain(Privileges.OfNetworks)}");
    }

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
    [
        .. nodes.Select(
            n => $"in the network of {n}: bind {HeldPorts.Width} TCP ports in a row; nsenter --net=/proc/<pid of {n}>/ns/net sysctl -w "
                + $"net.ipv4.ip_local_port_range='<first> <last>'; at the end: what was found before"),
    ];

    public IFault Create(FaultRequest request) => new PortExhaustionFault(request, Name, _holders);

    public async Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken)
    {
        var own = PortRecipe.Read(recipe);
        foreach (var node in own.Nodes)
        {
            // A container that does not run has no network whose range could be narrow.
            var pid = await docker.CurrentPidAsync(own.Project, node.Name, node.ContainerId, cancellationToken);
            if (pid != 0) await PortRecipe.RestoreAsync(pid, node.Found);
            _holders.TryRemove(KeyValuePair.Create((own.Project, node.Name), own.Fault.Text));
        }
    }
}
