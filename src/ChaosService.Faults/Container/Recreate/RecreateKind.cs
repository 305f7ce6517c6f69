using ChaosService.Faults.Container.Rebuilding;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Container.Recreate;

/// <summary>Removes nodes' containers, with everything written outside of volumes, and creates them again at the end.</summary>
internal sealed class RecreateKind(DockerClient docker, ContainerStates containers) : IFaultKind
{
    public string Name => "container-recreate";

    public string Summary => "removes nodes' containers and makes them again at the end: what was not in a volume is gone";

    public FaultParameters? Bind(MapReader reader)
    {
        var keep = reader.Flag("keepVolumes");
        return keep is null && reader.Has("keepVolumes") ? null : new RecreateParameters(keep);
    }

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => docker.ProbeAsync(cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var volumes = ((RecreateParameters)parameters).KeepVolumes == false ? " --volumes" : "";
        return
        [
            .. nodes.Select(
                n => $"docker rm --force{volumes} <container of {n}>; at the end: docker create, with the name, configuration, networks "
                    + "and mounts that docker inspect says now, and docker start"),
        ];
    }

    public IFault Create(FaultRequest request) => new RecreateFault(request, (RecreateParameters)request.Parameters, containers);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new RebuildLeftovers(docker, containers).UndoAsync(RebuildRecipe.Read(recipe), cancellationToken);
}
