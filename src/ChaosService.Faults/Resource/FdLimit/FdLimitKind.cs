using System.Collections.Concurrent;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Resource.FdLimit;

/// <summary>Stops the processes of nodes from opening more files: open, socket and accept fail with EMFILE.</summary>
internal sealed class FdLimitKind(DockerClient docker, ContainerStates containers) : IFaultKind
{
    /// <summary>Which fault limits a node, by project and node.</summary>
    private readonly ConcurrentDictionary<(ProjectName Project, string Node), string> _holders = new();

    public string Name => "fd-limit";

    public string Summary => "lets the processes of nodes open some more files and sockets (leave: 0) and no others (prlimit)";

    public FaultParameters? Bind(MapReader reader)
    {
        var leave = reader.Integer("leave", 0, FdLimitParameters.MostLeft);
        return leave is null && reader.Has("leave") ? null : new FdLimitParameters((int)(leave ?? 0));
    }

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) =>
        docker.ProbeAsync(Privileges.OfDisks, "a limit of a node's process", cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
    [
        .. nodes.Select(
            n => $"prlimit --pid <every process of {n}> --nofile=<what it has open + {((FdLimitParameters)parameters).Leave}>:; at the "
                + $"end: the soft limit found before, and start {n} if it died"),
    ];

    public IFault Create(FaultRequest request) => new FdLimitFault(request, (FdLimitParameters)request.Parameters, containers, _holders);

    public async Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken)
    {
        var own = FdLimitRecipe.Read(recipe);
        foreach (var container in own.Nodes.Containers)
        {
            own.Restore(container.Node, await docker.PidOfAsync(container.Id, cancellationToken));
            _holders.TryRemove(KeyValuePair.Create((own.Nodes.Project, container.Node), own.Nodes.Fault.Text));
        }
        await new ContainerLeftovers(docker, containers).BringBackAsync(own.Nodes, start: true, cancellationToken);
    }
}
