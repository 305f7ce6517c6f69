using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Container.Pause;

/// <summary>Freezes all threads of a node: to the others it is present but silent.</summary>
internal sealed class PauseKind(DockerClient docker, ContainerStates containers) : IFaultKind
{
    public string Name => "container-pause";

    public string Summary => "freezes nodes: their connections stay open and nothing answers (cgroup freezer)";

    public FaultParameters? Bind(MapReader reader) => new PauseParameters();

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => docker.ProbeAsync(cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
        [.. nodes.Select(n => $"docker pause <container of {n}>; at the end: docker unpause <container of {n}>")];

    public IFault Create(FaultRequest request) => new PauseFault(request, containers);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ContainerLeftovers(docker, containers).BringBackAsync(ContainerRecipe.Read(recipe), start: false, cancellationToken);
}
