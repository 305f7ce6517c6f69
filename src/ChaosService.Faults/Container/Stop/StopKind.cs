using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Container.Stop;

/// <summary>Stops nodes as an operator does, with time to shut down, and starts them again at the end.</summary>
internal sealed class StopKind(DockerClient docker, ContainerStates containers) : IFaultKind
{
    public string Name => "container-stop";

    public string Summary => "stops nodes with time to end by themselves (grace: 10s), and starts them again at the end";

    public FaultParameters? Bind(MapReader reader) => reader.Grace() is { } grace ? new StopParameters(grace) : null;

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => docker.ProbeAsync(cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members) =>
    [
        .. nodes.Select(
            n => $"docker kill --signal <stop signal of the image, else TERM> <container of {n}>; after "
                + $"{Quantity.Format(((StopParameters)parameters).Grace)}, if it still runs: docker kill; at the end: docker start"),
    ];

    public IFault Create(FaultRequest request) =>
        new StopFault(request, Name, ((StopParameters)request.Parameters).Grace, containers);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ContainerLeftovers(docker, containers).BringBackAsync(ContainerRecipe.Read(recipe), start: true, cancellationToken);
}
