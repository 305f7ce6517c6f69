using ChaosService.Faults.Container.Stop;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Container.Restart;

/// <summary>Restarts nodes as an operator does: a stop with time to end, and a start at once.</summary>
internal sealed class RestartKind(DockerClient docker, ContainerStates containers) : IFaultKind
{
    public string Name => "container-restart";

    public string Summary => "stops nodes with time to end by themselves (grace: 10s), and starts them at once";

    public FaultParameters? Bind(MapReader reader) => reader.Grace() is { } grace ? new RestartParameters(grace) : null;

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => docker.ProbeAsync(cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
    [
        .. nodes.Select(
            n => $"docker kill --signal <stop signal of the image, else TERM> <container of {n}>; after "
                + $"{Quantity.Format(((RestartParameters)parameters).Grace)}, if it still runs: docker kill; then: docker start"),
    ];

    public IFault Create(FaultRequest request) =>
        new StopFault(request, Name, ((RestartParameters)request.Parameters).Grace, containers);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ContainerLeftovers(docker, containers).BringBackAsync(ContainerRecipe.Read(recipe), start: true, cancellationToken);
}
